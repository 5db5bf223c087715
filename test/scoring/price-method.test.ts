import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalText, type Fraction, roundHalfUp, toFraction } from '../../src/domain/quantity.ts';
import { carbonPointsFor, impliedCarbonPrice, poundsPerTonne } from '../../src/scoring/implied-carbon-price.ts';
import {
  evaluatedTonnesByYear,
  fixedBenchmarkPoints,
  missedLevelSanction,
  notionalPrice,
  pricePerQualityPoint,
  shadowPricedCost,
} from '../../src/scoring/price-method.ts';
import { footprintOf } from '../support/footprints.ts';
import { readSharedJson, sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const of = (value: string | number): Fraction => toFraction(value);

describe('fixedBenchmarkPoints', () => {
  test.each([
    ['799.99', '100'],
    ['800', '100'],
    ['1200', '50'],
    ['1600', '0'],
    ['1600.01', '0'],
  ])('a price of %s between 800 and 1600 earns %s points', (price, points) => {
    expect(decimalText(fixedBenchmarkPoints(of(price), of('1600'), of('800')))).toBe(points);
  });

  test('benchmarks that are equal or the wrong way round are refused', () => {
    expect(() => fixedBenchmarkPoints(of(1), of(800), of(800))).toThrow('above the low');
    expect(() => fixedBenchmarkPoints(of(1), of(700), of(800))).toThrow('above the low');
  });

  test('a lower price never earns fewer points', () => {
    const price = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(price, price, (a, b) => {
        const [lower, higher] = [Math.min(a, b), Math.max(a, b)].map((one) =>
          fixedBenchmarkPoints(of(one), of(1600), of(800)),
        );
        expect(lower?.gte(higher ?? of(101))).toBe(true);
      }),
    );
  });
});

test('a bid without quality points has no price for a quality point', () => {
  expect(pricePerQualityPoint(of(100), of(0))).toBeUndefined();
});

describe('shadowPricedCost', () => {
  test('a discount leaves the first year whole and divides later ones by the rate', () => {
    const emissions = [2027, 2029].map((year) => ({ year, tonnes: of(100) }));
    const flat = { flatPoundsPerTonne: of('103.5') };
    const cost = shadowPricedCost(of(0), emissions, flat, { percent: of('3.5'), firstYear: 2027 });
    expect(cost.equals(of(10350).add(of(10000).div(of('1.035'))))).toBe(true);
  });

  test('a year without a published value is refused, not extrapolated', () => {
    const values = { poundsPerTonneByYear: new Map([[2027, of(281)]]) };
    expect(() => shadowPricedCost(of(0), [{ year: 2051, tonnes: of(1) }], values)).toThrow('the year 2051');
  });
});

describe('evaluatedTonnesByYear', () => {
  test('dated lines fall in their year; undated lines and defaults are spread over the contract', () => {
    const footprint = footprintOf([
      { stage: 'make', declaredKg: '100000', tier: 'A', year: '2027' },
      { stage: 'use', declaredKg: '20000', tier: 'B', year: '2028/29' },
      { stage: 'serve', declaredKg: '10000', tier: 'B' },
    ]);
    const byYear = evaluatedTonnesByYear(footprint, [2027, 2028]);
    // make 103 t; use 22 t; serve 11 t and the defaults for ship and end, 19 kg x 1,000 = 19 t, in two halves of 15 t.
    expect(byYear.map(({ year, tonnes }) => [year, decimalText(tonnes)])).toEqual([
      [2027, '118'],
      [2028, '37'],
    ]);
  });

  test('the years add to the evaluated total exactly, also when no line is given', () => {
    const footprint = footprintOf([]);
    const total = evaluatedTonnesByYear(footprint, [2027, 2028, 2029]).reduce(
      (sum, { tonnes }) => sum.add(tonnes),
      of(0),
    );
    expect(total.mul(1000).equals(footprint.evaluatedKilograms)).toBe(true);
    expect(decimalText(total)).toBe('260');
  });
});

describe('impliedCarbonPrice', () => {
  const sample = { carbonPoints: of(6), pricePoints: of(40), priceSpread: of(800_000), tonnesSpread: of(1920) };
  const published = { year: '2026', low: '138.61', central: '277.22', high: '415.83' };

  test('six points of weight over the sample benchmarks are worth 62.50 pounds a tonne, below the low value', () => {
    const implied = impliedCarbonPrice(sample, published);
    expect(implied === undefined ? undefined : decimalText(implied.poundsPerTonne)).toBe('62.5');
    expect(implied?.isBelowLow).toBe(true);
  });

  test('an implied price equal to the low value is not below it', () => {
    expect(impliedCarbonPrice(sample, { ...published, low: '62.5' })?.isBelowLow).toBe(false);
  });

  test('the central value of 2026 would need 26.61 points', () => {
    const points = carbonPointsFor(of('277.22'), sample);
    expect(points === undefined ? undefined : roundHalfUp(points, 2)).toBe('26.61');
  });

  test('without a weight for price, or without a spread, there is no implied price', () => {
    expect(poundsPerTonne({ ...sample, pricePoints: of(0) })).toBeUndefined();
    expect(poundsPerTonne({ ...sample, tonnesSpread: of(0) })).toBeUndefined();
    expect(carbonPointsFor(of(1), { ...sample, priceSpread: of(0) })).toBeUndefined();
    expect(impliedCarbonPrice({ ...sample, pricePoints: of(0) }, published)).toBeUndefined();
  });
});

type Linear = { max: number; low: number; high: number; prices: number[] };
type Ladder = { levels: Record<string, number>; bids: { price: number; level: number }[]; sanctionFactor: string };
type Shadow = Record<'A' | 'B', { price: number; tonnes: number[] }> & { valueByYear: Record<string, string> };
type SampleShadow = {
  shadowPrice: {
    lambdaGbpPerTonne: string;
    bids: Record<string, { tonnes: string; evaluatedPrice: string; perQualityPoint: string }>;
  };
};
type SampleBids = { bids: { id: string; fields: { price: string | number; quality: string | number } }[] };

describe.skipIf(!sharedExists)('price methods of the worked examples (skipped without the shared data)', () => {
  test('O1: fixed benchmarks', () => {
    const { inputs, expected } = workedExample<Linear, { scores: number[] }>('own', 'O1-fixedLinear');
    const points = inputs.prices.map((price) =>
      fixedBenchmarkPoints(of(price), of(inputs.high), of(inputs.low)).valueOf(),
    );
    expect(points).toEqual(expected.scores);
  });

  test('N2: price for a quality point, with an exact tie', () => {
    const { inputs, expected } = workedExample<{ bids: [string, string][] }, { values: string[]; lowest: number[] }>(
      'own',
      'N2-pricePerQualityPoint',
    );
    const prices = inputs.bids.map(([price, quality]) => pricePerQualityPoint(of(price), of(quality)) ?? of(0));
    expect(prices.map((price) => roundHalfUp(price, 4))).toEqual(expected.values);
    const lowest = prices.flatMap((price, index) => (prices.every((other) => price.lte(other)) ? [index] : []));
    expect(lowest).toEqual(expected.lowest);
  });

  test('N4: a fixed cut against a reference is a benchmark at the reference and one at the full cut', () => {
    type Cut = { max: number; reference: string; fullCut: string; values: string[] };
    const { inputs, expected } = workedExample<Cut, { scores: string[] }>('own', 'N4-fixedCut');
    const reference = of(inputs.reference);
    const low = reference.mul(of(1).sub(of(inputs.fullCut)));
    const points = inputs.values.map((value) =>
      fixedBenchmarkPoints(of(value), reference, low).mul(inputs.max).div(100),
    );
    expect(points.map((one) => roundHalfUp(one, 4))).toEqual(expected.scores);
  });

  test('O3: the absolute carbon formula keeps its order when a third bid comes', () => {
    const { inputs, expected } = workedExample<
      { carbon: number[]; quality: number[] },
      { absolute_40_200_with_C: number[] }
    >('own', 'O3-carbon');
    const totals = inputs.carbon.map((tonnes, index) =>
      fixedBenchmarkPoints(of(tonnes), of(200), of(40))
        .mul(of('0.3'))
        .add(of(inputs.quality[index] ?? 0).mul(of('0.7')))
        .valueOf(),
    );
    expect(totals).toEqual(expected.absolute_40_200_with_C);
  });

  test('O4: shadow-priced whole life without discount', () => {
    const { inputs, expected } = workedExample<Shadow, { A: string; B: string }>('own', 'O4');
    const years = Object.keys(inputs.valueByYear).map(Number);
    const values = { poundsPerTonneByYear: new Map(years.map((year) => [year, of(inputs.valueByYear[year] ?? '')])) };
    const cost = ({ price, tonnes }: Shadow['A']) =>
      roundHalfUp(
        shadowPricedCost(
          of(price),
          years.map((year, index) => ({ year, tonnes: of(tonnes[index] ?? 0) })),
          values,
        ),
        2,
      );
    expect([cost(inputs.A), cost(inputs.B)]).toEqual([expected.A, expected.B]);
  });

  test('O5: implied carbon price of 104.17 pounds a tonne', () => {
    const { inputs, expected } = workedExample<Record<string, number>, { gbp_per_t: string }>('own', 'O5');
    const implied = poundsPerTonne({
      carbonPoints: of(inputs['w_carbon'] ?? 0),
      pricePoints: of(inputs['w_price'] ?? 0),
      priceSpread: of(inputs['delta_price'] ?? 0),
      tonnesSpread: of(inputs['delta_tonnes'] ?? 0),
    });
    expect(implied === undefined ? undefined : roundHalfUp(implied, 2)).toBe(expected.gbp_per_t);
  });

  test('O22: notional discount by level, and the sanction for missing it', () => {
    const { inputs, expected } = workedExample<Ladder, { notional: string[]; sanctionIfLevel3Missed: string }>(
      'own',
      'O22',
    );
    const percent = (level: number) => of(inputs.levels[level] ?? 0);
    expect(inputs.bids.map(({ price, level }) => decimalText(notionalPrice(of(price), percent(level))))).toEqual(
      expected.notional,
    );
    const [, second] = inputs.bids;
    const sanction = missedLevelSanction(
      of(second?.price ?? 0),
      percent(second?.level ?? 0),
      of(inputs.sanctionFactor),
    );
    expect(decimalText(sanction)).toBe(expected.sanctionIfLevel3Missed);
  });

  test('the sample bids at a flat 285.73 pounds a tonne', () => {
    const { shadowPrice } = readSharedJson('data', 'sample-bids', 'expected.json') as SampleShadow;
    const { bids } = readSharedJson('data', 'sample-bids', 'bids.json') as SampleBids;
    for (const [id, expected] of Object.entries(shadowPrice.bids)) {
      const fields = bids.find((bid) => bid.id === id)?.fields ?? { price: '0', quality: '0' };
      const cost = shadowPricedCost(of(fields.price), [{ year: 2028, tonnes: of(expected.tonnes) }], {
        flatPoundsPerTonne: of(shadowPrice.lambdaGbpPerTonne),
      });
      expect([id, roundHalfUp(cost, 2)]).toEqual([id, expected.evaluatedPrice]);
      const perPoint = pricePerQualityPoint(cost, of(fields.quality));
      expect([id, perPoint === undefined ? '' : roundHalfUp(perPoint, 2)]).toEqual([id, expected.perQualityPoint]);
    }
  });
});
