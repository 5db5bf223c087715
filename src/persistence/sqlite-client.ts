import { setTimeout as sleep } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';
import type { Knex } from 'knex';
import Client from 'knex/lib/dialects/better-sqlite3/index.js';

/** How long a transaction waits for another process that writes. */
const PATIENCE_MS = 30_000;
const PAUSE_MS = 15;

type Transaction = { begin: (connection: Sqlite.Database) => Promise<void> };

/**
 * knex's better-sqlite3, but every transaction takes the write lock at its start (`BEGIN IMMEDIATE`), so that what it
 * reads cannot change before it writes. While another process writes it waits without stopping this one.
 */
export class ImmediateSqlite extends Client {
  override transaction(container: unknown, config: unknown, outer: unknown): Knex.Transaction {
    const transaction = super.transaction(container, config, outer);
    (transaction as unknown as Transaction).begin = beginImmediate;
    return transaction;
  }
}

async function beginImmediate(connection: Sqlite.Database): Promise<void> {
  const giveUp = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      connection.exec('BEGIN IMMEDIATE');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() > giveUp) throw error;
    }
    await sleep(PAUSE_MS);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
