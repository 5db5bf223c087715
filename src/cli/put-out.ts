import { basename, dirname } from 'node:path';
import { visibleText } from '../domain/visible-text.ts';
import type { Terminal } from './terminal.ts';
import { writeFiles } from './write-files.ts';

/** Writes what was made to a file, or prints it. */
export async function putOut(bytes: Uint8Array, path: string | undefined, terminal: Terminal): Promise<void> {
  if (path === undefined) {
    // The terminal ends each text with a line of its own.
    terminal.out(Buffer.from(bytes).toString('utf8').trimEnd());
    return;
  }
  await writeFiles(dirname(path), [{ name: basename(path), bytes }]);
  terminal.out(visibleText(`Wrote ${path}.`));
}
