import { buffer } from 'node:stream/consumers';
import type { FigureTable } from '../application/figure-table.ts';
import { neutralText } from './formula-injection.ts';
import { streamWorkbook } from './sheet-stream.ts';

const TEXT_WIDTH = 24;
const NUMBER_WIDTH = 16;

/** A table as UTF-8 CSV (RFC 4180, lines end with CRLF), or as a workbook of one sheet with its title in A1. */
export async function writeTable(table: FigureTable, format: 'csv' | 'xlsx'): Promise<Uint8Array> {
  return format === 'csv' ? Buffer.from(tableCsv(table), 'utf8') : tableWorkbook(table);
}

function tableCsv({ columns, rows }: FigureTable): string {
  const header = columns.map(({ header: name }) => quoted(name)).join(',');
  const lines = rows.map((row) => columns.map(({ kind }, index) => csvField(row[index] ?? '', kind)).join(','));
  return [header, ...lines, ''].join('\r\n');
}

function csvField(value: string, kind: 'text' | 'number'): string {
  return quoted(kind === 'text' ? neutralText(value) : value);
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function tableWorkbook({ title, sheet, columns, rows }: FigureTable): Promise<Uint8Array> {
  const streamed = columns.map(({ header, kind }) =>
    kind === 'text' ? { header, kind, width: TEXT_WIDTH } : { header, kind, width: NUMBER_WIDTH, format: '#,##0.000' },
  );
  return buffer(streamWorkbook({ title, sheets: [{ name: sheet, title, columns: streamed, rows }] }));
}
