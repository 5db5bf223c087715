import { readFileSync } from 'node:fs';
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
