import { join } from 'node:path';
import type { Knex } from 'knex';
import { AppError } from '../domain/errors.ts';
import type { Connections } from './connections.ts';
import { beginWork } from './work.ts';

/** Any number that nothing else on the server uses for its lock. */
const MIGRATION_LOCK = 20_261_123;

const MIGRATIONS: Knex.MigratorConfig = {
  directory: join(import.meta.dirname, '..', '..', 'db', 'migrations'),
  loadExtensions: ['.ts'],
};

/**
 * Brings the tables up to date, all migrations or none, one process at a time: the others wait, and find nothing left
 * to do. `upTo` names the last migration wanted, where not all are. Returns the names of those that ran.
 */
export async function migrate(connections: Connections, upTo?: string): Promise<string[]> {
  return connections.writer.transaction(async (transaction) => {
    // While it migrates knex takes the naming of columns out of its settings, which all connections share.
    const client = transaction.client as { config: Knex.Config };
    client.config = { ...client.config };
    await beginWork(transaction, connections);
    if (connections.dialect === 'postgres') {
      await transaction.raw('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK]);
    }
    const [, ran] = (await (upTo === undefined
      ? transaction.migrate.latest(MIGRATIONS)
      : transaction.migrate.to({ ...MIGRATIONS, name: upTo }))) as [number, string[]];
    return ran;
  });
}

/** The names of the migrations that this database has had, in order; none for an empty one. */
export async function migrationsOf(database: Knex): Promise<string[]> {
  if (!(await database.schema.hasTable('knex_migrations'))) return [];
  const rows = await database<{ readonly id: number; readonly name: string }>('knex_migrations').orderBy('id');
  return rows.map(({ name }) => name);
}

/** The same. Throws AppError `not-allowed-in-state` when it has no tables. */
export async function requireMigrated(database: Knex): Promise<string[]> {
  const migrations = await migrationsOf(database);
  if (migrations.length > 0) return migrations;
  throw new AppError('not-allowed-in-state', 'The database has no tables yet: there is nothing to copy.');
}
