import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enterYearlyTotals } from '../../src/application/enter-yearly-totals.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { stateTrajectoryPlan } from '../../src/application/state-trajectory-plan.ts';
import type { Database } from '../../src/application/stores.ts';
import { type Trajectory, trajectory } from '../../src/application/trajectory.ts';
import { trajectoryChange } from '../../src/application/trajectory-change.ts';
import { listTrajectoryRecords } from '../../src/application/trajectory-queries.ts';
import { contractYears, type MonthFigure } from '../../src/domain/contract-years.ts';
import { decimalText, kilogramsText, ZERO } from '../../src/domain/quantity.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';
import { aPlan } from '../support/trajectory.ts';

/* The clock of tests stands in November 2026: October is the last month that is over. */
const SUSTAINABILITY = aPerson('sustainability');
const FIRST = { reason: 'First plan' };

const YEAR_2025 = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };

/** A promise with a return, a contract without a promise, a planned one, and one shared with a neighbour. */
async function steered(database?: Database) {
  const ports = await createTestPorts(database);
  await recordContracts(ports, aPerson('officer'), [
    aContract('promised', {
      end: '2030-03-31',
      commitments: [
        { year: '2025/26', tonnes: '11' },
        { year: '2026/27', tonnes: '10' },
        { year: '2027/28', tonnes: '9' },
        { year: '2028/29', tonnes: '8' },
        { year: '2029/30', tonnes: '7' },
      ],
    }),
    aContract('steady', { ictCategory: 'print', end: '2028-03-31' }),
    aContract('planned', {
      status: 'planned',
      start: '2027-04-01',
      commitments: [{ year: '2027/28', tonnes: '2' }],
    }),
    aContract('joint', { ictCategory: 'telecoms', shares: { northshire: '60', eastham: '40' } }),
  ]);
  await recordCarbonReturn(ports, aPerson('officer'), [
    aLine('promised', 'L1', { ...YEAR_2025, amount: '12000' }),
    aLine('steady', 'L1', { ...YEAR_2025, amount: '3650' }),
    aLine('joint', 'L1', { ...YEAR_2025, amount: '1000.001' }),
  ]);
  return ports;
}

const figuresOf = ({ line }: Trajectory, year: string) => line.years.find((one) => one.year === year)?.figures;
const kg = (grams: bigint | undefined) => (grams === undefined ? undefined : kilogramsText(grams));

describeWithDatabases('the line of an organisation to its target', (makeDatabase) => {
  it('is what the ledger holds, then what is promised, then the run-rate, then what is planned', async () => {
    const ports = await steered(await makeDatabase());
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), { ...FIRST, bearer: 'all' });
    const found = await trajectory(ports, SUSTAINABILITY, { bearer: 'all' });
    expect(kg(figuresOf(found, '2025/26')?.actual)).toBe('16650.001');
    const { forecastBy, gross } = figuresOf(found, '2027/28') ?? {};
    expect(kg(forecastBy?.commitment)).toBe('9000');
    // 3,650 kg of `steady` and 1,000.001 kg of `joint`, each 12 times a month that is rounded to a gram.
    expect(kg(forecastBy?.['run-rate'])).toBe('4650');
    expect(kg(forecastBy?.pipeline)).toBe('2000');
    expect(kg(gross)).toBe('15650');
    expect(found.material.continued).toEqual(['steady']);
  });

  it('keeps by how much what was reported differs from what was promised', async () => {
    const ports = await steered(await makeDatabase());
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), FIRST);
    expect(kg(figuresOf(await trajectory(ports, SUSTAINABILITY), '2025/26')?.variance)).toBe('1000');
  });

  it('gives each organisation its own share, and both together what all of them make', async () => {
    const ports = await steered(await makeDatabase());
    const lines = new Map<string, Trajectory>();
    for (const bearer of ['northshire', 'eastham', 'all']) {
      await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), { ...FIRST, bearer });
      lines.set(bearer, await trajectory(ports, SUSTAINABILITY, { bearer }));
    }
    const grossIn = (bearer: string, year: string) => {
      const found = lines.get(bearer);
      return found === undefined ? 0n : (figuresOf(found, year)?.gross ?? 0n);
    };
    for (const year of ['2025/26', '2026/27', '2027/28', '2028/29', '2029/30']) {
      expect(grossIn('northshire', year) + grossIn('eastham', year)).toBe(grossIn('all', year));
    }
    const eastham = lines.get('eastham')?.material.contracts;
    expect(eastham?.map(({ reference, shared }) => [reference, shared])).toEqual([['joint', true]]);
    // 40% of each month, rounded to a gram.
    expect(kg(grossIn('eastham', '2025/26'))).toBe('400.001');
  });

  it('claims no reduction where the base year and the latest rest on different methods', async () => {
    const ports = await steered(await makeDatabase());
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), FIRST);
    const { reduction } = await trajectory(ports, SUSTAINABILITY);
    expect(reduction.percent).toBeUndefined();
    expect(reduction.because).toContain('no reduction is claimed');
    const baseline = { year: '2019/20', tonnes: '20', source: 'Returns of 2020', method: 'supplier-data' as const };
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan({ baseline }), { reason: 'Suppliers asked again' });
    const now = await trajectory(ports, SUSTAINABILITY);
    // 20 t less 12 + 3.65 + 60% of 1.000001 t.
    expect(decimalText(now.reduction.percent ?? ZERO, 3)).toBe('18.75');
  });

  it('keeps every version of a plan with its reason, and refuses one made from an older version', async () => {
    const ports = await steered(await makeDatabase());
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), { ...FIRST, version: 0 });
    const adopted = aPlan({ decisionReference: 'Cabinet 17/12/2019, item 9' });
    await expect(
      stateTrajectoryPlan(ports, SUSTAINABILITY, adopted, { reason: 'Adopted', version: 0 }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await stateTrajectoryPlan(ports, SUSTAINABILITY, adopted, { reason: 'Adopted', version: 1 });
    const records = await listTrajectoryRecords(ports, SUSTAINABILITY);
    expect(records.map(({ version, reason }) => [version, reason])).toEqual([
      [1, 'First plan'],
      [2, 'Adopted'],
    ]);
    const events = await ports.database.read(({ audit }) => audit.list('northshire', { limit: 50 }));
    expect(events.items.filter(({ event }) => event.action === 'trajectory-plan.stated')).toHaveLength(2);
  });

  it('tells what was newly reported since the plan apart from what was corrected', async () => {
    const ports = await steered(await makeDatabase());
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), { ...FIRST, bearer: 'all' });
    const corrected = aLine('steady', 'L1', { ...YEAR_2025, amount: '3000', supersedes: 'L1' });
    await recordCarbonReturn(ports, aPerson('officer'), [corrected]);
    const change = await trajectoryChange(ports, SUSTAINABILITY, { bearer: 'all' });
    const moved = Object.fromEntries(change?.causes.map(({ cause, grams }) => [cause, grams]) ?? []);
    // 650 kg less in 2025/26, and 7 months of 2026/27 that are estimated from it.
    expect(moved['correction']).toBeLessThan(-650_000n);
    expect([moved['factor'], moved['boundary']]).toEqual([0n, 0n]);
    const sum = Object.values(moved).reduce((total, grams) => total + grams, 0n);
    expect(sum).toBe((change?.after ?? 0n) - (change?.before ?? 0n));
  });

  it('takes the baseline from the ledger when none is entered', async () => {
    const ports = await steered(await makeDatabase());
    const plan = aPlan({ baseline: { year: '2025/26' }, target: { year: '2030/31', residualPercent: '10' } });
    const { plan: stated } = await stateTrajectoryPlan(ports, SUSTAINABILITY, plan, { ...FIRST, bearer: 'all' });
    expect(stated.baseline).toMatchObject({ tonnes: '16.650001', method: 'supplier-data' });
    await expect(
      stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan({ baseline: { year: '2019/20' } }), FIRST),
    ).rejects.toThrow('the ledger holds nothing of that year');
  });

  it('keeps a line of yearly totals as a boundary of its own, apart from the contracts', async () => {
    const ports = await steered(await makeDatabase());
    const boundary = 'ict-operations';
    const totals = [
      { year: '2024/25', tonnes: '60' },
      { year: '2025/26', tonnes: '50.5' },
    ];
    const entered = { boundary, totals, source: 'Energy report', method: 'supplier-data' as const, reason: 'Yearly' };
    await enterYearlyTotals(ports, SUSTAINABILITY, entered);
    await stateTrajectoryPlan(ports, SUSTAINABILITY, aPlan(), { ...FIRST, boundary });
    const found = await trajectory(ports, SUSTAINABILITY, { boundary });
    expect(kg(figuresOf(found, '2025/26')?.gross)).toBe('50500');
    expect(kg(figuresOf(found, '2028/29')?.forecast)).toBe('50500');
    const contracts = { ...entered, boundary: 'ict-contracts' };
    await expect(enterYearlyTotals(ports, SUSTAINABILITY, contracts)).rejects.toThrow('summed from the carbon ledger');
  });
});

describe('a plan', () => {
  it('is refused with all that does not go together', async () => {
    const ports = await createTestPorts();
    const plan = aPlan({
      baseline: { year: '2029/30', tonnes: '0' },
      target: { year: '2019/20', residualPercent: '0' },
      method: 'cumulative-budget',
    });
    const refused = await stateTrajectoryPlan(ports, SUSTAINABILITY, plan, FIRST).catch((error: unknown) => error);
    expect((refused as { issues: { code: string }[] }).issues.map(({ code }) => code)).toEqual([
      'target-not-later',
      'source-missing',
      'method-missing',
      'baseline-not-above-0',
      'yearly-percent-missing',
      'budget-missing',
    ]);
  });

  it('is not for an auditor to state', async () => {
    const ports = await createTestPorts();
    await expect(stateTrajectoryPlan(ports, aPerson('auditor'), aPlan(), FIRST)).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

it('the shares of two organisations add up to the whole in every year, whatever was reported', () => {
  const percent = fc.integer({ min: 1, max: 99 });
  const grams = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(percent, grams, (ours, amounts) => {
      const shares = { northshire: String(ours), eastham: String(100 - ours) };
      const figures = amounts.flatMap((amount, index): MonthFigure[] => {
        const month = `${2025 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
        const half = amount / 2n;
        return [
          { contract: 'C1', organisation: 'northshire', month, basis: 'actual', grams: half },
          { contract: 'C1', organisation: 'eastham', month, basis: 'actual', grams: amount - half },
        ];
      });
      const sumOf = (bearer: string | undefined) =>
        contractYears({
          contracts: [aContract('C1', { start: '2025-01-01', end: '2027-06-30', shares })],
          figures,
          organisation: 'northshire',
          bearer,
          until: '2026-10',
          targetYear: '2029/30',
        })
          .contracts.flatMap(({ years }) => years)
          .reduce((sum, { actual, estimated, forecast }) => sum + actual + estimated + forecast, 0n);
      expect(sumOf('northshire') + sumOf('eastham')).toBe(sumOf(undefined));
    }),
    { numRuns: 40 },
  );
});
