import { existsSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';
import type { RecordCheck } from '../application/database-operations.ts';
import { AppError } from '../domain/errors.ts';
import { writeBackupFile } from './backup-file.ts';
import { checkRecords } from './check-records.ts';
import { type Connections, openSqliteCopy } from './connections.ts';
import { migrationsOf } from './migrate.ts';
import { readAllRows } from './record-rows.ts';
import { read } from './work.ts';

/**
 * Copies the database to a new file while others use it: of SQLite a database file, of PostgreSQL the rows as one
 * moment had them. The file appears under its name only when it is whole. Gives back what is in it.
 */
export async function backUp(connections: Connections, file: string): Promise<RecordCheck> {
  if (existsSync(file)) throw new AppError('conflict', `${file} is there already. Name a new file.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    const copied =
      connections.dialect === 'sqlite' ? await copySqlite(connections, partial) : await copyRows(connections, partial);
    await rename(partial, file);
    return copied;
  } finally {
    for (const name of [partial, `${partial}-wal`, `${partial}-shm`]) rmSync(name, { force: true });
  }
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

async function copyRows(connections: Connections, file: string): Promise<RecordCheck> {
  return read(connections, async (database) => {
    const migrations = await requireMigrated(database);
    return writeBackupFile(file, migrations, readAllRows(database), () => checkRecords(database));
  });
}

async function requireMigrated(database: Parameters<typeof migrationsOf>[0]): Promise<string[]> {
  const migrations = await migrationsOf(database);
  if (migrations.length > 0) return migrations;
  throw new AppError('not-allowed-in-state', 'The database has no tables yet: there is nothing to back up.');
}
