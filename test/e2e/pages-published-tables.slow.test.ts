import { describe } from 'vitest';
import { approveFactorSet } from '../../src/application/approve-factor-set.ts';
import { importFactorSet } from '../../src/application/import-factor-set.ts';
import { browserPath, NEEDS_BROWSER } from '../support/browser.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { lookAtServedPages } from '../support/served-pages.ts';

const SETS = '/conversion-factor-sets';
const MULTIPLIERS = ['sic,category,2023,2024', '62,Programming,0.2,0.08', '46,Wholesale,4.5,'];
const VALUES = ['Year,Price base,Low,Central,High', '2026,2024,140.5,281,421.5'];

describe.skipIf(browserPath === undefined)(`the pages of published tables ${NEEDS_BROWSER}`, () => {
  lookAtServedPages(
    [
      { name: 'all sets', path: SETS },
      { name: 'shipped spend multipliers', path: `${SETS}/shipped-spend-multipliers` },
      { name: 'a draft set of multipliers', path: `${SETS}/spend-multipliers-2024` },
      { name: 'what changed from the shipped multipliers', path: `${SETS}/spend-multipliers-2024/difference` },
      { name: 'approved carbon values, looked up', path: `${SETS}/carbon-values-2024?q=central` },
      { name: 'what changed in other prices', path: `${SETS}/carbon-values-2024/difference` },
      { name: 'the form of an import', path: `${SETS}/new` },
    ],
    'Farid Holloway',
    async (database) => {
      const ports = await createTestPorts(database);
      const keeper = aPerson('sustainability');
      for (const [name, lines] of Object.entries({ 'multipliers.csv': MULTIPLIERS, 'values.csv': VALUES })) {
        await importFactorSet(ports, keeper, { name, bytes: Buffer.from(lines.join('\n')) });
      }
      await approveFactorSet(ports, keeper, 'carbon-values-2024', { note: 'Made up for a test' });
    },
  );
});
