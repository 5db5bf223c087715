import { columnLetters } from './cell.ts';
import type { SettledColumn } from './read-sheet-rows.ts';
import type { StreamedRow } from './row-reader.ts';

/** Where the amount of a line stands, in whatever form it comes: the first of these that is filled in. */
const AMOUNT_FIELDS = ['amount', 'quantity', 'marketBasedAmount', 'tonnes', 'total', 'spend', 'units'];

/** Finds in a row the cell that says how much, "L12"; undefined where none does. */
export function amountCellFinder(columns: readonly SettledColumn[]): (row: StreamedRow) => string | undefined {
  const amounts = AMOUNT_FIELDS.flatMap((field) => {
    const place = columns.findIndex((one) => one.field.field === field);
    const column = columns[place]?.column;
    return column === undefined ? [] : [{ place, letters: columnLetters(column) }];
  });
  return (row) => {
    for (const { place, letters } of amounts) if (row.at(place) !== undefined) return letters + row.number;
    return undefined;
  };
}
