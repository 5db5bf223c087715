import { describe, expect, it } from 'vitest';
import { accountingSheet } from '../../src/application/accounting-sheet.ts';
import { carbonTotals } from '../../src/application/carbon-totals.ts';
import { getContract, listContracts, listFigures, lookUpContract } from '../../src/application/contract-queries.ts';
import { explainChange } from '../../src/application/editions.ts';
import { nameEdition } from '../../src/application/name-edition.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { stateTrajectoryPlan } from '../../src/application/state-trajectory-plan.ts';
import type { Database } from '../../src/application/stores.ts';
import { serveTotals } from '../../src/application/serve-totals.ts';
import { trajectory } from '../../src/application/trajectory.ts';
import { trajectoryChange } from '../../src/application/trajectory-change.ts';
import type { Person } from '../../src/domain/person.ts';
import { kilogramsText } from '../../src/domain/quantity.ts';
import { type TotalsQuery } from '../../src/domain/totals-query.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { aPlan } from '../support/trajectory.ts';

const of = (organisation: string, role: 'officer' | 'sustainability' = 'officer'): Person => ({
  ...aPerson(role),
  organisation,
});
const [NORTHSHIRE, EASTHAM] = [of('northshire'), of('eastham')];
const SHORT = { start: '2026-04-01', end: '2026-04-30' };
const SHARES = { northshire: '60', eastham: '40' };
const WHOLE: TotalsQuery = { by: [], view: 'whole-life', only: {} };
const KEPT = 'C-WAN (kept by northshire)';

/** Northshire keeps a contract that both bear and one of its own; Eastham keeps one of its own. */
async function twoCouncils(database?: Database): Promise<TestPorts> {
  const ports = await createTestPorts(database);
  await recordContracts(ports, NORTHSHIRE, [
    aContract('C-WAN', { ...SHORT, shares: SHARES, commitments: [{ year: '2026/27', tonnes: '0.5' }] }),
    aContract('C-HOST', { ...SHORT, ictCategory: 'services' }),
  ]);
  await recordCarbonReturn(ports, NORTHSHIRE, [aLine('C-WAN', 'L1'), aLine('C-HOST', 'L1', { amount: '1000' })]);
  await recordContracts(ports, EASTHAM, [aContract('C-OWN', { ...SHORT, ictCategory: 'print' })]);
  await recordCarbonReturn(ports, EASTHAM, [aLine('C-OWN', 'L1', { amount: '10' })]);
  return ports;
}

async function kgByContract(ports: TestPorts, person: Person, query: Partial<TotalsQuery> = {}) {
  const { rows } = await carbonTotals(ports, person, { ...WHOLE, ...query, by: ['contract'] });
  return rows.map(({ keys, total }) => [keys[0], kilogramsText(total)]);
}

describeWithDatabases('a contract that one council keeps and two bear', (makeDatabase) => {
  it('stands in the totals of both, each with its own share, marked by who keeps it', async () => {
    const ports = await twoCouncils(await makeDatabase());
    expect(await kgByContract(ports, EASTHAM)).toEqual([
      ['C-OWN', '10'],
      [KEPT, '49.382'],
    ]);
    const northshire = { only: { organisation: 'northshire' } };
    expect(await kgByContract(ports, NORTHSHIRE, northshire)).toEqual([
      ['C-HOST', '1000'],
      ['C-WAN', '74.074'],
    ]);
    const { keptByOthers, total } = await carbonTotals(ports, EASTHAM, WHOLE);
    expect(keptByOthers).toEqual([{ keeper: 'northshire', version: 2, contracts: [KEPT] }]);
    expect(kilogramsText(total.committed)).toBe('200');
  });

  it('moves the answer of the other council, and its tag, when its keeper records something', async () => {
    const ports = await twoCouncils(await makeDatabase());
    const before = await serveTotals(ports, EASTHAM, { query: WHOLE }, 'json');
    expect((await serveTotals(ports, EASTHAM, { query: WHOLE }, 'json')).tag).toBe(before.tag);
    await recordCarbonReturn(ports, NORTHSHIRE, [aLine('C-WAN', 'L2', { amount: '10' })]);
    const after = await serveTotals(ports, EASTHAM, { query: WHOLE }, 'json');
    expect(after.tag).not.toBe(before.tag);
    const text = Buffer.from(after.bytes).toString('utf8');
    expect(JSON.parse(text)).toMatchObject({ total: { total_kg: '63.382' }, ledger_version: 2 });
  });

  it('stays in what was published as it was, and what moved it since is told by cause', async () => {
    const ports = await twoCouncils(await makeDatabase());
    const { at } = await nameEdition(ports, EASTHAM, { name: 'Report', reason: 'Yearly' });
    await recordCarbonReturn(ports, NORTHSHIRE, [aLine('C-WAN', 'L1', { amount: '100', supersedes: 'L1' })]);
    await recordCarbonReturn(ports, EASTHAM, [aLine('C-OWN', 'L2', { amount: '5' })]);
    const published = await carbonTotals(ports, EASTHAM, WHOLE, { asOf: at });
    expect(kilogramsText(published.total.total)).toBe('59.382');
    const { before, after, causes } = await explainChange(ports, EASTHAM, { from: 'Report' }, WHOLE);
    expect([before, after].map(kilogramsText)).toEqual(['59.382', '55']);
    const moved = Object.fromEntries(causes.map(({ cause, grams }) => [cause, kilogramsText(grams)]));
    expect(moved).toMatchObject({ activity: '5', correction: '-9.382', boundary: '0' });
  });
});

describe('what another council keeps', () => {
  it('is listed with its terms, without its value, department and lines', async () => {
    const ports = await twoCouncils();
    const { items } = await listContracts(ports, EASTHAM, { limit: 10 });
    expect(items.map(({ reference, keptBy }) => [reference, keptBy])).toEqual([
      ['C-OWN', undefined],
      [KEPT, 'northshire'],
    ]);
    const contract = await lookUpContract(ports, EASTHAM, KEPT);
    expect(contract).toMatchObject({ shares: SHARES, commitments: [{ year: '2026/27', tonnes: '0.2' }] });
    expect(Object.keys(contract)).not.toContain('annualValue');
    expect(Object.keys(contract)).not.toContain('department');
    await expect(getContract(ports, EASTHAM, KEPT)).rejects.toMatchObject({ code: 'forbidden' });
    const ofContract = { ...WHOLE, only: { contract: KEPT } };
    await expect(listFigures(ports, EASTHAM, ofContract, { limit: 5 })).rejects.toMatchObject({ code: 'forbidden' });
    const lines = await listFigures(ports, EASTHAM, WHOLE, { limit: 5 });
    expect(lines.items.map(({ statement }) => statement.contract)).toEqual(['C-OWN']);
  });

  it('is for the same roles of the other council, and for nobody of a third', async () => {
    const ports = await twoCouncils();
    const evaluator = { ...aPerson('evaluator'), organisation: 'eastham' };
    await expect(lookUpContract(ports, evaluator, KEPT)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(lookUpContract(ports, of('westham'), KEPT)).rejects.toMatchObject({ code: 'not-found' });
    expect(await kgByContract(ports, of('westham'))).toEqual([]);
  });

  it('is estimated as its keeper estimates it, for the share alone', async () => {
    const ports = await twoCouncils();
    await recordContracts(ports, NORTHSHIRE, [aContract('quiet', { ...SHORT, shares: SHARES })]);
    const { coverage, rows } = await carbonTotals(ports, EASTHAM, { ...WHOLE, by: ['contract'] });
    // 123.456 kg of the one other cloud contract in April.
    expect(coverage.standIns).toMatchObject([{ contract: 'quiet (kept by northshire)', grams: 49_382n }]);
    expect(rows.find(({ keys }) => keys[0] === 'quiet (kept by northshire)')?.estimated).toBe(49_382n);
  });

  it('is promised and estimated by view: what the keeper’s meters hold is outside the inventory of both', async () => {
    const ports = await createTestPorts();
    const commitments = [{ year: '2026/27', tonnes: '1', outsideInventoryTonnes: '0.25' }];
    await recordContracts(ports, NORTHSHIRE, [aContract('C-WAN', { ...SHORT, shares: SHARES, commitments })]);
    for (const [view, grams] of [
      ['whole-life', 400_000n],
      ['inventory', 300_000n],
    ] as const) {
      const { total, coverage } = await carbonTotals(ports, EASTHAM, { ...WHOLE, view });
      expect([total.committed, total.estimated]).toEqual([grams, grams]);
      expect(coverage.standIns).toMatchObject([{ contract: KEPT, method: 'its commitment', grams }]);
    }
  });

  it('stands under its supplier and its category, and under no department', async () => {
    const ports = await twoCouncils();
    const by = ['supplier', 'ict_category', 'department', 'month'] as const;
    const { rows } = await carbonTotals(ports, EASTHAM, { ...WHOLE, by });
    const supplier = expect.stringContaining('00000001') as string;
    expect(rows.map(({ keys, total }) => [...keys, kilogramsText(total)])).toEqual([
      [supplier, 'cloud', '', '2026-04', '49.382'],
      [supplier, 'print', 'Digital', '2026-04', '10'],
    ]);
  });

  it('is estimated apart from what is estimated here: each council’s average errs by itself', async () => {
    const ports = await twoCouncils();
    await recordContracts(ports, NORTHSHIRE, [aContract('quiet', { ...SHORT, shares: SHARES })]);
    await recordContracts(ports, EASTHAM, [aContract('C-CLOUD', SHORT), aContract('silent', SHORT)]);
    await recordCarbonReturn(ports, EASTHAM, [aLine('C-CLOUD', 'L1')]);
    const { rows, total } = await carbonTotals(ports, EASTHAM, { ...WHOLE, by: ['contract'], basis: 'estimated' });
    const width = ({ high, total: middle }: typeof total) => Math.log(Number(high) / Number(middle));
    const widths = rows.map(width);
    expect(widths).toHaveLength(2);
    expect(width(total)).toBeLessThan(0.99 * Math.min(...widths));
  });

  it('is left out, and shown, where it is on record here too', async () => {
    const ports = await twoCouncils();
    await recordContracts(ports, EASTHAM, [aContract('C-WAN', { ...SHORT, shares: SHARES })]);
    await recordCarbonReturn(ports, EASTHAM, [aLine('C-WAN', 'L1')]);
    const { total, keptTwice, keptByOthers } = await carbonTotals(ports, EASTHAM, {
      ...WHOLE,
      only: { organisation: 'eastham' },
    });
    expect(kilogramsText(total.total)).toBe('59.382');
    expect(keptByOthers).toEqual([]);
    expect(keptTwice).toEqual([{ contract: 'C-WAN', keeper: 'northshire', reference: 'C-WAN', share: '40' }]);
    expect((await lookUpContract(ports, EASTHAM, 'C-WAN')).alsoKeptBy).toEqual(keptTwice);
    const theirs = await carbonTotals(ports, NORTHSHIRE, { ...WHOLE, only: { organisation: 'northshire' } });
    expect(kilogramsText(theirs.total.total)).toBe('1074.074');
  });

  it('is known as the same by procurement and category where the references differ, but not by supplier alone', async () => {
    const ports = await createTestPorts();
    const award = { ...SHORT, procurementReference: 'ICT-7' };
    await recordContracts(ports, NORTHSHIRE, [
      aContract('N-1', { ...award, shares: SHARES }),
      aContract('N-2', { ...award, shares: SHARES, ictCategory: 'hardware' }),
      aContract('N-3', { ...SHORT, shares: SHARES }),
    ]);
    await recordContracts(ports, EASTHAM, [aContract('E-1', award)]);
    const { keptTwice, keptByOthers } = await carbonTotals(ports, EASTHAM, WHOLE);
    expect(keptTwice.map(({ contract, reference }) => [contract, reference])).toEqual([['E-1', 'N-1']]);
    expect(keptByOthers.flatMap(({ contracts }) => contracts)).toEqual([
      'N-2 (kept by northshire)',
      'N-3 (kept by northshire)',
    ]);
  });
});

describe('the lines of two councils to their targets', () => {
  it('hold each its share of what the other keeps, and add up to the line of all in its ledger', async () => {
    const ports = await createTestPorts();
    const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
    const commitments = [{ year: '2027/28', tonnes: '5' }];
    await recordContracts(ports, NORTHSHIRE, [aContract('C-WAN', { shares: SHARES, commitments })]);
    await recordCarbonReturn(ports, NORTHSHIRE, [aLine('C-WAN', 'L1', { ...year, amount: '9100.001' })]);
    for (const [organisation, bearer] of [
      ['northshire', 'northshire'],
      ['northshire', 'all'],
      ['eastham', 'eastham'],
    ] as const) {
      await stateTrajectoryPlan(ports, of(organisation, 'sustainability'), aPlan(), { reason: 'First', bearer });
    }
    const [north, all, east] = await Promise.all([
      trajectory(ports, NORTHSHIRE),
      trajectory(ports, NORTHSHIRE, { bearer: 'all' }),
      trajectory(ports, EASTHAM),
    ]);
    for (const [index, { figures }] of all.line.years.entries()) {
      const parts = [north, east].map(({ line }) => line.years[index]?.figures);
      expect(parts.map((part) => part === undefined)).toEqual([figures === undefined, figures === undefined]);
      for (const name of ['gross', 'actual', 'forecast', 'estimated'] as const) {
        expect((parts[0]?.[name] ?? 0n) + (parts[1]?.[name] ?? 0n)).toBe(figures?.[name] ?? 0n);
      }
    }
    expect(east.material.contracts.map(({ reference, shared }) => [reference, shared])).toEqual([[KEPT, true]]);
    expect(east.material.continued).toEqual([]);
    await recordCarbonReturn(ports, NORTHSHIRE, [aLine('C-WAN', 'L2', { ...year, amount: '100' })]);
    const change = await trajectoryChange(ports, EASTHAM);
    expect((change?.after ?? 0n) - (change?.before ?? 0n)).toBeGreaterThan(40_000n);
  });

  it('fill the sheet for the accounting tool to the same gram as the totals', async () => {
    const ports = await twoCouncils();
    const sheet = await accountingSheet(ports, EASTHAM, { financialYear: '2026/27' });
    const inventory = { ...WHOLE, view: 'inventory', only: { organisation: 'eastham' } } as const;
    expect(sheet.total).toBe((await carbonTotals(ports, EASTHAM, inventory)).total.total);
    expect(sheet.rows.map(({ contract, share, figures }) => [contract, share, figures?.total])).toEqual([
      ['C-OWN', '100', 10_000n],
      [KEPT, '40', 49_382n],
    ]);
  });
});
