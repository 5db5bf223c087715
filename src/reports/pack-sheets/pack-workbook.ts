import ExcelJS, { type Workbook } from 'exceljs';
import type { IsoDate } from '../../domain/iso-date.ts';
import { visibleText } from '../../domain/visible-text.ts';

/** An empty workbook with its sheets in order; dated by the bid deadline, so that no clock enters. */
export function createPackWorkbook(
  title: string,
  subject: string,
  deadline: IsoDate,
  sheets: readonly string[],
): Workbook {
  const workbook = new ExcelJS.Workbook();
  const dated = new Date(`${deadline}T00:00:00Z`);
  workbook.creator = 'Supplier Sustainability Scorer';
  workbook.lastModifiedBy = 'Supplier Sustainability Scorer';
  workbook.created = dated;
  workbook.modified = dated;
  workbook.title = visibleText(title);
  workbook.subject = subject;
  for (const name of sheets) workbook.addWorksheet(name);
  return workbook;
}
