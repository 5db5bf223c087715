import { ConnectSessionKnexStore } from 'connect-session-knex';
import { MemoryStore, type Store } from 'express-session';
import knex, { type Knex } from 'knex';

/** Any number that nothing else on the server uses for its lock. */
const SESSION_TABLE_LOCK = 20_261_124;
const TABLE = 'page_sessions';

export type SessionStore = { readonly store: Store; close(): Promise<void> };

/**
 * Where page sessions are kept: beside the records on PostgreSQL, where several processes share them; on SQLite in a
 * file of their own, because SQLite has one writer and a page must not wait for an import. Sessions are no record.
 */
export async function openSessionStore(url: string): Promise<SessionStore> {
  if (url === 'sqlite::memory:') return { store: new MemoryStore(), close: async () => {} };
  const database = url.startsWith('sqlite:')
    ? knex({
        client: 'better-sqlite3',
        connection: { filename: `${url.slice('sqlite:'.length)}.sessions` },
        useNullAsDefault: true,
      })
    : knex({ client: 'pg', connection: url, pool: { min: 0, max: 3 } });
  await ensureTable(database, !url.startsWith('sqlite:'));
  const store = new ConnectSessionKnexStore({
    knex: database,
    tableName: TABLE,
    createTable: false,
    cleanupInterval: 0,
  });
  return { store, close: () => database.destroy() };
}

/** Several processes may start at the same instant on an empty server: one makes the table, the others find it. */
async function ensureTable(database: Knex, isServer: boolean): Promise<void> {
  await database.transaction(async (transaction) => {
    if (isServer) await transaction.raw('select pg_advisory_xact_lock(?)', [SESSION_TABLE_LOCK]);
    if (await transaction.schema.hasTable(TABLE)) return;
    await transaction.schema.createTable(TABLE, (table) => {
      table.string('sid').primary();
      table.json('sess').notNullable();
      table.timestamp('expired').notNullable().index();
    });
  });
}
