import type { Knex } from 'knex';

/** What is recorded between approval and contract: written once, never changed, never removed. */
export async function up(knex: Knex): Promise<void> {
  const isPostgres = (knex.client as { readonly driverName: string }).driverName !== 'better-sqlite3';
  const text = isPostgres ? 'text collate "C"' : 'text';
  await knex.schema.createTable('award_steps', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('procurement', text).notNullable();
    table.integer('number').notNullable();
    table.text('kind').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'procurement', 'number']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
  const changes = isPostgres
    ? [
        `CREATE TRIGGER award_steps_no_change BEFORE UPDATE OR DELETE ON award_steps
         FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
        `CREATE TRIGGER award_steps_no_truncate BEFORE TRUNCATE ON award_steps
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
      ]
    : ['UPDATE', 'DELETE'].map(
        (change) => `CREATE TRIGGER award_steps_no_${change.toLowerCase()} BEFORE ${change} ON award_steps
         BEGIN SELECT RAISE(ABORT, 'award_steps is a table of record: it refuses ${change}'); END`,
      );
  for (const change of changes) await knex.raw(change);
}

/** There is no way back: what was recorded stays. knex asks for this function. */
export async function down(): Promise<never> {
  throw new Error('Migrations go forward only. Restore a backup instead.');
}
