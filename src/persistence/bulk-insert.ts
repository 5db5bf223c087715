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

/** How much SQLite holds of its file, in kilobytes, by the rows that are written together; see `connections.ts` for the first. */
const HELD = [
  { rows: 0, kilobytes: 2000 },
  { rows: 5000, kilobytes: 8000 },
  { rows: 200_000, kilobytes: 32_000 },
] as const;

/**
 * Lets SQLite hold more of its file while very many rows are written: their indexes are written all over the file, and
 * a page that is put out too soon is written again and again. To be called with 0 at the end.
 */
export async function holdPages(database: Knex.Transaction, rows: number): Promise<void> {
  if (!isSqlite(database)) return;
  const connection = await rawConnection(database);
  const { kilobytes } = HELD.findLast((one) => rows >= one.rows) ?? HELD[0];
  if (held.get(connection) !== kilobytes) connection.pragma(`cache_size = -${kilobytes}`);
  held.set(connection, kilobytes);
}

const held = new WeakMap<Sqlite.Database, number>();

/** The connection that a transaction runs on. */
export async function rawConnection(database: Knex.Transaction): Promise<Sqlite.Database> {
  const client = database.client as { acquireConnection(): Promise<Sqlite.Database> };
  return client.acquireConnection();
}
