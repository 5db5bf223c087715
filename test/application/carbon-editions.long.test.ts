import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { explainChange } from '../../src/application/editions.ts';
import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { rerunProvisional } from '../../src/application/rerun-provisional.ts';
import type { ServicePorts } from '../../src/application/ports.ts';
import type { Database } from '../../src/application/stores.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import { restatement } from '../../src/domain/restatement.ts';
import type { TotalsQuery } from '../../src/domain/totals-query.ts';
import { createTestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { readSharedJson, sharedExists } from '../support/shared-data.ts';
import { aPerson, createTestPorts } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');
const WHOLE: TotalsQuery = { by: [], view: 'whole-life', only: {} };
const SHORT = { start: '2026-04-01', end: '2026-04-30' };

async function published(database?: Database) {
  const ports = await createTestPorts(database);
  await recordContracts(ports, OFFICER, [aContract('C1', SHORT), aContract('C2', SHORT)]);
  const { amount: _, ...provisional } = aLine('C1', 'P', {
    quantity: '1000',
    unit: 'kWh',
    factor: 'electricity.uk.generation',
  });
  await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1', { amount: '100' }), provisional]);
  const edition = await nameEdition(ports, OFFICER, { name: 'Report 2026', reason: 'Yearly report to cabinet' });
  const { referenceData } = ports.catalogue;
  const emissionFactors = referenceData.emissionFactors.map((factor) =>
    factor.set === '2026' ? { ...factor, kgCo2e: '0.1', status: 'official' as const } : factor,
  );
  const catalogue = { ...ports.catalogue, referenceData: { ...referenceData, emissionFactors } };
  return { ports, edition, approved: { ...ports, catalogue } };
}

describeWithDatabases('an edition of the carbon ledger', (makeDatabase) => {
  it('never moves, and the way from it to the present is told by cause, exactly', async () => {
    const { ports, edition, approved } = await published(await makeDatabase());
    const at = async (asOf?: string) =>
      (await carbonTotals(ports, OFFICER, WHOLE, asOf === undefined ? {} : { asOf })).total.total;
    // C2 has no return: it is estimated by C1, 277 kg.
    expect(await at(edition.at)).toBe(554_000n);
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L1', { amount: '60', supersedes: 'L1' })]);
    await rerunProvisional(approved, OFFICER);
    await recordCarbonReturn(ports, OFFICER, [aLine('C2', 'L1', { amount: '500' })]);
    expect(await at(edition.at)).toBe(554_000n);
    expect(await at()).toBe(660_000n);
    const {
      before,
      after,
      causes,
      restatement: due,
    } = await explainChange(ports, OFFICER, { from: edition.name }, WHOLE);
    expect([before, after]).toEqual([554_000n, 660_000n]);
    expect(Object.fromEntries(causes.map(({ cause, grams }) => [cause, grams]))).toEqual({
      activity: 340_000n,
      factor: -154_000n,
      method: 0n,
      boundary: 0n,
      correction: -80_000n,
    });
    expect(due).toEqual({ percent: '42.2383', isDue: true });
  });

  it('has a name of its own, and needs a ledger that is not empty', async () => {
    const { ports, edition } = await published(await makeDatabase());
    await expect(nameEdition(ports, OFFICER, edition)).rejects.toMatchObject({ code: 'conflict' });
    const later = await nameEdition(ports, OFFICER, { name: 'Later', reason: 'Again' });
    await expect(explainChange(ports, OFFICER, { from: 'Nothing' }, WHOLE)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('"Report 2026"') as string,
    });
    expect(later.version).toBe(edition.version);
    const empty = await createTestPorts();
    await expect(nameEdition(empty, OFFICER, { name: 'x', reason: 'y' })).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
  });
});

/** The way from the edition to the present by cause, in grams; nothing for causes that moved nothing. */
async function movedBy(ports: ServicePorts, query: TotalsQuery = WHOLE): Promise<Record<string, bigint>> {
  const { before, after, causes } = await explainChange(ports, OFFICER, { from: 'Report 2026' }, query);
  expect(causes.reduce((sum, { grams }) => sum + grams, before)).toBe(after);
  expect(after).toBe((await carbonTotals(ports, OFFICER, query)).total.total);
  return Object.fromEntries(causes.filter(({ grams }) => grams !== 0n).map(({ cause, grams }) => [cause, grams]));
}

describeWithDatabases('a change of method', (makeDatabase) => {
  const first = (overrides: Partial<CarbonReturnLine> = {}) => aLine('C1', 'L1', { amount: '100', ...overrides });
  const then = (overrides: Partial<CarbonReturnLine> = {}) => aLine('C1', 'L1', { amount: '70', ...overrides });
  const again = { supersedes: 'L1' } as const;

  /** A ledger with one line, published; then the line that comes after it. */
  async function afterEdition(before: CarbonReturnLine, after: CarbonReturnLine): Promise<ServicePorts> {
    const ports = await createTestPorts(await makeDatabase());
    await recordContracts(ports, OFFICER, [aContract('C1', SHORT)]);
    await recordCarbonReturn(ports, OFFICER, [before]);
    await nameEdition(ports, OFFICER, { name: 'Report 2026', reason: 'Yearly report' });
    await recordCarbonReturn(ports, OFFICER, [after]);
    return ports;
  }

  it('is what moves a total when the same emission is found at another data tier', async () => {
    expect(await movedBy(await afterEdition(first({ tier: 'D' }), then(again)))).toEqual({ method: -30_000n });
  });

  it('is what moves it when a declared amount takes the place of one by a factor', async () => {
    const { amount: _, ...byFactor } = first({ quantity: '1000', unit: 'kWh', factor: 'electricity.uk.generation' });
    const ports = await afterEdition(byFactor, then(again));
    const [edition] = await ports.database.read(({ ledger }) => ledger.editions('northshire'));
    const was = (await carbonTotals(ports, OFFICER, WHOLE, { asOf: edition?.at ?? '' })).total.total;
    expect(await movedBy(ports)).toEqual({ method: 70_000n - was });
  });

  it('is what moves it when an actual figure comes in beside an estimate of the same line', async () => {
    expect(await movedBy(await afterEdition(first({ basis: 'estimated', tier: 'D' }), then()))).toEqual({
      method: -30_000n,
    });
  });

  it('is not what a correction, another period or a forecast that came true makes of it', async () => {
    expect(await movedBy(await afterEdition(first(), then(again)))).toEqual({ correction: -30_000n });
    const shorter = then({ ...again, tier: 'D', periodEnd: '2026-04-29' });
    expect(await movedBy(await afterEdition(first(), shorter))).toEqual({ correction: -30_000n });
    expect(await movedBy(await afterEdition(first({ basis: 'forecast' }), then()))).toEqual({ activity: -30_000n });
  });

  it('counts towards a restatement, and shows in one data tier alone', async () => {
    const ports = await afterEdition(first({ tier: 'D' }), then(again));
    const { restatement: due } = await explainChange(ports, OFFICER, { from: 'Report 2026' }, WHOLE);
    expect(due).toEqual({ percent: '30.0000', isDue: true });
    expect(await movedBy(ports, { ...WHOLE, only: { tier: 'D' } })).toEqual({ method: -100_000n });
    expect(await movedBy(ports, { ...WHOLE, only: { tier: 'B' } })).toEqual({ method: 70_000n });
  });
});

describe('the waterfall', () => {
  it('adds up whatever came in, and for any part of the ledger', async () => {
    const steps = fc.array(
      fc.record({
        contract: fc.constantFrom('C1', 'C2', 'own-ict'),
        basis: fc.constantFrom('actual', 'estimated', 'forecast'),
        grams: fc.integer({ min: 0, max: 900_000 }),
        corrects: fc.boolean(),
        tier: fc.constantFrom('A', 'B', 'C', 'D'),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom({}, { contract: 'C1' }, { tier: 'B' }), async (drawn, only) => {
        const { ports, edition } = await published();
        for (const [index, { contract, basis, grams, corrects, tier }] of drawn.entries()) {
          const amount = String(grams / 1000);
          const correction = aLine('C1', 'L1', { amount, tier, supersedes: 'L1', evidence: { document: `${index}` } });
          const line = corrects ? correction : aLine(contract, `N${index}`, { amount, basis, tier });
          await recordCarbonReturn(ports, OFFICER, [line]);
        }
        const query = { ...WHOLE, only };
        const { before, after, causes } = await explainChange(ports, OFFICER, { from: edition.name }, query);
        const present = await carbonTotals(ports, OFFICER, query);
        expect(after).toBe(present.total.total);
        expect(causes.reduce((sum, { grams }) => sum + grams, before)).toBe(after);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('is told through the API', async () => {
    const { as, useCases } = await createTestApp();
    await as('officer').post('/api/v1/carbon/editions').send({ name: 'First', reason: 'Report' }).expect(409);
    await useCases.recordContracts(OFFICER, [aContract('C1', SHORT)]);
    await useCases.recordCarbonReturn(OFFICER, [aLine('C1', 'L1')]);
    await as('auditor').post('/api/v1/carbon/editions').send({ name: 'First', reason: 'Report' }).expect(403);
    const made = await as('officer')
      .post('/api/v1/carbon/editions')
      .send({ name: 'First', reason: 'Report' })
      .expect(201);
    const { body } = await as('auditor').get('/api/v1/carbon/editions').expect(200);
    expect(body.items).toEqual([made.body]);
    await useCases.recordCarbonReturn(OFFICER, [aLine('C1', 'L1', { amount: '120', supersedes: 'L1' })]);
    const told = await as('auditor').get('/api/v1/carbon/waterfall?from_edition=First&contract=C1').expect(200);
    expect(told.body).toMatchObject({
      before_kg: '123.456',
      after_kg: '120',
      to: null,
      causes: [{ cause: 'activity', kg: '0' }, {}, {}, {}, { cause: 'correction', kg: '-3.456' }],
      restatement: { percent: '2.7994', threshold_percent: '5', due: false },
    });
    await as('officer').get('/api/v1/carbon/waterfall?from_edition=Second').expect(404);
  });

  it.skipIf(!sharedExists)('makes a restatement due above 5% (C4 and C6, material beside the project)', () => {
    const { cases } = readSharedJson('data', 'carbon-examples', 'cases.json') as {
      readonly cases: readonly {
        readonly id: string;
        readonly inputs: { readonly base_year: number; readonly changes_t: readonly number[] };
        readonly expected: { readonly cumulative_pct: number; readonly recalculate: boolean };
        readonly tolerance: number;
      }[];
    };
    const wanted = cases.filter(({ id }) => id === 'C4' || id === 'C6');
    expect(wanted).toHaveLength(2);
    for (const { inputs, expected, tolerance } of wanted) {
      const { percent, isDue } = restatement(BigInt(inputs.base_year), inputs.changes_t.map(BigInt));
      expect(Math.abs(Number(percent) - expected.cumulative_pct)).toBeLessThanOrEqual(tolerance);
      expect(isDue).toBe(expected.recalculate);
    }
  });
});
