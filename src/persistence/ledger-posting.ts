import type { ChangeCause, LedgerEntry, LedgerPosting, NewLedgerEntry, NewLine } from '../application/ledger-stores.ts';
import type { LineFigure } from '../domain/line-figures.ts';
import type { Grams } from '../domain/quantity.ts';
import { type BulkColumn, bulkInsert, type BulkValue } from './bulk-insert.ts';
import { createEarlierLines, type EarlierLines } from './earlier-lines.ts';
import { lockLedger } from './ledger-lock.ts';
import { dimensionsText, toComparableInstant, toEntryRow, toGrams } from './ledger-rows.ts';
import { toNumber, toPlainText, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

const KEYS_AT_ONCE = 200;

const LINES: readonly BulkColumn[] = [
  ['id', 'bigint'],
  ['organisation', 'text'],
  ['version', 'integer'],
  ['terms_version', 'integer'],
  ['contract', 'text'],
  ['line', 'text'],
  ['identity', 'text'],
  ['statement', 'text'],
];
const CONTRACTS: readonly BulkColumn[] = [
  ['organisation', 'text'],
  ['reference', 'text'],
  ['version', 'integer'],
  ['contract', 'text'],
];
const FIGURES: readonly BulkColumn[] = [
  ['line_id', 'bigint'],
  ['group_id', 'bigint'],
  ['version', 'integer'],
  ['grams', 'bigint'],
  ['market_based', 'bigint'],
];
const GROUPS: readonly BulkColumn[] = [
  ['id', 'bigint'],
  ['organisation', 'text'],
  ['provisional', 'integer'],
  ['dimensions', 'text'],
];
const REVERSALS: readonly BulkColumn[] = [
  ['line_id', 'bigint'],
  ['version', 'integer'],
];
const CHANGES: readonly BulkColumn[] = [
  ['organisation', 'text'],
  ['version', 'integer'],
  ['cause', 'text'],
  ['group_id', 'bigint'],
  ['grams', 'bigint'],
  ['market_based', 'bigint'],
  ['lines', 'integer'],
  ['located_lines', 'integer'],
  ['market_lines', 'integer'],
];

/** Begins an entry; see `LedgerStore.begin`. */
export async function beginPosting(session: Session, given: NewLedgerEntry): Promise<LedgerPosting> {
  const { database } = session;
  const { organisation } = given;
  const last = await lockLedger(session, organisation);
  const recordedAt = instantAfter(last.instant, toComparableInstant(given.recordedAt));
  const entry: LedgerEntry = { ...given, recordedAt, version: last.version + 1 };
  let written = false;
  const writeEntry = async () => {
    if (!written) await database('ledgerEntries').insert(toEntryRow(entry));
    written = true;
  };
  const earlier = createEarlierLines(session, organisation, entry.version);
  const figures = createPosting(session, entry, earlier);
  return {
    entry,
    async addContracts(contracts) {
      if (contracts.length > 0) await writeEntry();
      const rows = contracts.map((contract): BulkValue[] => {
        return [organisation, contract.reference, entry.version, toPlainText(JSON.stringify(contract))];
      });
      await bulkInsert(database, 'contract_versions', CONTRACTS, rows);
    },
    linesBefore: earlier.linesBefore,
    async add(lines) {
      if (lines.length > 0) await writeEntry();
      await figures.add(lines);
    },
    finish: figures.finish,
  };
}

/** The instant, or a millisecond after the entry or edition before: each has an instant at which it is the last one. */
function instantAfter(before: string, instant: string): string {
  if (before < instant) return instant;
  return new Date(Date.parse(before) + 1).toISOString();
}

type Change = { grams: Grams; marketBased: Grams; lines: number; located: number; market: number };
type Count = (cause: ChangeCause, group: number, figure: Omit<LineFigure, 'dimensions'>, sign: 1 | -1) => void;

function createPosting(
  session: Session,
  entry: LedgerEntry,
  earlier: EarlierLines,
): Pick<LedgerPosting, 'add' | 'finish'> {
  const [{ database }, { organisation, version }] = [session, entry];
  const changes = new Map<ChangeCause, Map<number, Change>>();
  const groups = createGroupIds(session, organisation, earlier);
  let nextLine: number | undefined;

  const count: Count = (cause, group, figure, sign) => {
    const ofCause = changes.get(cause) ?? new Map<number, Change>();
    changes.set(cause, ofCause);
    const change = ofCause.get(group) ?? { grams: 0n, marketBased: 0n, lines: 0, located: 0, market: 0 };
    ofCause.set(group, change);
    change.lines += sign;
    if (figure.grams !== undefined) {
      change.grams += figure.grams;
      change.located += sign;
    }
    if (figure.marketBased !== undefined) {
      change.marketBased += figure.marketBased;
      change.market += sign;
    }
  };

  return {
    add: async (lines) => {
      await earlier.look(lines.map(({ statement }) => statement.contract));
      nextLine ??= (await lastId(database, 'carbonLines')) + 1;
      await reverse(database, entry, lines, count);
      const ids = await groups(lines.flatMap(({ figures }) => figures.map(({ dimensions }) => dimensions)));
      let figureAt = 0;
      const lineRows: BulkValue[][] = [];
      const figureRows: BulkValue[][] = [];
      for (const { statement, identity, figures, cause, termsVersion = version } of lines) {
        const id = nextLine++;
        const text = toPlainText(JSON.stringify(statement));
        const { contract, line } = statement;
        lineRows.push([id, organisation, version, termsVersion, contract, line, identity, text]);
        for (const figure of figures) {
          const group = ids[figureAt++] ?? 0;
          figureRows.push([id, group, version, figure.grams ?? null, figure.marketBased ?? null]);
          count(cause, group, figure, 1);
        }
      }
      await bulkInsert(database, 'carbon_lines', LINES, lineRows);
      await bulkInsert(database, 'carbon_figures', FIGURES, figureRows);
    },
    finish: async () => {
      const rows = [...changes].flatMap(([cause, ofCause]) =>
        [...ofCause].map(([group, change]): BulkValue[] => {
          const { grams, marketBased, lines, located, market } = change;
          return [organisation, version, cause, group, grams, marketBased, lines, located, market];
        }),
      );
      await bulkInsert(database, 'carbon_changes', CHANGES, rows);
    },
  };
}

/** Takes the figures of replaced lines out again: the same figures with the opposite sign, under this entry. */
async function reverse(
  database: Session['database'],
  { version }: LedgerEntry,
  lines: readonly NewLine[],
  count: Count,
): Promise<void> {
  const causes = new Map(lines.flatMap(({ replaces, cause }) => (replaces === undefined ? [] : [[replaces, cause]])));
  const replaced = [...causes.keys()];
  for (let start = 0; start < replaced.length; start += KEYS_AT_ONCE) {
    const ids = replaced.slice(start, start + KEYS_AT_ONCE);
    const figures = (await database('carbonFigures').whereIn('lineId', ids)) as {
      readonly lineId: WholeNumber;
      readonly groupId: WholeNumber;
      readonly grams: WholeNumber | null;
      readonly marketBased: WholeNumber | null;
    }[];
    const rows = figures.map(({ lineId, groupId, grams, marketBased }): BulkValue[] => {
      const opposite = {
        ...(grams === null ? {} : { grams: -toGrams(grams) }),
        ...(marketBased === null ? {} : { marketBased: -toGrams(marketBased) }),
      };
      count(causes.get(toNumber(lineId)) ?? 'correction', toNumber(groupId), opposite, -1);
      return [toNumber(lineId), toNumber(groupId), version, opposite.grams ?? null, opposite.marketBased ?? null];
    });
    await bulkInsert(
      database,
      'carbon_reversals',
      REVERSALS,
      ids.map((id) => [id, version]),
    );
    await bulkInsert(database, 'carbon_figures', FIGURES, rows);
  }
}

/** Gives each set of dimensions its group, which is made with its first figure. */
function createGroupIds({ database }: Session, organisation: string, earlier: EarlierLines) {
  const known = new Map<string, number>();
  let next: number | undefined;

  /** Those of earlier entries; a contract without lines has none. */
  const look = async (wanted: ReadonlyMap<string, LineFigure['dimensions']>) => {
    const keys = new Map<string, string>();
    for (const [key, dimensions] of wanted) {
      if (earlier.has(dimensions.contract)) keys.set(dimensionsText(dimensions), key);
    }
    const texts = [...keys.keys()];
    for (let start = 0; start < texts.length; start += KEYS_AT_ONCE) {
      const rows = (await database('carbonGroups')
        .where({ organisation })
        .whereIn('dimensions', texts.slice(start, start + KEYS_AT_ONCE))
        .select('id', 'dimensions')) as { readonly id: WholeNumber; readonly dimensions: string }[];
      for (const row of rows) known.set(keys.get(row.dimensions) ?? '', toNumber(row.id));
    }
  };

  return async (wanted: readonly LineFigure['dimensions'][]): Promise<number[]> => {
    const keys = wanted.map(groupKey);
    const missing = new Map<string, LineFigure['dimensions']>();
    for (const [index, dimensions] of wanted.entries()) {
      const key = keys[index] ?? '';
      if (!known.has(key)) missing.set(key, dimensions);
    }
    await look(missing);
    const rows: BulkValue[][] = [];
    for (const [key, dimensions] of missing) {
      if (known.has(key)) continue;
      next ??= (await lastId(database, 'carbonGroups')) + 1;
      rows.push([next, organisation, dimensions.provisional ? 1 : 0, dimensionsText(dimensions)]);
      known.set(key, next++);
    }
    await bulkInsert(database, 'carbon_groups', GROUPS, rows);
    return keys.map((key) => known.get(key) ?? 0);
  };
}

/** The same text for the same dimensions, quicker to make than the one that is kept. */
function groupKey(of: LineFigure['dimensions']): string {
  return `${of.contract}\0${of.organisation}\0${of.month}\0${of.kind}\0${of.scope}\0${of.category}\0${of.stage}\0${of.basis}\0${of.tier}\0${of.factor}\0${of.factorSet}\0${of.doubleCountGroup}\0${of.provisional}`;
}

async function lastId(database: Session['database'], table: string): Promise<number> {
  const row = (await database(table).max({ id: 'id' }).first()) as { readonly id: WholeNumber | null } | undefined;
  return row?.id === null || row === undefined ? 0 : toNumber(row.id);
}
