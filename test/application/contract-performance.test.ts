import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { changeContract } from '../../src/application/change-contract.ts';
import { getContractHistory } from '../../src/application/contract-history.ts';
import { getPerformance } from '../../src/application/contract-performance.ts';
import { getContract } from '../../src/application/contract-queries.ts';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { setBands } from '../../src/application/performance-bands.ts';
import { restoreAssessment } from '../../src/application/procurement-pack.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { type RegisterInput, registerContract } from '../../src/application/register-contract.ts';
import { sum, toFraction, toGrams } from '../../src/domain/quantity.ts';
import { contractedProcurement } from '../support/award.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { OFFICER, REFERENCE } from '../support/evaluation.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const keeper = aPerson('sustainability');
const auditor = aPerson('auditor');
const YEAR = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };

describe('a contract against its commitment', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
    await recordContracts(ports, keeper, [
      aContract('C1', { commitments: [{ year: '2025/26', tonnes: '1' }] }),
      aContract('shared', {
        shares: { northshire: '60', eastham: '40' },
        commitments: [{ year: '2025/26', tonnes: '1' }],
      }),
      aContract('quiet'),
    ]);
  });
  const report = (amount: string, overrides = {}) =>
    recordCarbonReturn(ports, keeper, [aLine('C1', 'L1', { amount, ...YEAR, ...overrides })]);
  const years = async (reference = 'C1') =>
    (await getPerformance(ports, auditor, reference)).years.map(({ financialYear, rating, notRated }) =>
      [financialYear, rating, notRated].filter((part) => part !== undefined).join(' '),
    );

  it('is rated by the exact sum of its return, gram by gram', async () => {
    await report('1000');
    expect(await years()).toEqual(['2025/26 good', '2026/27 other no-commitment']);
    await recordCarbonReturn(ports, keeper, [
      aLine('C1', 'L2', { amount: '0.001', periodStart: '2026-03-31', periodEnd: '2026-03-31' }),
    ]);
    expect(await years()).toEqual(['2025/26 approaching-target', '2026/27 other no-commitment']);
    const [year] = (await getPerformance(ports, auditor, 'C1')).years;
    expect(year).toMatchObject({ committed: 1_000_000n, actual: 1_000_001n, months: 12, monthsReported: 12 });
  });

  it('says why it is not rated: no return, or months without one', async () => {
    expect(await years()).toEqual(['2025/26 other no-return', '2026/27 other no-commitment']);
    await report('10', { periodEnd: '2026-02-28' });
    expect(await years()).toEqual(['2025/26 other return-incomplete', '2026/27 other no-commitment']);
  });

  it('counts the whole contract, whoever shares it, and no forecast, avoided emission or removal', async () => {
    const line = (name: string, overrides = {}) => aLine('shared', name, { ...YEAR, amount: '1100', ...overrides });
    await recordCarbonReturn(ports, keeper, [
      line('L1'),
      line('L2', { basis: 'forecast' }),
      line('L3', { kind: 'avoided' }),
    ]);
    const [year] = (await getPerformance(ports, auditor, 'shared')).years;
    expect(year).toMatchObject({ committed: 1_000_000n, actual: 1_100_000n, rating: 'approaching-target' });
  });

  it('takes the bands of the organisation for the years they hold from, and the shipped ones before', async () => {
    await report('1100');
    expect((await getPerformance(ports, auditor, 'C1')).years[0]).toMatchObject({
      rating: 'approaching-target',
      bands: { version: 0, origin: expect.stringContaining('proposal of this product') as string },
    });
    const own = { approachingPercent: '101', improvementPercent: '105', reason: 'Agreed by the climate board' };
    await setBands(ports, keeper, { revision: 0, from: '2026/27', ...own });
    expect((await years())[0]).toBe('2025/26 approaching-target');
    await setBands(ports, keeper, { revision: 1, from: '2025/26', ...own });
    expect((await years())[0]).toBe('2025/26 inadequate');
    await expect(setBands(ports, keeper, { revision: 1, from: '2025/26', ...own })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(
      setBands(ports, keeper, { revision: 2, from: '2025', ...own, approachingPercent: '99' }),
    ).rejects.toMatchObject({ issues: [{ pointer: '#/approachingPercent' }, { pointer: '#/from' }] });
    await expect(setBands(ports, auditor, { revision: 2, from: '2025/26', ...own })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is extended as a new version with its reason, and its commitments never enter a total', async () => {
    const [before] = await getContractHistory(ports, auditor, 'C1');
    const seen = { revision: before?.version ?? 0 };
    const commitments = [
      { year: '2025/26', tonnes: '1' },
      { year: '2030/31', tonnes: '0.25' },
    ];
    const reason = 'Extended by a year, as the contract allows';
    await changeContract(ports, keeper, 'C1', { ...seen, reason, end: '2031-03-31', commitments });
    const [now, first] = await getContractHistory(ports, auditor, 'C1');
    expect(now).toMatchObject({ reason, by: keeper.name, contract: { end: '2031-03-31' } });
    expect(now?.differences).toEqual([
      'C1: End was "2030-03-31" and is now "2031-03-31".',
      'C1: Commitments was "2025/26: 1 t" and is now "2025/26: 1 t, 2030/31: 0.25 t".',
    ]);
    expect(first).toMatchObject({ differences: [], contract: { end: '2030-03-31' } });
    await expect(changeContract(ports, keeper, 'C1', { ...seen, reason, status: 'ended' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await report('400');
    const only = { contract: 'C1' };
    const { total } = await carbonTotals(ports, auditor, { by: [], view: 'whole-life', only });
    expect(total).toMatchObject({ committed: 1_250_000n, actual: 400_000n });
    expect(total.total - total.estimated).toBe(400_000n);
  });

  it('is not changed without a reason, without a change, or with a commitment outside its term', async () => {
    const revision = (await getContractHistory(ports, auditor, 'C1'))[0]?.version ?? 0;
    const change = (input: object) => changeContract(ports, keeper, 'C1', { revision, reason: 'Renewed', ...input });
    await expect(change({ reason: ' ', end: '2031-03-31' })).rejects.toMatchObject({ issues: [{ code: 'missing' }] });
    await expect(change({ end: '2030-03-31' })).rejects.toMatchObject({ issues: [{ code: 'nothing-changes' }] });
    await expect(change({ commitments: [{ year: '2035', tonnes: '1' }] })).rejects.toMatchObject({
      issues: [{ code: 'year-outside-term' }],
    });
    await expect(change({ end: '2020-01-01' })).rejects.toMatchObject({ issues: [{ code: 'ends-before-start' }] });
    expect(await getContractHistory(ports, auditor, 'C1')).toHaveLength(1);
  });
});

describe('the contract of an award', { timeout: 120_000 }, () => {
  it('has the winning bid’s gross carbon by year as its commitments, exact to the gram', async () => {
    const { ports, winner } = await contractedProcurement();
    const register = (input: Partial<RegisterInput> = {}) =>
      registerContract(ports, OFFICER, REFERENCE, {
        bid: winner,
        contract: 'ICT-C-100',
        ictCategory: 'hardware',
        ...input,
      });
    await expect(register({ bid: 'B9' })).rejects.toMatchObject({ issues: [{ code: 'not-awarded' }] });
    const { commitments, supplier } = await register();
    const { assessment } = await restoreAssessment(ports, OFFICER, REFERENCE);
    const assessed = assessment.lots[0]?.bids.find(({ bid }) => bid.reference === winner);
    const lines = assessed?.carbon.footprint.lines ?? [];
    expect(supplier).toEqual(assessed?.bid.supplier);
    expect(lines.length).toBeGreaterThan(0);
    const promised = commitments.map(({ tonnes }) => toGrams(toFraction(tonnes).mul(1000)));
    const declared = sum(lines.map(({ kilograms }) => kilograms));
    expect(promised.reduce((total, grams) => total + grams, 0n)).toBe(toGrams(declared));
    const all = commitments.map(({ year }) => year);
    expect(all).toEqual(all.toSorted());

    const [version] = await getContractHistory(ports, OFFICER, 'ICT-C-100');
    expect(version).toMatchObject({ origin: { procurement: REFERENCE, bid: winner, edition: 1 }, by: OFFICER.name });
    expect(await getContract(ports, OFFICER, 'ICT-C-100')).toMatchObject({ procurementReference: REFERENCE });
    const only = { contract: 'ICT-C-100' };
    const { total } = await carbonTotals(ports, OFFICER, { by: [], view: 'whole-life', only });
    expect(total).toMatchObject({ committed: toGrams(declared), total: 0n });

    await expect(register({ contract: 'ICT-C-101' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('as ICT-C-100') as string,
    });
    const [event] = (await listAudit(ports, OFFICER, { limit: 1 })).items;
    expect(event?.event).toMatchObject({ action: 'contract.registered', subject: 'contract:ICT-C-100' });
    expect(await verifyAudit(ports, OFFICER)).toMatchObject({ holds: true });
  });
});
