import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileForm, serveProcess, type ServedService } from '../support/served.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';

const FILES = sharedExists ? readdirSync(sharedPath('corpus', 'hostile')) : [];
const GIGABYTE = 1_000_000_000;
/** Words of the runtime that must never reach a user. */
const INTERNAL = /cannot read propert|undefined|is not a function|\[object|TypeError|RangeError|node_modules/i;

/** What the address answered while the files were read, and how long the slowest answer took. */
type Health = { readonly slowest: () => number; readonly refused: () => number; readonly stop: () => Promise<void> };

describe.skipIf(!sharedExists || process.platform !== 'linux')(
  'a service that is sent hostile files (skipped without ../shared, or not on Linux)',
  () => {
    let service: ServedService;
    let folder: string;
    let health: Health;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'scorer-hostile-'));
      service = await serveProcess({ DATABASE_URL: `sqlite:${join(folder, 'scorer.db')}` });
      health = watchHealth(service);
    }, 60_000);
    afterAll(async () => {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(FILES)('answers %s with a clear problem', { timeout: 120_000 }, async (name) => {
      const form = fileForm(name, readFileSync(sharedPath('corpus', 'hostile', name)));
      const response = await service.fetch('/api/v1/imports', { method: 'POST', body: form });
      const problem = response.status === 202 ? await finished(service, response) : await response.json();
      const told = JSON.stringify(problem);
      expect(told).not.toMatch(INTERNAL);
      if (response.status === 202) expect(problem).toMatchObject({ state: expect.stringMatching(/^(faulty|failed)$/) });
      else expect([400, 413, 415, 422], told).toContain(response.status);
    });

    it('answered for its health within a second throughout, and stayed below a gigabyte', async () => {
      await health.stop();
      expect(health.refused()).toBe(0);
      expect(health.slowest()).toBeLessThan(1000);
      expect(peakBytes(service)).toBeLessThan(GIGABYTE);
    });
  },
);

async function finished(service: ServedService, accepted: Response): Promise<unknown> {
  const { id } = (await accepted.json()) as { id: string };
  for (;;) {
    const record = (await (await service.fetch(`/api/v1/imports/${id}`)).json()) as { state: string };
    if (!['received', 'reading'].includes(record.state)) return record;
    await sleep(100);
  }
}

function watchHealth(service: ServedService): Health {
  const stopped = new AbortController();
  let slowest = 0;
  let refused = 0;
  const watching = (async () => {
    while (!stopped.signal.aborted) {
      const start = performance.now();
      const { status } = await service.fetch('/healthz');
      slowest = Math.max(slowest, performance.now() - start);
      if (status !== 200) refused += 1;
      await sleep(50);
    }
  })();
  const stop = async () => {
    stopped.abort();
    await watching;
  };
  return { slowest: () => slowest, refused: () => refused, stop };
}

/** The most memory that the process has held, with its threads. */
function peakBytes({ process: child }: ServedService): number {
  const status = readFileSync(`/proc/${child.pid ?? 0}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
