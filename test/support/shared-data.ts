import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SHARED = join(import.meta.dirname, '..', '..', '..', 'shared');

/** Whether the material beside the project is there; tests that need it are skipped where it is not. */
export const sharedExists = existsSync(SHARED);

/** Path of a file beside the project: `sharedPath('data', 'sample-bids', 'bids.json')`. */
export function sharedPath(...parts: readonly string[]): string {
  return join(SHARED, ...parts);
}

export function readSharedJson(...parts: readonly string[]): unknown {
  return JSON.parse(readFileSync(sharedPath(...parts), 'utf8')) as unknown;
}
