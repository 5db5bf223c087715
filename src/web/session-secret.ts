import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret that signs session cookies: the one that is set, else one made once and kept in the data folder, readable
 * by its owner only, so that sessions outlive a restart and several processes agree.
 */
export async function sessionSecret(set: string | undefined, dataDir: string): Promise<string> {
  if (set !== undefined) return set;
  await mkdir(dataDir, { recursive: true });
  const path = join(dataDir, 'session-secret');
  const own = join(dataDir, `session-secret.${process.pid}`);
  await writeFile(own, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    // A link appears whole or not at all, and only the first of several processes makes it.
    await link(own, path);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  } finally {
    await rm(own, { force: true });
  }
  return readFile(path, 'utf8');
}
