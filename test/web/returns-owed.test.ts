import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { exampleFile } from '../support/upload-files.ts';

const HEADERS = 'Contract reference,Line,Kind,Period start,Period end,Amount,Amount unit,Basis';
const YEAR = '2025/26';

type Item = Record<string, unknown> & { readonly contract: string };
type Owed = { readonly financial_year: string; readonly items: readonly Item[] };

describe('returns owed', () => {
  let test: TestApp;
  let key = 0;
  const send = async (name: string, bytes: Buffer) =>
    test
      .as('sustainability')
      .post('/api/v1/imports')
      .set('Idempotency-Key', `file-${++key}`)
      .attach('file', bytes, name)
      .expect(201);
  const report = (...rows: readonly string[]) => send('return.csv', Buffer.from([HEADERS, ...rows].join('\n')));
  const request = (body: object, person = 'sustainability') =>
    test.as(person).post('/api/v1/carbon/return-requests').set('Idempotency-Key', `ask-${++key}`).send(body);
  const owed = async (year = YEAR): Promise<Owed> => {
    const path = `/api/v1/carbon/returns-owed?financial_year=${encodeURIComponent(year)}`;
    return (await test.as('auditor').get(path).expect(200)).body as Owed;
  };
  const itemOf = async (contract: string, year = YEAR) =>
    (await owed(year)).items.find((one) => one.contract === contract);

  beforeEach(async () => {
    test = await createTestApp();
    const { bytes } = exampleFile('northshire', 'contracts.xlsx');
    await send('contracts.xlsx', Buffer.from(bytes));
  });

  it('are of the contracts whose term touches the year, the last whole one unless another is named', async () => {
    const { body } = await test.as('auditor').get('/api/v1/carbon/returns-owed').expect(200);
    expect(body).toMatchObject({ financial_year: YEAR, day: '2026-11-23' });
    const item = (body as Owed).items.find(({ contract }) => contract === 'ICT-C-002');
    expect(item).toMatchObject({ state: 'not-asked', months_owed: 12, months_received: 0, requests: [] });
    expect(item?.['template']).toMatch(/^\/templates\/carbon-return\.xlsx\?supplier=GB-COH-/);
    expect((await owed('2010/11')).items).toEqual([]);
    await test.as('auditor').get('/api/v1/carbon/returns-owed?financial_year=2025').expect(422);
  });

  it('are asked for, chased, and received as the ledger fills, each step dated and in a name', async () => {
    const contracts = ['ICT-C-002'];
    const asked = { financial_year: YEAR, kind: 'asked', contracts, on: '2026-04-08', reply_by: '2026-05-29' };
    await request(asked).expect(201);
    expect(await itemOf('ICT-C-002')).toMatchObject({ state: 'asked', reply_by: '2026-05-29', overdue: true });
    await request({ financial_year: YEAR, kind: 'chased', contracts, note: 'To the account team' }).expect(201);
    expect(await itemOf('ICT-C-002')).toMatchObject({
      state: 'chased',
      requests: [
        { kind: 'asked', on: '2026-04-08', recorded_by: expect.any(String) },
        { kind: 'chased', on: '2026-11-23', note: 'To the account team' },
      ],
    });
    await report('ICT-C-002,1,emission,2025-04-01,2025-06-30,900,kg,actual');
    expect(await itemOf('ICT-C-002')).toMatchObject({ state: 'part-received', months_received: 3, overdue: true });
    await report('ICT-C-002,1,emission,2025-07-01,2026-03-31,900,kg,actual');
    expect(await itemOf('ICT-C-002')).toMatchObject({
      state: 'received',
      months_received: 12,
      overdue: false,
      received_at: expect.stringMatching(/^2026-11-23/),
    });
    const { body: refused } = await request({ financial_year: YEAR, kind: 'chased', contracts }).expect(422);
    expect(refused.errors).toMatchObject([{ pointer: '#/contracts/0', code: 'not-to-be-asked' }]);
    const { body: audit } = await test.as('auditor').get('/api/v1/audit').expect(200);
    const events = (audit as { items: { event: { action: string; subject: string } }[] }).items.filter(
      ({ event }) => event.subject === `financial-year:${YEAR}`,
    );
    expect(events.map(({ event }) => event.action).toSorted()).toEqual(['carbon-return.asked', 'carbon-return.chased']);
  });

  it('are not received by what the council works out itself, nor by estimates', async () => {
    await report('ICT-C-002,1,emission,2025-04-01,2026-03-31,900,kg,estimated');
    const assets = 'Contract reference,Line,Device model,Units,Purchase date,Footprint each,Footprint source';
    await send('assets.csv', Buffer.from(`${assets}\nICT-C-002,PO-7,Example Book,120,2025-06-15,241,Sheet`));
    expect(await itemOf('ICT-C-002')).toMatchObject({ state: 'not-asked', months_received: 0, received_at: null });
  });

  it('are recorded all or none, with every fault', async () => {
    const contracts = ['ICT-C-002', 'ICT-C-0O2', 'ICT-C-002'];
    const { body } = await request({ financial_year: YEAR, kind: 'chased', contracts, on: '2026-12-24' }).expect(422);
    expect(
      (body.errors as { pointer: string; code: string }[]).map(({ pointer, code }) => `${pointer} ${code}`),
    ).toEqual([
      '#/on in-the-future',
      '#/contracts/0 not-to-be-asked',
      '#/contracts/1 nothing-owed',
      '#/contracts/2 not-to-be-asked',
    ]);
    expect(body.errors[2].message).toContain('ICT-C-002');
    const days = { on: '2026-04-08', reply_by: '2026-04-07' };
    const { body: wrong } = await request({ financial_year: YEAR, kind: 'asked', contracts: [], ...days }).expect(422);
    expect((wrong.errors as { code: string }[]).map(({ code }) => code)).toEqual(['before-asking', 'none-chosen']);
    expect((await itemOf('ICT-C-002'))?.['requests']).toEqual([]);
    await request({ financial_year: YEAR, kind: 'asked', contracts: ['ICT-C-002'] }, 'auditor').expect(403);
  });

  it('are recorded once where the same request is sent again', async () => {
    const body = { financial_year: YEAR, kind: 'asked', contracts: ['ICT-C-002'] };
    const again = () =>
      test
        .as('sustainability')
        .post('/api/v1/carbon/return-requests')
        .set('Idempotency-Key', 'the-same')
        .send(body)
        .expect(201);
    expect((await again()).body).toEqual((await again()).body);
    expect((await itemOf('ICT-C-002'))?.['requests']).toHaveLength(1);
  });

  it('come as CSV, a row for each contract', async () => {
    await request({ financial_year: YEAR, kind: 'asked', contracts: ['ICT-C-002'], on: '2026-04-08' }).expect(201);
    const { text } = await test
      .as('auditor')
      .get('/api/v1/carbon/returns-owed?financial_year=2025/26')
      .set('Accept', 'text/csv')
      .expect(200)
      .expect('Content-Type', /text\/csv/);
    const rows = text.trim().split(/\r?\n/);
    expect(rows.find((row) => row.includes('contract,'))).toContain('state,months_owed,months_received,asked_on');
    expect(rows.find((row) => row.includes('ICT-C-002'))).toContain(',asked,12,0,2026-04-08,');
  });
});
