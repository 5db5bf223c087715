import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LedgerPage, OpenPages } from '../application/ledger-page.ts';
import type { LedgerEntry, LedgerPosting, NewLedgerEntry } from '../application/ledger-stores.ts';
import { bulkInsert, type BulkValue } from './bulk-insert.ts';
import { type ChangeOfGroup, createGroupChanges } from './group-changes.ts';
import { createEarlierLines, type EarlierLines } from './earlier-lines.ts';
import { EntryDigest } from './entry-digest.ts';
import { lockLedger } from './ledger-lock.ts';
import { toComparableInstant, toEntryRow } from './ledger-rows.ts';
import { LEDGER_TABLES } from './ledger-tables.ts';
import { createPageWriter } from './page-writer.ts';
import { reversalRow, reverseLines } from './reverse-lines.ts';
import { toPlainText } from './rows.ts';
import type { Session } from './session.ts';

/** So many are written before others have their turn. */
const CHANGES_AT_ONCE = 1000;
/** What so many lines write is brought to disk before the commit waits for it. */
const MANY_LINES = 5000;

/** Begins an entry; see `LedgerStore.begin`. */
export async function beginPosting(session: Session, given: NewLedgerEntry): Promise<LedgerPosting> {
  const { database } = session;
  const { organisation } = given;
  const last = await lockLedger(session, organisation);
  const recordedAt = instantAfter(last.instant, toComparableInstant(given.recordedAt));
  const entry: LedgerEntry = { ...given, recordedAt, version: last.version + 1 };
  const digest = new EntryDigest();
  let written = false;
  const writeEntry = async () => {
    if (written) return;
    const { kind, recordedAt: instant, fileSha256, details } = toEntryRow(entry);
    const rows = [[organisation, entry.version, kind, instant, fileSha256, details]];
    digest.add('ledger_entries', rows);
    await bulkInsert(database, 'ledger_entries', LEDGER_TABLES.ledger_entries, rows);
    written = true;
  };
  const earlier = createEarlierLines(session, organisation, entry.version);
  const figures = createPosting(session, entry, earlier, digest);
  return {
    entry,
    async addContracts(contracts) {
      if (contracts.length > 0) await writeEntry();
      const inOrder = contracts.toSorted((a, b) => (a.reference < b.reference ? -1 : 1));
      const rows = inOrder.map((contract): BulkValue[] => {
        return [organisation, contract.reference, entry.version, toPlainText(JSON.stringify(contract))];
      });
      digest.add('contract_versions', rows);
      await bulkInsert(database, 'contract_versions', LEDGER_TABLES.contract_versions, rows);
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
    async finish() {
      await figures.finish();
      return { ...entry, sha256: digest.sha256() };
    },
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
  digest: EntryDigest,
): Pick<LedgerPosting, 'add' | 'addPages'> & { readonly finish: () => Promise<void> } {
  const { database } = session;
  const changes = createGroupChanges();
  const writer = createPageWriter(session, entry, earlier, changes, digest);
  const reversed: number[] = [];
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
      for (const id of await reverseLines(session, entry, lines, changes.add)) reversed.push(id);
      for (const { statement, figures, cause, termsVersion } of lines) {
        open.add(statement, figures, { cause, ...(termsVersion === undefined ? {} : { termsVersion }) });
      }
      await addClosed();
    },
    finish: async () => {
      open.finish();
      await addClosed();
      const lines = await writer.finish();
      const reversals = reversed.toSorted((a, b) => a - b).map((id) => reversalRow(id, entry));
      digest.add('carbon_reversals', reversals);
      const changed = changes.list();
      for (let start = 0; start < changed.length; start += CHANGES_AT_ONCE) {
        const some = changed.slice(start, start + CHANGES_AT_ONCE).map((one) => changeRow(entry, one));
        digest.add('carbon_changes', some);
        await bulkInsert(database, 'carbon_changes', LEDGER_TABLES.carbon_changes, some);
        await nextTurn();
      }
      if (lines >= MANY_LINES) await session.settle();
    },
  };
}

function changeRow({ organisation, version }: LedgerEntry, { cause, group, change }: ChangeOfGroup): BulkValue[] {
  const { grams, marketBased, figures, located, market } = change;
  return [organisation, version, cause, group, grams, marketBased, figures, located, market];
}
