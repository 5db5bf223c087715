import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { readOwnArchive, zipReproducibly } from '../../src/archive/reproducible-zip.ts';
import type { Issue } from '../../src/domain/issue.ts';
import type { CellValue } from '../../src/spreadsheet/cell.ts';
import { readUpload, type Sheet, type UploadContent } from '../../src/spreadsheet/upload.ts';
import { markUpUpload, writeMarkedUp } from '../../src/spreadsheet/write-marked-up.ts';

const VALUES: readonly CellValue[] = [
  { kind: 'text', text: '01234567' },
  { kind: 'text', text: '=1+1' },
  { kind: 'text', text: '+44 20 7946 0000' },
  { kind: 'text', text: '\tTab' },
  { kind: 'text', text: 'NUL \0, _x0041_ and \u202Ereversed' },
  { kind: 'number', decimal: '0.1', percent: false },
  { kind: 'number', decimal: '0.985', percent: true },
  { kind: 'date', iso: '2026-12-18' },
  { kind: 'date', iso: '2026-12-18T09:30:00' },
  { kind: 'boolean', value: false },
  { kind: 'error', code: '#REF!' },
];

function aSheet(name: string, rows: readonly (readonly CellValue[])[], hidden = false): Sheet {
  return {
    name,
    hidden,
    rows: rows.map((values, at) => ({
      number: at + 1,
      hidden: false,
      cells: values.map((value, index) => ({ row: at + 1, column: index + 1, value, hidden: false })),
    })),
  };
}

function anUpload(...sheets: Sheet[]): UploadContent {
  return { kind: 'xlsx', fileName: 'tender.xlsx', sheets, issues: [], notices: [] };
}

function text(value: string): CellValue {
  return { kind: 'text', text: value };
}

const SOME_FAULT: Issue = {
  pointer: '#/bids/B1/carbon/1/declaredKg',
  code: 'not-a-number',
  message: 'Enter a number of kilograms, got "n/a"',
  found: 'n/a',
  expected: 'a number of 0 or more',
  sheet: 'Carbon',
  cell: 'B2',
  header: 'Declared kgCO2e',
};
const CARBON = aSheet('Carbon', [
  [text('Line'), text('Declared kgCO2e')],
  [text('1'), text('n/a')],
]);

async function opened(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

/** All that the sheet Faults says, row by row. */
function faultRows(workbook: ExcelJS.Workbook): string[][] {
  const rows: string[][] = [];
  workbook
    .getWorksheet('Faults')
    ?.eachRow((row) => rows.push((row.values as ExcelJS.CellValue[]).map((_, index) => row.getCell(index).text)));
  return rows;
}

describe('a marked-up copy', () => {
  it('opens on Faults, which says in words how faulty cells are marked', async () => {
    const workbook = await opened(await writeMarkedUp(anUpload(CARBON), [SOME_FAULT]));
    const [first] = workbook.worksheets;
    expect(first?.name).toBe('Faults');
    expect(first?.getCell('A1').text).toBe('Faults: 1 thing to put right in tender.xlsx');
    expect(first?.getCell('B2').text).toContain('pink ground, a thick dark red border and bold text');
  });

  it('lists each fault with its sheet, a link to its cell, its header, what was found and what to enter', async () => {
    const bytes = await writeMarkedUp(anUpload(CARBON), [
      { ...SOME_FAULT, fix: 'Leave it blank where there is none.' },
    ]);
    const workbook = await opened(bytes);
    expect(faultRows(workbook).at(-1)?.slice(1)).toEqual([
      '1',
      'Carbon',
      'B2',
      'Declared kgCO2e',
      'n/a',
      'Enter a number of kilograms, got "n/a". Leave it blank where there is none.',
      'a number of 0 or more',
    ]);
    const parts = new Map(
      (await readOwnArchive(bytes)).map(({ name, bytes: part }) => [name, Buffer.from(part).toString()]),
    );
    expect(parts.get('xl/worksheets/sheet1.xml')).toMatch(/<hyperlink ref="C\d+" location="&apos;Carbon&apos;!B2"\/>/);
    expect([...parts.values()].some((part) => part.includes('TargetMode="External"'))).toBe(false);
  });

  it('marks a faulty cell by colour, thick border and bold text, and notes what is wrong', async () => {
    const second = { ...SOME_FAULT, message: 'This line is given twice' };
    const workbook = await opened(await writeMarkedUp(anUpload(CARBON), [SOME_FAULT, second]));
    const cell = workbook.getWorksheet('Carbon')?.getCell('B2');
    expect(cell?.fill).toMatchObject({ fgColor: { argb: 'FFFBD9D4' } });
    expect(cell?.border.left?.style).toBe('thick');
    expect(cell?.font.bold).toBe(true);
    expect(cell?.note).toBe(`${SOME_FAULT.message}\n${second.message}`);
    expect(workbook.getWorksheet('Carbon')?.getCell('A2').font.bold ?? false).toBe(false);
  });

  it('holds the values of the upload: text as text, numbers, percentages, dates, yes and no, errors', async () => {
    const upload = anUpload(
      aSheet(
        'Values',
        VALUES.map((value) => [value, text('beside')]),
      ),
    );
    const copy = await readUpload({ name: 'copy.xlsx', bytes: await writeMarkedUp(upload, [SOME_FAULT]) });
    const copied = copy.sheets.find(({ name }) => name === 'Values');
    expect(copied?.rows.map(({ cells }) => cells[0]?.value)).toEqual(VALUES);
  });

  it('never turns text into a formula, wherever the text stands', async () => {
    const attack = '=HYPERLINK("http://attacker.example","x")';
    const sheet = aSheet('Carbon', [[text(attack)]]);
    const fault = {
      ...SOME_FAULT,
      cell: 'A1',
      found: attack,
      message: attack,
      header: attack,
      expected: attack,
      fix: attack,
    };
    const bytes = await writeMarkedUp({ ...anUpload(sheet), fileName: `${attack}.xlsx` }, [fault]);
    const sheets = (await readOwnArchive(bytes)).filter(({ name }) => name.startsWith('xl/worksheets/sheet'));
    expect(sheets).toHaveLength(2);
    expect(sheets.map(({ bytes: part }) => Buffer.from(part).toString()).join('')).not.toMatch(/<f[ >]/);
  });

  it('leaves a cell without a readable value blank and still marks it', async () => {
    const sheet = aSheet('Carbon', [
      [text('Line'), text('kg')],
      [text('1'), { kind: 'formula-without-value' }],
    ]);
    const workbook = await opened(await writeMarkedUp(anUpload(sheet), [SOME_FAULT]));
    const cell = workbook.getWorksheet('Carbon')?.getCell('B2');
    expect(cell?.value).toBeNull();
    expect(cell?.font.bold).toBe(true);
  });

  it('marks a cell that is blank in the upload', async () => {
    const workbook = await opened(await writeMarkedUp(anUpload(CARBON), [{ ...SOME_FAULT, cell: 'C2' }]));
    expect(workbook.getWorksheet('Carbon')?.getCell('C2').font.bold).toBe(true);
  });

  it('lists faults that have no cell by the sheet or the file they belong to', async () => {
    const ofSheet: Issue = {
      pointer: '#',
      code: 'missing-column',
      message: 'The sheet Carbon has no column "Stage"',
      sheet: 'Carbon',
      header: 'Stage',
    };
    const ofFile: Issue = { pointer: '#', code: 'missing-sheet', message: 'There is no sheet Bids' };
    const workbook = await opened(await writeMarkedUp(anUpload(CARBON), [SOME_FAULT, ofSheet, ofFile]));
    expect(
      faultRows(workbook)
        .slice(-3)
        .map((row) => row.slice(1, 4)),
    ).toEqual([
      ['1', 'The file as a whole', ''],
      ['2', 'Carbon', ''],
      ['3', 'Carbon', 'B2'],
    ]);
  });

  it('copies only the head and the faulty rows of a sheet over 5,000 rows, in their own places, and says so', async () => {
    const rows = Array.from({ length: 6000 }, (_, at) => [text(`line ${at + 1}`), text('kg')]);
    const workbook = await opened(
      await writeMarkedUp(anUpload(aSheet('Carbon', rows)), [{ ...SOME_FAULT, cell: 'B5500' }]),
    );
    const sheet = workbook.getWorksheet('Carbon');
    expect(sheet?.getCell('A1').text).toBe('line 1');
    expect(sheet?.getCell('A5500').text).toBe('line 5500');
    expect(sheet?.getCell('A4000').value).toBeNull();
    expect(faultRows(workbook).flat()).toContain(
      'The sheet "Carbon" has 6000 rows. Only its first rows and those with faults are copied here, each in its own row: put them right in your own file.',
    );
  });

  it('replaces the sheet Faults of an earlier copy', async () => {
    const workbook = await opened(
      await writeMarkedUp(anUpload(aSheet('Faults', [[text('old')]]), CARBON), [SOME_FAULT]),
    );
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Faults', 'Carbon']);
    expect(faultRows(workbook).flat()).toContain('The sheet "Faults" of the file is replaced by this one.');
  });

  it('shows a hidden sheet that has faults, and keeps others hidden', async () => {
    const upload = anUpload(aSheet('Carbon', [[text('Line')]], true), aSheet('Notes', [[text('x')]], true));
    const workbook = await opened(await writeMarkedUp(upload, [SOME_FAULT]));
    expect(workbook.worksheets.map(({ state }) => state)).toEqual(['visible', 'visible', 'hidden']);
  });

  it('gives the sheet of a CSV file a name that a workbook can have, and still links to it', async () => {
    const name = 'A very long name of a file: figures/2026 [final]';
    const workbook = await opened(
      await writeMarkedUp({ ...anUpload(aSheet(name, [[text('x')]])), kind: 'csv' }, [
        { ...SOME_FAULT, sheet: name, cell: 'A1' },
      ]),
    );
    expect(workbook.worksheets[1]?.name).toBe('A very long name of a file  fig');
    expect(workbook.worksheets[1]?.getCell('A1').font.bold).toBe(true);
  });

  it('is the same to the byte for the same upload and faults', async () => {
    const [once, again] = await Promise.all([1, 2].map(() => writeMarkedUp(anUpload(CARBON), [SOME_FAULT])));
    expect(Buffer.compare(once ?? new Uint8Array(), again ?? new Uint8Array([1]))).toBe(0);
  });

  it('lists the faults of a zip of workbooks by file, and copies none of them', async () => {
    const entry = { name: 'alder.xlsx', bytes: await writeMarkedUp(anUpload(CARBON), []) };
    const source = { name: 'bids.zip', bytes: await zipReproducibly([entry]) };
    const workbook = await opened(await markUpUpload(source, [{ ...SOME_FAULT, file: 'alder.xlsx' }]));
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Faults']);
    expect(faultRows(workbook).at(-1)?.slice(1, 4)).toEqual(['1', 'alder.xlsx, Carbon', 'B2']);
  });
});
