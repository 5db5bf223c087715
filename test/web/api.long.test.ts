import { readFileSync } from 'node:fs';
import type supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { scoreTender } from '../../src/application/score-tender.ts';
import { createTestApp, type TestApp } from '../support/app.ts';
import { fixturePath } from '../support/cli.ts';

const TENDER = fixturePath('northshire', 'tender.xlsx');
/** Few bids and questions, where the bytes count and not what they say. */
const SHORT = fixturePath('eastham', 'tender-short.xlsx');
const FAULTY = fixturePath('northshire', 'tender-with-faults.xlsx');
const AFTER_DEADLINE = '2027-06-01T09:00:00Z';

async function uploadTender({ as }: TestApp, path = TENDER): Promise<string> {
  const response = await as('officer').post('/api/v1/imports').attach('file', path).expect(201);
  return response.body.result.procurement as string;
}

describe('the journey from upload to pack', () => {
  it('scores a published tender as the command line scores it, to the same input hash and record', async () => {
    const test = await createTestApp();
    const officer = () => test.as('officer');
    const reference = await uploadTender(test);
    const at = `/api/v1/procurements/${reference}`;
    const draft = await officer().get(at).expect(200);
    expect(draft.body).toMatchObject({ state: 'draft', revision: 1, sealed: true });
    expect(draft.headers['etag']).toBe('"1"');

    await officer().post(`${at}/publish`).set('If-Match', '"1"').expect(200);
    await officer().post(`${at}/open`).set('If-Match', '"2"').expect(200);
    const sealed = await officer().get(`${at}/bids`).expect(409);
    expect(sealed.body.detail).toContain('sealed');
    test.ports.setClock(AFTER_DEADLINE);
    const closed = await officer().post(`${at}/close`).set('If-Match', '"3"').expect(200);
    expect(closed.body).toMatchObject({ state: 'closed', sealed: false });

    const scored = await officer().post(`${at}/score`).expect(200);
    const direct = await scoreTender(test.ports, { name: 'tender.xlsx', path: TENDER });
    expect(scored.body.status).toBe('draft');
    expect(scored.body.input_hash).toBe(direct.assessment.inputHash);
    expect(scored.body.ranking).toEqual(direct.record.assessment.ranking);
    expect(scored.body.bids).toEqual(direct.record.assessment.bids);

    const record = await officer().get(`${at}/decision-record.json`).expect(200);
    expect(record.body.inputs).toEqual(JSON.parse(JSON.stringify(direct.record.inputs)));
    expect(record.body.input_parts).toEqual(direct.record.input_parts);
  });

  it('gives the same pack twice, and its parts by themselves', async () => {
    const test = await createTestApp();
    const reference = await uploadTender(test, SHORT);
    const at = `/api/v1/procurements/${reference}`;
    await test.as('officer').post(`${at}/score`).expect(200);
    const packs = [];
    for (const path of [`${at}/pack.zip`, `${at}/pack.zip`, `${at}/pack.xlsx`, `${at}/pack.pdf`]) {
      const response = await test.as('officer').get(path).buffer().parse(binary).expect(200);
      expect(response.headers['content-disposition']).toContain('attachment');
      packs.push(response.body as Buffer);
    }
    expect(packs[0]?.equals(packs[1] ?? Buffer.of())).toBe(true);
    expect(packs[2]?.subarray(0, 2).toString()).toBe('PK');
    expect(packs[3]?.subarray(0, 5).toString()).toBe('%PDF-');
    const [bid] = (await test.as('officer').get(`${at}/assessment`).expect(200)).body.ranking as string[];
    const summary = await test
      .as('officer')
      .get(`${at}/assessment-summaries/${bid}.pdf`)
      .buffer()
      .parse(binary)
      .expect(200);
    expect((summary.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    await test.as('officer').get(`${at}/assessment-summaries/nobody.pdf`).expect(404);
  }, 60_000);

  it('shows the sensitivity of a trial, and tries the rules on made-up bids', async () => {
    const test = await createTestApp();
    const reference = await uploadTender(test);
    const at = `/api/v1/procurements/${reference}`;
    const tried = await test.as('officer').post(`${at}/try-out`).expect(200);
    expect(tried.body.lots[0].made_up.length).toBeGreaterThanOrEqual(3);
    await test.as('officer').get(`${at}/sensitivity`).expect(404);
    await test.as('officer').post(`${at}/score`).expect(200);
    const trial = await test.as('officer').get(`${at}/sensitivity`).expect(200);
    expect(trial.body).toMatchObject({ status: 'trial', lots: [{ draws: 10_000 }] });
  }, 60_000);

  it('withdraws a bid for a reason, and keeps it on record', async () => {
    const test = await createTestApp();
    const reference = await uploadTender(test);
    const at = `/api/v1/procurements/${reference}`;
    test.ports.setClock(AFTER_DEADLINE);
    await test.as('officer').post(`${at}/publish`).expect(422);
    await test.as('officer').post(`${at}/publish`).send({ reason: 'The example is scored late' }).expect(200);
    await test.as('officer').post(`${at}/open`).expect(200);
    await test.as('officer').post(`${at}/close`).expect(200);
    const bids = await test.as('auditor').get(`${at}/bids`).expect(200);
    const bid = bids.body.standing[0].bid as string;
    await test.as('officer').post(`${at}/bids/${bid}/withdraw`).send({}).expect(422);
    const withdrawn = await test
      .as('officer')
      .post(`${at}/bids/${bid}/withdraw`)
      .send({ reason: 'Asked by letter' })
      .expect(200);
    expect(withdrawn.body).toMatchObject({ bid, status: 'withdrawn', status_reason: 'Asked by letter' });
    const shown = await test.as('auditor').get(`${at}/bids/${bid}`).expect(200);
    expect(shown.body.versions).toHaveLength(2);
    await test.as('officer').post(`${at}/bids/${bid}/admit`).send({ reason: 'No' }).expect(409);
    const suppliers = await test.as('auditor').get('/api/v1/suppliers?limit=2').expect(200);
    expect(suppliers.body.items).toHaveLength(2);
    const next = await test
      .as('auditor')
      .get('/api/v1/suppliers')
      .query({ after: suppliers.body.next, limit: '2' })
      .expect(200);
    expect(next.body.items[0].id).not.toBe(suppliers.body.items[0].id);
    await test.as('auditor').get(`/api/v1/suppliers/${suppliers.body.items[0].id}`).expect(200);
    const verified = await test.as('auditor').get('/api/v1/audit/verify').expect(200);
    expect(verified.body).toMatchObject({ holds: true });
    const events = await test.as('auditor').get('/api/v1/audit').expect(200);
    expect(events.body.items.length).toBe(verified.body.events);
  });
});

describe('imports', () => {
  it('tell every fault by its cell and store nothing but the file', async () => {
    const test = await createTestApp();
    const refused = await test.as('officer').post('/api/v1/imports').attach('file', FAULTY).expect(422);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.body.errors.length).toBeGreaterThan(3);
    for (const fault of refused.body.errors)
      expect(fault).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    expect(
      (refused.body.errors as { sheet?: string; cell?: string }[]).some(
        (fault) => fault.sheet !== undefined && fault.cell !== undefined,
      ),
    ).toBe(true);
    const id = refused.body.import.id as string;
    const marked = await test
      .as('officer')
      .get(`/api/v1/imports/${id}/marked-up.xlsx`)
      .buffer()
      .parse(binary)
      .expect(200);
    expect((marked.body as Buffer).subarray(0, 2).toString()).toBe('PK');
    const original = await test.as('officer').get(`/api/v1/imports/${id}/original`).buffer().parse(binary).expect(200);
    expect((original.body as Buffer).equals(readFileSync(FAULTY))).toBe(true);
    expect(original.headers['repr-digest']).toMatch(/^sha-256=:[A-Za-z0-9+/]{43}=:$/);
    expect((await test.as('officer').get('/api/v1/procurements').expect(200)).body.items).toEqual([]);
    const listed = await test.as('auditor').get('/api/v1/imports').expect(200);
    expect(listed.body.items[0]).toMatchObject({ id, state: 'faulty' });
  });

  it('check only, on a dry run', async () => {
    const test = await createTestApp();
    const checked = await test.as('officer').post('/api/v1/imports?dry_run=true').attach('file', TENDER).expect(201);
    expect(checked.body).toMatchObject({ state: 'checked', dry_run: true, result: null });
    expect((await test.as('officer').get('/api/v1/procurements').expect(200)).body.items).toEqual([]);
  });

  it('go on in the background when the sender does not wait, and tell their end as an event', async () => {
    const test = await createTestApp();
    const accepted = await test
      .as('officer')
      .post('/api/v1/imports')
      .set('Prefer', 'respond-async')
      .attach('file', TENDER)
      .expect(202);
    const location = accepted.headers['location'] as string;
    expect(location).toBe(`/api/v1/imports/${accepted.body.id}`);
    const events = await test.as('officer').get(`${location}/events`).buffer().expect(200);
    expect(events.headers['content-type']).toContain('text/event-stream');
    expect(events.text).toContain('event: done\n');
    const done = await test.as('officer').get(location).expect(200);
    expect(done.body).toMatchObject({ state: 'committed', finished: true });
  });

  it('end their events when the service stops', async () => {
    const test = await createTestApp();
    const record = await test.useCases.receiveImport(
      { id: 'officer', name: 'Asha', organisation: 'northshire', roles: ['officer'], how: 'local' },
      { name: 'tender.xlsx', bytes: readFileSync(TENDER), dryRun: false },
    );
    setTimeout(test.stop, 200);
    const events = await test.as('officer').get(`/api/v1/imports/${record.id}/events`).buffer().expect(200);
    expect(events.text).toContain('event: progress\n');
    expect(events.text).toContain('event: stopping\n');
    await test.as().get('/readyz').expect(503);
    await test.as().get('/healthz').expect(200);
  });

  it('refuse what is no file of ours: 415 for the kind, 413 for the size, 400 for a broken form', async () => {
    const test = await createTestApp({ upload: { folder: '/tmp', limitBytes: 200_000 } });
    const upload = () => test.as('officer').post('/api/v1/imports');
    await upload().attach('file', Buffer.from('%PDF-1.7 not a workbook'), 'plan.pdf').expect(415);
    await upload().attach('file', Buffer.alloc(300_000), 'large.xlsx').expect(413);
    await upload().field('note', 'no file').expect(400);
    await upload().attach('other', Buffer.from('x'), 'x.csv').expect(400);
    await upload().send({ file: 'x' }).expect(415);
    await upload().set('Content-Type', 'multipart/form-data; boundary=x').send('--x\r\nbroken').expect(400);
    await test.as('officer').post('/api/v1/imports/none/retry').expect(404);
    await test.as('officer').post('/api/v1/imports/none/mapping').send({ name: 'm' }).expect(404);
    await test.as('officer').get('/api/v1/imports/none').expect(404);
  });
});

describe('changes', () => {
  it('are refused with what changed when somebody else was quicker', async () => {
    const test = await createTestApp();
    const at = `/api/v1/procurements/${await uploadTender(test)}`;
    await test.as('officer').post(`${at}/publish`).set('If-Match', '"1"').expect(200);
    const late = await test.as('second-officer').post(`${at}/open`).set('If-Match', '"1"').expect(409);
    expect(late.body).toMatchObject({ code: 'conflict' });
    expect(late.body.detail).toContain('revision 2');
    await test.as('officer').post(`${at}/open`).set('If-Match', 'five').expect(400);
  });

  it('revise the facts with a reason and If-Match only', async () => {
    const test = await createTestApp();
    const at = `/api/v1/procurements/${await uploadTender(test)}`;
    const { facts } = (await test.as('officer').get(at)).body;
    const revised = { facts: { ...facts, title: 'A clearer title' }, reason: 'The title was unclear' };
    await test.as('officer').put(`${at}/facts`).send(revised).expect(400);
    await test
      .as('officer')
      .put(`${at}/facts`)
      .set('If-Match', '"1"')
      .send({ ...revised, reason: ' ' })
      .expect(422);
    const saved = await test.as('officer').put(`${at}/facts`).set('If-Match', '"1"').send(revised).expect(200);
    expect(saved.body).toMatchObject({ revision: 2, facts_version: 2, title: 'A clearer title' });
    expect(saved.headers['etag']).toBe('"2"');
  });

  it('are answered once and for all under an Idempotency-Key', async () => {
    const test = await createTestApp();
    const at = `/api/v1/procurements/${await uploadTender(test)}`;
    const publish = (key: string, body: object, person = 'officer') =>
      test.as(person).post(`${at}/publish`).set('Idempotency-Key', key).send(body);
    const first = await publish('k1', {}).expect(200);
    const again = await publish('k1', {}).expect(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.headers['etag']).toBe(first.headers['etag']);
    await publish('k1', { reason: 'Another request' }).expect(422);
    await publish('k1', {}, 'second-officer').expect(409);
    await publish('with space', {}).expect(400);
    const refused = await publish('k2', {}).expect(409);
    expect((await publish('k2', {}).expect(409)).body).toEqual(refused.body);
  });

  it('of a file are answered once: the same file with the same key is one import', async () => {
    const test = await createTestApp();
    const upload = (path: string) =>
      test.as('officer').post('/api/v1/imports').set('Idempotency-Key', 'file-1').attach('file', path);
    const first = await upload(TENDER).expect(201);
    const again = await upload(TENDER).expect(201);
    expect(again.body).toEqual(first.body);
    await upload(FAULTY).expect(422);
    expect((await test.as('officer').get('/api/v1/imports')).body.items).toHaveLength(1);
  });
});

describe('reading', () => {
  it('gives rules, rule sets, questions and templates to anyone', async () => {
    const { as } = await createTestApp();
    const rules = await as().get('/api/v1/rules').expect(200);
    expect(rules.body.items.length).toBeGreaterThan(10);
    const rule = await as().get('/api/v1/rules/contract-carbon-intensity').expect(200);
    expect(rule.body.uses.length).toBeGreaterThan(0);
    await as().get('/api/v1/rules/no-such-rule').expect(404);
    const sets = await as().get('/api/v1/rule-sets').expect(200);
    for (const { rule_set: key } of sets.body.items) await as().get(`/api/v1/rule-sets/${key}`).expect(200);
    expect((await as().get('/api/v1/questions').expect(200)).body.items.length).toBeGreaterThan(10);
    const template = await as().get('/api/v1/templates/tender.xlsx?profile=mixed').buffer().parse(binary).expect(200);
    expect((template.body as Buffer).subarray(0, 2).toString()).toBe('PK');
    await as().get('/api/v1/templates/other.xlsx').expect(404);
    await as().get('/api/v1/templates/tender.xlsx?procurement=X').expect(401);
    await as().get('/api/v1/rules?after=').expect(200);
    await as('officer').get('/api/v1/imports?limit=0').expect(400);
    await as('officer').get('/api/v1/imports?after=not-a-cursor').expect(422);
  });
});

function binary(response: supertest.Response, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream;
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}
