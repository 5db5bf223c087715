import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import { looksLikeFormula, neutralText } from '../../src/spreadsheet/formula-injection.ts';
import {
  type StreamedColumn,
  type StreamedSheet,
  streamedWorkbookBytes,
  streamWorkbook,
} from '../../src/spreadsheet/sheet-stream.ts';
import { readUpload } from '../../src/spreadsheet/upload.ts';

const COLUMNS: readonly StreamedColumn[] = [
  { header: 'Contract', width: 20, kind: 'text' },
  { header: 'kgCO2e', width: 12, kind: 'number', format: '#,##0.000' },
  { header: 'Period start', width: 12, kind: 'date' },
  { header: 'Double', width: 12, kind: 'formula', format: '0.0', formula: (row) => `B${row}*2` },
];

function ledger(rows: StreamedSheet['rows'], title?: string) {
  return {
    title: 'Ledger',
    sheets: [{ name: 'Figures', columns: COLUMNS, rows, ...(title === undefined ? {} : { title }) }],
  };
}

async function cellsOf(bytes: Uint8Array) {
  const content = await readUpload({ name: 'ledger.xlsx', bytes });
  return content.sheets.map(({ rows }) => rows.map(({ cells }) => cells.map(({ value }) => value)));
}

async function firstTextAfterRoundTrip(text: string): Promise<unknown> {
  const [rows] = await cellsOf(await streamedWorkbookBytes(ledger([[text, undefined, undefined, undefined]])));
  const value = rows?.[1]?.[0];
  return value?.kind === 'text' ? value.text : value;
}

describe('the streaming workbook writer', () => {
  it('writes text, exact figures, dates and formulas with their values, as our reader reads them', async () => {
    const bytes = await streamedWorkbookBytes(ledger([['C-1', '1234.567', '2026-04-01', '2469.134']]));
    expect(await cellsOf(bytes)).toEqual([
      [
        COLUMNS.map(({ header }) => ({ kind: 'text', text: header })),
        [
          { kind: 'text', text: 'C-1' },
          { kind: 'number', decimal: '1234.567', percent: false },
          { kind: 'date', iso: '2026-04-01' },
          { kind: 'number', decimal: '2469.134', percent: false },
        ],
      ],
    ]);
  });

  it('writes a workbook that exceljs reads with its header, formats, widths, frozen row, filter and print set-up', async () => {
    const bytes = await streamedWorkbookBytes(ledger([['C-1', 5n, '2026-04-01', 10]], 'Every figure of the ledger'));
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(bytes.buffer as ArrayBuffer);
    const sheet = workbook.getWorksheet('Figures');
    expect(sheet?.getCell('A1').text).toBe('Every figure of the ledger');
    expect(sheet?.getCell('A2').font).toMatchObject({ bold: true });
    expect(sheet?.getCell('A2').fill).toMatchObject({ fgColor: { argb: 'FF1D4F7C' } });
    expect(sheet?.getCell('B3').numFmt).toBe('#,##0.000');
    expect(sheet?.getCell('C3').value).toEqual(new Date('2026-04-01T00:00:00Z'));
    expect(sheet?.getCell('D3').value).toEqual({ formula: 'B3*2', result: 10 });
    expect(sheet?.getColumn(1).width).toBe(20);
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 });
    expect(sheet?.autoFilter).toBe('A2:D3');
    expect(sheet?.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToWidth: 1,
      printTitlesRow: '2:2',
    });
  });

  it('leaves an absent value out rather than writing zero', async () => {
    const [rows] = await cellsOf(await streamedWorkbookBytes(ledger([[undefined, '0', undefined, undefined]])));
    expect(rows?.[1]).toEqual([{ kind: 'number', decimal: '0', percent: false }]);
  });

  it('keeps text as text, whatever it begins with and whatever characters it has', async () => {
    const formulas = ['=1+1', '+44 20', '-5', '@SUM(A1)', '\tx', '\rx'];
    const characters = ['a & b < c > "d"', 'nul\0', '_x0041_', ' two  spaces ', 'line\r\nend', '\uFFFE', '😀 CO₂e'];
    const texts = [...formulas, ...characters];
    const bytes = await streamedWorkbookBytes(ledger(texts.map((text) => [text, undefined, undefined, undefined])));
    const [rows = []] = await cellsOf(bytes);
    expect(rows.slice(1)).toEqual(texts.map((text) => [{ kind: 'text', text }]));
  });

  it('keeps any text at all', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
        const bytes = await streamedWorkbookBytes(ledger(texts.map((one) => [one, undefined, undefined, undefined])));
        const [rows = []] = await cellsOf(bytes);
        expect(rows.slice(1)).toEqual(texts.map((one) => [{ kind: 'text', text: one }]));
      }),
      { numRuns: 8, seed: 20_301 },
    );
  });

  it('replaces half a surrogate pair, and cuts text too long for a cell and says so', async () => {
    expect(await firstTextAfterRoundTrip('x\uD800y')).toBe('x\uFFFDy');
    const cut = String(await firstTextAfterRoundTrip('long '.repeat(10_000)));
    expect(cut).toHaveLength(32_767);
    expect(cut.endsWith(' [cut here: the whole text has 50000 characters]')).toBe(true);
  });

  it('writes a date before March 1900 as text, since spreadsheets count those wrongly', async () => {
    const [rows] = await cellsOf(await streamedWorkbookBytes(ledger([['old', undefined, '1899-12-31', undefined]])));
    expect(rows?.[1]?.[1]).toEqual({ kind: 'text', text: '1899-12-31' });
  });

  it.each([
    ['a word in a figure column', ['C-1', 'n/a', undefined, undefined], 'B2: "n/a" is not a figure'],
    ['no finite number', ['C-1', Number.NaN, undefined, undefined], 'B2: "NaN" is not a figure'],
    ['a day that does not exist', ['C-1', 1, '2026-02-30', undefined], 'C2: "2026-02-30" is not a date'],
  ])('fails on %s and names the cell', async (_, row, message) => {
    await expect(streamedWorkbookBytes(ledger([row]))).rejects.toThrow(message);
  });

  it('refuses a name that no sheet can have', () => {
    const sheets = [{ name: 'a/b', columns: COLUMNS, rows: [] }];
    expect(() => streamWorkbook({ title: 'Ledger', sheets })).toThrow('"a/b" cannot name a sheet');
  });

  it('takes rows that arrive over time, and gives the same bytes as from a list', async () => {
    const row = ['C-1', '1', '2026-04-01', '2'];
    async function* later() {
      await Promise.resolve();
      yield row;
    }
    const bytes = await buffer(streamWorkbook(ledger(later())));
    expect(Buffer.compare(bytes, await streamedWorkbookBytes(ledger([row])))).toBe(0);
  });

  it('stops asking for rows when nobody reads any more', async () => {
    let closed = false;
    function* endless() {
      try {
        for (;;) yield ['C-1', '1', '2026-04-01', '2'];
      } finally {
        closed = true;
      }
    }
    let bytes = 0;
    for await (const piece of streamWorkbook(ledger(endless()))) {
      bytes += (piece as Buffer).length;
      if (bytes > 200_000) break;
    }
    await expect.poll(() => closed).toBe(true);
  });

  it('holds several sheets, each with its own formats', async () => {
    const other: StreamedColumn = { header: 'Share', width: 8, kind: 'number', format: '0.00%' };
    const sheets = [
      { name: 'Figures', columns: COLUMNS, rows: [['C-1', '1', undefined, undefined]] },
      { name: "Contract's shares", columns: [other], rows: [['0.25']] },
    ];
    const bytes = await streamedWorkbookBytes({ title: 'Two', sheets });
    expect(await cellsOf(bytes)).toMatchObject([{}, [{}, [{ kind: 'number', decimal: '0.25', percent: true }]]]);
    const parts = await readOwnArchive(bytes);
    expect(parts.map(({ name }) => name)).toContain('xl/worksheets/sheet2.xml');
  });
});

describe('text that a spreadsheet would run', () => {
  it.each(['=1+1', '+1', '-1', '@A1', '\t=1', '\r=1'])('is quoted in CSV: %j', (text) => {
    expect(looksLikeFormula(text)).toBe(true);
    expect(neutralText(text)).toBe(`'${text}`);
  });

  it.each(['Alder Ltd', '1-2', "'quoted", ''])('is not what ordinary text looks like: %j', (text) => {
    expect(neutralText(text)).toBe(text);
  });
});
