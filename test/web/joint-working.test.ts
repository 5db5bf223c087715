import { describe, expect, it } from 'vitest';
import { fillCarbonLedger, fillNeighbourLedger } from '../support/carbon-ledger.ts';
import { aLine } from '../support/carbon.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { makeSqlite } from '../support/databases.ts';
import { aPerson } from '../support/service-ports.ts';
import { aPlan } from '../support/trajectory.ts';

const KEPT = 'E-DATA (kept by eastham)';
const AT = `/api/v1/contracts/${encodeURIComponent(KEPT)}`;

async function neighbours(): Promise<TestApp> {
  const database = await makeSqlite();
  await fillCarbonLedger(database);
  await fillNeighbourLedger(database);
  return createTestApp({ database });
}

describe('a contract that another council keeps, through the API', () => {
  it('is listed and shown with its keeper, and nothing of the keeper’s own', async () => {
    const { as } = await neighbours();
    const { body } = await as('auditor').get('/api/v1/contracts').expect(200);
    const items = body.items as { reference: string; kept_by: string | null; also_kept_by: object[] }[];
    expect(items.map(({ reference, kept_by }) => [reference, kept_by])).toEqual([
      ['C1', null],
      ['C2', null],
      [KEPT, 'eastham'],
      ['E-QUIET (kept by eastham)', 'eastham'],
      ['quiet', null],
    ]);
    expect(items[1]?.also_kept_by).toEqual([{ organisation: 'eastham', reference: 'C2', share_percent: '60' }]);
    const { body: contract } = await as('auditor').get(AT).expect(200);
    expect(contract).toMatchObject({
      kept_by: 'eastham',
      annual_value: null,
      department: null,
      shares: { northshire: '30', eastham: '70' },
      commitments: [{ year: '2026/27', tonnes: '0.6' }],
    });
    await as('evaluator').get(AT).expect(403);
  });

  it('is its keeper’s to change, rate and show line by line', async () => {
    const { as } = await neighbours();
    const { body } = await as('auditor').get(`${AT}/figures`).expect(403);
    expect(body.detail).toContain('your share of its figures is in your totals');
    await as('auditor').get(`${AT}/performance`).expect(403);
    await as('auditor').get(`${AT}/versions`).expect(403);
  });

  it('is in the totals by its share, which have another ETag when its keeper records a return', async () => {
    const { as, useCases } = await neighbours();
    const ask = (etag = '') => as('officer').get('/api/v1/carbon/totals?by=contract').set('If-None-Match', etag);
    const { body, headers } = await ask().expect(200);
    expect(headers['etag']).toMatch(/^"2\+eastham-2\.2026-10\.json\./);
    await ask(headers['etag']).expect(304);
    const row = (body.rows as { contract: string }[]).find(({ contract }) => contract === KEPT);
    expect(row).toMatchObject({ actual_kg: '300', total_kg: '300', committed_kg: '600' });
    expect(body).toMatchObject({
      kept_by_others: [{ organisation: 'eastham', ledger_version: 2, contracts: [KEPT, 'E-QUIET (kept by eastham)'] }],
      kept_twice: [{ contract: 'C2', also_kept_by: 'eastham', reference: 'C2', share_percent: '60' }],
    });
    const neighbour = { ...aPerson('officer'), organisation: 'eastham' };
    await useCases.recordCarbonReturn(neighbour, [aLine('E-DATA', 'L2', { amount: '10' })]);
    const later = await ask(headers['etag']).expect(200);
    expect(later.body.total.committed_kg).toBe(body.total.committed_kg);
    expect(later.body.rows[2]).toMatchObject({ contract: KEPT, total_kg: '303' });
  });

  it('is in the trajectory, with whose ledger it is from', async () => {
    const { as, useCases } = await neighbours();
    await useCases.stateTrajectoryPlan(aPerson('sustainability'), aPlan(), { reason: 'First plan' });
    const { body } = await as('officer').get('/api/v1/trajectory').expect(200);
    expect(body.kept_by_others).toMatchObject([{ organisation: 'eastham', ledger_version: 2 }]);
    expect(body.notes).toContainEqual(
      `Your share of ${KEPT} and E-QUIET (kept by eastham) is in it, from the ledger of eastham, version 2.`,
    );
    expect((body.notes as string[]).some((note) => note.startsWith('Counted once: C2 '))).toBe(true);
  });
});
