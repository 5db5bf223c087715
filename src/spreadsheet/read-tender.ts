import type { FileSource } from '../application/file-source.ts';
import type { TenderReading } from '../application/tender.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { finishReading } from './finish-reading.ts';
import { openFiles } from './open-files.ts';
import { readFiles } from './read-files.ts';
import { readFile } from './read-tender-sheets.ts';
import { readUpload, type UploadContent, uploadKind, type UploadLimits } from './upload.ts';

export type ReadOptions = {
  /** Name of a proposed mapping that has been found right. */
  readonly acceptMapping?: string;
  readonly limits?: Partial<UploadLimits>;
  /** Told how many rows have been read so far, in all files. */
  readonly onRows?: (rows: number) => void;
};

/**
 * Reads a tender workbook, a bid workbook, or a matrix of answers that has been opened: values to domain data,
 * every fault at once with its cell and its JSON pointer, likely names as a proposal. Order of sheets, columns and
 * rows makes no difference to the result. Does not throw.
 */
export function readTender(content: UploadContent, catalogue: Catalogue, options: ReadOptions = {}): TenderReading {
  return finishReading(
    (log) => readFile(content, { catalogue, log, isOneOfSeveral: false }),
    catalogue,
    options.acceptMapping,
  );
}

/**
 * Reads what somebody uploads for a tender: a workbook, a CSV matrix, or a zip of bid workbooks with attachments.
 * Throws AppError for a file that cannot be opened as any of these, saying what it is.
 */
export async function readTenderUpload(
  source: FileSource,
  catalogue: Catalogue,
  options: ReadOptions = {},
): Promise<TenderReading> {
  if ((await uploadKind(source, options.limits)) === 'zip-of-workbooks')
    return readTenderFiles([source], catalogue, options);
  return readTender(await readUpload(source, options.limits, options.onRows), catalogue, options);
}

/**
 * Reads several files as one tender: at most one tender workbook, which states the procurement and may list the
 * bids, with bid workbooks, matrices and zips of them. What two files both say must be the same. Faults name their
 * file.
 */
export async function readTenderFiles(
  sources: readonly FileSource[],
  catalogue: Catalogue,
  options: ReadOptions = {},
): Promise<TenderReading> {
  const opened = await openFiles(sources, options.limits, options.onRows);
  return finishReading((log) => readFiles(opened, catalogue, log), catalogue, options.acceptMapping);
}
