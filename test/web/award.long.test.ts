import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/persistence/database.ts';
import { APPROVAL_DAY, moderatedEvaluation, SEEN } from '../support/award.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { BIDS, REFERENCE } from '../support/evaluation.ts';

/** Evaluations and packs are made anew for each test: more than the usual time on a busy machine. */
const SLOW = { timeout: 120_000 };

const AT = `/api/v1/procurements/${REFERENCE}`;
type View = {
  readonly ranked: readonly [{ readonly bid: string }, { readonly bid: string }];
  readonly steps: readonly { readonly kind: string }[];
};

const WHY = 'It is the most advantageous tender';

/** The worked example with its consensus locked, behind the service. */
async function moderatedApp(): Promise<TestApp> {
  const database = await openDatabase('sqlite::memory:');
  await database.migrate();
  await moderatedEvaluation({ database });
  const test = await createTestApp({ database });
  // Whoever evaluated counted ids from the first too.
  for (let count = 0; count < 100; count += 1) test.ports.newId();
  test.ports.setClock(`${APPROVAL_DAY}T10:00:00Z`);
  return test;
}

describe('from approval to contract, by the JSON interface', SLOW, () => {
  let test: TestApp;
  beforeEach(async () => {
    test = await moderatedApp();
  });
  const post = (path: string, body: object, person = 'officer') => test.as(person).post(`${AT}/${path}`).send(body);

  it('goes all the way, and each refusal says why', async () => {
    const shown = await test.as('auditor').get(`${AT}/sensitivity`).expect(200);
    expect(shown.body).toMatchObject({ status: 'draft', note: 'Information, not used in the assessment' });
    await test.as('officer').get(`${AT}/award`).expect(409);
    await post('approve', {}, 'auditor').expect(403);
    const own = await post('approve', { acknowledgement: SEEN }).expect(403);
    expect(own.body.detail).toContain('A second person approves it');
    const approved = await post('approve', { acknowledgement: SEEN }, 'second-officer').expect(200);
    expect(approved.body).toMatchObject({ state: 'approved', assessment: { status: 'issued' } });

    const { body: view } = await test.as('officer').get(`${AT}/award`).expect(200);
    expect(view).toMatchObject({ edition: 1, standstill: 'mandatory', needs_new_edition: false });
    const [{ bid: first }, { bid: second }] = (view as View).ranked;
    const below = await post('award', { winners: [{ bid: second }], reason: WHY }).expect(409);
    expect(below.body.detail).toContain(`${second} is ranked 2nd, below ${first}`);
    const unknown = await post('set-asides', {
      bid: first,
      ground: 'excluded',
      duty: 'must',
      code: 'HS6',
      reason: WHY,
    });
    expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'not-published']);
    await post('award', { winners: [{ bid: first }], reason: WHY }).expect(200);
    const early = await post('start-standstill', { notice_reference: 'N1', notice_date: APPROVAL_DAY }).expect(409);
    expect(early.body.errors).toHaveLength(BIDS.length);
    for (const bid of BIDS) await post('summaries-sent', { bid, sent_on: APPROVAL_DAY }).expect(200);
    await post('start-standstill', { notice_reference: 'N1', notice_date: APPROVAL_DAY }).expect(200);
    const inside = await post('contract', { signed_on: APPROVAL_DAY }).expect(422);
    expect(inside.body.errors[0].message).toContain('2027-01-20');
    test.ports.setClock('2027-01-21T10:00:00Z');
    const registration = { bid: first, contract: 'ICT-C-7', ict_category: 'hardware', annual_value: '1500000' };
    await post('register-contract', registration).expect(409);
    await post('contract', { signed_on: '2027-01-21' }).expect(200);
    await post('register-contract', { ...registration, bid: second }).expect(422);
    await post('register-contract', registration, 'auditor').expect(403);
    const registered = await post('register-contract', registration).expect(201);
    expect(registered.body).toMatchObject({ reference: 'ICT-C-7', procurement: REFERENCE, annual_value: '1500000' });
    expect(registered.body.commitments.length).toBeGreaterThan(0);
    for (const { tonnes, outside_inventory_tonnes: part } of registered.body.commitments as {
      tonnes: string;
      outside_inventory_tonnes: string;
    }[]) {
      expect(Number(part)).toBeLessThanOrEqual(Number(tonnes));
    }
    const onRegister = await test.as('auditor').get(`${AT}/award`).expect(200);
    expect(onRegister.body.register).toEqual([{ bid: first, lot: null, contract: 'ICT-C-7' }]);
    await post('register-contract', { ...registration, contract: 'ICT-C-8' }).expect(409);

    const ended = await test.as('auditor').get(`${AT}/award`).expect(200);
    expect((ended.body as View).steps.map(({ kind }) => kind)).toEqual([
      'approval',
      'award',
      ...BIDS.map(() => 'summary-sent'),
      'standstill',
      'contract',
    ]);
    const release = await test.as('auditor').get(`${AT}/ocds.json`).expect(200);
    expect(release.body.tag).toEqual(['tender', 'award', 'contract']);
    const note = await test.as('officer').get(`${AT}/supplier-notes/${second}`).expect(200);
    expect(note.body).toMatchObject({ bid: second, internal: false });
    expect((await test.as('auditor').get('/api/v1/audit/verify').expect(200)).body).toMatchObject({ holds: true });
  });

  it('withholds words, and keeps each edition for good', async () => {
    await post('approve', { acknowledgement: SEEN }, 'second-officer').expect(200);
    const { body: view } = await test.as('officer').get(`${AT}/award`);
    const [{ bid: first }] = view.ranked;
    const packOf = async (edition: number) =>
      (await test.as('auditor').get(`${AT}/editions/${edition}/pack.zip`).responseType('blob').expect(200))
        .body as Buffer;
    const before = await packOf(1);
    await post('redactions', { bid: first, rule: 'end-of-life', reason: 'Commercially sensitive' }).expect(200);
    await post('summaries-sent', { bid: first, sent_on: APPROVAL_DAY }).expect(409);
    await post('editions', { reason: 'Words withheld' }, 'second-officer').expect(200);
    expect((await packOf(1)).equals(before)).toBe(true);
    expect((await packOf(2)).equals(before)).toBe(false);
    await test.as('auditor').get(`${AT}/editions/3/pack.zip`).expect(404);
    await post('summaries-sent', { bid: first, sent_on: APPROVAL_DAY }).expect(200);
  });

  it('refuses a change made from an older state of the procurement, and answers a repeated one once', async () => {
    await test.as('second-officer').post(`${AT}/approve`).set('If-Match', '"1"').send({}).expect(409);
    const approve = () =>
      test
        .as('second-officer')
        .post(`${AT}/approve`)
        .set('Idempotency-Key', 'approve-1')
        .send({ acknowledgement: SEEN });
    const one = await approve().expect(200);
    const two = await approve().expect(200);
    expect(two.body).toEqual(one.body);
  });

  it('tells nobody how firm a ranking of real bids is before the consensus is locked', async () => {
    await test.ports.database.transaction(async ({ procurements }) => {
      const record = await procurements.find('northshire', REFERENCE);
      if (record !== undefined) await procurements.save({ ...record, state: 'evaluating' });
    });
    const withheld = await test.as('officer').get(`${AT}/sensitivity`).expect(409);
    expect(withheld.body.detail).toContain('withheld until the consensus is locked');
  });
});
