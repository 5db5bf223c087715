import { parentPort, workerData } from 'node:worker_threads';
import type { FileSource } from '../application/file-source.ts';
import { bidPointer, type PlaceInFile, type TenderReading } from '../application/tender.ts';
import { type WrittenBid, writeBid } from '../application/written-bid.ts';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { readPlainTender } from './read-plain-tender.ts';
import { readTenderUpload } from './read-tender.ts';
import type { UploadLimits } from './upload.ts';

export type TenderWork = {
  readonly source: FileSource;
  /** All but the rules, which are code and stay behind: nobody who reads or checks an upload runs one. */
  readonly catalogue: Omit<Catalogue, 'rules'>;
  readonly limits?: Partial<UploadLimits>;
  readonly acceptMapping?: string;
};

/** What the worker says: how far it has come, then the reading or why there is none. */
export type TenderMessage =
  | { readonly type: 'rows'; readonly rows: number }
  /** The quick reading has given up; the full one starts, which looks after its own time. */
  | { readonly type: 'in-full' }
  | {
      readonly type: 'read';
      readonly reading: Omit<TenderReading, 'placeOf' | 'tender' | 'bids'>;
      readonly procurement: Procurement | undefined;
      readonly bids: readonly WrittenBid[];
      readonly places: ReadonlyMap<string, PlaceInFile>;
    }
  | {
      readonly type: 'refused';
      readonly code: AppErrorCode;
      readonly message: string;
      readonly issues: readonly Issue[];
    };

function post(message: TenderMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const { source, catalogue: content, limits, acceptMapping } = workerData as TenderWork;
try {
  const catalogue: Catalogue = { ...content, rules: [] };
  const options = {
    ...(limits === undefined ? {} : { limits }),
    ...(acceptMapping === undefined ? {} : { acceptMapping }),
    onRows: (rows: number) => post({ type: 'rows', rows }),
  };
  const plain = await readPlainTender(source, catalogue, options);
  if (plain === undefined) post({ type: 'in-full' });
  const reading = plain?.reading ?? (await readTenderUpload(source, catalogue, options));
  const bids = plain?.bids ?? reading.bids.map((bid) => writeBid(bid));
  const { placeOf: _functionsStay, tender, bids: _written, ...rest } = reading;
  post(
    { type: 'read', reading: rest, procurement: tender?.procurement, bids, places: placesOf(reading) },
    bids.flatMap(({ json }) => (typeof json === 'string' ? [] : [json.numbers.buffer])),
  );
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  post({ type: 'refused', code: error.code, message: error.message, issues: error.issues });
}

/** Where the facts and the bids stand; what stands inside a bid is found by the bid. */
function placesOf({ tender, bids, placeOf }: TenderReading): Map<string, PlaceInFile> {
  const facts = Object.keys(tender?.procurement ?? {}).map((field) => `#/procurement/${field}`);
  const places = new Map<string, PlaceInFile>();
  for (const pointer of [...facts, ...bids.map(bidPointer)]) {
    const place = placeOf?.(pointer);
    if (place !== undefined) places.set(pointer, place);
  }
  return places;
}
