import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * The evaluation by people. Declarations, assignments, locked scores and consensus are one append-only list for each
 * procurement; drafts are each evaluator's own and may change until they are locked.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
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
  await refuseChanges(knex, 'evaluation_records');
}

export { noWayBack as down };
