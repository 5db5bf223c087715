import { openEngagementAction } from '../../src/application/open-engagement-action.ts';
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

/** Two contracts of one supplier that fell short in 2025/26, and an action about one of them that is overdue by 2027. */
export async function fillSupplierWork(database: Database): Promise<void> {
  const ports = await createTestPorts(database);
  const officer = aPerson('officer');
  const commitments = [{ year: '2025/26', tonnes: '1' }];
  await recordContracts(ports, officer, [
    aContract('short', { commitments }),
    aContract('shorter', { commitments, shares: { northshire: '50', eastham: '50' } }),
  ]);
  const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
  await recordCarbonReturn(ports, officer, [
    aLine('short', 'L1', { amount: '1100', ...year }),
    aLine('shorter', 'L1', { amount: '2000', ...year }),
  ]);
  const owned = { owner: 'officer', ownerName: 'Asha Okafor', dueOn: '2026-11-24' };
  await openEngagementAction(ports, officer, {
    what: 'Agree how a tonne comes off',
    contract: 'shorter',
    financialYear: '2025/26',
    ...owned,
  });
}

/**
 * What the neighbour keeps: a contract of which Northshire bears 30 percent, with a return, one without any, and its own
 * record of C2, which is Northshire's too.
 */
export async function fillNeighbourLedger(database: Database): Promise<void> {
  const ports = await createTestPorts(database);
  const neighbour = { ...aPerson('officer'), organisation: 'eastham' };
  const short = { start: '2026-04-01', end: '2026-05-31' };
  const shares = { northshire: '30', eastham: '70' };
  const commitments = [{ year: '2026/27', tonnes: '2' }];
  await recordContracts(ports, neighbour, [
    aContract('E-DATA', { ...short, title: 'Shared data centre', ictCategory: 'data-centre', shares, commitments }),
    aContract('E-QUIET', { ...short, title: 'Shared print room', ictCategory: 'print', shares }),
    aContract('C2', { ...short, shares: { northshire: '60', eastham: '40' } }),
  ]);
  await recordCarbonReturn(ports, neighbour, [aLine('E-DATA', 'L1', { amount: '1000' })]);
}
