import { describe, expect, it } from 'vitest';
import { createTestApp } from '../support/app.ts';
import { flatFile } from '../support/factor-workbook.ts';

const AT = '/api/v1/conversion-factor-sets';
const GRID = { id: '7_400_4000_5_1', value: 0.177 };
const rows = [GRID, { id: '1_1', scope: 'Scope 1', unit: 'kWh (Gross CV)', value: 0.18 }, { id: '1_2', value: '< 1' }];

const idsOf = (body: unknown) => (body as { items: { id: string }[] }).items.map(({ id }) => id);

describe('the routes of conversion factors', () => {
  it('import, list, search, compare and approve a set', async () => {
    const { as } = await createTestApp();
    const keeper = () => as('sustainability');
    const bytes = await flatFile({ rows });
    const made = await keeper().post(`${AT}/import`).attach('file', bytes, 'flat.xlsx').expect(201);
    expect(made.headers['location']).toBe(`${AT}/desnz-2025`);
    expect(made.body).toMatchObject({
      is_new: true,
      set: { id: 'desnz-2025', status: 'draft', counts: { with_value: 2, blank: 0, text_only: 1 } },
    });
    const again = await keeper().post(`${AT}/import`).attach('file', bytes, 'again.xlsx').expect(200);
    expect(again.body).toMatchObject({ is_new: false, set: { file: { name: 'flat.xlsx' } } });

    const { body: sets } = await as('evaluator').get(AT).expect(200);
    expect(idsOf(sets).slice(0, 3)).toEqual(['shipped-2026', 'desnz-2025', 'shipped-2025']);
    const { body: listed } = await as('officer').get('/api/v1/conversion-factors?set=desnz-2025&limit=2').expect(200);
    expect(idsOf(listed)).toEqual([GRID.id, '1_1']);
    const { body: rest } = await as('officer')
      .get('/api/v1/conversion-factors')
      .query({ set: 'desnz-2025', limit: '2', after: listed.next })
      .expect(200);
    expect(rest).toMatchObject({ items: [{ id: '1_2', value: null, value_text: '< 1' }], next: null });
    const { body: gross } = await as('officer')
      .get('/api/v1/conversion-factors')
      .query({ set: 'desnz-2025', unit: 'kWh (Gross CV)', q: 'electricity' })
      .expect(200);
    expect(gross.items).toMatchObject([{ id: '1_1', unit: 'kWh_gross', status: 'draft' }]);
    const { body: usual } = await as('officer').get('/api/v1/conversion-factors?q=rail').expect(200);
    expect(usual.items[0]).toMatchObject({ set: 'shipped-2025', status: 'official' });

    const { body: difference } = await as('auditor').get(`${AT}/desnz-2025/difference?limit=1`).expect(200);
    expect(difference).toMatchObject({ from: 'shipped-2024', to: 'desnz-2025', counts: { changed: 1 }, next: '1' });
    expect(difference.items).toMatchObject([{ kind: 'changed', before: '0.20705', after: '0.177', large: false }]);
    await as('auditor').get(`${AT}/desnz-2025/difference?after=x`).expect(422);

    await keeper().post(`${AT}/desnz-2025/approve`).send({}).expect(422);
    const key = 'approve-once';
    const note = 'Hash compared with GOV.UK';
    for (const replayed of [undefined, 'true']) {
      const { body, headers } = await keeper()
        .post(`${AT}/desnz-2025/approve`)
        .set('Idempotency-Key', key)
        .send({ note })
        .expect(200);
      expect(body).toMatchObject({ status: 'approved', approval: { by: 'sustainability', note } });
      expect(headers['idempotency-replayed']).toBe(replayed);
    }
    await as('admin').post(`${AT}/desnz-2025/approve`).send({ note }).expect(409);
    await as('officer').get(`${AT}/desnz-1999`).expect(404);
    const sent = await as('auditor').get(`${AT}/desnz-2025/original`).buffer().expect(200);
    expect((sent.body as Buffer).equals(bytes)).toBe(true);
    expect(sent.headers['repr-digest']).toMatch(/^sha-256=:/);
    await as('auditor').get(`${AT}/shipped-2025/original`).expect(404);
  });

  it('tell every fault of a file by its cell, and refuse what is no flat file', async () => {
    const { as } = await createTestApp();
    const faulty = await flatFile({ rows: [...rows, { id: '1_3', value: 'n/a' }, { id: '1_1', value: 1 }] });
    const { body } = await as('admin').post(`${AT}/import`).attach('file', faulty, 'flat.xlsx').expect(422);
    expect(body.errors).toMatchObject([
      { sheet: 'Factors by Category', cell: 'J10', code: 'not-a-number', found: 'n/a' },
      { sheet: 'Factors by Category', cell: 'A11', code: 'duplicate-row' },
    ]);
    const other = await flatFile({ rows, headers: ['Activity'] });
    const refused = await as('admin').post(`${AT}/import`).attach('file', other, 'condensed.xlsx').expect(415);
    expect(refused.body.detail).toContain('flat file');
    const text = Buffer.from('not,a,workbook\n1,2,3\n');
    await as('admin').post(`${AT}/import`).attach('file', text, 'flat.csv').expect(415);
    await as('admin').post(`${AT}/import`).attach('file', Buffer.from('PK\u0003\u0004'), 'flat.xlsx').expect(422);
    await as('officer').post(`${AT}/import`).attach('file', other, 'flat.xlsx').expect(403);
  });
});
