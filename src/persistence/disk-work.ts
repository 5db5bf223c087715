import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Knex } from 'knex';

/** How many pages the log may hold, 16 MB, before they are copied into the database file: a thread is dear to start. */
const PAGES = 4000;

/** What keeps SQLite's waiting for the disk off the main thread. */
export type DiskWork = {
  /** Brings what is in the log to disk, so that the commit to come finds little left to wait for. */
  readonly settle: () => Promise<void>;
  /** To be called after a commit: copies a long log into the database file, in a thread of its own. */
  readonly afterCommit: () => void;
  /** Waits for what is going on. */
  readonly end: () => Promise<void>;
};

/** Where a server, or a database in memory, looks after itself. */
export const NO_DISK_WORK: DiskWork = {
  settle: async () => {},
  afterCommit: () => {},
  end: async () => {},
};

/**
 * A commit of SQLite's waits until the log is on disk, and by default also copies a long log into the file, which for
 * a large upload holds every request up for as long as the disk takes. Here both are done beside the main thread.
 * Either may fail without harm: the commit itself, or the checkpoint after the next one, then does the work.
 */
export function createDiskWork(file: string, reader: Knex): DiskWork {
  let going: Promise<void> | undefined;
  return {
    settle: () => syncLog(file).catch(() => {}),
    afterCommit: () => {
      going ??= checkpointWhenLong(file, reader)
        .catch(() => {})
        .finally(() => {
          going = undefined;
        });
    },
    end: async () => {
      await going;
    },
  };
}

async function syncLog(file: string): Promise<void> {
  const log = await open(`${file}-wal`, 'r+');
  try {
    await log.datasync();
  } finally {
    await log.close();
  }
}

type LogState = { readonly log: number; readonly checkpointed: number };

async function checkpointWhenLong(file: string, reader: Knex): Promise<void> {
  const [state] = (await reader.raw('pragma wal_checkpoint(noop)')) as LogState[];
  if (state === undefined || state.log - state.checkpointed < PAGES) return;
  const worker = new Worker(new URL('checkpoint-worker.ts', import.meta.url), {
    workerData: file,
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 },
  });
  await once(worker, 'exit');
}
