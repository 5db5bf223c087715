import { verifyHistory } from '../application/audit-queries.ts';
import type { DatabaseOperations } from '../application/database-operations.ts';
import { backUp } from './backup.ts';
import { connect, type Connections } from './connections.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { restore } from './restore.ts';
import { exportRecords } from './write-export.ts';

/** The operator's work on the database of a URL; each opens and closes its own connections. */
export function createDatabaseOperations(url: string): DatabaseOperations {
  const connected = async <T>(work: (connections: Connections) => Promise<T>): Promise<T> => {
    const connections = connect(url);
    try {
      if (connections.dialect === 'sqlite') await connections.writer.raw('select 1');
      return await work(connections);
    } finally {
      await connections.writer.destroy();
      if (connections.reader !== connections.writer) await connections.reader.destroy();
    }
  };
  return {
    migrate: () => connected((connections) => migrate(connections)),
    backUp: (file) => connected((connections) => backUp(connections, file)),
    exportRecords: (file, organisation) => connected((connections) => exportRecords(connections, file, organisation)),
    restore: (file) => connected((connections) => restore(connections, file)),
    verifyAudit: async () => {
      const database = await openDatabase(url);
      try {
        const organisations = await database.read(({ audit }) => audit.organisations());
        return await Promise.all(organisations.map((organisation) => verifyHistory({ database }, organisation)));
      } finally {
        await database.close();
      }
    },
  };
}
