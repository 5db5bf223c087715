import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LedgerPage, OpenPages } from '../application/ledger-page.ts';
import type { LedgerEntry, LedgerPosting, NewLedgerEntry } from '../application/ledger-stores.ts';
import { type BulkColumn, bulkInsert, type BulkValue } from './bulk-insert.ts';
import { createGroupChanges, type GroupChanges } from './group-changes.ts';
import { createEarlierLines, type EarlierLines } from './earlier-lines.ts';
import { lockLedger } from './ledger-lock.ts';
import { toComparableInstant, toEntryRow } from './ledger-rows.ts';
import { createPageWriter } from './page-writer.ts';
import { reverseLines } from './reverse-lines.ts';
import { toPlainText } from './rows.ts';
import type { Session } from './session.ts';

/** So many are written before others have their turn. */
const CHANGES_AT_ONCE = 1000;
/** What so many lines write is brought to disk before the commit waits for it. */
const MANY_LINES = 5000;

const CONTRACTS: readonly BulkColumn[] = [
  ['organisation', 'text'],
  ['reference', 'text'],
  ['version', 'integer'],
  ['contract', 'text'],
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
    async hasLines(contract) {
      await earlier.look([contract]);
      return earlier.has(contract);
    },
    async add(lines) {
      if (lines.length > 0) await writeEntry();
      await figures.add(lines);
    },
    async addPages(pages) {
      if (pages.length > 0) await writeEntry();
      await figures.addPages(pages);
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
): Pick<LedgerPosting, 'add' | 'addPages' | 'finish'> {
  const { database } = session;
  const changes = createGroupChanges();
  const writer = createPageWriter(session, entry, earlier, changes);
  let closed: LedgerPage[] = [];
  const open = new OpenPages((page) => closed.push(page));
  const addClosed = async () => {
    const pages = closed;
    closed = [];
    await writer.add(pages);
  };
  return {
    addPages: writer.add,
    add: async (lines) => {
      await reverseLines(session, entry, lines, changes.add);
      for (const { statement, figures, cause, termsVersion } of lines) {
        open.add(statement, figures, { cause, ...(termsVersion === undefined ? {} : { termsVersion }) });
      }
      await addClosed();
    },
    finish: async () => {
      open.finish();
      await addClosed();
      const lines = await writer.finish();
      const rows = changeRows(entry, changes);
      for (let start = 0; start < rows.length; start += CHANGES_AT_ONCE) {
        await bulkInsert(database, 'carbon_changes', CHANGES, rows.slice(start, start + CHANGES_AT_ONCE));
        await nextTurn();
      }
      if (lines >= MANY_LINES) await session.settle();
    },
  };
}

function changeRows({ organisation, version }: LedgerEntry, changes: GroupChanges): BulkValue[][] {
  return changes.list().map(({ cause, group, change }) => {
    const { grams, marketBased, figures, located, market } = change;
    return [organisation, version, cause, group, grams, marketBased, figures, located, market];
  });
}
