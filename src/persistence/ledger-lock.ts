import type { EditionRow, EntryRow } from './ledger-rows.ts';
import type { OrganisationRow } from './rows.ts';
import { ensureOrganisation, locked, type Session } from './session.ts';

/** Held while ids are given out on PostgreSQL; SQLite has one writer. */
const LEDGER_LOCK = 7_203_114;

/**
 * Keeps others from writing to the ledger until the end of the transaction. Gives the version of its last entry, 0 when
 * there is none, and the instant of the last entry or edition of any ledger, '' when there is none: what an
 * organisation has published holds its shares of what others keep, so that all of them have one order of time.
 */
export async function lockLedger(
  session: Session,
  organisation: string,
): Promise<{ readonly version: number; readonly instant: string }> {
  const { database } = session;
  await ensureOrganisation(session, organisation);
  if (session.locksRows) await database.raw('select pg_advisory_xact_lock(?)', [LEDGER_LOCK]);
  await locked(database<OrganisationRow>('organisations').where({ id: organisation }), session).first();
  const entry = await database<EntryRow>('ledgerEntries').where({ organisation }).orderBy('version', 'desc').first();
  const last = await database<EntryRow>('ledgerEntries').orderBy('recordedAt', 'desc').first();
  const edition = await database<EditionRow>('ledgerEditions').orderBy('at', 'desc').first();
  const [recorded, published] = [last?.recordedAt ?? '', edition?.at ?? ''];
  return { version: entry?.version ?? 0, instant: recorded > published ? recorded : published };
}
