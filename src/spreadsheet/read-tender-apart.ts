import { Worker } from 'node:worker_threads';
import type { PlaceInFile, TenderReading } from '../application/tender.ts';
import { AppError } from '../domain/errors.ts';
import type { RuleFolders } from '../scoring/registry.ts';
import type { ReadOptions } from './read-tender.ts';
import type { TenderMessage, TenderWork } from './tender-worker.ts';
import type { UploadSource } from './upload.ts';

/**
 * Reads and checks a large upload in a worker of its own, which finds the rules again by folder, so that the process
 * goes on answering meanwhile. Gives what `readTenderUpload` gives, but that a place inside a bid is told by the
 * bid's row. Throws AppError as it does.
 */
export async function readTenderApart(
  source: UploadSource,
  folders: RuleFolders,
  options: ReadOptions,
): Promise<TenderReading> {
  const { onRows, ...rest } = options;
  const work: TenderWork = { source, folders, ...rest };
  const worker = new Worker(new URL('tender-worker.ts', import.meta.url), { workerData: work });
  try {
    return await new Promise<TenderReading>((resolve, reject) => {
      worker.on('message', (message: TenderMessage) => {
        if (message.type === 'rows') onRows?.(message.rows);
        else if (message.type === 'refused') reject(new AppError(message.code, message.message, message.issues));
        else resolve({ ...message.reading, placeOf: (pointer) => nearestPlace(pointer, message.places) });
      });
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`The worker that reads a tender ended early, with code ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}

function nearestPlace(pointer: string, places: ReadonlyMap<string, PlaceInFile>): PlaceInFile | undefined {
  for (let at = pointer; at.includes('/'); at = at.slice(0, at.lastIndexOf('/'))) {
    const place = places.get(at);
    if (place !== undefined) return place;
  }
  return undefined;
}
