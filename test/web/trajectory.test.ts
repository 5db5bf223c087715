import { describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { exceljsCells } from '../support/exceljs-cells.ts';
import { createPagesApp } from '../support/pages-app.ts';
import { forecastThenReported } from '../support/forecasts.ts';
import { aPerson } from '../support/service-ports.ts';

const PLAN = {
  name: 'ICT net zero 2030',
  baseline: { year: '2019/20', tonnes: '100', source: 'Spend analysis of 2020', method: 'spend' },
  target: { year: '2029/30', residual_percent: '10' },
  method: 'linear',
  reason: 'First plan',
};
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function filled(): Promise<TestApp> {
  const test = await createTestApp();
  const commitments = ['2027/28', '2028/29', '2029/30'].map((year) => ({ year, tonnes: '30' }));
  await test.useCases.recordContracts(aPerson('officer'), [aContract('C1', { commitments })]);
  const line = aLine('C1', 'L1', { periodStart: '2025-04-01', periodEnd: '2026-03-31', amount: '36500' });
  await test.useCases.recordCarbonReturn(aPerson('officer'), [line]);
  return test;
}

describe('the trajectory through the API', () => {
  it('has the shape of the interface, and says that nobody adopted the target', async () => {
    const { as } = await filled();
    await as('sustainability').post('/api/v1/trajectory/plans').send(PLAN).expect(201);
    const { body } = await as('auditor').get('/api/v1/trajectory').expect(200);
    expect(body).toMatchObject({
      organisation: 'northshire',
      boundary: 'ict-contracts',
      baseline: { year: '2019/20', kg: '100000' },
      target: { year: '2029/30', residual_percent: '10' },
      method: 'linear',
      adopted: false,
      standing: 'Illustrative, not an adopted target.',
      on_track: false,
      reduction: { percent: null },
    });
    const years = body.years as Record<string, string | null>[];
    expect(years.find(({ year }) => year === '2025/26')).toMatchObject({
      pathway_kg: '46000',
      actual_kg: '36500',
      gap_kg: '-9500',
      cumulative_gap_kg: '-9500',
    });
    expect(years.find(({ year }) => year === '2029/30')).toMatchObject({
      pathway_kg: '10000',
      forecast_kg: '30000',
      forecast_commitment_kg: '30000',
      gross_kg: '30000',
      removals_kg: '0',
      net_kg: '30000',
    });
    expect(years.find(({ year }) => year === '2020/21')).toMatchObject({ actual_kg: null, gross_kg: null });
    const { body: change } = await as('auditor').get('/api/v1/trajectory/change').expect(200);
    expect(change).toMatchObject({ plan_version: 1, causes: [{ cause: 'activity', kg: '0' }, {}, {}, {}, {}] });
    expect(body.headline).toContain('30 t of CO₂e in 2029/30, above the 10 t of the path: not on track.');
  });

  it('comes as CSV, workbook and picture; each says what it is of and that it is illustrative', async () => {
    const { as } = await filled();
    await as('sustainability').post('/api/v1/trajectory/plans').send(PLAN).expect(201);
    const csv = await as('officer').get('/api/v1/trajectory').set('Accept', 'text/csv').expect(200);
    expect(csv.text.split('\r\n')[11]).toMatch(
      /^northshire,ict-contracts,"illustrative, not an adopted target",2029\/30,10000,0,0,30000,30000,/,
    );
    const svg = await as('officer').get('/api/v1/trajectory').set('Accept', 'image/svg+xml').expect(200);
    const picture = Buffer.from(svg.body as Uint8Array).toString('utf8');
    expect(picture).toMatch(
      /^<svg [^]*role="img"[^]*<title [^]*<desc [^]*Illustrative, not an adopted target\.[^]*<\/svg>$/,
    );
    await as('officer').get('/api/v1/trajectory').set('Accept', XLSX).expect(200).expect('Content-Type', XLSX);
    const asked = () => as('officer').get('/api/v1/trajectory').set('Accept', 'application/pdf').expect(200);
    const [pdf, again] = [await asked(), await asked()];
    expect(Buffer.from(pdf.body as Uint8Array).toString('latin1')).toMatch(/^%PDF-/);
    expect(pdf.body).toEqual(again.body);
  });

  it('lays the contracts of a year out for the accounting tool, without a plan too, as JSON, CSV and workbook', async () => {
    const { as } = await filled();
    const address = '/api/v1/trajectory/accounting-tool';
    const { body } = await as('auditor').get(address).expect(200);
    const { body: totals } = await as('auditor')
      .get('/api/v1/carbon/totals?view=inventory&financial_year=2025/26&organisation=northshire')
      .expect(200);
    expect(totals.total.total_kg).toBe('36500');
    expect(body).toMatchObject({
      financial_year: '2025/26',
      organisation: 'northshire',
      tool_edition: null,
      total_kg: totals.total.total_kg,
      contracts: [
        {
          contract: 'C1',
          supplier: 'Fictional Fern Hosting Ltd',
          ict_category: 'cloud',
          share_percent: '100',
          annual_value_share_gbp: '120000',
          methods: [{ method: 'supplier data', kg: '36500' }],
          scope_1_kg: '0',
          scope_3_kg: '36500',
          scope_not_stated_kg: '0',
          quality: '2',
          estimated_percent: '0.00',
        },
      ],
    });
    expect(body.notes[0]).toContain('follows no edition of the tool');
    const csv = await as('officer').get(address).set('Accept', 'text/csv').expect(200);
    expect(csv.headers['content-disposition']).toContain('accounting-tool-2025-26.csv');
    const [heads, row, ...rest] = csv.text.split('\r\n');
    expect(rest).toEqual(['']);
    expect(heads).toBe(
      'financial_year,organisation,contract,title,supplier,ict_category,start,end,share_percent,annual_value_share_gbp,method,scope_1_kg,scope_2_kg,scope_3_kg,scope_not_stated_kg,total_kg,quality,estimated_kg,estimated_percent,forecast_kg,provisional,layout',
    );
    expect(row).toBe(
      '2025/26,northshire,C1,Contract C1,Fictional Fern Hosting Ltd,cloud,2025-04-01,2030-03-31,100,120000,supplier data,0,0,36500,0,36500,2,0,0.00,0,no,follows no edition of the tool: match the columns to the tab',
    );
    const workbook = await as('officer')
      .get(address)
      .set('Accept', XLSX)
      .responseType('blob')
      .expect(200)
      .expect('Content-Type', XLSX);
    const cells = await exceljsCells(Buffer.from(workbook.body as Uint8Array));
    const notes = (body.notes as string[]).map((note) => `text ${note}`);
    expect([...cells.values()]).toEqual(
      expect.arrayContaining([expect.stringContaining('total 36500 kg CO2e'), 'text supplier data', ...notes]),
    );
    await as('auditor').get(`${address}?financial_year=2025`).expect(422);
    await as('evaluator').get(address).expect(403);
  });

  it('leaves blank in the sheet for the accounting tool what is not known', async () => {
    const test = await createTestApp();
    await test.useCases.recordContracts(aPerson('officer'), [aContract('C1')]);
    const { body } = await test.as('auditor').get('/api/v1/trajectory/accounting-tool').expect(200);
    expect(body).toMatchObject({ contracts: [{ contract: 'C1', methods: [], total_kg: null }], total_kg: '0' });
    const csv = await test.as('auditor').get('/api/v1/trajectory/accounting-tool').set('Accept', 'text/csv');
    expect(csv.text).toContain(',120000,no figure,,,,,,,,,,no,');
  });

  it('offers the sheet of every year that is over from the page for the Cabinet report', async () => {
    const test = await createPagesApp();
    await test.useCases.recordContracts(aPerson('officer'), [aContract('C1')]);
    const line = aLine('C1', 'L1', { periodStart: '2025-04-01', periodEnd: '2026-03-31', amount: '36500' });
    await test.useCases.recordCarbonReturn(aPerson('officer'), [line]);
    await test.as('sustainability').post('/api/v1/trajectory/plans').send(PLAN).expect(201);
    const { text } = await test.as('officer').get('/trajectory/report').expect(200);
    const links = [...text.matchAll(/href="(\/trajectory\/accounting-tool[^"]*)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    );
    expect(links).toEqual(
      ['xlsx', 'csv'].map(
        (form) => `/trajectory/accounting-tool.${form}?organisation=northshire&financial_year=2025%2F26`,
      ),
    );
    const csv = await test
      .as('officer')
      .get(links[1] ?? '')
      .expect(200);
    expect(csv.text).toContain('2025/26,northshire,C1,');
    await test
      .as('officer')
      .get(links[0] ?? '')
      .expect(200)
      .expect('Content-Type', XLSX);
    await test.as('officer').get('/trajectory/accounting-tool.csv?financial_year=2025').expect(422);
  });

  it('keeps versions of a plan, and refuses a change made from an older one', async () => {
    const { as } = await filled();
    const state = (version: string, reason: string) =>
      as('sustainability')
        .post('/api/v1/trajectory/plans')
        .set('If-Match', `"${version}"`)
        .send({ ...PLAN, decision_reference: 'Cabinet 2026/12', reason });
    await state('0', 'First').expect(201).expect('ETag', '"1"');
    await state('0', 'Second').expect(409);
    await state('1', 'Second').expect(201);
    const { body } = await as('auditor').get('/api/v1/trajectory/plans').expect(200);
    const items = body.items as Record<string, unknown>[];
    expect(items.map((one) => [one['version'], one['reason']])).toEqual([
      [1, 'First'],
      [2, 'Second'],
    ]);
    const { body: now } = await as('auditor').get('/api/v1/trajectory').expect(200);
    expect(now).toMatchObject({ adopted: true, plan_version: 2, standing: /^Adopted target/ });
  });

  it('gives the first answer again to a request that is repeated', async () => {
    const { as } = await filled();
    const send = () => as('sustainability').post('/api/v1/trajectory/plans').set('Idempotency-Key', 'k1').send(PLAN);
    const [first, again] = [await send(), await send()];
    expect(again.body).toEqual(first.body);
    expect((await as('auditor').get('/api/v1/trajectory/plans')).body.items).toHaveLength(1);
  });

  it('keeps yearly totals as a line of their own', async () => {
    const { as } = await filled();
    const years = [{ year: '2025/26', tonnes: '50.5' }];
    const sent = { boundary: 'ict-operations', source: 'Meters', method: 'supplier-data', reason: 'Yearly', years };
    await as('sustainability').post('/api/v1/trajectory/totals').send(sent).expect(201);
    await as('sustainability')
      .post('/api/v1/trajectory/plans')
      .send({ ...PLAN, boundary: 'ict-operations' })
      .expect(201);
    const { body } = await as('auditor').get('/api/v1/trajectory?boundary=ict-operations').expect(200);
    expect(body.years[6]).toMatchObject({ year: '2025/26', actual_kg: '50500' });
    expect(body.notes[0]).toContain('no part of the contract ledger');
  });

  it('takes yearly totals from a file, or tells every fault by cell and keeps nothing', async () => {
    const { as } = await filled();
    const about = 'boundary=ict-operations&source=Meters&method=supplier-data&reason=Yearly';
    const send = (text: string) =>
      as('sustainability')
        .post(`/api/v1/trajectory/totals/import?${about}`)
        .attach('file', Buffer.from(text, 'utf8'), 'operations.csv');
    const wrong = await send('Year,kgCO2e\n2024/25,60000\n2024-25,1\n2025,n/a\n').expect(422);
    const faults = wrong.body.errors as { cell: string; code: string }[];
    expect(faults.map(({ cell, code }) => [cell, code])).toEqual([
      ['A3', 'duplicate-year'],
      ['A4', 'not-a-financial-year'],
      ['B4', 'not-a-number'],
    ]);
    expect((await as('auditor').get('/api/v1/trajectory/plans')).body.items).toEqual([]);
    const { body } = await send('Year,kgCO2e\n2024/25,60000\n2025-26,50000.5\n').expect(201);
    expect(body.totals.years).toEqual([
      { year: '2024/25', tonnes: '60' },
      { year: '2025/26', tonnes: '50.0005' },
    ]);
    await send('Month,kgCO2e\n2024-04,1\n').expect(415);
  });

  it('tells every fault of a plan, and that there is none yet', async () => {
    const { as } = await filled();
    await as('auditor').get('/api/v1/trajectory').expect(404);
    await as('auditor').get('/api/v1/trajectory/change').expect(404);
    await as('auditor').get('/api/v1/trajectory?as_of=yesterday').expect(400);
    const wrong = { ...PLAN, baseline: { year: '2030' }, target: { year: '2029/30', residual_percent: '101' } };
    const { body } = await as('sustainability').post('/api/v1/trajectory/plans').send(wrong).expect(422);
    const errors = body.errors as { pointer: string }[];
    expect(errors.map(({ pointer }) => pointer)).toEqual(['#/baseline/year', '#/target/residual_percent']);
  });
});

describe('forecasts and what they became, through the API', () => {
  const AT = '/api/v1/trajectory/variance';

  it('have the shape of the interface, for all years or for one by contract', async () => {
    const { as, ports } = await createTestApp();
    await forecastThenReported(ports);
    const { body } = await as('auditor').get(AT).expect(200);
    expect(body.organisation).toBe('northshire');
    expect(body.rows[2]).toEqual({
      year: '2025/26',
      forecast_of: 'edition',
      edition: 'Budget 2025',
      on: '2025-03-20',
      forecast_kg: '21650.004',
      became_kg: '22900.5',
      variance_kg: '1250.496',
      variance_percent: '5.78',
      reported_by_then_kg: '0',
      actual_kg: '22900.5',
      estimated_kg: '0',
      contracts: null,
    });
    expect(body.rows[0]).toMatchObject({ forecast_kg: null, variance_kg: null, variance_percent: null });
    const { body: one } = await as('auditor').get(`${AT}?financial_year=2025/26`).expect(200);
    expect(one.rows[0].contracts).toMatchObject([
      { contract: 'promised', forecast_kg: '18000', became_kg: '19250.5', variance_percent: '6.95' },
      { contract: 'steady', forecast_kg: '3650.004', variance_percent: '0.00' },
    ]);
    await as('auditor').get(`${AT}?financial_year=2026/27`).expect(404);
    await as('evaluator').get(AT).expect(403);
  });

  it('come as CSV and as a workbook with the notes', async () => {
    const { as, ports } = await createTestApp();
    await forecastThenReported(ports);
    const csv = await as('auditor').get(`${AT}?financial_year=2025/26`).set('Accept', 'text/csv').expect(200);
    const lines = csv.text.trim().split('\r\n');
    expect(lines[1]).toBe(
      'northshire,2025/26,Edition Budget 2025,2025-03-20,,All contracts,21650.004,22900.5,1250.496,5.78,0,22900.5,0',
    );
    expect(lines[2]).toMatch(/^northshire,2025\/26,Edition Budget 2025,2025-03-20,promised,Contract promised,18000,/);
    const xlsx = await as('auditor').get(AT).set('Accept', XLSX).responseType('blob').expect(200);
    const cells = await exceljsCells(xlsx.body as Buffer);
    expect([...cells.values()].join()).toContain('as it was kept when it was published');
  });
});
