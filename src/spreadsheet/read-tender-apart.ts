import { Worker } from 'node:worker_threads';
import type { FileSource } from '../application/file-source.ts';
import type { PlaceInFile, TenderReading } from '../application/tender.ts';
import { readWrittenBid } from '../application/written-bid.ts';
import { AppError } from '../domain/errors.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { tooLongRefusal } from './deadline.ts';
import { withDefaultLimits } from './limits.ts';
import type { ReadOptions } from './read-tender.ts';
import { refusalOfFile } from './refusal.ts';
import type { TenderMessage, TenderWork } from './tender-worker.ts';
import { takenBytes, workerFailure } from './upload.ts';

/** New objects of the worker die young; a small space for them is swept often, and holds little. */
const YOUNG_MEGABYTES = 3;

/**
 * Reads and checks a large upload in a worker of its own, so that the process goes on answering meanwhile. Gives what
 * `readTenderUpload` gives, but that a place inside a bid is told by the bid's row, and that bids are read from their
 * JSON when somebody asks for their lines. Throws AppError as it does.
 */
export async function readTenderApart(
  source: FileSource,
  { rules: _code, ...catalogue }: Catalogue,
  options: ReadOptions,
): Promise<TenderReading> {
  const { onRows, ...rest } = options;
  const work: TenderWork = { source, catalogue, ...rest };
  const worker = new Worker(new URL('tender-worker.ts', import.meta.url), {
    workerData: work,
    transferList: takenBytes(source),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  const { milliseconds } = withDefaultLimits(options.limits);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<TenderReading>((resolve, reject) => {
      const fail = (error: unknown) => reject(error instanceof AppError ? refusalOfFile(error, source.name) : error);
      // The reader stops by itself in time; this is for one that is stuck.
      timer = setTimeout(() => fail(tooLongRefusal(milliseconds)), milliseconds + 2000);
      worker.on('message', (message: TenderMessage) => {
        if (message.type === 'rows') onRows?.(message.rows);
        else if (message.type === 'in-full') clearTimeout(timer);
        else if (message.type === 'refused') reject(new AppError(message.code, message.message, message.issues));
        else resolve(toReading(message));
      });
      worker.on('error', (error) => fail(workerFailure(error)));
      worker.on('exit', (code) => reject(new Error(`The worker that reads a tender ended early, with code ${code}`)));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function toReading(message: Extract<TenderMessage, { readonly type: 'read' }>): TenderReading {
  const { reading, procurement, places } = message;
  const bids = message.bids.map(readWrittenBid);
  return {
    ...reading,
    bids,
    ...(procurement === undefined ? {} : { tender: { procurement, bids } }),
    placeOf: (pointer) => nearestPlace(pointer, places),
  };
}

function nearestPlace(pointer: string, places: ReadonlyMap<string, PlaceInFile>): PlaceInFile | undefined {
  for (let at = pointer; at.includes('/'); at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.get(at);
    if (place !== undefined) return place;
  }
  return undefined;
}
