import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAddress } from '../../src/spreadsheet/cell.ts';
import { readUpload, streamSheet } from '../../src/spreadsheet/upload.ts';
import { readRaw } from '../support/read-raw.ts';
import { buildXlsx, relationships, worksheet } from '../support/xlsx-builder.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const number = (decimal: string) => ({ kind: 'number', decimal, percent: false });

describe('how a workbook may be written', () => {
  it('with any prefix for its namespace, and foreign elements beside it', async () => {
    const sheet = `<s:worksheet xmlns:s="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:o="urn:other"><o:sheetData><o:row/></o:sheetData><s:sheetData><s:row r="1"><s:c r="A1"><s:v>1</s:v></s:c></s:row></s:sheetData></s:worksheet>`;
    expect(await readRaw({ sheet })).toEqual({ A1: number('1') });
  });

  it('with single quotes, spaces in tags, a byte order mark and instructions', async () => {
    const sheet = `\uFEFF<?xml version='1.0' encoding='utf-8'?>\n<?mso-application progid="x"?>\n<worksheet xmlns = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main' >\n <sheetData >\n  <row  r = '2' ><c\n r='B2'\tt = "str" ><v >a</v ></c ></row >\n </sheetData>\n</worksheet >\n`;
    expect(await readRaw({ sheet })).toEqual({ B2: text('a') });
  });

  it('with its parts in other places, named by relationships', async () => {
    const bytes = await buildXlsx({
      sheet: '',
      strings: ['<t>unused</t>'],
      parts: {
        'xl/worksheets/sheet1.xml': undefined,
        'xl/_rels/workbook.xml.rels': relationships([
          ['worksheet', '/Tables/First%20sheet.xml'],
          ['sharedStrings', './sharedStrings.xml'],
        ]),
        'Tables/First sheet.xml': worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
      },
    });
    const { sheets } = await readUpload({ name: 'parts.xlsx', bytes });
    expect(sheets[0]?.rows[0]?.cells[0]?.value).toEqual(text('unused'));
  });

  it('so long that tags, texts and characters are cut by the blocks in which it is read', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => {
      const row = index + 1;
      return `<row r="${row}"><c r="A${row}" t="inlineStr"><is><t>£ ${row} é🌍 &amp; co</t></is></c><c r="B${row}"><v>${row}.25</v></c></row>`;
    });
    const values = await readRaw({ rows: rows.join('\n  ') });
    expect(Object.keys(values)).toHaveLength(10_000);
    expect(values.A4321).toEqual(text('£ 4321 é🌍 & co'));
    expect(values.B5000).toEqual(number('5000.25'));
  });
});

describe('cells of a row in any order', () => {
  it('are sorted, and of a column given twice the first value is kept and the second is a fault', async () => {
    const columns = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(columns, async (order) => {
        const written = order.map((column, index) => `<c r="${cellAddress(1, column)}"><v>${index}</v></c>`);
        const bytes = await buildXlsx({ rows: `<row r="1">${written.join('')}</row>` });
        const read: [number, number][] = [];
        const { issues } = await streamSheet({ name: 'order.xlsx', bytes }, 0, (_, cells) => {
          for (let index = 0; index < cells.length; index++) read.push([cells.column(index), cells.number(index)]);
        });
        const expected = [...new Set(order)].toSorted((a, b) => a - b).map((column) => [column, order.indexOf(column)]);
        expect(read).toEqual(expected);
        expect(issues).toHaveLength(order.length - expected.length);
      }),
      { numRuns: 150, seed: 4 },
    );
  });
});

describe('what is hidden', () => {
  it('is read, marked and told', async () => {
    const bytes = await buildXlsx({
      before: '<cols><col min="2" max="3" hidden="1"/></cols>',
      rows: '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2" hidden="true"><c r="A2"><v>3</v></c></row>',
      workbook: '<sheets><sheet name="Back" sheetId="1" state="hidden" r:id="rId1"/></sheets>',
    });
    const { sheets, notices } = await readUpload({ name: 'hidden.xlsx', bytes });
    expect(sheets[0]).toMatchObject({ name: 'Back', hidden: true });
    expect(sheets[0]?.rows.map((row) => [row.hidden, row.cells.map((cell) => cell.hidden)])).toEqual([
      [false, [false, true]],
      [true, [true]],
    ]);
    expect(notices).toEqual([
      'The sheet "Back" is hidden; it was read like the others.',
      'The sheet "Back" has 1 hidden row and 2 hidden columns, read like the others.',
    ]);
  });

  it('includes macros, links and chart sheets, which are told and not read', async () => {
    const bytes = await buildXlsx({
      rows: '<row r="1"><c r="A1"><v>1</v></c></row>',
      workbook:
        '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/><sheet name="Chart" sheetId="2" r:id="rId2"/></sheets>',
      parts: {
        'xl/_rels/workbook.xml.rels': relationships([
          ['worksheet', 'worksheets/sheet1.xml'],
          ['chartsheet', 'chartsheets/sheet1.xml'],
          ['vbaProject', 'vbaProject.bin'],
          ['externalLink', 'externalLinks/externalLink1.xml'],
        ]),
      },
    });
    const { sheets, notices } = await readUpload({ name: 'macros.xlsm', bytes });
    expect(sheets.map((sheet) => sheet.name)).toEqual(['Data']);
    expect(notices.join(' ')).toMatch(/"Chart" holds no cells.*macros; they were ignored.*not followed/);
  });
});

describe('streaming one sheet', () => {
  it('is by name or by position, and a name that is not there is told with those that are', async () => {
    const bytes = await buildXlsx({ rows: '<row r="1"><c r="A1"><v>1</v></c></row>' });
    const source = { name: 'one.xlsx', bytes };
    expect((await streamSheet(source, 'Sheet1', () => undefined)).cells).toBe(1);
    await expect(streamSheet(source, 'Figures', () => undefined)).rejects.toThrow(
      /no sheet "Figures"; it has "Sheet1"/,
    );
  });

  it('gives texts and numbers without building values', async () => {
    const bytes = await buildXlsx({
      rows: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>2.5</v></c></row>',
      strings: ['<t>Alder</t>'],
    });
    const seen: [string | undefined, number][] = [];
    await streamSheet({ name: 'one.xlsx', bytes }, 0, (_, cells) => {
      for (let index = 0; index < cells.length; index++) seen.push([cells.text(index), cells.number(index)]);
    });
    expect(seen).toEqual([
      ['Alder', Number.NaN],
      [undefined, 2.5],
    ]);
  });
});
