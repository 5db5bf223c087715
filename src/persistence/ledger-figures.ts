import type { FigureCursor, FigureOnRecord, LedgerEntry, LedgerStore } from '../application/ledger-stores.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { type EntryRow, toEntry, toGrams } from './ledger-rows.ts';
import { toNumber, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

type FigureRow = {
  readonly lineId: WholeNumber;
  readonly groupId: WholeNumber;
  readonly version: number;
  readonly lineVersion: number;
  readonly grams: WholeNumber | null;
  readonly marketBased: WholeNumber | null;
  readonly statement: string;
};

const ORDER = ['figure.groupId', 'figure.lineId', 'figure.version'];

/** Figures with the lines they come from, a slice at a time. */
export function figuresOnRecord({ database }: Session): Pick<LedgerStore, 'figures'> {
  /** The slice is found among the figures alone; joined at once, a database may begin with every line there is. */
  const find = (
    organisation: string,
    groups: readonly number[],
    { upTo, limit, after }: { readonly upTo: number; readonly limit: number; readonly after?: FigureCursor },
  ): Promise<FigureRow[]> => {
    const slice = database('carbonFigures')
      .whereIn('groupId', groups)
      .andWhere('version', '<=', upTo)
      .orderBy(['groupId', 'lineId', 'version'])
      .limit(limit);
    if (after !== undefined) {
      void slice.whereRaw('(??, ??) > (?, ?)', ['lineId', 'version', after.line, after.version]);
    }
    return database
      .from(slice.as('figure'))
      .join('carbonLines as line', 'line.id', 'figure.lineId')
      .where('line.organisation', organisation)
      .orderBy(ORDER)
      .select<FigureRow[]>('figure.*', 'line.statement', 'line.version as lineVersion');
  };
  return {
    async figures(organisation, groups, upTo, { after, limit }) {
      // What is left of the group of the cursor, then the groups after it: an index leads to the place in either.
      const begun = after === undefined ? [] : groups.filter((group) => group === after.group);
      const rows =
        begun.length === 0 || after === undefined ? [] : await find(organisation, begun, { upTo, limit, after });
      const next = after === undefined ? groups : groups.filter((group) => group > after.group);
      if (rows.length < limit && next.length > 0) {
        rows.push(...(await find(organisation, next, { upTo, limit: limit - rows.length })));
      }
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
