import type Sqlite from 'better-sqlite3';
import { isSqlite, preparedStatement } from './prepared-statement.ts';
import type { Connections } from './connections.ts';
import { toNumber, type WholeNumber } from './rows.ts';

const LAST_VERSIONS = `select id, (select max(version) from ledger_entries where organisation = organisations.id) as version
  from organisations`;

type VersionRow = { readonly id: string; readonly version: WholeNumber | null };

/**
 * The number of the last entry of each organisation's ledger, as one moment had them; an empty one is left out. Every
 * answer about a ledger asks for it first, so on SQLite it is one kept statement on a pooled connection; knex would
 * prepare it anew each time.
 */
export async function readLedgerVersions(connections: Connections): Promise<ReadonlyMap<string, number>> {
  const { reader } = connections;
  if (!isSqlite(reader)) return toVersions(await readFromServer(connections));
  const client = reader.client as {
    acquireConnection(): Promise<Sqlite.Database>;
    releaseConnection(connection: Sqlite.Database): Promise<void>;
  };
  const connection = await client.acquireConnection();
  try {
    return toVersions(preparedStatement(connection, LAST_VERSIONS).all() as VersionRow[]);
  } finally {
    await client.releaseConnection(connection);
  }
}

async function readFromServer({ reader, schema }: Connections): Promise<VersionRow[]> {
  const table = (name: string) => (schema === undefined ? name : `${schema}.${name}`);
  const last = reader({ entry: table('ledger_entries') })
    .where('entry.organisation', reader.ref('one.id'))
    .max('entry.version');
  return (await reader({ one: table('organisations') }).select('one.id', last.as('version'))) as VersionRow[];
}

function toVersions(rows: readonly VersionRow[]): ReadonlyMap<string, number> {
  return new Map(rows.flatMap(({ id, version }) => (version === null ? [] : [[id, toNumber(version)] as const])));
}
