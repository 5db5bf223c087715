import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * What is stated of a line to a target: versions of its plan, and of its yearly totals where it is kept as such. Whose
 * share it is (`bearer`) need not be the organisation that keeps the ledger.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('trajectory_records', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('bearer', text).notNullable();
    table.specificType('boundary', text).notNullable();
    table.specificType('kind', text).notNullable();
    table.integer('version').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'bearer', 'boundary', 'kind', 'version']);
  });
  await refuseChanges(knex, 'trajectory_records');
}

export { noWayBack as down };
