import { rawConnection } from './bulk-insert.ts';
import { type BoundValue, isSqlite, preparedStatement } from './prepared-statement.ts';
import type { Knex } from 'knex';

/**
 * The rows of a select as lists of values in the order of its columns. For many small rows: knex makes an object of
 * each and names every value anew, which takes several times as long as reading it. Placeholders are `?`.
 */
export async function bulkSelect(
  database: Knex.Transaction,
  sql: string,
  values: readonly BoundValue[],
): Promise<readonly (readonly BoundValue[])[]> {
  if (isSqlite(database)) {
    const statement = preparedStatement(await rawConnection(database), sql);
    return statement.raw(true).all(...values) as BoundValue[][];
  }
  const bindings = values.map((value) => (typeof value === 'bigint' ? value.toString() : value));
  const { rows } = await database.raw<{ readonly rows: readonly Record<string, BoundValue>[] }>(sql, bindings);
  return rows.map((row) => Object.values(row));
}
