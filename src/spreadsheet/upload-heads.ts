import { parse } from 'node:path';
import type { FileSource } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Cell } from './cell.ts';
import { createDeadline } from './deadline.ts';
import { readMagic, zipKind } from './file-kind.ts';
import { Findings } from './findings.ts';
import { type UploadLimits, withDefaultLimits } from './limits.ts';
import { readWorkbookParts } from './package-parts.ts';
import { openWorkbook, readSheet } from './read-workbook.ts';
import { refusalOfFile } from './refusal.ts';
import type { RowView } from './row-buffer.ts';
import { streamCsv } from './stream-upload.ts';
import type { Sheet, SheetRow, UploadContent } from './upload.ts';
import { openZip } from './zip-guard.ts';

/** Titles, headers and the whole of any `About` stand in the first rows. */
const HEAD_ROWS = 200;
const MOST_SHEETS = 50;

/** Thrown to stop a reading that has seen enough. */
export class EnoughRows extends Error {}

/**
 * The first rows of each sheet of a workbook or CSV file, for telling what it is; undefined for a zip of workbooks.
 * Where `isEnough` is told by the names of the sheets alone, no row is read. Refuses a file as `readUpload` does.
 */
export async function readHeads(
  source: FileSource,
  limits?: Partial<UploadLimits>,
  isEnough: (sheetNames: readonly string[]) => boolean = () => false,
): Promise<UploadContent | undefined> {
  const all = withDefaultLimits(limits);
  try {
    if ((await readMagic(source, all)) === 'text') return await readCsvHead(source, all);
    return await readWorkbookHeads(source, all, isEnough);
  } catch (error) {
    throw error instanceof AppError ? refusalOfFile(error, source.name) : error;
  }
}

async function readCsvHead(source: FileSource, limits: UploadLimits): Promise<UploadContent> {
  const rows: SheetRow[] = [];
  const name = parse(source.name).name;
  await untilEnough(() =>
    streamCsv(
      source,
      (number, values) => {
        rows.push({ number, hidden: false, cells: csvCells(number, values) });
        if (rows.length >= HEAD_ROWS) throw new EnoughRows();
      },
      limits,
    ),
  );
  return { kind: 'csv', fileName: source.name, sheets: [{ name, hidden: false, rows }], issues: [], notices: [] };
}

/** The cells of a row of texts; empty ones are none. */
export function csvCells(row: number, values: readonly string[]): Cell[] {
  return values.flatMap((text, index) =>
    text === '' ? [] : [{ row, column: index + 1, value: { kind: 'text', text }, hidden: false }],
  );
}

async function readWorkbookHeads(
  source: FileSource,
  limits: UploadLimits,
  isEnough: (sheetNames: readonly string[]) => boolean,
): Promise<UploadContent | undefined> {
  const zip = await openZip(source, limits, createDeadline(limits.milliseconds));
  try {
    if ((await zipKind(zip, limits)) !== 'xlsx') return undefined;
    const { sheets: parts, notices } = await readWorkbookParts(zip, limits);
    const content = { kind: 'xlsx' as const, fileName: source.name, issues: [], notices };
    if (isEnough(parts.map(({ name }) => name))) {
      return { ...content, sheets: parts.map(({ name, hidden }) => ({ name, hidden, rows: [] })) };
    }
    const workbook = await openWorkbook(zip, limits);
    const sheets: Sheet[] = [];
    for (const part of parts.slice(0, MOST_SHEETS)) {
      const rows: SheetRow[] = [];
      const onRow = (number: number, view: RowView): void => {
        rows.push({ number, hidden: view.hidden, cells: viewCells(number, view) });
        if (rows.length >= HEAD_ROWS) throw new EnoughRows();
      };
      const findings = new Findings(limits.listedFaults);
      await untilEnough(() => readSheet(zip, workbook, part, { limits, findings, onRow }));
      sheets.push({ name: part.name, hidden: part.hidden, rows });
    }
    return { ...content, sheets };
  } finally {
    zip.close();
  }
}

/** The cells of a row as they stand, good after the next is read. */
export function viewCells(row: number, view: RowView): Cell[] {
  return Array.from({ length: view.length }, (_, index) => ({
    row,
    column: view.column(index),
    value: view.value(index),
    hidden: view.hidden,
  }));
}

/** Ends a reading quietly when `EnoughRows` stops it. */
export async function untilEnough(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof EnoughRows)) throw error;
  }
}
