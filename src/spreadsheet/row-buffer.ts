import type { CellValue } from './cell.ts';
import { DATE_SERIAL, LAST_COLUMN, SHARED_TEXT, TEXT, toCellValue } from './cell.ts';
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

/** Dates that are remembered: the rows of a long sheet are about the same few days. */
const REMEMBERED_DATES = 2000;

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
  private inOrder = true;
  private mark = 0;
  private readonly marks = new Uint32Array(LAST_COLUMN + 1);
  private readonly dates = new Map<number, CellValue>();

  start(hidden: boolean): void {
    this.hidden = hidden;
    this.length = 0;
    this.inOrder = true;
  }

  /** Adds a cell; when the column has one already the first is kept. */
  add(column: number, kind: number, number: number, text: string): Added {
    const index = this.length;
    const last = index === 0 ? 0 : (this.columns[index - 1] as number);
    if ((column <= last || !this.inOrder) && this.isTaken(column)) return 'twice';
    if (index === this.columns.length) this.grow();
    this.columns[index] = column;
    this.kinds[index] = kind;
    this.numbers[index] = number;
    this.texts[index] = text;
    this.length = index + 1;
    return 'added';
  }

  /** Puts the cells in the order of their columns. To be called when the row is complete. */
  finish(): void {
    if (this.inOrder) return;
    const order = Array.from({ length: this.length }, (_, index) => index);
    order.sort((a, b) => (this.columns[a] as number) - (this.columns[b] as number));
    this.columns.set(order.map((index) => this.columns[index] as number));
    this.kinds.set(order.map((index) => this.kinds[index] as number));
    this.numbers.set(order.map((index) => this.numbers[index] as number));
    const texts = order.map((index) => this.texts[index] ?? '');
    for (const [index, text] of texts.entries()) this.texts[index] = text;
    this.inOrder = true;
  }

  /** Whether the column has a cell; from the first cell out of order the columns of the row are marked. */
  private isTaken(column: number): boolean {
    if (this.inOrder) {
      this.inOrder = false;
      this.mark++;
      for (let index = 0; index < this.length; index++) this.marks[this.columns[index] as number] = this.mark;
    }
    if (this.marks[column] === this.mark) return true;
    this.marks[column] = this.mark;
    return false;
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
    if (kind === DATE_SERIAL) return this.date(this.numbers[index] as number);
    return toCellValue(kind, this.numbers[index] as number, this.textOf(index, kind), this.date1904);
  }

  private date(serial: number): CellValue {
    const known = this.dates.get(serial);
    if (known !== undefined) return known;
    const value = toCellValue(DATE_SERIAL, serial, '', this.date1904);
    if (this.dates.size < REMEMBERED_DATES) this.dates.set(serial, value);
    return value;
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
