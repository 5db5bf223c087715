import type { FileSource } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { createDeadline } from './deadline.ts';
import { readMagic, zipKind } from './file-kind.ts';
import { Findings } from './findings.ts';
import { type UploadLimits, withDefaultLimits } from './limits.ts';
import type { SheetPart } from './package-parts.ts';
import { type CsvSummary, readCsv } from './read-csv.ts';
import { openWorkbook, readSheet, type SheetCounts } from './read-workbook.ts';
import { refusalOfFile, unsupportedFile } from './refusal.ts';
import type { RowView } from './row-buffer.ts';
import { openZip } from './zip-guard.ts';

/** What one streamed sheet was. `issues` are the faults that its reader must pass on, as in `UploadContent`. */
export type SheetSummary = SheetCounts & {
  readonly name: string;
  readonly hidden: boolean;
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
};

/**
 * Reads one sheet of a workbook, by name or by position from 0, row by row: memory stays flat however long the sheet.
 * It runs in the caller's thread; a service calls it from a worker. Rows come in the order of the file, and a row is
 * good only until the callback returns. Refusals as in `readUpload`; they may come after rows were handed over.
 */
export async function streamSheet(
  source: FileSource,
  sheet: string | number,
  onRow: (row: number, cells: RowView) => void,
  limits?: Partial<UploadLimits>,
): Promise<SheetSummary> {
  const all = withDefaultLimits(limits);
  return nameFile(source, async () => {
    const findings = new Findings(all.listedFaults);
    if ((await readMagic(source, all)) === 'text') throw notAWorkbook();
    const zip = await openZip(source, all, createDeadline(all.milliseconds));
    try {
      if ((await zipKind(zip, all)) !== 'xlsx') throw notAWorkbook();
      const workbook = await openWorkbook(zip, all);
      const part = getSheet(workbook.parts.sheets, sheet);
      const counts = await readSheet(zip, workbook, part, { limits: all, findings, onRow });
      findings.throwIfDamaged();
      const notices = [...workbook.parts.notices, ...findings.notices];
      return { ...counts, name: part.name, hidden: part.hidden, issues: findings.allIssues(), notices };
    } finally {
      zip.close();
    }
  });
}

/** Reads a CSV file row by row, as `readCsv` says; rows as arrays of text, all columns, empty ones included. */
export async function streamCsv(
  source: FileSource,
  onRow: (row: number, values: string[]) => void,
  limits?: Partial<UploadLimits>,
): Promise<CsvSummary> {
  const all = withDefaultLimits(limits);
  return nameFile(source, async () => {
    if ((await readMagic(source, all)) === 'zip') {
      throw unsupportedFile('The file is a workbook or a zip, not a CSV file.', 'Send it as a workbook.');
    }
    return readCsv(source, all, createDeadline(all.milliseconds), onRow);
  });
}

function notAWorkbook(): AppError {
  return unsupportedFile('The file is not an Excel workbook.', 'Send an Excel workbook (.xlsx).');
}

function getSheet(sheets: readonly SheetPart[], wanted: string | number): SheetPart {
  const found = typeof wanted === 'number' ? sheets[wanted] : sheets.find((sheet) => sheet.name === wanted);
  if (found !== undefined) return found;
  const names = sheets.map((sheet) => `"${sheet.name}"`).join(', ');
  throw new AppError('not-found', `The workbook has no sheet ${JSON.stringify(wanted)}; it has ${names}.`);
}

async function nameFile<Result>(source: FileSource, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof AppError ? refusalOfFile(error, source.name) : error;
  }
}
