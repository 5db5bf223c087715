import { existsSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';

/**
 * Has a new file written beside its place, and puts it there once it is whole. Throws AppError `conflict` when there is
 * one of that name already.
 */
export async function writeWholeFile<T>(file: string, write: (partial: string) => Promise<T>): Promise<T> {
  if (existsSync(file)) throw new AppError('conflict', `${file} is there already. Name a new file.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    const written = await write(partial);
    await rename(partial, file);
    return written;
  } finally {
    for (const name of [partial, `${partial}-wal`, `${partial}-shm`]) rmSync(name, { force: true });
  }
}
