import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * Work with suppliers: the bands by which a contract's carbon is rated, why a contract has another version and where
 * its commitments come from, and engagement actions as their steps. All of them only ever grow.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  await knex.schema.createTable('performance_bands', (table) => {
    table.specificType('organisation', text).notNullable().references('id').inTable('organisations');
    table.integer('version').notNullable();
    table.text('bands').notNullable();
    table.primary(['organisation', 'version']);
  });
  await knex.schema.createTable('contract_changes', (table) => {
    table.specificType('organisation', text).notNullable();
    table.specificType('reference', text).notNullable();
    table.integer('version').notNullable();
    table.text('change').notNullable();
    table.primary(['organisation', 'reference', 'version']);
    table
      .foreign(['organisation', 'reference', 'version'])
      .references(['organisation', 'reference', 'version'])
      .inTable('contract_versions');
  });
  await knex.schema.createTable('engagement_steps', (table) => {
    table.specificType('organisation', text).notNullable().references('id').inTable('organisations');
    table.integer('action').notNullable();
    table.integer('sequence').notNullable();
    table.text('step').notNullable();
    table.primary(['organisation', 'action', 'sequence']);
  });
  for (const table of ['performance_bands', 'contract_changes', 'engagement_steps']) await refuseChanges(knex, table);
}

export { noWayBack as down };
