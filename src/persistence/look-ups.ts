import Sqlite from 'better-sqlite3';
import { type BoundValue, preparedStatement } from './prepared-statement.ts';

/** A few rows of a SQLite file that every answer asks for. */
export type LookUps = {
  /** The rows of a select as they are committed now. */
  readonly rows: (sql: string, ...values: readonly BoundValue[]) => readonly unknown[];
  readonly close: () => void;
};

/**
 * Look-ups on a connection of their own, opened with the first: nothing waits for a turn in the pool, which takes
 * several times as long as the look-up, and nobody's transaction is open on it.
 */
export function createLookUps(file: string): LookUps {
  let connection: Sqlite.Database | undefined;
  const opened = (): Sqlite.Database => {
    connection ??= new Sqlite(file, { readonly: true, timeout: 5000 });
    return connection;
  };
  return {
    rows: (sql, ...values) => preparedStatement(opened(), sql).all(...values),
    close: () => connection?.close(),
  };
}
