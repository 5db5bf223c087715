import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { BASES, FIGURE_KINDS } from '../domain/carbon-figure.ts';
import { REMOVAL_KINDS, STAGES, TIERS } from '../domain/bid.ts';
import type { Evidence } from '../domain/evidence.ts';
import { periodOfYear } from '../domain/reporting-period.ts';
import type { StreamedRow } from './row-reader.ts';

type Source = CarbonReturnLine['source'];
type Get = StreamedRow['get'];

const SCOPES = ['1', '2', '3'] as const;
export const AMOUNT_UNIT_NAMES = ['kg', 't'] as const;

/** A row of the sheet Figures as a line; what could not be read is absent, and reported by the row. */
export function toFigureLine(row: StreamedRow, source: Source): CarbonReturnLine {
  const get: Get = (field) => row.get(field);
  const basis = BASES.find((one) => one === get('basis'));
  const line: Writable<CarbonReturnLine> = {
    contract: get('contract') ?? '',
    line: get('line') ?? '',
    kind: oneOf(FIGURE_KINDS, get('kind')) ?? 'emission',
    periodStart: get('periodStart') ?? '',
    periodEnd: get('periodEnd') ?? '',
    basis: basis === undefined || basis === 'committed' ? 'actual' : basis,
    source,
  };
  set(line, 'stage', oneOf(STAGES, get('stage')));
  set(line, 'scope', oneOf(SCOPES, get('scope')));
  set(line, 'category', get('category'));
  set(line, 'quantity', get('quantity'));
  set(line, 'unit', get('unit'));
  set(line, 'factor', get('factor'));
  set(line, 'amount', get('amount'));
  set(line, 'amountUnit', oneOf(AMOUNT_UNIT_NAMES, get('amountUnit')));
  set(line, 'marketBasedAmount', get('marketBasedAmount'));
  set(line, 'tier', oneOf(TIERS, get('tier')));
  set(line, 'evidence', toEvidence(get));
  set(line, 'supersedes', get('supersedes'));
  return line;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A field that says nothing is left out. Quicker than spreading an object for each, of which a million lines have many. */
function set<K extends keyof CarbonReturnLine>(
  line: Writable<CarbonReturnLine>,
  field: K,
  value: CarbonReturnLine[K] | undefined,
): void {
  if (value !== undefined) line[field] = value;
}

/** A row of the sheet Removals as a line over the year of retirement, in tonnes. */
export function toRemovalLine(row: StreamedRow, source: Source): CarbonReturnLine {
  const get: Get = (field) => row.get(field);
  const period = periodOfYear(get('year') ?? '');
  return {
    contract: get('contract') ?? '',
    line: get('line') ?? `removal ${row.number}`,
    kind: 'removal',
    periodStart: period?.start ?? '',
    periodEnd: period?.end ?? '',
    ...optional('amount', get('tonnes')),
    amountUnit: 't',
    basis: 'actual',
    ...optional('evidence', toEvidence(get)),
    removal: {
      kind: oneOf(REMOVAL_KINDS, get('removalKind')) ?? 'unknown',
      ...optional('registry', get('registry')),
      retired: get('retired') === 'yes',
      ...optional('verifiedBy', get('verifiedBy')),
    },
    source,
  };
}

/** The column that holds what a check calls by the field of a figure. */
export function removalField(field: string): string {
  return { amount: 'tonnes', amountUnit: 'tonnes', periodStart: 'year', periodEnd: 'year' }[field] ?? field;
}

/** What every row may state beside its figure: the document that shows it, and the line that it corrects. */
export function stated(row: StreamedRow): Pick<CarbonReturnLine, 'evidence' | 'supersedes'> {
  const get: Get = (field) => row.get(field);
  return { ...optional('evidence', toEvidence(get)), ...optional('supersedes', get('supersedes')) };
}

function toEvidence(get: Get): Evidence | undefined {
  const [document, page] = [get('evidenceDocument'), get('evidencePage')];
  return document === undefined ? undefined : { document, ...optional('page', page) };
}

export function oneOf<T extends string>(known: readonly T[], text: string | undefined): T | undefined {
  return known.find((one) => one === text);
}

export function optional<K extends string, V>(key: K, value: V | undefined): { readonly [name in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [name in K]: V });
}
