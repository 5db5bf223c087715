import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { flatFile } from '../support/factor-workbook.ts';
import { exampleFile } from '../support/upload-files.ts';

/** The publisher's id of electricity generated in the United Kingdom, and of a row that only the flat file has. */
const ELECTRICITY = '7_400_4000_5_1';
const DIESEL = '99_1_1';
const HEADERS =
  'Contract reference,Line,Kind,Stage,Scope,Category,Period start,Period end,Quantity,Unit,Conversion factor,Basis';
const ROWS = [
  { id: ELECTRICITY, value: 0.13 },
  { id: DIESEL, scope: 'Scope 1', levels: ['Fuels', 'Liquid fuels', 'Diesel'], unit: 'litres', value: 2.5 },
];

describe('an approved set of conversion factors', () => {
  let test: TestApp;
  let key = 0;
  const upload = (path: string, name: string, bytes: Uint8Array) =>
    test
      .as('sustainability')
      .post(`/api/v1/${path}`)
      .set('Idempotency-Key', `upload-${++key}`)
      .attach('file', Buffer.from(bytes), name);
  const sendReturn = (name: string, row: string) => upload('imports', name, Buffer.from(`${HEADERS}\n${row}`));
  const approve = (id: string) =>
    test
      .as('sustainability')
      .post(`/api/v1/conversion-factor-sets/${id}/approve`)
      .set('Idempotency-Key', `approve-${++key}`)
      .send({ note: 'Made up for this test' });
  const totals = async (query = '') => {
    const { body } = await test.as('sustainability').get(`/api/v1/carbon/totals?basis=actual${query}`).expect(200);
    return (body as { readonly total: { readonly total_kg: string; readonly provisional: boolean } }).total;
  };

  beforeEach(async () => {
    test = await createTestApp();
    const { bytes } = exampleFile('northshire', 'contracts.xlsx');
    await upload('imports', 'contracts.xlsx', bytes).expect(201);
    await upload('conversion-factor-sets/import', '2026.xlsx', await flatFile({ year: '2026', rows: ROWS })).expect(
      201,
    );
  });

  it('takes the place of the one that stood in, in figures on record, and earlier totals can still be asked for', async () => {
    const line = 'ICT-C-002,Power,emission,serve,2,,2026-04-01,2026-04-30,1000,kWh,electricity.uk.generation,actual';
    await sendReturn('april.csv', line).expect(201);
    // The shipped factor of 2025, 0.177, stands in.
    expect(await totals()).toMatchObject({ total_kg: '177', provisional: true });
    test.ports.setClock('2027-02-01T09:00:00Z');
    await approve('desnz-2026').expect(200);
    expect(await totals()).toMatchObject({ total_kg: '130', provisional: false });
    expect(await totals('&as_of=2027-01-31')).toMatchObject({ total_kg: '177', provisional: true });
    const { body } = await test.as('auditor').get('/api/v1/audit').expect(200);
    const events = (body as { items: { event: { action: string } }[] }).items;
    expect(events.map(({ event }) => event.action)).toContain('carbon-lines.rerun');
    await test.as('auditor').get('/api/v1/audit/verify').expect(200);
  });

  it('is named beside each figure, so that a shipped table and an official file of one year are told apart', async () => {
    const { as, ports } = test;
    const line = (year: string) =>
      `ICT-C-002,${year},emission,serve,2,,YEAR-04-01,YEAR-04-30,1000,kWh,electricity.uk.generation,actual`.replaceAll(
        'YEAR',
        year,
      );
    const names = async () => {
      const { body } = await as('auditor').get('/api/v1/contracts/ICT-C-002/figures').expect(200);
      const { items } = body as {
        items: { line: string; factor_set: string; factor_set_name: string }[];
      };
      return items.map((one) => `${one.line} ${one.factor_set}: ${one.factor_set_name}`);
    };
    await sendReturn('2025.csv', line('2025')).expect(201);
    await sendReturn('2026.csv', line('2026')).expect(201);
    const shipped = 'Key factors of 2025, shipped with this software';
    expect(await names()).toEqual([`2025 2025: ${shipped}`, `2026 2025: ${shipped}`]);
    ports.setClock('2027-02-01T09:00:00Z');
    await approve('desnz-2026').expect(200);
    await upload('conversion-factor-sets/import', '2025.xlsx', await flatFile({ year: '2025', rows: ROWS })).expect(
      201,
    );
    await approve('desnz-2025').expect(200);
    ports.setClock('2027-02-02T09:00:00Z');
    await sendReturn('more.csv', line('2025').replace('2025,', 'more,').replaceAll('04-', '06-')).expect(201);
    expect((await names()).toSorted()).toEqual([
      `2025 2025: ${shipped}`,
      '2026 2026: Government conversion factors 2026, imported file',
      'more 2025: Government conversion factors 2025, imported file',
    ]);
  });

  it('can be named by the ids of its publisher, once it is approved and not before', async () => {
    const line = `ICT-C-002,Generator,emission,serve,1,,2026-05-01,2026-05-31,40,litres,${DIESEL},actual`;
    const early = await sendReturn('may.csv', line).expect(422);
    expect((early.body as { errors: { cell: string }[] }).errors.map(({ cell }) => cell)).toEqual(['K2']);
    await approve('desnz-2026').expect(200);
    await sendReturn('may-again.csv', line).expect(201);
    expect(await totals()).toMatchObject({ total_kg: '100', provisional: false });
  });
});
