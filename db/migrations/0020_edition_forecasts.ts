import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/** What an edition of the ledger forecast for a financial year when it was published: it stays, however it was made. */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('edition_forecasts', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('edition', text).notNullable();
    table.specificType('bearer', text).notNullable();
    table.specificType('financial_year', text).notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'edition', 'bearer', 'financial_year']);
    table.foreign(['organisation', 'edition']).references(['organisation', 'name']).inTable('ledger_editions');
  });
  await refuseChanges(knex, 'edition_forecasts');
}

export { noWayBack as down };
