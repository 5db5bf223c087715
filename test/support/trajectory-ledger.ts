import { enterYearlyTotals } from '../../src/application/enter-yearly-totals.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { stateTrajectoryPlan } from '../../src/application/state-trajectory-plan.ts';
import type { Database } from '../../src/application/stores.ts';
import { aContract, aLine } from './carbon.ts';
import { aPerson, createTestPorts } from './service-ports.ts';
import { aPlan } from './trajectory.ts';

const YEAR = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };

/** A council's contracts: promised, steady, planned, shared and silent; a plan for two of its lines. */
export async function fillTrajectoryLedger(database: Database): Promise<void> {
  const ports = await createTestPorts(database);
  const [officer, sustainability] = [aPerson('officer'), aPerson('sustainability')];
  const promised = ['2025/26:18', '2026/27:16', '2027/28:13', '2028/29:9', '2029/30:6'].map((text) => {
    const [year = '', tonnes = ''] = text.split(':');
    return { year, tonnes };
  });
  await recordContracts(ports, officer, [
    aContract('C-HOST', { title: 'Hosting of case management', commitments: promised }),
    aContract('C-PRINT', { title: 'Managed print', ictCategory: 'print', end: '2028-03-31' }),
    aContract('C-WAN', {
      title: 'Wide area network',
      ictCategory: 'telecoms',
      shares: { northshire: '60', eastham: '40' },
    }),
    aContract('C-LAPTOP', { title: 'Laptops', ictCategory: 'hardware' }),
    aContract('C-NEXT', {
      title: 'Next telephony',
      status: 'planned',
      start: '2027-04-01',
      commitments: [{ year: '2027/28', tonnes: '3' }],
    }),
  ]);
  await recordCarbonReturn(ports, officer, [
    aLine('C-HOST', 'L1', { ...YEAR, amount: '19250.5' }),
    aLine('C-PRINT', 'L1', { ...YEAR, amount: '6400' }),
    aLine('C-WAN', 'L1', { ...YEAR, amount: '9100' }),
  ]);
  const milestones = [{ year: '2026/27', tonnes: '37', name: 'Two thirds down' }];
  await stateTrajectoryPlan(ports, sustainability, aPlan({ milestones }), { reason: 'First plan' });
  const operations = { boundary: 'ict-operations', reason: 'Energy report of 2026' };
  await enterYearlyTotals(ports, sustainability, {
    ...operations,
    totals: [
      { year: '2024/25', tonnes: '60' },
      { year: '2025/26', tonnes: '52.5' },
    ],
    source: 'Meters of the data centre',
    method: 'supplier-data',
  });
  const decisionReference = 'Cabinet, 17 December 2026, item 9';
  await stateTrajectoryPlan(ports, sustainability, aPlan({ decisionReference }), operations);
}
