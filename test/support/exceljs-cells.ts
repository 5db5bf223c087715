import ExcelJS from 'exceljs';
import type { CellValue } from '../../src/spreadsheet/cell.ts';
import { cellAddress } from '../../src/spreadsheet/cell.ts';
import type { UploadContent } from '../../src/spreadsheet/upload.ts';

/** All values of a workbook by "Sheet!A1", each in a plain form that both readers can be brought to. */
export type PlainCells = Map<string, string>;

/** What exceljs makes of a formula whose stored value is 0 or an empty text, as of one with no stored value. */
export const EXCELJS_DOES_NOT_SAY = 'formula, value not told';

/** As exceljs reads it; without the copies it puts into merged cells, and without empty texts. */
export async function exceljsCells(file: string | Buffer): Promise<PlainCells> {
  const workbook = new ExcelJS.Workbook();
  if (typeof file === 'string') await workbook.xlsx.readFile(file);
  else await workbook.xlsx.load(file as unknown as ExcelJS.Buffer);
  const cells: PlainCells = new Map();
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        const plain = cell.type === ExcelJS.ValueType.Merge ? '' : plainExceljs(cell.value);
        if (plain !== '') cells.set(`${sheet.name}!${cell.address}`, plain);
      });
    });
  }
  return cells;
}

function plainExceljs(value: ExcelJS.CellValue | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'number') return `number ${value}`;
  if (typeof value === 'boolean') return `boolean ${value}`;
  if (typeof value === 'string') return `text ${value}`;
  if (value instanceof Date) return plainDate(value.getTime());
  if ('richText' in value) return plainExceljs(value.richText.map((run) => run.text).join(''));
  if ('error' in value) return `error ${value.error}`;
  if ('hyperlink' in value) return plainExceljs(value.text);
  return value.result === undefined ? EXCELJS_DOES_NOT_SAY : plainExceljs(value.result);
}

/**
 * exceljs counts all days from 30 December 1899: a time of day without a day comes out as that day, and days before
 * March 1900 one too early, as it does not know the 29 February 1900 that workbooks count.
 */
function plainDate(time: number): string {
  const rounded = Math.round(time / 1000) * 1000;
  if (rounded < Date.UTC(1899, 11, 31)) return `text ${new Date(rounded).toISOString().slice(11, 19)}`;
  const day = rounded < Date.UTC(1900, 2, 1) ? 86_400_000 : 0;
  return `date ${new Date(rounded + day).toISOString().slice(0, 19)}`;
}

/** As our reader reads it. */
export function ourCells(content: UploadContent): PlainCells {
  const cells: PlainCells = new Map();
  for (const sheet of content.sheets) {
    for (const row of sheet.rows) {
      for (const cell of row.cells)
        cells.set(`${sheet.name}!${cellAddress(cell.row, cell.column)}`, plainOurs(cell.value));
    }
  }
  return cells;
}

function plainOurs(value: CellValue): string {
  switch (value.kind) {
    case 'text':
      return `text ${value.text}`;
    case 'number':
      return `number ${Number(value.decimal)}`;
    case 'date':
      return `date ${value.iso.length === 10 ? `${value.iso}T00:00:00` : value.iso}`;
    case 'boolean':
      return `boolean ${value.value}`;
    case 'error':
      return `error ${value.code}`;
    case 'unreadable':
      return `unreadable ${value.reason}`;
    case 'formula-without-value':
      break;
  }
  return value.kind;
}
