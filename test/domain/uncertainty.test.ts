import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  lognormalRange,
  normalProbability,
  pedigreeGsdSquared,
  probabilityLower,
  productPercent,
  propagatedPercent,
  spreadOfLines,
  TIER_GSD,
  tierRange,
} from '../../src/domain/uncertainty.ts';
import { wordingOf } from '../../src/scoring/carbon-comparison.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const kilograms = fc.double({ min: 0.001, max: 1e6, noNaN: true });

describe('tierRange', () => {
  test('one tier without factors has the spread of the tier, however many lines the figure is split into', () => {
    fc.assert(
      fc.property(fc.array(kilograms, { minLength: 1, maxLength: 8 }), (amounts) => {
        const spread = spreadOfLines(amounts.map((amount) => ({ kilograms: amount, tier: 'C' as const })));
        expect(spread).toBeCloseTo(Math.log(TIER_GSD.C), 10);
      }),
    );
  });

  test('lines of different factors make the sum surer than lines of one', () => {
    const lines = (factors: string[]) => factors.map((factor) => ({ kilograms: 100, tier: 'C' as const, factor }));
    const shared = spreadOfLines(lines(['grid', 'grid'])) ?? 0;
    const apart = spreadOfLines(lines(['grid', 'gas'])) ?? 0;
    expect(shared).toBeCloseTo(Math.log(1.3), 12);
    expect(apart).toBeCloseTo(Math.log(1.3) / Math.SQRT2, 12);
  });

  test('the range lies around the total, wider for a lower tier', () => {
    const range = (tier: 'A' | 'D') => tierRange([{ kilograms: 1000, tier }]) ?? { lowKilograms: 0, highKilograms: 0 };
    expect(range('A').lowKilograms).toBeCloseTo(908.8, 1);
    expect(range('A').highKilograms).toBeCloseTo(1100.3, 1);
    expect(range('D').lowKilograms).toBeLessThan(range('A').lowKilograms);
    expect(range('D').highKilograms).toBeGreaterThan(range('A').highKilograms);
  });

  test('nothing emitted has no range', () => {
    expect(tierRange([])).toBeUndefined();
    expect(tierRange([{ kilograms: 0, tier: 'A' }])).toBeUndefined();
  });

  test('a lognormal range is the same factor to both sides of the median', () => {
    const { lowKilograms, highKilograms } = lognormalRange(200, 1.3);
    expect(Math.sqrt(lowKilograms * highKilograms)).toBeCloseTo(200, 9);
  });
});

describe('propagated uncertainty', () => {
  test('a sum of 0 has none', () => {
    expect(propagatedPercent([])).toBeUndefined();
  });

  test('of a product it is the root of the sum of squares', () => {
    expect(productPercent([3, 4])).toBe(5);
  });

  test('a score outside 1 to 5 is refused', () => {
    const scores = { reliability: 6, completeness: 1, temporal: 1, geographical: 1, technological: 1 };
    expect(() => pedigreeGsdSquared(scores)).toThrow('1 to 5, got 6 for reliability');
  });

  test('best scores leave the basic uncertainty', () => {
    const scores = { reliability: 1, completeness: 1, temporal: 1, geographical: 1, technological: 1 };
    expect(pedigreeGsdSquared(scores, 1.05)).toBeCloseTo(1.05, 12);
  });
});

describe('normalProbability', () => {
  test.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.959963984540054, 0.025],
    [3, 0.99865010196837],
  ])('at %d it is %d', (x, probability) => {
    expect(normalProbability(x)).toBeCloseTo(probability, 13);
  });

  test('it is symmetric, rises, and stays within 0 and 1', () => {
    const value = fc.double({ min: -20, max: 20, noNaN: true });
    fc.assert(
      fc.property(value, value, (a, b) => {
        const [low, high] = [normalProbability(Math.min(a, b)), normalProbability(Math.max(a, b))];
        expect(high - low).toBeGreaterThanOrEqual(-1e-12);
        expect(low).toBeGreaterThanOrEqual(-1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        expect(normalProbability(a) + normalProbability(-a)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('probabilityLower', () => {
  test('without any spread it is certain, or even for equal figures', () => {
    const exactly = (median: number) => ({ median, spread: 0 });
    expect([
      probabilityLower(exactly(1), exactly(2)),
      probabilityLower(exactly(2), exactly(1)),
      probabilityLower(exactly(2), exactly(2)),
    ]).toEqual([1, 0, 0.5]);
  });

  test('the words change at 0.60, 0.80 and 0.95', () => {
    const words = [0.5, 0.599, 0.6, 0.799, 0.8, 0.95, 0.951].map(wordingOf);
    expect(words).toEqual(['not distinguishable', 'not distinguishable', 'weak', 'weak', 'likely', 'likely', 'clear']);
  });
});

type Lower = { mA: number; gA: number; mB: number; gB: number; rho: number };

describe.skipIf(!sharedExists)('uncertainty of the worked examples (skipped without the shared data)', () => {
  test.each(['O6-1', 'O6-2', 'O6-4', 'O6-6'])('%s: probability that the first is lower', (id) => {
    const { inputs, expected, tolerance } = workedExample<Lower, { p: number }>('own', id);
    const probability = probabilityLower(
      { median: inputs.mA, spread: Math.log(inputs.gA) },
      { median: inputs.mB, spread: Math.log(inputs.gB) },
      inputs.rho,
    );
    expect(Math.abs(probability - expected.p)).toBeLessThanOrEqual(tolerance);
  });

  test.each(['O8-A', 'O8-D'])('%s: the uplift of a tier is its 75th percentile', (id) => {
    const { inputs, expected } = workedExample<{ tier: 'A' | 'D'; gsd: number }, { uplift: number }>('own', id);
    expect(TIER_GSD[inputs.tier]).toBe(inputs.gsd);
    expect(TIER_GSD[inputs.tier] ** 0.674_49).toBeCloseTo(expected.uplift, 4);
  });

  test('W13: pedigree', () => {
    const { inputs, expected, tolerance } = workedExample<{ scores: number[]; basic: number }, { gsd_squared: number }>(
      'carbon',
      'W13',
    );
    const [reliability = 0, completeness = 0, temporal = 0, geographical = 0, technological = 0] = inputs.scores;
    const found = pedigreeGsdSquared(
      { reliability, completeness, temporal, geographical, technological },
      inputs.basic,
    );
    expect(Math.abs(found - expected.gsd_squared)).toBeLessThanOrEqual(tolerance);
  });

  test('C17: independent and fully correlated lines', () => {
    type Lines = { emissions: number[]; u_pct: number[] };
    const { inputs, expected } = workedExample<Lines, { independent_pct: number; fully_correlated_pct: number }>(
      'carbon',
      'C17',
    );
    const lines = inputs.emissions.map((emissions, index) => ({ emissions, percent: inputs.u_pct[index] ?? 0 }));
    expect(propagatedPercent(lines)).toBeCloseTo(expected.independent_pct, 6);
    expect(propagatedPercent(lines.map((line) => ({ ...line, sharedFactor: 'grid' })))).toBeCloseTo(
      expected.fully_correlated_pct,
      12,
    );
  });
});
