import { parse } from 'node:path';
import type { FileSource } from '../application/file-source.ts';
import type { Issue } from '../domain/issue.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { readMagic, zipKind } from './file-kind.ts';
import { Findings } from './findings.ts';
import type { UploadLimits } from './limits.ts';
import { openWorkbook, readSheet } from './read-workbook.ts';
import { readCsv } from './read-csv.ts';
import { damagedFile, unsupportedFile } from './refusal.ts';
import { BatchWriter, type RowBatch } from './row-batch.ts';
import type { RowBuffer } from './row-buffer.ts';
import { openZip } from './zip-guard.ts';

/** Takes one row; it is good only until the call returns. */
export type RowTaker = (number: number, row: RowBuffer) => void;

/** Who takes the sheets and rows of a file as they are read. */
export type ContentSink = {
  /** Gives back who takes the rows of this sheet one by one; undefined where they are to come in batches. */
  readonly startSheet: (sheet: StartedSheet) => RowTaker | undefined;
  readonly addRows: (batch: RowBatch) => void;
};

export type StartedSheet = { readonly name: string; readonly hidden: boolean; readonly date1904: boolean };

export type ContentEnd = { kind: 'xlsx' | 'csv'; issues: Issue[]; notices: string[] };

/** Reads a whole file into the sink, batch by batch. Throws the refusals of `readUpload`. */
export async function readContent(source: FileSource, limits: UploadLimits, sink: ContentSink): Promise<ContentEnd> {
  const deadline = createDeadline(limits.milliseconds);
  const isText = (await readMagic(source, limits)) === 'text';
  return isText ? readCsvContent(source, limits, deadline, sink) : readWorkbookContent(source, limits, deadline, sink);
}

async function readWorkbookContent(
  source: FileSource,
  limits: UploadLimits,
  deadline: Deadline,
  sink: ContentSink,
): Promise<ContentEnd> {
  const findings = new Findings(limits.listedFaults);
  const zip = await openZip(source, limits, deadline);
  try {
    if ((await zipKind(zip, limits)) !== 'xlsx') {
      throw unsupportedFile('The file is a zip of files, not a workbook.', 'Unpack it and send the workbook alone.');
    }
    const workbook = await openWorkbook(zip, limits);
    const { sheets, date1904, notices } = workbook.parts;
    const batches = new BatchWriter(limits, sink.addRows);
    for (const sheet of sheets) {
      const taker = sink.startSheet({ name: sheet.name, hidden: sheet.hidden, date1904 });
      const onRow: BatchWriter['add'] =
        taker ?? ((number, row, isColumnHidden) => batches.add(number, row, isColumnHidden));
      await readSheet(zip, workbook, sheet, { limits, findings, onRow });
      batches.flush();
    }
    findings.throwIfDamaged();
    return { kind: 'xlsx', issues: findings.allIssues(), notices: [...notices, ...findings.notices] };
  } finally {
    zip.close();
  }
}

async function readCsvContent(
  source: FileSource,
  limits: UploadLimits,
  deadline: Deadline,
  sink: ContentSink,
): Promise<ContentEnd> {
  const batches = new BatchWriter(limits, sink.addRows);
  sink.startSheet({ name: parse(source.name).name, hidden: false, date1904: false });
  const { rows, delimiter } = await readCsv(source, limits, deadline, (row, values) => batches.addTexts(row, values));
  batches.flush();
  if (rows === 0) throw damagedFile('The file has no rows.', {}, 'Send a file with a header row and rows below it.');
  return { kind: 'csv', issues: [], notices: delimiterNotices(delimiter) };
}

function delimiterNotices(delimiter: string): string[] {
  if (delimiter === ',') return [];
  const name = delimiter === ';' ? 'semicolons' : delimiter === '\t' ? 'tabs' : `"${delimiter}"`;
  return [`The values of the file are separated by ${name}, not commas; numbers in it are read as they are written.`];
}
