import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkBids, checkTender } from '../../src/application/check-tender.ts';
import { compareNames, type Tender, toCanonicalTender } from '../../src/application/tender.ts';
import type { Bid, CarbonLine } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { detailedTender, tenderWithLots } from '../support/detailed-tender.ts';
import { SAMPLE_PROFILES, sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';

const catalogue = await testCatalogue();
const [alder, birch] = detailedTender.bids as readonly [Bid, Bid];

function faultsOf(tender: Tender): string[] {
  return checkTender(tender, catalogue).map(({ pointer, code }) => `${pointer} ${code}`);
}

function withProcurement(change: Partial<Procurement>): string[] {
  return faultsOf({ ...detailedTender, procurement: { ...detailedTender.procurement, ...change } });
}

function withBid(change: Partial<Bid>): string[] {
  return faultsOf({ ...detailedTender, bids: [{ ...alder, ...change }, birch] });
}

function withLine(line: Partial<CarbonLine>): string[] {
  return withBid({ carbon: [{ line: '7', stage: 'use', ...line }] });
}

function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = value;
  return rest;
}

describe('the check of a tender', () => {
  it('finds nothing in a good one, with lots or without', () => {
    expect(faultsOf(detailedTender)).toEqual([]);
    expect(faultsOf(tenderWithLots)).toEqual([]);
  });

  it.skipIf(!sharedExists)('finds nothing in the sample bids (skipped without ../shared)', () => {
    for (const version of [1, 2] as const) {
      for (const profile of SAMPLE_PROFILES[version]) expect(faultsOf(sampleTender(version, profile))).toEqual([]);
    }
  });

  it('tells everything that is wrong at once', () => {
    const bad: Tender = {
      procurement: { ...detailedTender.procurement, profile: 'tanks', functionalUnits: '0', bidDeadline: 'soon' },
      bids: [
        { ...alder, price: '-1', carbon: [{ line: '1', stage: 'use' }] },
        { ...birch, supplier: { name: ' ' } },
      ],
    };
    expect(faultsOf(bad)).toEqual([
      '#/procurement/bidDeadline not-a-date',
      '#/procurement/profile unknown-profile',
      '#/procurement/functionalUnits out-of-range',
      '#/bids/B1/price negative',
      '#/bids/B1/carbon/1/declaredKg no-figure',
      '#/bids/B2/supplier/name missing',
    ]);
  });

  it('a tender without faults can be scored', () => {
    for (const tender of [detailedTender, tenderWithLots]) {
      const assessment = assess(catalogue, { ...tender, softwareVersion: '0', status: 'trial' });
      expect(assessment.lots.flatMap(({ bids }) => bids)).toHaveLength(tender.bids.length);
    }
  });
});

describe('the check of the published facts', () => {
  it('knows the rule set and its profiles, and names the known ones', () => {
    expect(withProcurement({ ruleSet: 'ict@1' })).toEqual(['#/procurement/ruleSet unknown-rule-set']);
    const [fault] = checkTender(
      { ...detailedTender, procurement: { ...detailedTender.procurement, profile: 'short form' } },
      catalogue,
    );
    expect(fault?.expected).toBe('mixed, hardware, saas, services or short');
  });

  it('wants shares of exactly 100', () => {
    expect(withProcurement({ shares: { environment: '25', quality: '35', price: '40.000000001' } })).toEqual([
      '#/procurement/shares shares-not-100',
    ]);
    expect(withProcurement({ shares: { environment: '33.3', quality: '33.3', price: '33.4' } })).toEqual([]);
    expect(withProcurement({ shares: { environment: '-10', quality: '70', price: '40' } })).toEqual([
      '#/procurement/shares/environment negative',
    ]);
  });

  it("wants each benchmark high above low, the rule set's own included", () => {
    expect(withProcurement({ priceBenchmarkHigh: '1000000.5' })).toEqual([
      '#/procurement/priceBenchmarkHigh benchmarks-crossed',
    ]);
    const onlyHigh = without({ ...detailedTender.procurement, carbonBenchmarkHigh: '1' }, 'carbonBenchmarkLow');
    expect(faultsOf({ ...detailedTender, procurement: onlyHigh })).toEqual([
      '#/procurement/carbonBenchmarkHigh benchmarks-crossed',
    ]);
  });

  it('wants what the price method needs', () => {
    const bare = without(without(detailedTender.procurement, 'priceBenchmarkHigh'), 'contractEnd');
    expect(faultsOf({ ...detailedTender, procurement: bare })).toEqual([
      '#/procurement/priceBenchmarkHigh benchmark-missing',
    ]);
    expect(faultsOf({ ...detailedTender, procurement: { ...bare, priceMethod: 'shadow-priced' } })).toEqual([
      '#/procurement/contractEnd date-missing',
    ]);
    expect(faultsOf({ ...detailedTender, procurement: { ...bare, priceMethod: 'price-per-quality-point' } })).toEqual(
      [],
    );
    const noPrice = { environment: '60', quality: '40', price: '0' };
    expect(faultsOf({ ...detailedTender, procurement: { ...bare, shares: noPrice } })).toEqual([]);
    expect(withProcurement({ priceMethod: 'shadow-priced', contractEnd: '2150-01-01' })).toEqual([
      '#/procurement/contractEnd year-without-carbon-value',
    ]);
  });

  it('wants dates that exist and are in order', () => {
    expect(withProcurement({ bidDeadline: '2026-02-29' })).toEqual(['#/procurement/bidDeadline not-a-date']);
    expect(withProcurement({ contractStart: '2031-03-31' })).toEqual(['#/procurement/contractEnd end-before-start']);
  });

  it('wants a framework reference on the framework routes, and a route in force', () => {
    const bare = without(detailedTender.procurement, 'frameworkReference');
    for (const [route, faults] of [
      ['framework-competition', ['#/procurement/frameworkReference framework-reference-missing']],
      ['framework-direct', ['#/procurement/frameworkReference framework-reference-missing']],
      ['open', []],
      ['below-threshold', []],
    ] as const) {
      expect(faultsOf({ ...detailedTender, procurement: { ...bare, route } })).toEqual(faults);
    }
    expect(withProcurement({ bidDeadline: '1999-01-01', contractStart: '2000-01-01' })).toContain(
      '#/procurement/route route-not-in-force',
    );
  });

  it('knows the codes that may be adopted, and which need a reason', () => {
    expect(withProcurement({ adoptions: [{ code: 'X1', on: true }] })).toEqual([
      '#/procurement/adoptions/X1 unknown-code',
    ]);
    expect(withProcurement({ adoptions: [{ code: 'T1', on: true }] })).toEqual([
      '#/procurement/adoptions/T1 reason-missing',
    ]);
    expect(withProcurement({ adoptions: [{ code: 'T1', on: false }] })).toEqual([]);
    expect(withProcurement({ adoptions: [{ code: 'G2', on: false, reason: ' ' }] })).toEqual([
      '#/procurement/adoptions/G2 reason-missing',
    ]);
    expect(withProcurement({ adoptions: [{ code: 'G1', on: true }] })).toEqual([]);
    const twice = { code: 'T1', on: true, reason: 'because' };
    expect(withProcurement({ adoptions: [twice, twice] })).toEqual(['#/procurement/adoptions/T1 duplicate-code']);
  });

  it('looks at each lot by what holds for it', () => {
    const lots = [
      { id: '1', title: 'Laptops', priceBenchmarkHigh: '5' },
      { id: '1', title: '', profile: 'tanks', contractEnd: '2020-01-01' },
    ];
    expect(faultsOf({ procurement: { ...detailedTender.procurement, lots }, bids: [] })).toEqual([
      '#/procurement/lots/1/priceBenchmarkHigh benchmarks-crossed',
      '#/procurement/lots/1/title missing',
      '#/procurement/lots/1 duplicate-lot',
      '#/procurement/lots/1/profile unknown-profile',
      '#/procurement/lots/1/contractEnd end-before-start',
    ]);
  });
});

describe('the check of a bid', () => {
  it('wants each bid and lot once, and lots that are listed', () => {
    expect(faultsOf({ ...detailedTender, bids: [birch, birch] })).toEqual(['#/bids/B2 duplicate-bid']);
    expect(withBid({ lot: '1' })).toEqual(['#/bids/B1/lots/1/lot unknown-lot']);
    expect(faultsOf({ ...tenderWithLots, bids: [birch] })).toEqual(['#/bids/B2/lot lot-missing']);
  });

  it('wants a price above 0 and quality points from 0 to 100', () => {
    expect(withBid({ price: '0' })).toEqual(['#/bids/B1/price out-of-range']);
    expect(withBid({ price: '1e6' })).toEqual(['#/bids/B1/price not-a-number']);
    expect(withBid({ qualityPoints: '0' })).toEqual([]);
    expect(withBid({ qualityPoints: '100.01' })).toEqual(['#/bids/B1/qualityPoints out-of-range']);
  });

  it('wants answers of the type and within the limits of their question, and says what would be right', () => {
    const answers = {
      'net-zero-year': { state: 'given', value: '1999' },
      'zero-net-aim': { state: 'given', value: 'yes' },
      'target-validation': { state: 'given', value: 'perhaps' },
      'gross-cut-by-2030': { state: 'not-applicable', reason: ' ' },
      'net-zero-yaer': { state: 'given', value: '2040' },
    } as const;
    const faults = checkTender({ ...detailedTender, bids: [{ ...alder, answers }] }, catalogue);
    expect(faults.map(({ pointer, code, expected }) => [pointer.split('/').at(-1), code, expected])).toEqual([
      ['net-zero-year', 'out-of-range', 'a year from 2000 to 2100'],
      ['zero-net-aim', 'not-yes-or-no', 'Yes or No'],
      ['target-validation', 'not-a-choice', 'none, committed, nearTermValidated, netZeroValidated'],
      ['gross-cut-by-2030', 'missing', 'the reason why the question does not apply'],
      ['net-zero-yaer', 'unknown-question', expect.stringContaining('net-zero-year')],
    ]);
  });

  it('wants evidence dates that exist and are in order', () => {
    const evidence = { document: 'Certificate.pdf', date: '2026-13-01', validUntil: '2025-01-01' };
    expect(withBid({ answers: { 'zero-net-aim': { state: 'given', value: true, evidence } } })).toEqual([
      '#/bids/B1/answers/zero-net-aim/evidence/date not-a-date',
      '#/bids/B1/answers/zero-net-aim/evidence/validUntil valid-before-date',
    ]);
  });
});

describe('the check of a carbon line', () => {
  const activity = { quantity: '1000', unit: 'kWh', factor: 'electricity.uk.generation' };

  it('wants a declared figure, or a quantity with its unit and factor', () => {
    expect(withLine({})).toEqual(['#/bids/B1/carbon/7/declaredKg no-figure']);
    expect(withLine({ declaredKg: '5' })).toEqual([]);
    expect(withLine(activity)).toEqual([]);
    expect(withLine(without(activity, 'factor'))).toEqual(['#/bids/B1/carbon/7/factor factor-missing']);
    expect(withLine(without(activity, 'unit'))).toEqual(['#/bids/B1/carbon/7/unit unit-missing']);
    expect(withLine({ ...without(activity, 'quantity'), declaredKg: '5' })).toEqual([
      '#/bids/B1/carbon/7/quantity quantity-missing',
    ]);
  });

  it('wants both figures to agree within 1%, the limit itself included', () => {
    // 1,000 kWh at the 2025 factor of 0.177 kgCO2e a kWh are 177 kg.
    for (const [declaredKg, faults] of [
      ['178.77', []],
      ['178.7701', ['#/bids/B1/carbon/7/declaredKg figures-differ']],
      ['175.23', []],
      ['175.2299', ['#/bids/B1/carbon/7/declaredKg figures-differ']],
    ] as const) {
      expect(withLine({ ...activity, declaredKg })).toEqual(faults);
    }
  });

  it('wants a reason for a nought, whichever way it is stated', () => {
    expect(withLine({ declaredKg: '0' })).toEqual(['#/bids/B1/carbon/7/reason zero-without-reason']);
    expect(withLine({ declaredKg: '0.000' })).toEqual(['#/bids/B1/carbon/7/reason zero-without-reason']);
    expect(withLine({ ...activity, quantity: '0' })).toEqual(['#/bids/B1/carbon/7/reason zero-without-reason']);
    expect(withLine({ declaredKg: '0', reason: 'Nothing is shipped' })).toEqual([]);
  });

  it('takes factors of the latest official set whose year is not after the deadline', () => {
    expect(withLine({ ...activity, declaredKg: '177' })).toEqual([]);
    const earlier = { ...detailedTender.procurement, bidDeadline: '2025-03-01' };
    const in2016 = checkBids(
      [{ ...alder, carbon: [{ line: '7', stage: 'use', ...activity, declaredKg: '412.05' }] }],
      catalogue,
      undefined,
      '2016-06-01',
    );
    expect(in2016).toEqual([]);
    expect(
      faultsOf({ procurement: earlier, bids: [{ ...alder, carbon: [{ line: '7', stage: 'use', ...activity }] }] }),
    ).toEqual([]);
  });

  it('names the nearest factors for one that is unknown, and the sets for one of another year', () => {
    const [unknown] = checkTender(
      {
        ...detailedTender,
        bids: [{ ...alder, carbon: [{ line: '1', stage: 'use', ...activity, factor: 'electricity.uk' }] }],
      },
      catalogue,
    );
    expect(unknown).toMatchObject({
      code: 'unknown-factor',
      expected: expect.stringContaining('electricity.uk.generation'),
    });
    const line = { line: '1', stage: 'use', quantity: '1', unit: 't', factor: 'van.average.bev.km' } as const;
    const [missing] = checkBids([{ ...alder, carbon: [line] }], catalogue, undefined, '2016-06-01');
    expect(missing).toMatchObject({ code: 'factor-not-in-set', fix: expect.stringMatching(/\(official\)/) });
  });

  it('wants the unit of the factor, and never takes a bare kWh of a fuel', () => {
    expect(withLine({ ...activity, unit: 'KWH' })).toEqual([]);
    expect(withLine({ ...activity, unit: 'MWh' })).toEqual(['#/bids/B1/carbon/7/unit wrong-unit']);
    const gas = { ...activity, factor: 'gas.natural.gross_kwh' };
    expect(withLine({ ...gas, unit: 'kWh' })).toEqual(['#/bids/B1/carbon/7/unit wrong-unit']);
    expect(withLine({ ...gas, unit: 'kWh (Gross CV)' })).toEqual([]);
    expect(withLine({ ...gas, unit: 'kWh (Net CV)' })).toEqual(['#/bids/B1/carbon/7/unit wrong-unit']);
  });

  it('refuses negative figures and figures beyond what a line can be', () => {
    expect(withLine({ declaredKg: '-5' })).toEqual(['#/bids/B1/carbon/7/declaredKg negative']);
    expect(withLine({ declaredKg: '10000000000.1' })).toEqual(['#/bids/B1/carbon/7/declaredKg out-of-range']);
    expect(withLine({ ...activity, quantity: '-5' })).toEqual(['#/bids/B1/carbon/7/quantity negative']);
  });
});

describe('the canonical order of a tender', () => {
  it('is the same whatever the order it was given in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...tenderWithLots.bids], { minLength: 3 }), fc.boolean(), (bids, turned) => {
        const given = bids.map((bid) =>
          turned ? { ...bid, carbon: bid.carbon.toReversed(), removals: bid.removals.toReversed() } : bid,
        );
        expect(JSON.stringify(toCanonicalTender({ ...tenderWithLots, bids: given }))).toBe(
          JSON.stringify(toCanonicalTender(tenderWithLots)),
        );
      }),
    );
  });

  it('puts numbered names by their number and is a total order', () => {
    expect(['10', '2', 'b', 'B', '1', ''].toSorted(compareNames)).toEqual(['1', '2', '10', '', 'B', 'b']);
    const name = fc.oneof(fc.string({ maxLength: 3 }), fc.nat(30).map(String), fc.constantFrom('01', '1', '001'));
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(Math.sign(compareNames(a, b))).toBe(-Math.sign(compareNames(b, a)) + 0);
        expect(compareNames(a, b) === 0).toBe(a === b);
        if (compareNames(a, b) < 0 && compareNames(b, c) < 0) expect(compareNames(a, c)).toBeLessThan(0);
      }),
    );
  });
});
