import { parentPort, workerData } from 'node:worker_threads';
import type { FileSource } from '../application/file-source.ts';
import type { ContractsOfSuppliers } from '../application/contracts-of-suppliers.ts';
import { lineWork } from '../application/line-work.ts';
import { OpenPages } from '../application/ledger-page.ts';
import type { ReturnKind } from '../application/register-upload.ts';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { UploadLimits } from './limits.ts';
import { PagePacker, type PackedPages } from './packed-pages.ts';
import { type ReturnScan, scanReturn } from './scan-carbon-return.ts';

export type ReturnWork = {
  readonly source: FileSource;
  /** Rules are code, and stay where they are. */
  readonly catalogue: Omit<Catalogue, 'rules'>;
  readonly limits?: Partial<UploadLimits>;
  readonly acceptMapping?: string;
  readonly kind?: ReturnKind;
  readonly suppliers?: ContractsOfSuppliers;
};

export type ReturnMessage =
  | { readonly type: 'rows'; readonly rows: number }
  | { readonly type: 'pages'; readonly packed: PackedPages }
  | { readonly type: 'read'; readonly scan: ReturnScan }
  | {
      readonly type: 'refused';
      readonly code: AppErrorCode;
      readonly message: string;
      readonly issues: readonly Issue[];
    };

function post(message: ReturnMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const { catalogue: content, source, ...given } = workerData as ReturnWork;

try {
  const catalogue = { ...content, rules: [] };
  const packer = new PagePacker((packed) => post({ type: 'pages', packed }, [packed.buffer]));
  const pages = new OpenPages((page) => packer.add(page));
  const work = lineWork(catalogue);
  const reported = { cause: 'activity' } as const;
  const options = { ...given, onRows: (rows: number) => post({ type: 'rows', rows }) };
  const scan = await scanReturn(source, catalogue, options, (line) => pages.add(line, work(line), reported));
  pages.finish();
  packer.finish();
  post({ type: 'read', scan });
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  post({ type: 'refused', code: error.code, message: error.message, issues: error.issues });
}
