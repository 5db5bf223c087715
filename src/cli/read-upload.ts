import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';
import type { CommandContext } from './command.ts';

/** The bytes of the file. Throws AppError `not-found` or `too-large`, before anything is stored. */
export async function readUpload(
  path: string,
  { uploadLimitBytes }: Pick<CommandContext, 'uploadLimitBytes'>,
): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= uploadLimitBytes) return await readFile(path);
  } catch (error) {
    throw new AppError(
      'not-found',
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const megabytes = Math.floor(uploadLimitBytes / 1_000_000);
  throw new AppError('too-large', `${path} is larger than ${megabytes} MB, the most that is read.`);
}
