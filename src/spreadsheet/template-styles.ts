import type ExcelJS from 'exceljs';
import { FONT, FONT_SIZE, PALETTE } from './sheet-palette.ts';

const A4 = 9;
/** Inches. */
const MARGINS = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 };
const THIN: Partial<ExcelJS.Border> = { style: 'thin', color: { argb: argb(PALETTE.line) } };
const THICK: Partial<ExcelJS.Border> = { style: 'thick', color: { argb: argb(PALETTE.faultLine) } };

/** How a cell looks and whether the protected sheet lets it be changed. */
export type CellLook =
  | 'title'
  | 'heading'
  | 'words'
  | 'hint'
  | 'header'
  | 'required'
  | 'answer'
  | 'input'
  | 'given'
  | 'copied'
  | 'fault'
  | 'link';

const LOOKS: Readonly<Record<CellLook, Partial<ExcelJS.Style>>> = {
  title: look({ size: 14, bold: true }, undefined, { vertical: 'middle' }),
  heading: look({ size: 12, bold: true }, undefined, { vertical: 'bottom' }),
  words: look({}, undefined, { horizontal: 'left', vertical: 'top', wrapText: true, indent: 1 }),
  hint: look({ colour: PALETTE.quietInk, size: 9 }, undefined, { vertical: 'bottom', wrapText: true }),
  header: look(
    { bold: true, colour: PALETTE.white },
    PALETTE.headerGround,
    { vertical: 'middle', wrapText: true },
    THIN,
  ),
  required: look({}, PALETTE.requiredGround, { vertical: 'top', wrapText: true }, THIN),
  answer: look({}, PALETTE.answerGround, { vertical: 'top', wrapText: true }, THIN),
  input: look({}, PALETTE.inputGround, { vertical: 'top', wrapText: true }, THIN),
  given: look({}, PALETTE.givenGround, { vertical: 'top', wrapText: true }, THIN),
  copied: look({}, undefined, { vertical: 'top', wrapText: true }),
  fault: look({ bold: true }, PALETTE.faultGround, { vertical: 'top', wrapText: true }, THICK),
  link: look({ colour: PALETTE.link, underline: true }, undefined, { vertical: 'top', wrapText: true }),
};

const INPUTS: ReadonlySet<CellLook> = new Set<CellLook>(['required', 'answer', 'input']);

/** Gives a cell one of the looks; `format` is a number format, "@" for text. */
export function applyLook(cell: ExcelJS.Cell, name: CellLook, format?: string): void {
  cell.style = {
    ...LOOKS[name],
    protection: { locked: !INPUTS.has(name) },
    ...(format === undefined ? {} : { numFmt: format }),
  };
}

/** Writes a value with its look. */
export function writeCell(cell: ExcelJS.Cell, value: ExcelJS.CellValue, name: CellLook, format?: string): void {
  cell.value = value;
  applyLook(cell, name, format);
}

/** Cells below the prepared rows: plain, but free to fill in and in the column's format. */
export function prepareColumn(column: ExcelJS.Column, width: number, format: string): void {
  column.width = width;
  column.style = {
    font: { name: FONT, size: FONT_SIZE },
    alignment: { vertical: 'top', wrapText: true },
    numFmt: format,
    protection: { locked: false },
  };
}

/** Frozen and repeated header, A4 landscape fitted to its width, page numbers. */
export function setUpSheet(
  sheet: ExcelJS.Worksheet,
  headerRow: number,
  orientation: 'landscape' | 'portrait' = 'landscape',
): void {
  sheet.views = [{ state: 'frozen', ySplit: headerRow, topLeftCell: `A${headerRow + 1}`, showGridLines: false }];
  setUpPrint(sheet, orientation);
  sheet.pageSetup.printTitlesRow = `${headerRow}:${headerRow}`;
}

/** A4 fitted to its width, with page numbers. */
export function setUpPrint(sheet: ExcelJS.Worksheet, orientation: 'landscape' | 'portrait'): void {
  const fit = { fitToPage: true, fitToWidth: 1, fitToHeight: 0 };
  sheet.pageSetup = { paperSize: A4, orientation, ...fit, margins: MARGINS };
  sheet.headerFooter.oddFooter = '&L&8&A&R&8Page &P of &N';
}

/**
 * Locks headers and given cells, without a password: it prevents slips, not changes. Columns and rows can be
 * resized and rows be added, sorted, filtered and deleted.
 */
export async function protectSheet(sheet: ExcelJS.Worksheet): Promise<void> {
  await sheet.protect('', {
    selectLockedCells: true,
    selectUnlockedCells: true,
    formatCells: true,
    formatColumns: true,
    formatRows: true,
    insertRows: true,
    deleteRows: true,
    sort: true,
    autoFilter: true,
  });
}

/** Points of height for a row whose cells wrap: the longest text over its column's width. */
export function rowHeight(
  cells: readonly { readonly text: string; readonly width: number }[],
  pointsALine = 13.5,
): number {
  const lines = cells.map(({ text, width }) => linesOf(text, width));
  return Math.max(1, ...lines) * pointsALine + 4;
}

/** A column as wide as ten digits holds about eleven letters. */
const LETTERS_A_DIGIT = 1.1;

/** The text broken into lines as a cell of that width does, by words. */
function linesOf(text: string, digits: number): number {
  const width = digits * LETTERS_A_DIGIT;
  return text.split('\n').reduce((total, paragraph) => {
    let lines = 1;
    let used = 0;
    for (const word of paragraph.split(' ')) {
      if (used > 0 && used + word.length > width) {
        lines++;
        used = 0;
      }
      used += word.length + 1;
    }
    return total + lines;
  }, 0);
}

type FontChoice = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly underline?: boolean;
};

function look(
  { size = FONT_SIZE, bold = false, colour = PALETTE.ink, underline = false }: FontChoice,
  ground: string | undefined,
  alignment: Partial<ExcelJS.Alignment>,
  line?: Partial<ExcelJS.Border>,
): Partial<ExcelJS.Style> {
  return {
    font: { name: FONT, size, bold, underline, color: { argb: argb(colour) } },
    alignment,
    ...(ground === undefined ? {} : { fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: argb(ground) } } }),
    ...(line === undefined ? {} : { border: { top: line, left: line, bottom: line, right: line } }),
  };
}

function argb(colour: string): string {
  return `FF${colour}`;
}
