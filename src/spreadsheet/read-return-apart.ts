import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FileSource } from '../application/file-source.ts';
import { type LedgerPage, statementsOf } from '../application/ledger-page.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { ReturnReading } from '../application/register-upload.ts';
import { AppError } from '../domain/errors.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { tooLongRefusal } from './deadline.ts';
import { withDefaultLimits } from './limits.ts';
import { type PackedPages, unpackPages } from './packed-pages.ts';
import { toReturnReading } from './read-carbon-return.ts';
import { refusalOfFile } from './refusal.ts';
import type { ReturnMessage, ReturnWork } from './return-worker.ts';
import type { ReturnScan, ScanOptions } from './scan-carbon-return.ts';
import { takenBytes, workerFailure } from './upload.ts';

/** A million lines are read and checked in the time of some ordinary files. */
const READING_TAKES = 5;
/** New objects of the worker die young: in a space of this size hardly any is moved before it is gone. */
const YOUNG_MEGABYTES = 12;

/**
 * Reads a long carbon return in a worker of its own, which works out its figures too and lays them out on pages of the
 * ledger. These are kept packed, and unpacked a few at a time each time they are asked for, so that nobody holds more
 * than some hundred lines, however long it is. Pieces of the file change
 * hands and are gone afterwards. Throws AppError as `readReturnUpload` does.
 */
export async function readReturnApart(
  source: FileSource,
  { rules: _code, ...catalogue }: Catalogue,
  { onRows, ...options }: ScanOptions,
): Promise<ReturnReading> {
  const limits = withDefaultLimits(options.limits);
  const milliseconds = limits.milliseconds * READING_TAKES;
  const work: ReturnWork = { source, catalogue, ...options, limits: { ...options.limits, milliseconds } };
  const worker = new Worker(new URL('return-worker.ts', import.meta.url), {
    workerData: work,
    transferList: takenBytes(source),
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      maxOldGenerationSizeMb: limits.workerHeapMegabytes,
    },
  });
  const kept: PackedPages[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<ReturnScan>();
  const fail = (error: unknown) => reject(error instanceof AppError ? refusalOfFile(error, source.name) : error);
  // The reader stops by itself in time; this is for one that is stuck.
  const timer = setTimeout(() => fail(tooLongRefusal(milliseconds)), milliseconds + 2000);
  worker.on('message', (message: ReturnMessage) => {
    if (message.type === 'rows') onRows?.(message.rows);
    else if (message.type === 'pages') kept.push(message.packed);
    else if (message.type === 'refused') reject(new AppError(message.code, message.message, message.issues));
    else resolve(message.scan);
  });
  worker.on('error', (error) => fail(workerFailure(error)));
  worker.on('exit', (code) =>
    reject(new Error(`The worker that reads a carbon return ended early, with code ${code}`)),
  );
  try {
    const scan = await promise;
    if (scan.issues.length > 0) kept.length = 0;
    const factors = catalogue.referenceData.emissionFactors;
    return { ...toReturnReading(scan, () => linesOf(kept)), worked: { factors, pages: () => unpacked(kept) } };
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

async function* unpacked(kept: readonly PackedPages[]): AsyncGenerator<readonly LedgerPage[]> {
  for (const packed of kept) {
    yield unpackPages(packed);
    await nextTurn();
  }
}

async function* linesOf(kept: readonly PackedPages[]): AsyncGenerator<readonly CarbonReturnLine[]> {
  for await (const pages of unpacked(kept)) {
    for (const page of pages) yield statementsOf(page);
  }
}
