import { Worker } from 'node:worker_threads';
import type { ReturnReading } from '../application/register-upload.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { AppError } from '../domain/errors.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { withDefaultLimits } from './limits.ts';
import { toReturnReading } from './read-carbon-return.ts';
import type { ReturnMessage, ReturnWork } from './return-worker.ts';
import type { ReturnScan, ScanOptions } from './scan-carbon-return.ts';
import type { UploadSource } from './upload.ts';

/** A million lines are read and checked in the time of some ordinary files. */
const READING_TAKES = 5;
/** Lines are handed over while they are written to the database, which takes longer still. */
const WRITING_TAKES = 30;

/**
 * Reads a long carbon return in a worker of its own, twice: first to check it from start to end, then, each time its
 * lines are asked for, to hand them over a piece at a time. Nobody holds more than a few pieces, however long it is.
 */
export async function readReturnApart(
  source: UploadSource,
  { rules: _code, ...catalogue }: Catalogue,
  { onRows, ...options }: ScanOptions,
): Promise<ReturnReading> {
  const { milliseconds } = withDefaultLimits(options.limits);
  const within = (times: number) => ({ ...options.limits, milliseconds: milliseconds * times });
  const work: ReturnWork = { source, catalogue, ...options, limits: within(READING_TAKES) };
  const { promise, resolve, reject } = Promise.withResolvers<ReturnScan>();
  const worker = startWorker(work, reject, (message) => {
    if (message.type === 'rows') onRows?.(message.rows);
    else if (message.type === 'read') resolve(message.scan);
  });
  try {
    const scan = await promise;
    const patient = { ...work, limits: within(WRITING_TAKES) };
    return toReturnReading(scan, () => (scan.issues.length > 0 ? none() : handOver(patient)));
  } finally {
    await worker.terminate();
  }
}

/** The lines of a file that has been found good, a piece at a time. */
async function* handOver(work: ReturnWork): AsyncGenerator<readonly CarbonReturnLine[]> {
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const waiting: (readonly CarbonReturnLine[])[] = [];
  let isDone = false;
  let next = Promise.withResolvers<void>();
  const worker = startWorker(
    { ...work, taken },
    (error) => next.reject(error),
    (message) => {
      if (message.type === 'lines') waiting.push(message.lines);
      if (message.type === 'read') isDone = true;
      if (message.type !== 'rows') next.resolve();
    },
  );
  // Whoever asks for the next piece is told of a failure; until then nobody listens.
  next.promise.catch(() => {});
  try {
    for (;;) {
      const piece = waiting.shift();
      if (piece !== undefined) {
        yield piece;
        Atomics.add(taken, 0, 1);
        Atomics.notify(taken, 0);
      } else if (isDone) {
        return;
      } else {
        await next.promise;
        next = Promise.withResolvers<void>();
        next.promise.catch(() => {});
      }
    }
  } finally {
    await worker.terminate();
  }
}

async function* none(): AsyncGenerator<never> {
  yield* await Promise.resolve([]);
}

function startWorker(work: ReturnWork, fail: (error: unknown) => void, take: (message: ReturnMessage) => void): Worker {
  const worker = new Worker(new URL('return-worker.ts', import.meta.url), { workerData: work });
  worker.on('message', (message: ReturnMessage) => {
    if (message.type === 'refused') fail(new AppError(message.code, message.message, message.issues));
    else take(message);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => fail(new Error(`The worker that reads a carbon return ended early, with code ${code}`)));
  return worker;
}
