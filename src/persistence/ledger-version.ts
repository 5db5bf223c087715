import type { Connections } from './connections.ts';
import { toNumber, type WholeNumber } from './rows.ts';

const LAST_VERSIONS = `select id, (select max(version) from ledger_entries where organisation = organisations.id) as version
  from organisations`;

type VersionRow = { readonly id: string; readonly version: WholeNumber | null };

/**
 * The number of the last entry of each organisation's ledger, as one moment had them; an empty one is left out. Every
 * answer about a ledger asks for it first, so for a SQLite file it is one kept statement; knex would wait for a
 * connection and prepare it anew.
 */
export async function readLedgerVersions(connections: Connections): Promise<ReadonlyMap<string, number>> {
  if (connections.lookUps !== undefined) return toVersions(connections.lookUps.rows(LAST_VERSIONS) as VersionRow[]);
  return toVersions(await readFromServer(connections));
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
