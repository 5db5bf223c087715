import type { Connections } from './connections.ts';
import { toNumber, type WholeNumber } from './rows.ts';

type LastVersion = { readonly version: WholeNumber | null } | undefined;

const LAST_VERSION = 'select max(version) as version from ledger_entries where organisation = ?';

/**
 * The number of the last entry of an organisation's ledger, 0 when there is none. Every answer about the ledger asks
 * for it first, so for a SQLite file it is one kept statement; knex would wait for a connection and prepare it anew.
 */
export async function readLedgerVersion(
  { reader, schema, lookUps }: Connections,
  organisation: string,
): Promise<number> {
  if (lookUps !== undefined) return numberOf(lookUps.rows(LAST_VERSION, organisation)[0] as LastVersion);
  const table = schema === undefined ? 'ledger_entries' : `${schema}.ledger_entries`;
  return numberOf((await reader(table).where({ organisation }).max({ version: 'version' }).first()) as LastVersion);
}

function numberOf(row: LastVersion): number {
  return row === undefined || row.version === null ? 0 : toNumber(row.version);
}
