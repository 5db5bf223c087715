import { createHash } from 'node:crypto';
import {
  countFactors,
  factorName,
  type FactorSet,
  type PublishedFactor,
  type SetKind,
} from '../domain/conversion-factor.ts';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { parseUnit } from '../domain/unit.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { appendEvent } from './append-event.ts';
import { factorRegister, searchText } from './factor-register.ts';
import { listed } from './nearest-names.ts';
import type { FactorWorkbook, ServicePorts } from './ports.ts';
import type { FactorRecord } from './records.ts';
import { FACTOR_KEEPERS, requireRole } from './roles.ts';
import { setKindOf } from './set-kinds.ts';

export type FactorImport = {
  readonly set: FactorSet;
  /** False where the same file had been imported before: nothing was done. */
  readonly isNew: boolean;
};

/** The file is hashed in one go. */
const MOST_BYTES = 20_000_000;
const MOST_NAMED = 10;

/**
 * Imports the government's yearly flat file, a table of spend multipliers or one of carbon values, whichever it is, as
 * a draft set: every row or, with any fault, none. The file is kept. Its hash is compared with those that are
 * published; a file of another hash is imported all the same and says so. Throws AppError `invalid-input` with every
 * fault by cell, `unsupported-file` for another workbook.
 */
export async function importFactorSet(
  ports: ServicePorts,
  person: Person,
  file: { readonly name: string; readonly bytes: Uint8Array },
): Promise<FactorImport> {
  requireRole(person, ...FACTOR_KEEPERS);
  if (file.bytes.byteLength > MOST_BYTES) {
    throw new AppError('too-large', `${file.name} is larger than 20 MB; the official files have less than one.`);
  }
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const earlier = await ports.database.read((stores) => stores.factors.sets(person.organisation));
  const same = earlier.find((set) => set.file?.sha256 === sha256);
  if (same !== undefined) return { set: same, isNew: false };
  const workbook = await ports.spreadsheets.readFactorWorkbook(file);
  throwIfFaulty('invalid-input', `${file.name} cannot be imported; nothing was stored.`, workbook.issues);
  return ports.database.transaction(async (stores) => {
    const at = ports.clock();
    const known = await factorRegister(ports, stores, person.organisation).sets();
    const set = toFactorSet(ports.catalogue, workbook, known, {
      name: file.name,
      sha256,
      bytes: file.bytes.byteLength,
      importedBy: person.name,
      importedAt: at,
    });
    await stores.files.put(sha256, once(file.bytes));
    await stores.factors.addSet(person.organisation, set, toRecords(ports.catalogue, workbook.rows));
    await appendEvent(stores, person, at, {
      action: 'factor-set.imported',
      subject: `factor-set:${set.id}`,
      data: {
        ...(set.kind === 'factors' ? {} : { kind: set.kind }),
        file: file.name,
        sha256,
        known_hash: set.file?.isOfficial === true,
        factors: String(set.counts.withValue),
        blank: String(set.counts.blank),
      },
    });
    return { set, isNew: true };
  });
}

function toFactorSet(
  { officialFactors, estimationTables, referenceData }: Catalogue,
  { kind, year, edition, rows, notices }: FactorWorkbook,
  known: readonly FactorSet[],
  file: Omit<NonNullable<FactorSet['file']>, 'isOfficial'>,
): FactorSet {
  const alike = known.filter((set) => set.origin === 'imported' && set.kind === kind && set.year === year);
  const version = Math.max(0, ...alike.map((set) => set.version)) + 1;
  const sameYear = officialFactors.workbooks.filter((one) => kind === 'factors' && one.year === year);
  const isOfficial = sameYear.some((one) => one.sha256 === file.sha256);
  const { idPrefix, title, publisher } = setKindOf(kind);
  const sources = {
    factors: { ...officialFactors.source, title: `${title(year)}, flat file` },
    'spend-multipliers': { ...estimationTables.spendMultipliers.source, title: title(year) },
    'carbon-values': { ...referenceData.carbonValues.source, title: title(year) },
  };
  return {
    id: version === 1 ? `${idPrefix}-${year}` : `${idPrefix}-${year}-${version}`,
    kind,
    title: title(year),
    publisher,
    year,
    edition,
    version,
    source: sources[kind],
    origin: 'imported',
    file: { ...file, isOfficial },
    counts: countFactors(rows),
    notices: [
      ...(isOfficial ? [] : [unknownHash(kind, year, sameYear.length > 0)]),
      ...(kind === 'factors' ? rowNotices(rows) : []),
      ...notices,
    ],
    status: 'draft',
  };
}

function unknownHash(kind: SetKind, year: string, isYearKnown: boolean): string {
  if (kind !== 'factors') {
    return `No hash of an official file of ${setKindOf(kind).words} is known here. Compare the values with the publication yourself before approving them, and say so in the note.`;
  }
  const known = isYearKnown
    ? `This is not the file of ${year} whose hash is known here: it may be another edition, or may have been changed.`
    : `The hash of the official file of ${year} is not known here.`;
  return `${known} Compare its SHA-256 with that of a file fetched from GOV.UK yourself before approving it, and say so in the note.`;
}

function rowNotices(rows: readonly PublishedFactor[]): string[] {
  const textOnly = rows.filter(({ valueText }) => valueText !== undefined);
  const units = [...new Set(rows.map((row) => row.publishedUnit))].filter((unit) => parseUnit(unit) === undefined);
  const name = (row: PublishedFactor) => `${row.id} (${factorName(row)}) says "${row.valueText}"`;
  return [
    ...(textOnly.length === 0
      ? []
      : [
          `${textOnly.length} factors have text in the place of a number, and no number is made of it: ${textOnly.slice(0, MOST_NAMED).map(name).join('; ')}.`,
        ]),
    ...(units.length === 0
      ? []
      : [`Quantities are not converted to these units, which are not known: ${listed(units)}.`]),
  ];
}

function toRecords({ officialFactors }: Catalogue, rows: readonly PublishedFactor[]): FactorRecord[] {
  const official = new Map(officialFactors.rows.map((row) => [row.officialId, row.key]));
  return rows.map((factor, number) => ({
    number,
    unit: parseUnit(factor.publishedUnit)?.id ?? factor.publishedUnit,
    search: searchText(factor, official.get(factor.id)),
    factor,
  }));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
