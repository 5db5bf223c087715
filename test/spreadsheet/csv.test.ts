import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { UploadLimits } from '../../src/spreadsheet/upload.ts';
import { readUpload, streamCsv } from '../../src/spreadsheet/upload.ts';
import { refusalOf } from '../support/read-raw.ts';

const file = (content: string | Uint8Array, name = 'figures.csv') => ({ name, bytes: Buffer.from(content) });

async function rowsOf(content: string | Uint8Array, limits?: Partial<UploadLimits>): Promise<[number, string[]][]> {
  const rows: [number, string[]][] = [];
  await streamCsv(file(content), (row, values) => rows.push([row, values]), limits);
  return rows;
}

const refusal = (content: string | Uint8Array, name?: string, limits?: Partial<UploadLimits>) =>
  refusalOf(readUpload(file(content, name), limits));

describe('a CSV file', () => {
  it('is one sheet named after the file, all its cells text, the empty ones left out', async () => {
    const { kind, sheets, issues, notices } = await readUpload(
      file('Line,kg,Note\nL1,12.5,\n\nL2,"1,234.5",x\n', 'Q1 2026.csv'),
    );
    expect(kind).toBe('csv');
    expect(sheets.map((sheet) => sheet.name)).toEqual(['Q1 2026']);
    expect(sheets[0]?.rows.map((row) => [row.number, row.cells.map(({ column, value }) => [column, value])])).toEqual([
      [1, ['Line', 'kg', 'Note'].map((text, index) => [index + 1, { kind: 'text', text }])],
      [2, ['L1', '12.5'].map((text, index) => [index + 1, { kind: 'text', text }])],
      [4, ['L2', '1,234.5', 'x'].map((text, index) => [index + 1, { kind: 'text', text }])],
    ]);
    expect([issues, notices]).toEqual([[], []]);
  });

  it('may start with a byte order mark', async () => {
    expect(await rowsOf('\uFEFFLine,kg\nL1,1\n')).toEqual([
      [1, ['Line', 'kg']],
      [2, ['L1', '1']],
    ]);
  });

  it.each([
    ['line feeds', 'a,b\nc,d\n'],
    ['carriage returns and line feeds', 'a,b\r\nc,d\r\n'],
    ['carriage returns', 'a,b\rc,d\r'],
    ['no end of the last line', 'a,b\nc,d'],
    ['both kinds of line end', 'a,b\r\nc,d\n'],
  ])('may have %s', async (_, content) => {
    expect(await rowsOf(content)).toEqual([
      [1, ['a', 'b']],
      [2, ['c', 'd']],
    ]);
  });

  it('is the same read from the disk, with letters of several bytes across its blocks', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'csv-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'figures.csv');
    const content = Array.from({ length: 20_000 }, (_, index) => `${index},${'é€😀'.repeat(index % 7)}\n`).join('');
    await writeFile(path, content);
    const rows: [number, string[]][] = [];
    await streamCsv({ name: 'figures.csv', path }, (row, values) => rows.push([row, values]));
    expect(rows).toEqual(await rowsOf(content));
  });

  it('is read as it was written, however its rows lie across the pieces that it is read in', async () => {
    const value = fc.oneof(
      fc.string({ maxLength: 12, unit: fc.constantFrom('a', '1', '.', ',', '"', '\n', 'é', '€', '😀') }),
      fc.nat(6500).map((length) => 'ab"c\n'.repeat(length)),
    );
    const row = fc.tuple(value, value, value);
    const beginning = Array.from({ length: 5000 }, (_, index) => ['first', 'block', String(index)]);
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), async (rows) => {
        const given = [...beginning, ...rows];
        const text = given.map((one) => one.map((part) => `"${part.replaceAll('"', '""')}"`).join(',')).join('\n');
        expect((await rowsOf(text)).map(([, values]) => values)).toEqual(given);
      }),
      { numRuns: 20 },
    );
  });

  it('may hold commas, quotes and line ends inside quotes, which stay in their row', async () => {
    expect(await rowsOf('a,"b, ""c""\r\nd"\r\ne,f\r\n')).toEqual([
      [1, ['a', 'b, "c"\nd']],
      [2, ['e', 'f']],
    ]);
  });

  it('is read as it was written, whatever the texts', async () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll('\r', ''));
    const written = fc.array(fc.array(value, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(written, async (rows) => {
        const content = Papa.unparse([['first', 'second'], ...rows], { newline: '\n', quotes: true });
        expect((await rowsOf(content)).slice(1).map(([, values]) => values)).toEqual(rows);
      }),
      { numRuns: 200, seed: 2030 },
    );
  });

  it('may be so long that rows and characters are cut by the blocks in which it is read', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `"Réseau, ${index}",£${index}🌍\r\n`);
    const rows = await rowsOf(`name,kg\r\n${lines.join('')}`);
    expect(rows).toHaveLength(20_001);
    expect(rows[12_345]).toEqual([12_346, ['Réseau, 12344', '£12344🌍']]);
  });
});

describe('the character between the values of a CSV file', () => {
  it('is a semicolon or a tab where the first line has more of those, and it is said', async () => {
    const { sheets, notices } = await readUpload(file('Line;kg\nL1;1.234,5\n'));
    expect(sheets[0]?.rows[1]?.cells.map((cell) => cell.value)).toEqual([
      { kind: 'text', text: 'L1' },
      { kind: 'text', text: '1.234,5' },
    ]);
    expect(notices[0]).toContain('separated by semicolons');
    expect(await rowsOf('Line\tkg\nL1\t1,5\n')).toEqual([
      [1, ['Line', 'kg']],
      [2, ['L1', '1,5']],
    ]);
  });

  it('is a comma where the others stand only inside quotes', async () => {
    expect(await rowsOf('"a;b;c",d\n1,2\n')).toEqual([
      [1, ['a;b;c', 'd']],
      [2, ['1', '2']],
    ]);
  });

  it('may be named by a first line, which counts as a row of the file', async () => {
    expect(await rowsOf('sep=;\na,b;c\n1;2\n')).toEqual([
      [2, ['a,b', 'c']],
      [3, ['1', '2']],
    ]);
  });
});

describe('a CSV file that is refused', () => {
  it('is UTF-16, told by its mark or by its null characters', async () => {
    const utf16 = Buffer.from('\uFEFFLine,kg\nL1,1\n', 'utf16le');
    expect((await refusal(utf16)).message).toMatch(/UTF-16.*CSV UTF-8 \(Comma delimited\)/s);
    expect((await refusal(utf16.subarray(2))).message).toContain('null characters');
  });

  it('is Windows-1252: the line and the character are named', async () => {
    const content = Buffer.from('Line,Note\nL1,ok\nL2,caf\xe9 \x96 \xa3\n', 'latin1');
    expect((await refusal(content)).message).toContain('line 3 has the byte E9, which stands for "é"');
  });

  it('is cut in the middle of a character', async () => {
    expect((await refusal(Buffer.concat([Buffer.from('a,b\n1,'), Buffer.of(0xc3)]))).message).toContain('not UTF-8');
  });

  it('has too many columns', async () => {
    const { code, message } = await refusal(`${'x,'.repeat(20_000)}\n`);
    expect(code).toBe('too-large');
    expect(message).toContain('Row 1 has 20,001 columns; at most 16,384 can be read.');
  });

  it('has a quotation mark that is never closed', async () => {
    const { message } = await refusal('a,b\n1,"open\n2,x\n');
    expect(message).toContain('Row 2 opens a quotation mark that is never closed.');
  });

  it('has so long a row that a quotation mark must be open', async () => {
    const { code, message } = await refusal(`a,b\n1,"${'x\n'.repeat(60_000)}`, undefined, { rowCharacters: 50_000 });
    expect([code, message]).toEqual(['too-large', expect.stringContaining('Row 2 has more than 50,000 characters')]);
  });

  it('has quotation marks in the middle of a quoted value', async () => {
    expect((await refusal('a,b\n1,"x" y\n')).message).toContain('Row 2 has a quotation mark in the middle');
  });

  it('has a value longer than a cell can be', async () => {
    expect((await refusal(`a,b\n1,${'x'.repeat(40_000)}\n`)).message).toContain(
      'Cell B2 has more than 32,767 characters.',
    );
  });

  it('has no bytes, or none but a mark', async () => {
    expect((await refusal('')).message).toContain('empty (0 bytes)');
    expect((await refusal('\uFEFF')).message).toContain('The file has no rows.');
  });

  it.each([
    ['%PDF-1.7', 'figures.csv', 'a PDF document'],
    ['<!DOCTYPE html><table>', 'figures.csv', 'a web page'],
    ['<?xml version="1.0"?><Workbook/>', 'figures.csv', 'an XML document'],
    ['a,b\n1,2\n', 'figures.xlsx', 'named .xlsx but it holds plain text'],
    ['{"a":1}', 'figures.json', 'named .json but it holds plain text'],
    ['\x1f\x8b\x08\x00', 'figures.csv.gz', 'a gzip archive'],
  ])('is something else: %j named %s', async (content, name, what) => {
    const { code, message } = await refusal(Buffer.from(content, 'latin1'), name);
    expect(code).toBe('unsupported-file');
    expect(message).toContain(what);
  });
});
