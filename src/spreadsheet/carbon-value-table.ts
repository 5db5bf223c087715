import { CARBON_SERIES, type CarbonSeries, carbonValueRow } from '../domain/published-tables.ts';
import { type DecimalText, toFraction } from '../domain/quantity.ts';
import { findHeaderRow, TableFaults, type TableReading, type TableRow } from './published-table.ts';
import type { UploadContent } from './upload.ts';

/** Headers without case, spaces and punctuation. */
const YEAR = ['year', 'yearofemission'];
const PRICE_BASE = ['baseyear', 'pricebase', 'pricebaseyear', 'priceyear', 'yearofprices'];
const SCENARIO = ['scenario', 'level', 'estimate'];
const VALUE = ['valuegbppertco2e', 'gbppertco2e', 'gbptco2e', 'carbonvalue', 'value'];
const SERIES_WORDS: Readonly<Record<string, CarbonSeries>> = {
  low: 'low',
  lower: 'low',
  central: 'central',
  medium: 'central',
  high: 'high',
  upper: 'high',
};
const FOUR_DIGITS = /^(?:19|20|21)\d{2}$/;

export const CARBON_VALUE_HEADERS = 'Year, Base year, Scenario and Value GBP per tCO2e';

/** Where the values stand: a column for each of low, central and high, or one that names it and one of values. */
type Columns = {
  readonly year: number;
  readonly priceBase: number;
  /** The publication may hold several, as traded and not traded; a set is of one. */
  readonly series: number | undefined;
  readonly scenario: number | undefined;
  readonly values: readonly { readonly column: number; readonly scenario?: CarbonSeries }[];
};

type ValueRead = {
  readonly row: number;
  readonly column: number;
  readonly year: string;
  readonly scenario: CarbonSeries;
  readonly value: DecimalText;
};

/**
 * A table of carbon values: pounds, in prices of one year, for a tonne of CO2e, low, central and high by year.
 * Undefined where no sheet has its headers.
 */
export function readCarbonValueTable(content: UploadContent): TableReading | undefined {
  const found = findHeaderRow(content, toColumns);
  if (found === undefined) return undefined;
  const { sheet, columns } = found;
  const faults = new TableFaults(sheet);
  const rows = faults.rowsBelow(found.row);
  const priceBase = oneOf(rows, columns.priceBase, faults, 'price-base-differs', 'Send values in prices of one year');
  if (!FOUR_DIGITS.test(priceBase) && rows[0] !== undefined) {
    const message = `Enter the year of the prices, as 2022, got "${priceBase}"`;
    faults.add({ row: rows[0].number, column: columns.priceBase }, 'not-a-year', message, priceBase);
  }
  if (columns.series !== undefined) {
    oneOf(rows, columns.series, faults, 'several-series', 'Send one series of carbon values');
  }
  const values = rows.flatMap((row) => readRow(row, columns, faults));
  for (const [year, own] of Map.groupBy(values, (value) => value.year)) checkYear(year, own, faults);
  if (values.length === 0) faults.noRows();
  return {
    kind: 'carbon-values',
    year: priceBase,
    rows: values.map(({ year, scenario, value }) => carbonValueRow({ year, series: scenario, priceBase }, value)),
    issues: faults.issues,
    notices: [],
  };
}

function toColumns(headers: readonly { readonly column: number; readonly name: string }[]): Columns | undefined {
  const column = (names: readonly string[]) => headers.find(({ name }) => names.includes(name))?.column;
  const [year, priceBase, series] = [column(YEAR), column(PRICE_BASE), column(['series'])];
  if (year === undefined || priceBase === undefined) return undefined;
  const [scenario, value] = [column(SCENARIO), column(VALUE)];
  if (scenario !== undefined && value !== undefined) {
    return { year, priceBase, series, scenario, values: [{ column: value }] };
  }
  const values = CARBON_SERIES.flatMap((one) => {
    const at = column([one]);
    return at === undefined ? [] : [{ column: at, scenario: one }];
  });
  return values.length === CARBON_SERIES.length ? { year, priceBase, series, scenario, values } : undefined;
}

/** What all rows say in a column; another text in it is a fault. */
function oneOf(rows: readonly TableRow[], column: number, faults: TableFaults, code: string, fix: string): string {
  const first = rows[0]?.text(column) ?? '';
  for (const row of rows) {
    const text = row.text(column);
    if (text !== first) {
      faults.add({ row: row.number, column }, code, `${fix}: row ${rows[0]?.number} says "${first}"`, text);
    }
  }
  return first;
}

function readRow(row: TableRow, columns: Columns, faults: TableFaults): ValueRead[] {
  const year = row.text(columns.year);
  if (!FOUR_DIGITS.test(year)) {
    const message = `Enter the year of the emission, as 2030, got "${year}"`;
    faults.add({ row: row.number, column: columns.year }, 'not-a-year', message, year);
  }
  return columns.values.flatMap(({ column, scenario: fixed }) => {
    const scenario = fixed ?? scenarioOf(row, columns.scenario ?? column, faults);
    const value = faults.decimal(row, column);
    if (row.text(column) === '') {
      faults.add({ row: row.number, column }, 'missing', `Enter the value of ${year}: a blank is not 0`);
    }
    return scenario === undefined || value === undefined ? [] : [{ row: row.number, column, year, scenario, value }];
  });
}

function scenarioOf(row: TableRow, column: number, faults: TableFaults): CarbonSeries | undefined {
  const text = row.text(column);
  const known = SERIES_WORDS[text.toLowerCase()];
  if (known === undefined) {
    faults.add({ row: row.number, column }, 'unknown-scenario', `Enter low, central or high, got "${text}"`, text);
  }
  return known;
}

/** A year has each of the three once, in order: a cost is worked out at all of them. */
function checkYear(year: string, values: readonly ValueRead[], faults: TableFaults): void {
  const [first] = values;
  if (first === undefined) return;
  for (const scenario of CARBON_SERIES) {
    const [one, second] = values.filter((value) => value.scenario === scenario);
    if (one === undefined) faults.add(first, 'missing-scenario', `Give the ${scenario} value of ${year} too`);
    if (one !== undefined && second !== undefined) {
      const message = `Keep one of rows ${one.row} and ${second.row}: both are the ${scenario} value of ${year}`;
      faults.add(second, 'duplicate-row', message, second.value);
    }
  }
  const ordered = CARBON_SERIES.flatMap((scenario) => values.filter((value) => value.scenario === scenario));
  ordered.forEach((value, index) => {
    const below = ordered[index - 1];
    if (below === undefined || toFraction(below.value).lte(toFraction(value.value))) return;
    const message = `Correct the values of ${year}: ${below.scenario} is ${below.value}, above ${value.scenario}`;
    faults.add(value, 'out-of-order', message, value.value);
  });
}
