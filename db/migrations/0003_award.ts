import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/** What is recorded between approval and contract: written once, never changed, never removed. */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('award_steps', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('procurement', text).notNullable();
    table.integer('number').notNullable();
    table.text('kind').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'procurement', 'number']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
  await refuseChanges(knex, 'award_steps');
}

export { noWayBack as down };
