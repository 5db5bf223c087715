import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { aPerson } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');

async function filled(): Promise<TestApp> {
  const test = await createTestApp();
  await test.useCases.recordContracts(OFFICER, [aContract('C1'), aContract('C2', { department: 'Print' })]);
  await test.useCases.recordCarbonReturn(OFFICER, [aLine('C1', 'L1')]);
  return test;
}

const scenario = { name: 'Leave C1', reason: 'To see', changes: [{ kind: 'end', contract: 'C1', on: '2027-03-31' }] };

describe('scenarios through the API', () => {
  it('are kept by name, each later version beside the earlier ones, with an event in the audit chain', async () => {
    const { as, useCases } = await filled();
    const made = await as('sustainability').post('/api/v1/scenarios').send(scenario).expect(201);
    expect(made.headers['etag']).toBe('"1"');
    const next = { reason: 'Later', changes: [{ kind: 'end', contract: 'C1', on: '2028-03-31' }] };
    const path = '/api/v1/scenarios/Leave%20C1';
    await as('sustainability').post(`${path}/versions`).set('If-Match', '"1"').send(next).expect(200);
    const { body } = await as('auditor').get(path).expect(200);
    expect(body).toMatchObject({ version: 2, changes: next.changes, versions: [{ version: 1 }, { version: 2 }] });
    const { body: all } = await as('officer').get('/api/v1/scenarios').expect(200);
    expect(all.items).toMatchObject([{ name: 'Leave C1', version: 2 }]);
    const { items } = await useCases.listAudit(aPerson('auditor'), { limit: 50 });
    expect(items.filter(({ event }) => event.action === 'scenario.saved')).toHaveLength(2);
  });

  it('change nothing that is on record: contracts, lines and totals stay to the byte', async () => {
    const { as } = await filled();
    const totals = async () => (await as('officer').get('/api/v1/carbon/totals?by=contract,month')).text;
    const before = await totals();
    await as('officer').post('/api/v1/scenarios').send(scenario).expect(201);
    expect(await totals()).toBe(before);
  });

  it('refuse a name that is taken, a version that is not the latest, and one that is not there', async () => {
    const { as } = await filled();
    await as('officer').post('/api/v1/scenarios').send(scenario).expect(201);
    await as('officer').post('/api/v1/scenarios').send(scenario).expect(409);
    const path = '/api/v1/scenarios/Leave%20C1/versions';
    const change = { reason: 'Other', changes: [] };
    await as('officer').post(path).send(change).expect(400);
    await as('officer').post(path).set('If-Match', '"2"').send(change).expect(409);
    await as('officer').post('/api/v1/scenarios/None/versions').set('If-Match', '"1"').send(change).expect(404);
    const { body } = await as('officer').get('/api/v1/scenarios/None').expect(404);
    expect(body.detail).toBe('There is no scenario "None". There is "Leave C1".');
  });

  it('name every fault at once', async () => {
    const { as } = await filled();
    const changes = [
      { kind: 'end', contract: 'C9', on: '2027-03-31' },
      { kind: 'supplier-cut', supplier: 'Nobody', from: '2027/28', percent: '5' },
    ];
    const { body } = await as('officer')
      .post('/api/v1/scenarios')
      .send({ ...scenario, changes })
      .expect(422);
    expect((body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '#/changes/0/contract',
      '#/changes/1/supplier',
    ]);
    const odd = [
      { kind: 'end', on: 'soon' },
      { kind: 'volume', from: '2027', percent: '-1' },
    ];
    const refused = await as('officer')
      .post('/api/v1/scenarios')
      .send({ ...scenario, changes: odd });
    expect(refused.status).toBe(422);
    expect((refused.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '#/changes/0/on',
      '#/changes/1/from',
      '#/changes/1/percent',
    ]);
  });

  it('are kept by those who keep carbon figures, and read by those who read them', async () => {
    const { as } = await filled();
    await as('auditor').post('/api/v1/scenarios').send(scenario).expect(403);
    await as('evaluator').get('/api/v1/scenarios').expect(403);
    await as().get('/api/v1/scenarios').expect(401);
  });
});
