import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CellValue } from '../../src/spreadsheet/cell.ts';
import type { CorpusReading, CorpusReport } from '../support/read-corpus.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

type Case = { readonly file: string; readonly attacks: string; readonly 'service must': string };

const CASES = sharedExists
  ? (parse(readFileSync(sharedPath('corpus', 'hostile', 'CASES.csv')), { columns: true }) as Case[])
  : [];
/** What no message to a user may hold: the words of a program about itself. */
const INTERNAL =
  /undefined|NaN|\[object|Cannot read|is not a function|TypeError|RangeError|Error:|\bat .+:\d+|node_modules|ENOENT/;
const LONGEST_MILLISECONDS = 20_000;
const MOST_MEGABYTES = 1024;

describe.skipIf(!sharedExists)('the hostile files (skipped where the corpus is not beside the project)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  let report: CorpusReport;

  beforeAll(() => {
    const script = join(import.meta.dirname, '..', 'support', 'read-corpus.ts');
    const output = execFileSync(process.execPath, [script, sharedPath('corpus', 'hostile')], {
      cwd: folder,
      timeout: 120_000,
      maxBuffer: 50_000_000,
    });
    report = JSON.parse(output.toString()) as CorpusReport;
  }, 130_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  const readingOf = (file: string): CorpusReading => {
    const reading = report.readings.find((each) => each.file === file);
    if (reading === undefined) throw new Error(`${file} was not read`);
    return reading;
  };
  /** The values of the first sheet by address. */
  const valuesOf = (file: string): Record<string, string> =>
    Object.fromEntries(readingOf(file).sheets[0]?.cells.map(([address, value]) => [address, plain(value)]) ?? []);

  it.each(CASES.map((each) => [each.file, each['service must'], each.attacks] as const))(
    '%s gets "%s" (%s)',
    (file, must) => {
      const reading = readingOf(file);
      expect(reading).toMatchObject({ file, outcome: expect.stringMatching(allowedOutcomes(must)) });
      expect(reading.milliseconds).toBeLessThan(LONGEST_MILLISECONDS);
      expect(faultsOfRefusal(reading)).toEqual([]);
      const asControl = must.includes('same values as control') ? file : '00-control.xlsx';
      expect(valuesOf(asControl)).toEqual(valuesOf('00-control.xlsx'));
    },
  );

  const said = (file: string): string | undefined => readingOf(file).message;

  it('needs less than a gigabyte for all of them in one process', () => {
    expect(report.peakMegabytes).toBeLessThan(MOST_MEGABYTES);
  });

  it('writes no file and changes no prototype', () => {
    expect(report.filesAfter).toEqual([]);
    expect(report.polluted).toEqual([]);
  });

  it('reads the control as it is', () => {
    expect(valuesOf('00-control.xlsx')).toEqual({ R1C1: 'Supplier', R1C2: 'tCO2e', R2C1: 'Acme', R2C2: 'number 12.5' });
  });

  it('names the cell and the row that are given twice, and keeps the first value of the cell', () => {
    const { issues } = readingOf('31-duplicate-rows-and-cells.xlsx');
    expect(issues.map(({ code, sheet, cell }) => [code, sheet, cell])).toEqual([
      ['duplicate-cell', 'Sheet1', 'B2'],
      ['duplicate-row', 'Sheet1', 'A2'],
    ]);
    expect(
      readingOf('31-duplicate-rows-and-cells.xlsx').sheets[0]?.cells.map(([at, value]) => [at, plain(value)]),
    ).toEqual([
      ['R1C1', 'Supplier'],
      ['R1C2', 'tCO2e'],
      ['R2C1', 'Acme'],
      ['R2C2', 'number 1'],
      ['R2C1', 'Evil'],
    ]);
  });

  it('keeps error cells as errors', () => {
    expect(Object.values(valuesOf('53-error-cells.xlsx'))).toEqual([
      'tCO2e',
      'error #REF!',
      'error #DIV/0!',
      'error #N/A',
      'error #VALUE!',
    ]);
  });

  it('names every cell that points to a text the workbook does not have', () => {
    const { issues } = readingOf('55-bad-shared-string-index.xlsx');
    expect(issues.map(({ sheet, cell, found }) => [sheet, cell, found])).toEqual([
      ['Sheet1', 'A1', '999'],
      ['Sheet1', 'B1', '-1'],
      ['Sheet1', 'C1', 'x'],
    ]);
  });

  it('reads dates of the 1904 system, and says which serials are none', () => {
    expect(Object.values(valuesOf('56-dates-1904.xlsx'))).toEqual([
      'date 1904-01-01',
      'date 1904-01-02',
      'date 1904-02-29',
      'date 1904-03-01',
      'date 1904-03-02',
      'date 2027-03-16',
      'date 2027-03-16T12:00:00',
      'unreadable',
      'unreadable',
      'unreadable',
      'unreadable',
    ]);
  });

  it('reads hidden sheets and rows, marks them and says so', () => {
    const { sheets, notices } = readingOf('60-hidden-veryhidden-sheets.xlsx');
    expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['Open', false],
      ['Secret', true],
    ]);
    expect(sheets[0]?.cells.map(([at, , hidden]) => [at, hidden])).toEqual([
      ['R1C1', false],
      ['R1C2', false],
      ['R2C1', true],
      ['R2C2', true],
    ]);
    expect(notices.join(' ')).toMatch(/"Secret" is hidden.*/);
  });

  it('joins rich text and drops phonetic text', () => {
    expect(valuesOf('62-richtext-phonetic.xlsx')).toEqual({ R1C1: 'Net Zero ' });
  });

  it('leaves text as it was sent, for the edges to escape', () => {
    expect(Object.values(valuesOf('51-formula-injection-text.xlsx'))).toEqual([
      "=cmd|'/C calc'!A0",
      '+1+1',
      '-2+3',
      '@SUM(1)',
      '\t=1+1',
      '\r=1+1',
      '=HYPERLINK("http://x.invalid","ok")',
    ]);
    expect(valuesOf('64-bidi-zero-width-names.xlsx')).toMatchObject({
      R2C1: 'Acme\u202Egnp.exe',
      R3C1: 'Ac\u200Bme',
      R5C1: '🌍 Green',
      R8C1: '<script>alert(1)</script>',
    });
    expect(Object.values(valuesOf('95-csv-formula-injection.csv'))).toContain("=cmd|' /C calc'!A0");
  });

  it('uses the stored values of formulas that point elsewhere, and says that links were not followed', () => {
    expect(valuesOf('66-external-link-rel.xlsx')).toEqual({ R1C1: 'number 1', R1C2: 'number 2' });
    expect(readingOf('66-external-link-rel.xlsx').notices.join()).toContain('not followed');
  });

  it('never takes a decimal comma for a point', () => {
    expect(valuesOf('97-csv-semicolon-decimal-comma.csv')).toEqual({
      R1C1: 'Supplier',
      R1C2: 'tCO2e',
      R2C1: 'Acme',
      R2C2: '1.234,5',
    });
  });

  it('says which byte of a CSV file is not UTF-8, and what it is', () => {
    expect(readingOf('91-csv-cp1252.csv').message).toMatch(/line 1 has the byte A3.*"£".*Windows-1252.*UTF-8/s);
  });

  it('says what a file is that is no workbook', () => {
    expect(said('72-plain-zip.xlsx')).toContain('an ordinary zip that holds no workbook');
    expect(said('80-empty-0-bytes.xlsx')).toContain('empty (0 bytes)');
    expect(said('82-cdfv2-encrypted-header.xlsx')).toContain('protected by a password');
    expect(said('84-csv-as-xlsx.xlsx')).toContain('rename it to end in .csv');
    expect(said('88-zip-entry-encrypted-flag.xlsx')).toContain('protected by a password');
  });
});

function plain(value: CellValue): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'number') return `number ${value.decimal}`;
  if (value.kind === 'date') return `date ${value.iso}`;
  if (value.kind === 'error') return `error ${value.code}`;
  return value.kind;
}

/** What may come of a file of which the list says this: "accept", "clear rejection", or either. */
function allowedOutcomes(must: string): RegExp {
  const accept = must.startsWith('accept') || !must.startsWith('clear rejection');
  const refuse = must.includes('rejection');
  const rule = must.includes('documented rule') || must.includes('replacement char');
  if (refuse && !accept && !rule) return /^refused$/;
  return refuse ? /^(read|refused)$/ : /^read$/;
}

/** What is wrong with the words in which a file was refused. */
function faultsOfRefusal({ outcome, file, code, message = '', issues }: CorpusReading): string[] {
  if (outcome !== 'refused') return [];
  const faults: string[] = [];
  if (!['unsupported-file', 'too-large', 'invalid-input'].includes(code ?? '')) faults.push(`code ${code}`);
  if (INTERNAL.test(message) || !message.startsWith(`${file}: `)) faults.push(message);
  if (issues.length === 0) faults.push('no issue');
  return faults.concat(
    issues.filter((issue) => issue.file !== file || !/^[A-Z].{15}/s.test(issue.message)).map((issue) => issue.message),
  );
}
