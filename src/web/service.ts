import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorRequestHandler, Router } from 'express';
import type { Store } from 'express-session';
import type { Logger } from 'pino';
import type { ServicePorts } from '../application/ports.ts';
import { createServiceStatus } from '../application/service-status.ts';
import { createUseCases, type UseCases } from '../application/use-cases.ts';
import { createApp } from './app.ts';
import { type LocalPerson, localPeople } from './auth.ts';
import { listenOnLoopback } from './http-server.ts';
import { createImportRunner, type ImportRunner } from './import-runner.ts';
import { createMetrics } from './metrics.ts';
import { createLogger, type LogLevel } from './request-log.ts';
import { sessionSecret } from './session-secret.ts';
import { watchImports } from './watch-imports.ts';

export type ServiceSettings = {
  readonly host: string;
  readonly port: number;
  readonly publicUrl?: string;
  readonly dataDir: string;
  readonly sessionSecret?: string;
  readonly logLevel: LogLevel;
  readonly uploadLimitBytes: number;
  readonly requestsPerMinute: number;
  /** Whose people the local ones are. */
  readonly organisation: string;
};

export type ServiceParts = {
  readonly ports: ServicePorts;
  readonly settings: ServiceSettings;
  readonly sessions: Store;
  /** The pages, over the same use cases. */
  readonly pages?: (services: {
    readonly useCases: UseCases;
    readonly people: readonly LocalPerson[];
    readonly imports: ImportRunner;
  }) => { readonly router: Router; readonly errors: ErrorRequestHandler };
};

export type RunningService = {
  readonly url: string;
  /** What happened at the start that somebody should know, one sentence each. */
  readonly notes: readonly string[];
  /** Ends long answers, lets running requests end, and stops within ten seconds. */
  stop(): Promise<void>;
};

/** Under the ten seconds in which a stopped service must be gone, with room for closing the database. */
const GRACE_MILLISECONDS = 8000;

/** Serves the pages and the JSON interface until stopped. The ports stay the caller's: close the database after. */
export async function startService({ ports, settings, sessions, pages }: ServiceParts): Promise<RunningService> {
  const logger = createLogger(settings.logLevel);
  const useCases = createUseCases(ports);
  const people = localPeople(settings.organisation);
  const metrics = createMetrics({ ofProcess: true });
  const imports = createImportRunner(useCases, logger, metrics);
  const made = pages?.({ useCases, people, imports });
  const stopping = new AbortController();
  const watch = await watchImports(ports, useCases, logger);
  const app = createApp(useCases, {
    status: createServiceStatus(ports, settings.organisation),
    people,
    logger,
    metrics,
    imports,
    session: { store: sessions, secret: await sessionSecret(settings.sessionSecret, settings.dataDir) },
    upload: await uploadOptions(settings),
    requestsPerMinute: settings.requestsPerMinute,
    stopping: stopping.signal,
    ...(settings.publicUrl === undefined ? {} : { publicUrl: settings.publicUrl }),
    ...(made === undefined ? {} : { pages: made.router, pageErrors: made.errors }),
  });
  try {
    const server = await listenOnLoopback(app, settings);
    return { url: server.url, notes: watch.notes, stop: () => stopService(server, stopping, watch, logger) };
  } catch (error) {
    await watch.stop();
    throw error;
  }
}

async function stopService(
  server: Awaited<ReturnType<typeof listenOnLoopback>>,
  stopping: AbortController,
  watch: Awaited<ReturnType<typeof watchImports>>,
  logger: Logger,
): Promise<void> {
  stopping.abort();
  await Promise.all([server.stop(GRACE_MILLISECONDS), watch.stop()]);
  logger.flush();
}

async function uploadOptions({ dataDir, uploadLimitBytes }: ServiceSettings) {
  const folder = join(dataDir, 'uploads');
  await mkdir(folder, { recursive: true });
  return { folder, limitBytes: uploadLimitBytes };
}
