import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * Sets of conversion factors as their publishers give them out. A set, its factors and its approval are written once:
 * a corrected edition is a set of its own. Forward only, the same on SQLite and PostgreSQL.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  const name = (table: Knex.CreateTableBuilder, column: string) => table.specificType(column, text);

  await knex.schema.createTable('factor_sets', (table) => {
    name(table, 'organisation').notNullable().references('id').inTable('organisations');
    name(table, 'id').notNullable();
    name(table, 'file_sha256').notNullable().references('sha256').inTable('files');
    table.text('details').notNullable();
    table.primary(['organisation', 'id']);
    table.unique(['organisation', 'file_sha256']);
  });
  await knex.schema.createTable('factor_set_approvals', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'set_id').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'set_id']);
    table.foreign(['organisation', 'set_id']).references(['organisation', 'id']).inTable('factor_sets');
  });
  await knex.schema.createTable('conversion_factors', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'set_id').notNullable();
    // The place in the publication, which is the order of every list.
    table.integer('number').notNullable();
    name(table, 'id').notNullable();
    name(table, 'unit').notNullable();
    // What is looked for in lower case: ids and names.
    table.text('search').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'set_id', 'number']);
    table.unique(['organisation', 'set_id', 'id']);
    table.foreign(['organisation', 'set_id']).references(['organisation', 'id']).inTable('factor_sets');
  });
  for (const table of TABLES_OF_RECORD) await refuseChanges(knex, table);
}

export { noWayBack as down };

const TABLES_OF_RECORD = ['factor_sets', 'factor_set_approvals', 'conversion_factors'] as const;
