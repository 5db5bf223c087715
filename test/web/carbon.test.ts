import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { aPerson } from '../support/service-ports.ts';

const OFFICER = aPerson('officer');
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function filled(): Promise<TestApp> {
  const test = await createTestApp();
  const short = { start: '2026-04-01', end: '2026-05-31' };
  await test.useCases.recordContracts(OFFICER, [
    aContract('C1', { ...short, department: '=HYPERLINK("x")' }),
    aContract('C2', { ...short, shares: { northshire: '60', eastham: '40' } }),
    aContract('quiet', short),
  ]);
  const file = { sha256: 'a'.repeat(64), name: 'return.csv', importId: 'import-7' };
  const lines = [aLine('C1', 'L1'), aLine('C2', 'L1', { category: '2', source: { sheet: 'Figures', row: 14 } })];
  await test.useCases.recordCarbonReturn(OFFICER, lines, { file });
  return test;
}

describe('carbon totals through the API', () => {
  it('have the shape of the interface, by the keys asked for', async () => {
    const { as } = await filled();
    const { body } = await as('officer').get('/api/v1/carbon/totals?by=financial_year,category').expect(200);
    expect(body).toMatchObject({
      by: ['financial_year', 'category'],
      view: 'whole-life',
      as_of: '2026-11-23T09:00:00.001Z',
      coverage: {
        measured_percent: '50.00',
        estimated_percent: '50.00',
        contracts_without_return: ['quiet'],
        stand_ins: [{ contract: 'quiet', financial_year: '2026/27', kg: '246.912' }],
      },
    });
    expect(body.rows[0]).toEqual({
      financial_year: '2026/27',
      category: '1',
      committed_kg: '0',
      actual_kg: '123.456',
      forecast_kg: '0',
      estimated_kg: '0',
      total_kg: '123.456',
      market_based_kg: null,
      avoided_kg: '0',
      biogenic_kg: '0',
      removals_kg: '0',
      spend_based_kg: '0',
      allocated_kg: '0',
      low_kg: '93.874',
      high_kg: '162.36',
      quality: '2',
      lines: 1,
      market_based_lines: 0,
      location_based_missing_lines: 0,
      contracts: 1,
      provisional: false,
    });
    const rows = body.rows as Record<string, string>[];
    expect(rows.map(({ category, total_kg }) => [category, total_kg])).toEqual([
      ['1', '123.456'],
      ['2', '123.456'],
      [null, '246.912'],
    ]);
  });

  it('are narrowed by any key and share of the organisations', async () => {
    const { as } = await filled();
    const total = async (query: string) =>
      (await as('officer').get(`/api/v1/carbon/totals?${query}`).expect(200)).body.total.total_kg as string;
    expect(await total('organisation=eastham')).toBe('49.382');
    expect(await total('contract=C2&organisation=northshire')).toBe('74.074');
    expect(await total('from=2026-05')).toBe('123.456');
    expect(await total('basis=actual&supplier=GB-COH-00000001')).toBe('246.912');
    expect(await total('category=9')).toBe('0');
  });

  it('come as CSV and as a workbook, where text is never a formula', async () => {
    const { as } = await filled();
    const csv = await as('officer').get('/api/v1/carbon/totals?by=department').set('Accept', 'text/csv').expect(200);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const [header, ...rows] = csv.text.split('\r\n');
    expect(header).toMatch(/^department,committed_kg,actual_kg/);
    expect(rows[0]).toMatch(/^"'=HYPERLINK\(""x""\)",0,123\.456,0,0,123\.456,,0,0,0,/);
    const xlsx = await as('officer')
      .get('/api/v1/carbon/totals?by=department')
      .set('Accept', XLSX)
      .buffer()
      .expect(200);
    expect(xlsx.headers['content-type']).toBe(XLSX);
    expect(xlsx.headers['content-disposition']).toContain('carbon-totals.xlsx');
  });

  it('are given once more for nothing while the ledger is as it was, and anew after an entry', async () => {
    const { as, useCases } = await filled();
    const ask = (etag = '') => as('officer').get('/api/v1/carbon/totals?by=month').set('If-None-Match', etag);
    const first = await ask().expect(200);
    const { etag = '' } = first.headers;
    expect(etag).toMatch(/^"2\.2026-10\.json\./);
    await ask(etag).expect(304);
    await as('officer')
      .get('/api/v1/carbon/totals?by=month')
      .set('Accept', 'text/csv')
      .set('If-None-Match', etag)
      .expect(200);
    await useCases.recordCarbonReturn(OFFICER, [aLine('C1', 'L2')]);
    const later = await ask(etag).expect(200);
    expect(later.headers['etag']).not.toBe(etag);
  });

  it('tell every fault of the question', async () => {
    const { as } = await filled();
    const { body } = await as('officer')
      .get('/api/v1/carbon/totals?by=colour&from=2026-13&basis=guess&view=all&as_of=yesterday&scope=4')
      .expect(400);
    const errors = body.errors as { readonly pointer: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual(['#/by', '#/from', '#/basis', '#/view', '#/as_of', '#/scope']);
  });

  it('are for those who keep and check carbon figures', async () => {
    const { as } = await filled();
    await as('evaluator').get('/api/v1/carbon/totals').expect(403);
    await as('sustainability').get('/api/v1/carbon/totals').expect(200);
    await as().get('/api/v1/carbon/totals').expect(401);
  });

  it('lead down to the lines and the row of the file', async () => {
    const { as, useCases } = await filled();
    await useCases.recordCarbonReturn(OFFICER, [aLine('C2', 'L1', { category: '2', amount: '1', supersedes: 'L1' })]);
    const at = '/api/v1/contracts/C2/figures?organisation=eastham';
    const { body } = await as('auditor').get(`${at}&limit=2`).expect(200);
    expect(body.items).toMatchObject([
      {
        line: 'L1',
        organisation: 'eastham',
        month: '2026-04',
        kg: '49.382',
        reversal: false,
        in_total: true,
        source: { import: 'import-7', file: 'return.csv', sheet: 'Figures', row: 14 },
      },
      { kg: '-49.382', reversal: true },
    ]);
    const rest = await as('auditor').get(`${at}&limit=2&after=${body.next}`).expect(200);
    expect(rest.body).toMatchObject({ items: [{ kg: '0.4', supersedes: 'L1', reversal: false }], next: null });
    await as('auditor').get('/api/v1/contracts/C22/figures').expect(404);
    await as('auditor').get('/api/v1/contracts/own-ict/figures').expect(200);
  });

  it('stand beside the contracts, a slice at a time', async () => {
    const { as } = await filled();
    const first = await as('officer').get('/api/v1/contracts?limit=2').expect(200);
    const items = first.body.items as { readonly reference: string }[];
    expect(items.map(({ reference }) => reference)).toEqual(['C1', 'C2']);
    const second = await as('officer').get(`/api/v1/contracts?limit=2&after=${first.body.next}`).expect(200);
    expect(second.body).toMatchObject({ items: [{ reference: 'quiet' }], next: null });
    const one = await as('officer').get('/api/v1/contracts/C2').expect(200);
    expect(one.body).toMatchObject({ shares: { northshire: '60', eastham: '40' }, ict_category: 'cloud' });
    await as('officer').get('/api/v1/contracts/nothing').expect(404);
  });
});
