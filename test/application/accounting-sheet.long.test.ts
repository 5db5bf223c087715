import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountingSheet } from '../../src/application/accounting-sheet.ts';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import type { Contract } from '../../src/domain/contract.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');
const YEAR = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };

const MONTH = { periodStart: '2025-04-01', periodEnd: '2025-04-30' };

const SPEND: CarbonReturnLine['working'] = {
  method: 'spend',
  spend: '1000',
  priceYear: '2023',
  sector: '62',
  multiplierYear: '2023',
  kgPerGbp: '0.1',
  edition: 'Invented multipliers',
  provisional: true,
};
const PRODUCT: CarbonReturnLine['working'] = {
  method: 'product',
  model: 'Example Book 14',
  units: '3',
  kgEach: '241',
  source: 'Invented maker’s sheet',
};
const ALLOCATED: CarbonReturnLine['working'] = {
  method: 'allocated',
  total: '1000',
  totalUnit: 't',
  covers: 'scopes 1 and 2',
  contractValue: '1',
  turnover: '1000',
};

async function ledgerOf(
  contracts: readonly Contract[],
  lines: readonly CarbonReturnLine[],
  database?: TestPorts['database'],
): Promise<TestPorts> {
  const ports = await createTestPorts(database);
  await recordContracts(ports, OFFICER, contracts);
  if (lines.length > 0) await recordCarbonReturn(ports, OFFICER, lines);
  return ports;
}

/** The total of the same year and bearer by the ordinary totals, by contract. */
async function totalsOfYear(ports: TestPorts, financialYear: string, organisation?: string) {
  const only = { financial_year: financialYear, ...(organisation === undefined ? {} : { organisation }) };
  const { rows, total } = await carbonTotals(ports, OFFICER, { by: ['contract'], view: 'inventory', only });
  return { byContract: new Map(rows.map((row) => [row.keys[0], row])), total: total.total };
}

describe('the sheet for the accounting tool', () => {
  it('gives each contract with its share of value and carbon, its scopes, method and quality', async () => {
    const shares = { northshire: '61.5', eastham: '38.5' };
    const ports = await ledgerOf(
      [aContract('C1'), aContract('C2', { shares, annualValue: '100000.10' })],
      [
        aLine('C1', 'L1', { ...YEAR, amount: '1000', scope: '1', tier: 'A' }),
        aLine('C1', 'L2', { ...YEAR, amount: '3000', scope: '3', tier: 'C' }),
        aLine('C2', 'L1', { ...MONTH, amount: '200', scope: '2' }),
      ],
    );
    const sheet = await accountingSheet(ports, OFFICER, {});
    expect(sheet).toMatchObject({ financialYear: '2025/26', bearer: 'northshire', total: 4_123_000n });
    expect(sheet.rows).toMatchObject([
      {
        contract: 'C1',
        share: '100',
        annualValue: '120000',
        figures: {
          total: 4_000_000n,
          byScope: { '1': 1_000_000n, '2': 0n, '3': 3_000_000n, '': 0n },
          methods: [{ method: 'supplier data', grams: 4_000_000n }],
          estimated: 0n,
          quality: '2.5',
          provisional: false,
        },
      },
      {
        contract: 'C2',
        share: '61.5',
        annualValue: '61500.0615',
        figures: { total: 123_000n, byScope: { '1': 0n, '2': 123_000n, '3': 0n, '': 0n } },
      },
    ]);
    const all = await accountingSheet(ports, OFFICER, { bearer: 'all' });
    expect(all.rows[1]).toMatchObject({ share: '100', annualValue: '100000.1', figures: { total: 200_000n } });
    const other = await accountingSheet(ports, OFFICER, { bearer: 'eastham' });
    expect(other.rows).toMatchObject([{ contract: 'C2', share: '38.5', figures: { total: 77_000n } }]);
  });

  it('says of every figure how it was found, and what is only estimated', async () => {
    const estimated = { basis: 'estimated', tier: 'D' } as const;
    const references = ['asked', 'forecast', 'mixed', 'products', 'share', 'silent', 'spend'];
    const ports = await ledgerOf(
      references.map((reference) => aContract(reference, { ictCategory: reference === 'silent' ? 'cloud' : 'print' })),
      [
        aLine('asked', 'L1', { ...YEAR, ...estimated, amount: '10' }),
        aLine('forecast', 'L1', { ...YEAR, basis: 'forecast', amount: '20' }),
        aLine('mixed', 'L1', { periodStart: '2025-04-01', periodEnd: '2025-09-30', amount: '30' }),
        aLine('mixed', 'L2', { ...estimated, periodStart: '2025-10-01', periodEnd: '2026-03-31', amount: '70' }),
        aLine('products', 'L1', { ...YEAR, amount: '723', working: PRODUCT }),
        aLine('share', 'L1', { ...YEAR, ...estimated, amount: '1000', working: ALLOCATED }),
        aLine('spend', 'L1', { ...YEAR, ...estimated, amount: '100', working: SPEND }),
        aLine('own-ict', 'L1', { ...YEAR, amount: '5' }),
      ],
    );
    const { rows } = await accountingSheet(ports, OFFICER, { financialYear: '2025/26' });
    const said = rows.map(({ contract, figures }) => [
      contract,
      figures?.methods.map(({ method, grams }) => `${method} ${grams}`).join('; '),
      figures?.estimated,
    ]);
    const silent = rows.find(({ contract }) => contract === 'silent')?.figures?.total;
    expect(said).toEqual([
      ['asked', 'estimate in a return 10000', 10_000n],
      ['forecast', 'forecast 20000', 0n],
      ['mixed', 'estimate in a return 70000; supplier data 30000', 70_000n],
      ['own-ict', 'supplier data 5000', 0n],
      ['products', 'product footprints 723000', 0n],
      ['share', 'share of supplier total 1000000', 1_000_000n],
      ['silent', `estimate without a return ${silent}`, silent],
      ['spend', 'spend-based 100000', 100_000n],
    ]);
    expect(rows.find(({ contract }) => contract === 'spend')?.figures?.provisional).toBe(true);
    expect(rows.find(({ contract }) => contract === 'forecast')?.figures?.forecast).toBe(20_000n);
    const ahead = await accountingSheet(ports, OFFICER, { financialYear: '2026/27' });
    expect(ahead.total).toBe((await totalsOfYear(ports, '2026/27', 'northshire')).total);
  });

  it('leaves blank what is not known, and leaves out what is planned or does not run in the year', async () => {
    const ports = await ledgerOf(
      [
        aContract('unknown', { shares: { northshire: '50', eastham: '50' } }),
        aContract('planned', { status: 'planned' }),
        aContract('later', { start: '2026-04-01' }),
      ],
      [],
    );
    const { rows, total } = await accountingSheet(ports, OFFICER, { financialYear: '2025/26' });
    expect(rows.map(({ contract, figures }) => [contract, figures])).toEqual([['unknown', undefined]]);
    expect(total).toBe(0n);
    expect((await accountingSheet(ports, OFFICER, { financialYear: '2025/26', bearer: 'elsewhere' })).rows).toEqual([]);
  });

  it('leaves out the electricity that the council’s own inventory has', async () => {
    const ports = await ledgerOf(
      [aContract('C1')],
      [
        aLine('C1', 'L1', { ...YEAR, amount: '40' }),
        aLine('C1', 'L2', { ...YEAR, amount: '60', stage: 'use', scope: '2' }),
      ],
    );
    expect((await accountingSheet(ports, OFFICER, {})).total).toBe(40_000n);
  });

  it('is as the ledger was at an instant, with the last whole year of then', async () => {
    const ports = await ledgerOf([aContract('C1')], []);
    ports.setClock('2026-11-24T09:00:00Z');
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1', { ...YEAR, amount: '100' })]);
    ports.setClock('2027-11-25T09:00:00Z');
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1', { ...YEAR, amount: '60', supersedes: 'L1' })]);
    const before = await accountingSheet(ports, OFFICER, { asOf: '2026-11-25T09:00:00Z' });
    expect(before).toMatchObject({ financialYear: '2025/26', total: 100_000n, asOf: '2026-11-25T09:00:00Z' });
    expect(await accountingSheet(ports, OFFICER, { financialYear: '2025/26' })).toMatchObject({ total: 60_000n });
    expect(await accountingSheet(ports, OFFICER)).toMatchObject({ financialYear: '2026/27' });
  });

  it('refuses what is no financial year, and people who may not read carbon figures', async () => {
    const ports = await ledgerOf([], []);
    await expect(accountingSheet(ports, OFFICER, { financialYear: '2025/27' })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ pointer: '#/financial_year' }],
    });
    await expect(accountingSheet(ports, aPerson('evaluator'))).rejects.toMatchObject({ code: 'forbidden' });
  });
});

const someLines = fc
  .array(
    fc.record({
      contract: fc.constantFrom('C1', 'C2', 'C3', 'own-ict'),
      kind: fc.constantFrom('emission', 'emission', 'emission', 'avoided'),
      stage: fc.constantFrom('make', 'use', 'serve'),
      scope: fc.constantFrom('1', '2', '3', undefined),
      basis: fc.constantFrom('actual', 'estimated', 'forecast'),
      tier: fc.constantFrom('A', 'B', 'C', 'D'),
      start: fc.integer({ min: 0, max: 500 }),
      days: fc.integer({ min: 1, max: 400 }),
      grams: fc.integer({ min: 0, max: 10_000_000 }),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ contract, start, days, grams, scope, ...rest }, index): CarbonReturnLine => {
      const day = (count: number) => new Date(Date.UTC(2025, 3, 1 + count)).toISOString().slice(0, 10);
      const { scope: _, ...line } = aLine(contract, `L${index}`, {
        ...rest,
        periodStart: day(start),
        periodEnd: day(start + days - 1),
        amount: `${grams / 1000}`,
        source: { row: index + 2 },
      });
      return scope === undefined ? line : { ...line, scope };
    }),
  );

const SOME_CONTRACTS = [
  aContract('C1'),
  aContract('C2', { shares: { northshire: '61.5', eastham: '38.5' }, ictCategory: 'hardware' }),
  aContract('C3', { supplier: { name: 'Invented Elm Print Ltd' }, ictCategory: 'print', start: '2026-06-01' }),
];

describeWithDatabases('the sheet for the accounting tool', (makeDatabase) => {
  it('equals the totals of the same year to the gram, contract by contract and in all its parts', async () => {
    const [lines = []] = fc.sample(
      someLines.filter((some) => some.length > 6),
      { numRuns: 1, seed: 11 },
    );
    await expectEqualToTotals(await ledgerOf(SOME_CONTRACTS, lines, await makeDatabase()));
  });
});

describe('the sheet of any ledger', () => {
  it('equals the totals of the same year to the gram, contract by contract and in all its parts', async () => {
    await fc.assert(
      fc.asyncProperty(someLines, async (lines) => expectEqualToTotals(await ledgerOf(SOME_CONTRACTS, lines))),
      { numRuns: 12 },
    );
  }, 60_000);
});

async function expectEqualToTotals(ports: TestPorts): Promise<void> {
  for (const financialYear of ['2025/26', '2026/27']) {
    for (const bearer of ['northshire', 'eastham', 'all']) {
      const sheet = await accountingSheet(ports, OFFICER, { financialYear, bearer });
      const totals = await totalsOfYear(ports, financialYear, bearer === 'all' ? undefined : bearer);
      expect(sheet.total).toBe(totals.total);
      expect(sheet.rows.reduce((sum, { figures }) => sum + (figures?.total ?? 0n), 0n)).toBe(totals.total);
      for (const { contract, figures } of sheet.rows) {
        if (figures === undefined) continue;
        expect(figures.total).toBe(totals.byContract.get(contract)?.total);
        expect(Object.values(figures.byScope).reduce((sum, grams) => sum + grams, 0n)).toBe(figures.total);
        expect(figures.methods.reduce((sum, { grams }) => sum + grams, 0n)).toBe(figures.total);
      }
    }
  }
}
