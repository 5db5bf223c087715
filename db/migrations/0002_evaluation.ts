import type { Knex } from 'knex';

/**
 * The evaluation by people. Declarations, assignments, locked scores and consensus are one append-only list for each
 * procurement; drafts are each evaluator's own and may change until they are locked.
 */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = (knex.client as { readonly driverName: string }).driverName !== 'better-sqlite3';
  const text = isPostgres ? 'text collate "C"' : 'text';
  const name = (table: Knex.CreateTableBuilder, column: string) => table.specificType(column, text);

  await knex.schema.createTable('evaluation_records', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'procurement').notNullable();
    table.integer('sequence').notNullable();
    table.text('kind').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'procurement', 'sequence']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
  await knex.schema.createTable('evaluation_drafts', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'procurement').notNullable();
    name(table, 'person').notNullable();
    // Empty where the procurement has no lots: a key has no nulls.
    name(table, 'lot').notNullable();
    name(table, 'bid').notNullable();
    name(table, 'rule').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'procurement', 'person', 'lot', 'bid', 'rule']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
  if (isPostgres) await refuseOnPostgres(knex);
  else await refuseOnSqlite(knex);
}

/** There is no way back: what was recorded stays. knex asks for this function. */
export async function down(): Promise<never> {
  throw new Error('Migrations go forward only. Restore a backup instead.');
}

async function refuseOnSqlite(knex: Knex): Promise<void> {
  for (const change of ['UPDATE', 'DELETE']) {
    await knex.raw(
      `CREATE TRIGGER evaluation_records_no_${change.toLowerCase()} BEFORE ${change} ON evaluation_records
       BEGIN SELECT RAISE(ABORT, 'evaluation_records is a table of record: it refuses ${change}'); END`,
    );
  }
}

/** `refuse_change()` stands since the first migration. */
async function refuseOnPostgres(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE TRIGGER evaluation_records_no_change BEFORE UPDATE OR DELETE ON evaluation_records
     FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  );
  await knex.raw(
    `CREATE TRIGGER evaluation_records_no_truncate BEFORE TRUNCATE ON evaluation_records
     FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  );
}
