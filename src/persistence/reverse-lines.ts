import type { PageSum } from '../application/ledger-page.ts';
import type { LedgerEntry, NewLine } from '../application/ledger-stores.ts';
import { bulkInsert, type BulkValue } from './bulk-insert.ts';
import type { GroupChanges } from './group-changes.ts';
import { LEDGER_TABLES } from './ledger-tables.ts';
import { figuresOn, type PagedFigure, pageOfLine, type PageRow } from './page-rows.ts';
import { toNumber } from './rows.ts';
import type { Session } from './session.ts';

/**
 * Takes the figures of replaced lines out again: what they added to their groups, with the opposite sign. Gives the ids of
 * the lines.
 */
export async function reverseLines(
  session: Session,
  entry: LedgerEntry,
  lines: readonly NewLine[],
  add: GroupChanges['add'],
): Promise<number[]> {
  const causes = new Map(lines.flatMap(({ replaces, cause }) => (replaces === undefined ? [] : [[replaces, cause]])));
  const replaced = [...causes].toSorted(([a], [b]) => a - b);
  let page: { readonly row: PageRow; readonly figures: ReturnType<typeof figuresOn> } | undefined;
  for (const [id, cause] of replaced) {
    if (page === undefined || id >= toNumber(page.row.id) + page.row.lines) {
      const row = await pageOfLine(session, id);
      if (row === undefined) throw new RangeError(`No page of the ledger holds the line ${id}`);
      page = { row, figures: figuresOn(row) };
    }
    for (const figure of page.figures[id - toNumber(page.row.id)] ?? []) add(cause, figure.group, opposite(figure));
  }
  const ids = replaced.map(([id]) => id);
  const rows = ids.map((id) => reversalRow(id, entry));
  await bulkInsert(session.database, 'carbon_reversals', LEDGER_TABLES.carbon_reversals, rows);
  return ids;
}

export function reversalRow(id: number, { organisation, version }: LedgerEntry): BulkValue[] {
  return [id, organisation, version];
}

function opposite({ grams, marketBased }: Pick<PagedFigure, 'grams' | 'marketBased'>): PageSum {
  return {
    grams: -(grams ?? 0),
    marketBased: -(marketBased ?? 0),
    figures: -1,
    located: grams === null ? 0 : -1,
    market: marketBased === null ? 0 : -1,
  };
}
