import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { MadeFile } from '../application/ports.ts';
import { AppError } from '../domain/errors.ts';

/** Writes made files below a folder, which is created. Names are ours, never a user's. */
export async function writeFiles(folder: string, files: readonly MadeFile[]): Promise<void> {
  try {
    for (const { name, bytes } of files) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, bytes);
    }
  } catch (error) {
    throw new AppError(
      'wrong-usage',
      `${folder} could not be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
