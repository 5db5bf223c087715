import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { FigureOnRecord, LedgerEntry, LedgerStore } from '../application/ledger-stores.ts';
import { ledgerEditions } from './ledger-editions.ts';
import { beginPosting } from './ledger-posting.ts';
import {
  type ChangeRow,
  type EntryRow,
  type FoundLine,
  type GroupRow,
  toComparableInstant,
  toEntry,
  toGrams,
  toGroup,
  toGroupChange,
  toLineOnRecord,
} from './ledger-rows.ts';
import { toNumber, type WholeNumber } from './rows.ts';
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
    ...counted(session),
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
      const rows: GroupRow[] = await database('carbonGroups as group')
        .join('carbonFigures as figure', 'figure.groupId', 'group.id')
        .where('group.organisation', organisation)
        .andWhere('figure.lineId', line)
        .select<GroupRow[]>('group.*');
      return new Set(rows.map(toGroup).map(({ dimensions: { month, factorSet } }) => `${month} ${factorSet}`));
    },
  };
}

/** The counts from which totals are made. */
function counted({ database }: Session): Pick<LedgerStore, 'changes' | 'groups'> {
  return {
    async *changes(organisation, after, upTo) {
      let last: readonly [number, string, number] = [after, '\uFFFF', 0];
      for (;;) {
        const rows: ChangeRow[] = await database<ChangeRow>('carbonChanges')
          .where({ organisation })
          .andWhere('version', '<=', upTo)
          .whereRaw('(??, ??, ??) > (?, ?, ?)', ['version', 'cause', 'groupId', ...last])
          .orderBy(['version', 'cause', 'groupId'])
          .limit(ROWS_AT_ONCE);
        for (const row of rows) yield toGroupChange(row);
        const end = rows.at(-1);
        if (end === undefined || rows.length < ROWS_AT_ONCE) return;
        last = [end.version, end.cause, toNumber(end.groupId)];
      }
    },
    async *groups(organisation, after) {
      for (let last = after; ; ) {
        const rows = await database<GroupRow>('carbonGroups')
          .where({ organisation })
          .andWhere('id', '>', last)
          .orderBy('id')
          .limit(ROWS_AT_ONCE);
        for (const row of rows) yield toGroup(row);
        const end = rows.at(-1);
        if (end === undefined || rows.length < ROWS_AT_ONCE) return;
        last = toNumber(end.id);
      }
    },
  };
}

type FigureRow = {
  readonly lineId: WholeNumber;
  readonly groupId: WholeNumber;
  readonly version: number;
  readonly lineVersion: number;
  readonly grams: WholeNumber | null;
  readonly marketBased: WholeNumber | null;
  readonly statement: string;
};

function figuresOnRecord({ database }: Session): Pick<LedgerStore, 'figures'> {
  return {
    async figures(organisation, groups, upTo, { after, limit }) {
      const query = database('carbonFigures as figure')
        .join('carbonLines as line', 'line.id', 'figure.lineId')
        .where('line.organisation', organisation)
        .andWhere('figure.version', '<=', upTo)
        .whereIn('figure.groupId', groups)
        .orderBy(['figure.groupId', 'figure.lineId', 'figure.version'])
        .limit(limit)
        .select<FigureRow[]>('figure.*', 'line.statement', 'line.version as lineVersion');
      if (after !== undefined) {
        const { group, line, version } = after;
        const place = ['figure.groupId', 'figure.lineId', 'figure.version', group, line, version];
        void query.whereRaw('(??, ??, ??) > (?, ?, ?)', place);
      }
      const rows = await query;
      const versions = [...new Set(rows.map(({ version }) => version))];
      const entries = await database<EntryRow>('ledgerEntries').where({ organisation }).whereIn('version', versions);
      const byVersion = new Map(entries.map((row) => [row.version, toEntry(row)]));
      return rows.flatMap((row) => {
        const entry = byVersion.get(row.version);
        return entry === undefined ? [] : [toFigure(row, entry)];
      });
    },
  };
}

function toFigure(row: FigureRow, entry: LedgerEntry): FigureOnRecord {
  return {
    lineId: toNumber(row.lineId),
    group: toNumber(row.groupId),
    version: row.version,
    lineVersion: row.lineVersion,
    ...(row.grams === null ? {} : { grams: toGrams(row.grams) }),
    ...(row.marketBased === null ? {} : { marketBased: toGrams(row.marketBased) }),
    statement: JSON.parse(row.statement) as CarbonReturnLine,
    entry,
  };
}
