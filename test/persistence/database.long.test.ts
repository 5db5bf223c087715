import { AppError } from '../../src/domain/errors.ts';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findBrokenLink } from '../../src/domain/audit-event.ts';
import { connect } from '../../src/persistence/connections.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { describeWithDatabases, makeOnServer, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { createServerDatabase, postgresServer } from '../support/postgres.ts';
import {
  ABC_SHA256,
  assessmentRecord,
  AT,
  auditEvent,
  awardStep,
  bidRecord,
  bytesOf,
  declaration,
  factorRecord,
  factorSet,
  importRecord,
  ORGANISATION,
  procurementRecord,
  returnRequest,
} from './records.ts';

const REFERENCE = 'ICT-2026-001';

const createProcurement = (database: TestDatabase) =>
  database.transaction((stores) => stores.procurements.create(procurementRecord(), 'First', 'olivia'));

describeWithDatabases('a database', (makeDatabase, kind) => {
  it('keeps nothing of a transaction that is cut by an error', async () => {
    const database = await makeDatabase();
    await expect(
      database.transaction(async (stores) => {
        await stores.files.put(ABC_SHA256, bytesOf('abc'));
        await stores.imports.create(importRecord());
        await stores.procurements.create(procurementRecord(), 'First', 'olivia');
        await stores.bids.add(ORGANISATION, [bidRecord('B1')]);
        await stores.assessments.add(ORGANISATION, assessmentRecord());
        await stores.audit.append(auditEvent());
        throw new Error('cut off');
      }),
    ).rejects.toThrow('cut off');
    await database.read(async (stores) => {
      expect(await stores.audit.organisations()).toEqual([]);
      expect(await stores.files.has(ABC_SHA256)).toBe(false);
      expect(await stores.imports.find('import-1')).toBeUndefined();
      expect(await stores.procurements.find(ORGANISATION, REFERENCE)).toBeUndefined();
      expect(await stores.bids.latest(ORGANISATION, REFERENCE)).toEqual([]);
      expect(await stores.assessments.list(ORGANISATION, REFERENCE)).toEqual([]);
      expect(await Array.fromAsync(stores.audit.chain(ORGANISATION))).toEqual([]);
    });
  });

  it('lets many append at once to one chain, which holds', async () => {
    const database = await makeDatabase();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.transaction(async ({ audit }) => {
          await audit.append(auditEvent({ action: `a.${index}` }));
          await sleep(index % 3);
          await audit.append(auditEvent({ action: `b.${index}` }));
        }),
      ),
    );
    const chain = await database.read(({ audit }) => Array.fromAsync(audit.chain(ORGANISATION)));
    expect(chain).toHaveLength(40);
    expect(findBrokenLink(ORGANISATION, chain)).toBeUndefined();
    // The two events of one transaction stand together: nobody else came between.
    const actions = chain.map(({ event: { action } }) => action);
    for (const [at, action] of actions.entries()) {
      if (action.startsWith('a.')) expect(actions[at + 1]).toBe(action.replace('a.', 'b.'));
    }
  });

  it('lets one of two win who change the same record at the same moment', async () => {
    const database = await makeDatabase();
    await createProcurement(database);
    const save = (state: 'published' | 'cancelled') =>
      database.transaction((stores) => stores.procurements.save(procurementRecord({ state })));
    const results = await Promise.allSettled([save('published'), save('cancelled')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'conflict' });
  });

  it('lets a second writer see what the first one wrote: what is found to be changed is held', async () => {
    const database = await makeDatabase();
    await createProcurement(database);
    const advance = () =>
      database.transaction(async ({ procurements }) => {
        const found = await procurements.find(ORGANISATION, REFERENCE);
        if (found === undefined) throw new Error('The procurement is missing');
        await sleep(5);
        return procurements.save(found);
      });
    const saved = await Promise.all([advance(), advance(), advance()]);
    expect(saved.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual([2, 3, 4]);
  });

  it('gives one of many who claim an import', async () => {
    const database = await makeDatabase();
    await database.transaction(async (stores) => {
      await stores.files.put(ABC_SHA256, bytesOf('abc'));
      await stores.imports.create(importRecord());
    });
    const claims = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        database.transaction(({ imports }) => imports.claim('import-1', `p${index}`, '2026-11-23T09:01:00Z')),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  // PGlite has one connection, which the read holds.
  if (kind !== 'pglite')
    it('reads the state before a change while the change is being made', async () => {
      const database = await makeDatabase();
      await createProcurement(database);
      await database.read(async ({ procurements }) => {
        expect((await procurements.find(ORGANISATION, REFERENCE))?.revision).toBe(1);
        // Begun outside this read, so that it is no transaction within a transaction.
        await outside(() => database.transaction((stores) => stores.procurements.save(procurementRecord())));
        expect((await procurements.find(ORGANISATION, REFERENCE))?.revision).toBe(1);
      });
      expect((await database.read((stores) => stores.procurements.find(ORGANISATION, REFERENCE)))?.revision).toBe(2);
    });

  it('refuses a transaction inside another, instead of waiting for itself', async () => {
    const database = await makeDatabase();
    await expect(database.transaction(() => database.read(async () => 1))).rejects.toThrow('inside another');
    expect(await database.read(async () => 1)).toBe(1);
  });

  it('refuses to write where it was asked to read', async () => {
    const database = await makeDatabase();
    await expect(database.read(({ audit }) => audit.append(auditEvent()))).rejects.toThrow();
    expect(await database.read(({ audit }) => audit.organisations())).toEqual([]);
  });

  it('refuses a name with a character that cannot be stored, or finds nothing of that name', async () => {
    const database = await makeDatabase();
    const found = await database
      .read((stores) => stores.procurements.find(ORGANISATION, 'ICT\u00001'))
      .catch((error: unknown) => error);
    expect(found instanceof AppError ? found.code : found).toBeOneOf([undefined, 'invalid-input']);
  });

  it('answers a ping, and not after it was closed', async () => {
    const database = await makeDatabase();
    await expect(database.ping()).resolves.toBeUndefined();
    if (kind === 'pglite') return;
    await database.close();
    await expect(database.ping()).rejects.toThrow();
  });

  it('migrates a second time without a change', async () => {
    const database = await makeDatabase();
    await createProcurement(database);
    await database.migrate();
    expect(await database.read((stores) => stores.procurements.find(ORGANISATION, REFERENCE))).toBeDefined();
  });
});

/** Runs work that does not belong to whoever waits for it. */
function outside<T>(work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    queue.push(() => void work().then(resolve, reject));
  });
}
const queue: (() => void)[] = [];
setInterval(() => {
  for (const run of queue.splice(0)) run();
}, 2).unref();

const TABLES_OF_RECORD = [
  'facts_versions',
  'bids',
  'assessments',
  'award_steps',
  'evaluation_records',
  'audit_events',
  'files',
  'file_chunks',
  'factor_sets',
  'factor_set_approvals',
  'conversion_factors',
  'return_requests',
];

function describeRecord(title: string, make: () => Promise<TestDatabase>): void {
  it(`refuses to change or remove what is on record, ${title}`, async () => {
    const database = await make();
    await database.transaction(async (stores) => {
      await stores.files.put(ABC_SHA256, bytesOf('abc'));
      await stores.factors.addSet(ORGANISATION, factorSet(), [factorRecord(1)]);
      await stores.factors.approve(ORGANISATION, 'desnz-2025', { by: 'olivia', byName: 'Olivia', at: AT });
      await stores.procurements.create(procurementRecord(), 'First', 'olivia');
      await stores.bids.add(ORGANISATION, [bidRecord('B1')]);
      await stores.assessments.add(ORGANISATION, assessmentRecord());
      await stores.awards.add(ORGANISATION, REFERENCE, awardStep());
      await stores.returnRequests.add(ORGANISATION, [returnRequest('C1', 1)]);
      await stores.evaluation.append(ORGANISATION, REFERENCE, [declaration()]);
      await stores.audit.append(auditEvent());
    });
    const { writer, reader, dialect } = connect(database.url ?? '');
    const statements = TABLES_OF_RECORD.flatMap((table) => [
      `delete from ${table}`,
      `update ${table} set ${table === 'audit_events' ? 'event' : table.startsWith('file') ? 'sha256' : 'details'} = 'x'`,
      ...(dialect === 'postgres' ? [`truncate ${table} cascade`] : []),
      ...(dialect === 'sqlite' ? [`replace into ${table} select * from ${table}`] : []),
    ]);
    for (const statement of statements) {
      await expect(writer.raw(statement), statement).rejects.toThrow(/table of record/);
    }
    expect(await database.read((stores) => stores.bids.latest(ORGANISATION, REFERENCE))).toHaveLength(1);
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
    await database.close();
  });
}

describe('tables of record', () => {
  describeRecord('on SQLite', makeSqlite);
  describe.skipIf(postgresServer === undefined)('on a PostgreSQL server (TEST_DATABASE_URL)', () => {
    describeRecord('on PostgreSQL', makeOnServer);
  });
});

describe('opening a database', () => {
  it('refuses an address of another kind without repeating it', async () => {
    await expect(openDatabase('mysql://root:secret@host/db')).rejects.toMatchObject({
      code: 'invalid-configuration',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('keeps a SQLite file with a log, foreign keys and full synchronisation', async () => {
    const database = await makeSqlite();
    const { writer, reader } = connect(database.url ?? '');
    const setting = async (name: string) => {
      const [row] = (await writer.raw(`pragma ${name}`)) as Record<string, unknown>[];
      return Object.values(row ?? {})[0];
    };
    expect(await setting('journal_mode')).toBe('wal');
    expect(await setting('foreign_keys')).toBe(1);
    expect(await setting('synchronous')).toBe(2);
    await writer.destroy();
    await reader.destroy();
    await database.close();
  });

  it('lets three processes migrate an empty SQLite database at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'scorer-test-'));
    await expectOneMigrates(`sqlite:${join(folder, 'new', 'scorer.db')}`);
    rmSync(folder, { recursive: true });
  });

  it.skipIf(postgresServer === undefined)(
    'lets three processes migrate an empty PostgreSQL database at once (TEST_DATABASE_URL)',
    async () => {
      const { url, drop } = await createServerDatabase();
      await expectOneMigrates(url);
      await drop();
    },
  );
});

async function expectOneMigrates(url: string): Promise<void> {
  const script = join(import.meta.dirname, 'migrate-process.ts');
  const run = promisify(execFile);
  const results = await Promise.all([1, 2, 3].map(() => run(process.execPath, [script, url])));
  const ran = results.map(({ stdout }) => JSON.parse(stdout) as string[]);
  expect(ran.filter((names) => names.length > 0)).toEqual([
    readdirSync(join(import.meta.dirname, '..', '..', 'db', 'migrations')).toSorted(),
  ]);
}
