import type { LedgerStore, LineOnRecord } from '../application/ledger-stores.ts';
import { type GroupRow, toGroup } from './ledger-rows.ts';
import { figuresOn, linesOn, type PageRow, pageOfLine, reversalsOn, toLineOnRecord } from './page-rows.ts';
import { toNumber } from './rows.ts';
import type { Session } from './session.ts';

const PAGES_AT_ONCE = 25;

/** Lines that stand, a slice of pages at a time. */
export function linesThatStand(
  session: Session,
): Pick<LedgerStore, 'standingLines' | 'provisionalLines' | 'factorSetsOf'> {
  const { database } = session;
  return {
    async *standingLines(organisation, contract) {
      for await (const row of pages((rows) => rows.where({ organisation, contract }))) {
        yield* await standingOn(session, row);
      }
    },
    async provisionalLines(organisation) {
      const groups = (await database('carbonGroups').where({ organisation, provisional: 1 }).pluck('id')) as number[];
      const provisional = new Set(groups.map(toNumber));
      const found: LineOnRecord[] = [];
      const ids = database('carbonPageGroups as place')
        .join('carbonGroups as group', 'group.id', 'place.groupId')
        .where('group.organisation', organisation)
        .andWhere('group.provisional', 1)
        .select('place.pageId');
      for await (const row of pages((rows) => rows.whereIn('id', ids))) {
        const figures = figuresOn(row);
        const first = toNumber(row.id);
        const lines = await standingOn(session, row);
        found.push(...lines.filter(({ id }) => figures[id - first]?.some(({ group }) => provisional.has(group))));
      }
      return found;
    },
    async factorSetsOf(organisation, line) {
      const row = await pageOfLine(session, line);
      const figures = row?.organisation === organisation ? figuresOn(row)[line - toNumber(row.id)] : undefined;
      const groups = (await database('carbonGroups')
        .where({ organisation })
        .whereIn('id', figures?.map(({ group }) => group) ?? [])) as GroupRow[];
      return new Set(groups.map(monthAndFactorSet));
    },
  };

  async function* pages(narrow: (rows: PageQuery) => PageQuery): AsyncGenerator<PageRow> {
    for (let last = 0; ; ) {
      const rows = (await narrow(database('carbonPages').where('id', '>', last).orderBy('id')).limit(
        PAGES_AT_ONCE,
      )) as PageRow[];
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined || rows.length < PAGES_AT_ONCE) return;
      last = toNumber(end.id);
    }
  }
}

type PageQuery = ReturnType<Session['database']['queryBuilder']>;

async function standingOn(session: Session, row: PageRow): Promise<LineOnRecord[]> {
  const reversals = await reversalsOn(session, row);
  return linesOn(row)
    .filter(({ id }) => !reversals.has(id))
    .map((line) => toLineOnRecord(row, line, reversals));
}

function monthAndFactorSet({ id, dimensions: text }: GroupRow): string {
  const { month, factorSet } = toGroup(toNumber(id), text).dimensions;
  return `${month} ${factorSet}`;
}
