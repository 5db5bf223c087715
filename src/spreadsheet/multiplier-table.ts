import type { PublishedFactor } from '../domain/conversion-factor.ts';
import { multiplierRow } from '../domain/published-tables.ts';
import type { DecimalText } from '../domain/quantity.ts';
import { findHeaderRow, type HeaderRow, TableFaults, type TableReading, type TableRow } from './published-table.ts';
import type { UploadContent } from './upload.ts';

/** Headers without case, spaces and punctuation. */
const SECTOR = ['sic', 'siccode', 'sic2007', 'industry', 'industrycode', 'sector', 'sectorcode', 'code'];
const TITLE = ['category', 'industryname', 'sectorname', 'title', 'name', 'description', 'product'];
const PRICE_YEAR = ['year', 'priceyear', 'yearofprices'];
const PER_POUND = 'kgco2eq?(?:per)?(?:gbp|pounds?)?(?:(?:ex|excl|excluding|inc|incl|including)vat)?';
const VALUE = new RegExp(`^(?:multiplier|${PER_POUND})$`);
const VALUE_OF_YEAR = new RegExp(`^(?:${PER_POUND})?((?:19|20)\\d{2})$`);
const WITH_VAT = /inc(?:l|luding)?vat/;
const YEAR = /^(?:19|20)\d{2}$/;

export const MULTIPLIER_HEADERS = 'SIC, Category and a column for each price year, as 2023';

/** Where the values stand: a column for each year, or one of years and one of values. */
type Columns = {
  readonly sector: number;
  readonly title: number;
  readonly values: readonly { readonly column: number; readonly year?: string; readonly withVat: boolean }[];
  readonly year?: number;
};

/**
 * A table of spend multipliers: kilograms of CO2e for a pound without VAT, by industry and year of the prices.
 * Undefined where no sheet has its headers.
 */
export function readMultiplierTable(content: UploadContent): TableReading | undefined {
  const found = findHeaderRow(content, toColumns);
  if (found === undefined) return undefined;
  const faults = new TableFaults(found.sheet);
  checkVat(found, faults);
  const rows: PublishedFactor[] = [];
  const rowOf = new Map<string, number>();
  const leftOut: number[] = [];
  for (const row of faults.rowsBelow(found.row)) {
    const read = readRow(row, found.columns, faults);
    if (read.length === 0) leftOut.push(row.number);
    for (const one of read) {
      const earlier = rowOf.get(one.id);
      const message = `Keep one of rows ${earlier} and ${row.number}: both are industry ${one.levels[0]} in ${one.columnText}`;
      if (earlier !== undefined) {
        faults.add({ row: row.number, column: found.columns.sector }, 'duplicate-row', message, one.levels[0]);
      }
      rowOf.set(one.id, earlier ?? row.number);
      rows.push(one);
    }
  }
  const newest = rows.filter(({ value }) => value !== undefined).map(({ columnText }) => columnText);
  if (newest.length === 0) faults.noRows();
  return {
    kind: 'spend-multipliers',
    year: newest.toSorted().at(-1) ?? '',
    rows,
    issues: faults.issues,
    notices: leftOut.length === 0 ? [] : [leftOutNotice(found.sheet.name, leftOut)],
  };
}

function toColumns(headers: readonly { readonly column: number; readonly name: string }[]): Columns | undefined {
  const column = (names: readonly string[]) => headers.find(({ name }) => names.includes(name))?.column;
  const [sector, title, year] = [column(SECTOR), column(TITLE), column(PRICE_YEAR)];
  if (sector === undefined || title === undefined) return undefined;
  const ofYears = headers.flatMap(({ column: at, name }) => {
    const [, stated] = VALUE_OF_YEAR.exec(name) ?? [];
    return stated === undefined ? [] : [{ column: at, year: stated, withVat: WITH_VAT.test(name) }];
  });
  if (ofYears.length > 0) return { sector, title, values: ofYears };
  const value = headers.find(({ name }) => VALUE.test(name));
  if (value === undefined || year === undefined) return undefined;
  return { sector, title, year, values: [{ column: value.column, withVat: WITH_VAT.test(value.name) }] };
}

/** A multiplier of prices with VAT, taken for one without, would understate every figure by a sixth. */
function checkVat({ row, columns }: HeaderRow<Columns>, faults: TableFaults): void {
  for (const { column, withVat } of columns.values) {
    if (withVat) faults.add({ row, column }, 'vat-included', 'Send multipliers for a pound without VAT');
  }
}

/** The multipliers of a row, blank ones too; none where it has no number at all, as a row of notes. */
function readRow(row: TableRow, { sector, title, values, year }: Columns, faults: TableFaults): PublishedFactor[] {
  if (values.every(({ column }) => row.text(column) === '')) return [];
  const place = { row: row.number, column: sector };
  const about = { sector: row.text(sector), title: row.text(title) };
  if (about.sector === '') faults.add(place, 'missing', 'Enter the industry: its row has a value');
  return values.map((value) => {
    const stated = value.year ?? row.text(year);
    if (!YEAR.test(stated) && year !== undefined) {
      const message = `Enter the year of the prices, as 2023, got "${stated}"`;
      faults.add({ row: row.number, column: year }, 'not-a-year', message, stated);
    }
    const kgPerGbp: DecimalText | undefined = faults.decimal(row, value.column);
    return multiplierRow({ ...about, year: stated }, kgPerGbp);
  });
}

function leftOutNotice(sheet: string, rows: readonly number[]): string {
  return `${sheet}: rows without any number were left out (${rows.slice(0, 10).join(', ')}).`;
}
