import type supertest from 'supertest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { type Filling, fillAgreedScores, JUDGED_CODE } from '../support/agreed-scores.ts';
import { fixturePath } from '../support/cli.ts';
import { judgingCatalogue, REFERENCE } from '../support/evaluation.ts';

const AT = `/api/v1/procurements/${REFERENCE}`;

async function closedApp(): Promise<TestApp> {
  const test = await createTestApp({ catalogue: judgingCatalogue });
  onTestFinished(() => test.ports.database.close());
  const officer = test.as('officer');
  await officer.post('/api/v1/imports').attach('file', fixturePath('northshire', 'tender.xlsx')).expect(201);
  await officer.post(`${AT}/publish`).expect(200);
  await officer.post(`${AT}/open`).expect(200);
  await officer.post(`${AT}/close`).send({ reason: 'Every bid has come' }).expect(200);
  await officer.post(`${AT}/score`).expect(200);
  return test;
}

describe('scores agreed elsewhere, through the interface', () => {
  it('come by their workbook, with every fault by cell, and lead to a locked consensus', async () => {
    const { as } = await closedApp();
    const officer = as('officer');
    const template = await officer.get(`${AT}/agreed-scores.xlsx`).buffer(true).parse(binary).expect(200);
    await as('evaluator').get(`${AT}/agreed-scores.xlsx`).expect(403);
    await officer.get(`${AT}/minutes.pdf`).expect(409);
    const send = async (filling: Filling, query: Record<string, string> = {}) => {
      const bytes = await fillAgreedScores(new Uint8Array(template.body as Buffer), filling);
      return officer.post(`${AT}/agreed-scores`).query(query).attach('file', Buffer.from(bytes), 'agreed.xlsx');
    };
    const faulty = await send({ row: (typed, bid) => (bid === 'B1' ? { ...typed, Reason: 'Good' } : typed) });
    expect(faulty.status).toBe(422);
    expect(faulty.body.errors).toHaveLength(18);
    expect(faulty.body.errors[0]).toMatchObject({ sheet: 'Agreed scores', cell: 'K4', code: 'reason-too-short' });
    expect((await officer.get(`${AT}/evaluation`).expect(200)).body).toMatchObject({
      state: 'closed',
      elsewhere: null,
    });

    const done = await send({});
    expect(done.status).toBe(201);
    expect(done.body).toMatchObject({ items: 90, recorded: 90, warnings: [] });
    const { body } = await officer.get(`${AT}/evaluation`).expect(200);
    expect(body).toMatchObject({
      state: 'evaluating',
      missing: [],
      elsewhere: {
        file: 'agreed.xlsx',
        file_sha256: done.body.file_sha256,
        evaluators: ['Ana Example', 'Ben Example'],
        moderator: 'Cleo Example',
        imported_by: 'Asha Okafor',
      },
    });
    const change: Filling = {
      row: (typed, bid, code) => (bid === 'B1' && code === JUDGED_CODE ? { ...typed, 'Agreed score': 4 } : typed),
    };
    expect((await send(change)).status).toBe(422);
    const changed = await send(change, { change_reason: 'Annex C was overlooked' });
    expect(changed.body).toMatchObject({ recorded: 1 });
    await officer.post(`${AT}/moderate`).expect(409);
    const nobody = { reason: 'The tender notice said that no bidder is asked.' };
    await officer.post(`${AT}/clarifications/close`).send(nobody).expect(200);
    await officer.post(`${AT}/moderate`).expect(200);
    expect((await send({})).status).toBe(409);

    const changes = await officer.get(`${AT}/score-changes`).expect(200);
    expect(changes.body.items).toMatchObject([
      { of: 'consensus', bid: 'B1', code: 'C11', from: '3 points', to: '4 points', reason: 'Annex C was overlooked' },
    ]);
    const csv = await officer.get(`${AT}/score-changes.csv`).expect(200);
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.text).toContain('B1,,C11,end-of-life,3 points,4 points,Annex C was overlooked,');
    const pdf = await officer.get(`${AT}/minutes.pdf`).buffer(true).parse(binary).expect(200);
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    const xlsx = await as('auditor').get(`${AT}/minutes.xlsx`).buffer(true).parse(binary).expect(200);
    expect((xlsx.body as Buffer).subarray(0, 2).toString()).toBe('PK');
    await as('evaluator').get(`${AT}/minutes.pdf`).expect(403);
  });
});

/** Bytes as they come; supertest keeps none of an unknown type. */
function binary(response: supertest.Response, done: (error: Error | null, body: Buffer) => void): void {
  const stream = response as unknown as NodeJS.ReadableStream;
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.on('end', () => done(null, Buffer.concat(pieces)));
}
