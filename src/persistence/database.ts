import type { Database } from '../application/stores.ts';
import { NO_DISK_WORK } from './disk-work.ts';
import { connect, type Connections } from './connections.ts';
import { readLedgerVersions } from './ledger-version.ts';
import { migrate } from './migrate.ts';
import { createStores } from './stores.ts';
import { read, write } from './work.ts';
import { exportRecords } from './write-export.ts';

export type OpenDatabase = Database & {
  /** Brings the tables up to date; several processes may do it at once. */
  migrate(): Promise<void>;
};

/**
 * Opens `sqlite:PATH` (made when it is not there), `sqlite::memory:` or `postgres://…`. Throws AppError
 * `invalid-configuration` when the URL is none of these. Nothing is asked of a server before the first work.
 */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  const connections = connect(url);
  // The first connection of the writer makes the file, which the readers need.
  if (connections.dialect === 'sqlite') await connections.writer.raw('select 1');
  return createDatabase(connections, async () => {
    connections.lookUps?.close();
    await connections.writer.destroy();
    if (connections.reader !== connections.writer) await connections.reader.destroy();
  });
}

/** A database over connections that are there already; `close` ends them. */
export function createDatabase(connections: Connections, close: () => Promise<void>): OpenDatabase {
  const locksRows = connections.dialect === 'postgres';
  const { diskWork = NO_DISK_WORK } = connections;
  const { settle } = diskWork;
  return {
    transaction: async (work) => {
      const done = await write(connections, (database) => work(createStores({ database, locksRows, settle })));
      diskWork.afterCommit();
      return done;
    },
    read: (work) => read(connections, (database) => work(createStores({ database, locksRows: false, settle }))),
    ledgerVersions: () => readLedgerVersions(connections),
    exportRecords: (file, organisation) => exportRecords(connections, file, organisation),
    ping: async () => {
      await connections.reader.raw('select 1');
    },
    migrate: async () => {
      await migrate(connections);
    },
    close: async () => {
      await diskWork.end();
      await close();
    },
  };
}
