import { randomUUID } from 'node:crypto';
import type { ImportRecord } from '../../src/application/records.ts';
import type { Stores } from '../../src/application/stores.ts';
import { openDatabase } from '../../src/persistence/database.ts';

/** States that a service leaves too soon to be looked at, or that only a fault of ours or a crash leads to. */
export type HeldState = 'reading' | 'interrupted' | 'failed';

const OWNER = 'another process';
const LONG_FROM_NOW = '2999-01-01T00:00:00Z';
const LONG_AGO = '2020-01-01T00:00:00Z';

/**
 * Adds an import in each of these states beside one of the service's own, of the same file, by the steps of the stores
 * that lead there: another process claims it, reads some rows, and goes on, goes silent, or fails.
 */
export async function addHeldImports(
  url: string,
  organisation: string,
  like: string,
): Promise<Record<HeldState, string>> {
  const database = await openDatabase(url);
  try {
    return await database.transaction(async (stores) => {
      const found = await stores.imports.find(like);
      if (found === undefined || found.organisation !== organisation) throw new Error(`There is no import ${like}`);
      const reading = await claimed(stores, found, LONG_FROM_NOW);
      const interrupted = await claimed(stores, found, LONG_AGO);
      await stores.imports.interruptStale(new Date().toISOString());
      const failed = await claimed(stores, found, LONG_FROM_NOW);
      const record = await stores.imports.find(failed);
      if (record === undefined) throw new Error('The import that was claimed is not there');
      const failure = 'Something went wrong on our side. Nothing was stored but the file; run the import again.';
      await stores.imports.save({ ...record, state: 'failed', failure });
      return { reading, interrupted, failed };
    });
  } finally {
    await database.close();
  }
}

async function claimed({ imports }: Stores, like: ImportRecord, until: string): Promise<string> {
  const { result: _result, finishedAt: _finished, ...rest } = like;
  const id = randomUUID();
  await imports.create({ ...rest, id, state: 'received', revision: 1, rowsRead: 0, notices: [] });
  if (!(await imports.claim(id, OWNER, until))) throw new Error('The import cannot be claimed');
  await imports.beat(id, OWNER, until, 12_345);
  return id;
}
