import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import type { Contract } from '../../src/domain/contract.ts';
import { TOTAL_KEYS, type TotalsQuery } from '../../src/domain/totals-query.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { makeSqlite, describeWithDatabases } from '../support/databases.ts';
import { readSharedJson, sharedExists } from '../support/shared-data.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');

function ask(ports: TestPorts, query: Partial<TotalsQuery> = {}, asOf?: string) {
  return carbonTotals(
    ports,
    OFFICER,
    { by: [], view: 'whole-life', only: {}, ...query },
    asOf === undefined ? {} : { asOf },
  );
}

async function ledgerOf(contracts: readonly Contract[], ...returns: readonly (readonly CarbonReturnLine[])[]) {
  const ports = await createTestPorts();
  await recordContracts(ports, OFFICER, contracts);
  for (const lines of returns) await recordCarbonReturn(ports, OFFICER, lines);
  return ports;
}

/** In the term of one month, so that nothing is estimated beside what is asked. */
const SHORT = { start: '2026-04-01', end: '2026-04-30' };

describe('carbon totals', () => {
  it('take what is actual, else estimated, else forecast, and never what is committed', async () => {
    const commitments = [{ year: '2026', tonnes: '12' }];
    const ports = await ledgerOf(
      [aContract('C1', { start: '2026-01-01', end: '2026-12-31', commitments })],
      [
        aLine('C1', 'F', {
          basis: 'forecast',
          amount: '12',
          periodStart: '2026-01-01',
          periodEnd: '2026-12-31',
        }),
      ],
      [aLine('C1', 'E', { basis: 'estimated', amount: '5' })],
      [aLine('C1', 'A', { amount: '3' })],
    );
    const { rows, total } = await ask(ports, { by: ['month'] });
    expect(total.committed).toBe(12_000_000n);
    expect(total.forecast).toBe(12_000n);
    const april = rows.find(({ keys: [month] }) => month === '2026-04');
    expect(april).toMatchObject({ actual: 3000n, estimated: 5000n, total: 3000n });
    const march = rows.find(({ keys: [month] }) => month === '2026-03');
    expect(march?.total).toBe(march?.forecast);
    expect((await ask(ports, { basis: 'estimated' })).total).toMatchObject({ total: 5000n, actual: 0n });
  });

  it('keep avoided and biogenic emissions and removals in columns of their own', async () => {
    const kinds = ['avoided', 'biogenic', 'removal'] as const;
    const ports = await ledgerOf(
      [aContract('C1', SHORT)],
      [aLine('C1', 'L1'), ...kinds.map((kind) => aLine('C1', kind, { kind, amount: '9' }))],
    );
    expect((await ask(ports)).total).toMatchObject({
      total: 123_456n,
      avoided: 9000n,
      biogenic: 9000n,
      removals: 9000n,
    });
  });

  it('show the market-based sum beside the total where there is one, and none where there is none', async () => {
    const { amount: _, ...marketOnly } = aLine('C2', 'M', { marketBasedAmount: '2' });
    const ports = await ledgerOf(
      [aContract('C1', SHORT), aContract('C2', { ...SHORT, ictCategory: 'print' })],
      [aLine('C1', 'L1'), marketOnly],
    );
    const { rows } = await ask(ports, { by: ['contract'] });
    expect(rows[0]).toMatchObject({ keys: ['C1'], marketBased: undefined, unlocatedLines: 0 });
    expect(rows[1]).toMatchObject({ keys: ['C2'], marketBased: 2000n, unlocatedLines: 1 });
    // A contract without a location-based figure is estimated, as one without a return is.
    expect(rows[1]?.total).toBe(123_456n);
    expect(rows[1]?.quality).toBe('5');
  });

  it('leave what the council’s own inventory holds out of the inventory view', async () => {
    const ports = await ledgerOf(
      [aContract('C1', SHORT)],
      [aLine('C1', 'L1'), aLine('C1', 'L2', { stage: 'use', scope: '2', amount: '50' })],
    );
    expect((await ask(ports)).total.total).toBe(173_456n);
    expect((await ask(ports, { view: 'inventory' })).total.total).toBe(123_456n);
  });

  it('estimate a contract without a return at quality 5 and say how; never 0', async () => {
    const commitments = [{ year: '2026', tonnes: '0.12' }];
    const ports = await ledgerOf(
      [
        aContract('C1', SHORT),
        aContract('promised', { start: '2026-01-01', end: '2026-12-31', commitments }),
        aContract('silent', { start: '2026-04-01', end: '2026-05-31' }),
        aContract('planned', { status: 'planned' }),
      ],
      [aLine('C1', 'L1')],
    );
    const { rows, coverage } = await ask(ports, { by: ['contract'] });
    expect(rows.map(({ keys, estimated, quality }) => [keys[0], estimated, quality])).toEqual([
      ['C1', 0n, '2'],
      ['promised', 99_946n, '5'],
      ['silent', 246_912n, '5'],
    ]);
    expect(coverage.standIns).toEqual([
      { contract: 'promised', financialYear: '2025/26', method: 'its commitment', grams: 29_589n },
      { contract: 'promised', financialYear: '2026/27', method: 'its commitment', grams: 70_357n },
      {
        contract: 'silent',
        financialYear: '2026/27',
        method: 'average month of cloud contracts with returns',
        grams: 246_912n,
      },
    ]);
    expect(coverage).toMatchObject({ measured: 123_456n, measuredContracts: 1, estimatedContracts: 2 });
  });

  it('estimate for the inventory view without what others’ devices draw in the council’s buildings', async () => {
    const ports = await ledgerOf(
      [aContract('C1', SHORT), aContract('C2', SHORT), aContract('quiet', SHORT)],
      [
        aLine('C1', 'L1', { amount: '10' }),
        aLine('C1', 'use', { amount: '3', stage: 'use', scope: '2' }),
        aLine('C2', 'L1', { amount: '0.001' }),
      ],
    );
    const of = async (view: TotalsQuery['view']) => {
      const { total, coverage } = await ask(ports, { view, only: { contract: 'quiet' } });
      expect(coverage.standIns).toMatchObject([{ contract: 'quiet', grams: total.estimated }]);
      return total.estimated;
    };
    // The average month of the other two, half a gram rounded up.
    expect(await of('whole-life')).toBe(6501n);
    expect(await of('inventory')).toBe(5001n);
  });

  it('estimate by view: of the average month what the council’s meters hold is left out of the inventory', async () => {
    const building = { stage: 'use', scope: '2', amount: '50' } as const;
    const ports = await ledgerOf(
      [aContract('C1', SHORT), aContract('C2', SHORT), aContract('silent', SHORT)],
      // What is only estimated of C2 gives way to what is actual, in both views.
      [aLine('C1', 'L1'), aLine('C1', 'L2', building), aLine('C2', 'E', { ...building, basis: 'estimated' })],
      [aLine('C2', 'A')],
    );
    for (const [view, grams] of [
      ['whole-life', 148_456n],
      ['inventory', 123_456n],
    ] as const) {
      const { coverage, total } = await ask(ports, { view, only: { contract: 'silent' } });
      expect(coverage.standIns).toMatchObject([{ contract: 'silent', grams }]);
      expect(total.estimated).toBe(grams);
    }
  });

  it('name a contract that nothing can be estimated from as missing', async () => {
    const ports = await ledgerOf([aContract('C1')]);
    const { total, coverage } = await ask(ports);
    expect(total.total).toBe(0n);
    expect(coverage.missingContracts).toEqual(['C1']);
  });

  it('give the old figure as of an instant before a correction, and the new one after', async () => {
    const ports = await ledgerOf([aContract('C1', SHORT)]);
    ports.setClock('2026-11-24T09:00:00Z');
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1', { amount: '100' })]);
    ports.setClock('2026-11-25T09:00:00Z');
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1', { amount: '60', supersedes: 'L1' })]);
    ports.setClock('2026-11-26T09:00:00Z');
    const totalAt = async (asOf?: string) => (await ask(ports, {}, asOf)).total.total;
    expect(await totalAt()).toBe(60_000n);
    expect(await totalAt('2026-11-25T08:59:59.999Z')).toBe(100_000n);
    expect(await totalAt('2026-11-25T09:00:00Z')).toBe(60_000n);
    expect(await totalAt('2026-11-24T08:00:00Z')).toBe(0n);
  });

  it('are wide where lines share a factor, and narrower where they are independent', async () => {
    const factor = { quantity: '1000', unit: 'kWh', factor: 'electricity.uk.generation' };
    const { amount: _, ...line } = aLine('C1', 'L1', { ...factor, periodStart: '2025-04-01', periodEnd: '2025-04-30' });
    const year = { start: '2025-04-01', end: '2025-04-30' };
    const contracts = [aContract('C1', year), aContract('C2', year)];
    const shared = await ask(await ledgerOf(contracts, [line, { ...line, contract: 'C2' }]));
    const own = { contract: 'C1', line: 'L1', tier: 'B', amount: '177' } as const;
    const { quantity: _q, unit: _u, factor: _f, ...declared } = line;
    const apart = await ask(
      await ledgerOf(contracts, [
        { ...declared, ...own },
        { ...declared, ...own, contract: 'C2' },
      ]),
    );
    const width = ({ total }: typeof shared) => Math.log(Number(total.high) / Number(total.total));
    expect(width(shared)).toBeCloseTo(1.95996 * Math.log(1.15), 4);
    expect(width(apart)).toBeCloseTo((1.95996 * Math.log(1.15)) / Math.SQRT2, 4);
  });

  it.skipIf(!sharedExists)('weight quality by emissions (W17a, material beside the project)', async () => {
    const { cases } = readSharedJson('data', 'carbon-examples', 'cases.json') as {
      readonly cases: readonly {
        readonly id: string;
        readonly inputs: { readonly weights: readonly number[]; readonly scores: readonly number[] };
        readonly expected: { readonly weighted: number };
        readonly tolerance: number;
      }[];
    };
    const found = cases.find(({ id }) => id === 'W17a');
    const tiers = { 1: 'A', 2: 'B', 3: 'C', 4: 'D' } as const;
    const lines = (found?.inputs.weights ?? []).map((weight, index) => {
      const tier = tiers[(found?.inputs.scores[index] ?? 5) as keyof typeof tiers] as 'A' | undefined;
      const { tier: _, ...line } = aLine('C1', `L${index}`, { amount: String(weight) });
      return tier === undefined ? line : { ...line, tier };
    });
    const { total } = await ask(await ledgerOf([aContract('C1', SHORT)], lines));
    expect(Math.abs(Number(total.quality) - (found?.expected.weighted ?? 0))).toBeLessThanOrEqual(
      found?.tolerance ?? 0,
    );
  });
});

const SOME_CONTRACTS = [
  aContract('C1'),
  aContract('C2', { shares: { northshire: '61.5', eastham: '38.5' }, ictCategory: 'hardware', department: 'Schools' }),
  aContract('C3', { supplier: { name: 'Invented Elm Print Ltd' }, ictCategory: 'print', start: '2026-06-01' }),
];

const someLines = fc
  .array(
    fc.record({
      contract: fc.constantFrom('C1', 'C2', 'C3', 'own-ict'),
      kind: fc.constantFrom('emission', 'emission', 'avoided', 'biogenic'),
      stage: fc.constantFrom('make', 'use', 'serve'),
      scope: fc.constantFrom('1', '2', '3'),
      category: fc.constantFrom('1', '2', '11'),
      basis: fc.constantFrom('actual', 'estimated', 'forecast'),
      tier: fc.constantFrom('A', 'B', 'C', 'D'),
      start: fc.integer({ min: 0, max: 500 }),
      days: fc.integer({ min: 1, max: 400 }),
      grams: fc.integer({ min: 0, max: 10_000_000 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ contract, start, days, grams, ...rest }, index): CarbonReturnLine => {
      const day = (count: number) => new Date(Date.UTC(2025, 3, 1 + count)).toISOString().slice(0, 10);
      const dates = { periodStart: day(start), periodEnd: day(start + days - 1) };
      return aLine(contract, `L${index}`, {
        ...rest,
        ...dates,
        amount: `${grams / 1000}`,
        source: { row: index + 2 },
      });
    }),
  );

describe('carbon totals of any ledger', () => {
  it('add up by any keys to the same whole, whatever the order of import', async () => {
    await fc.assert(
      fc.asyncProperty(someLines, fc.subarray([...TOTAL_KEYS], { maxLength: 4 }), async (lines, by) => {
        const together = await ledgerOf(SOME_CONTRACTS, lines);
        const apart = await ledgerOf(SOME_CONTRACTS, ...lines.toReversed().map((line) => [line]));
        const [first, second] = [await ask(together, { by }), await ask(apart, { by })];
        expect(second.rows).toEqual(first.rows);
        const plain = await ask(together);
        for (const column of [
          'total',
          'actual',
          'forecast',
          'estimated',
          'committed',
          'avoided',
          'biogenic',
        ] as const) {
          const sum = first.rows.reduce((total, row) => total + row[column], 0n);
          expect(sum).toBe(first.total[column]);
          expect(sum).toBe(plain.total[column]);
        }
        expect(first.coverage.measured + first.coverage.estimated + first.coverage.forecast).toBe(first.total.total);
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('are as before once every line is put right by one that states the same', async () => {
    await fc.assert(
      fc.asyncProperty(someLines, async (lines) => {
        const ports = await ledgerOf(SOME_CONTRACTS, lines);
        const by = [...TOTAL_KEYS];
        const before = await ask(ports, { by });
        const changed = lines.map((line) => ({ ...line, amount: '1', supersedes: line.line }));
        await recordCarbonReturn(ports, OFFICER, changed);
        const back = lines.map((line) => ({ ...line, supersedes: line.line, evidence: { document: 'again' } }));
        await recordCarbonReturn(ports, OFFICER, back);
        expect((await ask(ports, { by })).rows).toEqual(before.rows);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

describeWithDatabases('carbon totals', (makeDatabase) => {
  it('are the same to the gram on every database', async () => {
    const [lines = []] = fc.sample(someLines, { numRuns: 1, seed: 7 });
    const answers = [];
    for (const database of [await makeDatabase(), await makeSqlite()]) {
      const ports = await createTestPorts(database);
      await recordContracts(ports, OFFICER, SOME_CONTRACTS);
      await recordCarbonReturn(ports, OFFICER, lines);
      answers.push(await ask(ports, { by: [...TOTAL_KEYS] }));
    }
    expect(answers[0]?.rows.length).toBeGreaterThan(3);
    expect(answers[0]).toEqual(answers[1]);
  });
});
