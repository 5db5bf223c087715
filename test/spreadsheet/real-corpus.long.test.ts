import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { readUpload, streamSheet, uploadKind } from '../../src/spreadsheet/upload.ts';
import { EXCELJS_DOES_NOT_SAY, exceljsCells, ourCells } from '../support/exceljs-cells.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const real = (name: string) => ({ name, path: sharedPath('corpus', 'real', name) });

async function refusalOf(name: string): Promise<AppError> {
  const error: unknown = await readUpload(real(name)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`${name} was not refused`);
}

describe.skipIf(!sharedExists)(
  'real workbooks and registers (skipped where the corpus is not beside the project)',
  () => {
    it.each([
      ['customers-wrong-sheet-name.xlsx', 34],
      ['mi-return-rm6096-boolean-like.xlsx', 976],
    ])('reads every cell of %s as exceljs does', async (name, count) => {
      const ours = ourCells(await readUpload(real(name)));
      expect(ours).toEqual(await exceljsCells(real(name).path));
      expect(ours.size).toBe(count);
    });

    it('reads the conversion factors as exceljs does, and the values under merged cells that exceljs drops', async () => {
      const name = 'ghg-conversion-factors-2025-condensed-set.xlsx';
      const ours = ourCells(await readUpload(real(name)));
      const theirs = await exceljsCells(real(name).path);
      const onlyOurs = [...ours].filter(([address]) => !theirs.has(address));
      expect([...theirs].filter(([address, value]) => ours.get(address) !== value)).toEqual([]);
      expect(theirs.size).toBe(10_079);
      expect(onlyOurs).toHaveLength(18);
      expect(onlyOurs[0]).toEqual(['Fuels!B24', 'text Butane']);
    });

    it('reads a template of 118,000 formulas as exceljs does, and the zeros and empty texts that exceljs does not tell', async () => {
      const name = 'services-and-buildings-template-v1.0.xlsx';
      const content = await readUpload(real(name));
      const ours = ourCells(content);
      const theirs = await exceljsCells(real(name).path);
      const told = [...theirs].filter(([, value]) => value !== EXCELJS_DOES_NOT_SAY);
      expect(told.length).toBeGreaterThan(15_000);
      const different = told.filter(([address, value]) => ours.get(address) !== value).map(([address]) => address);
      // Shown as [h]:mm, these are 24 hours; exceljs makes them the day after its first.
      expect(different.map((address) => [address, ours.get(address)])).toEqual([
        ['Lists!B60', 'text 24:00:00'],
        ['Lists!B160', 'text 24:00:00'],
      ]);
      const notTold = [...theirs]
        .filter(([, value]) => value === EXCELJS_DOES_NOT_SAY)
        .map(([address]) => ours.get(address));
      expect(new Set(notTold)).toEqual(new Set(['number 0', undefined]));
      expect([...ours.keys()].filter((address) => !theirs.has(address))).toEqual([]);
      expect(content.sheets.map(({ name: sheet, hidden }) => [sheet, hidden])).toContainEqual(['Lists', true]);
      expect(content.notices).toContain('The sheet "Lists" is hidden; it was read like the others.');
    }, 60_000);

    it.each([
      'mi-return-rm3774-example.xls',
      'mi-return-rm1557-corrupted.xls',
      'mi-return-headers-with-leading-space.xls',
      'ghg-conversion-factors-2016-is-xls-inside.xlsx',
    ])('refuses %s as an old Excel workbook and says what to do', async (name) => {
      const refusal = await refusalOf(name);
      expect(refusal.code).toBe('unsupported-file');
      expect(refusal.message).toMatch(/an old Excel workbook \(\.xls\).*save it again as an Excel workbook \(\.xlsx\)/);
    });

    it('refuses a file of no bytes', async () => {
      expect((await refusalOf('mi-return-zero-bytes.xls')).message).toContain('The file is empty (0 bytes).');
    });

    it('refuses a Windows-1252 register and names the line and the character', async () => {
      const { message } = await refusalOf('council-grants-windows-1252.csv');
      expect(message).toContain('line 88 has the byte E9, which stands for "é"');
    });

    it('reads a register separated by semicolons with its decimal commas as they are', async () => {
      const { sheets, notices } = await readUpload(real('device-footprints-fr-semicolon-decimal-comma.csv'));
      const [header, first] = sheets[0]?.rows ?? [];
      expect(header?.cells.map((cell) => cell.value)).toContainEqual({ kind: 'text', text: 'gwp_use_ratio' });
      expect(first?.cells.map((cell) => cell.value)).toContainEqual({ kind: 'text', text: '0,1500' });
      expect(notices).toEqual([expect.stringContaining('separated by semicolons')]);
    });

    it('reads a small register row by row', async () => {
      const { sheets } = await readUpload(real('framework-suppliers-with-errors.csv'));
      expect(sheets[0]?.rows.map((row) => row.cells.length)).toEqual([4, 4, 4, 3]);
    });

    it('streams a sheet with the same counts as reading it whole', async () => {
      const source = real('ghg-conversion-factors-2025-condensed-set.xlsx');
      const whole = (await readUpload(source)).sheets.find((sheet) => sheet.name === 'Fuels');
      let cells = 0;
      const summary = await streamSheet(source, 'Fuels', (_, row) => {
        cells += row.length;
      });
      expect(summary).toMatchObject({ name: 'Fuels', hidden: false, rows: whole?.rows.length, cells });
      expect(cells).toBe(whole?.rows.reduce((sum, row) => sum + row.cells.length, 0));
    });

    it('knows the kind of each', async () => {
      expect(await uploadKind(real('customers-wrong-sheet-name.xlsx'))).toBe('xlsx');
      expect(await uploadKind(real('framework-suppliers-with-errors.csv'))).toBe('csv');
    });
  },
);

describe('workbooks that exceljs writes', () => {
  const text = fc
    .string({ unit: 'grapheme', maxLength: 30 })
    .filter((value) => !/_x[0-9A-F]{4}_|\p{Cc}|[\ufffe\uffff]/iu.test(value));
  const value = fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.integer(),
    fc.boolean(),
    fc.date({ min: new Date('1900-03-01T00:00:00Z'), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true }),
    fc.array(text, { minLength: 1, maxLength: 3 }).map((runs) => ({ richText: runs.map((run) => ({ text: run })) })),
    fc.integer({ min: 1, max: 1000 }).map((result) => ({ formula: '1+1', result })),
  );
  const rows = fc.array(fc.array(fc.option(value), { maxLength: 8 }), { maxLength: 12 });
  // Many sheets in few workbooks: each workbook starts a worker.
  const sheets = fc.array(rows, { minLength: 1, maxLength: 10, size: 'max' });

  it('are read as exceljs itself reads them', async () => {
    await fc.assert(
      fc.asyncProperty(sheets, async (contents) => {
        const workbook = new ExcelJS.Workbook();
        contents.forEach((each, index) => workbook.addWorksheet(`Sheet ${index + 1}`).addRows(each));
        const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
        const content = await readUpload({ name: 'generated.xlsx', bytes });
        expect(content.sheets.map((sheet) => sheet.name)).toEqual(contents.map((_, index) => `Sheet ${index + 1}`));
        expect(ourCells(content)).toEqual(await exceljsCells(bytes));
      }),
      { numRuns: 10, seed: 20_301_231 },
    );
  });
});
