import { expect, it } from 'vitest';
import { fixturePath } from '../support/cli.ts';
import { REFERENCE } from '../support/evaluation.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { pagesAs } from '../support/pages-session.ts';

const AT = `/procurements/${REFERENCE}`;
const API = `/api/v1${AT}`;

/* Point 11 of what the product must never do; corrections by people and forged rows are in the files beside this one. */
it('11: nothing is ranked anew, rounded or defaulted in silence: each leaves a line in the record', async () => {
  const test = await createPagesApp();
  const officer = test.as('officer');
  await officer.post('/api/v1/imports').attach('file', fixturePath('northshire', 'tender.xlsx')).expect(201);
  for (const move of ['publish', 'open']) await officer.post(`${API}/${move}`).expect(200);
  await officer.post(`${API}/close`).send({ reason: 'Every bid has come' }).expect(200);
  await officer.post(`${API}/score`).expect(200);
  const pages = await pagesAs(test.app, 'officer');
  const assessment = async () => (await officer.get(`${API}/assessment`).expect(200)).body as Shown;

  await officer.post(`${API}/bids/B1/withdraw`).send({ reason: ' ' }).expect(422);
  await officer.post(`${API}/bids/B1/withdraw`).send({ reason: 'The bidder wrote so' }).expect(200);
  const stale = await assessment();
  expect(stale.ranking).toEqual(['B1', 'B5', 'B2']);
  expect(stale.changed_since).toEqual([expect.stringContaining('B1')]);
  expect((await pages.get(AT)).text).toContain('This result is out of date.');

  await officer.post(`${API}/score`).expect(200);
  const anew = await assessment();
  expect(anew).toMatchObject({ ranking: ['B5', 'B2'], changed_since: [] });
  const kept = await test.ports.database.read(({ assessments }) => assessments.list('northshire', REFERENCE));
  expect(kept.map(({ id, record }) => [id, record.assessment.ranking])).toEqual([
    [stale.id, ['B1', 'B5', 'B2']],
    [anew.id, ['B5', 'B2']],
  ]);
  const audit = await test.as('auditor').get('/api/v1/audit').expect(200);
  const items = audit.body.items as { event: { action: string; data: { reason?: string } } }[];
  const told = items.map(({ event }) => [event.action, event.data.reason ?? null]);
  expect(told.slice(0, 3)).toEqual([
    ['procurement.scored', null],
    ['bid.withdrawn', 'The bidder wrote so'],
    ['procurement.scored', null],
  ]);

  for (const { total, total_exact: exact } of anew.bids) expect(exact === null).toBe(total === null);
  const second = anew.bids.find(({ bid }) => bid === 'B2');
  expect(second?.carbon).toMatchObject({ assumed_by_authority: true });
  expect((await pages.get(`${AT}/bids/B2`)).text).toContain('The bidder has not been asked.');
  expect((await officer.get('/api/v1/audit/verify').expect(200)).body).toMatchObject({ holds: true, strangers: [] });
});

type Shown = {
  readonly id: string;
  readonly ranking: readonly string[];
  readonly changed_since: readonly string[];
  readonly bids: readonly {
    readonly bid: string;
    readonly total: string | null;
    readonly total_exact: string | null;
    readonly carbon: object;
  }[];
};
