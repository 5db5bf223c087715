import type ExcelJS from 'exceljs';
import { columnLetters } from './cell.ts';
import { type CellLook, prepareColumn, rowHeight, setUpSheet, writeCell } from './template-styles.ts';
import { addCheck, type CellCheck } from './template-validation.ts';

/** One column of a template's sheet; a row is absent where a blank row is prepared. */
export type TemplateColumn<R> = {
  readonly header: string;
  /** Characters. */
  readonly width: number;
  /** Stands above the header: what the column is for, and whether it is required. */
  readonly hint: string;
  readonly look: (row: R | undefined) => CellLook;
  readonly value: (row: R) => ExcelJS.CellValue;
  readonly format: (row: R | undefined) => string;
  /** The check of the whole column, or of the cell of one row. */
  readonly check?: CellCheck;
  readonly checkOf?: (row: R) => CellCheck | undefined;
};

export type TemplateTable<R> = {
  /** Says what the sheet is, in its first cell. */
  readonly title: string;
  readonly columns: readonly TemplateColumn<R>[];
  readonly rows: readonly R[];
  /** Prepared below the rows. */
  readonly blankRows: number;
};

/** The first cell, then what each column is for, then the header. */
const TITLE_ROW = 1;
const HINT_ROW = 2;
const HEADER_ROW = 3;
/** Checks and drop-downs reach this far below the rows that are drawn. */
const CHECKED_ROWS = 2000;

/** Writes a table into an empty sheet. */
export function writeTable<R>(sheet: ExcelJS.Worksheet, { title, columns, rows, blankRows }: TemplateTable<R>): void {
  for (const [index, column] of columns.entries())
    prepareColumn(sheet.getColumn(index + 1), column.width, column.format(undefined));
  writeHead(sheet, title, columns);
  const drawn: readonly (R | undefined)[] = [...rows, ...Array.from({ length: blankRows }, () => undefined)];
  for (const [at, row] of drawn.entries()) writeRow(sheet.getRow(HEADER_ROW + 1 + at), columns, row);
  for (const [index, column] of columns.entries()) addChecks(sheet, index + 1, column, rows);
  setUpSheet(sheet, HEADER_ROW);
}

/** A formula that gives the filled cells of a column: the values a drop-down elsewhere offers. */
export function filledCells(sheetName: string, column: number): string {
  const letters = columnLetters(column);
  const first = `${sheetName}!$${letters}$${HEADER_ROW + 1}`;
  const all = `${first}:$${letters}$${HEADER_ROW + CHECKED_ROWS}`;
  return `OFFSET(${first},0,0,MAX(1,COUNTA(${all})),1)`;
}

function writeHead<R>(sheet: ExcelJS.Worksheet, title: string, columns: readonly TemplateColumn<R>[]): void {
  for (const [index, column] of columns.entries()) {
    writeCell(sheet.getCell(TITLE_ROW, index + 1), index === 0 ? title : null, 'title');
    writeCell(sheet.getCell(HINT_ROW, index + 1), column.hint, 'hint');
    writeCell(sheet.getCell(HEADER_ROW, index + 1), column.header, 'header');
  }
  sheet.getRow(TITLE_ROW).height = 24;
  sheet.getRow(HINT_ROW).height = rowHeight(
    columns.map(({ hint, width }) => ({ text: hint, width })),
    12,
  );
  sheet.getRow(HEADER_ROW).height = rowHeight(columns.map(({ header, width }) => ({ text: header, width: width - 2 })));
}

function writeRow<R>(sheetRow: ExcelJS.Row, columns: readonly TemplateColumn<R>[], row: R | undefined): void {
  const texts: { text: string; width: number }[] = [];
  for (const [index, column] of columns.entries()) {
    const value = row === undefined ? null : column.value(row);
    writeCell(sheetRow.getCell(index + 1), value, column.look(row), column.format(row));
    if (typeof value === 'string') texts.push({ text: value, width: column.width });
  }
  sheetRow.height = rowHeight(texts);
}

function addChecks<R>(
  sheet: ExcelJS.Worksheet,
  number: number,
  { check, checkOf }: TemplateColumn<R>,
  rows: readonly R[],
): void {
  const first = HEADER_ROW + 1;
  if (check !== undefined) addCheck(sheet, number, [first, HEADER_ROW + CHECKED_ROWS], check);
  if (checkOf === undefined) return;
  for (const [at, row] of rows.entries()) {
    const ofRow = checkOf(row);
    if (ofRow !== undefined) addCheck(sheet, number, [first + at, first + at], ofRow);
  }
}
