import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { aPerson } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');
const API = '/api/v1';
const FERN = 'GB-COH-00000001';

/** A contract that fell short in 2025/26, and one without a commitment. */
async function filled(): Promise<TestApp> {
  const test = await createTestApp();
  await test.useCases.recordContracts(OFFICER, [
    aContract('C1', { commitments: [{ year: '2025/26', tonnes: '1' }] }),
    aContract('C2'),
  ]);
  const year = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };
  await test.useCases.recordCarbonReturn(OFFICER, [
    aLine('C1', 'L1', { amount: '1200', ...year }),
    aLine('C2', 'L1', { amount: '5', ...year }),
  ]);
  return test;
}

const open = { what: 'Agree how 200 kg come off', contract: 'C1', financial_year: '2025/26' };
const owner = { owner: 'sustainability', owner_name: 'Farid Holloway', due_on: '2026-12-15' };

describe('the performance of a contract', () => {
  it('stands beside it by year, with the bands it is rated by', async () => {
    const { as } = await filled();
    const { body } = await as('auditor').get(`${API}/contracts/C1/performance`).expect(200);
    expect(body.years[0]).toMatchObject({
      financial_year: '2025/26',
      committed_kg: '1000',
      actual_kg: '1200',
      months: 12,
      months_reported: 12,
      rating: 'requires-improvement',
      not_rated_because: null,
      bands: { approaching_percent: '110', improvement_percent: '125', version: 0 },
    });
    const other = await as('auditor').get(`${API}/contracts/C2/performance`).expect(200);
    expect(other.body.years[0]).toMatchObject({ rating: 'other', not_rated_because: 'no-commitment' });
    await as('auditor').get(`${API}/contracts/C11/performance`).expect(404);
    await as('evaluator').get(`${API}/contracts/C1/performance`).expect(403);
  });

  it('follows the bands that the organisation sets, each from a year on', async () => {
    const { as } = await filled();
    const body = {
      from: '2025/26',
      approaching_percent: '120',
      improvement_percent: '150',
      reason: 'Agreed in Cabinet',
    };
    await as('auditor').post(`${API}/performance-bands`).send(body).expect(403);
    await as('sustainability').post(`${API}/performance-bands`).set('If-Match', '"7"').send(body).expect(409);
    const set = await as('sustainability')
      .post(`${API}/performance-bands`)
      .set('If-Match', '"0"')
      .send(body)
      .expect(200);
    expect(set.headers['etag']).toBe('"1"');
    expect(set.body.versions).toMatchObject([{ version: 1, from: '2025/26', reason: 'Agreed in Cabinet' }]);
    const after = await as('auditor').get(`${API}/contracts/C1/performance`).expect(200);
    expect(after.body.years[0]).toMatchObject({ rating: 'approaching-target', bands: { version: 1 } });
    const wrong = { ...body, approaching_percent: '90', improvement_percent: '80' };
    const refused = await as('sustainability').post(`${API}/performance-bands`).send(wrong).expect(422);
    expect(refused.body.errors).toHaveLength(2);
  });

  it('goes with versions of the contract, each with its reason', async () => {
    const { as } = await filled();
    const at = `${API}/contracts/C2/versions`;
    const { headers } = await as('officer').get(at).expect(200);
    const body = { reason: 'Commitment agreed at the review', commitments: [{ year: '2025/26', tonnes: '0.005' }] };
    const key = { 'Idempotency-Key': 'one-change', 'If-Match': headers['etag'] ?? '' };
    const changed = await as('officer').post(at).set(key).send(body).expect(200);
    const again = await as('officer').post(at).set(key).send(body).expect(200);
    expect(again.body).toEqual(changed.body);
    expect(changed.body.items).toMatchObject([{ reason: body.reason }, { reason: null }]);
    await as('officer')
      .post(at)
      .set('If-Match', headers['etag'] ?? '')
      .send({ reason: 'Ended', status: 'ended' })
      .expect(409);
    await as('auditor').post(at).send(body).expect(403);
    const stated = changed.body.items[0].contract.commitments;
    expect(stated).toEqual([{ year: '2025/26', tonnes: '0.005', outside_inventory_tonnes: null }]);
    const { body: after } = await as('officer').get(`${API}/contracts/C2/performance`).expect(200);
    expect(after.years[0]).toMatchObject({ committed_kg: '5', actual_kg: '5', rating: 'good' });
  });
});

describe('a part of a commitment that the council’s own meters hold', () => {
  it('is stated through the interface, and leaves the rating as it is', async () => {
    const { as } = await filled();
    const commit = (part: string) =>
      as('officer')
        .post(`${API}/contracts/C2/versions`)
        .send({
          reason: 'The supplier told us',
          commitments: [{ year: '2025/26', tonnes: '0.005', outside_inventory_tonnes: part }],
        });
    const refused = await commit('0.0051').expect(422);
    expect(refused.body.errors).toMatchObject([{ code: 'part-above-whole' }]);
    const { body } = await commit('0.002').expect(200);
    expect(body.items[0].differences).toEqual([
      'C2: Commitments was blank and is now "2025/26: 0.005 t (0.002 t of it electricity in the council’s own buildings)".',
    ]);
    for (const [view, kilograms] of Object.entries({ 'whole-life': '5', inventory: '3' })) {
      const totals = await as('auditor').get(`${API}/carbon/totals?view=${view}&contract=C2`).expect(200);
      expect(totals.body.total.committed_kg, view).toBe(kilograms);
    }
    const { body: after } = await as('officer').get(`${API}/contracts/C2/performance`).expect(200);
    expect(after.years[0]).toMatchObject({ committed_kg: '5', actual_kg: '5', rating: 'good' });
  });
});

describe('engagement actions', () => {
  it('are proposed where a return falls short, and no longer once one is open', async () => {
    const { as } = await filled();
    const before = await as('auditor').get(`${API}/engagement-actions`).expect(200);
    expect(before.body).toMatchObject({
      items: [],
      proposed: [{ contract: 'C1', supplier: { id: FERN }, year: { financial_year: '2025/26' } }],
    });
    await as('auditor')
      .post(`${API}/engagement-actions`)
      .send({ ...open, ...owner })
      .expect(403);
    const made = await as('officer')
      .post(`${API}/engagement-actions`)
      .send({ ...open, ...owner })
      .expect(201);
    expect(made.headers['etag']).toBe('"1"');
    expect(made.body).toMatchObject({
      number: 1,
      state: 'open',
      overdue: false,
      supplier: { id: FERN },
      contract: 'C1',
    });
    const after = await as('auditor').get(`${API}/engagement-actions?contract=C1`).expect(200);
    expect(after.body).toMatchObject({ items: [{ number: 1 }], proposed: [] });
  });

  it('keep every step with its date, come overdue first, and end done or dropped with a reason', async () => {
    const { as, ports } = await filled();
    const post = (path: string, body: object) =>
      as('sustainability').post(`${API}/engagement-actions${path}`).send(body);
    await post('', { ...open, ...owner }).expect(201);
    await post('', { what: 'Ask for the plan', supplier: FERN, ...owner, due_on: '2026-11-24' }).expect(201);
    await post('', { what: 'Visit', supplier: FERN, ...owner, due_on: '2026-11-30' }).expect(201);
    const numbers = async () =>
      ((await as('auditor').get(`${API}/engagement-actions`)).body.items as { number: number; overdue: boolean }[]).map(
        ({ number, overdue }) => (overdue ? -number : number),
      );
    expect(await numbers()).toEqual([2, 3, 1]);
    ports.setClock('2026-12-01T09:00:00Z');
    expect(await numbers()).toEqual([-2, -3, 1]);
    await post('/2/steps', { kind: 'noted', note: 'They will send it in January' }).expect(200);
    await post('/2/steps', { kind: 'reassigned', ...owner, due_on: '2026-11-30', reason: 'Later' }).expect(422);
    await post('/2/steps', { kind: 'reassigned', ...owner, due_on: '2027-01-31', reason: 'They need longer' }).expect(
      200,
    );
    expect(await numbers()).toEqual([-3, 1, 2]);
    await post('/3/steps', { kind: 'dropped', reason: '' }).expect(422);
    const dropped = await post('/3/steps', { kind: 'dropped', reason: 'They came to us' }).expect(200);
    expect(dropped.body).toMatchObject({ state: 'dropped', overdue: false });
    expect(dropped.body.steps).toMatchObject([
      { kind: 'opened', by: 'Farid Holloway' },
      { kind: 'dropped', by: 'Farid Holloway', text: 'They came to us' },
    ]);
    await post('/3/steps', { kind: 'noted', note: 'More' }).expect(409);
    expect(await numbers()).toEqual([1, 2, 3]);
    const { body } = await as('auditor').get(`${API}/engagement-actions?state=open&owner=sustainability`).expect(200);
    expect(body.items).toHaveLength(2);
    await as('sustainability')
      .post(`${API}/engagement-actions/1/steps`)
      .set('If-Match', '"9"')
      .send({ kind: 'done', reason: 'Agreed' })
      .expect(409);
  });

  it('are refused with every fault, or where what they are about is not on record', async () => {
    const { as } = await filled();
    const post = (body: object) =>
      as('officer')
        .post(`${API}/engagement-actions`)
        .send({ what: 'Ask', ...owner, ...body });
    const past = await post({ due_on: '2026-11-22' }).expect(422);
    expect(past.body.errors).toMatchObject([{ pointer: '#/contract' }, { pointer: '#/dueOn' }]);
    await post({ contract: 'C1', supplier: FERN }).expect(422);
    await post({ contract: 'C9' }).expect(404);
    await post({ supplier: 'GB-COH-1' }).expect(404);
    await as('officer').get(`${API}/engagement-actions/4`).expect(404);
  });
});

describe('working with suppliers, by the JSON interface', () => {
  it('shows what is to be done, one supplier, and the draft of a notice', async () => {
    const { as } = await filled();
    await as('officer')
      .post(`${API}/engagement-actions`)
      .send({ ...open, ...owner })
      .expect(201);
    const work = await as('auditor').get(`${API}/supplier-work`).expect(200);
    expect(work.body).toMatchObject({
      today: '2026-11-23',
      actions: [{ number: 1 }],
      proposed: [],
      largest: [{ contract: 'C1' }, { contract: 'C2' }],
      furthest_above: [{ contract: 'C1', year: { rating: 'requires-improvement' } }],
    });
    await as('evaluator').get(`${API}/supplier-work`).expect(403);

    const supplier = await as('auditor').get(`${API}/suppliers/${FERN}`).expect(200);
    expect(supplier.body).toMatchObject({ contracts: ['C1', 'C2'], bids: [] });
    const at = `${API}/suppliers/${FERN}/performance`;
    const profile = await as('auditor').get(at).expect(200);
    expect(profile.body).toMatchObject({ supplier: { id: FERN }, actions: [{ number: 1 }], evidence: [] });
    const csv = await as('auditor').get(at).set('Accept', 'text/csv').expect(200);
    expect(csv.text.split('\r\n')[1]).toBe('C1,Contract C1,2025/26,1000,1200,12,12,Requires improvement,');

    const letter = await as('auditor').get(`${API}/suppliers/${FERN}/letter.pdf`).responseType('blob').expect(200);
    expect(letter.headers['content-type']).toBe('application/pdf');
    expect(letter.headers['content-disposition']).toContain('letter-2026-11-23.pdf');
    expect((letter.body as Buffer).subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
    await as('auditor').get(`${API}/suppliers/GB-COH-00000009/letter.pdf`).expect(404);
    await as('evaluator').get(`${API}/suppliers/${FERN}/letter.pdf`).expect(403);

    const notice = `${API}/contracts/C1/performance-notice?financial_year=`;
    const draft = await as('auditor').get(`${notice}2025/26`).expect(200);
    expect(draft.body.notice).toMatchObject({
      rating: 'Requires improvement',
      indicator: { committedTonnes: '1', actualTonnes: '1.2' },
    });
    await as('auditor').get(`${notice}2026/27`).expect(409);
    await as('auditor').get(`${notice}1999/00`).expect(404);
  });
});
