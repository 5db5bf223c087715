import type { FileSource } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { createReadingLog } from './reading-log.ts';
import { readUpload, readZipEntries, type UploadContent, uploadKind, type UploadLimits } from './upload.ts';
import { findAboutSheet } from './workbook-sheets.ts';

/** Files that are read as one tender, after zips have been opened. */
export type OpenedFiles = {
  readonly files: { readonly name: string; readonly content: UploadContent }[];
  readonly attachments: string[];
  readonly issues: Issue[];
};

/** Opens files and the workbooks in zips. A workbook in a zip without `About` is an attachment. */
export async function openFiles(
  sources: readonly FileSource[],
  limits?: Partial<UploadLimits>,
  onRows: (rows: number) => void = () => {},
): Promise<OpenedFiles> {
  const opened: OpenedFiles = { files: [], attachments: [], issues: [] };
  const nextFile = countAcross(onRows);
  for (const source of sources) await openSource(source, opened, limits, nextFile);
  return opened;
}

/** Each file counts its rows from 0; these count on. */
function countAcross(onRows: (rows: number) => void): () => (rows: number) => void {
  let before = 0;
  let inFile = 0;
  return () => {
    before += inFile;
    inFile = 0;
    return (rows) => {
      inFile = rows;
      onRows(before + rows);
    };
  };
}

async function openSource(
  source: FileSource,
  opened: OpenedFiles,
  limits: Partial<UploadLimits> | undefined,
  nextFile: () => (rows: number) => void,
): Promise<void> {
  if ((await uploadKind(source, limits)) !== 'zip-of-workbooks') {
    opened.files.push({ name: source.name, content: await readUpload(source, limits, nextFile()) });
    return;
  }
  for (const { name, bytes } of await readZipEntries(source, limits)) {
    if (/\.(xlsx|xlsm)$/i.test(name)) await openEntry({ name, bytes }, opened, limits, nextFile);
    else opened.attachments.push(name);
  }
}

/** A workbook in a zip that cannot be opened is a fault of that file; the others are read all the same. */
async function openEntry(
  source: FileSource,
  opened: OpenedFiles,
  limits: Partial<UploadLimits> | undefined,
  nextFile: () => (rows: number) => void,
): Promise<void> {
  try {
    const content = await readUpload(source, limits, nextFile());
    if (findAboutSheet(content, createReadingLog(new Set())) === undefined) opened.attachments.push(source.name);
    else opened.files.push({ name: source.name, content });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issues =
      error.issues.length > 0 ? error.issues : [{ pointer: '#', code: error.code, message: error.message }];
    opened.issues.push(...issues.map((issue) => ({ ...issue, file: source.name })));
  }
}
