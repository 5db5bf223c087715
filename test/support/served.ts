import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ACTING_AS } from '../../src/web/auth.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const START_MS = 60_000;

/** A service in a process of its own, as `scorer serve` starts it. */
export type ServedService = {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything that it said on stderr, its log on stdout. */
  readonly said: () => string;
  fetch(path: string, init?: RequestInit & { readonly person?: string }): Promise<Response>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
};

/** Starts a service on a free port and waits until it says where it serves. `flags` are Node's. */
export async function serveProcess(
  settings: Readonly<Record<string, string>>,
  flags: readonly string[] = [],
): Promise<ServedService> {
  const folder = mkdtempSync(join(tmpdir(), 'scorer-served-'));
  const child = spawn(process.execPath, [...flags, join(ROOT, 'src', 'main.ts'), 'serve', '--port', '0'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node-compile'),
      DATABASE_URL: `sqlite:${join(folder, 'scorer.db')}`,
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      ORGANISATION: 'northshire',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  const url = await waitForUrl(child, () => said);
  return {
    url,
    process: child,
    said: () => said,
    fetch: async (path, { person = 'officer', headers, ...init } = {}) =>
      fetch(new URL(path, url), { ...init, headers: { ...(headers as Record<string, string>), [ACTING_AS]: person } }),
    stop: async () => {
      child.kill('SIGTERM');
      const code = await ended;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

async function waitForUrl(child: ChildProcess, said: () => string): Promise<string> {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    const url = /Serving on (http:\/\/\S+?)\. /.exec(said())?.[1];
    if (url !== undefined) return url;
    if (child.exitCode !== null) break;
    await new Promise((tick) => setTimeout(tick, 50));
  }
  throw new Error(`The service did not start:\n${said()}`);
}

/** A form with one file, as a browser sends it. */
export function fileForm(name: string, bytes: Uint8Array): FormData {
  const form = new FormData();
  form.append('file', new Blob([Uint8Array.from(bytes)]), name);
  return form;
}
