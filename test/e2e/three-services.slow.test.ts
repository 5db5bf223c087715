import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixturePath } from '../support/cli.ts';
import { createServerDatabase, postgresServer, type ServerDatabase } from '../support/postgres.ts';
import { fileForm, serveProcess, type ServedService } from '../support/served.ts';

/** Several processes share the work of one installation; nobody needs to know which of them answers. */
describe.skipIf(postgresServer === undefined)('three services on one PostgreSQL (TEST_DATABASE_URL)', () => {
  let database: ServerDatabase;
  let services: ServedService[] = [];
  let turn = 0;
  /** Each request goes to the next service. */
  const next = (): ServedService => services[turn++ % services.length] ?? fail();

  beforeAll(async () => {
    database = await createServerDatabase();
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await database.drop();
  });

  it('start at the same instant on an empty database', async () => {
    const settings = { DATABASE_URL: database.url, SESSION_SECRET: 'the same for all three processes here' };
    services = await Promise.all([serveProcess(settings), serveProcess(settings), serveProcess(settings)]);
    for (const service of services) expect((await service.fetch('/readyz')).status).toBe(200);
  }, 120_000);

  it('serve the journey from upload to pack between them', async () => {
    const form = fileForm('tender.xlsx', readFileSync(fixturePath('northshire', 'tender.xlsx')));
    const uploaded = await next().fetch('/api/v1/imports', { method: 'POST', body: form });
    expect(uploaded.status).toBe(201);
    const { result } = (await uploaded.json()) as { result: { procurement: string } };
    const at = `/api/v1/procurements/${result.procurement}`;
    for (const [index, move] of ['publish', 'open'].entries()) {
      const moved = await next().fetch(`${at}/${move}`, { method: 'POST', headers: { 'If-Match': `"${index + 1}"` } });
      expect(moved.status, await moved.clone().text()).toBe(200);
    }
    const closed = await next().fetch(`${at}/close`, {
      method: 'POST',
      headers: { 'If-Match': '"3"', 'Content-Type': 'application/json' },
      body: JSON.stringify({ reason: 'Closed before the deadline, to show that three services share one record.' }),
    });
    expect(closed.status, await closed.clone().text()).toBe(200);
    const scored = (await (await next().fetch(`${at}/score`, { method: 'POST' })).json()) as {
      ranking: string[];
      input_hash: string;
    };
    expect(scored.ranking).toEqual(['B1', 'B5', 'B2']);
    const packs = await Promise.all(
      services.map(async (service) => Buffer.from(await (await service.fetch(`${at}/pack.zip`)).arrayBuffer())),
    );
    expect(packs.every((pack) => pack.equals(packs[0] ?? Buffer.of()) && pack.length > 100_000)).toBe(true);
    const audit = (await (await next().fetch('/api/v1/audit/verify', { person: 'auditor' })).json()) as {
      holds: boolean;
    };
    expect(audit.holds).toBe(true);
  }, 120_000);

  it('let only one of two officers win who save at once', async () => {
    const procurements = (await (await next().fetch('/api/v1/procurements')).json()) as {
      items: { reference: string; revision: number }[];
    };
    const { reference = '', revision = 0 } = procurements.items[0] ?? {};
    const cancel = (service: ServedService) =>
      service.fetch(`/api/v1/procurements/${reference}/cancel`, {
        method: 'POST',
        headers: { 'If-Match': `"${revision}"`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ reason: 'Two officers cancel the same procurement at the same time.' }),
      });
    const statuses = (await Promise.all(services.map(cancel))).map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, 409, 409]);
  });

  it('stop when they are told to, with exit code 0', async () => {
    expect(await Promise.all(services.map((service) => service.stop()))).toEqual([0, 0, 0]);
    services = [];
  }, 30_000);
});

function fail(): never {
  throw new Error('No service has been started');
}
