import { describe, expect, it } from 'vitest';
import { readOwnArchive } from '../../src/archive/reproducible-zip.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import type { Database } from '../../src/application/stores.ts';
import { openDatabase } from '../../src/persistence/database.ts';
import type { TestApp } from '../support/app.ts';
import { APPROVAL_DAY, approvedEvaluation } from '../support/award.ts';
import {
  CARYS,
  DEV,
  judged,
  JUDGED,
  judgingCatalogue,
  REASON,
  REFERENCE,
  startedEvaluation,
} from '../support/evaluation.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { pagesAs } from '../support/pages-session.ts';
import type { TestPorts } from '../support/service-ports.ts';

const AT = `/procurements/${REFERENCE}`;
const API = `/api/v1${AT}`;
const FORMULA = 'contract-carbon-intensity';
const OWN_REASON = 'Page 4 of the plan shows what only Dev has read of it, before anybody else had locked it.';

/** The service over what was done in a database before it. */
async function served(made: (database: Database) => Promise<TestPorts>, instant?: string): Promise<TestApp> {
  const database = await openDatabase('sqlite::memory:');
  await database.migrate();
  await made(database);
  const test = await createPagesApp({ database, catalogue: judgingCatalogue });
  // Whoever was there before counted ids from the first too.
  for (let count = 0; count < 100; count += 1) test.ports.newId();
  if (instant !== undefined) test.ports.setClock(instant);
  return test;
}

/* Points 2, 4 and 6 of what the product must never do, by page and by interface. */
describe('while people evaluate', () => {
  const started = (declared = [CARYS, DEV]) =>
    served(async (database) => {
      const ports = await startedEvaluation({ database, declared });
      if (declared.includes(DEV)) {
        const score = { ...judged('B1', '1'), reason: OWN_REASON };
        await recordScores(ports, DEV, REFERENCE, { scores: [score], lock: true });
      }
      return ports;
    });
  const scored = (test: TestApp, changed: object) =>
    test
      .as('evaluator')
      .post(`${API}/scores`)
      .send({ scores: [{ ...judged('B1', '3'), ...changed }], lock: true });

  it('2: nothing is scored by a criterion that is not in the published, hashed rule set', async () => {
    const { status, body } = await scored(await started(), { rule: 'local-presence' });
    expect(status).toBe(422);
    expect(body.detail).toMatch(
      /^"local-presence" is not in the published rule set of NCC-2026-014 \(SHA-256 [0-9a-f]{64}\): nothing is scored by it\.$/,
    );
  });

  it('4: nobody types over a formula, by interface or by a form that sends points', async () => {
    const test = await started();
    const typed = await scored(test, { rule: FORMULA });
    expect(typed.status).toBe(422);
    expect(typed.body.errors).toMatchObject([{ code: 'points-follow-from-facts' }]);
    expect(typed.body.errors[0].message).toContain('Nobody types over them.');
    const carys = await pagesAs(test.app, 'evaluator');
    const { pointers } = judged('B1', '3');
    const [pointer] = pointers;
    const place = pointer?.kind === 'document' ? { document: pointer.document, page: pointer.page } : {};
    const form = { bid: 'B1', lot: '', rule: FORMULA, points: '5', reason: REASON, ...place, do: 'lock' };
    expect((await carys.send(`${AT}/evaluation/item`, form)).status).toBe(200);
    const item = await test.as('evaluator').get(`${API}/evaluation/item`).query({ bid: 'B1', rule: FORMULA });
    expect(item.body.own.judgement).toEqual({ kind: 'facts', corrections: {} });
    expect(item.body.own.found).toBe(item.body.proposal.text);
  });

  it('4: no score stands without a reason and a place in the bid, nor with half a point', async () => {
    const test = await started();
    const bare = await scored(test, { reason: 'Good.', pointers: [], judgement: { kind: 'points', points: '2.5' } });
    expect(bare.status).toBe(422);
    expect((bare.body.errors as { code: string }[]).map(({ code }) => code)).toEqual([
      'not-on-the-scale',
      'reason-too-short',
      'no-pointer',
    ]);
    const carys = await pagesAs(test.app, 'evaluator');
    const page = await carys.send(`${AT}/evaluation/item`, {
      bid: 'B1',
      lot: '',
      rule: JUDGED,
      points: '3',
      do: 'lock',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('There is a problem');
    expect(page.text).toContain('Write the reason in 40 characters or more');
    expect(page.text).toContain('Point to at least one place in the bid');
  });

  it('4: no average stands as the consensus, and none is locked or issued while an item has none', async () => {
    const test = await started([CARYS, DEV]);
    await scored(test, { judgement: { kind: 'points', points: '2' } });
    await test.as('moderator').post(`${API}/declarations`).send({ interest: 'none' }).expect(201);
    const mean = { ...judged('B1', '1.5'), answers_dissent: REASON };
    const averaged = await test.as('moderator').post(`${API}/consensus`).send(mean);
    expect(averaged.status).toBe(422);
    expect(averaged.body.errors[0].message).toContain('there are no half marks and no averages. Got "1.5"');
    const edith = await pagesAs(test.app, 'moderator');
    const form = { bid: 'B1', lot: '', rule: JUDGED, points: '1.5', reason: REASON, answersDissent: REASON };
    expect((await edith.send(`${AT}/moderation/item`, form)).text).toContain('no half marks and no averages');
    const revision = (await test.as('officer').get(API)).body.revision as number;
    for (const [move, words] of [
      ['moderate', 'there is no consensus on'],
      ['approve', `${REFERENCE} is evaluating: "approve" is not allowed`],
    ] as const) {
      const refused = await test.as('officer').post(`${API}/${move}`).send({});
      expect([move, refused.status]).toEqual([move, 409]);
      expect(refused.body.detail).toContain(words);
      const asha = await pagesAs(test.app, 'officer');
      const page = await asha.send(`${AT}/${move}`, { revision: String(revision) });
      expect(page.status).toBeGreaterThanOrEqual(409);
      expect(page.text).toContain(words);
    }
  });

  it('6: nobody on the panel is shown a bid before declaring interests', async () => {
    const test = await started([]);
    for (const person of ['evaluator', 'moderator']) {
      const pages = await pagesAs(test.app, person);
      const item = `item?bid=B1&rule=${JUDGED}`;
      for (const path of ['evaluation', `evaluation/${item}`, `moderation/${item}`]) {
        const shown = await pages.get(`${AT}/${path}`);
        expect([path, shown.status]).toEqual([path, 403]);
        expect(shown.text).toContain('Declare your interests');
        expect(shown.text).not.toContain('What the bid says');
      }
      for (const path of ['evaluation', `evaluation/${item}`]) {
        const refused = await test.as(person).get(`${API}/${path}`).expect(403);
        expect(refused.body.detail).toContain('no bid is shown before that');
      }
      for (const path of ['bids', 'bids/B1', 'assessment', 'pack.zip', 'sensitivity', 'decision-record.json'])
        await test.as(person).get(`${API}/${path}`).expect(403);
      for (const path of ['bids', 'bids/B1', 'comparison', 'pack.zip'])
        expect([path, (await pages.get(`${AT}/${path}`)).status]).toEqual([path, 403]);
    }
  });

  it('6: nobody is shown another’s score before locking an own one', async () => {
    const test = await started();
    const item = { bid: 'B1', rule: JUDGED };
    const path = `${AT}/evaluation/item?bid=B1&rule=${JUDGED}`;
    const carys = await pagesAs(test.app, 'evaluator');
    const before = await test.as('evaluator').get(`${API}/evaluation/item`).query(item).expect(200);
    expect(before.body.others).toEqual([]);
    expect((await carys.get(path)).text).not.toContain(OWN_REASON);
    expect((await carys.get(`${AT}/moderation`)).status).toBe(403);
    await test.as('evaluator').get(`${API}/moderation`).expect(403);
    await scored(test, {}).expect(200);
    expect((await carys.get(path)).text).toContain(OWN_REASON);
  });
});

/* Point 10: a rule proposes, people decide; what is no part of the method is marked, and never sent to bidders. */
describe('the award', () => {
  const issued = () => served((database) => approvedEvaluation({ database }), `${APPROVAL_DAY}T10:00:00Z`);

  it('10: is made by no rule: not before approval, not by whoever agreed, not without a reason', async () => {
    const early = await served((database) => startedEvaluation({ database }), `${APPROVAL_DAY}T10:00:00Z`);
    const winner = { winners: [{ bid: 'B1' }], reason: 'The most advantageous tender' };
    const refused = await early.as('officer').post(`${API}/award`).send(winner).expect(409);
    expect(refused.body.detail).toContain(`${REFERENCE} is evaluating`);
    const form = { revision: '1', winner0: 'B1', reason: 'The most advantageous tender' };
    const ben = await pagesAs(early.app, 'second-officer');
    expect((await ben.send(`${AT}/award/decide`, form)).status).toBeGreaterThanOrEqual(409);
    const test = await issued();
    const silent = await test.as('second-officer').post(`${API}/award`).send({ winners: winner.winners, reason: ' ' });
    expect(silent.status).toBe(422);
    const { body } = await test.as('officer').get(API).expect(200);
    expect(body.state).toBe('approved');
    const page = await (await pagesAs(test.app, 'officer')).send(`${AT}/award/decide`, {
      revision: String(body.revision),
      winner0: 'B1',
    });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Enter the reason');
    const lower = await test
      .as('officer')
      .post(`${API}/award`)
      .send({ ...winner, winners: [{ bid: 'B5' }] });
    expect(lower.body.detail).toContain('B5 is ranked 2nd, below B1');
  });

  it('10: tells bidders nothing of what is no part of the published method', async () => {
    const test = await issued();
    const { body: zip } = await test.as('officer').get(`${API}/pack.zip`).responseType('blob').expect(200);
    const files = await readOwnArchive(zip as Buffer);
    const told = files.filter(({ name }) => name.startsWith('for-bidders/') && name.endsWith('.html'));
    expect(told).toHaveLength(5);
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    for (const { name, bytes } of told) {
      expect(text(bytes), name).not.toMatch(
        /not used in the assessment|sensitivity|fragile|effect on the trajectory|value a tonne/i,
      );
    }
    const report = files.find(({ name }) => name === 'for-council/evaluation-report.html');
    expect(text(report?.bytes ?? new Uint8Array())).toMatch(/information, not used in the assessment/i);
  });
});
