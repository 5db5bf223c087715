import type { IsoInstant } from '../domain/iso-date.ts';
import { importEvent } from './import-queries.ts';
import type { ServicePorts } from './ports.ts';
import type { ImportRecord } from './records.ts';
import { IMPORT_LEASE_MILLISECONDS } from './run-import.ts';
import type { Stores } from './stores.ts';

export type RecoverOptions = {
  /**
   * No other process uses the database: whatever is being read was cut off, however short ago. Otherwise an import
   * counts as cut off once its process has been silent for the length of its lease.
   */
  readonly isAlone?: boolean;
};

const PAGE = 100;
/** A received file may wait in line so long before it counts as forgotten. */
const LONGEST_WAIT_MILLISECONDS = 600_000;

/**
 * Finds the imports that were cut off when a process ended, marks them `interrupted`, and gives them back. Nothing of
 * them is in the database but the file and the record; `retryImport` and `runImport` read them again. Call it at
 * start, and now and then where several processes share the database.
 */
export async function recoverImports(ports: ServicePorts, options: RecoverOptions = {}): Promise<ImportRecord[]> {
  const now = ports.clock();
  const aliveUntil = options.isAlone === true ? later(now, 2 * IMPORT_LEASE_MILLISECONDS) : now;
  const neverStarted = options.isAlone === true ? now : later(now, -LONGEST_WAIT_MILLISECONDS);
  return ports.database.transaction(async (stores) => {
    const cutOff = await stores.imports.interruptStale(aliveUntil);
    const waiting = await findReceived(stores, neverStarted);
    const left: ImportRecord[] = [];
    for (const record of waiting) left.push(await stores.imports.save({ ...record, state: 'interrupted' }));
    const all = [...cutOff, ...left];
    for (const record of all) {
      await stores.audit.append(
        importEvent(record, now, 'import.interrupted', {
          file: record.fileName,
          sha256: record.fileSha256,
          rows_read: String(record.rowsRead),
        }),
      );
    }
    return all;
  });
}

/** Received, but the process ended before it began to read. Only the latest of each organisation can be such. */
async function findReceived(stores: Stores, before: IsoInstant): Promise<ImportRecord[]> {
  const found: ImportRecord[] = [];
  for (const organisation of await stores.audit.organisations()) {
    const { items } = await stores.imports.list(organisation, { limit: PAGE });
    found.push(...items.filter(({ state, at }) => state === 'received' && at <= before));
  }
  return found;
}

function later(instant: IsoInstant, milliseconds: number): IsoInstant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}
