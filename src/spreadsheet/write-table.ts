import { buffer } from 'node:stream/consumers';
import type { FigureTable } from '../application/figure-table.ts';
import { neutralText } from './formula-injection.ts';
import { streamWorkbook } from './sheet-stream.ts';

const TEXT_WIDTH = 24;
const NUMBER_WIDTH = 16;
const NOTE_WIDTH = 120;

/** A table as UTF-8 CSV (RFC 4180, lines end with CRLF), or as a workbook with its title in A1, and its notes on a second sheet. */
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

async function tableWorkbook({ title, sheet, columns, rows, notes }: FigureTable): Promise<Uint8Array> {
  const streamed = columns.map(({ header, kind }) =>
    kind === 'text' ? { header, kind, width: TEXT_WIDTH } : { header, kind, width: NUMBER_WIDTH, format: '#,##0.000' },
  );
  const explained = {
    name: 'Notes',
    title: 'What to know of the figures',
    columns: [{ header: 'Note', kind: 'text' as const, width: NOTE_WIDTH }],
    rows: (notes ?? []).map((note) => [note]),
  };
  const figures = { name: sheet, title, columns: streamed, rows };
  return buffer(streamWorkbook({ title, sheets: notes === undefined ? [figures] : [figures, explained] }));
}
