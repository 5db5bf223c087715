import type { TemplateRequest } from '../../src/application/ports.ts';
import ExcelJS from 'exceljs';
import { type Catalogue, getRuleSet } from '../../src/scoring/catalogue.ts';
import { readUpload, type UploadContent } from '../../src/spreadsheet/upload.ts';
import { writeTemplate } from '../../src/spreadsheet/write-template.ts';

/** A request for a template of rule set 2. */
export function templateRequest(
  catalogue: Catalogue,
  kind: 'tender' | 'bid',
  profile: string,
  rest: Partial<TemplateRequest> = {},
): TemplateRequest {
  return { kind, ruleSet: getRuleSet(catalogue, 'ict-net-zero-2030@2'), profile, ...rest };
}

const blanks = new Map<string, Promise<Uint8Array>>();

/** A blank template, written once for each test process. */
export function blankTemplate(catalogue: Catalogue, kind: 'tender' | 'bid', profile: string): Promise<Uint8Array> {
  const key = `${kind} ${profile}`;
  const bytes = blanks.get(key) ?? writeTemplate(templateRequest(catalogue, kind, profile), catalogue);
  blanks.set(key, bytes);
  return bytes;
}

const contents = new WeakMap<Uint8Array, Promise<UploadContent>>();

/** A workbook as our reader reads it, once. */
export function readWorkbookOnce(bytes: Uint8Array): Promise<UploadContent> {
  const content = contents.get(bytes) ?? readUpload({ name: 'template.xlsx', bytes });
  contents.set(bytes, content);
  return content;
}

/** A workbook as exceljs reads it. */
export async function openedWithExceljs(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

/** A sheet that must be there. */
export function getSheet(workbook: ExcelJS.Workbook, name: string): ExcelJS.Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (sheet === undefined) throw new Error(`There is no sheet "${name}"`);
  return sheet;
}

/** The number of the column with a header. */
export function columnOf(sheet: ExcelJS.Worksheet, headerRow: number, header: string): number {
  const texts: string[] = [];
  sheet.getRow(headerRow).eachCell({ includeEmpty: true }, (cell) => texts.push(cell.text));
  const index = texts.indexOf(header);
  if (index === -1) throw new Error(`There is no header "${header}" in row ${headerRow} of ${sheet.name}`);
  return index + 1;
}
