import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/application/audit-queries.ts';
import { connect } from '../../src/persistence/connections.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import { createDatabaseOperations } from '../../src/persistence/operations.ts';
import { toColumnName } from '../../src/persistence/rows.ts';
import { FORMER_TABLES, TABLES, TABLES_OF_THE_MOMENT } from '../../src/persistence/tables.ts';
import { makeOnServer, makeSqlite, type TestDatabase } from '../support/databases.ts';
import { createServerDatabase, postgresServer } from '../support/postgres.ts';
import { contentOf, COUNTS, fill } from './filled-database.ts';
import { ABC_SHA256, auditEvent, bidRecord, ORGANISATION } from './records.ts';

let folder: string;
const cleaning: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorer-backup-'));
});
afterEach(async () => {
  for (const clean of cleaning.splice(0)) await clean();
  rmSync(folder, { recursive: true });
});

const operationsOf = ({ url }: { readonly url?: string }) => createDatabaseOperations(url ?? '');

async function filledDatabase(make: () => Promise<TestDatabase>): Promise<TestDatabase> {
  const database = await make();
  cleaning.push(() => database.close());
  await fill(database);
  return database;
}

type Place = {
  readonly name: string;
  readonly make: () => Promise<TestDatabase>;
  readonly empty: () => Promise<{ readonly url: string }>;
};

const SQLITE: Place = {
  name: 'SQLite',
  make: makeSqlite,
  empty: async () => ({ url: `sqlite:${join(folder, 'restored.db')}` }),
};
const SERVER: Place = {
  name: 'a PostgreSQL server (TEST_DATABASE_URL)',
  make: makeOnServer,
  empty: async () => {
    const { url, drop } = await createServerDatabase();
    cleaning.push(drop);
    return { url };
  },
};

function describeBackup(from: Place, to: Place): void {
  it(`copies ${from.name} and restores it into ${to.name}, the same in everything`, async () => {
    const database = await filledDatabase(from.make);
    const file = join(folder, 'copy');
    const copied = await operationsOf(database).backUp(file);
    expect(copied).toEqual({ counts: COUNTS, heads: expect.any(Object), faults: [] });
    const place = await to.empty();
    expect(await operationsOf(place).restore(file)).toEqual(copied);
    const restored = await openDatabase(place.url);
    cleaning.unshift(() => restored.close());
    expect(await contentOf(restored)).toEqual(await contentOf(database));
    // It goes on from there.
    await restored.transaction(({ audit }) => audit.append(auditEvent()));
    const organisations = await restored.read(({ audit }) => audit.organisations());
    const chains = await Promise.all(organisations.map((one) => verifyChain({ database: restored }, one)));
    expect(chains.map(({ holds, events }) => [holds, events])).toEqual([
      [true, 1],
      [true, 251],
    ]);
    // What was put on record here by the stores alone has no event, and the audit of a copy says so too.
    const [, told] = await operationsOf(place).verifyAudit();
    expect(told?.sentence).toContain('something is on record that it does not know');
  });
}

function describeSource(place: Place): void {
  it(`copies one moment of ${place.name} while others write to it`, async () => {
    const database = await filledDatabase(place.make);
    const copying = new AbortController();
    let written = 0;
    const writing = (async () => {
      while (!copying.signal.aborted) {
        await database.transaction(async (stores) => {
          await stores.audit.append(auditEvent());
          await stores.bids.add(ORGANISATION, [bidRecord(`W${written}`)]);
        });
        written += 1;
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
    })();
    const { counts, faults } = await operationsOf(database).backUp(join(folder, 'copy'));
    copying.abort();
    await writing;
    expect(written).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect((counts['bids'] ?? 0) - COUNTS.bids).toBe((counts['auditEvents'] ?? 0) - COUNTS.auditEvents);
  });

  it(`refuses to write over a file, and to restore over records, on ${place.name}`, async () => {
    const database = await filledDatabase(place.make);
    const file = join(folder, 'copy');
    await operationsOf(database).backUp(file);
    const before = readFileSync(file);
    await expect(operationsOf(database).backUp(file)).rejects.toMatchObject({ code: 'conflict' });
    expect(before.equals(readFileSync(file))).toBe(true);
    await expect(operationsOf(database).restore(file)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('bids 301'),
    });
  });

  it(`says so when a chain or a stored file of ${place.name} has been tampered with`, async () => {
    const database = await filledDatabase(place.make);
    const { writer, reader, dialect } = connect(database.url ?? '');
    const drop = (table: string, trigger: string) =>
      writer.raw(`drop trigger ${trigger}${dialect === 'postgres' ? ` on ${table}` : ''}`);
    const change = dialect === 'postgres' ? 'change' : 'update';
    await drop('audit_events', `audit_events_no_${change}`);
    await drop('file_chunks', `file_chunks_no_${change}`);
    await writer('audit_events').where({ seq: 7 }).update({ event: '{"seq":"7"}' });
    await writer('file_chunks').update({ bytes: Buffer.from('abd') });
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
    const { faults } = await operationsOf(database).backUp(join(folder, 'copy'));
    expect(faults).toEqual([expect.stringMatching(/northshire.*event 7/), expect.stringContaining(ABC_SHA256)]);
  });

  it(`copies every table of ${place.name} but those of the moment`, async () => {
    const database = await filledDatabase(place.make);
    const { writer, reader, dialect } = connect(database.url ?? '');
    const rows: unknown =
      dialect === 'sqlite'
        ? await writer('sqlite_master').where({ type: 'table' }).select({ table: 'name' })
        : await writer('information_schema.tables').where('table_schema', 'public').select({ table: 'table_name' });
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
    const present = (rows as { readonly table: string }[])
      .map(({ table }) => table)
      .filter((table) => !/^(knex_|sqlite_)/.test(table));
    const kept = TABLES.map(({ name }) => name).filter((name) => !FORMER_TABLES.includes(name));
    const known = [...kept, ...TABLES_OF_THE_MOMENT].map(toColumnName);
    expect(present.toSorted()).toEqual(known.toSorted());
  });
}

describe('backup and restore', () => {
  describeBackup(SQLITE, SQLITE);
  describeSource(SQLITE);

  it('says what is wrong with a file that is no backup', async () => {
    const place = await SQLITE.empty();
    const file = join(folder, 'file');
    await expect(operationsOf(place).restore(file)).rejects.toMatchObject({ code: 'not-found' });
    const other = ['', 'hello', 'SQLite format 3\0 but no more', gzipSync('hello\n'), gzipSync('{"format":"other"}\n')];
    for (const content of other) {
      writeFileSync(file, content);
      await expect(operationsOf(place).restore(file), String(content)).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('refuses to copy a database without tables, or one in memory', async () => {
    const place = await SQLITE.empty();
    await expect(operationsOf(place).backUp(join(folder, 'copy'))).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
  });

  describe.skipIf(postgresServer === undefined)('with a PostgreSQL server (TEST_DATABASE_URL)', () => {
    describeBackup(SERVER, SERVER);
    describeBackup(SERVER, SQLITE);
    describeBackup(SQLITE, SERVER);
    describeSource(SERVER);
  });
});
