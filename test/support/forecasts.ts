import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { Person } from '../../src/domain/person.ts';
import { aContract, aLine } from './carbon.ts';
import { aPerson, TEST_NOW, type TestPorts } from './service-ports.ts';

export const NEIGHBOUR: Person = { ...aPerson('officer'), organisation: 'eastham' };

/** A promise and a run-rate on record, and published, before 2025/26; returns of the year after it. */
export async function forecastThenReported(ports: TestPorts): Promise<void> {
  const officer = aPerson('officer');
  ports.setClock('2025-03-10T09:00:00Z');
  await recordContracts(ports, officer, [
    aContract('promised', { commitments: [{ year: '2025/26', tonnes: '18' }] }),
    aContract('steady', { ictCategory: 'print', start: '2024-04-01' }),
  ]);
  const steady = { periodStart: '2024-04-01', periodEnd: '2025-03-31', amount: '3650' };
  await recordCarbonReturn(ports, officer, [aLine('steady', 'L1', steady)]);
  ports.setClock('2025-03-20T09:00:00Z');
  await nameEdition(ports, officer, { name: 'Budget 2025', reason: 'Carbon budget of 2025/26' });
  ports.setClock('2026-05-11T09:00:00Z');
  const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
  await recordCarbonReturn(ports, officer, [
    aLine('promised', 'L1', { ...year, amount: '19250.5' }),
    aLine('steady', 'L2', { ...year, amount: '3650' }),
  ]);
  ports.setClock(TEST_NOW);
}
