import type { LedgerEntry, LedgerPosting, NewLedgerEntry, NewLine } from '../application/ledger-stores.ts';
import { type BulkColumn, bulkInsert, type BulkValue, holdPages } from './bulk-insert.ts';
import { createGroupChanges, type GroupChanges } from './group-changes.ts';
import { createGroupIds, lastId } from './group-ids.ts';
import { createEarlierLines, type EarlierLines } from './earlier-lines.ts';
import { lockLedger } from './ledger-lock.ts';
import { toComparableInstant, toEntryRow, toGrams } from './ledger-rows.ts';
import { isSqlite } from './prepared-statement.ts';
import { toNumber, toPlainText, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

const KEYS_AT_ONCE = 200;
const LINES_A_STATEMENT = 2000;
/** What so many lines write is brought to disk before the commit waits for it. */
const MANY_LINES = 5000;

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
    linesBefore: (names) => earlier.linesBefore(names),
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

function createPosting(
  session: Session,
  entry: LedgerEntry,
  earlier: EarlierLines,
): Pick<LedgerPosting, 'add' | 'finish'> {
  const [{ database }, { organisation, version }] = [session, entry];
  const changes = createGroupChanges();
  const groups = createGroupIds(session, organisation, earlier);
  let nextLine: number | undefined;
  let linesAdded = 0;
  let [lineRows, figureRows]: [BulkValue[][], BulkValue[][]] = [[], []];

  const write = async () => {
    await bulkInsert(database, 'carbon_lines', LINES, lineRows);
    await bulkInsert(database, 'carbon_figures', FIGURES, figureRows);
    [lineRows, figureRows] = [[], []];
  };

  return {
    add: async (lines) => {
      linesAdded += lines.length;
      await holdPages(database, linesAdded);
      await earlier.look(lines.map(({ statement }) => statement.contract));
      nextLine ??= (await lastId(database, 'carbonLines')) + 1;
      await reverse(database, entry, lines, changes.count);
      const ids = await groups(lines.flatMap(({ figures }) => figures.map(({ dimensions }) => dimensions)));
      let figureAt = 0;
      for (const { statement, text, identity, figures, cause, termsVersion = version } of lines) {
        const id = nextLine++;
        const json = text ?? JSON.stringify(statement);
        const { contract, line } = statement;
        lineRows.push([id, organisation, version, termsVersion, contract, line, identity, json]);
        for (const figure of figures) {
          const group = ids[figureAt++] ?? 0;
          figureRows.push([id, group, version, figure.grams ?? null, figure.marketBased ?? null]);
          changes.count(cause, group, figure, 1);
        }
      }
      // A server is sent many at a time; SQLite, which others would wait for, what there is.
      if (isSqlite(database) || lineRows.length >= LINES_A_STATEMENT) await write();
    },
    finish: async () => {
      await write();
      await bulkInsert(database, 'carbon_changes', CHANGES, changeRows(entry, changes));
      await holdPages(database, 0);
      if (linesAdded >= MANY_LINES) await session.settle();
    },
  };
}

function changeRows({ organisation, version }: LedgerEntry, changes: GroupChanges): BulkValue[][] {
  return changes.list().map(({ cause, group, change }) => {
    const { grams, marketBased, lines, located, market } = change;
    return [organisation, version, cause, group, grams, marketBased, lines, located, market];
  });
}

/** Takes the figures of replaced lines out again: the same figures with the opposite sign, under this entry. */
async function reverse(
  database: Session['database'],
  { version }: LedgerEntry,
  lines: readonly NewLine[],
  count: GroupChanges['count'],
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
