import { open } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';
import type { RecordCheck } from '../application/database-operations.ts';
import { AppError } from '../domain/errors.ts';
import { checkRecords } from './check-records.ts';
import { type Connections, openSqliteCopy } from './connections.ts';
import { requireMigrated } from './migrate.ts';
import { writeWholeFile } from './whole-file.ts';
import { read } from './work.ts';
import { exportRecords } from './write-export.ts';

/**
 * Copies the database to a new file while others use it: of SQLite a database file, which is quick, of PostgreSQL an
 * export of everything. The file appears under its name only when it is whole. Gives back what is in it.
 */
export async function backUp(connections: Connections, file: string): Promise<RecordCheck> {
  return connections.dialect === 'sqlite'
    ? writeWholeFile(file, (partial) => copySqlite(connections, partial))
    : (await exportRecords(connections, file)).check;
}

async function copySqlite(connections: Connections, file: string): Promise<RecordCheck> {
  await read(connections, requireMigrated);
  const [{ file: path } = { file: '' }] = (await connections.reader.raw('pragma database_list')) as {
    readonly file: string;
  }[];
  if (path === '') throw new AppError('invalid-configuration', 'A database in memory has no backup.');
  const source = new Sqlite(path, { readonly: true, timeout: 5000 });
  try {
    await source.backup(file);
  } finally {
    source.close();
  }
  finishCopy(file);
  const copy = openSqliteCopy(file);
  try {
    const checked = await read({ dialect: 'sqlite', reader: copy, writer: copy }, checkRecords);
    await syncToDisk(file);
    return checked;
  } finally {
    await copy.destroy();
  }
}

/** One plain file, without a log beside it. */
function finishCopy(file: string): void {
  const copy = new Sqlite(file);
  try {
    copy.pragma('journal_mode = DELETE');
    const [result] = copy.pragma('integrity_check') as { readonly integrity_check: string }[];
    if (result?.integrity_check !== 'ok') throw new Error(`The copy is damaged: ${result?.integrity_check}`);
  } finally {
    copy.close();
  }
}

async function syncToDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
