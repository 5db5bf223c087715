import type { Logger } from 'pino';
import type { ImportRecord } from '../application/records.ts';
import type { UseCases } from '../application/use-cases.ts';
import type { Metrics } from './metrics.ts';

export type ImportRunner = {
  /** Reads and commits a received import, after those before it. Rejects as the use case does. */
  run(id: string): Promise<ImportRecord>;
  /** The same, without waiting for it; a failure is logged, and stands in the record. */
  start(id: string): void;
};

/** Files read at once by one process: each takes a worker and its memory. */
const AT_ONCE = 2;

/** Runs imports a few at a time, so that many uploads wait in line and do not take the machine. */
export function createImportRunner(
  useCases: Pick<UseCases, 'runImport'>,
  logger: Logger,
  metrics: Metrics,
  atOnce = AT_ONCE,
): ImportRunner {
  const line = createLine(atOnce);
  const run = (id: string): Promise<ImportRecord> =>
    line(async () => {
      metrics.importStarted();
      try {
        return await useCases.runImport(id);
      } finally {
        metrics.importEnded();
      }
    });
  return {
    run,
    start: (id) => {
      run(id).catch((error: unknown) => logger.error({ err: error, import: id }, 'an import failed'));
    },
  };
}

/** Lets so many pieces of work go at once; the others wait in the order in which they came. */
function createLine(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
