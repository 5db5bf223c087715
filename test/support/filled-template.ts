import type ExcelJS from 'exceljs';
import type { Tender } from '../../src/application/tender.ts';
import type { PlacedFault } from '../../fixtures/faulty-copy.ts';
import { getSheet, openedWithExceljs } from './templates.ts';
import { type Table, tenderTables, writeEntry } from './tender-workbook.ts';

/** What the template itself says of its kind. */
const OWN_NAMES = new Set(['Template', 'Template version']);

/** A blank tender template with this tender typed into it, cell by cell under its headers, as an officer does. */
export async function fillTemplate(blank: Uint8Array, tender: Tender): Promise<Uint8Array> {
  const workbook = await openedWithExceljs(blank);
  for (const table of tenderTables(tender)) fillSheet(getSheet(workbook, table.name), table);
  return bytesOf(workbook);
}

/** A marked copy in which each cell with a fault is given again what stands there in the right workbook. */
export async function correctMarked(
  marked: Uint8Array,
  right: Uint8Array,
  faults: readonly PlacedFault[],
): Promise<Uint8Array> {
  const [workbook, source] = [await openedWithExceljs(marked), await openedWithExceljs(right)];
  for (const { sheet, cell } of faults) {
    getSheet(workbook, sheet).getCell(cell).value = getSheet(source, sheet).getCell(cell).value;
  }
  return bytesOf(workbook);
}

/** In About the name leads to its row; elsewhere a question that is asked already does, else the next free row. */
function fillSheet(sheet: ExcelJS.Worksheet, { name, headers, rows }: Table): void {
  const { row: headerRow, columns } = findHeaders(sheet, headers);
  const key = name === 'About' ? 'Name' : 'Question';
  const asked = new Map<string, number>();
  if (headers.includes(key)) {
    for (let row = headerRow + 1; row <= sheet.rowCount; row++) {
      const text = sheet.getCell(row, columns.get(key) ?? 0).text;
      if (text !== '') asked.set(text, row);
    }
  }
  let free = name === 'Answers' ? sheet.rowCount + 1 : headerRow + 1;
  for (const line of rows) {
    const entry = line[key];
    const text = typeof entry === 'string' ? entry : '';
    if (name === 'About' && OWN_NAMES.has(text)) continue;
    const row = asked.get(text) ?? free++;
    asked.delete(text);
    for (const [header, column] of columns) writeEntry(sheet.getCell(row, column), line[header]);
  }
}

function findHeaders(sheet: ExcelJS.Worksheet, headers: readonly string[]) {
  for (let row = 1; row <= sheet.rowCount; row++) {
    const columns = new Map<string, number>();
    sheet.getRow(row).eachCell((cell, column) => {
      if (headers.includes(cell.text)) columns.set(cell.text, column);
    });
    if (columns.size === headers.length) return { row, columns };
  }
  throw new Error(`${sheet.name} has no row with the headers ${headers.join(', ')}`);
}

async function bytesOf(workbook: ExcelJS.Workbook): Promise<Uint8Array> {
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
