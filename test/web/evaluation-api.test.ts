import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { BIDS, judged, JUDGED, judgingCatalogue, REASON, REFERENCE } from '../support/evaluation.ts';
import { fixturePath } from '../support/cli.ts';

const AT = `/api/v1/procurements/${REFERENCE}`;

/** The worked example, closed and scored, through the interface alone. */
async function closedApp(): Promise<TestApp> {
  const test = await createTestApp({ catalogue: judgingCatalogue });
  const officer = test.as('officer');
  await officer.post('/api/v1/imports').attach('file', fixturePath('northshire', 'tender.xlsx')).expect(201);
  await officer.post(`${AT}/publish`).expect(200);
  await officer.post(`${AT}/open`).expect(200);
  await officer.post(`${AT}/close`).send({ reason: 'Every bid has come' }).expect(200);
  await officer.post(`${AT}/score`).expect(200);
  return test;
}

async function startedApp(blind = false): Promise<TestApp> {
  const test = await closedApp();
  const officer = test.as('officer');
  for (const [person, name] of [
    ['evaluator', 'Carys Lund'],
    ['second-evaluator', 'Dev Marlowe'],
  ]) {
    await officer.post(`${AT}/assignments`).send({ person, name }).expect(201);
  }
  await officer.post(`${AT}/evaluate`).send({ blind }).expect(200);
  return test;
}

const declareAll = async ({ as }: TestApp) => {
  for (const person of ['evaluator', 'second-evaluator', 'moderator']) {
    await as(person).post(`${AT}/declarations`).send({ interest: 'none' }).expect(201);
  }
};

describe('the evaluation through the interface', () => {
  it('goes from declarations to a locked consensus, and the assessment shows who gave what', async () => {
    const test = await startedApp();
    const { as } = test;
    await as('evaluator').get(`${AT}/evaluation`).expect(403);
    await declareAll(test);
    const scores = (points: string) => BIDS.map((bid) => judged(bid, points));
    for (const [person, points] of [
      ['evaluator', '3'],
      ['second-evaluator', '2'],
    ] as const) {
      const confirmed = await as(person).post(`${AT}/scores/confirm-facts`).send({}).expect(200);
      expect(confirmed.body.drafts).toBe(85);
      expect(confirmed.body.left_out).toHaveLength(5);
      await as(person)
        .post(`${AT}/scores`)
        .send({ scores: scores(points), lock: false })
        .expect(200);
      const locked = await as(person).post(`${AT}/scores`).send({ scores: [], lock: true }).expect(200);
      expect(locked.body).toEqual({ drafts: 0, locked: 90, warnings: [] });
    }
    const confirmed = await as('moderator').post(`${AT}/consensus/confirm-undisputed`).send({}).expect(200);
    expect(confirmed.body).toMatchObject({ confirmed: 85 });
    const refused = await as('officer').post(`${AT}/moderate`).expect(409);
    expect(refused.body.detail).toContain('there is no consensus on C11 of B1');
    for (const bid of BIDS) {
      const unanswered = await as('moderator').post(`${AT}/consensus`).send(judged(bid, '3')).expect(422);
      expect(unanswered.body.errors[0].pointer).toBe('#/answersDissent');
      await as('moderator')
        .post(`${AT}/consensus`)
        .send({ ...judged(bid, '3'), answers_dissent: REASON })
        .expect(201);
    }
    const moderation = await as('moderator').get(`${AT}/moderation`).expect(200);
    expect(moderation.body).toMatchObject({ missing: [], agreement: { units: 75 } });
    const unasked = await as('officer').post(`${AT}/moderate`).expect(409);
    expect(unasked.body.detail).toContain('Bid B2: No carbon figure was given');
    const nobody = { reason: 'The tender notice said that no bidder is asked.' };
    const closed = await as('officer').post(`${AT}/clarifications/close`).send(nobody).expect(200);
    expect(closed.body).toMatchObject({ closings: [{ unasked: [{ bid: 'B2', topic: 'carbon:total' }] }], open: [] });
    await as('officer').post(`${AT}/moderate`).expect(200);
    const assessment = await as('officer').get(`${AT}/assessment`).expect(200);
    const criteria = assessment.body.bids[0].criteria as { rule: string }[];
    expect(criteria.find(({ rule }) => rule === JUDGED)).toMatchObject({
      points: '3',
      proposal: '5',
      individual: [
        { by: 'Carys Lund', points: '3' },
        { by: 'Dev Marlowe', points: '2' },
      ],
      agreed: '3',
    });
  }, 60_000);

  it('shows an evaluator the rule, the facts and the proposal, and nobody else’s work before his or her own lock', async () => {
    const test = await startedApp();
    await declareAll(test);
    const item = (person: string) =>
      test.as(person).get(`${AT}/evaluation/item`).query({ bid: 'B1', rule: JUDGED }).expect(200);
    await test
      .as('evaluator')
      .post(`${AT}/scores`)
      .send({ scores: [judged('B1', '1')], lock: true })
      .expect(200);
    const before = (await item('second-evaluator')).body;
    expect(before).toMatchObject({ others: [], own: null, consensus: null, whole_points: [0, 1, 2, 3, 4, 5] });
    expect(before.facts.length).toBeGreaterThan(2);
    expect(before.proposal.text).toBe('5 points');
    expect(JSON.stringify(before)).not.toMatch(/price|total|rank/i);
    await test
      .as('second-evaluator')
      .post(`${AT}/scores`)
      .send({ scores: [judged('B1', '3')], lock: true })
      .expect(200);
    expect((await item('second-evaluator')).body.others).toMatchObject([{ by: 'Carys Lund', found: '1 point' }]);
  });

  it('names bidders by code where that was chosen, and takes no reference then', async () => {
    const test = await startedApp(true);
    await declareAll(test);
    const { body } = await test.as('evaluator').get(`${AT}/evaluation`).expect(200);
    const codes = [...new Set((body.own as { bid: string }[]).map(({ bid }) => bid))];
    expect(codes.toSorted()).toEqual(['Bidder A', 'Bidder B', 'Bidder C', 'Bidder D', 'Bidder E']);
    expect(JSON.stringify(body)).not.toMatch(/Kestrel|"B1"/);
    await test.as('evaluator').get(`${AT}/evaluation/item`).query({ bid: 'B1', rule: JUDGED }).expect(404);
    await test.as('evaluator').get(`${AT}/evaluation/item`).query({ bid: 'Bidder A', rule: JUDGED }).expect(200);
    const moderation = await test.as('moderator').get(`${AT}/moderation`).expect(200);
    expect(JSON.stringify(moderation.body)).not.toMatch(/Kestrel|of B\d/);
    const officer = await test.as('officer').get(`${AT}/moderation`).expect(200);
    expect(officer.body.items[0].bidder).toContain('Kestrel');
  });

  it('lets an auditor see everything and change nothing, and records each look', async () => {
    const test = await startedApp();
    const item = `evaluation/item?bid=B1&rule=${JUDGED}`;
    for (const path of ['evaluation', 'moderation', 'declarations', item, 'bids', 'bids/B1', 'assessment']) {
      await test.as('auditor').get(`${AT}/${path}`).expect(200);
    }
    const { body } = await test.as('auditor').get('/api/v1/audit').expect(200);
    const looks = (body.items as { event: { action: string; data: { what: string } } }[]).filter(
      ({ event }) => event.action === 'evaluation.looked-at',
    );
    expect(looks.map(({ event }) => event.data.what).toSorted()).toEqual([
      'C11 of B1',
      'bid B1',
      'declarations of interests',
      'moderation',
      'progress of the evaluation',
      'the assessment',
      'the bids',
    ]);
    for (const [path, send] of [
      ['scores', { scores: [], lock: true }],
      ['consensus', judged('B1', '3')],
      ['declarations', { interest: 'none' }],
      ['assignments', { person: 'x', name: 'X' }],
      ['moderate', {}],
    ] as const) {
      await test.as('auditor').post(`${AT}/${path}`).send(send).expect(403);
    }
  });

  it('keeps prices, totals and ranking from evaluators, and the bids from everybody who has not declared', async () => {
    const test = await startedApp();
    await declareAll(test);
    for (const path of [
      'bids',
      'bids/B1',
      'assessment',
      'sensitivity',
      'decision-record.json',
      'pack.zip',
      'moderation',
    ]) {
      await test.as('evaluator').get(`${AT}/${path}`).expect(403);
    }
    await test
      .as('officer')
      .post(`${AT}/declarations/evaluator/decision`)
      .send({ decision: 'replaced', reason: 'Ill' });
    const refused = await test.as('evaluator').get(`${AT}/evaluation`).expect(403);
    expect(refused.body.detail).toContain('replaced you');
  });
});
