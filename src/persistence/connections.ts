import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import knex, { type Knex } from 'knex';
import { AppError } from '../domain/errors.ts';
import { createDiskWork, type DiskWork } from './disk-work.ts';
import { createLookUps, type LookUps } from './look-ups.ts';
import { toColumnName, toRows } from './rows.ts';
import { ImmediateSqlite } from './sqlite-client.ts';

/** The connections to one database. On SQLite one of them writes, and a few that cannot write read beside it. */
export type Connections = {
  readonly dialect: 'sqlite' | 'postgres';
  readonly writer: Knex;
  readonly reader: Knex;
  /** For a SQLite file that is written. */
  readonly diskWork?: DiskWork;
  /** For a SQLite file. */
  readonly lookUps?: LookUps;
  /** A schema of a shared server that every transaction works in; the server's own choice when absent. */
  readonly schema?: string;
};

/** What every connection is set to: column names as the database has them, on the way in and out. */
export const SETTINGS = {
  wrapIdentifier: (value: string, wrap: (value: string) => string): string => wrap(toColumnName(value)),
  postProcessResponse: toRows,
  // Values of a failed statement do not belong in a log.
  compileSqlOnError: false,
} satisfies Knex.Config;

const READERS = 4;
const SERVER_CONNECTIONS = 10;
/** How long work waits for its turn. */
const TURN_MS = 60_000;

/**
 * Connections for `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. Throws AppError `invalid-configuration` for
 * anything else, without repeating it: it may hold a password.
 */
export function connect(url: string): Connections {
  if (url.startsWith('sqlite:')) return connectSqlite(url.slice('sqlite:'.length));
  if (/^postgres(ql)?:\/\//.test(url)) return connectPostgres(url);
  throw new AppError('invalid-configuration', 'Give the database as sqlite:PATH or as postgres://….');
}

function connectSqlite(path: string): Connections {
  if (path === '')
    throw new AppError('invalid-configuration', 'Name the file of the database, as sqlite:data/scorer.db.');
  if (path === ':memory:') {
    const only = openSqlite(path, 1, prepareWriter);
    return { dialect: 'sqlite', writer: only, reader: only };
  }
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  const reader = openSqlite(file, READERS, prepareReader, 'deferred');
  return {
    dialect: 'sqlite',
    writer: openSqlite(file, 1, prepareWriter),
    reader,
    diskWork: createDiskWork(file, reader),
    lookUps: createLookUps(file),
  };
}

/** A file that nobody writes: a backup. */
export function openSqliteCopy(file: string): Knex {
  return openSqlite(file, 1, prepareReader, 'deferred');
}

function openSqlite(
  filename: string,
  connections: number,
  prepare: (connection: Sqlite.Database) => void,
  begin: 'immediate' | 'deferred' = 'immediate',
): Knex {
  return knex({
    client: begin === 'immediate' ? ImmediateSqlite : 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    acquireConnectionTimeout: TURN_MS,
    pool: {
      min: 1,
      max: connections,
      afterCreate: (
        connection: Sqlite.Database,
        done: (error: Error | undefined, connection: Sqlite.Database) => void,
      ) => {
        prepare(connection);
        done(undefined, connection);
      },
    },
    ...SETTINGS,
  });
}

function prepareWriter(connection: Sqlite.Database): void {
  // The first process to come turns the log on, which takes the whole file for a moment: others wait for it here.
  connection.pragma('busy_timeout = 5000');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  // What a large transaction writes goes to the log as it is written, and not all at once at its end.
  connection.pragma('cache_size = -2000');
  connection.pragma('wal_autocheckpoint = 0');
  connection.pragma('foreign_keys = ON');
  // Else "insert or replace" would remove a row of record without waking its trigger.
  connection.pragma('recursive_triggers = ON');
  // From now on waiting is done by beginImmediate, which does not stop the process.
  connection.pragma('busy_timeout = 50');
}

function prepareReader(connection: Sqlite.Database): void {
  connection.pragma('busy_timeout = 5000');
  connection.pragma('query_only = ON');
}

function connectPostgres(url: string): Connections {
  const server = knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'supplier-sustainability-scorer',
      connectionTimeoutMillis: 10_000,
      // A process that hangs in the middle of its work must not stop the others for ever.
      idle_in_transaction_session_timeout: 60_000,
    },
    acquireConnectionTimeout: TURN_MS,
    pool: { min: 0, max: SERVER_CONNECTIONS },
    ...SETTINGS,
  });
  return { dialect: 'postgres', writer: server, reader: server };
}
