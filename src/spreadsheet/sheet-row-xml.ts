import { parseIsoDate } from '../domain/iso-date.ts';
import { columnLetters } from './cell.ts';
import { toXmlText } from './written-text.ts';

/** One column of a streamed sheet. `width` is in characters. */
export type StreamedColumn = {
  readonly header: string;
  readonly width: number;
} & (
  | { readonly kind: 'text' }
  /** `format` is a spreadsheet number format, "#,##0.00"; without it figures are shown as they are. */
  | { readonly kind: 'number'; readonly format?: string }
  | { readonly kind: 'date' }
  /** The formula of a row, without "="; the row's value in this column is its stored result. */
  | { readonly kind: 'formula'; readonly format?: string; readonly formula: (row: number) => string }
);

/** Text, a figure (decimal text stays exact), an ISO date in a date column, or nothing. */
export type StreamedCell = string | number | bigint | undefined;

/** The style numbers of a sheet's columns, as the style part lists them. */
export type CellStyles = { readonly header: number; readonly title: number; readonly columns: readonly number[] };

export type RowWriter = (row: number, cells: readonly StreamedCell[]) => string;

const DECIMAL = /^-?\d+(\.\d+)?$/;
const DAY_ZERO = Date.UTC(1899, 11, 30);
const MILLISECONDS_A_DAY = 86_400_000;
/** 1 March 1900. Spreadsheets count a 29 February 1900 that never was: earlier dates are written as text. */
const FIRST_SAFE_SERIAL = 61;
const DATES_KEPT = 4096;

/**
 * Makes the writer of a sheet's rows, with every column's style and kind settled once. Text is a string cell
 * whatever it begins with. Throws RangeError, naming the cell, on a figure or date that is not one.
 */
export function createRowWriter(columns: readonly StreamedColumn[], styles: CellStyles): RowWriter {
  const writers = columns.map((column, index) => createCellWriter(column, index + 1, styles.columns[index] ?? 0));
  return (row, cells) => {
    let xml = `<row r="${row}">`;
    for (let index = 0; index < writers.length; index++) {
      const value = cells[index];
      if (value !== undefined) xml += writers[index]?.(value, row);
    }
    return `${xml}</row>`;
  };
}

/** A string cell. */
export function textCellXml(column: number, row: number, style: number, text: string): string {
  return `<c r="${columnLetters(column)}${row}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${toXmlText(text)}</t></is></c>`;
}

type CellWriter = (value: string | number | bigint, row: number) => string;

function createCellWriter(column: StreamedColumn, number: number, style: number): CellWriter {
  const letters = columnLetters(number);
  const start = `<c r="${letters}`;
  const plain = `" s="${style}"><v>`;
  const text = `" s="${style}" t="inlineStr"><is><t xml:space="preserve">`;
  if (column.kind === 'number') return (value, row) => `${start}${row}${plain}${figure(value, letters, row)}</v></c>`;
  if (column.kind === 'date') {
    const serialOf = createSerialLookup();
    return (value, row) => {
      const serial = serialOf(String(value));
      if (serial === undefined) throw new RangeError(`${letters}${row}: "${value}" is not a date`);
      return serial < FIRST_SAFE_SERIAL
        ? `${start}${row}${text}${value}</t></is></c>`
        : `${start}${row}${plain}${serial}</v></c>`;
    };
  }
  if (column.kind === 'formula') return (value, row) => start + row + formulaCell(column.formula(row), value, style);
  return (value, row) => `${start}${row}${text}${toXmlText(String(value))}</t></is></c>`;
}

function figure(value: string | number | bigint, letters: string, row: number): string {
  if (typeof value === 'string' ? DECIMAL.test(value) : typeof value === 'bigint' || Number.isFinite(value)) {
    return String(value);
  }
  throw new RangeError(`${letters}${row}: "${value}" is not a figure`);
}

function formulaCell(formula: string, value: string | number | bigint, style: number): string {
  const isFigure = typeof value !== 'string' || DECIMAL.test(value);
  const kind = isFigure ? '' : ' t="str"';
  return `" s="${style}"${kind}><f>${toXmlText(formula)}</f><v>${isFigure ? value : toXmlText(value)}</v></c>`;
}

/** The day number of a date, or undefined where it is not one. Sheets repeat few dates, so those seen are kept. */
function createSerialLookup(): (date: string) => number | undefined {
  const seen = new Map<string, number>();
  return (date) => {
    const known = seen.get(date);
    if (known !== undefined) return known;
    if (parseIsoDate(date) === undefined) return undefined;
    const serial = (Date.parse(date) - DAY_ZERO) / MILLISECONDS_A_DAY;
    if (seen.size >= DATES_KEPT) seen.clear();
    seen.set(date, serial);
    return serial;
  };
}
