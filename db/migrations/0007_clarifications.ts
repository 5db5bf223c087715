import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * What was asked and answered about a procurement: the questions of bidders before the deadline, and those to bidders
 * after it. Each step is a row of its own, written once; where a clarification stands follows from its rows.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('clarification_entries', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('procurement', text).notNullable();
    table.integer('number').notNullable();
    table.integer('sequence').notNullable();
    table.text('entry').notNullable();
    table.primary(['organisation', 'procurement', 'number', 'sequence']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
  await refuseChanges(knex, 'clarification_entries');
}

export { noWayBack as down };
