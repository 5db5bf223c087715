import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { onTestFinished } from 'vitest';
import { createImportRunner } from '../../src/web/import-runner.ts';
import { localPeople } from '../../src/web/auth.ts';
import { createMetrics } from '../../src/web/metrics.ts';
import { createPages } from '../../src/web/pages/pages.ts';
import { createLogger } from '../../src/web/request-log.ts';
import { createTestApp, type TestApp, type TestAppOptions, TEST_ORGANISATION } from './app.ts';
import { fixturePath } from './cli.ts';

/** The test app with the pages as they are served. */
export function createPagesApp(options: TestAppOptions = {}): Promise<TestApp> {
  return createTestApp({
    withUseCases: (useCases) => {
      const { router, errors } = createPages(useCases, {
        people: localPeople(TEST_ORGANISATION),
        imports: createImportRunner(useCases, createLogger('fatal'), createMetrics({ ofProcess: false })),
        workedExample: async () => ({
          name: 'tender.xlsx',
          bytes: readFileSync(fixturePath('northshire', 'tender.xlsx')),
        }),
      });
      return { pages: router, pageErrors: errors };
    },
    ...options,
  });
}

/** Serves an app on this machine until the test has ended. Gives its address. */
export async function listening(app: Express): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const made = app.listen(0, '127.0.0.1', () => resolve(made));
  });
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
