import { columnLetters } from './cell.ts';
import type { SettledColumn } from './read-sheet-rows.ts';
import type { RowReader } from './row-reader.ts';

/** Where the amount of a line stands, in whatever form it comes: the first of these that is filled in. */
const AMOUNT_FIELDS = ['amount', 'quantity', 'marketBasedAmount', 'tonnes', 'total', 'spend', 'units'];

/** Finds in a row the cell that says how much; nothing where none does. */
export function amountCellFinder(columns: readonly SettledColumn[]): (row: RowReader) => { readonly cell?: string } {
  const amounts = AMOUNT_FIELDS.flatMap((field) => {
    const column = columns.find((one) => one.field.field === field)?.column;
    return column === undefined ? [] : [{ field, letters: columnLetters(column) }];
  });
  return (row) => {
    const found = amounts.find(({ field }) => row.get(field) !== undefined);
    return found === undefined ? {} : { cell: `${found.letters}${row.number}` };
  };
}
