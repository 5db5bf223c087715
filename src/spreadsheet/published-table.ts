import { plainName } from '../application/nearest-names.ts';
import type { FactorWorkbook } from '../application/ports.ts';
import type { Issue } from '../domain/issue.ts';
import type { DecimalText } from '../domain/quantity.ts';
import { type Cell, cellAddress } from './cell.ts';
import { decimalOf, textOf } from './factor-rows.ts';
import type { Sheet, SheetRow, UploadContent } from './upload.ts';

const HEADER_SEARCH_ROWS = 20;

/** A published table as it was read, before what is said of the file itself. */
export type TableReading = Omit<FactorWorkbook, 'edition'>;

export type HeaderRow<C> = { readonly sheet: Sheet; readonly row: number; readonly columns: C };

/** The first row that has the headers of a table, by what makes columns of its cells; undefined where no sheet has it. */
export function findHeaderRow<C>(
  { sheets }: UploadContent,
  toColumns: (headers: readonly { readonly column: number; readonly name: string }[]) => C | undefined,
): HeaderRow<C> | undefined {
  for (const sheet of sheets) {
    for (const { number, cells } of sheet.rows.slice(0, HEADER_SEARCH_ROWS)) {
      const headers = cells.map((cell) => ({ column: cell.column, name: plainName(textOf(cell)) }));
      const columns = toColumns(headers);
      if (columns !== undefined) return { sheet, row: number, columns };
    }
  }
  return undefined;
}

/** The cells of a row of a table by column. */
export type TableRow = {
  readonly number: number;
  text(column: number | undefined): string;
  cell(column: number): Cell | undefined;
};

/** Rows below the headers that hold anything, and the faults found in them. */
export class TableFaults {
  readonly issues: Issue[] = [];
  private readonly sheet: Sheet;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  rowsBelow(header: number): TableRow[] {
    return this.sheet.rows
      .filter((row) => row.number > header && row.cells.some((cell) => textOf(cell) !== ''))
      .map(toTableRow);
  }

  /** A number of 0 or more; undefined where the cell is blank, or at fault. */
  decimal(row: TableRow, column: number): DecimalText | undefined {
    const cell = row.cell(column);
    const text = textOf(cell);
    if (cell === undefined || text === '') return undefined;
    const decimal = decimalOf(cell.value);
    const place = { row: row.number, column };
    if (decimal === undefined) {
      this.add(place, 'not-a-number', `Enter a number, or leave the cell blank, got "${text}"`, text);
      return undefined;
    }
    if (!decimal.startsWith('-')) return decimal;
    this.add(place, 'negative', `Enter a value of 0 or more, got ${text}`, text);
    return undefined;
  }

  add(place: { readonly row: number; readonly column: number }, code: string, message: string, found?: string): void {
    this.issues.push({
      pointer: '#',
      code,
      message,
      sheet: this.sheet.name,
      cell: cellAddress(place.row, place.column),
      ...(found === undefined ? {} : { found }),
    });
  }

  /** A table must not be empty. */
  noRows(): void {
    if (this.issues.length > 0) return;
    const message = `The sheet ${this.sheet.name} has no value below its headers`;
    this.issues.push({ pointer: '#', code: 'no-values', message, sheet: this.sheet.name });
  }
}

function toTableRow({ number, cells }: SheetRow): TableRow {
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
  return {
    number,
    text: (column) => (column === undefined ? '' : textOf(byColumn.get(column))),
    cell: (column) => byColumn.get(column),
  };
}
