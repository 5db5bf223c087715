import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Request, RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import type { FileSource } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import { visibleText } from '../domain/visible-text.ts';

/** Where files wait while a request is answered, and how large one may be. */
export type UploadOptions = { readonly folder: string; readonly limitBytes: number };

export type UploadedFile = { readonly name: string; readonly bytes: Uint8Array };

const MULTIPART = 'multipart/form-data';

export function isMultipart(request: Request): boolean {
  return request.is(MULTIPART) === MULTIPART;
}

/**
 * Takes the one file of a multipart form, in the field `file`, to a file of a name of our own; it is removed once the
 * request is answered. The other fields are in `req.body`, as text.
 */
export function receiveFile({ folder, limitBytes }: UploadOptions): RequestHandler {
  const take = multer({
    dest: folder,
    defParamCharset: 'utf8',
    limits: {
      fileSize: limitBytes,
      files: 1,
      fields: 20,
      parts: 21,
      fieldNameSize: 100,
      fieldSize: 10_000,
      headerPairs: 20,
      fieldNestingDepth: 0,
      fieldArrayIndexLimit: 0,
    },
  }).single('file');
  return (request, response, next) => {
    response.once('close', () => {
      if (request.file !== undefined && !inUse.has(request.file)) void remove(request.file);
    });
    void take(request, response, (error: unknown) => next(toUploadFailure(error, limitBytes)));
  };
}

/** The file that `receiveFile` took. Throws AppError `malformed` when the form has none. */
export async function getUploadedFile(request: Request): Promise<UploadedFile> {
  const { originalname, path } = requireFile(request);
  return { name: plainFileName(originalname), bytes: await readFile(path) };
}

/**
 * Gives the file that `receiveFile` took as it lies on the disk, so that a long one is never held whole; it stays there
 * until `use` is done, also where the sender goes away meanwhile. Throws AppError `malformed` when the form has none.
 */
export async function useUploadedFile<Result>(
  request: Request,
  use: (file: FileSource) => Promise<Result>,
): Promise<Result> {
  const file = requireFile(request);
  inUse.add(file);
  try {
    return await use({ name: plainFileName(file.originalname), path: file.path });
  } finally {
    await remove(file);
  }
}

type FileOnDisk = NonNullable<Request['file']>;

/** What is still being read though its request may have ended. */
const inUse = new WeakSet<FileOnDisk>();

function requireFile({ file }: Request): FileOnDisk {
  if (file === undefined) throw new AppError('malformed', 'Send one file, in the multipart field named "file".');
  return file;
}

async function remove({ path }: FileOnDisk): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

/** What a file is called when shown: no folders, nothing invisible, not too long. It never names a file of ours. */
function plainFileName(name: string): string {
  const plain = visibleText(basename(name.replaceAll('\\', '/')))
    .trim()
    .slice(-150);
  return plain === '' ? 'file' : plain;
}

/** What the form reader throws of its own accord is about the form; what the disk says is not. */
function toUploadFailure(error: unknown, limitBytes: number): unknown {
  if (error === undefined || error === null) return undefined;
  if (error instanceof MulterError) {
    if (error.code !== 'LIMIT_FILE_SIZE') return error;
    return new AppError(
      'too-large',
      `The file is larger than ${Math.floor(limitBytes / 1_000_000)} MB, the most that is read.`,
    );
  }
  if (error instanceof Error && 'syscall' in error) return error;
  return new AppError('malformed', 'The multipart form is broken off or not well formed. Send the file again.');
}
