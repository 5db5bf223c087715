import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/domain/issue.ts';
import { readFactorWorkbook } from '../../src/spreadsheet/read-factor-workbook.ts';
import { FIRST_ROW, flatFile, type MadeUpFlatFile } from '../support/factor-workbook.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const read = async (made: MadeUpFlatFile) => readFactorWorkbook({ name: 'flat.xlsx', bytes: await flatFile(made) });

describe('the flat file of conversion factors', () => {
  it('gives every row as it is published, with its year and edition', async () => {
    const { year, edition, rows, issues, notices } = await read({
      year: '2024',
      edition: '1.1',
      rows: [
        { id: '7_1', value: 0.20705 },
        {
          id: '1_2',
          scope: 'Scope 1',
          levels: ['Fuels', 'Gaseous fuels', 'Natural gas'],
          unit: 'kWh (Gross CV)',
          value: 0.1829,
        },
        {
          id: '9_3',
          scope: 'Outside of Scopes',
          ghgUnit: 'kg CO2e of CO2 per unit',
          columnText: 'Whole',
          value: '0.5',
        },
      ],
    });
    expect({ year, edition, issues, notices }).toEqual({ year: '2024', edition: '1.1', issues: [], notices: [] });
    expect(rows).toEqual([
      {
        id: '7_1',
        levels: ['UK electricity', 'Electricity generated', '', ''],
        columnText: '',
        publishedUnit: 'kWh',
        ghgUnit: 'kg CO2e',
        scope: '2',
        value: '0.20705',
      },
      expect.objectContaining({ id: '1_2', scope: '1', publishedUnit: 'kWh (Gross CV)', value: '0.1829' }),
      expect.objectContaining({ id: '9_3', scope: 'outside', columnText: 'Whole', value: '0.5' }),
    ]);
  });

  it('keeps a blank as no value, "< 1" as text, and 0 as 0', async () => {
    const { rows, issues } = await read({
      rows: [{ id: 'blank' }, { id: 'less', value: '< 1' }, { id: 'zero', value: 0 }],
    });
    expect(issues).toEqual([]);
    expect(rows.map(({ id, value, valueText }) => ({ id, value, valueText }))).toEqual([
      { id: 'blank', value: undefined, valueText: undefined },
      { id: 'less', value: undefined, valueText: '< 1' },
      { id: 'zero', value: '0', valueText: undefined },
    ]);
  });

  it('tells every fault by its cell, all at once', async () => {
    const { issues } = await read({
      aboutYear: '2024',
      rows: [
        { id: 'one', value: 1 },
        { id: 'one', value: 2 },
        { id: 'two', value: 'n/a' },
        { id: 'three', value: -1 },
        { id: 'four', scope: 'Scope 4', value: 1 },
        { id: 'five', unit: '', value: 1 },
        { value: 3 },
        { id: 'six', value: '1.234,5' },
      ],
    });
    expect(issues.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      `A${FIRST_ROW + 1} duplicate-row`,
      `J${FIRST_ROW + 2} not-a-number`,
      `J${FIRST_ROW + 3} negative`,
      `B${FIRST_ROW + 4} unknown-scope`,
      `H${FIRST_ROW + 5} missing`,
      `A${FIRST_ROW + 6} missing`,
      `J${FIRST_ROW + 7} not-a-number`,
      `J${FIRST_ROW - 1} year-differs`,
    ]);
    expect(issues.map(formatIssue)[0]).toBe('Factors by Category!A8 Keep one of rows 7 and 8: both are one');
  });

  it('is read from CSV as well, where every value is text', async () => {
    const lines = [
      'Conversion factors for tests',
      'ID,Scope,Level 1,Level 2,Level 3,Level 4,Column Text,UOM,GHG/Unit,GHG Conversion Factor 2025',
      '7_1,Scope 2,UK electricity,,,,,kWh,kg CO2e,0.17700',
      '7_2,Scope 2,UK electricity,,,,,kWh,kg CO2e,"1,5"',
      ',END,,,,,,,,',
      'below the end,,,,,,,,,1',
    ];
    const bytes = Buffer.from(lines.join('\n'));
    const { year, edition, rows, issues } = await readFactorWorkbook({ name: 'flat.csv', bytes });
    expect({ year, edition }).toEqual({ year: '2025', edition: '' });
    expect(rows).toMatchObject([{ id: '7_1', value: '0.17700' }]);
    expect(issues).toMatchObject([{ cell: 'J4', code: 'not-a-number', found: '1,5' }]);
  });

  it('says which rows it left out, and refuses a file without any factor', async () => {
    const { notices } = await read({ rows: [{ id: 'one', value: 1 }, { levels: ['A heading'] }] });
    expect(notices).toEqual(['Factors by Category: 1 rows have neither id nor value and were left out (8).']);
    expect((await read({ rows: [] })).issues.map(({ code }) => code)).toEqual(['no-factors']);
  });

  it('refuses a workbook whose rows have no ids, and says which file to send', async () => {
    const headers = ['Activity', 'Scope', 'Level 1', 'Level 2', 'Level 3', 'Level 4', 'Column Text', 'UOM', 'GHG/Unit'];
    await expect(read({ headers, factorSet: 'Full set', rows: [{ id: 'one', value: 1 }] })).rejects.toMatchObject({
      code: 'unsupported-file',
      message: expect.stringMatching(
        /flat\.xlsx: The file is the full set of 2025, whose rows have no ids[^]*Send the flat file/,
      ),
    });
  });

  it.skipIf(!sharedExists)('refuses the official condensed set (needs the shared data)', async () => {
    const path = sharedPath('data', 'conversion-factors', 'ghg-conversion-factors-2024-condensed-set-v1.1.xlsx');
    await expect(readFactorWorkbook({ name: 'condensed.xlsx', path })).rejects.toMatchObject({
      code: 'unsupported-file',
      message: expect.stringContaining('The file is the condensed set of 2024, whose rows have no ids'),
    });
  });
});
