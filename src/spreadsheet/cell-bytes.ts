import { LAST_COLUMN, LAST_ROW } from './cell.ts';

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT_BELOW_ZERO = 0x2e - 0x30;
/** Ten to these powers, and a mantissa of 15 digits, are exact doubles: their quotient is the nearest double. */
const EXACT_DIGITS = 15;
const LARGEST_EXACT = 1e15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const NUMBER_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?$/;

/** The number written in these bytes, as the nearest double; NaN when they are no number (or no finite one). */
export function parseNumberBytes(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  const length = end - first;
  if (length === 0 || length > EXACT_DIGITS + 1) return parseNumberText(bytes.toString('latin1', start, end));
  let mantissa = 0;
  let point = -1;
  for (let at = first; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === POINT_BELOW_ZERO && point === -1 && length > 1) point = at;
    else return parseNumberText(bytes.toString('latin1', start, end));
  }
  if (mantissa > LARGEST_EXACT) return parseNumberText(bytes.toString('latin1', start, end));
  const value = point === -1 ? mantissa : mantissa / (POWERS_OF_TEN[end - point - 1] as number);
  return first > start && value !== 0 ? -value : value;
}

function parseNumberText(text: string): number {
  const trimmed = text.trim();
  if (trimmed.length > 400 || !NUMBER_TEXT.test(trimmed)) return Number.NaN;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A whole number of digits only, at most nine of them; -1 for anything else. */
export function parseIndexBytes(bytes: Buffer, start: number, end: number): number {
  if (end <= start || end - start > 9) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Where a reference such as "B7" points to; column or row 0 when it is none that a sheet has. */
export type Reference = { column: number; row: number };

/** Reads a reference into `into`, so that nothing is allocated for a cell. */
export function readReference(bytes: Buffer, start: number, end: number, into: Reference): void {
  let at = start;
  let column = 0;
  for (; at < end && at - start < 4; at++) {
    const letter = ((bytes[at] as number) & 0xdf) - 64;
    if (letter < 1 || letter > 26 || (bytes[at] as number) < 64) break;
    column = column * 26 + letter;
  }
  const row = bytes[at] === ZERO ? 0 : parseIndexBytes(bytes, at, end);
  const real = column > 0 && column <= LAST_COLUMN && row > 0 && row <= LAST_ROW;
  into.column = real ? column : 0;
  into.row = real ? row : 0;
}
