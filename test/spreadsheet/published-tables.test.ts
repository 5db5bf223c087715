import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/domain/issue.ts';
import { toCarbonValues, toMultiplierSectors } from '../../src/domain/published-tables.ts';
import { readFactorWorkbook } from '../../src/spreadsheet/read-factor-workbook.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const read = (...lines: readonly string[]) =>
  readFactorWorkbook({ name: 'table.csv', bytes: Buffer.from(lines.join('\n')) });
const faults = async (...lines: readonly string[]) => (await read(...lines)).issues.map(formatIssue);
const valuesOf = ({ rows }: Awaited<ReturnType<typeof read>>) =>
  rows.map(({ id, value, publishedUnit, ghgUnit }) => [id, value, publishedUnit, ghgUnit]);

/** The rows of a file beside the project, read by another reader. */
function readShared(folder: string, file: string): Record<string, string>[] {
  const text = readFileSync(sharedPath('data', folder, file), 'utf8');
  return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

const MULTIPLIERS = ['spend-multipliers', 'uk_spend_multipliers_ict_2015_2023.csv'] as const;
const CARBON_VALUES = ['carbon-values', 'carbon_values_desnz_nov2023_2022prices.csv'] as const;
const readSharedTable = ([folder, file]: readonly [string, string]) =>
  readFactorWorkbook({ name: file, bytes: readFileSync(sharedPath('data', folder, file)) });

describe('a table of spend multipliers', () => {
  it('is known by its headers, and gives a value for each industry and year; a blank is none', async () => {
    const table = await read(
      'sic,category,2022,2023',
      '62,Programming,0.11093,0.09992',
      '33OTHER,"Repair, other",,0.2',
    );
    expect(table).toMatchObject({ kind: 'spend-multipliers', year: '2023', edition: '', issues: [], notices: [] });
    expect(valuesOf(table)).toEqual([
      ['spend.62.2022', '0.11093', 'GBP excluding VAT, 2022 prices', 'kg CO2e'],
      ['spend.62.2023', '0.09992', 'GBP excluding VAT, 2023 prices', 'kg CO2e'],
      ['spend.33OTHER.2022', undefined, 'GBP excluding VAT, 2022 prices', 'kg CO2e'],
      ['spend.33OTHER.2023', '0.2', 'GBP excluding VAT, 2023 prices', 'kg CO2e'],
    ]);
    expect(toMultiplierSectors(table.rows)[1]).toEqual({
      sector: '33OTHER',
      title: 'Repair, other',
      kgPerGbp: { '2023': '0.2' },
    });
  });

  it('may have other words for its headers, and a row for each year', async () => {
    const wide = await read('Industry code,Description,kgCO₂e per £ excl. VAT 2023', '62,Programming,0.09992');
    const long = await read('SIC code,Industry name,Price year,kgCO2e/£', '62,Programming,2023,0.09992');
    expect(valuesOf(long)).toEqual(valuesOf(wide));
    expect(valuesOf(long)).toEqual([['spend.62.2023', '0.09992', 'GBP excluding VAT, 2023 prices', 'kg CO2e']]);
  });

  it('is read from a workbook as well, whose codes, years and values are numbers', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Multipliers');
    sheet.addRow(['Made up for a test']);
    sheet.addRow(['SIC', 'Category', 2022, 2023]);
    sheet.addRow([35.1, 'Electricity', 1.43389, 1.17676]);
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
    const table = await readFactorWorkbook({ name: 'table.xlsx', bytes });
    expect(table.issues).toEqual([]);
    expect(valuesOf(table).map(([id, value]) => [id, value])).toEqual([
      ['spend.35.1.2022', '1.43389'],
      ['spend.35.1.2023', '1.17676'],
    ]);
  });

  it('tells every fault by its cell, and leaves out rows of notes', async () => {
    expect(
      await faults('sic,category,2022,2023', '62,Programming,-0.1,none', '62,Programming,0.1,0.1', ',Nobody,1,'),
    ).toEqual([
      expect.stringContaining('C2 Enter a value of 0 or more'),
      expect.stringContaining('D2 Enter a number'),
      expect.stringContaining('A3 Keep one of rows 2 and 3: both are industry 62 in 2022'),
      expect.stringContaining('A3 Keep one of rows 2 and 3: both are industry 62 in 2023'),
      expect.stringContaining('A4 Enter the industry'),
    ]);
    expect(await faults('sic,category,kgCO2e per GBP incl VAT 2023', '62,Programming,0.1')).toEqual([
      expect.stringContaining('C1 Send multipliers for a pound without VAT'),
    ]);
    expect(await faults('sic,category,year,kgCO2e per GBP', '62,Programming,soon,0.1')).toEqual([
      expect.stringContaining('C2 Enter the year of the prices'),
    ]);
    expect(await faults('sic,category,2023', '62,Programming,')).toEqual([expect.stringContaining('has no value')]);
    const noted = await read('sic,category,2023', '62,Programming,0.1', 'Made up for a test');
    expect(noted.notices).toEqual(['table: rows without any number were left out (3).']);
  });

  it.skipIf(!sharedExists)('holds every value of the shared table (needs the shared data)', async () => {
    const rows = readShared(...MULTIPLIERS);
    const expected = rows.flatMap(({ sic = '', category = '', ...years }) =>
      Object.entries(years).map(([year, value]) => [`spend.${sic}.${year}`, category, value]),
    );
    const table = await readSharedTable(MULTIPLIERS);
    expect(table.issues).toEqual([]);
    expect(expected).toHaveLength(25 * 9);
    const found = table.rows.map(({ id, levels, value }) => [id, levels[1], value]);
    expect(found).toEqual(expected);
  });
});

describe('a table of carbon values', () => {
  const HEADERS = 'year,base_year,series,scenario,value_gbp_per_tco2e';
  const ROWS = ['2026,2024,made up,low,140.5', '2026,2024,made up,central,281', '2026,2024,made up,high,421.5'];

  it('is known by its headers, and gives low, central and high of each year in prices of one', async () => {
    const table = await read(HEADERS, ...ROWS);
    expect(table).toMatchObject({ kind: 'carbon-values', year: '2024', issues: [], notices: [] });
    expect(valuesOf(table)).toEqual([
      ['carbon-value.2026.low', '140.5', 't CO2e', 'GBP in prices of 2024'],
      ['carbon-value.2026.central', '281', 't CO2e', 'GBP in prices of 2024'],
      ['carbon-value.2026.high', '421.5', 't CO2e', 'GBP in prices of 2024'],
    ]);
    const wide = await read('Year,Price base,Low,Central,High', '2026,2024,140.5,281,421.5');
    expect(valuesOf(wide)).toEqual(valuesOf(table));
    expect(toCarbonValues(wide.rows)).toEqual([{ year: '2026', low: '140.5', central: '281', high: '421.5' }]);
  });

  it('tells every fault by its cell: another price base or series, a value that lacks, is twice or out of order', async () => {
    const [low = '', central = '', high = ''] = ROWS;
    expect(await faults(HEADERS, low, central)).toEqual([expect.stringContaining('Give the high value of 2026 too')]);
    expect(await faults(HEADERS, low, central, high.replace('2024', '2025'))).toEqual([
      expect.stringContaining('B4 Send values in prices of one year: row 2 says "2024"'),
    ]);
    expect(await faults(HEADERS, low, central, high.replace('made up', 'traded'))).toEqual([
      expect.stringContaining('C4 Send one series of carbon values'),
    ]);
    expect(await faults(HEADERS, ...ROWS, high)).toEqual([expect.stringContaining('E5 Keep one of rows 4 and 5')]);
    expect(await faults(HEADERS, low, central, high.replace('421.5', '200'))).toEqual([
      expect.stringContaining('E4 Correct the values of 2026: central is 281, above high'),
    ]);
    expect(await faults(HEADERS, low, central, high.replace('high', 'highest'))).toEqual([
      expect.stringContaining('D4 Enter low, central or high'),
      expect.stringContaining('Give the high value of 2026 too'),
    ]);
    expect(await faults(HEADERS, ...ROWS.map((row) => row.replace('2026', 'soon')))).toHaveLength(3);
  });

  it.skipIf(!sharedExists)('holds every value of the shared table (needs the shared data)', async () => {
    const rows = readShared(...CARBON_VALUES);
    const expected = rows.map((row) => [
      `carbon-value.${row['year']}.${row['scenario']}`,
      row['value_gbp_per_tco2e'],
      `GBP in prices of ${row['base_year']}`,
    ]);
    const table = await readSharedTable(CARBON_VALUES);
    expect(table.issues).toEqual([]);
    expect(table.year).toBe('2022');
    expect(table.rows.map(({ id, value, ghgUnit }) => [id, value, ghgUnit])).toEqual(expected);
    expect(table.rows).toHaveLength(93);
    expect(toCarbonValues(table.rows)).toHaveLength(31);
  });
});

describe('a file that is none of the tables', () => {
  it('is refused with the headers of each', async () => {
    await expect(read('a,b,c', '1,2,3')).rejects.toMatchObject({
      code: 'unsupported-file',
      message: expect.stringMatching(/Level 1.*SIC, Category.*Base year/s) as string,
    });
  });
});
