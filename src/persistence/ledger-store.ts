import type { LedgerStore } from '../application/ledger-stores.ts';
import { ledgerCounts } from './ledger-counts.ts';
import { ledgerDigests } from './ledger-digests.ts';
import { ledgerEditions } from './ledger-editions.ts';
import { figuresOnRecord } from './ledger-figures.ts';
import { beginPosting } from './ledger-posting.ts';
import { linesThatStand } from './ledger-lines.ts';
import { type EntryRow, toComparableInstant, toEntry } from './ledger-rows.ts';
import type { Session } from './session.ts';

export function createLedgerStore(session: Session): LedgerStore {
  const { database } = session;
  const entries = () => database<EntryRow>('ledgerEntries');
  const lastVersion = async (query: ReturnType<typeof entries>) => {
    const row = (await query.max({ version: 'version' }).first()) as { readonly version: number | null } | undefined;
    return row?.version ?? 0;
  };
  return {
    version: (organisation) => lastVersion(entries().where({ organisation })),
    versionAt: (organisation, instant) =>
      lastVersion(entries().where({ organisation }).andWhere('recordedAt', '<=', toComparableInstant(instant))),
    begin: (entry) => beginPosting(session, entry),
    async entryOfFile(organisation, fileSha256) {
      const row = await entries().where({ organisation, fileSha256, kind: 'return' }).orderBy('version').first();
      return row === undefined ? undefined : toEntry(row);
    },
    async entry(organisation, version) {
      const row = await entries().where({ organisation, version }).first();
      return row === undefined ? undefined : toEntry(row);
    },
    ...linesThatStand(session),
    ...ledgerEditions(session),
    ...ledgerCounts(session),
    ...ledgerDigests(session),
    ...figuresOnRecord(session),
  };
}
