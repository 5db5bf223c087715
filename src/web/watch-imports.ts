import type { Logger } from 'pino';
import type { ServicePorts } from '../application/ports.ts';
import type { ImportRecord } from '../application/records.ts';
import { IMPORT_LEASE_MILLISECONDS } from '../application/run-import.ts';
import type { UseCases } from '../application/use-cases.ts';
import { hasCertainlyEnded } from './instance.ts';

const SEEN_EVERY_MILLISECONDS = 5000;

/**
 * Finds imports that were cut off, now and every few seconds, and says that this process is there. When no other
 * process is, whatever is being read was cut off, however short ago.
 */
export async function watchImports(
  { database, clock, instance }: Pick<ServicePorts, 'database' | 'clock' | 'instance'>,
  { recoverImports }: Pick<UseCases, 'recoverImports'>,
  logger: Logger,
): Promise<{ readonly notes: readonly string[]; stop(): Promise<void> }> {
  const since = new Date(Date.parse(clock()) - IMPORT_LEASE_MILLISECONDS).toISOString();
  const alive = await database.transaction(async ({ instances }) => {
    await instances.seen(instance, clock());
    return instances.aliveSince(since);
  });
  const others = alive.filter((other) => other !== instance && !hasCertainlyEnded(other));
  const found = await recoverImports({ isAlone: others.length === 0 });
  const look = async (): Promise<void> => {
    try {
      await database.transaction(({ instances }) => instances.seen(instance, clock()));
      for (const record of await recoverImports()) logger.warn({ import: record.id }, interruptedNote(record));
    } catch (error) {
      logger.error({ err: error }, 'looking for interrupted imports failed');
    }
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, SEEN_EVERY_MILLISECONDS);
  timer.unref();
  return {
    notes: found.map(interruptedNote),
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** What somebody is told about an import that was cut off. */
function interruptedNote({ fileName, id, at }: ImportRecord): string {
  return `The import of ${fileName} (${id}, sent ${at}) was interrupted. Nothing of it was stored but the file: run it again from there.`;
}
