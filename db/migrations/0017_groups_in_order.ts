import type { Knex } from 'knex';
import { noWayBack } from '../record-tables.ts';

/**
 * The groups of an organisation are read in the order of their ids, some thousands at a time. Without an index for it
 * every slice would sort all that are left, which for a long ledger takes most of a minute after each start.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('carbon_groups', (table) => {
    table.index(['organisation', 'id']);
  });
}

export { noWayBack as down };
