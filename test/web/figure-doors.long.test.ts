import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';
import { exampleFile } from '../support/upload-files.ts';

const ASSETS =
  'Contract reference,Line,Device model,Units,Purchase date,Footprint each,Footprint source,Benchmark class,Supersedes line';
const ALLOCATED =
  'Contract,Line,From,To,Supplier total,Total unit,Total covers,Contract value,Turnover,Evidence document';
const CLOUD = 'Contract,Usage month,Project,Service,Region,Location-based,Market-based,Unit';

type Figure = {
  readonly line: string;
  readonly month: string;
  readonly kg: string | null;
  readonly working: string | null;
};

describe('the doors for figures that are at hand in another form', () => {
  let test: TestApp;
  let key = 0;
  const send = (headers: string, ...rows: readonly string[]) => sendTo('', headers, ...rows);
  const sendTo = (query: string, headers: string, ...rows: readonly string[]) =>
    test
      .as('sustainability')
      .post(`/api/v1/imports${query}`)
      .set('Idempotency-Key', `door-${++key}`)
      .attach('file', Buffer.from([headers, ...rows].join('\n')), `door-${key}.csv`);
  const totals = async (query: string) => {
    const { body } = await test.as('sustainability').get(`/api/v1/carbon/totals?${query}`).expect(200);
    return body as { rows: Record<string, string>[]; total: Record<string, string> };
  };
  const figuresOf = async (contract: string): Promise<Figure[]> => {
    const { body } = await test.as('auditor').get(`/api/v1/contracts/${contract}/figures`).expect(200);
    return (body as { items: Figure[] }).items;
  };

  beforeEach(async () => {
    test = await createTestApp();
    const { bytes, name } = exampleFile('northshire', 'contracts.xlsx');
    await test
      .as('sustainability')
      .post('/api/v1/imports')
      .set('Idempotency-Key', 'contracts')
      .attach('file', Buffer.from(bytes), name)
      .expect(201);
  });

  it('record an asset list whole on the day of purchase, and say of each figure how it was worked out', async () => {
    const { body } = await send(
      ASSETS,
      'ICT-C-002,PO-7,Example Book 14,120,2025-06-15,241,Maker’s sheet,,',
      'own-ict,PO-8,Example Book 14,3,2025-07-01,241,Maker’s sheet,,',
    ).expect(201);
    expect(body).toMatchObject({ kind: 'asset-list', registered: { lines: 2, emission_kg: '29643' } });
    expect(await figuresOf('ICT-C-002')).toEqual([
      expect.objectContaining({
        month: '2025-06',
        kg: '28920',
        stage: 'make',
        tier: 'C',
        factor: 'product:Example Book 14',
        working: '120 units of Example Book 14 at 241 kg each (Maker’s sheet)',
      }),
    ]);
    const { rows } = await totals('by=contract&basis=actual');
    expect(rows.map(({ contract, total_kg }) => [contract, total_kg])).toEqual([
      ['ICT-C-002', '28920'],
      ['own-ict', '723'],
    ]);
  });

  it('know an asset that is sent again, ask about another for the same day, and put one right by its name', async () => {
    const row = 'ICT-C-001,PO-7,Example Book 14,120,2025-06-15,241,Maker’s sheet,,';
    await send(ASSETS, row).expect(201);
    const again = await send(ASSETS, row, 'ICT-C-001,PO-9,Example Book 14,1,2025-09-01,241,Maker’s sheet,,').expect(
      201,
    );
    expect(again.body.registered).toMatchObject({ lines: 1, repeated_lines: 1, emission_kg: '241' });
    const asked = await send(ASSETS, 'ICT-C-001,PO-7b,Example Book 14,120,2025-06-15,241,Maker’s sheet,,').expect(422);
    expect(asked.body.errors).toMatchObject([{ cell: 'E2', code: 'period-on-record' }]);
    const fixed = await send(ASSETS, 'ICT-C-001,PO-7,Example Book 14,100,2025-06-15,241,Maker’s sheet,,PO-7').expect(
      201,
    );
    expect(fixed.body.registered).toMatchObject({ replaced_lines: 1, emission_kg: '-4820' });
  });

  it('split an allocated total of a calendar year over the council’s years, and say so; reports count before it', async () => {
    const { body } = await send(
      ALLOCATED,
      'ICT-C-002,FY25,2025-01-01,2025-12-31,12500,t,Scopes 1 and 2,250000,48000000,Report 2025.pdf',
    ).expect(201);
    expect(body.notices).toContain(
      '1 line falls in more than one financial year, and each is split by days: first line FY25 of ICT-C-002, 2025-01-01 to 2025-12-31, in 2024/25 to 2025/26.',
    );
    const { rows } = await totals('by=financial_year,tier&basis=estimated&contract=ICT-C-002');
    // 65,104.167 kg over 90 and 275 of 365 days, month by month to the gram.
    const allocated = rows.filter(({ tier }) => tier === 'D');
    expect(allocated.map(({ financial_year }) => financial_year)).toEqual(['2024/25', '2025/26']);
    const parts = allocated.map(({ estimated_kg = '' }) => Number(estimated_kg));
    expect(parts[0]).toBeCloseTo((65104.167 * 90) / 365, 2);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(65104.167, 6);
    const [figure] = await figuresOf('ICT-C-002');
    expect(figure?.working).toBe('12500 t (Scopes 1 and 2) times GBP 250000 of a turnover of GBP 48000000');
  });

  it('keep a month that a cloud provider gives market-based alone as missing location-based, never as 0', async () => {
    await send(
      CLOUD,
      'ICT-C-002,2025-04,council-web,Virtual machines,UK South,184.2,12.7,kg',
      'ICT-C-002,2025-05,council-web,Virtual machines,UK South,,9.5,kg',
    ).expect(201);
    const { total } = await totals('basis=actual&contract=ICT-C-002');
    expect(total).toMatchObject({
      total_kg: '184.2',
      market_based_kg: '22.2',
      market_based_lines: 2,
      location_based_missing_lines: 1,
    });
    expect((await figuresOf('ICT-C-002')).map(({ month, kg }) => [month, kg])).toEqual([
      ['2025-04', '184.2'],
      ['2025-05', null],
    ]);
  });

  it('mark what comes from money spent in every total, and let it give way to what is reported', async () => {
    const spend = 'Contract,Line,Period start,Period end,Spend excluding VAT,Industry';
    const { body } = await send(spend, 'ICT-C-002,4711,2023-01-01,2023-12-31,15000,62').expect(201);
    expect(body).toMatchObject({ kind: 'spend-export', registered: { lines: 1, emission_kg: '1498.766' } });
    const asked = 'from=2023-01&to=2023-12&contract=ICT-C-002';
    const { total } = await totals(asked);
    expect(total).toMatchObject({ total_kg: '1498.766', spend_based_kg: '1498.766', allocated_kg: '0', quality: '4' });
    expect(total).toMatchObject({ provisional: true });
    const [figure] = await figuresOf('ICT-C-002');
    expect(figure).toMatchObject({ factor: 'spend:62', factor_set: '2023', tier: 'D' });
    await send(
      'Contract reference,Line,Kind,Period start,Period end,Amount,Amount unit,Basis',
      'ICT-C-002,1,emission,2023-01-01,2023-12-31,900,kg,actual',
    ).expect(201);
    expect((await totals(asked)).total).toMatchObject({ total_kg: '900', spend_based_kg: '0', provisional: false });
  });

  it('take the multiplier of the approved set for the year of the prices, and say which set', async () => {
    const keeper = () => test.as('sustainability');
    const table = ['sic,category,2023,2025', '62,Programming,0.2,0.1', '46,Wholesale,4.5,4.4'].join('\n');
    await keeper()
      .post('/api/v1/conversion-factor-sets/import')
      .set('Idempotency-Key', 'table')
      .attach('file', Buffer.from(table), 'multipliers.csv')
      .expect(201);
    const spend = 'Contract,Line,Period start,Period end,Spend excluding VAT,Price year,Industry';
    const row = (line: string, year: string, industry: string) =>
      `ICT-C-002,${line},2023-0${line}-01,2023-0${line}-28,1000,${year},${industry}`;
    await send(spend, row('1', '2023', '62')).expect(201);
    await keeper()
      .post('/api/v1/conversion-factor-sets/spend-multipliers-2025/approve')
      .set('Idempotency-Key', 'approve')
      .send({ note: 'Made up for this test' })
      .expect(200);
    const rows = [row('2', '2023', '62'), row('3', '2022', '62'), row('4', '2026', '62'), row('5', '2023', '26')];
    await send(spend, ...rows).expect(201);
    const workings = new Map((await figuresOf('ICT-C-002')).map(({ line, working }) => [line, working]));
    // What is on record stays with the multiplier it was sent under.
    expect(workings.get('1')).toContain('at 0.0999177 kg for a pound of industry 62 in 2023 (edition 1997-2023)');
    expect(workings.get('2')).toContain('at 0.2 kg for a pound of industry 62 in 2023 (set spend-multipliers-2025)');
    // The set has none of 2022, nor of this industry: the shipped ones are used.
    expect(workings.get('3')).toContain('industry 62 in 2022 (edition 1997-2023)');
    expect(workings.get('5')).toContain('industry 26 in 2023 (edition 1997-2023)');
    // Later than the price index reaches, which is said.
    expect(workings.get('4')).toContain(
      'taken to prices of 2025 by 100 / 100 (the index of 2024, the last there is), at 0.1 kg',
    );
    const { body } = await test.as('sustainability').get('/api/v1/contracts/ICT-C-002/figures').expect(200);
    const figures = (body as { items: { line: string; provisional: boolean }[] }).items;
    const provisional = figures.filter((figure) => figure.provisional).map(({ line }) => line);
    expect(new Set(provisional)).toEqual(new Set(['1', '3', '4', '5']));
    const trade = await send(spend, row('6', '2023', '46')).expect(422);
    expect(trade.body.errors).toMatchObject([{ code: 'trade-sector' }]);
    const { body: version } = await test.as().get('/version').expect(200);
    const inForce = (version as { sets_in_force: string[] }).sets_in_force;
    expect(inForce).toContain('shipped-2025');
    expect(inForce.slice(-2)).toEqual(['spend-multipliers-2025', 'shipped-carbon-values']);
  });

  it('are no measure for a contract without figures where they only screen', async () => {
    const spend = 'Contract,Line,Period start,Period end,Spend excluding VAT,Industry';
    await send(spend, 'ICT-C-002,4711,2025-04-01,2026-03-31,15000000,62').expect(201);
    const standIn = async () => {
      const { body } = await test.as('auditor').get('/api/v1/carbon/totals?financial_year=2025/26').expect(200);
      const { coverage } = body as { coverage: { stand_ins: { contract: string; kg: string | null }[] } };
      return coverage.stand_ins.find(({ contract }) => contract === 'ICT-C-004');
    };
    expect(await standIn()).toMatchObject({ method: null, kg: null });
    await send(
      'Contract reference,Line,Kind,Period start,Period end,Amount,Amount unit,Basis',
      'ICT-C-002,1,emission,2025-04-01,2026-03-31,1200,kg,actual',
    ).expect(201);
    expect(await standIn()).toMatchObject({ kg: '1200' });
  });

  it('find the contract of a supplier by its name where the finance ledger knows no other, and ask where it cannot', async () => {
    const spend = 'Contract,Supplier,Line,Period start,Period end,Spend excluding VAT,Industry';
    const { body: known } = await test.as('auditor').get('/api/v1/contracts/ICT-C-002').expect(200);
    const name = (known as { supplier: { name: string } }).supplier.name.toUpperCase();
    await send(spend, `,${name},4711,2025-04-01,2026-03-31,15000,62`).expect(201);
    const [figure] = await figuresOf('ICT-C-002');
    expect(figure?.working).toContain(`GBP 15000 to ${name} of 2026`);

    const another = 'Contract reference,Title,Supplier,ICT category,Start,End';
    await send(another, `ICT-C-099,More,${name},cloud,2025-04-01,2030-03-31`).expect(201);
    const { body } = await send(
      spend,
      `,${name},4712,2025-04-01,2026-03-31,15000,62`,
      ',Nobody Example Ltd,4713,2025-04-01,2026-03-31,15000,62',
      ',,4714,2025-04-01,2026-03-31,15000,62',
      `ICT-C-099,${name},4715,2025-04-01,2026-03-31,15000,62`,
    ).expect(422);
    expect((body.errors as { cell: string; code: string }[]).map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      'B2 several-contracts',
      'B3 no-contract-of-supplier',
      'A4 contract-missing',
    ]);
    expect(body.errors[0].expected).toContain('ICT-C-099');
  });

  it('tell an unknown contract at its cell, and keep nothing of the file', async () => {
    const { body } = await send(
      CLOUD,
      'ICT-C-002,2025-04,council-web,Virtual machines,UK South,184.2,,kg',
      'ICT-C-0O2,2025-04,council-web,Storage,UK South,1,,kg',
    ).expect(422);
    expect(body.errors).toMatchObject([{ cell: 'A3', code: 'unknown-contract' }]);
    expect((await totals('basis=actual')).total['total_kg']).toBe('0');
  });

  it.each(['asset-list', 'allocated-total', 'cloud-export', 'spend-export'])(
    'give a template %s, for one supplier too',
    async (kind) => {
      await test.as().get(`/api/v1/templates/${kind}.xlsx`).expect(200);
      await test.as('sustainability').get(`/api/v1/templates/${kind}.xlsx?supplier=GB-COH-99999931`).expect(200);
    },
  );
});
