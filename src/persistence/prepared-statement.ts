import type Sqlite from 'better-sqlite3';
import type { Knex } from 'knex';

export type BoundValue = string | number | bigint | null;

export function isSqlite(database: Knex): boolean {
  return (database.client as { readonly driverName: string }).driverName === 'better-sqlite3';
}

const statements = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement<BoundValue[]>>>();

/** A statement prepared once for each connection and kept: preparing takes longer than running a small one. */
export function preparedStatement(connection: Sqlite.Database, sql: string): Sqlite.Statement<BoundValue[]> {
  const kept = statements.get(connection) ?? new Map<string, Sqlite.Statement<BoundValue[]>>();
  statements.set(connection, kept);
  const known = kept.get(sql) ?? connection.prepare<BoundValue[]>(sql);
  kept.set(sql, known);
  return known;
}
