import type { FigureCursor, FigureOnRecord, LedgerEntry, LedgerStore } from '../application/ledger-stores.ts';
import { type EntryRow, toEntry } from './ledger-rows.ts';
import { linesOn, type LineOnPage, type PagedFigure, type PageRow, reversalsOn } from './page-rows.ts';
import { toNumber, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

const PAGES_AT_ONCE = 25;

type Figure = Omit<FigureOnRecord, 'entry'>;
/** Where figures of a group lie. */
type Place = { readonly groupId: number; readonly pageId: number };
type Page = {
  readonly row: PageRow;
  readonly lines: readonly LineOnPage[];
  readonly reversals: ReadonlyMap<number, number>;
};

/** Figures with the lines they come from, a slice at a time. */
export function figuresOnRecord(session: Session): Pick<LedgerStore, 'figures'> {
  const { database } = session;
  return {
    async figures(organisation, groups, upTo, { after, limit }) {
      const found: Figure[] = [];
      const pages = new Map<number, Page>();
      for await (const places of placesOf(session, groups, after)) {
        await readPages(session, organisation, places, pages);
        for (const { groupId, pageId } of places) {
          const page = pages.get(pageId);
          if (page !== undefined) found.push(...figuresOf(page, groupId, upTo).filter((one) => isAfter(one, after)));
        }
        if (found.length >= limit) break;
      }
      found.length = Math.min(found.length, limit);
      const versions = [...new Set(found.map(({ version }) => version))];
      const rows = await database<EntryRow>('ledgerEntries').where({ organisation }).whereIn('version', versions);
      const entries = new Map(rows.map((row) => [row.version, toEntry(row)]));
      return found.flatMap((figure) => withEntry(figure, entries.get(figure.version)));
    },
  };
}

/** The pages of some groups, by group and page, from the one on which a cursor stands. */
async function* placesOf(
  { database }: Session,
  groups: readonly number[],
  after: FigureCursor | undefined,
): AsyncGenerator<Place[]> {
  const wanted = groups.filter((group) => after === undefined || group >= after.group);
  const begun = after === undefined ? undefined : await firstPage(database, after);
  for (let last = begun; ; ) {
    const query = database('carbonPageGroups').whereIn('groupId', wanted).orderBy(['groupId', 'pageId']);
    if (last !== undefined) void query.whereRaw('(??, ??) > (?, ?)', ['groupId', 'pageId', last.groupId, last.pageId]);
    const rows = (await query.limit(PAGES_AT_ONCE)) as {
      readonly groupId: WholeNumber;
      readonly pageId: WholeNumber;
    }[];
    const places = rows.map(({ groupId, pageId }) => ({ groupId: toNumber(groupId), pageId: toNumber(pageId) }));
    yield places;
    last = places.at(-1);
    if (places.length < PAGES_AT_ONCE) return;
  }
}

/** The place before that of a cursor. */
async function firstPage(database: Session['database'], { group, line }: FigureCursor): Promise<Place> {
  const row = (await database('carbonPages').where('id', '<=', line).orderBy('id', 'desc').first('id')) as
    | Pick<PageRow, 'id'>
    | undefined;
  return { groupId: group, pageId: row === undefined ? 0 : toNumber(row.id) - 1 };
}

/** Reads pages that are not there yet; those of other organisations are none. */
async function readPages(
  session: Session,
  organisation: string,
  places: readonly Place[],
  pages: Map<number, Page>,
): Promise<void> {
  const missing = [...new Set(places.map(({ pageId }) => pageId))].filter((id) => !pages.has(id));
  const rows = (await session.database('carbonPages').whereIn('id', missing)) as PageRow[];
  for (const row of rows) {
    if (row.organisation !== organisation) continue;
    pages.set(toNumber(row.id), { row, lines: linesOn(row), reversals: await reversalsOn(session, row) });
  }
}

/** The figures of a group on a page, each followed by its opposite where the line was reversed. */
function figuresOf({ row, lines, reversals }: Page, group: number, upTo: number): Figure[] {
  if (row.version > upTo) return [];
  return lines.flatMap(({ id: lineId, statement, figures }) =>
    figures
      .filter((figure) => figure.group === group)
      .flatMap((figure) => {
        const { version } = row;
        const line = { lineId, group, lineVersion: version, statement };
        const reversed = reversals.get(lineId);
        return [
          { ...line, version, ...amounts(figure, 1n) },
          ...(reversed === undefined || reversed > upTo
            ? []
            : [{ ...line, version: reversed, ...amounts(figure, -1n) }]),
        ];
      }),
  );
}

function amounts({ grams, marketBased }: PagedFigure, sign: 1n | -1n): Pick<Figure, 'grams' | 'marketBased'> {
  return {
    ...(grams === null ? {} : { grams: sign * BigInt(grams) }),
    ...(marketBased === null ? {} : { marketBased: sign * BigInt(marketBased) }),
  };
}

function isAfter({ group, lineId, version }: Figure, after: FigureCursor | undefined): boolean {
  if (after === undefined || group !== after.group) return true;
  return lineId > after.line || (lineId === after.line && version > after.version);
}

function withEntry(figure: Figure, entry: LedgerEntry | undefined): FigureOnRecord[] {
  return entry === undefined ? [] : [{ ...figure, entry }];
}
