import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * When a carbon return of a contract was asked for, and when it was chased, by financial year: each a row of its own,
 * written once. Whether it was received follows from the ledger.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('return_requests', (table) => {
    table.specificType('organisation', text).notNullable().references('id').inTable('organisations');
    table.specificType('financial_year', text).notNullable();
    table.specificType('contract', text).notNullable();
    table.integer('sequence').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'financial_year', 'contract', 'sequence']);
  });
  await refuseChanges(knex, 'return_requests');
}

export { noWayBack as down };
