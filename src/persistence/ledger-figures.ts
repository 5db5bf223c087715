import type { FigureCursor, FigureOnRecord, LedgerEntry, LedgerStore } from '../application/ledger-stores.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { type EntryRow, type LineRow, toEntry, toGrams } from './ledger-rows.ts';
import { toNumber, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

type FigureRow = {
  readonly lineId: WholeNumber;
  readonly groupId: WholeNumber;
  readonly version: number;
  readonly grams: WholeNumber | null;
  readonly marketBased: WholeNumber | null;
};
type StatedLine = Pick<LineRow, 'id' | 'organisation' | 'version' | 'statement'>;

/** Figures with the lines they come from, a slice at a time. */
export function figuresOnRecord({ database }: Session): Pick<LedgerStore, 'figures'> {
  const find = (
    groups: readonly number[],
    { upTo, limit, after }: { readonly upTo: number; readonly limit: number; readonly after?: FigureCursor },
  ): Promise<FigureRow[]> => {
    const slice = database('carbonFigures')
      .whereIn('groupId', groups)
      .andWhere('version', '<=', upTo)
      .orderBy(['groupId', 'lineId', 'version'])
      .limit(limit)
      .select<FigureRow[]>('*');
    if (after === undefined) return slice;
    return slice.whereRaw('(??, ??) > (?, ?)', ['lineId', 'version', after.line, after.version]);
  };
  /** By id alone: asked for those of an organisation, or joined, SQLite begins with every line the organisation has. */
  const linesOf = async (organisation: string, rows: readonly FigureRow[]): Promise<Map<number, StatedLine>> => {
    const ids = [...new Set(rows.map(({ lineId }) => toNumber(lineId)))];
    const lines = await database('carbonLines')
      .whereIn('id', ids)
      .select<StatedLine[]>('id', 'organisation', 'version', 'statement');
    return new Map(lines.filter((line) => line.organisation === organisation).map((line) => [toNumber(line.id), line]));
  };
  return {
    async figures(organisation, groups, upTo, { after, limit }) {
      // What is left of the group of the cursor, then the groups after it: an index leads to the place in either.
      const begun = after === undefined ? [] : groups.filter((group) => group === after.group);
      const rows = begun.length === 0 || after === undefined ? [] : await find(begun, { upTo, limit, after });
      const next = after === undefined ? groups : groups.filter((group) => group > after.group);
      if (rows.length < limit && next.length > 0) {
        rows.push(...(await find(next, { upTo, limit: limit - rows.length })));
      }
      const versions = [...new Set(rows.map(({ version }) => version))];
      const entries = await database<EntryRow>('ledgerEntries').where({ organisation }).whereIn('version', versions);
      const byVersion = new Map(entries.map((row) => [row.version, toEntry(row)]));
      const lines = await linesOf(organisation, rows);
      return rows.flatMap((row) => {
        const [entry, line] = [byVersion.get(row.version), lines.get(toNumber(row.lineId))];
        return entry === undefined || line === undefined ? [] : [toFigure(row, line, entry)];
      });
    },
  };
}

function toFigure(row: FigureRow, line: StatedLine, entry: LedgerEntry): FigureOnRecord {
  return {
    lineId: toNumber(row.lineId),
    group: toNumber(row.groupId),
    version: row.version,
    lineVersion: line.version,
    ...(row.grams === null ? {} : { grams: toGrams(row.grams) }),
    ...(row.marketBased === null ? {} : { marketBased: toGrams(row.marketBased) }),
    statement: JSON.parse(line.statement) as CarbonReturnLine,
    entry,
  };
}
