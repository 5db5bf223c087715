import { open } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { RecordCheck } from '../application/database-operations.ts';
import { AppError } from '../domain/errors.ts';
import { checkRecords } from './check-records.ts';
import { type Connections, openSqliteCopy } from './connections.ts';
import { migrate, migrationsOf } from './migrate.ts';
import { readExport, type RecordsReading } from './read-export.ts';
import { readAllRows, requireEmpty, writeRows } from './record-rows.ts';
import { read, write } from './work.ts';

/** How a SQLite file begins (https://www.sqlite.org/fileformat.html, section 1.3). */
const SQLITE_MAGIC = 'SQLite format 3\0';

/**
 * Puts an export, or the copy of a SQLite file, into an empty database of either kind, all rows or none. What is there
 * then must be what was copied: rows by table, the end of every audit chain, every chain and every stored file.
 */
export async function restore(connections: Connections, file: string): Promise<RecordCheck> {
  const reading = (await isSqlite(file)) ? await readSqlite(file) : await readExport(file);
  try {
    await prepareTables(connections, reading.migrations);
    const restored = await write(connections, async (database) => {
      await requireEmpty(database);
      await writeRows(database, reading.rows());
      const found = await checkRecords(database);
      requireSame(reading.copied, found);
      return found;
    });
    await migrate(connections);
    return restored;
  } finally {
    await reading.close();
  }
}

async function isSqlite(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => {
    throw new AppError('not-found', `${file} cannot be read: give the path of a backup or an export.`);
  });
  try {
    const { buffer } = await handle.read(Buffer.alloc(SQLITE_MAGIC.length), 0, SQLITE_MAGIC.length, 0);
    return buffer.toString('latin1') === SQLITE_MAGIC;
  } finally {
    await handle.close();
  }
}

async function readSqlite(file: string): Promise<RecordsReading> {
  const copy = openSqliteCopy(file);
  try {
    const connections: Connections = { dialect: 'sqlite', reader: copy, writer: copy };
    const [migrations, copied] = await read(
      connections,
      async (database) => [await migrationsOf(database), await checkRecords(database)] as const,
    );
    return { migrations, rows: () => readAllRows(copy), copied, close: () => copy.destroy() };
  } catch (error) {
    await copy.destroy();
    if (error instanceof AppError) throw error;
    throw new AppError('invalid-input', `${file} is a SQLite database, but not a whole backup of this service.`);
  }
}

/** Gives the database the tables that the backup was made with. */
async function prepareTables(connections: Connections, wanted: readonly string[]): Promise<void> {
  const present = await read(connections, migrationsOf);
  if (present.length > 0) await read(connections, requireEmpty);
  if (present.some((name, index) => wanted[index] !== name)) {
    throw new AppError(
      'not-allowed-in-state',
      'The tables of this database are newer than the backup. Restore into a database that has none yet.',
    );
  }
  const last = wanted.at(-1);
  if (last === undefined) throw new AppError('invalid-input', 'This file is not a backup of this service.');
  await migrate(connections, last).catch((error: unknown) => {
    if (!(error instanceof Error) || !/not found|corrupt/.test(error.message)) throw error;
    throw new AppError(
      'invalid-input',
      `The backup was made by a newer version of the service (${last}). Use that one.`,
    );
  });
}

/** Faults that the copy itself tells of were in the records when it was made: they come along, and are told again. */
function requireSame(copied: RecordCheck, found: RecordCheck): void {
  const faults = found.faults.filter((fault) => !copied.faults.includes(fault));
  const counts = Object.entries(copied.counts).filter(([table, count]) => found.counts[table] !== count);
  const issues = [
    ...faults,
    ...counts.map(([table, count]) => `${table}: ${found.counts[table] ?? 0} rows, not the ${count} that were copied.`),
    ...(isDeepStrictEqual(copied.heads, found.heads)
      ? []
      : ['The audit chains end elsewhere than in what was copied.']),
  ];
  if (issues.length === 0) return;
  throw new AppError(
    'invalid-input',
    'What was restored is not what was copied; nothing was kept. The copy is damaged.',
    issues.map((message) => ({ pointer: '#', code: 'not-as-copied', message })),
  );
}
