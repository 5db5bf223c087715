import type { CellValue, Workbook, Worksheet } from 'exceljs';
import { type Fraction, roundHalfUp } from '../../domain/quantity.ts';
import { codePointText, visibleText } from '../../domain/visible-text.ts';
import type { Assessment } from '../../scoring/assessment.ts';
import {
  bodyStyle,
  type ColumnFormat,
  HEADER_STYLE,
  NOTE_FONT,
  type RowLook,
  STATUS_FONT,
  TITLE_FONT,
} from '../pack-styles.ts';
import { sheetHeadText } from '../report-words.ts';

type Column = { readonly header: string; readonly width: number; readonly format?: ColumnFormat };

/** A formula with the value it had when the workbook was written. */
export type LiveFormula = { readonly formula: string; readonly result: number | string };
type Link = { readonly text: string; readonly url: string };
/**
 * Text is always a text cell, whatever it starts with; a list of texts has a line for each, and no text can start a
 * line of its own. An exact number is written as the nearest double.
 */
export type CellContent = string | readonly string[] | number | Fraction | LiveFormula | Link | undefined;

/** One sheet of the pack, filled from the top. */
export type PackSheet = {
  readonly worksheet: Worksheet;
  /** Writes a row under the last one, in the order of the columns, and gives its number. */
  readonly addRow: (cells: readonly CellContent[], look?: RowLook) => number;
  /** The number the next row will have. */
  readonly nextRow: () => number;
};

type SheetOpening = {
  /** The first cell: what the sheet is. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** One or two sentences above the table. */
  readonly note: string;
  /** Columns that stay in view beside the header; none unless told. */
  readonly frozenColumns?: number;
};

/** Title, status, procurement and note stand above the header. */
const HEADER_ROW = 5;

/** What stands above every sheet of a workbook. */
export type SheetHead = {
  readonly status: string;
  /** "ICT-2026-001 Laptops. Input hash 0123456789ab." */
  readonly about: string;
  /** The procurement, at the head of the printed page. */
  readonly reference: string;
};

/** A sheet of the pack of an assessment, headed by its status and input. */
export function openSheet(workbook: Workbook, name: string, assessment: Assessment, opening: SheetOpening): PackSheet {
  const { procurement, inputHash } = assessment;
  const { reference, title } = procurement;
  const about = `${reference} ${title}. Input hash ${inputHash.slice(0, 12)}.`;
  return openHeadedSheet(workbook, name, { status: sheetHeadText(assessment), about, reference }, opening);
}

/** Puts the heading, the column headers, the frozen panes and the print set-up on an empty sheet. */
export function openHeadedSheet(workbook: Workbook, name: string, head: SheetHead, opening: SheetOpening): PackSheet {
  const worksheet = getSheet(workbook, name);
  writeHeading(worksheet, head, opening);
  const { columns } = opening;
  columns.forEach(({ header, width }, index) => {
    worksheet.getColumn(index + 1).width = width;
    const cell = worksheet.getCell(HEADER_ROW, index + 1);
    cell.value = header;
    cell.style = HEADER_STYLE;
  });
  worksheet.getRow(HEADER_ROW).height = rowHeight(
    columns,
    columns.map(({ header }) => header),
    true,
  );
  worksheet.views = [{ state: 'frozen', xSplit: opening.frozenColumns ?? 0, ySplit: HEADER_ROW, showGridLines: false }];
  setUpPrinting(worksheet, head);
  let last = HEADER_ROW;
  return {
    worksheet,
    nextRow: () => last + 1,
    addRow: (cells, look = 'plain') => {
      last += 1;
      columns.forEach((column, index) => {
        writeCell(worksheet, last, index + 1, cells[index], column.format ?? 'text', look);
      });
      worksheet.getRow(last).height = rowHeight(columns, cells, look !== 'plain');
      return last;
    },
  };
}

const LINE_POINTS = 13.5;
const TALLEST_POINTS = 405;

/** Points that the longest cell needs when it wraps: not every program fits rows by itself. Letters are narrower than the width's unit. */
function rowHeight(columns: readonly Column[], cells: readonly CellContent[], isBold: boolean): number {
  const lines = columns.map(({ width }, index) => lineCount(cells[index], (width - 1) * (isBold ? 1.1 : 1.25)));
  return Math.min(TALLEST_POINTS, Math.max(...lines) * LINE_POINTS + 3);
}

/** Lines of a text that wraps at words in a column of so many characters. */
function lineCount(content: CellContent, characters: number): number {
  const text = isLinked(content) ? content.text : content;
  if (typeof text !== 'string' && !isLines(text)) return 1;
  const room = Math.max(1, Math.floor(characters));
  return shownText(text)
    .split('\n')
    .reduce((lines, paragraph) => lines + wrappedLines(paragraph, room), 0);
}

function wrappedLines(paragraph: string, room: number): number {
  let lines = 1;
  let used = 0;
  for (const { length } of paragraph.split(' ')) {
    const isNewLine = used > 0 && used + 1 + length > room;
    lines += (isNewLine ? 1 : 0) + Math.floor(Math.max(0, length - 1) / room);
    used = isNewLine ? length % room : used + 1 + (length % room);
  }
  return lines;
}

/** The nearest double of an exact number. */
export function toCellNumber(value: Fraction): number {
  return Number(roundHalfUp(value, 18));
}

/** A sheet that has been added to the workbook. */
function getSheet(workbook: Workbook, name: string): Worksheet {
  const worksheet = workbook.getWorksheet(name);
  if (worksheet === undefined) throw new Error(`The pack has no sheet "${name}"`);
  return worksheet;
}

function writeHeading(worksheet: Worksheet, { status, about }: SheetHead, { title, note }: SheetOpening): void {
  const lines = [
    { text: title, font: TITLE_FONT },
    { text: status, font: STATUS_FONT },
    { text: about, font: NOTE_FONT },
    { text: note, font: NOTE_FONT },
  ];
  lines.forEach(({ text, font }, index) => {
    worksheet.getRow(index + 1).height = index === 0 ? 21 : 16;
    const cell = worksheet.getCell(index + 1, 1);
    cell.value = toCellText(text);
    cell.font = font;
    cell.alignment = { vertical: 'top' };
    if (looksLikeFormula(text)) cell.numFmt = '@';
  });
}

function setUpPrinting(worksheet: Worksheet, head: SheetHead): void {
  worksheet.pageSetup = {
    ...worksheet.pageSetup,
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    printTitlesRow: `${HEADER_ROW}:${HEADER_ROW}`,
    margins: { left: 0.4, right: 0.4, top: 0.7, bottom: 0.6, header: 0.3, footer: 0.3 },
  };
  const reference = visibleText(head.reference).slice(0, 60).toWellFormed().replaceAll('&', '&&');
  worksheet.headerFooter.oddHeader = `&L${reference}&C&A&R${head.status}`;
  worksheet.headerFooter.oddFooter = '&RPage &P of &N';
}

function writeCell(
  worksheet: Worksheet,
  row: number,
  column: number,
  content: CellContent,
  format: ColumnFormat,
  look: RowLook,
): void {
  const cell = worksheet.getCell(row, column);
  const value = content === undefined ? undefined : toCellValue(content);
  const isLive = isFormula(content);
  const isLink = isLinked(content);
  const isText = typeof (isLive ? content.result : value) === 'string' || isLink;
  if (value !== undefined) cell.value = value;
  const isFormulaLike = typeof value === 'string' && looksLikeFormula(value);
  cell.style = bodyStyle(format, look, { isLive, isLink, isText, looksLikeFormula: isFormulaLike });
}

function toCellValue(content: Exclude<CellContent, undefined>): CellValue {
  if (typeof content === 'string' || isLines(content)) return toCellText(content);
  if (typeof content === 'number') return content;
  if (isFormula(content)) return { formula: content.formula, result: content.result };
  if (isLinked(content)) return { text: toCellText(content.text), hyperlink: content.url };
  return toCellNumber(content);
}

/** A cell holds 32,767 characters; the rest is room for the note and for escapes. */
const LONGEST = 32_000;

/**
 * Text as a cell shows it: what was hidden is shown, what XML cannot hold is named, an underscore that a reader would
 * take for an escape (`_x202E_`; ECMA-376 part 1, 22.9.2.19) is escaped, and what is too long is cut and says so.
 */
function toCellText(content: string | readonly string[]): string {
  const text = shownText(content);
  const cut =
    text.length <= LONGEST ? text : `${text.slice(0, LONGEST).toWellFormed()} [cut here: ${text.length} characters]`;
  return cut.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
}

function shownText(content: string | readonly string[]): string {
  const lines = typeof content === 'string' ? [content] : content;
  return lines.map((line) => visibleText(line).replaceAll(/[\uFFFE\uFFFF]/g, codePointText)).join('\n');
}

/** Text that a spreadsheet would run if somebody edited the cell: it is formatted as text. */
function looksLikeFormula(text: string): boolean {
  return /^[=+\-@＝＋－＠]/u.test(text);
}

function isLines(content: CellContent): content is readonly string[] {
  return Array.isArray(content);
}

function isFormula(content: CellContent): content is LiveFormula {
  return typeof content === 'object' && 'formula' in content;
}

function isLinked(content: CellContent): content is Link {
  return typeof content === 'object' && 'url' in content;
}
