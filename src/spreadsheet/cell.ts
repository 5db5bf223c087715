import { type DecimalText, numberToDecimalText } from '../domain/quantity.ts';
import { dateSerialText } from './date-serial.ts';

/** One cell that holds something. Row and column count from 1. `hidden`: its row or its column is hidden. */
export type Cell = {
  readonly row: number;
  readonly column: number;
  readonly value: CellValue;
  readonly hidden: boolean;
};

/**
 * What a cell holds. A formula counts by its stored value. `decimal` is the exact decimal of the stored double and
 * `percent` says that the cell is shown as a percentage (25% is stored as 0.25 and given as "0.25"). A cell shown
 * as a time of day or as elapsed hours is text, "09:30:00" or "36:00:00": it must not pass for a number of units.
 */
export type CellValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly decimal: DecimalText; readonly percent: boolean }
  | { readonly kind: 'date'; readonly iso: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'formula-without-value' }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** The last row and column a sheet can have. */
export const LAST_ROW = 1_048_576;
export const LAST_COLUMN = 16_384;

/** The address as a spreadsheet shows it: row 7, column 2 gives "B7". */
export function cellAddress(row: number, column: number): string {
  return `${columnLetters(column)}${row}`;
}

/** 1 gives "A", 27 gives "AA", 16384 gives "XFD". */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** "A" gives 1, "XFD" gives 16384; undefined when the letters name no column of a sheet. */
export function parseColumnLetters(letters: string): number | undefined {
  if (!/^[A-Za-z]{1,3}$/.test(letters)) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column <= LAST_COLUMN ? column : undefined;
}

/** The value as the words of a message. */
export function cellText(value: CellValue): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return value.decimal;
    case 'date':
      return value.iso;
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE';
    case 'error':
      return value.code;
    case 'unreadable':
      return value.reason;
    case 'formula-without-value':
      break;
  }
  return 'a formula with no stored value';
}

/**
 * The kinds in which the scanner keeps a cell until somebody asks for its value: a number, or a text, and one of
 * these. The two counted by a serial number become dates only when asked for.
 */
export const TEXT = 0;
export const NUMBER = 1;
export const PERCENT = 2;
/** Number is a serial of the 1900 or the 1904 system, shown as a date. */
export const DATE_SERIAL = 3;
/** Number is a serial, shown as a time of day only. */
export const TIME_SERIAL = 4;
/** Number is a serial, shown as elapsed hours, minutes or seconds. */
export const ELAPSED_SERIAL = 5;
export const ISO_DATE_TEXT = 6;
export const BOOLEAN = 7;
export const ERROR = 8;
export const WITHOUT_VALUE = 9;
export const UNREADABLE = 10;
/** Number is an index into the shared strings; only inside the scanner. */
export const SHARED_TEXT = 11;

/** A kept cell as a value. `text` is asked for only where the kind has one. */
export function toCellValue(kept: number, number: number, text: string, date1904: boolean): CellValue {
  switch (kept) {
    case NUMBER:
    case PERCENT:
      return { kind: 'number', decimal: numberToDecimalText(number), percent: kept === PERCENT };
    case DATE_SERIAL:
    case TIME_SERIAL:
    case ELAPSED_SERIAL:
      return fromSerial(kept, number, date1904);
    case ISO_DATE_TEXT:
      return { kind: 'date', iso: text };
    case BOOLEAN:
      return { kind: 'boolean', value: number === 1 };
    case ERROR:
      return { kind: 'error', code: text };
    case WITHOUT_VALUE:
      return { kind: 'formula-without-value' };
    case UNREADABLE:
      return { kind: 'unreadable', reason: text };
    default:
      return { kind: 'text', text };
  }
}

function fromSerial(kept: number, serial: number, date1904: boolean): CellValue {
  const shown = kept === DATE_SERIAL ? 'date' : kept === TIME_SERIAL ? 'time' : 'elapsed';
  const read = dateSerialText(serial, shown, date1904);
  if (read.kind === 'none') return { kind: 'unreadable', reason: read.reason };
  return read.kind === 'date' ? { kind: 'date', iso: read.text } : { kind: 'text', text: read.text };
}
