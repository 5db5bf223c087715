import { cellText } from './cell.ts';
import type { Place, ReadingLog } from './reading-log.ts';
import type { SettledColumn } from './read-sheet-rows.ts';
import type { RowCells } from './row-cells.ts';
import { placeOf } from './row-values.ts';
import { type ReadCell, StreamedColumn } from './streamed-column.ts';

/** One row of a long sheet, good until the next is read. */
export type StreamedRow = {
  readonly number: number;
  /** The value as recorded, undefined when blank, absent or not readable. */
  get(field: string): string | undefined;
  /** The same, by the place of the field in the layout of the sheet, from 0: quicker where there are many rows. */
  at(place: number): string | undefined;
  /** Says what could not be read; true when there was anything. */
  report(log: ReadingLog, pointer: string): boolean;
};

/**
 * Reads the rows of a sheet that is too long to be held, by its layout: what `readSheetRows` does, one row after the
 * other. Repeated rows are for the caller to find.
 */
export class RowReader implements StreamedRow {
  number = 0;
  private readonly sheet: string;
  private readonly columns: readonly StreamedColumn[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly values: ReadCell[];
  private cells: RowCells | undefined;
  private isFaulty = false;

  constructor(sheet: string, columns: readonly SettledColumn[]) {
    this.sheet = sheet;
    this.columns = columns.map((column) => new StreamedColumn(column));
    this.places = new Map(columns.map(({ field }, place) => [field.field, place]));
    this.values = columns.map(() => undefined);
  }

  /** Reads a row; false when it says nothing in any column that is read. */
  read(number: number, cells: RowCells): boolean {
    this.number = number;
    this.cells = cells;
    this.isFaulty = false;
    let isBlank = true;
    for (let place = 0; place < this.columns.length; place++) {
      const column = this.columns[place] as StreamedColumn;
      const value = column.read(cells);
      this.values[place] = value;
      if (value !== undefined) isBlank = false;
      if (value === undefined ? column.isNeeded : typeof value !== 'string') this.isFaulty = true;
    }
    return !isBlank;
  }

  get(field: string): string | undefined {
    const place = this.places.get(field);
    return place === undefined ? undefined : this.at(place);
  }

  at(place: number): string | undefined {
    const value = this.values[place];
    return typeof value === 'string' ? value : undefined;
  }

  report(log: ReadingLog, pointer: string): boolean {
    if (!this.isFaulty) return false;
    for (const [index, { settled, isNeeded }] of this.columns.entries()) {
      const value = this.values[index];
      if (value === undefined ? !isNeeded : typeof value === 'string') continue;
      const { field, column, header } = settled;
      const at = `${pointer}/${field.field}`;
      const place = fieldPlace(this.sheet, this.number, column, header);
      if (value === undefined) {
        const example = field.example === '' ? '' : `, as ${field.example}`;
        const message = `Enter a value for "${field.header}"${example}`;
        log.fault(place, at, 'missing', message, { expected: field.hint });
      } else if (typeof value !== 'string') {
        const { code, message, ...detail } = value;
        const cell = column === undefined ? undefined : this.cells?.at(column);
        log.fault(place, at, code, message, { ...detail, ...(cell === undefined ? {} : { found: cellText(cell) }) });
      }
    }
    return true;
  }
}

/** Where a field of a row stands: its cell, or the header that the sheet lacks. */
export function rowPlace(sheet: string, columns: readonly SettledColumn[], row: number, field: string): Place {
  const found = columns.find((one) => one.field.field === field);
  return found === undefined ? { sheet } : fieldPlace(sheet, row, found.column, found.header);
}

function fieldPlace(sheet: string, row: number, column: number | undefined, header: string): Place {
  return column === undefined ? { sheet, header } : placeOf(sheet, row, column, header);
}
