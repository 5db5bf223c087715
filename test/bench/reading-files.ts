import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { relationships } from '../support/xlsx-builder.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const DATE = new Date(Date.UTC(2026, 0, 1));
const STAGES = ['make', 'ship', 'use', 'serve', 'end'];
const CATEGORIES = ['Laptops', 'Mobile phones & tablets', 'Cloud services', 'Data centre', 'Printing', 'Réseau'];
const LETTERS = 'ABCDEFGHIJKLMNO';
const HEADERS = [
  'Contract reference',
  'Line',
  'Kind',
  'Stage',
  'Scope',
  'Category',
  'Period start',
  'Period end',
  'Quantity',
  'Unit',
  'Conversion factor',
  'Amount',
  'Market-based amount',
  'Tier',
  'Evidence document',
];

type Value = string | number | { readonly serial: number };

/** One line of a made-up carbon return: 15 columns of repeated texts, own texts, dates and numbers. */
function line(at: number): Value[] {
  const seed = Math.imul(at + 1, 2_654_435_761) >>> 0;
  const quantity = (seed % 1_000_000) / 100;
  return [
    `C-${1000 + (seed % 500)}`,
    `L${at + 1}`,
    'emission',
    STAGES[seed % 5] ?? '',
    (seed % 3) + 1,
    CATEGORIES[seed % 6] ?? '',
    { serial: 46_113 + (seed % 365) },
    { serial: 46_143 + (seed % 365) },
    quantity,
    'kWh',
    0.177,
    Math.round(quantity * 177) / 1000,
    (seed % 99_991) / 7,
    'ABCD'[seed % 4] ?? '',
    `Return 2026, page ${seed % 200}`,
  ];
}

/** Writes the workbook of that many lines, as Excel would: shared strings, styled dates. Always the same bytes. */
export async function writeReadingWorkbook(path: string, rows: number): Promise<void> {
  const zip = new ZipFile();
  const strings = new Map<string, number>();
  const index = (text: string) => {
    const known = strings.get(text);
    if (known !== undefined) return known;
    strings.set(text, strings.size);
    return strings.size - 1;
  };
  const add = (name: string, parts: Iterable<string>) =>
    zip.addReadStreamLazy(name, { mtime: DATE }, (callback) => callback(null, Readable.from(parts)));
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`;
  add('[Content_Types].xml', [types]);
  add('_rels/.rels', [relationships([['officeDocument', 'xl/workbook.xml']])]);
  add('xl/workbook.xml', [
    `<workbook xmlns="${MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Figures" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ]);
  add('xl/_rels/workbook.xml.rels', [
    relationships([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ]),
  ]);
  add('xl/styles.xml', [
    `<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ]);
  add('xl/worksheets/sheet1.xml', sheetXml(rows, index));
  add('xl/sharedStrings.xml', stringsXml(strings));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

function* sheetXml(rows: number, index: (text: string) => number): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${MAIN}"><sheetData>`;
  let block = rowXml(1, HEADERS, index);
  for (let at = 0; at < rows; at++) {
    block += rowXml(at + 2, line(at), index);
    if (block.length < 200_000) continue;
    yield block;
    block = '';
  }
  yield `${block}</sheetData></worksheet>`;
}

function rowXml(number: number, values: readonly Value[], index: (text: string) => number): string {
  const cells = values.map((value, column) => {
    const at = `<c r="${LETTERS[column]}${number}"`;
    if (typeof value === 'string') return `${at} t="s"><v>${index(value)}</v></c>`;
    return typeof value === 'number' ? `${at} s="2"><v>${value}</v></c>` : `${at} s="1"><v>${value.serial}</v></c>`;
  });
  return `<row r="${number}" spans="1:15">${cells.join('')}</row>`;
}

function* stringsXml(strings: ReadonlyMap<string, number>): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="${MAIN}">`;
  let block = '';
  for (const text of strings.keys()) {
    block += `<si><t>${text.replaceAll('&', '&amp;')}</t></si>`;
    if (block.length < 200_000) continue;
    yield block;
    block = '';
  }
  yield `${block}</sst>`;
}

/** The same lines as CSV, the evidence quoted. */
export async function writeReadingCsv(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(csvText(rows)), createWriteStream(path));
}

function* csvText(rows: number): Generator<string> {
  let block = `${HEADERS.join(',')}\n`;
  for (let at = 0; at < rows; at++) {
    block += `${line(at).map(csvValue).join(',')}\n`;
    if (block.length < 200_000) continue;
    yield block;
    block = '';
  }
  yield block;
}

function csvValue(value: Value): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value.includes(',') ? `"${value}"` : value;
  return new Date(Date.UTC(1899, 11, 30 + value.serial)).toISOString().slice(0, 10);
}
