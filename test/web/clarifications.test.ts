import { describe, expect, it } from 'vitest';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { createTestApp } from '../support/app.ts';
import { openWith, REFERENCE, REPLY_BY, scoredWith, withoutStage } from '../support/clarified-procurement.ts';

const AT = `/api/v1/procurements/${REFERENCE}`;
const [kestrel, rowan] = northshireTender.bids as readonly [Bid, Bid];
const ANSWERED = '2027-01-05T12:00:00Z';

describe('the clarifications of the JSON interface', () => {
  it('take a bidder’s question to an answer for all that does not tell who asked', async () => {
    const test = await createTestApp();
    await openWith(test.ports);
    const officer = test.as('officer');
    const question = {
      received_on: '2026-11-23',
      asked_by: 'Linnet Example Networks Ltd',
      question: 'Do screens count?',
    };
    const received = await officer
      .post(`${AT}/bidder-questions`)
      .set('Idempotency-Key', 'q1')
      .send(question)
      .expect(201);
    expect(received.body).toMatchObject({ number: 1, asked_by: 'Linnet Example Networks Ltd', published: null });
    const again = await officer.post(`${AT}/bidder-questions`).set('Idempotency-Key', 'q1').send(question).expect(201);
    expect(again.body).toEqual(received.body);

    const publish = (body: object) => officer.post(`${AT}/bidder-questions/1/publish`).send(body);
    const named = { question: 'Linnet Example Networks asks about screens.', answer: 'Yes.', changes_facts: false };
    const refused = await publish(named).expect(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/question', code: 'names-a-supplier' }]);
    await publish({ ...named, question: 'Do screens count?' }).expect(200);

    const told = await test.as('evaluator').get(`${AT}/clarifications`).expect(200);
    expect(told.body.published).toMatchObject([{ number: 1, question: 'Do screens count?', answer: 'Yes.' }]);
    const text = await test.as('sustainability').get(`${AT}/clarifications.txt`).expect(200);
    expect(text.headers['content-type']).toContain('text/plain');
    expect(text.text).toContain('Question: Do screens count?\nAnswer: Yes.');
    expect(JSON.stringify(told.body) + text.text).not.toContain('Linnet');
    await test.as('evaluator').get(`${AT}/clarification-register`).expect(403);
    await test.as('evaluator').post(`${AT}/bidder-questions`).send(question).expect(403);
  });

  it('take a missing figure to a new version of the bid, which two people answer for', async () => {
    const test = await createTestApp();
    await scoredWith(test.ports, [withoutStage(kestrel, 'use'), rowan]);
    const officer = test.as('officer');
    const second = test.as('second-officer');
    const before = await officer.get(`${AT}/assessment`).expect(200);
    expect(before.body.defaults).toMatchObject([
      { bid: 'B1', topic: 'carbon:use', outcome: 'not-asked' },
      { bid: 'B2', topic: 'carbon:total', outcome: 'not-asked' },
    ]);
    const raised = await officer
      .post(`${AT}/clarifications`)
      .send({ topics: ['carbon:use'] })
      .expect(201);
    expect(raised.body.clarifications).toMatchObject([{ number: 1, sent: null, replies: [{ bid: 'B1', lot: null }] }]);
    await officer.post(`${AT}/clarifications/send`).send({ reply_by: REPLY_BY }).expect(200);
    test.ports.setClock(ANSWERED);

    const given = { bid: 'B1', answered_on: '2027-01-05', answer: 'It stands in our schedule, page 4.' };
    const answer = (body: object) => officer.post(`${AT}/clarifications/1/answers`).send(body);
    const priced = await answer({ ...given, values: { price: '1' } }).expect(422);
    expect(JSON.stringify(priced.body.errors)).toContain('price');
    const beyond = { answers: { 'net-zero-year': { state: 'given', value: '2030' } } };
    const refused = await answer({ ...given, values: beyond }).expect(422);
    expect(refused.body.errors).toMatchObject([{ pointer: '#/values/answers/net-zero-year', code: 'not-asked' }]);
    const carbon = kestrel.carbon.filter(({ stage }) => stage === 'use');
    await answer({ ...given, evidence: { document: 'Schedule.pdf', page: '4' }, values: { carbon } }).expect(200);

    const classified = { bid: 'B1', as: 'corrects-obvious-error', reason: 'The schedule of the bid has the figure.' };
    await officer.post(`${AT}/clarifications/1/classify`).send(classified).expect(200);
    const word = { bid: 'B1', agrees: true, reason: 'I have compared it with the schedule.' };
    const alone = await officer.post(`${AT}/clarifications/1/agree`).send(word).expect(403);
    expect(alone.body.detail).toContain('A second person');
    const agreed = await second.post(`${AT}/clarifications/1/agree`).send(word).expect(200);
    expect(agreed.body.replies).toMatchObject([
      { bid: 'B1', state: 'agreed', verdicts: [{ as: 'corrects-obvious-error' }, { step: 'agreed', version: 2 }] },
    ]);
    const bid = await officer.get(`${AT}/bids/B1`).expect(200);
    expect(bid.body).toMatchObject({ version: 2, status: 'current', content: { carbon: kestrel.carbon } });
    await officer.post(`${AT}/score`).expect(200);
    const after = await officer.get(`${AT}/assessment`).expect(200);
    expect(after.body.defaults).toMatchObject([{ bid: 'B2' }]);
    await second.post(`${AT}/clarifications/1/agree`).send(word).expect(409);
  });

  it('refuse what is not there, and what cannot be read', async () => {
    const test = await createTestApp();
    await scoredWith(test.ports, [kestrel, rowan]);
    const officer = test.as('officer');
    await officer.post(`${AT}/clarifications/7/drop`).send({ reason: 'No' }).expect(404);
    await officer.post(`${AT}/clarifications/x/drop`).send({ reason: 'No' }).expect(404);
    await officer
      .post(`${AT}/clarifications`)
      .send({ topics: ['flag:IC99'] })
      .expect(404);
    await officer.post(`${AT}/clarifications/send`).send({ reply_by: REPLY_BY }).expect(409);
    await officer.post(`${AT}/clarifications`).send({}).expect(422);
    await officer.get('/api/v1/procurements/NONE/clarifications').expect(404);
  });
});
