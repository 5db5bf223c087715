import { basename } from 'node:path';
import { fileBlocks, fileLength } from '../application/file-source.ts';
import { AppError } from '../domain/errors.ts';
import type { CommandContext } from './command.ts';

type Limit = Pick<CommandContext, 'uploadLimitBytes'>;

/** The file where it lies. Throws AppError `not-found` or `too-large`, before anything is stored. */
export async function findUpload(path: string, { uploadLimitBytes }: Limit) {
  const file = { name: basename(path), path };
  if ((await fileLength(file)) <= uploadLimitBytes) return file;
  const megabytes = Math.floor(uploadLimitBytes / 1_000_000);
  throw new AppError('too-large', `${path} is larger than ${megabytes} MB, the most that is read.`);
}

/** The file with its bytes. Throws AppError as `findUpload` does. */
export async function readUpload(path: string, limit: Limit) {
  const file = await findUpload(path, limit);
  return { name: file.name, bytes: Buffer.concat(await Array.fromAsync(fileBlocks(file))) };
}
