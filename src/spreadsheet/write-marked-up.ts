import type ExcelJS from 'exceljs';
import type { FileSource } from '../application/file-source.ts';
import type { Issue } from '../domain/issue.ts';
import { cellAddress, cellText } from './cell.ts';
import {
  type CopiedSheet,
  FAULTS_SHEET,
  faultWords,
  isFaultsSheet,
  type PlacedFault,
  placeFaults,
} from './marked-up-places.ts';
import { type CopyReport, copySheet } from './marked-up-sheet.ts';
import { applyLook, rowHeight, setUpSheet, writeCell } from './template-styles.ts';
import { readUpload, type UploadContent, uploadKind, type UploadLimits } from './upload.ts';
import { createWorkbook, workbookBytes } from './write-workbook.ts';
import { toCellText } from './written-text.ts';

const COLUMNS = [
  { header: 'Number', width: 9 },
  { header: 'Sheet', width: 16 },
  { header: 'Cell', width: 9 },
  { header: 'Header', width: 24 },
  { header: 'What was found', width: 34 },
  { header: 'What is wrong and what to enter', width: 64 },
  { header: 'Accepted', width: 34 },
] as const;
/** Faults beyond these are counted in words. */
const LISTED_FAULTS = 5000;
const NOWHERE = 'The file as a whole';

/**
 * The marked-up copy of a file as it was sent. Of a zip of workbooks nothing is copied: its faults are listed by
 * file, sheet and cell. Throws what reading throws for a file that cannot be opened.
 */
export async function markUpUpload(
  source: FileSource,
  issues: readonly Issue[],
  limits?: Partial<UploadLimits>,
): Promise<Uint8Array> {
  const isZip = (await uploadKind(source, limits)) === 'zip-of-workbooks';
  const content: UploadContent = isZip
    ? { kind: 'xlsx', fileName: source.name, sheets: [], issues: [], notices: [] }
    : await readUpload(source, limits);
  return writeMarkedUp(content, issues);
}

/**
 * A copy of an upload with its faults marked. The first sheet lists every fault with a link to its cell, and says
 * in words how the cells are marked; the other sheets hold the values of the upload, formulas by their values, text
 * as text whatever it begins with. Of a sheet of more than 5,000 rows only the head and the faulty rows are copied,
 * which the list says. The same content and issues give the same bytes.
 */
export async function writeMarkedUp(content: UploadContent, issues: readonly Issue[]): Promise<Uint8Array> {
  const title = `Faults: ${counted(issues.length, 'thing')} to put right in ${content.fileName}`;
  const workbook = createWorkbook(toCellText(title));
  const { sheets, faults } = placeFaults(content, issues);
  const list = workbook.addWorksheet(FAULTS_SHEET);
  const reports = sheets.map((sheet) => ({ sheet, report: copySheet(workbook.addWorksheet(sheet.copyName), sheet) }));
  const notes = [...howToRead(issues.length, sheets.length), ...whatIsLeftOut(content, reports, faults.length)];
  writeFaults(list, title, notes, faults.slice(0, LISTED_FAULTS), content);
  return workbookBytes(workbook);
}

function howToRead(faults: number, sheets: number): string[] {
  if (faults === 0) return ['No fault was found. This is a copy of the values of the file.'];
  if (sheets === 0)
    return ['The faults are listed by file, sheet and cell. Put them right in your own files and upload them again.'];
  return [
    'A cell with a pink ground, a thick dark red border and bold text is at fault. Its note says what is wrong and what to enter. All other cells are as you sent them.',
    'Choose a cell in the list below to go to it. Put the values right in your own file, or here, and upload it again. This sheet is skipped when it is read.',
    'Formulas have become the values they showed.',
  ];
}

function whatIsLeftOut(
  { sheets }: UploadContent,
  reports: readonly { readonly sheet: CopiedSheet; readonly report: CopyReport }[],
  faults: number,
): string[] {
  const notes = reports.flatMap(
    ({ sheet: { sheet, copyName, faults: inSheet }, report: { rows, copiedRows, marked } }) => [
      ...(copiedRows < rows
        ? [
            `The sheet "${copyName}" has ${rows} rows. Only its first rows and those with faults are copied here, each in its own row: put them right in your own file.`,
          ]
        : []),
      ...(marked < new Set(inSheet.map(({ row, column }) => `${row}:${column}`)).size
        ? [`In the sheet "${copyName}" only the first ${marked} faulty cells are marked.`]
        : []),
      ...(copyName === sheet.name
        ? []
        : [`The sheet "${sheet.name}" is called "${copyName}" here, since a workbook cannot hold its name.`]),
    ],
  );
  if (sheets.some(({ name }) => isFaultsSheet(name)))
    notes.push('The sheet "Faults" of the file is replaced by this one.');
  if (faults > LISTED_FAULTS)
    notes.push(`The first ${LISTED_FAULTS} faults are listed; there are ${faults - LISTED_FAULTS} more.`);
  return notes;
}

function writeFaults(
  sheet: ExcelJS.Worksheet,
  title: string,
  notes: readonly string[],
  faults: readonly PlacedFault[],
  content: UploadContent,
): void {
  for (const [index, { width }] of COLUMNS.entries()) sheet.getColumn(index + 1).width = width;
  writeCell(sheet.getCell(1, 1), toCellText(title), 'title');
  sheet.getRow(1).height = 24;
  if (faults.length > 0 && content.sheets.length > 0) writeCell(sheet.getCell(2, 1), 'Faulty', 'fault');
  for (const [index, note] of notes.entries()) {
    const cell = sheet.getCell(2 + index, 2);
    writeCell(cell, toCellText(note), 'words');
    cell.alignment = { vertical: 'middle', wrapText: false };
    sheet.getRow(2 + index).height = 18;
  }
  const headerRow = notes.length + 3;
  for (const [index, { header }] of COLUMNS.entries()) writeCell(sheet.getCell(headerRow, index + 1), header, 'header');
  sheet.getRow(headerRow).height = 20;
  const found = foundValues(content, faults);
  for (const [index, fault] of faults.entries()) writeFault(sheet, headerRow + 1 + index, index + 1, fault, found);
  setUpSheet(sheet, headerRow);
}

function writeFault(
  sheet: ExcelJS.Worksheet,
  row: number,
  number: number,
  fault: PlacedFault,
  found: ReadonlyMap<PlacedFault, string>,
): void {
  const { issue, copyName } = fault;
  const place = [issue.file, copyName ?? issue.sheet].filter((part) => part !== undefined && part !== '');
  const texts = [
    String(number),
    copyName === undefined ? place.join(', ') || NOWHERE : copyName,
    issue.cell ?? '',
    issue.header ?? '',
    issue.found ?? found.get(fault) ?? '',
    faultWords(issue),
    issue.expected ?? '',
  ];
  for (const [index, text] of texts.entries()) writeCell(sheet.getCell(row, index + 1), toCellText(text), 'input', '@');
  sheet.getCell(row, 1).value = number;
  applyLook(sheet.getCell(row, 1), 'input', 'General');
  linkToFault(sheet.getCell(row, fault.row === undefined ? 2 : 3), fault);
  sheet.getRow(row).height = rowHeight(texts.map((text, index) => ({ text, width: COLUMNS[index]?.width ?? 1 })));
}

/** To the cell; to the sheet where the fault has no cell; nowhere where it has neither. */
function linkToFault(cell: ExcelJS.Cell, { copyName, row, column }: PlacedFault): void {
  if (copyName === undefined) return;
  const address = row === undefined || column === undefined ? 'A1' : cellAddress(row, column);
  cell.value = { text: cell.text, hyperlink: `#'${copyName.replaceAll("'", "''")}'!${address}` };
  const { border } = cell;
  applyLook(cell, 'link', '@');
  cell.border = border;
}

/** What stands in the faulty cells, for faults that do not say. */
function foundValues({ sheets }: UploadContent, faults: readonly PlacedFault[]): Map<PlacedFault, string> {
  const bySheet = new Map(sheets.map((sheet) => [sheet.name, new Map(sheet.rows.map((row) => [row.number, row]))]));
  const found = new Map<PlacedFault, string>();
  for (const fault of faults) {
    if (fault.row === undefined) continue;
    const row = bySheet.get(fault.issue.sheet ?? '')?.get(fault.row);
    const cell = row?.cells.find(({ column }) => column === fault.column);
    if (cell !== undefined) found.set(fault, cellText(cell.value));
  }
  return found;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
