import type { CellValue } from './cell.ts';
import { SHARED_TEXT, TEXT, toCellValue } from './cell.ts';
import type { SharedStrings } from './shared-strings.ts';

/**
 * The cells of one row as `streamSheet` hands them over: only those that hold something, in column order, and only
 * until the callback returns. Values are made when asked for.
 */
export type RowView = {
  readonly hidden: boolean;
  readonly length: number;
  /** Counts from 1. */
  column(index: number): number;
  value(index: number): CellValue;
  /** The text of a text cell, undefined for any other. */
  text(index: number): string | undefined;
  /**
   * The stored number of a number, percentage or date cell (for a date its serial number), NaN for any other. A
   * double: for exact figures take `value`.
   */
  number(index: number): number;
};

/** Where a second value of one cell was dropped: a fault that the scanner reports. */
export type Added = 'added' | 'twice';

/** The row that the scanner is filling. Columns of numbers, not objects: a million rows leave nothing behind. */
export class RowBuffer implements RowView {
  hidden = false;
  length = 0;
  date1904 = false;
  strings: SharedStrings | undefined;
  columns = new Uint16Array(64);
  kinds = new Uint8Array(64);
  numbers = new Float64Array(64);
  readonly texts: string[] = [];

  start(hidden: boolean): void {
    this.hidden = hidden;
    this.length = 0;
  }

  /** Adds a cell; when the column has one already the first is kept. */
  add(column: number, kind: number, number: number, text: string): Added {
    const index = this.length;
    const last = index === 0 ? 0 : (this.columns[index - 1] as number);
    if (column <= last) return this.insert(column, kind, number, text);
    if (index === this.columns.length) this.grow();
    this.columns[index] = column;
    this.kinds[index] = kind;
    this.numbers[index] = number;
    this.texts[index] = text;
    this.length = index + 1;
    return 'added';
  }

  /** A cell that comes after one to the right of it: put where it belongs. */
  private insert(column: number, kind: number, number: number, text: string): Added {
    let index = this.columns.subarray(0, this.length).indexOf(column);
    if (index !== -1) return 'twice';
    if (this.length === this.columns.length) this.grow();
    index = this.columns.subarray(0, this.length).findIndex((other) => other > column);
    this.columns.copyWithin(index + 1, index, this.length);
    this.kinds.copyWithin(index + 1, index, this.length);
    this.numbers.copyWithin(index + 1, index, this.length);
    this.texts.length = this.length;
    this.texts.splice(index, 0, text);
    this.columns[index] = column;
    this.kinds[index] = kind;
    this.numbers[index] = number;
    this.length++;
    return 'added';
  }

  private grow(): void {
    const size = this.columns.length * 2;
    const columns = new Uint16Array(size);
    const kinds = new Uint8Array(size);
    const numbers = new Float64Array(size);
    columns.set(this.columns);
    kinds.set(this.kinds);
    numbers.set(this.numbers);
    this.columns = columns;
    this.kinds = kinds;
    this.numbers = numbers;
  }

  column(index: number): number {
    return this.columns[index] ?? 0;
  }

  value(index: number): CellValue {
    const kind = this.kinds[index] as number;
    return toCellValue(kind, this.numbers[index] as number, this.textOf(index, kind), this.date1904);
  }

  text(index: number): string | undefined {
    const kind = this.kinds[index] as number;
    return kind === TEXT || kind === SHARED_TEXT ? this.textOf(index, kind) : undefined;
  }

  number(index: number): number {
    return isNumeric(this.kinds[index] as number) ? (this.numbers[index] as number) : Number.NaN;
  }

  private textOf(index: number, kind: number): string {
    if (kind === SHARED_TEXT) return this.strings?.text(this.numbers[index] as number) ?? '';
    return this.texts[index] ?? '';
  }
}

function isNumeric(kind: number): boolean {
  return kind >= 1 && kind <= 5;
}
