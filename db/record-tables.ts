import type { Knex } from 'knex';

/*
 * What migrations share. It is as fixed as they are: a migration that needs something else brings its own, so that a
 * database made years ago and one made today are the same.
 */

/** Whether the database is PostgreSQL; the other one is SQLite. */
export function isPostgres(knex: Knex): boolean {
  return (knex.client as { readonly driverName: string }).driverName !== 'better-sqlite3';
}

/** The type of a column that names something: it sorts by its bytes on both, whatever the locale of the server. */
export function nameType(knex: Knex): string {
  return isPostgres(knex) ? 'text collate "C"' : 'text';
}

/** There is no way back: what was recorded stays. knex asks for this function. */
export async function noWayBack(): Promise<never> {
  throw new Error('Migrations go forward only. Restore a backup instead.');
}

/** Makes a table refuse UPDATE and DELETE, by trigger; on PostgreSQL with the function of the first migration. */
export async function refuseChanges(knex: Knex, table: string): Promise<void> {
  if (!isPostgres(knex)) {
    for (const change of ['UPDATE', 'DELETE']) {
      await knex.raw(
        `CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
         BEGIN SELECT RAISE(ABORT, '${table} is a table of record: it refuses ${change}'); END`,
      );
    }
    return;
  }
  await knex.raw(
    `CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR DELETE ON ${table}
     FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  );
  await knex.raw(
    `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  );
}
