import { parentPort, workerData } from 'node:worker_threads';
import type { ContractsOfSuppliers } from '../application/contracts-of-suppliers.ts';
import type { ReturnKind } from '../application/register-upload.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { UploadLimits } from './limits.ts';
import { type ReturnScan, scanReturn } from './scan-carbon-return.ts';
import type { UploadSource } from './upload.ts';

export type ReturnWork = {
  readonly source: UploadSource;
  /** Rules are code, and stay where they are. */
  readonly catalogue: Omit<Catalogue, 'rules'>;
  readonly limits?: Partial<UploadLimits>;
  readonly acceptMapping?: string;
  readonly kind?: ReturnKind;
  readonly suppliers?: ContractsOfSuppliers;
  /** Counts the batches that have been taken; without it no line is handed over. */
  readonly taken?: Int32Array<SharedArrayBuffer>;
};

export type ReturnMessage =
  | { readonly type: 'rows'; readonly rows: number }
  | { readonly type: 'lines'; readonly lines: readonly CarbonReturnLine[] }
  | { readonly type: 'read'; readonly scan: ReturnScan }
  | {
      readonly type: 'refused';
      readonly code: AppErrorCode;
      readonly message: string;
      readonly issues: readonly Issue[];
    };

const LINES_AT_ONCE = 2000;
/** Batches on their way at most: so many are held, however slowly they are taken. */
const BATCHES_AHEAD = 4;

function post(message: ReturnMessage): void {
  // A port between threads has no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  parentPort?.postMessage(message);
}

const { source, catalogue: content, limits, acceptMapping, kind, suppliers, taken } = workerData as ReturnWork;
let batch: CarbonReturnLine[] = [];
let sent = 0;

/** Sends what has been gathered, and waits while too much is on its way. */
function sendBatch(counter: Int32Array): void {
  if (batch.length === 0) return;
  post({ type: 'lines', lines: batch });
  batch = [];
  sent += 1;
  for (let seen = Atomics.load(counter, 0); sent - seen > BATCHES_AHEAD; seen = Atomics.load(counter, 0)) {
    Atomics.wait(counter, 0, seen);
  }
}

try {
  const catalogue: Catalogue = { ...content, rules: [] };
  const options = {
    ...(limits === undefined ? {} : { limits }),
    ...(acceptMapping === undefined ? {} : { acceptMapping }),
    ...(kind === undefined ? {} : { kind }),
    ...(suppliers === undefined ? {} : { suppliers }),
    isChecked: taken !== undefined,
    onRows: (rows: number) => post({ type: 'rows', rows }),
  };
  const scan = await scanReturn(source, catalogue, options, (line) => {
    if (taken === undefined) return;
    batch.push(line);
    if (batch.length >= LINES_AT_ONCE) sendBatch(taken);
  });
  if (taken !== undefined) sendBatch(taken);
  post({ type: 'read', scan });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  post({ type: 'refused', code: error.code, message: error.message, issues: error.issues });
}
