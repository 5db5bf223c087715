import type { FileSource } from '../application/file-source.ts';
import { plainName } from '../application/nearest-names.ts';
import type { YearlyTotalsReading } from '../application/ports.ts';
import type { YearlyTotal } from '../application/trajectory-records.ts';
import { parseFinancialYear, toFinancialYear } from '../domain/financial-year.ts';
import type { Issue } from '../domain/issue.ts';
import { decimalText, parseDecimal } from '../domain/quantity.ts';
import { type Cell, cellAddress, cellText } from './cell.ts';
import type { UploadLimits } from './limits.ts';
import { refusalOfFile, unsupportedFile } from './refusal.ts';
import { readUpload, type Sheet, type SheetRow } from './upload.ts';

const HEADER_SEARCH_ROWS = 20;
const YEAR_HEADERS = ['Financial year', 'Year'];
const AMOUNT_HEADERS: Readonly<Record<string, 1 | 1000>> = { tCO2e: 1, 'Tonnes CO2e': 1, Tonnes: 1, kgCO2e: 1000 };

type Columns = { readonly row: number; readonly year: number; readonly amount: number; readonly divisor: 1 | 1000 };

/**
 * Reads a sheet of financial years with their tonnes (or kilograms) of CO2e, `.xlsx` or `.csv`. Every fault carries its
 * cell. Throws AppError `unsupported-file` where no sheet has the two headers.
 */
export async function readYearlyTotals(
  source: FileSource,
  limits?: Partial<UploadLimits>,
): Promise<YearlyTotalsReading> {
  const { sheets, issues, notices } = await readUpload(source, limits);
  const found = sheets.map((sheet) => ({ sheet, columns: findColumns(sheet) })).find(({ columns }) => columns);
  if (found?.columns === undefined) {
    const message = `No sheet has the headers Financial year and tCO2e in its first ${HEADER_SEARCH_ROWS} rows.`;
    throw refusalOfFile(unsupportedFile(message, 'Give each year a row of its own below these headers.'), source.name);
  }
  const { sheet, columns } = found;
  const totals: YearlyTotal[] = [];
  const faults: Issue[] = [...issues];
  const rowOfYear = new Map<string, number>();
  for (const row of sheet.rows.filter(({ number, cells }) => number > columns.row && cells.length > 0)) {
    const read = readRow(sheet, row, columns, rowOfYear);
    faults.push(...read.faults);
    if (read.total !== undefined) totals.push(read.total);
  }
  return { totals, issues: faults, notices };
}

function findColumns({ rows }: Sheet): Columns | undefined {
  for (const { number, cells } of rows.slice(0, HEADER_SEARCH_ROWS)) {
    const named = (names: readonly string[]) =>
      cells.find(({ value }) => names.some((name) => plainName(name) === plainName(cellText(value))));
    const year = named(YEAR_HEADERS);
    const amount = named(Object.keys(AMOUNT_HEADERS));
    if (year === undefined || amount === undefined) continue;
    const header = plainName(cellText(amount.value));
    const divisor = Object.entries(AMOUNT_HEADERS).find(([name]) => plainName(name) === header)?.[1] ?? 1;
    return { row: number, year: year.column, amount: amount.column, divisor };
  }
  return undefined;
}

function readRow(
  sheet: Sheet,
  row: SheetRow,
  columns: Columns,
  rowOfYear: Map<string, number>,
): { readonly total?: YearlyTotal; readonly faults: readonly Issue[] } {
  const at = (column: number) => row.cells.find((cell) => cell.column === column);
  const faults: Issue[] = [];
  const fault = (column: number, code: string, message: string, header: string) => {
    const found = textOf(at(column));
    const cell = cellAddress(row.number, column);
    faults.push({ pointer: '#', code, message, sheet: sheet.name, cell, header, ...(found === '' ? {} : { found }) });
  };
  const year = yearOf(textOf(at(columns.year)));
  const amount = parseDecimal(textOf(at(columns.amount)));
  const earlier = year === undefined ? undefined : rowOfYear.get(year);
  if (year === undefined) {
    fault(columns.year, 'not-a-financial-year', 'Enter a financial year, for example 2025/26', 'Financial year');
  } else if (earlier !== undefined) {
    fault(
      columns.year,
      'duplicate-year',
      `Keep one of rows ${earlier} and ${row.number}: both are ${year}`,
      'Financial year',
    );
  } else rowOfYear.set(year, row.number);
  const isNumber = amount?.gte(0) === true && !isPercent(at(columns.amount));
  if (!isNumber)
    fault(columns.amount, 'not-a-number', 'Enter a number, 0 or more; leave out a year that is not known', 'tCO2e');
  if (faults.length > 0 || year === undefined || amount === undefined) return { faults };
  return { total: { year, tonnes: decimalText(amount.div(columns.divisor), 30) }, faults };
}

/** "2025/26", and "2025-26" and "2025/2026" as people write it. */
function yearOf(text: string): string | undefined {
  const [, start = '', end = ''] = /^(\d{4})\s*[/\-–]\s*(\d{2}|\d{4})$/.exec(text) ?? [];
  const year = start === '' ? undefined : toFinancialYear(Number(start));
  return year !== undefined && parseFinancialYear(`${start}/${end.slice(-2)}`) === year ? year : undefined;
}

function textOf(cell: Cell | undefined): string {
  return cell === undefined ? '' : cellText(cell.value).trim();
}

function isPercent(cell: Cell | undefined): boolean {
  return cell?.value.kind === 'number' && cell.value.percent;
}
