import type { Tender, TenderReading } from '../../src/application/tender.ts';
import type { Issue } from '../../src/domain/issue.ts';
import { readTender } from '../../src/spreadsheet/read-tender.ts';
import { testCatalogue } from './catalogue.ts';
import { detailedTender } from './detailed-tender.ts';
import { type Entry, getTable, type Table, tenderTables, toContent } from './tender-workbook.ts';

export const catalogue = await testCatalogue();

/** Reads a workbook under construction. */
export function readTables(tables: readonly Table[], acceptMapping?: string): TenderReading {
  return readTender(toContent(tables), catalogue, acceptMapping === undefined ? {} : { acceptMapping });
}

/** Reads the detailed tender after a change to its workbook. */
export function readChanged(change: (tables: Table[]) => void, tender: Tender = detailedTender): TenderReading {
  const tables = tenderTables(tender);
  change(tables);
  return readTables(tables);
}

export function setCell(tables: readonly Table[], sheet: string, row: number, header: string, entry: Entry): void {
  const table = getTable(tables, sheet);
  if (!table.headers.includes(header)) table.headers.push(header);
  const line = table.rows[row - 2];
  if (line === undefined) throw new Error(`${sheet} has no row ${row}`);
  line[header] = entry;
}

/** "Carbon!G3 not-a-number" for each fault. */
export function places(issues: readonly Issue[]): string[] {
  return issues.map(({ sheet, cell, header, code }) => `${sheet ?? ''}!${cell ?? header ?? ''} ${code}`);
}

/** The address of a cell by header, in the workbook as the change left it. */
export function at(tables: readonly Table[], sheet: string, row: number, header: string): string {
  return `${sheet}!${String.fromCharCode(65 + getTable(tables, sheet).headers.indexOf(header))}${row}`;
}
