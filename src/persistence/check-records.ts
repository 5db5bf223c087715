import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { verifyChain } from '../application/audit-queries.ts';
import type { RecordCheck } from '../application/database-operations.ts';
import type { Database } from '../application/stores.ts';
import { countRows } from './record-rows.ts';
import { createStores } from './stores.ts';

/** Counts the rows, computes every audit chain again and hashes every stored file, inside one transaction. */
export async function checkRecords(database: Knex.Transaction): Promise<RecordCheck> {
  const whole = asDatabase(database);
  const heads: Record<string, string> = {};
  const faults: string[] = [];
  for (const organisation of await whole.read(({ audit }) => audit.organisations())) {
    const { holds, sentence } = await verifyChain({ database: whole }, organisation);
    heads[organisation] = await whole.read(({ audit }) => audit.head(organisation));
    if (!holds) faults.push(`Audit of ${organisation}: ${sentence}`);
  }
  return { counts: await countRows(database), heads, faults: [...faults, ...(await damagedFiles(database))] };
}

/** The use cases over a transaction that is open already. */
function asDatabase(database: Knex.Transaction): Database {
  const work: Database['read'] = (task) => task(createStores({ database, locksRows: false }));
  const ledgerVersion: Database['ledgerVersion'] = (organisation) => work(({ ledger }) => ledger.version(organisation));
  return { read: work, transaction: work, ledgerVersion, ping: async () => undefined, close: async () => undefined };
}

async function damagedFiles(database: Knex): Promise<string[]> {
  const faults: string[] = [];
  const files = (await database('files').orderBy('sha256')) as { readonly sha256: string; readonly chunks: number }[];
  for (const { sha256, chunks } of files) {
    const hash = createHash('sha256');
    for (let number = 0; number < chunks; number += 1) {
      const chunk = (await database('fileChunks').where({ sha256, number }).first()) as
        | { readonly bytes: Uint8Array }
        | undefined;
      hash.update(chunk?.bytes ?? new Uint8Array());
    }
    if (hash.digest('hex') !== sha256) faults.push(`Stored file ${sha256}: its bytes have another hash.`);
  }
  return faults;
}
