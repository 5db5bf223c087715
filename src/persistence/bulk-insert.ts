import type Sqlite from 'better-sqlite3';
import type { Knex } from 'knex';
import { type BoundValue as BulkValue, isSqlite, preparedStatement } from './prepared-statement.ts';

export type { BulkValue };
export type BulkColumn = readonly [name: string, type: 'bigint' | 'integer' | 'text'];

/** How many rows PostgreSQL is given in one statement. */
const ROWS_AT_ONCE = 2000;

/**
 * Inserts many rows of one table inside the transaction. knex writes a new statement for every hundred rows, which
 * takes three times as long: SQLite is given one prepared statement, PostgreSQL the rows as one JSON text.
 */
export async function bulkInsert(
  database: Knex.Transaction,
  table: string,
  columns: readonly BulkColumn[],
  rows: readonly (readonly BulkValue[])[],
): Promise<void> {
  if (rows.length === 0) return;
  if (isSqlite(database)) {
    const statement = preparedStatement(await rawConnection(database), insertSql(table, columns));
    for (const row of rows) statement.run(...row);
    return;
  }
  const names = columns.map(([name]) => name).join(', ');
  const types = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const batch = rows.slice(start, start + ROWS_AT_ONCE).map((row) => toRecord(columns, row));
    await database.raw(
      `insert into ${table} (${names}) select ${names} from json_to_recordset(?::json) as given (${types})`,
      [JSON.stringify(batch)],
    );
  }
}

function insertSql(table: string, columns: readonly BulkColumn[]): string {
  const places = columns.map(() => '?').join(', ');
  return `insert into ${table} (${columns.map(([name]) => name).join(', ')}) values (${places})`;
}

function toRecord(columns: readonly BulkColumn[], row: readonly BulkValue[]): Record<string, string | number | null> {
  return Object.fromEntries(
    columns.map(([name], index) => {
      const value = row[index] ?? null;
      return [name, typeof value === 'bigint' ? value.toString() : value];
    }),
  );
}

/** What SQLite holds of its file where little is written, as `connections.ts` sets it, and where much is, in kilobytes. */
const FEW_PAGES = 2000;
const MANY_PAGES = 8000;

/**
 * Lets SQLite hold more of its file while a million rows are written: their indexes are written all over the file, and
 * a page that is put out too soon is written again and again. To be taken back at the end.
 */
export async function holdPages(database: Knex.Transaction, pages: 'few' | 'many'): Promise<void> {
  if (!isSqlite(database)) return;
  (await rawConnection(database)).pragma(`cache_size = -${pages === 'many' ? MANY_PAGES : FEW_PAGES}`);
}

/** The connection that a transaction runs on. */
export async function rawConnection(database: Knex.Transaction): Promise<Sqlite.Database> {
  const client = database.client as { acquireConnection(): Promise<Sqlite.Database> };
  return client.acquireConnection();
}
