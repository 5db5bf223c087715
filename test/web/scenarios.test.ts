import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { aPerson } from '../support/service-ports.ts';
import { aPlan } from '../support/trajectory.ts';

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

describe('the trajectory under a scenario', () => {
  async function steered(): Promise<TestApp> {
    const test = await filled();
    await test.useCases.stateTrajectoryPlan(aPerson('sustainability'), aPlan(), { reason: 'First plan' });
    return test;
  }
  const line = async ({ as }: TestApp, query: string) =>
    (await as('officer').get(`/api/v1/trajectory${query}`).expect(200)).body as {
      readonly scenario: unknown;
      readonly headline: string;
      readonly years: readonly { readonly year: string; readonly gross_kg: string | null }[];
    };

  it('is the record, to the gram, when the scenario changes nothing, and says that it is a scenario', async () => {
    const test = await steered();
    await test.as('officer').post('/api/v1/scenarios').send({ name: 'As it is', reason: 'To compare' }).expect(201);
    const [record, same] = [await line(test, ''), await line(test, '?scenario=As%20it%20is')];
    expect(same.years).toEqual(record.years);
    expect(record.scenario).toBeNull();
    expect(same.scenario).toEqual({ name: 'As it is', version: 1, note: 'Scenario, not the record' });
    expect(same.headline).toContain('Scenario “As it is”, not the record');
  });

  it('has no forecast when everything ends, and the record stays as it was', async () => {
    const test = await steered();
    const before = await line(test, '');
    const changes = [{ kind: 'end', on: '2026-10-31' }];
    await test.as('officer').post('/api/v1/scenarios').send({ name: 'Stop', reason: 'To see', changes }).expect(201);
    const { years } = await line(test, '?scenario=Stop');
    expect(years.filter(({ year }) => year > '2026/27').map(({ gross_kg: gross }) => gross)).toEqual(['0', '0', '0']);
    expect(await line(test, '')).toEqual(before);
  });

  it('comes as a table and a picture that say so too', async () => {
    const test = await steered();
    await test.as('officer').post('/api/v1/scenarios').send(scenario).expect(201);
    const path = '/api/v1/trajectory?scenario=Leave%20C1';
    const csv = await test.as('officer').get(path).set('Accept', 'text/csv').expect(200);
    const [head, first] = csv.text.split(/\r?\n/);
    expect(head?.replace('\uFEFF', '').split(',')[0]).toBe('scenario');
    expect(first).toContain('Leave C1, version 1: Scenario, not the record');
    const svg = await test.as('officer').get(path).set('Accept', 'image/svg+xml').buffer(true).expect(200);
    expect(String(svg.body)).toContain('Scenario “Leave C1”, not the record');
  });

  it('is refused for a scenario that is not there', async () => {
    const test = await steered();
    await test.as('officer').get('/api/v1/trajectory?scenario=None').expect(404);
  });
});
