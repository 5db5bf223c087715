import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { Database } from '../../src/application/stores.ts';
import { aContract, aLine } from './carbon.ts';
import { aPerson, createTestPorts } from './service-ports.ts';

/** Two contracts with a line each, one of them shared by two organisations, and one without a return. */
export async function fillCarbonLedger(database: Database): Promise<void> {
  const ports = await createTestPorts(database);
  const officer = aPerson('officer');
  const short = { start: '2026-04-01', end: '2026-05-31' };
  await recordContracts(ports, officer, [
    aContract('C1', short),
    aContract('C2', {
      ...short,
      shares: { northshire: '60', eastham: '40' },
      commitments: [{ year: '2026/27', tonnes: '1' }],
    }),
    aContract('quiet', short),
  ]);
  const file = { sha256: 'a'.repeat(64), name: 'return.csv', importId: 'import-7' };
  const lines = [aLine('C1', 'L1'), aLine('C2', 'L1', { category: '2', source: { sheet: 'Figures', row: 14 } })];
  await recordCarbonReturn(ports, officer, lines, { file });
}
