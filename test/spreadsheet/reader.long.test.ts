import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUpload } from '../../src/spreadsheet/upload.ts';
import { readRaw } from '../support/read-raw.ts';
import { buildXlsx, type RawWorkbook } from '../support/xlsx-builder.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const number = (decimal: string, percent = false) => ({ kind: 'number', decimal, percent });
const inRow = (cells: string) => ({ rows: `<row r="1">${cells}</row>` });
const inline = (inside: string) => inRow(`<c r="A1" t="inlineStr"><is>${inside}</is></c>`);

const dates = (serials: readonly (number | string)[]) => ({
  rows: `<row r="1">${serials.map((serial) => `<c s="1"><v>${serial}</v></c>`).join('')}</row>`,
  styles: [0, 14, 'hh:mm', '[h]:mm', 'dd/mm/yyyy hh:mm'] as const,
});

describe('texts of a workbook', () => {
  it('come from the shared strings by number, the empty ones left out', async () => {
    const rows =
      '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c><c r="C1" t="s"><v>2</v></c></row>';
    expect(await readRaw({ rows, strings: ['<t></t>', '<t>Alder</t>', '<t/>'] })).toEqual({ A1: text('Alder') });
  });

  it('are joined from rich text runs without the phonetic text', async () => {
    const si =
      '<r><t>Net</t></r><r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve"> Zero</t></r><rPh sb="0" eb="3"><t>netto</t></rPh><phoneticPr fontId="1"/>';
    expect(await readRaw({ ...inRow('<c r="A1" t="s"><v>0</v></c>'), strings: [si] })).toEqual({
      A1: text('Net Zero'),
    });
    expect(await readRaw(inline(si))).toEqual({ A1: text('Net Zero') });
  });

  it('keep their spaces, with or without xml:space', async () => {
    expect(await readRaw(inline('<t xml:space="preserve"> a  b </t>'))).toEqual({ A1: text(' a  b ') });
    expect(await readRaw(inline('<t> a  b </t>'))).toEqual({ A1: text(' a  b ') });
  });

  it('have entities, character references and CDATA replaced, comments left out', async () => {
    expect(await readRaw(inline('<t>R&amp;D &lt;b&gt; &quot;x&quot; &apos;y&apos; &#163;&#x1F30D;</t>'))).toEqual({
      A1: text('R&D <b> "x" \'y\' £🌍'),
    });
    expect(await readRaw(inline('<t>a<![CDATA[<&amp;>]]>b<!-- not this -->c</t>'))).toEqual({ A1: text('a<&amp;>bc') });
    expect(await readRaw({ ...inRow('<c r="A1" t="s"><v>0</v></c>'), strings: ['<t>x<![CDATA[ & ]]>y</t>'] })).toEqual({
      A1: text('x & y'),
    });
  });

  it('have _xHHHH_ escapes decoded once', async () => {
    expect(await readRaw(inline('<t>line_x000D_end</t>'))).toEqual({ A1: text('line\rend') });
    expect(await readRaw(inline('<t>_x005F_x0041_ _x0041_ _x41_</t>'))).toEqual({ A1: text('_x0041_ A _x41_') });
    expect(await readRaw(inline('<t>_xD83C__xDF0D_ _xD83C_</t>'))).toEqual({ A1: text('🌍 \uFFFD') });
    expect(await readRaw({ ...inRow('<c r="A1" t="s"><v>0</v></c>'), strings: ['<t>a_x000A_b</t>'] })).toEqual({
      A1: text('a\nb'),
    });
  });

  it('have line ends as XML wants them', async () => {
    expect(await readRaw(inline('<t>a\r\nb\rc&#13;d</t>'))).toEqual({ A1: text('a\nb\nc\rd') });
  });

  it('may be written right in the cell of a formula', async () => {
    expect(await readRaw(inRow('<c r="A1" t="str"><f>A2</f><v>done &amp; dusted</v></c>'))).toEqual({
      A1: text('done & dusted'),
    });
  });
});

describe('numbers of a workbook', () => {
  it('are the exact decimal of the stored double', async () => {
    const cells = [
      '0.1',
      '0.10000000000000001',
      '1E-7',
      '12.50',
      '-3',
      '+4',
      '.5',
      '7.',
      '123456789012345678',
      '1e21',
      '-0',
      ' 8 ',
    ];
    const row = cells.map((cell) => `<c><v>${cell}</v></c>`).join('');
    const values = await readRaw({ rows: `<row>${row}</row>` });
    expect(Object.values(values)).toEqual(
      [
        '0.1',
        '0.1',
        '0.0000001',
        '12.5',
        '-3',
        '4',
        '0.5',
        '7',
        '123456789012345680',
        '1000000000000000000000',
        '0',
        '8',
      ].map((decimal) => number(decimal)),
    );
  });

  it('that are none are unreadable, and never a part of what is written', async () => {
    for (const wrong of ['1,234.5', 'abc', 'NaN', 'Infinity', '1e999', '0x10', '1:2', '--1', '1 2', '.', '-']) {
      const { A1 } = await readRaw(inRow(`<c r="A1"><v>${wrong}</v></c>`));
      expect(A1).toEqual({ kind: 'unreadable', reason: `"${wrong}" where a number is announced` });
    }
  });

  it('are percentages where the style shows them so', async () => {
    const raw = inRow('<c r="A1" s="1"><v>0.25</v></c><c r="B1" s="2"><v>0.255</v></c><c r="C1" s="0"><v>0.25</v></c>');
    expect(await readRaw({ ...raw, styles: [0, 9, '0.0%'] })).toEqual({
      A1: number('0.25', true),
      B1: number('0.255', true),
      C1: number('0.25'),
    });
  });

  it('keep being numbers when the style is unknown', async () => {
    expect(await readRaw(inRow('<c r="A1" s="99"><v>45000</v></c>'))).toEqual({ A1: number('45000') });
  });
});

describe('dates of a workbook', () => {
  it('count from 1900 with the 29 February that never was', async () => {
    const values = Object.values(
      await readRaw(dates([1, 59, 60, 61, 46_374, 46_374.395_833_333_3, 2_958_465, 2_958_466, 0, -1])),
    );
    expect(values.map((value) => (value.kind === 'date' ? value.iso : value.kind))).toEqual([
      '1900-01-01',
      '1900-02-28',
      'unreadable',
      '1900-03-01',
      '2026-12-18',
      '2026-12-18T09:30:00',
      '9999-12-31',
      'unreadable',
      'unreadable',
      'unreadable',
    ]);
  });

  it('count from 1904 where the workbook says so', async () => {
    const values = Object.values(await readRaw({ ...dates([0, 44_912]), date1904: true }));
    expect(values).toEqual([
      { kind: 'date', iso: '1904-01-01' },
      { kind: 'date', iso: '2026-12-18' },
    ]);
  });

  it('round to the second, into the next day where need be', async () => {
    expect(await readRaw(dates([46_374.999_999_9]))).toEqual({ A1: { kind: 'date', iso: '2026-12-19' } });
  });

  it('may be written as ISO 8601', async () => {
    const cells = [
      '2026-12-18',
      '2026-12-18T09:30:00',
      '2026-12-18T00:00:00.000Z',
      '2026-02-30',
      '18/12/2026',
      '2026-12-18T25:00:00',
    ];
    const row = cells.map((cell) => `<c t="d"><v>${cell}</v></c>`).join('');
    const values = Object.values(await readRaw({ rows: `<row>${row}</row>` }));
    expect(values.map((value) => (value.kind === 'date' ? value.iso : value.kind))).toEqual([
      '2026-12-18',
      '2026-12-18T09:30:00',
      '2026-12-18',
      'unreadable',
      'unreadable',
      'unreadable',
    ]);
  });

  it('are texts where only a time of day or elapsed hours are shown', async () => {
    const raw = {
      ...dates([]),
      rows: '<row r="1"><c r="A1" s="2"><v>0.39583333</v></c><c r="B1" s="3"><v>1.5</v></c></row>',
    };
    expect(await readRaw(raw)).toEqual({ A1: text('09:30:00'), B1: text('36:00:00') });
  });
});

describe('other cells of a workbook', () => {
  it('are booleans, errors and formulas by their stored value', async () => {
    const cells = [
      '<c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="b"><v>2</v></c>',
      '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      '<c r="E1"><f t="shared" ref="E1:F1" si="0">A1*2</f><v>4</v></c><c r="F1"><f t="shared" si="0"/><v>6</v></c>',
      '<c r="G1"><f t="array" ref="G1">SUM(A1:B1)</f><v>7</v></c>',
    ];
    expect(await readRaw(inRow(cells.join('')))).toEqual({
      A1: { kind: 'boolean', value: true },
      B1: { kind: 'boolean', value: false },
      C1: { kind: 'unreadable', reason: 'a value that is neither true nor false: "2"' },
      D1: { kind: 'error', code: '#DIV/0!' },
      E1: number('4'),
      F1: number('6'),
      G1: number('7'),
    });
  });

  it('are a kind of their own when a formula has no stored value, but not when the value is an empty text', async () => {
    const cells =
      '<c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>SUM(B2:B9)</f><v></v></c><c r="C1"><f>B1</f><v/></c><c r="D1" t="str"><f>IF(1,"")</f><v></v></c><c r="E1" t="str"><f>A1</f></c>';
    expect(await readRaw(inRow(cells))).toEqual({
      A1: { kind: 'formula-without-value' },
      B1: { kind: 'formula-without-value' },
      C1: { kind: 'formula-without-value' },
      E1: { kind: 'formula-without-value' },
    });
  });

  it('are left out when they hold a style only', async () => {
    expect(
      await readRaw({ ...inRow('<c r="A1" s="1"/><c r="B1" s="1"></c><c r="C1"><v>1</v></c>'), styles: [0, 9] }),
    ).toEqual({
      C1: number('1'),
    });
  });

  it('are unreadable when their type is unknown', async () => {
    expect(await readRaw(inRow('<c r="A1" t="zz"><v>1</v></c>'))).toEqual({
      A1: { kind: 'unreadable', reason: 'a value of an unknown type: "1"' },
    });
  });
});

describe('cells written as nearly all are', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.nat(3).map(String),
    fc.constantFrom('', 'x', '1,5', '-1', '99', ' 2 ', '&#49;', '1'.repeat(40)),
  );
  const column = fc.constantFrom('A', 'B', 'Z', 'AA', 'XFD');
  const attributes = fc.constantFrom(
    '',
    ' s="0"',
    ' s="1"',
    ' s="2"',
    ' s="77"',
    ' t="s"',
    ' s="1" t="s"',
    ' t="str"',
    ' t="b"',
  );
  const cells = fc.array(fc.tuple(column, attributes, value), { maxLength: 6 });

  it('are read as the same cells written with more space', async () => {
    await fc.assert(
      fc.asyncProperty(cells, async (list) => {
        const [plain, spaced] = ['', ' '].map((space) => {
          const row = list.map(([at, more, inside]) => `<c r="${at}1"${more}${space}><v>${inside}</v${space}></c>`);
          return { rows: `<row r="1">${row.join('')}</row>`, styles: [0, 14, '0%'], strings: ['<t>a</t>', '<t/>'] };
        });
        const outcome = (raw: RawWorkbook = {}) => readRaw(raw).catch((error: Error) => error.message);
        expect(await outcome(plain)).toEqual(await outcome(spaced));
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});

describe('where cells stand', () => {
  it('is counted where rows and cells do not say', async () => {
    const rows =
      '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row r="7"><c><v>4</v></c></row><row><c><v>5</v></c></row>';
    expect(await readRaw({ rows })).toEqual({
      A1: number('1'),
      D1: number('2'),
      E1: number('3'),
      A7: number('4'),
      A8: number('5'),
    });
  });

  it('may be out of order without loss', async () => {
    const rows =
      '<row r="3"><c r="C3"><v>3</v></c><c r="A3"><v>1</v></c><c r="B3"><v>2</v></c></row><row r="1"><c r="A1"><v>9</v></c></row>';
    const bytes = await buildXlsx({ rows });
    const { sheets, issues } = await readUpload({ name: 'order.xlsx', bytes });
    expect(issues).toEqual([]);
    expect(sheets[0]?.rows.map((row) => [row.number, row.cells.map((cell) => cell.column)])).toEqual([
      [1, [1]],
      [3, [1, 2, 3]],
    ]);
  });

  it('may be the last row and column', async () => {
    const rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>';
    expect(await readRaw({ rows })).toEqual({ XFD1048576: number('1') });
  });
});
