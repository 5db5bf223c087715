import type ExcelJS from 'exceljs';
import { type Cell, cellText, type CellValue } from './cell.ts';
import { looksLikeFormula } from './formula-injection.ts';
import { type CopiedSheet, faultWords, type PlacedFault } from './marked-up-places.ts';
import { applyLook, rowHeight, setUpPrint } from './template-styles.ts';
import type { SheetRow } from './upload.ts';
import { toCellText } from './written-text.ts';

/** Above this many rows only the head of the sheet and the rows with faults are copied. */
const WHOLE_SHEET_ROWS = 5000;
const HEAD_ROWS = 10;
const MARKED_CELLS = 5000;
/** Characters. */
const WIDTH = { least: 10, most: 32, figure: 11, share: 0.8, rowsMeasured: 200 };
const FIRST_SAFE_DATE = '1900-03-01';
/** The error values that every spreadsheet program knows. */
const ERRORS: ReadonlySet<string> = new Set(['#N/A', '#REF!', '#NAME?', '#DIV/0!', '#NULL!', '#VALUE!', '#NUM!']);

/** What of a sheet is in the copy; `marked` counts the cells that are coloured. */
export type CopyReport = { readonly rows: number; readonly copiedRows: number; readonly marked: number };

/** Copies the values of a sheet and marks its faulty cells: ground, thick border, bold, and a note that says why. */
export function copySheet(target: ExcelJS.Worksheet, { sheet, faults }: CopiedSheet): CopyReport {
  const byCell = groupByCell(faults);
  const marked = [...byCell.values()].slice(0, MARKED_CELLS);
  const faultyRows = new Set(marked.map(([first]) => first?.row));
  const isWhole = sheet.rows.length <= WHOLE_SHEET_ROWS;
  const rows = isWhole ? sheet.rows : sheet.rows.filter(({ number }) => number <= HEAD_ROWS || faultyRows.has(number));
  const widths = setWidths(target, sheet.rows);
  for (const row of rows) copyRow(target, row, faultyRows.has(row.number), widths);
  for (const ofCell of marked) markCell(target, ofCell);
  setUpPrint(target, 'landscape');
  // A hidden sheet with faults is shown, or nobody could put them right.
  if (sheet.hidden && faults.length === 0) target.state = 'hidden';
  return { rows: sheet.rows.length, copiedRows: rows.length, marked: marked.length };
}

function groupByCell(faults: readonly PlacedFault[]): Map<string, PlacedFault[]> {
  const groups = new Map<string, PlacedFault[]>();
  for (const fault of faults) {
    const key = `${fault.row}:${fault.column}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fault]);
    else group.push(fault);
  }
  return groups;
}

function copyRow(
  target: ExcelJS.Worksheet,
  row: SheetRow,
  hasFault: boolean,
  widths: ReadonlyMap<number, number>,
): void {
  for (const cell of row.cells) writeValue(target.getCell(row.number, cell.column), cell, row.cells.length > 1);
  const texts = row.cells.length > 1 ? row.cells : [];
  const wrapped = texts.map(({ column, value }) => ({
    text: cellText(value),
    width: widths.get(column) ?? WIDTH.least,
  }));
  target.getRow(row.number).height = rowHeight(wrapped);
  if (row.hidden && !hasFault) target.getRow(row.number).hidden = true;
}

/** A text that stands alone in its row, as a title does, runs on over the cells beside it. */
function writeValue(target: ExcelJS.Cell, { value }: Cell, wraps: boolean): void {
  const { written, format } = toCopy(value);
  target.value = written;
  applyLook(target, 'copied', format);
  if (!wraps) target.alignment = { vertical: 'top' };
}

/**
 * A value as the copy holds it. A formula's stored value stands for the formula; where there is none, or the value
 * could not be read, the cell is left blank.
 */
function toCopy(value: CellValue): { written: ExcelJS.CellValue; format: string } {
  switch (value.kind) {
    case 'text':
      return { written: toCellText(value.text), format: looksLikeFormula(value.text) ? '@' : 'General' };
    case 'number':
      return { written: Number(value.decimal), format: value.percent ? '0.00%' : 'General' };
    case 'date':
      return toCopiedDate(value.iso);
    case 'boolean':
      return { written: value.value, format: 'General' };
    case 'error':
      return toCopiedError(value.code);
    default:
      return { written: null, format: 'General' };
  }
}

/** An error value that not every program knows is copied as its text. */
function toCopiedError(code: string): { written: ExcelJS.CellValue; format: string } {
  if (!ERRORS.has(code)) return { written: toCellText(code), format: '@' };
  return { written: { error: code as ExcelJS.CellErrorValue['error'] }, format: 'General' };
}

function toCopiedDate(iso: string): { written: ExcelJS.CellValue; format: string } {
  if (iso < FIRST_SAFE_DATE) return { written: iso, format: '@' };
  const [day = '', time] = iso.split('T');
  const format = time === undefined ? 'yyyy-mm-dd' : 'yyyy-mm-dd hh:mm:ss';
  return { written: new Date(`${day}T${time ?? '00:00:00'}Z`), format };
}

function markCell(target: ExcelJS.Worksheet, faults: readonly PlacedFault[]): void {
  const [first] = faults;
  if (first?.row === undefined || first.column === undefined) return;
  const cell = target.getCell(first.row, first.column);
  const format = cell.numFmt;
  applyLook(cell, 'fault', format);
  const words = faults.map(({ issue }) => faultWords(issue));
  cell.note = { texts: [{ text: toCellText([...new Set(words)].join('\n')) }] };
}

/** Wide enough for four in five of the first values, within reason; the rest wrap. */
function setWidths(target: ExcelJS.Worksheet, rows: readonly SheetRow[]): Map<number, number> {
  const lengths = new Map<number, number[]>();
  for (const { cells } of rows.slice(0, WIDTH.rowsMeasured)) {
    for (const { column, value } of cells) {
      const length = value.kind === 'text' ? value.text.length : WIDTH.figure;
      const known = lengths.get(column);
      if (known === undefined) lengths.set(column, [length]);
      else known.push(length);
    }
  }
  const widths = new Map<number, number>();
  for (const [column, all] of lengths) {
    const usual = all.toSorted((a, b) => a - b)[Math.floor(all.length * WIDTH.share)] ?? 0;
    const width = Math.min(WIDTH.most, Math.max(WIDTH.least, usual + 2));
    widths.set(column, width);
    target.getColumn(column).width = width;
  }
  return widths;
}
