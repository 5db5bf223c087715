import type Sqlite from 'better-sqlite3';
import { isSqlite, preparedStatement } from './prepared-statement.ts';
import type { Connections } from './connections.ts';
import { toNumber, type WholeNumber } from './rows.ts';

const LAST_VERSION = 'select max(version) as version from ledger_entries where organisation = ?';

/**
 * The number of the last entry of an organisation's ledger, 0 when there is none. Every answer about the ledger asks
 * for it first, so on SQLite it is one kept statement on a pooled connection; knex would prepare it anew each time.
 */
export async function readLedgerVersion(connections: Connections, organisation: string): Promise<number> {
  const { reader, schema } = connections;
  if (!isSqlite(reader)) {
    const table = schema === undefined ? 'ledger_entries' : `${schema}.ledger_entries`;
    const row = (await reader(table).where({ organisation }).max({ version: 'version' }).first()) as
      | { readonly version: number | null }
      | undefined;
    return row?.version ?? 0;
  }
  const client = reader.client as {
    acquireConnection(): Promise<Sqlite.Database>;
    releaseConnection(connection: Sqlite.Database): Promise<void>;
  };
  const connection = await client.acquireConnection();
  try {
    const row = preparedStatement(connection, LAST_VERSION).get(organisation) as { version: WholeNumber | null };
    return row.version === null ? 0 : toNumber(row.version);
  } finally {
    await client.releaseConnection(connection);
  }
}
