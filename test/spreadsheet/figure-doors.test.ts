import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReturnReading } from '../../src/application/register-upload.ts';
import type { CarbonReturnLine } from '../../src/domain/carbon-figure.ts';
import { allocatedKilograms, productKilograms, spendKilograms, workingText } from '../../src/domain/figure-working.ts';
import { toFraction } from '../../src/domain/quantity.ts';
import { createRegisterReaders } from '../../src/spreadsheet/register-readers.ts';
import { writeRegisterTemplate } from '../../src/spreadsheet/write-register-template.ts';
import { testCatalogue } from '../support/catalogue.ts';

const catalogue = await testCatalogue();
const readers = createRegisterReaders(catalogue);
const ASSETS =
  'Contract reference,Line,Device model,Units,Purchase date,Footprint each,Footprint source,Benchmark class,Stage,Use until';
const ALLOCATED =
  'Contract,Line,From,To,Supplier total,Total unit,Total covers,Contract value,Turnover,Evidence document';
const CLOUD = 'Contract,Usage month,Project,Service,Region,Location-based,Market-based,Unit';

async function read(headers: string, ...rows: readonly string[]): Promise<ReturnReading> {
  const file = { name: 'sent.csv', bytes: Buffer.from([headers, ...rows].join('\n')) };
  const kind = await readers.recognise(file);
  if (kind === 'tender' || kind === 'prices' || kind === 'contracts') throw new Error(`Read as ${kind}`);
  return readers.readReturn(file, undefined, undefined, undefined, kind);
}

async function linesOf(reading: ReturnReading): Promise<CarbonReturnLine[]> {
  return (await Array.fromAsync(reading.lines())).flat();
}

function places({ issues }: ReturnReading): string[] {
  return issues.map(({ cell, header, code }) => `${cell ?? header} ${code}`);
}

const wholeNumber = fc.integer({ min: 1, max: 100_000 }).map(String);
const decimal = fc.stringMatching(/^[1-9]\d{0,6}(\.\d{1,6})?$/);

describe('an asset list', () => {
  it('becomes a line for each row: units times the footprint of one, whole on the day of purchase', async () => {
    const reading = await read(
      ASSETS,
      'ICT-C-001,PO-7,Example Book 14,120,2026-06-15,241,Maker’s product sheet 2025,,,',
      'ICT-C-001,PO-7,Example Book 14,120,2026-06-15,12.5,Maker’s product sheet 2025,,use,2030-06-14',
    );
    expect(reading.issues).toEqual([]);
    expect(reading).toMatchObject({ kind: 'asset-list', lineCount: 2 });
    const [make, use] = await linesOf(reading);
    expect(make).toMatchObject({
      contract: 'ICT-C-001',
      line: 'PO-7',
      kind: 'emission',
      stage: 'make',
      scope: '3',
      periodStart: '2026-06-15',
      periodEnd: '2026-06-15',
      amount: '28920',
      amountUnit: 'kg',
      basis: 'actual',
      tier: 'C',
      working: { method: 'product', model: 'Example Book 14', units: '120', kgEach: '241' },
      source: { row: 2 },
    });
    expect(use).toMatchObject({
      stage: 'use',
      scope: '2',
      periodStart: '2026-06-15',
      periodEnd: '2030-06-14',
      amount: '1500',
      basis: 'estimated',
    });
  });

  it('takes the median of a benchmark class outside use where nobody states a footprint, and says so', async () => {
    const [line] = await linesOf(await read(ASSETS, 'own-ict,A-1,Unknown laptop,10,2026-06-15,,,laptop,,'));
    expect(line).toMatchObject({
      contract: 'own-ict',
      // 307 kg x 0.83, from the tables of 452 products.
      amount: '2548.1',
      tier: 'D',
      working: { kgEach: '254.81', source: 'benchmark Laptop, median of 452 products' },
    });
  });

  it('tells every fault at its cell', async () => {
    const reading = await read(
      ASSETS,
      'C1,1,Example Book,0,2026-06-15,241,Sheet,,,',
      'C1,2,Example Book,5,2026-06-15,,,,,',
      'C1,3,Example Book,5,2026-06-15,241,,,,',
      'C1,4,Example Book,5,2026-06-15,241,Sheet,Laptop,,',
      'C1,5,Example Book,5,2026-06-15,,,Laptops,,',
      'C1,6,Example Book,5,2026-06-15,,,Laptop,use,2030-06-14',
      'C1,7,Example Book,5,2026-06-15,241,Sheet,,make,2030-06-14',
      'C1,8,Example Book,5,2026-06-15,241,Sheet,,use,',
      'C1,9,Example Book,2.5,2026-06-31,-4,Sheet,,,',
      'C1,4,Example Book,5,2026-06-15,241,Sheet,,,',
    );
    expect(places(reading)).toEqual([
      'D2 no-units',
      'F3 footprint-missing',
      'G4 source-missing',
      'H5 two-footprints',
      'H6 unknown-class',
      'H7 no-benchmark-of-use',
      'J8 not-for-stage',
      'J9 not-a-date',
      'D10 not-a-whole-number',
      'E10 not-a-date',
      'B11 duplicate-row',
    ]);
    expect(reading.issues.find(({ code }) => code === 'unknown-class')?.expected).toContain('Laptop');
    expect(await linesOf(reading)).toEqual([]);
  });

  it('multiplies exactly, whatever the figures', () => {
    fc.assert(
      fc.property(wholeNumber, decimal, (units, kgEach) => {
        const kilograms = toFraction(productKilograms({ units, kgEach }));
        expect(kilograms.div(toFraction(units)).equals(toFraction(kgEach))).toBe(true);
      }),
    );
  });
});

describe('an allocated total', () => {
  it('is the published total times contract value over turnover, to the gram, as an estimate of tier D', async () => {
    const reading = await read(
      ALLOCATED,
      'ICT-C-002,FY25,2025-01-01,2025-12-31,12500,t,Scopes 1 and 2,250000,48000000,Report 2025.pdf',
    );
    expect(reading.issues).toEqual([]);
    expect(reading.kind).toBe('allocated-total');
    const [line] = await linesOf(reading);
    expect(line).toMatchObject({
      // 12,500,000 kg x 250,000 / 48,000,000 = 65,104.1666… kg
      amount: '65104.167',
      amountUnit: 'kg',
      scope: '3',
      category: '1',
      basis: 'estimated',
      tier: 'D',
      evidence: { document: 'Report 2025.pdf' },
      working: { method: 'allocated', covers: 'Scopes 1 and 2', turnover: '48000000' },
    });
  });

  it('tells every fault at its cell: a share above 1, a turnover of 0, what is missing', async () => {
    const reading = await read(
      ALLOCATED,
      'C1,1,2025-01-01,2025-12-31,12500,t,Scopes 1 and 2,48000001,48000000,Report.pdf',
      'C1,2,2025-01-01,2025-12-31,12500,t,Scopes 1 and 2,0,0,Report.pdf',
      'C1,3,2025-01-01,2025-12-31,12500,t,Scopes 1 and 2,5,,Report.pdf',
      'C1,4,2025-01-01,2025-12-31,-1,pounds,,5,10,',
      'C1,5,2025-12-31,2025-01-01,12500,t,Scopes 1 and 2,5,10,Report.pdf',
      'C1,6,2025-01-01,2025-12-31,12500,t,Scopes 1 and 2,10,10,Report.pdf',
    );
    expect(places(reading)).toEqual([
      'H2 share-above-one',
      'I3 no-turnover',
      'I4 missing',
      'E5 negative',
      'F5 not-a-choice',
      'G5 missing',
      'J5 missing',
      'D6 ends-before-start',
    ]);
  });

  it('never gives a contract more than the total, and gives all of it to the only customer', () => {
    fc.assert(
      fc.property(decimal, decimal, decimal, (total, first, second) => {
        const [contractValue = '', turnover = ''] = [first, second].toSorted((a, b) =>
          toFraction(a).compare(toFraction(b)),
        );
        const part = toFraction(allocatedKilograms({ total, totalUnit: 't', contractValue, turnover }) ?? '-1');
        expect(part.gte(0) && part.lte(toFraction(total).mul(1000))).toBe(true);
        const whole = allocatedKilograms({ total, totalUnit: 't', contractValue: turnover, turnover }) ?? '';
        expect(toFraction(whole).sub(toFraction(total).mul(1000)).abs().lte(toFraction('0.0005'))).toBe(true);
      }),
    );
  });
});

describe('a cloud export', () => {
  it('becomes a line for each month and service; market-based alone leaves location-based missing', async () => {
    const reading = await read(
      CLOUD,
      'ICT-C-002,2026-04,council-web,Virtual machines,UK South,184.2,12.7,kgCO2e',
      'ICT-C-002,2026-05-01,council-web,Virtual machines,UK South,,0,kgCO2e',
      'ICT-C-002,2026-04,council-web,Storage,UK South,0.002,,MTCO2e',
    );
    expect(reading.issues).toEqual([]);
    expect(reading.kind).toBe('cloud-export');
    const [april, may, storage] = await linesOf(reading);
    expect(april).toMatchObject({
      line: 'council-web, Virtual machines, UK South',
      stage: 'serve',
      scope: '3',
      category: '1',
      periodStart: '2026-04-01',
      periodEnd: '2026-04-30',
      amount: '184.2',
      marketBasedAmount: '12.7',
      basis: 'actual',
      tier: 'B',
    });
    expect(may).toMatchObject({ periodStart: '2026-05-01', periodEnd: '2026-05-31', marketBasedAmount: '0' });
    expect(may).not.toHaveProperty('amount');
    expect(storage).toMatchObject({ amount: '0.002', amountUnit: 't' });
    expect(storage).not.toHaveProperty('marketBasedAmount');
  });

  it('tells every fault at its cell', async () => {
    const reading = await read(
      CLOUD,
      'C1,2026-13,p,Storage,UK,1,1,kg',
      'C1,2026-04-15,p,Storage,UK,1,1,kg',
      'C1,2026-04,p,Storage,UK,,,kg',
      'C1,2026-05,p,Storage,UK,1,-1,',
      'C1,2026-06,p,Storage,UK,1,1,kg',
      'C1,2026-06,p,Storage,UK,2,1,kg',
    );
    expect(places(reading)).toEqual([
      'B2 not-a-month',
      'B3 not-a-month',
      'F4 no-figure',
      'G5 negative',
      'H5 missing',
      'D7 duplicate-row',
    ]);
  });
});

const SPEND = 'Contract,Line,From,To,Spend excluding VAT,Price year,SIC code';

describe('a spend export', () => {
  it('is pounds times the kilograms for a pound of the industry, in the prices of its own year', async () => {
    const reading = await read(SPEND, 'own-ict,4711,2023-01-01,2023-12-31,15000,,62');
    expect(reading.issues).toEqual([]);
    expect(reading.kind).toBe('spend-export');
    const [line] = await linesOf(reading);
    expect(line).toMatchObject({
      // 15,000 x 0.0999177 = 1,498.7655 kg
      amount: '1498.766',
      basis: 'estimated',
      tier: 'D',
      scope: '3',
      working: { method: 'spend', priceYear: '2023', multiplierYear: '2023', edition: '1997-2023', provisional: true },
    });
    expect(line?.working).not.toHaveProperty('deflated');
  });

  it('takes later prices to those of the newest multiplier, and says where the index ends', async () => {
    const [line, later] = await linesOf(
      await read(SPEND, 'own-ict,1,2024-01-01,2024-12-31,15000,,62', 'own-ict,2,2025-04-01,2026-03-31,15000,2025,62'),
    );
    // 15,000 x 96.2507 / 100 x 0.0999177 = 1,442.5722… kg
    expect(line).toMatchObject({ amount: '1442.572', working: { deflated: { from: '100', to: '96.2507' } } });
    expect(later).toMatchObject({ amount: '1442.572', working: { priceYear: '2025' } });
    if (later?.working === undefined) throw new Error('The line has no working');
    expect(workingText(later.working)).toBe(
      'GBP 15000 of 2025, taken to prices of 2023 by 96.2507 / 100 (the index of 2024, the last there is), at 0.0999177 kg for a pound of industry 62 in 2023 (edition 1997-2023); screening only',
    );
  });

  it('tells every fault at its cell: trade above all, which would count a reseller forty times over', async () => {
    const reading = await read(
      SPEND,
      'C1,1,2023-01-01,2023-12-31,100,,46',
      'C1,2,2023-01-01,2023-12-31,100,,6201',
      'C1,3,2013-01-01,2013-12-31,100,,62',
      'C1,4,2023-01-01,2023-12-31,100,13,62',
      'C1,5,2023-01-01,2023-12-31,-100,,62',
      'C1,6,2023-01-01,2023-12-31,,,62',
      'C1,7,2023-01-01,2023-12-31,100,,',
    );
    expect(places(reading)).toEqual([
      'G2 trade-sector',
      'G3 unknown-sector',
      'D4 price-year-too-early',
      'F5 not-a-year',
      'E6 negative',
      'E7 missing',
      'G8 missing',
    ]);
    expect(reading.issues[0]?.expected).toBe('26');
  });

  it('gives what the worked examples give, once the tax is off', () => {
    // 18,000 with 20% VAT is 15,000; at 0.0999152 kg for a pound that is 1,498.728 kg.
    expect(spendKilograms({ spend: '15000', kgPerGbp: '0.0999152' })).toBe('1498.728');
    expect(spendKilograms({ spend: '1000', kgPerGbp: '0.585' })).toBe('585');
  });
});

describe('the template of a door', () => {
  it.each(['asset-list', 'allocated-total', 'cloud-export', 'spend-export'] as const)(
    '%s comes back blank as what it is, and is told that it holds nothing',
    async (kind) => {
      const bytes = await writeRegisterTemplate({ kind, contracts: [], lines: [] }, catalogue);
      const file = { name: 'a.xlsx', bytes };
      expect(await readers.recognise(file)).toBe(kind);
      const reading = await readers.readReturn(file, undefined, undefined, undefined, kind);
      expect(reading.issues.map(({ code }) => code)).toEqual(['no-lines']);
    },
  );
});
