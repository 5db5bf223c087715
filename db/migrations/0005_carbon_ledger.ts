import type { Knex } from 'knex';
import { nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * The carbon ledger: contracts, the lines of carbon returns, and their figures in whole grams. Everything is added and
 * nothing changed: a correction is a reversal and a new line. Each entry is one transaction; its number is the version
 * of the ledger, so that the ledger can be asked as it was at any entry.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  const name = (table: Knex.CreateTableBuilder, column: string) => table.specificType(column, text);
  await createEntries(knex, name);
  await createContracts(knex, name);
  await createLines(knex, name);
  await createFigures(knex, name);
  for (const table of TABLES_OF_RECORD) await refuseChanges(knex, table);
}

export { noWayBack as down };

const TABLES_OF_RECORD = [
  'ledger_entries',
  'ledger_editions',
  'contract_versions',
  'carbon_lines',
  'carbon_reversals',
  'carbon_groups',
  'carbon_figures',
  'carbon_changes',
] as const;

type Name = (table: Knex.CreateTableBuilder, column: string) => Knex.ColumnBuilder;

async function createEntries(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('ledger_entries', (table) => {
    name(table, 'organisation').notNullable().references('id').inTable('organisations');
    table.integer('version').notNullable();
    name(table, 'kind').notNullable();
    name(table, 'recorded_at').notNullable();
    name(table, 'file_sha256').notNullable();
    name(table, 'details').notNullable();
    table.primary(['organisation', 'version']);
    table.index(['organisation', 'recorded_at']);
    table.index(['organisation', 'file_sha256']);
  });
  await knex.schema.createTable('ledger_editions', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'name').notNullable();
    table.integer('version').notNullable();
    name(table, 'at').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'name']);
    table.foreign(['organisation', 'version']).references(['organisation', 'version']).inTable('ledger_entries');
  });
}

async function createContracts(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('contract_versions', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'reference').notNullable();
    table.integer('version').notNullable();
    // The whole contract, its shares and commitments with it.
    table.text('contract').notNullable();
    table.primary(['organisation', 'reference', 'version']);
    table.foreign(['organisation', 'version']).references(['organisation', 'version']).inTable('ledger_entries');
    table.index(['organisation', 'version']);
  });
}

async function createLines(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('carbon_lines', (table) => {
    table.bigInteger('id').primary();
    name(table, 'organisation').notNullable();
    table.integer('version').notNullable();
    // The entry whose shares and policy hold for it: its own, or that of the line whose factors it works out again.
    table.integer('terms_version').notNullable();
    name(table, 'contract').notNullable();
    name(table, 'line').notNullable();
    // Kind, basis and period: with contract and line name what makes a line the same line.
    name(table, 'identity').notNullable();
    // As it was stated, with its place in the file.
    table.text('statement').notNullable();
    table.foreign(['organisation', 'version']).references(['organisation', 'version']).inTable('ledger_entries');
    table.index(['organisation', 'contract', 'line']);
  });
  await knex.schema.createTable('carbon_reversals', (table) => {
    // A line is reversed once: its figures are then in the ledger twice, with opposite signs.
    table.bigInteger('line_id').primary().references('id').inTable('carbon_lines');
    table.integer('version').notNullable();
  });
}

async function createFigures(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('carbon_groups', (table) => {
    table.bigInteger('id').primary();
    name(table, 'organisation').notNullable();
    table.integer('provisional').notNullable();
    // Month, contract, organisation share, scope … of all figures that are counted together.
    name(table, 'dimensions').notNullable();
    table.unique(['organisation', 'dimensions']);
  });
  await knex.schema.createTable('carbon_figures', (table) => {
    table.bigInteger('line_id').notNullable().references('id').inTable('carbon_lines');
    table.bigInteger('group_id').notNullable().references('id').inTable('carbon_groups');
    table.integer('version').notNullable();
    table.bigInteger('grams');
    table.bigInteger('market_based');
    table.primary(['line_id', 'version', 'group_id']);
    table.index(['group_id', 'line_id']);
  });
  // What an entry added to each group, from which totals are served: far fewer rows than figures.
  await knex.schema.createTable('carbon_changes', (table) => {
    name(table, 'organisation').notNullable();
    table.integer('version').notNullable();
    name(table, 'cause').notNullable();
    table.bigInteger('group_id').notNullable().references('id').inTable('carbon_groups');
    table.bigInteger('grams').notNullable();
    table.bigInteger('market_based').notNullable();
    table.integer('lines').notNullable();
    table.integer('located_lines').notNullable();
    table.integer('market_lines').notNullable();
    table.primary(['organisation', 'version', 'cause', 'group_id']);
  });
}
