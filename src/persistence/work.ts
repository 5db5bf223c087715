import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { AppError } from '../domain/errors.ts';
import type { Connections } from './connections.ts';

/** How often work is done again that the server stopped because two of its kind waited for each other. */
const ATTEMPTS = 5;
const PAUSE_MS = 20;

const running = new AsyncLocalStorage<{ open: boolean }>();

/**
 * Work in one transaction: all of it is kept, or none. On SQLite nothing else writes meanwhile; on PostgreSQL what it
 * finds of a procurement or an import is locked, and it is done again when the server stopped it for another's sake,
 * so the work must not change anything but the database.
 */
export async function write<T>(
  connections: Connections,
  work: (transaction: Knex.Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(connections.writer, connections, {}, work);
    } catch (error) {
      if (attempt === ATTEMPTS || !mayBeRepeated(error)) throw toExpected(error);
    }
    await sleep(PAUSE_MS * attempt * (0.5 + Math.random()));
  }
}

/** Reads that see one state of the database, whatever is written meanwhile. */
export async function read<T>(
  connections: Connections,
  work: (transaction: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const options: Knex.TransactionConfig =
    connections.dialect === 'postgres' ? { isolationLevel: 'repeatable read', readOnly: true } : {};
  try {
    return await inTransaction(connections.reader, connections, options, work);
  } catch (error) {
    throw toExpected(error);
  }
}

async function inTransaction<T>(
  database: Knex,
  connections: Connections,
  options: Knex.TransactionConfig,
  work: (transaction: Knex.Transaction) => Promise<T>,
): Promise<T> {
  if (running.getStore()?.open === true) {
    throw new Error('A transaction was begun inside another one: use the stores of the outer one.');
  }
  const here = { open: true };
  try {
    return await running.run(here, () =>
      database.transaction(async (transaction) => {
        await beginWork(transaction, connections);
        return work(transaction);
      }, options),
    );
  } finally {
    here.open = false;
  }
}

/** What every transaction does first. */
export async function beginWork(transaction: Knex.Transaction, { schema }: Connections): Promise<void> {
  if (schema !== undefined) await transaction.raw('set local search_path to ??', [schema]);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** PostgreSQL's serialization_failure and deadlock_detected. */
function mayBeRepeated(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error));
}

/** PostgreSQL holds no NUL character, given as it is or in JSON: nothing of that name can be there. */
function toExpected(error: unknown): unknown {
  return ['22021', '22P05'].includes(codeOf(error))
    ? new AppError('invalid-input', 'A name or text holds a character that cannot be stored (U+0000).')
    : error;
}
