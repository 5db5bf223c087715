import { Worker } from 'node:worker_threads';
import type { FileSource } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { createDeadline, tooLongRefusal } from './deadline.ts';
import { readMagic, type UploadKind, zipKind } from './file-kind.ts';
import { type UploadLimits, withDefaultLimits } from './limits.ts';
import { refusalOfFile, tooLarge, unsupportedFile } from './refusal.ts';
import { type Sheet, SheetCollector } from './sheet-collector.ts';
import type { WorkerMessage } from './worker.ts';
import { openZip } from './zip-guard.ts';

export type { UploadKind } from './file-kind.ts';
export type { UploadLimits } from './limits.ts';
export type { SheetRow } from './row-batch.ts';
export type { Sheet } from './sheet-collector.ts';
export { streamCsv, streamSheet } from './stream-upload.ts';

export type UploadContent = {
  readonly kind: 'xlsx' | 'csv';
  readonly fileName: string;
  readonly sheets: readonly Sheet[];
  /** Faults of the file that its reader must pass on: a row or a cell that is given twice. Error cells are values. */
  readonly issues: readonly Issue[];
  /** What the sender should know: hidden sheets and rows were read, macros ignored, links not followed. */
  readonly notices: readonly string[];
};

/**
 * Reads a workbook or a CSV file whole, in a worker of its own with limits on memory and time, so that no file can
 * stop or exhaust the service. Throws an AppError that says what the file is, what is wrong and what to do:
 * `unsupported-file`, `too-large` or `invalid-input`.
 *
 * What is read and how, for the cases that programs read differently:
 * - A formula counts by its stored value; without one the cell is 'formula-without-value'. Nothing is calculated.
 * - Hidden sheets, rows and columns are read like all others, marked, and a notice says so.
 * - A cell given twice is a fault and its first value is kept; of a row given twice both are kept, and it is a fault.
 * - Text keeps its spaces; phonetic text is dropped; a text without characters is no cell.
 * - All values of a CSV file are text. Its one sheet has the file's name without the ending.
 *
 * `onRows` is told how many rows have been read so far.
 */
export async function readUpload(
  source: FileSource,
  limits?: Partial<UploadLimits>,
  onRows?: (rows: number) => void,
): Promise<UploadContent> {
  const all = withDefaultLimits(limits);
  return nameFile(source, async () => {
    // What the first bytes tell is told at once, without a worker.
    await readMagic(source, all);
    return readInWorker(source, all, onRows);
  });
}

/** What a file is, by its content: `xlsx` (macros or not), `csv`, or a zip of workbooks; refuses all others. */
export async function uploadKind(source: FileSource, limits?: Partial<UploadLimits>): Promise<UploadKind> {
  const all = withDefaultLimits(limits);
  return nameFile(source, async () => {
    if ((await readMagic(source, all)) === 'text') return 'csv';
    const zip = await openZip(source, all, createDeadline(all.milliseconds));
    try {
      return await zipKind(zip, all);
    } finally {
      zip.close();
    }
  });
}

/**
 * The files in a zip of bid workbooks and their attachments, in the order of their names; nothing is written to
 * disk. Folders and the hidden files that macOS adds are left out.
 */
export async function readZipEntries(
  source: FileSource,
  limits?: Partial<UploadLimits>,
): Promise<{ name: string; bytes: Uint8Array }[]> {
  const all = withDefaultLimits(limits);
  return nameFile(source, async () => {
    if ((await readMagic(source, all)) === 'text')
      throw unsupportedFile('The file is not a zip.', 'Send a zip of workbooks.');
    const zip = await openZip(source, all, createDeadline(all.milliseconds));
    try {
      const entries: { name: string; bytes: Uint8Array }[] = [];
      let room = all.heldBytes;
      for (const name of zip.names.filter(isSent).toSorted()) {
        const bytes = Buffer.concat(await Array.fromAsync(zip.read(name, room)));
        room -= bytes.length;
        entries.push({ name, bytes });
      }
      return entries;
    } finally {
      zip.close();
    }
  });
}

function isSent(name: string): boolean {
  return !/(^|\/)(__MACOSX\/|\.DS_Store$|\._)/.test(name);
}

/** Runs an action; a refusal names the file. */
async function nameFile<Result>(source: FileSource, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof AppError ? refusalOfFile(error, source.name) : error;
  }
}

/**
 * With less a worker does not start, and takes the process with it. Running out of heap can do so too, so this limit
 * is the last fence only: everything that a file can make grow has a limit of its own.
 */
const LEAST_HEAP_MEGABYTES = 128;

async function readInWorker(
  source: FileSource,
  limits: UploadLimits,
  onRows: (rows: number) => void = () => {},
): Promise<UploadContent> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { source, limits },
    resourceLimits: {
      maxOldGenerationSizeMb: Math.max(limits.workerHeapMegabytes, LEAST_HEAP_MEGABYTES),
      maxYoungGenerationSizeMb: 16,
    },
    env: {},
    execArgv: [],
  });
  const sheets = new SheetCollector();
  let rowsRead = 0;
  const { promise, resolve, reject } = Promise.withResolvers<UploadContent>();
  // The reader stops by itself in time; this is for one that is stuck.
  const timer = setTimeout(() => reject(tooLongRefusal(limits.milliseconds)), limits.milliseconds + 2000);
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'sheet') sheets.startSheet(message.sheet);
    else if (message.type === 'rows') {
      sheets.addRows(message.batch);
      rowsRead += message.batch.rowNumbers.length;
      onRows(rowsRead);
    } else if (message.type === 'refused') reject(new AppError(message.code, message.message, message.issues));
    else resolve({ ...message.content, fileName: source.name, sheets: sheets.all() });
  });
  worker.on('error', (error) => reject(workerFailure(error)));
  worker.on('exit', () => reject(new Error('The reader of the file ended without a result.')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Pieces change hands instead of being copied, where they are alone in their buffer. */
export function takenBytes(source: FileSource): ArrayBuffer[] {
  if (!('pieces' in source)) return [];
  return source.pieces.flatMap(({ buffer, byteLength }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );
}

/** What a worker failed of; running out of its memory is the file's fault. */
export function workerFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ERR_WORKER_OUT_OF_MEMORY') return error;
  return tooLarge('The file needs more memory than one file may use.', 'Send a smaller file, or split it.');
}
