import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { readUpload } from '../../src/spreadsheet/upload.ts';
import { readBytes, readRaw, refusalOf } from '../support/read-raw.ts';
import { buildXlsx, type RawWorkbook, worksheet } from '../support/xlsx-builder.ts';

const NAMESPACE = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const ONE = '<row r="1"><c r="A1"><v>1</v></c></row>';

const refused = async (raw: RawWorkbook) => (await refusalOf(readRaw(raw))).message;
const cell = (inside: string, attributes = '') => ({ rows: `<row r="1"><c r="A1"${attributes}>${inside}</c></row>` });
const inline = (inside: string) => cell(`<is>${inside}</is>`, ' t="inlineStr"');

describe('XML that is refused', () => {
  it.each<[string, RawWorkbook, RegExp]>([
    ['an entity nobody defined', inline('<t>&evil;</t>'), /undefined entity &evil;/],
    ['an ampersand alone', inline('<t>R&D</t>'), /stands for no character/],
    ['a reference to no character', inline('<t>&#0;</t>'), /stands for no character/],
    ['a reference to half a pair', inline('<t>&#xD800;</t>'), /stands for no character/],
    ['a reference past Unicode', inline('<t>&#x110000;</t>'), /stands for no character/],
    ['tags that do not match', { rows: '<row r="1"><c r="A1"><v>1</c></v></row>' }, /tags do not match/],
    ['a tag inside a value', cell('<v>1<b/>2</v>'), /tag inside a value/],
    ['two values in a cell', cell('<v>1</v><v>2</v>'), /cell A1 has two values/],
    [
      'an element that is no cell',
      { rows: '<row r="1"><cell r="A1"><v>1</v></cell></row>' },
      /element in row 1 where a row/,
    ],
    [
      'a cell of another namespace',
      { rows: '<row r="1"><o:c xmlns:o="urn:o"><v>1</v></o:c></row>' },
      /element in row 1 where/,
    ],
    ['an attribute without quotes', { rows: '<row r=1></row>' }, /attribute without quotes/],
    ['an attribute without a value', { rows: '<row r></row>' }, /attribute without a value/],
    ['a tag inside an attribute', { rows: '<row r="<c>"></row>' }, /tag inside an attribute/],
    ['more after the end', { sheet: `${worksheet(ONE)}<more/>` }, /goes on after its end/],
    ['another root', { sheet: `<chart xmlns="${NAMESPACE}"/>` }, /not a worksheet/],
    ['no namespace', { sheet: '<worksheet><sheetData/></worksheet>' }, /not written as a part of an Excel workbook/],
    ['no bytes', { sheet: '' }, /cut short/],
    ['another encoding', { sheet: worksheet(ONE).replace('UTF-8', 'ISO-8859-1') }, /written in ISO-8859-1/],
    ['UTF-16', { sheet: Buffer.from(`\uFEFF${worksheet(ONE)}`, 'utf16le') }, /UTF-16|not UTF-8/],
    [
      'a document type in the texts',
      {
        rows: ONE,
        strings: [],
        parts: { 'xl/sharedStrings.xml': `<!DOCTYPE sst [<!ENTITY a "b">]><sst xmlns="${NAMESPACE}"/>` },
      },
      /document type/,
    ],
    [
      'a document type in the styles',
      {
        rows: ONE,
        styles: [],
        parts: { 'xl/styles.xml': `<!DOCTYPE s [<!ENTITY a "b">]><styleSheet xmlns="${NAMESPACE}"/>` },
      },
      /document type/,
    ],
    [
      'broken XML in the styles',
      { rows: ONE, styles: [], parts: { 'xl/styles.xml': '<styleSheet><cellXfs>' } },
      /XML is broken/,
    ],
    [
      'bytes in the styles that are no text',
      { rows: ONE, styles: [], parts: { 'xl/styles.xml': Buffer.of(0xff, 0xfe, 0x3c) } },
      /not written in UTF-8/,
    ],
    ['deep nesting after the rows', { rows: ONE, after: '<a>'.repeat(5000) }, /nested more than 100 deep/],
    [
      'deep nesting in the styles',
      { rows: ONE, styles: [], parts: { 'xl/styles.xml': '<a>'.repeat(5000) } },
      /nested more than 100 deep/,
    ],
    [
      'a thousand attributes in the styles',
      {
        rows: ONE,
        styles: [],
        parts: { 'xl/styles.xml': `<styleSheet ${Array.from({ length: 1000 }, (_, n) => `a${n}=""`).join(' ')}/>` },
      },
      /too many attributes/,
    ],
    [
      'more styles than a workbook can have',
      { rows: ONE, styles: Array<number>(100_002).fill(0) },
      /too many cell styles/,
    ],
    [
      'a thousand attributes',
      { rows: `<row ${Array.from({ length: 1000 }, (_, n) => `a${n}=""`).join(' ')}/>` },
      /too many attributes/,
    ],
  ])('holds %s', async (_, raw, message) => {
    expect(await refused(raw)).toMatch(message);
  });

  it('is cut anywhere', async () => {
    const sheet = worksheet(ONE);
    for (let length = 60; length < sheet.length; length += 7) {
      expect(await refused({ sheet: sheet.slice(0, length) })).toMatch(/cut short|broken/);
    }
  });
});

describe('rows and cells that are refused', () => {
  it.each<[string, string, RegExp]>([
    ['row 0', '<row r="0"/>', /row numbered "0"/],
    ['row -1', '<row r="-1"/>', /row numbered "-1"/],
    ['a row past the last', '<row r="1048577"/>', /row numbered "1048577"; a sheet has 1 to 1048576/],
    ['a row after the last', '<row r="1048576"/><row><c><v>1</v></c></row>', /row after row 1048576/],
    ['a row that is no number', '<row r="1e3"/>', /row numbered "1e3"/],
    ['a column past the last', '<row r="1"><c r="XFE1"><v>1</v></c></row>', /cell called "XFE1", which no sheet has/],
    ['a cell after the last', '<row r="1"><c r="XFD1"/><c><v>1</v></c></row>', /cell after the last column/],
    ['a cell without a row', '<row r="1"><c r="A"><v>1</v></c></row>', /cell called "A"/],
    ['a cell of row 0', '<row r="1"><c r="A01"><v>1</v></c></row>', /cell called "A01"/],
    ['a cell of no name', '<row r="1"><c r=""><v>1</v></c></row>', /cell called ""/],
    ['a cell in another row', '<row r="1"><c r="A2"><v>1</v></c></row>', /cell A2 stands in row 1/],
  ])('are %s', async (_, rows, message) => {
    expect(await refused({ rows })).toMatch(message);
  });

  it('are columns and merges that no sheet has', async () => {
    expect(await refused({ rows: ONE, before: '<cols><col min="5" max="2"/></cols>' })).toMatch(/range of columns/);
    expect(await refused({ rows: ONE, before: '<cols><col min="1" max="16385"/></cols>' })).toMatch(/numbered "16385"/);
    const merge = (ref: string) => ({ rows: ONE, after: `<mergeCells><mergeCell ref="${ref}"/></mergeCells>` });
    expect(await refused(merge('A1:XFD100'))).toMatch(/merges A1:XFD100 into one cell, 1,638,400 cells/);
    expect(await refused(merge('A1:B'))).toMatch(/no range of cells/);
    expect(await readRaw(merge('A1:XFD1'))).toHaveProperty('A1');
  });

  it('are rows of more text than a row may hold', async () => {
    const rows = `<row r="3">${`<c t="inlineStr"><is><t>${'x'.repeat(30_000)}</t></is></c>`.repeat(140)}</row>`;
    expect(await refused({ rows })).toMatch(/row 3 holds more than 4000000 characters/);
  });

  it('are texts longer than a cell can be, shared or not', async () => {
    const long = 'x'.repeat(32_768);
    expect(await refused(inline(`<t>${long}</t>`))).toMatch(/Sheet1!A1 The cell has more than 32,767 characters/);
    expect(await refused({ rows: ONE, strings: [`<t>${long}</t>`] })).toMatch(/text 1 has more than 32,767 characters/);
    expect(await readRaw(inline(`<t>${long.slice(1)}</t>`))).toMatchObject({ A1: { text: long.slice(1) } });
  });
});

describe('faults that are told with their cell', () => {
  it('are cells and rows given twice, of which the first value is kept', async () => {
    const rows =
      '<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>5</v></c><c r="B2"><v>9</v></c></row><row r="2"><c r="C2"><v>7</v></c></row>';
    const { sheets, issues } = await readUpload({ name: 'twice.xlsx', bytes: await buildXlsx({ rows }) });
    expect(issues.map(({ code, cell: at, file }) => [code, at, file])).toEqual([
      ['duplicate-cell', 'B2', undefined],
      ['duplicate-row', 'C2', undefined],
    ]);
    expect(
      sheets[0]?.rows.map((row) =>
        row.cells.map(({ column, value }) => [column, value.kind === 'number' && value.decimal]),
      ),
    ).toEqual([
      [
        [1, '5'],
        [2, '1'],
      ],
      [[3, '7']],
    ]);
  });

  it('are listed up to a limit, and the rest counted', async () => {
    const rows = `<row r="1">${'<c r="A1"><v>1</v></c>'.repeat(31)}</row>`;
    const { issues } = await readUpload({ name: 'twice.xlsx', bytes: await buildXlsx({ rows }) }, { listedFaults: 10 });
    expect(issues).toHaveLength(11);
    expect(issues.at(-1)?.message).toBe('And 20 more faults of this kind that are not listed.');
  });
});

describe('files that were altered anywhere', () => {
  it('are read or refused in words, whichever bytes of the zip change', async () => {
    const plain = await buildXlsx({ rows: ONE, strings: ['<t>Alder</t>'], styles: [0, 14] });
    const changes = fc.array(fc.tuple(fc.nat(plain.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        const altered = Buffer.from(plain);
        for (const [at, byte] of bytes) altered[at] = byte;
        expect(await outcome(altered)).not.toMatch(INTERNAL);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('are read or refused in words, whatever pieces of XML are cut, copied or mixed', async () => {
    const sheet = worksheet(
      '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000.5</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><r><t>a&amp;b</t></r></is></c><c r="B2"><f>A1</f><v>2</v></c></row>',
      '<cols><col min="1" max="2" hidden="1"/></cols>',
      '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    );
    const pieces = sheet.match(/<[^>]*>|[^<]+/g) ?? [];
    const changes = fc.array(
      fc.tuple(fc.nat(pieces.length - 1), fc.nat(pieces.length - 1), fc.constantFrom('cut', 'copy', 'swap')),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(changes, async (edits) => {
        const altered = [...pieces];
        for (const [from, to, edit] of edits) {
          if (edit === 'cut') altered[from] = '';
          else if (edit === 'copy') altered[to] = `${altered[to]}${altered[from]}`;
          else [altered[from], altered[to]] = [altered[to] ?? '', altered[from] ?? ''];
        }
        const bytes = await buildXlsx({ sheet: altered.join(''), strings: ['<t>x</t>'], styles: [0, 14] });
        expect(await outcome(bytes)).not.toMatch(INTERNAL);
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});

/** What no message may hold: the words of a program about itself. */
const INTERNAL = /undefined|\[object|Cannot read|is not a function|TypeError|RangeError|\bat .+:\d+/;

/** The words of the refusal, or "read"; anything else that is thrown is a bug. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    await readBytes(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
