import type { Knex } from 'knex';
import { isPostgres, nameType, noWayBack, refuseChanges } from '../record-tables.ts';

/**
 * The tables of the service. Forward only: nothing is ever taken back, a later migration corrects. The same file
 * runs on SQLite and on PostgreSQL; JSON is kept as text, so that both give back the bytes they were given.
 */
export async function up(knex: Knex): Promise<void> {
  const text = nameType(knex);
  const name = (table: Knex.CreateTableBuilder, column: string) => table.specificType(column, text);

  await createOrganisations(knex, name);
  await createProcurements(knex, name);
  await createFiles(knex, name, text);
  await createImports(knex, name);
  await createBids(knex, name);
  await createAssessments(knex, name);
  await createAudit(knex, name);
  await createAnswersAndInstances(knex, name);
  if (isPostgres(knex)) await createRefusal(knex);
  for (const table of TABLES_OF_RECORD) await refuseChanges(knex, table);
}

export { noWayBack as down };

/** What was decided and what it rests on: written once, never changed, never removed. */
const TABLES_OF_RECORD = ['facts_versions', 'bids', 'assessments', 'audit_events', 'files', 'file_chunks'] as const;

type Name = (table: Knex.CreateTableBuilder, column: string) => Knex.ColumnBuilder;

async function createOrganisations(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('organisations', (table) => {
    name(table, 'id').primary();
    // The end of the audit chain, kept apart from it: a chain that lost its last events does not reach it.
    table.bigInteger('audit_seq').notNullable();
    table.text('audit_hash').notNullable();
  });
  await knex.schema.createTable('suppliers', (table) => {
    name(table, 'organisation').notNullable().references('id').inTable('organisations');
    name(table, 'scheme').notNullable();
    name(table, 'identifier').notNullable();
    table.text('name').notNullable();
    table.primary(['organisation', 'scheme', 'identifier']);
  });
}

async function createProcurements(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('procurements', (table) => {
    name(table, 'organisation').notNullable().references('id').inTable('organisations');
    name(table, 'reference').notNullable();
    table.text('state').notNullable();
    table.integer('revision').notNullable();
    table.integer('facts_version').notNullable();
    table.text('facts').notNullable();
    // The rest of the record, which nothing is looked up by: so in every table with this column.
    table.text('details').notNullable();
    name(table, 'created_at').notNullable();
    table.text('updated_at').notNullable();
    table.primary(['organisation', 'reference']);
    table.index(['organisation', 'created_at', 'reference']);
  });
  await knex.schema.createTable('facts_versions', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'procurement').notNullable();
    table.integer('version').notNullable();
    table.text('facts').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'procurement', 'version']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
}

async function createFiles(knex: Knex, name: Name, text: string): Promise<void> {
  await knex.schema.createTable('files', (table) => {
    name(table, 'sha256').primary();
    table.bigInteger('bytes').notNullable();
    table.integer('chunks').notNullable();
  });
  await knex.schema.createTable('file_chunks', (table) => {
    // The size is known only when the last chunk is in, so the file's own row comes last.
    table.specificType('sha256', `${text} not null references files (sha256) deferrable initially deferred`);
    table.integer('number').notNullable();
    table.binary('bytes').notNullable();
    table.primary(['sha256', 'number']);
  });
}

async function createImports(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('imports', (table) => {
    name(table, 'id').primary();
    name(table, 'organisation').notNullable().references('id').inTable('organisations');
    table.text('state').notNullable();
    table.integer('revision').notNullable();
    table.text('file_name').notNullable();
    name(table, 'file_sha256').notNullable().references('sha256').inTable('files');
    table.bigInteger('file_bytes').notNullable();
    table.integer('rows_read').notNullable();
    table.text('details').notNullable();
    name(table, 'at').notNullable();
    table.text('owner');
    table.bigInteger('owned_until');
    table.index(['organisation', 'at', 'id']);
    table.index(['state', 'owned_until']);
  });
}

async function createBids(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('bids', (table) => {
    name(table, 'organisation').notNullable();
    name(table, 'procurement').notNullable();
    name(table, 'reference').notNullable();
    // Empty where the procurement has no lots: a key has no nulls.
    name(table, 'lot').notNullable();
    table.integer('version').notNullable();
    table.text('status').notNullable();
    name(table, 'supplier_scheme');
    name(table, 'supplier_identifier');
    // Answers, carbon lines, devices and removals with it: a bid is read and hashed whole.
    table.text('bid').notNullable();
    name(table, 'import_id').notNullable();
    table.text('details').notNullable();
    table.primary(['organisation', 'procurement', 'lot', 'reference', 'version']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
    table
      .foreign(['organisation', 'supplier_scheme', 'supplier_identifier'])
      .references(['organisation', 'scheme', 'identifier'])
      .inTable('suppliers');
    table.index(['organisation', 'supplier_scheme', 'supplier_identifier']);
  });
}

async function createAssessments(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('assessments', (table) => {
    name(table, 'id').primary();
    name(table, 'organisation').notNullable();
    name(table, 'procurement').notNullable();
    table.integer('number').notNullable();
    table.text('status').notNullable();
    table.text('input_hash').notNullable();
    table.text('record').notNullable();
    table.text('details').notNullable();
    table.unique(['organisation', 'procurement', 'number']);
    table.foreign(['organisation', 'procurement']).references(['organisation', 'reference']).inTable('procurements');
  });
}

async function createAudit(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('audit_events', (table) => {
    name(table, 'organisation').notNullable().references('id').inTable('organisations');
    table.bigInteger('seq').notNullable();
    table.text('event').notNullable();
    table.text('hash').notNullable();
    table.primary(['organisation', 'seq']);
  });
}

async function createAnswersAndInstances(knex: Knex, name: Name): Promise<void> {
  await knex.schema.createTable('answers', (table) => {
    name(table, 'key').primary();
    table.text('request_sha256').notNullable();
    table.integer('status').notNullable();
    table.text('headers').notNullable();
    table.text('body').notNullable();
    table.text('at').notNullable();
  });
  await knex.schema.createTable('instances', (table) => {
    name(table, 'id').primary();
    // Milliseconds since 1970: times are compared.
    table.bigInteger('seen_at').notNullable();
  });
}

/** What the triggers of PostgreSQL call, those of later migrations too. */
async function createRefusal(knex: Knex): Promise<void> {
  await knex.raw(
    `CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN RAISE EXCEPTION '% is a table of record: it refuses %', TG_TABLE_NAME, TG_OP; END $$`,
  );
}
