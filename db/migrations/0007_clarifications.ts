import type { Knex } from 'knex';

/**
 * What was asked and answered about a procurement: the questions of bidders before the deadline, and those to bidders
 * after it. Each step is a row of its own, written once; where a clarification stands follows from its rows.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = (knex.client as { readonly driverName: string }).driverName !== 'better-sqlite3';
  const text = isPostgres ? 'text collate "C"' : 'text';
  await knex.schema.createTable('clarification_entries', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('procurement', text).notNullable();
    table.integer('number').notNullable();
    table.integer('sequence').notNullable();
    table.text('entry').notNullable();
    table.primary(['organisation', 'procurement', 'number', 'sequence']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
  await refuseChanges(knex, isPostgres);
}

/** There is no way back: what was recorded stays. knex asks for this function. */
export async function down(): Promise<never> {
  throw new Error('Migrations go forward only. Restore a backup instead.');
}

async function refuseChanges(knex: Knex, isPostgres: boolean): Promise<void> {
  const table = 'clarification_entries';
  if (!isPostgres) {
    for (const change of ['UPDATE', 'DELETE']) {
      await knex.raw(
        `CREATE TRIGGER ${table}_no_${change.toLowerCase()} BEFORE ${change} ON ${table}
         BEGIN SELECT RAISE(ABORT, '${table} is a table of record: it refuses ${change}'); END`,
      );
    }
    return;
  }
  // The function is that of the first migration.
  await knex.raw(
    `CREATE TRIGGER ${table}_no_change BEFORE UPDATE OR DELETE ON ${table}
     FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  );
  await knex.raw(
    `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  );
}
