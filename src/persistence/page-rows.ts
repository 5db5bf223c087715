import { figuresOf, type PageFigure, statementsOf } from '../application/ledger-page.ts';
import type { LineOnRecord } from '../application/ledger-stores.ts';
import { lineIdentity } from '../application/line-identity.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { isSqlite } from './prepared-statement.ts';
import { toNumber, type WholeNumber } from './rows.ts';
import type { Session } from './session.ts';

/* Pages of the carbon ledger, as the stores see them. */

export type PageRow = {
  /** Of its first line; those of the others follow. */
  readonly id: WholeNumber;
  readonly organisation: string;
  readonly version: number;
  readonly termsVersion: number;
  readonly contract: string;
  readonly lines: number;
  readonly groupIds: string;
  readonly figures: string;
  readonly statements: string;
};

/** A figure of a line: whole grams, null where there is none. */
export type PagedFigure = {
  /** The id of its group. */
  readonly group: number;
  readonly grams: number | null;
  readonly marketBased: number | null;
};

/** A line with its figures as they lie on a page. */
export type LineOnPage = {
  readonly id: number;
  readonly statement: CarbonReturnLine;
  readonly figures: readonly PagedFigure[];
};

/** The lines of a page. */
export function linesOn(row: Pick<PageRow, 'id' | 'contract' | 'groupIds' | 'figures' | 'statements'>): LineOnPage[] {
  const [first, figures] = [toNumber(row.id), figuresOn(row)];
  return statementsOf(row).map((statement, index) => ({
    id: first + index,
    statement,
    figures: figures[index] ?? [],
  }));
}

/** The figures of each line of a page. */
export function figuresOn({ groupIds, ...page }: Pick<PageRow, 'groupIds' | 'figures'>): LineOnPage['figures'][] {
  const groups = JSON.parse(groupIds) as number[];
  const toFigure = ([place, grams, marketBased = null]: PageFigure) => ({
    group: groups[place] ?? 0,
    grams,
    marketBased,
  });
  return figuresOf(page).map((ofLine) => ofLine.map(toFigure));
}

export function toLineOnRecord(
  { version, termsVersion }: Pick<PageRow, 'version' | 'termsVersion'>,
  { id, statement }: Pick<LineOnPage, 'id' | 'statement'>,
  reversals: ReadonlyMap<number, number>,
): LineOnRecord {
  return { id, version, termsVersion, identity: lineIdentity(statement), stands: !reversals.has(id), statement };
}

/** The page on which a line lies; undefined where there is none before it. */
export async function pageOfLine({ database }: Session, line: number): Promise<PageRow | undefined> {
  return (await database('carbonPages').where('id', '<=', line).orderBy('id', 'desc').first()) as PageRow | undefined;
}

type ReversalRow = { readonly lineId: WholeNumber; readonly version: number };

/** Of the lines of a page those that were reversed, each with the entry that did it. */
export async function reversalsOn(
  { database }: Session,
  { id, lines }: Pick<PageRow, 'id' | 'lines'>,
): Promise<ReadonlyMap<number, number>> {
  const first = toNumber(id);
  return toReversals(await database('carbonReversals').whereBetween('lineId', [first, first + lines - 1]));
}

/** The same of some lines. One text, and not a place for each: a statement with many would be prepared anew each time. */
export async function reversalsOf(
  { database }: Session,
  lines: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const list = isSqlite(database)
    ? 'select value from json_each(?)'
    : 'select value::bigint from json_array_elements_text(?::json)';
  return toReversals(await database('carbonReversals').whereRaw(`line_id in (${list})`, JSON.stringify(lines)));
}

function toReversals(rows: readonly ReversalRow[]): ReadonlyMap<number, number> {
  return new Map(rows.map(({ lineId, version }) => [toNumber(lineId), version]));
}
