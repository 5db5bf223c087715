import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * Scenarios: what might be, apart from everything that is on record. Each version is a row, written once; no other
 * table refers to them.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('scenario_versions', (table) => {
    table.specificType('organisation', text).notNullable().references('id').inTable('organisations');
    table.specificType('name', text).notNullable();
    table.integer('version').notNullable();
    // Its changes, the reason, who and when.
    table.text('details').notNullable();
    table.primary(['organisation', 'name', 'version']);
  });
  await refuseChanges(knex, 'scenario_versions');
}

export { noWayBack as down };
