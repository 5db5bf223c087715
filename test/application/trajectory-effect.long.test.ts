import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveFactorSet } from '../../src/application/approve-factor-set.ts';
import { approveProcurement } from '../../src/application/approve-procurement.ts';
import { importFactorSet } from '../../src/application/import-factor-set.ts';
import type { MadeFile } from '../../src/application/ports.ts';
import { buildProcurementPack, restoreAssessment, trajectoryEffect } from '../../src/application/procurement-pack.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { carbonValuesText, type EffectOrWhy, type TrajectoryEffect } from '../../src/application/trajectory-effect.ts';
import type { CarbonLine } from '../../src/domain/bid.ts';
import { toFraction, toGrams } from '../../src/domain/quantity.ts';
import type { BidAssessment } from '../../src/scoring/assessment.ts';
import { createTestApp } from '../support/app.ts';
import { APPROVER, moderatedEvaluation, SEEN } from '../support/award.ts';
import { aLine } from '../support/carbon.ts';
import { makeSqlite, type TestDatabase } from '../support/databases.ts';
import { OFFICER, REFERENCE, revisionOf, startedEvaluation } from '../support/evaluation.ts';
import { aPerson, type TestPorts } from '../support/service-ports.ts';
import { steer } from '../support/steered.ts';

const KEEPER = aPerson('sustainability');
const MARK = 'Information, not used in the assessment';

const decoded = (files: readonly MadeFile[], name: string) =>
  new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);

function getFootprint(assessed: readonly BidAssessment[], reference: string) {
  const found = assessed.find(({ bid }) => bid.reference === reference);
  if (found === undefined) throw new Error(`No bid ${reference}`);
  return found.carbon.footprint;
}

/** Each row of a sheet of the pack's workbook as texts. */
async function sheetRows(files: readonly MadeFile[], sheet: string): Promise<string[][]> {
  const bytes = files.find(({ name }) => name === 'for-council/evaluation-pack.xlsx')?.bytes ?? new Uint8Array();
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  const rows: string[][] = [];
  workbook.getWorksheet(sheet)?.eachRow((row) => {
    rows.push([1, 2, 3, 4, 5, 6].map((column) => row.getCell(column).text));
  });
  return rows;
}

describe('the effect of each bid on the trajectory', () => {
  let database: TestDatabase;
  let ports: TestPorts;
  let withoutPlan: EffectOrWhy;
  let effect: TrajectoryEffect;
  let files: readonly MadeFile[];
  beforeAll(async () => {
    database = await makeSqlite();
    ports = await moderatedEvaluation({ database });
    withoutPlan = await trajectoryEffect(ports, OFFICER, REFERENCE);
    await steer(ports);
    const found = await trajectoryEffect(ports, OFFICER, REFERENCE);
    if (!('effect' in found)) throw new Error(found.why);
    ({ effect } = found);
    files = await buildProcurementPack(ports, OFFICER, REFERENCE);
  }, 60_000);
  afterAll(async () => database.close());

  const bidsOf = ({ lots }: TrajectoryEffect) => lots.flatMap(({ bids }) => bids);

  it('says without a plan that there is none, and how to make one', () => {
    expect(withoutPlan).toMatchObject({
      why: expect.stringContaining('No trajectory plan has been stated') as string,
      next: expect.stringContaining('State a baseline and a target') as string,
    });
  });

  it('adds to the line what the bid declares, to the gram, and no more', async () => {
    const { assessment } = await restoreAssessment(ports, OFFICER, REFERENCE);
    const assessed = assessment.lots.flatMap((lot) => lot.bids);
    for (const { reference, effect: own } of bidsOf(effect)) {
      if (own === undefined) continue;
      const { lines } = getFootprint(assessed, reference);
      // The electricity of devices in the council's buildings is in its own scope 2 already.
      const isOnOurMeter = ({ stage, scope, factor }: CarbonLine) =>
        stage === 'use' && (scope === '2' || factor?.startsWith('electricity.') === true);
      const counted = lines.filter(({ source }) => !isOnOurMeter(source));
      expect(counted.length).toBeLessThan(lines.length);
      const declared = counted.reduce((sum, { kilograms }) => sum + toGrams(kilograms), 0n);
      expect(own.toTarget + own.afterTarget).toBe(declared);
      const added = own.line.years.map(
        ({ figures }, index) => (figures?.gross ?? 0n) - (effect.line.years[index]?.figures?.gross ?? 0n),
      );
      expect(added.reduce((sum, grams) => sum + grams, 0n)).toBe(own.toTarget);
      expect(own.changeOfGap).toBe(added.at(-1));
      const share = toFraction(own.toTarget).div(toFraction(effect.line.budget.remaining)).mul(100);
      expect(own.shareOfBudgetPercent?.equals(share)).toBe(true);
    }
  });

  it('is not known, which is not none, of a bid that declares no carbon', () => {
    const unknown = bidsOf(effect).filter((bid) => bid.effect === undefined);
    expect(unknown.map(({ reference, carbonCost }) => [reference, carbonCost])).toEqual([['B2', undefined]]);
  });

  it('puts a carbon cost beside it that doubles and triples from the low UK value', () => {
    for (const { carbonCost } of bidsOf(effect)) {
      if (carbonCost === undefined) continue;
      expect(carbonCost.central.div(carbonCost.low).valueOf()).toBeCloseTo(2, 3);
      expect(carbonCost.high.div(carbonCost.low).valueOf()).toBeCloseTo(3, 3);
    }
  });

  it('stands in the council’s folder of the pack: chart, text and table, and the sheet of the workbook', async () => {
    const report = decoded(files, 'for-council/evaluation-report.html');
    expect(report).toContain('Effect on the trajectory');
    expect(report).toContain('<desc id="chart-lot-1-trajectory-desc">');
    expect(report).toContain('Trajectory by year, tonnes of CO₂e');
    const rows = await sheetRows(files, 'Trajectory');
    expect(rows.flat()).toContain(`${MARK}. It is left out of everything sent to bidders.`);
    expect(rows.map(([, what]) => what)).toContain('B1: share of the remaining budget');
  });

  it('is told by the interface, with its mark, to those who may read bids and to nobody else', async () => {
    const { as } = await createTestApp({ database, catalogue: () => ports.catalogue });
    const path = `/api/v1/procurements/${REFERENCE}/trajectory-effect`;
    const { body } = await as('officer').get(path).expect(200);
    expect(body).toMatchObject({ note: MARK, boundary: 'ict-contracts', adopted: false, target_year: '2029/30' });
    const told = (body.lots as { bids: { bid: string; known: boolean }[] }[]).flatMap(({ bids }) => bids);
    expect(told.map(({ bid, known }) => [bid, known])).toContainEqual(['B2', false]);
    await as('evaluator').get(path).expect(403);
    await as().get(path).expect(401);
  });

  it('is in no file for bidders', () => {
    const forBidders = files.filter(({ name }) => name.startsWith('for-bidders/') && name.endsWith('.html'));
    expect(forBidders.length).toBeGreaterThan(0);
    for (const { name } of forBidders) {
      const text = decoded(files, name);
      expect(text).not.toContain(MARK);
      expect(text).not.toMatch(/effect on the trajectory|remaining budget|carbon cost/i);
    }
  });

  it('leaves an edition of the pack as it was on the day of its approval, whatever is recorded later', async () => {
    await approveProcurement(ports, APPROVER, REFERENCE, { ...(await revisionOf(ports)), acknowledgement: SEEN });
    const issued = await buildProcurementPack(ports, OFFICER, REFERENCE, 1);
    ports.setClock('2027-06-01T09:00:00Z');
    const year = { periodStart: '2026-04-01', periodEnd: '2027-03-31' };
    await recordCarbonReturn(ports, OFFICER, [aLine('C1', 'L2', { ...year, amount: '2400000' })]);
    const name = 'for-council/evaluation-report.html';
    expect(decoded(await buildProcurementPack(ports, OFFICER, REFERENCE, 1), name)).toBe(decoded(issued, name));
  }, 60_000);

  it('takes carbon values from the day they are approved, by name; an edition keeps those of its approval', async () => {
    const name = 'for-council/evaluation-report.html';
    const issued = decoded(await buildProcurementPack(ports, OFFICER, REFERENCE, 1), name);
    const { values } = ports.catalogue.referenceData.carbonValues;
    const tenfold = values.map(({ year, low, central, high }) =>
      [year, '2031', ...[low, central, high].map((value) => toFraction(value).mul(10).toString(20))].join(','),
    );
    const bytes = Buffer.from(['Year,Price base,Low,Central,High', ...tenfold].join('\n'));
    await importFactorSet(ports, KEEPER, { name: 'values.csv', bytes });
    const costs = async () => {
      const found = await trajectoryEffect(ports, OFFICER, REFERENCE);
      if (!('effect' in found)) throw new Error(found.why);
      return { ...found.effect, costs: bidsOf(found.effect).flatMap(({ carbonCost }) => carbonCost ?? []) };
    };
    const before = await costs();
    expect(before).toMatchObject({ priceBase: '2022' });
    expect(before).not.toHaveProperty('carbonValueSet');
    await approveFactorSet(ports, KEEPER, 'carbon-values-2031', { note: 'Made up for this test' });
    const after = await costs();
    expect(after).toMatchObject({ priceBase: '2031', carbonValueSet: 'carbon-values-2031' });
    expect(after.costs.length).toBeGreaterThan(0);
    for (const [index, { low, central, high }] of before.costs.entries()) {
      const now = after.costs[index];
      expect([low, central, high].map((value) => value.mul(10).toFraction())).toEqual(
        [now?.low, now?.central, now?.high].map((value) => value?.toFraction()),
      );
    }
    expect(decoded(await buildProcurementPack(ports, OFFICER, REFERENCE, 1), name)).toBe(issued);
    expect(carbonValuesText(after)).toBe('2031, set carbon-values-2031');
  }, 60_000);
});

describe('before the consensus is locked', () => {
  it('the effect is withheld from everyone, and the sheet of the pack says so', async () => {
    const ports = await startedEvaluation();
    await steer(ports);
    await expect(trajectoryEffect(ports, OFFICER, REFERENCE)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('withheld until the consensus is locked') as string,
    });
    const files = await buildProcurementPack(ports, OFFICER, REFERENCE);
    const rows = await sheetRows(files, 'Trajectory');
    expect(rows.flat().join(' ')).toContain('Withheld until the consensus is locked');
    expect(decoded(files, 'for-council/evaluation-report.html')).not.toContain('share of the remaining budget');
  }, 60_000);
});
