import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { commitmentsOf, termOf, yearsOfBid } from '../../src/application/bid-contract.ts';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { getPerformance } from '../../src/application/contract-performance.ts';
import { getContract } from '../../src/application/contract-queries.ts';
import { restoreAssessment, trajectoryEffect } from '../../src/application/procurement-pack.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { registerContract } from '../../src/application/register-contract.ts';
import { trajectory } from '../../src/application/trajectory.ts';
import type { Contract } from '../../src/domain/contract.ts';
import { contractYears } from '../../src/domain/contract-years.ts';
import { deriveFigures } from '../../src/domain/derived-figures.ts';
import { createFigureNames, fillColumns } from '../../src/domain/figure-columns.ts';
import { buildCube } from '../../src/domain/figure-cube.ts';
import { monthFigures } from '../../src/application/month-figures.ts';
import { type Grams, toFraction, toGrams } from '../../src/domain/quantity.ts';
import type { TrajectoryLine } from '../../src/domain/trajectory-line.ts';
import { bidEmissions } from '../../src/scoring/bid-emissions.ts';
import { contractedProcurement } from '../support/award.ts';
import { aContract } from '../support/carbon.ts';
import { anyLines, anyTerm, declared } from '../support/declared-carbon.ts';
import { makeSqlite, type TestDatabase } from '../support/databases.ts';
import { OFFICER, REFERENCE } from '../support/evaluation.ts';
import { createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { steer } from '../support/steered.ts';

const CONTRACT = 'ICT-C-100';
const UNTIL = '2026-11';
const TARGET = '2029/30';
const supplier = { name: 'Fictional Fern Hosting Ltd', identifier: { scheme: 'GB-COH', id: '00000001' } };
const WHOSE = { organisation: 'northshire', until: UNTIL, targetYear: TARGET };

const grossOf = ({ years }: TrajectoryLine): Record<string, Grams> =>
  Object.fromEntries(years.map(({ year, figures }) => [year, figures?.gross ?? 0n]));

/** By how much each year of one line lies above the other. */
function moved(before: TrajectoryLine, after: TrajectoryLine): Record<string, Grams> {
  const was = grossOf(before);
  return Object.fromEntries(Object.entries(grossOf(after)).map(([year, gross]) => [year, gross - (was[year] ?? 0n)]));
}

const sumOf = (amounts: Iterable<Grams>): Grams => [...amounts].reduce((total, grams) => total + grams, 0n);
const kilograms = (tonnes = '0'): Grams => toGrams(toFraction(tonnes).mul(1000));

describe('the contract of the winning bid', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let ports: TestPorts;
  let winner: string;
  beforeAll(async () => {
    database = await makeSqlite();
    ({ ports, winner } = await contractedProcurement({ database }));
    await steer(ports);
  }, 120_000);
  afterAll(async () => database.close());

  it('moves the trajectory by the effect that its bid was said to have, to the gram, in every year', async () => {
    const said = await trajectoryEffect(ports, OFFICER, REFERENCE);
    if (!('effect' in said)) throw new Error(said.why);
    const effect = said.effect.lots[0]?.bids.find(({ reference }) => reference === winner)?.effect;
    if (effect === undefined) throw new Error(`${winner} declares no carbon`);
    const before = await trajectory(ports, OFFICER);
    await registerContract(ports, OFFICER, REFERENCE, { bid: winner, contract: CONTRACT, ictCategory: 'hardware' });
    const after = await trajectory(ports, OFFICER);

    const byYear = moved(before.line, after.line);
    expect(byYear).toEqual(moved(said.effect.line, effect.line));
    expect(sumOf(Object.values(byYear))).toBe(effect.toTarget);
    expect(byYear[TARGET]).toBe(effect.changeOfGap);
    expect(effect.toTarget > 0n).toBe(true);
    // Once it stands there the effect is still told against the line without it.
    const again = await trajectoryEffect(ports, OFFICER, REFERENCE);
    expect('effect' in again && again.effect.lots[0]?.bids.find((one) => one.reference === winner)?.effect).toEqual(
      effect,
    );
  });

  it('is committed to its gross in the whole-life view, and to what the effect said in the inventory view', async () => {
    const { assessment } = await restoreAssessment(ports, OFFICER, REFERENCE);
    const assessed = assessment.lots[0]?.bids.find(({ bid }) => bid.reference === winner);
    const lines = assessed?.carbon.footprint.lines ?? [];
    const gross = sumOf(lines.map((line) => toGrams(line.kilograms)));
    const power = lines.filter(
      ({ source: { stage, factor } }) => stage === 'use' && factor?.startsWith('electricity.'),
    );
    expect(power.length).toBeGreaterThan(0);
    const outside = sumOf(power.map((line) => toGrams(line.kilograms)));
    const committed = async (view: 'whole-life' | 'inventory') =>
      (await carbonTotals(ports, OFFICER, { by: [], view, only: { contract: CONTRACT } })).total.committed;
    expect(await committed('whole-life')).toBe(gross);
    expect(await committed('inventory')).toBe(gross - outside);
    const { commitments } = await getContract(ports, OFFICER, CONTRACT);
    expect(sumOf(commitments.map(({ outsideInventoryTonnes }) => kilograms(outsideInventoryTonnes)))).toBe(outside);
  });

  it('is rated by the whole life on both sides, and estimated in either view while it owes a return', async () => {
    ports.setClock('2028-04-20T10:00:00Z');
    const [first] = (await getContract(ports, OFFICER, CONTRACT)).commitments;
    const { years } = await getPerformance(ports, OFFICER, CONTRACT);
    expect(years[0]).toMatchObject({
      financialYear: first?.year,
      committed: kilograms(first?.tonnes),
      notRated: 'no-return',
    });
    const estimated = async (view: 'whole-life' | 'inventory') => {
      const found = await carbonTotals(ports, OFFICER, { by: [], view, only: { contract: CONTRACT } });
      expect(found.coverage.standIns).toMatchObject([{ method: 'its commitment', grams: found.total.estimated }]);
      return found.total.estimated;
    };
    expect(await estimated('whole-life')).toBe(kilograms(first?.tonnes));
    expect(await estimated('inventory')).toBe(kilograms(first?.tonnes) - kilograms(first?.outsideInventoryTonnes));
  });
});

describe('a commitment of which nobody has said what the council’s meters hold', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  it('counts wholly in both views', async () => {
    const commitments = [
      { year: '2027/28', tonnes: '12' },
      { year: '2028/29', tonnes: '12', outsideInventoryTonnes: '5' },
    ];
    await recordContracts(ports, OFFICER, [aContract('C9', { commitments })]);
    const committed = async (view: 'whole-life' | 'inventory', year: string) => {
      const only = { contract: 'C9', financial_year: year };
      return (await carbonTotals(ports, OFFICER, { by: [], view, only })).total.committed;
    };
    expect(await committed('whole-life', '2027/28')).toBe(12_000_000n);
    expect(await committed('inventory', '2027/28')).toBe(12_000_000n);
    expect(await committed('whole-life', '2028/29')).toBe(12_000_000n);
    expect(await committed('inventory', '2028/29')).toBe(7_000_000n);
  });

  it('may not be smaller than its part', async () => {
    const commitments = [{ year: '2027/28', tonnes: '12', outsideInventoryTonnes: '12.001' }];
    await expect(recordContracts(ports, OFFICER, [aContract('C9', { commitments })])).rejects.toMatchObject({
      issues: [{ code: 'part-above-whole', pointer: '#/contracts/C9/commitments/2027~128/outsideInventoryTonnes' }],
    });
  });
});

describe('the contract that any bid would become', () => {
  /** Years by contract, as the ledger's picture makes them. */
  function yearsOnRecord(contracts: readonly Contract[]) {
    const cube = buildCube(
      fillColumns(createFigureNames()).columns,
      (filling) => void deriveFigures(contracts, filling, 'northshire', UNTIL),
      () => ({ supplier: '', ictCategory: '', department: '' }),
    );
    return contractYears({
      contracts,
      figures: monthFigures(cube),
      organisation: 'northshire',
      bearer: 'northshire',
      until: UNTIL,
      targetYear: TARGET,
    }).contracts;
  }

  it('has the years that the ledger will make of it, whatever else stands there', () => {
    const other = aContract('other', { commitments: [{ year: '2026/27', tonnes: '60', outsideInventoryTonnes: '7' }] });
    fc.assert(
      fc.property(anyLines(), anyTerm(), (lines, { start, end }) => {
        const emissions = bidEmissions(lines, { start, end });
        if (emissions === undefined) throw new Error('A bid with lines has emissions');
        const bid = { bid: { reference: 'B1', supplier } } as Parameters<typeof yearsOfBid>[0];
        const said = yearsOfBid(bid, emissions, { start, end, isPublished: true }, WHOSE);
        const commitments = commitmentsOf(emissions);
        const registered = aContract('new', { start, end, commitments, ictCategory: 'hardware' });
        const found = yearsOnRecord([other, registered]).find(({ reference }) => reference === 'new');
        expect(said.years).toEqual(found?.years);

        const inventory = sumOf(emissions.years.map(({ wholeLife, outsideInventory }) => wholeLife - outsideInventory));
        const declaredYears = said.years.filter(({ basis }) => basis !== 'run-rate');
        expect(sumOf(declaredYears.map(({ estimated, forecast }) => estimated + forecast))).toBe(inventory);
      }),
      { numRuns: 60 },
    );
  });

  it('is just what is declared where no term was published', () => {
    const term = termOf({}, { bidDeadline: '2026-12-18' });
    expect(term).toEqual({ start: '2026-12-18', end: '2026-12-18', isPublished: false });
    const lines = [declared('5', { stage: 'make' }), declared('3', { stage: 'use', scope: '2', year: '2027/28' })];
    const emissions = bidEmissions(lines, term);
    const bid = { bid: { reference: 'B1', supplier } } as Parameters<typeof yearsOfBid>[0];
    expect(emissions === undefined ? [] : yearsOfBid(bid, emissions, term, WHOSE).years).toMatchObject([
      { year: '2026/27', forecast: 5000n },
      { year: '2027/28', forecast: 0n },
    ]);
  });
});
