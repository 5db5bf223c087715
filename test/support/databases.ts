import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import knex, { type Knex } from 'knex';
import PGliteClient from 'knex-pglite';
import { afterEach, beforeAll, describe } from 'vitest';
import { connect, type Connections, SETTINGS } from '../../src/persistence/connections.ts';
import { createDatabase, openDatabase, type OpenDatabase } from '../../src/persistence/database.ts';
import { createServerDatabase, postgresServer } from './postgres.ts';

/** A migrated database, and its address where another process or connection can reach it. */
export type TestDatabase = OpenDatabase & {
  readonly url?: string;
  /** What somebody with the database in hand can do: a statement past everything of ours. */
  readonly raw: (statement: string) => Promise<void>;
};

export type DatabaseKind = 'sqlite' | 'pglite' | 'postgres';

/** PGlite takes some seconds to start. */
const START_MS = 60_000;

/**
 * Runs the same tests on SQLite (a file), on PGlite, and on a PostgreSQL server where `TEST_DATABASE_URL` names one.
 * Every database that a test makes is empty, migrated, and gone after the test. PGlite has one connection: a test in
 * which two pieces of work must wait for each other asks `kind`.
 */
export function describeWithDatabases(
  title: string,
  body: (makeDatabase: () => Promise<TestDatabase>, kind: DatabaseKind) => void,
): void {
  describe(`${title}, on SQLite`, () => {
    const made = closedAfterEach();
    body(() => made(makeSqlite()), 'sqlite');
  });
  describe(`${title}, on PGlite`, () => {
    beforeAll(async () => {
      await startPglite();
    }, START_MS);
    const made = closedAfterEach();
    body(() => made(makeInPglite()), 'pglite');
  });
  describe.skipIf(postgresServer === undefined)(`${title}, on a PostgreSQL server (TEST_DATABASE_URL)`, () => {
    const made = closedAfterEach();
    body(() => made(makeOnServer()), 'postgres');
  });
}

/** A file in a folder of its own. */
export async function makeSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'scorer-test-'));
  const url = `sqlite:${join(folder, 'scorer.db')}`;
  return migrated(await openDatabase(url), url, async () => rmSync(folder, { recursive: true }));
}

/** A database of its own on the test server. */
export async function makeOnServer(): Promise<TestDatabase> {
  const { url, drop } = await createServerDatabase();
  return migrated(await openDatabase(url), url, drop);
}

let pglite: Promise<Knex> | undefined;
let schemas = 0;

/** The one PGlite of a process that runs test files; it ends with the process. */
function startPglite(): Promise<Knex> {
  pglite ??= (async () => {
    const instance = new PGlite();
    await instance.waitReady;
    return knex({ client: PGliteClient, connection: () => ({ pglite: instance }) as object, ...SETTINGS });
  })();
  return pglite;
}

/** A schema of its own in that PGlite. */
async function makeInPglite(): Promise<TestDatabase> {
  const server = await startPglite();
  schemas += 1;
  const schema = `test_${schemas}`;
  await server.raw('create schema ??', [schema]);
  const connections: Connections = { dialect: 'postgres', writer: server, reader: server, schema };
  const database = createDatabase(connections, async () => {
    await server.raw('drop schema ?? cascade', [schema]);
  });
  return migrated(
    database,
    undefined,
    async () => undefined,
    async (statement) => {
      await server.transaction(async (transaction) => {
        await transaction.raw(`set local search_path to ${schema}`);
        await transaction.raw(statement);
      });
    },
  );
}

async function migrated(
  database: OpenDatabase,
  url: string | undefined,
  after: () => Promise<void>,
  raw: TestDatabase['raw'] = (statement) => rawAt(url ?? '', statement),
): Promise<TestDatabase> {
  await database.migrate();
  let closing: Promise<void> | undefined;
  const close = async () => {
    await database.close();
    await after();
  };
  return {
    ...database,
    ...(url === undefined ? {} : { url }),
    raw,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function rawAt(url: string, statement: string): Promise<void> {
  const { writer, reader } = connect(url);
  try {
    await writer.raw(statement);
  } finally {
    await writer.destroy();
    if (reader !== writer) await reader.destroy();
  }
}

function closedAfterEach(): (making: Promise<TestDatabase>) => Promise<TestDatabase> {
  const open: TestDatabase[] = [];
  afterEach(async () => {
    for (const database of open.splice(0)) await database.close();
  });
  return async (making) => {
    const database = await making;
    open.push(database);
    return database;
  };
}
