import { parentPort, workerData } from 'node:worker_threads';
import { bidPointer, type PlaceInFile, type TenderReading } from '../application/tender.ts';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { loadCatalogue, type RuleFolders } from '../scoring/registry.ts';
import { readTenderUpload } from './read-tender.ts';
import type { UploadLimits, UploadSource } from './upload.ts';

export type TenderWork = {
  readonly source: UploadSource;
  readonly folders: RuleFolders;
  readonly limits?: Partial<UploadLimits>;
  readonly acceptMapping?: string;
};

/** What the worker says: how far it has come, then the reading or why there is none. */
export type TenderMessage =
  | { readonly type: 'rows'; readonly rows: number }
  | {
      readonly type: 'read';
      readonly reading: Omit<TenderReading, 'placeOf'>;
      readonly places: ReadonlyMap<string, PlaceInFile>;
    }
  | {
      readonly type: 'refused';
      readonly code: AppErrorCode;
      readonly message: string;
      readonly issues: readonly Issue[];
    };

function post(message: TenderMessage): void {
  // A port between threads has no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}

const { source, folders, limits, acceptMapping } = workerData as TenderWork;
try {
  const catalogue = await loadCatalogue(folders);
  const { placeOf, ...reading } = await readTenderUpload(source, catalogue, {
    ...(limits === undefined ? {} : { limits }),
    ...(acceptMapping === undefined ? {} : { acceptMapping }),
    onRows: (rows) => post({ type: 'rows', rows }),
  });
  post({ type: 'read', reading, places: placesOf(reading, placeOf) });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  post({ type: 'refused', code: error.code, message: error.message, issues: error.issues });
}

/** Where the facts and the bids stand; what stands inside a bid is found by the bid. */
function placesOf(
  reading: Omit<TenderReading, 'placeOf'>,
  placeOf: TenderReading['placeOf'],
): Map<string, PlaceInFile> {
  const facts = Object.keys(reading.tender?.procurement ?? {}).map((field) => `#/procurement/${field}`);
  const places = new Map<string, PlaceInFile>();
  for (const pointer of [...facts, ...reading.bids.map(bidPointer)]) {
    const place = placeOf?.(pointer);
    if (place !== undefined) places.set(pointer, place);
  }
  return places;
}
