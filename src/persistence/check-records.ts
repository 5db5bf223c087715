import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { verifyChain } from '../application/audit-queries.ts';
import type { RecordCheck } from '../application/database-operations.ts';
import type { Database } from '../application/stores.ts';
import { NO_DISK_WORK } from './disk-work.ts';
import { countRows } from './record-rows.ts';
import { createStores } from './stores.ts';

/** Counts the rows, computes every audit chain again and hashes every stored file, inside one transaction. */
export async function checkRecords(database: Knex.Transaction): Promise<RecordCheck> {
  const { heads, faults } = await checkChains(database);
  return { counts: await countRows(database), heads, faults: [...faults, ...(await damagedFiles(database))] };
}

/** The end of every audit chain, or of that of one organisation, each computed again. */
export async function checkChains(
  database: Knex.Transaction,
  only?: string,
): Promise<{ readonly heads: Record<string, string>; readonly faults: string[] }> {
  const whole = asDatabase(database);
  const heads: Record<string, string> = {};
  const faults: string[] = [];
  const organisations = await whole.read(({ audit }) => audit.organisations());
  for (const organisation of organisations.filter((one) => only === undefined || one === only)) {
    const { holds, sentence } = await verifyChain({ database: whole }, organisation);
    heads[organisation] = await whole.read(({ audit }) => audit.head(organisation));
    if (!holds) faults.push(`Audit of ${organisation}: ${sentence}`);
  }
  return { heads, faults };
}

/** What the check of a chain reads, over a transaction that is open already. */
function asDatabase(database: Knex.Transaction): Pick<Database, 'read'> {
  return { read: (task) => task(createStores({ database, locksRows: false, settle: NO_DISK_WORK.settle })) };
}

async function damagedFiles(database: Knex): Promise<string[]> {
  const faults: string[] = [];
  for (const sha256 of (await database('files').orderBy('sha256').pluck('sha256')) as string[]) {
    const hash = createHash('sha256');
    for await (const piece of chunksOf(database, sha256)) hash.update(piece);
    if (hash.digest('hex') !== sha256) faults.push(damagedFile(sha256));
  }
  return faults;
}

/** A stored file, piece by piece. */
export async function* chunksOf(database: Knex, sha256: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const chunk = (await database('fileChunks').where({ sha256, number }).first()) as
      | { readonly bytes: Uint8Array }
      | undefined;
    if (chunk === undefined) return;
    yield chunk.bytes;
  }
}

/** The sentence about a file whose bytes are not those it was stored with. */
export function damagedFile(sha256: string): string {
  return `Stored file ${sha256}: its bytes have another hash.`;
}
