import type { LedgerStore } from '../application/ledger-stores.ts';
import { ledgerCounts } from './ledger-counts.ts';
import { ledgerEditions } from './ledger-editions.ts';
import { figuresOnRecord } from './ledger-figures.ts';
import { beginPosting } from './ledger-posting.ts';
import {
  type EntryRow,
  type FoundLine,
  type GroupRow,
  toComparableInstant,
  toEntry,
  toGroup,
  toLineOnRecord,
} from './ledger-rows.ts';
import { toNumber } from './rows.ts';
import type { Session } from './session.ts';

const ROWS_AT_ONCE = 5000;

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
    ...figuresOnRecord(session),
  };
}

function linesThatStand({
  database,
}: Session): Pick<LedgerStore, 'standingLines' | 'provisionalLines' | 'factorSetsOf'> {
  const lines = (organisation: string) =>
    database('carbonLines as line')
      .leftJoin('carbonReversals as reversal', 'reversal.lineId', 'line.id')
      .select<FoundLine[]>('line.*', 'reversal.lineId as reversed')
      .where('line.organisation', organisation)
      .orderBy('line.id');
  return {
    async *standingLines(organisation, contract) {
      for (let last = 0; ; ) {
        const rows = await lines(organisation)
          .where('line.contract', contract)
          .andWhere('line.id', '>', last)
          .whereNull('reversal.lineId')
          .limit(ROWS_AT_ONCE);
        for (const row of rows) yield toLineOnRecord(row);
        const end = rows.at(-1);
        if (end === undefined || rows.length < ROWS_AT_ONCE) return;
        last = toNumber(end.id);
      }
    },
    async provisionalLines(organisation) {
      const provisional = database('carbonFigures as figure')
        .join('carbonGroups as group', 'group.id', 'figure.groupId')
        .where('group.organisation', organisation)
        .andWhere('group.provisional', 1)
        .select('figure.lineId');
      const rows = await lines(organisation).whereIn('line.id', provisional).whereNull('reversal.lineId');
      return rows.map(toLineOnRecord);
    },
    async factorSetsOf(organisation, line) {
      const rows = await database('carbonGroups as group')
        .join('carbonFigures as figure', 'figure.groupId', 'group.id')
        .where('group.organisation', organisation)
        .andWhere('figure.lineId', line)
        .select<GroupRow[]>('group.*');
      return new Set(rows.map(monthAndFactorSet));
    },
  };
}

function monthAndFactorSet({ id, dimensions: text }: GroupRow): string {
  const { month, factorSet } = toGroup(toNumber(id), text).dimensions;
  return `${month} ${factorSet}`;
}
