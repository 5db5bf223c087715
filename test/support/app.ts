import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Express } from 'express';
import session from 'express-session';
import supertest from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { onTestFinished } from 'vitest';
import { createServiceStatus } from '../../src/application/service-status.ts';
import type { Database } from '../../src/application/stores.ts';
import { createUseCases, type UseCases } from '../../src/application/use-cases.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { createApp, type AppOptions } from '../../src/web/app.ts';
import { ACTING_AS, localPeople } from '../../src/web/auth.ts';
import { createLogger } from '../../src/web/request-log.ts';
import { createTestPorts, type TestPorts } from './service-ports.ts';

/** The organisation that the local people of tests act for. */
export const TEST_ORGANISATION = 'northshire';

export type TestApp = {
  readonly app: Express;
  readonly ports: TestPorts;
  readonly useCases: UseCases;
  /** Ends streams and makes the app not ready, as a stopping service does. */
  readonly stop: () => void;
  /** Requests of a local person (`officer`, `auditor` …), or of nobody. */
  readonly as: (person?: string) => TestAgent;
};

export type TestAppOptions = Partial<AppOptions> & {
  readonly database?: Database;
  /** Another catalogue, made from the one that is served. */
  readonly catalogue?: (served: Catalogue) => Catalogue;
  /** Adds the pages, or whatever else needs the use cases first. */
  readonly withUseCases?: (useCases: UseCases) => Partial<AppOptions>;
};

/**
 * The app as it is served, over a database in memory unless one is given: everything real but the clock, the ids and
 * the rate limit. Every JSON answer is checked against its schema; one that differs is a 500.
 */
export async function createTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { database, withUseCases, catalogue, ...rest } = options;
  const made = await createTestPorts(database);
  const ports = catalogue === undefined ? made : { ...made, catalogue: catalogue(made.catalogue) };
  const useCases = createUseCases(ports);
  const folder = mkdtempSync(join(tmpdir(), 'scorer-app-'));
  const stopping = new AbortController();
  onTestFinished(() => {
    stopping.abort();
    rmSync(folder, { recursive: true, force: true });
  });
  const app = createApp(useCases, {
    status: createServiceStatus(ports, TEST_ORGANISATION),
    people: localPeople(TEST_ORGANISATION),
    logger: createLogger('fatal'),
    session: { store: new session.MemoryStore(), secret: 'a secret for tests only' },
    upload: { folder, limitBytes: 20_000_000 },
    requestsPerMinute: 10_000,
    stopping: stopping.signal,
    checkAnswers: true,
    ...withUseCases?.(useCases),
    ...rest,
  });
  return {
    app,
    ports,
    useCases,
    stop: () => stopping.abort(),
    as: (person) => {
      const agent = supertest.agent(app);
      return person === undefined ? agent : agent.set(ACTING_AS, person);
    },
  };
}
