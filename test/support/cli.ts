import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');

export type CliResult = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs the command line as a user does, in a process of its own. */
export function runCli(args: readonly string[], environment: Readonly<Record<string, string>> = {}): CliResult {
  const result = spawnSync(process.execPath, [join(ROOT, 'src', 'main.ts'), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node-compile'),
      ...environment,
    },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Path of a committed example. */
export function fixturePath(...parts: readonly string[]): string {
  return join(ROOT, 'fixtures', ...parts);
}
