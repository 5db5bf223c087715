import ExcelJS, { type Workbook, type Worksheet } from 'exceljs';
import { evaluationPackWorkbook } from '../../src/reports/evaluation-pack-xlsx.ts';
import type { Assessment } from '../../src/scoring/assessment.ts';
import type { SensitivityReport } from '../../src/scoring/sensitivity.ts';
import { madeUpCatalogue } from './made-up-rules.ts';

export async function openPack(assessment: Assessment, sensitivity?: readonly SensitivityReport[]): Promise<Workbook> {
  const bytes = await evaluationPackWorkbook(assessment, madeUpCatalogue, sensitivity);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  return workbook;
}

export function getSheet(workbook: Workbook, name: string): Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`No sheet ${name}`);
  return sheet;
}

/** Each body row as text by column header. */
export function readRows(sheet: Worksheet): Record<string, string>[] {
  const headers = Array.from({ length: sheet.columnCount }, (_, index) => sheet.getCell(5, index + 1).text);
  return Array.from({ length: sheet.rowCount - 5 }, (_, index) =>
    Object.fromEntries(headers.map((header, column) => [header, sheet.getCell(index + 6, column + 1).text])),
  );
}

export function findRow(sheet: Worksheet, wanted: Record<string, string>): Record<string, string> {
  const row = readRows(sheet).find((one) => Object.entries(wanted).every(([header, text]) => one[header] === text));
  if (row === undefined) throw new Error(`No row with ${JSON.stringify(wanted)} on ${sheet.name}`);
  return row;
}

export type FormulaCell = {
  readonly sheet: string;
  readonly address: string;
  readonly formula: string;
  readonly result: unknown;
};

export function formulaCells(workbook: Workbook): FormulaCell[] {
  const cells: FormulaCell[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (cell.type === ExcelJS.ValueType.Formula)
          cells.push({ sheet: sheet.name, address: cell.address, formula: cell.formula, result: cell.result });
      });
    });
  }
  return cells;
}
