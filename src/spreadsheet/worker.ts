import { parentPort, workerData } from 'node:worker_threads';
import type { FileSource } from '../application/file-source.ts';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { UploadLimits } from './limits.ts';
import { readContent } from './read-content.ts';
import { batchBuffers, type RowBatch } from './row-batch.ts';

/** What the worker that reads a file tells the main thread, in this order: sheets and their rows, then the end. */
export type WorkerMessage =
  | { readonly type: 'sheet'; readonly sheet: { name: string; hidden: boolean; date1904: boolean } }
  | { readonly type: 'rows'; readonly batch: RowBatch }
  | { readonly type: 'done'; readonly content: { kind: 'xlsx' | 'csv'; issues: Issue[]; notices: string[] } }
  | {
      readonly type: 'refused';
      readonly code: AppErrorCode;
      readonly message: string;
      readonly issues: readonly Issue[];
    };

function post(message: WorkerMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const { source, limits } = workerData as { source: FileSource; limits: UploadLimits };
try {
  const content = await readContent(source, limits, {
    startSheet: (sheet) => {
      post({ type: 'sheet', sheet });
      return undefined;
    },
    addRows: (batch) => post({ type: 'rows', batch }, batchBuffers(batch)),
  });
  post({ type: 'done', content });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  post({ type: 'refused', code: error.code, message: error.message, issues: error.issues });
}
