import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LedgerStore } from '../application/ledger-stores.ts';
import type { BulkValue } from './bulk-insert.ts';
import { bulkSelect } from './bulk-select.ts';
import { EntryDigest } from './entry-digest.ts';
import { LEDGER_TABLES, type LedgerTable } from './ledger-tables.ts';
import type { Session } from './session.ts';

/** How a table is read, a slice at a time: by columns that tell its rows apart, after values that come before all. */
type Reading = { readonly key: readonly string[]; readonly before: readonly BulkValue[]; readonly rowsAtOnce: number };

const READINGS: Readonly<Record<LedgerTable, Reading>> = {
  ledger_entries: { key: ['version'], before: [0], rowsAtOnce: 1000 },
  contract_versions: { key: ['version', 'reference'], before: [0, ''], rowsAtOnce: 100 },
  carbon_changes: { key: ['version', 'cause', 'group_id'], before: [0, '', 0], rowsAtOnce: 2000 },
  carbon_groups: { key: ['id'], before: [0], rowsAtOnce: 2000 },
  carbon_pages: { key: ['id'], before: [0], rowsAtOnce: 25 },
  carbon_reversals: { key: ['line_id'], before: [0], rowsAtOnce: 5000 },
};

/**
 * Hashes what stands in the ledger as `EntryDigest` hashed it when it was written. Each table is read through once;
 * others have their turn in between.
 */
export function ledgerDigests({ database }: Session): Pick<LedgerStore, 'digests'> {
  async function* rowsOf(table: LedgerTable, organisation: string): AsyncGenerator<readonly BulkValue[]> {
    const { key, before, rowsAtOnce } = READINGS[table];
    const columns = LEDGER_TABLES[table];
    const places = key.map((name) => columns.findIndex(([column]) => column === name));
    const sql = `
      select ${columns.map(([name, type]) => `${type === 'bigint' ? `cast(${name} as text)` : name} as ${name}`).join(', ')}
      from ${table}
      where organisation = ? and (${key.map((name) => `${table}.${name}`).join(', ')}) > (${key.map(() => '?').join(', ')})
      order by ${key.map((name) => `${table}.${name}`).join(', ')}
      limit ${rowsAtOnce}`;
    for (let last = before; ; ) {
      const rows = await bulkSelect(database, sql, [organisation, ...last]);
      yield* rows;
      const end = rows.at(-1);
      if (end === undefined || rows.length < rowsAtOnce) return;
      last = places.map((place) => end[place] ?? null);
      await nextTurn();
    }
  }

  return {
    async *digests(organisation) {
      const digests = new Map<number, EntryDigest>();
      const addTo = (version: BulkValue | undefined, table: LedgerTable, row: readonly BulkValue[]) =>
        digests.get(Number(version))?.add(table, [row]);

      for await (const row of rowsOf('ledger_entries', organisation)) {
        digests.set(Number(row[1]), new EntryDigest());
        addTo(row[1], 'ledger_entries', row);
      }
      for (const row of await inOrderOfReference(rowsOf('contract_versions', organisation))) {
        addTo(row[2], 'contract_versions', row);
      }
      const lastGroups = new Map<number, number>();
      for await (const row of rowsOf('carbon_changes', organisation)) {
        const [version, group] = [Number(row[1]), Number(row[3])];
        lastGroups.set(version, Math.max(lastGroups.get(version) ?? 0, group));
        addTo(version, 'carbon_changes', row);
      }
      // An entry numbers its new groups on from those before, and adds something to each.
      const made = [...lastGroups];
      for await (const row of rowsOf('carbon_groups', organisation)) {
        while (made.length > 1 && Number(row[0]) > (made[0]?.[1] ?? 0)) made.shift();
        addTo(made[0]?.[0], 'carbon_groups', row);
      }
      for await (const row of rowsOf('carbon_pages', organisation)) addTo(row[2], 'carbon_pages', row);
      for await (const row of rowsOf('carbon_reversals', organisation)) addTo(row[2], 'carbon_reversals', row);
      for (const [version, digest] of digests) yield { version, sha256: digest.sha256() };
    },
  };
}

/** As `LedgerPosting.addContracts` writes those of a version; PostgreSQL may put letters in another order. */
async function inOrderOfReference(rows: AsyncIterable<readonly BulkValue[]>): Promise<(readonly BulkValue[])[]> {
  return (await Array.fromAsync(rows)).toSorted(([, a], [, b]) => (String(a) < String(b) ? -1 : 1));
}
