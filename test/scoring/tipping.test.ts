import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fraction, fractionText, HUNDRED, roundHalfUp, sum, toFraction, ZERO } from '../../src/domain/quantity.ts';
import {
  bordaPoints,
  type Comparison,
  gapOf,
  scoreRises,
  smallestChange,
  smallestTransfer,
  tippingWeights,
} from '../../src/scoring/tipping.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

type Values = readonly (number | string)[];

function comparisonOf(weights: Values, first: Values, second: Values): Comparison {
  const numbers = weights.map(toFraction);
  const total = sum(numbers);
  return {
    weights: numbers.map((weight) => weight.div(total)),
    leads: first.map((score, part) => toFraction(score).sub(toFraction(second[part] ?? 0))),
  };
}

/** Weights that add to 100, and two bids of which the first is not behind. */
const comparisons = fc
  .tuple(
    fc.array(
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })),
      {
        minLength: 2,
        maxLength: 8,
      },
    ),
  )
  .map(([rows]) => {
    const [weights, a, b] = [0, 1, 2].map((column) => rows.map((row) => row[column] ?? 0)) as [
      number[],
      number[],
      number[],
    ];
    const comparison = comparisonOf(weights, a, b);
    return gapOf(comparison).lt(ZERO) ? comparisonOf(weights, b, a) : comparison;
  });

describe('tippingWeights', () => {
  test('at its tipping weight, with the others in proportion, the two are exactly level', () => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const gaps = tippingWeights(comparison).flatMap((tip, part) =>
          tip === undefined ? [] : [gapOf({ ...comparison, weights: withWeight(comparison.weights, part, tip) })],
        );
        expect(gaps.every((gap) => gap.equals(ZERO))).toBe(true);
      }),
    );
  });

  test('a part that counts for everything has no tipping weight', () => {
    expect(tippingWeights(comparisonOf([100], [5], [3]))).toEqual([undefined]);
  });
});

describe('smallestTransfer', () => {
  test('after its moves the two are exactly level and no weight is negative', () => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const transfer = smallestTransfer(comparison);
        fc.pre(transfer !== undefined);
        const weights = [...comparison.weights];
        for (const { from, to, weight } of transfer?.moves ?? []) {
          weights[from] = (weights[from] ?? ZERO).sub(weight);
          weights[to] = (weights[to] ?? ZERO).add(weight);
        }
        expect(fractionText(gapOf({ ...comparison, weights }))).toBe('0');
        expect(weights.every((weight) => weight.gte(ZERO))).toBe(true);
      }),
    );
  });

  test('there is none exactly where the first bid leads in every part', () => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const leadsEverywhere = comparison.leads.every((lead) => lead.gt(ZERO));
        expect(smallestTransfer(comparison) === undefined).toBe(leadsEverywhere);
      }),
    );
  });

  test('it never moves more weight than any single tipping weight would', () => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const least = smallestTransfer(comparison)?.weight ?? ZERO;
        const singles = tippingWeights(comparison).flatMap((tip, part) =>
          tip === undefined ? [] : [tip.sub(comparison.weights[part] ?? ZERO).abs()],
        );
        expect(singles.every((moved) => least.lte(moved))).toBe(true);
      }),
    );
  });
});

describe('smallestChange', () => {
  test('it leaves the two level and the weights at 1 in all', () => {
    fc.assert(
      fc.property(comparisons, (comparison) => {
        const change = smallestChange(comparison);
        fc.pre(change !== undefined);
        const changes = change?.changes ?? [];
        const weights = comparison.weights.map((weight, part) => weight.add(changes[part] ?? ZERO));
        expect(fractionText(sum(changes))).toBe('0');
        expect(fractionText(gapOf({ ...comparison, weights }))).toBe('0');
      }),
    );
  });

  test('there is none where the leads are all the same', () => {
    expect(smallestChange(comparisonOf([50, 50], [4, 4], [3, 3]))).toBeUndefined();
  });
});

test('a part of weight 0 cannot make up the gap', () => {
  expect(scoreRises(comparisonOf([100, 0], [4, 1], [3, 5]))[1]).toBeUndefined();
});

type Tipping = { weights: number[]; A: Values; B: Values };
type TippingExpected = {
  one_at_a_time: { exact: string; pct: number | string }[];
  score_rise_needed_for_B: (number | string)[];
  transfer: {
    tau_points: number | string;
    exact: string;
    moves: { frm: number; to: number; points: number | string }[];
  };
  l2: number;
  l2_delta_points: (number | string)[];
};

describe.skipIf(!sharedExists)('tipping points of the worked examples (skipped without the shared data)', () => {
  test.each(['O11', 'N17'])('%s comes out exactly', (id) => {
    const { inputs, expected } = workedExample<Tipping, TippingExpected>('own', id);
    const comparison = comparisonOf(inputs.weights, inputs.A, inputs.B);
    const percent = (value: Fraction | undefined) => Number(roundHalfUp((value ?? ZERO).mul(HUNDRED), 4));

    expect(tippingWeights(comparison).map((tip) => fractionText(tip ?? ZERO))).toEqual(
      expected.one_at_a_time.map(({ exact }) => exact),
    );
    expect(scoreRises(comparison).map((rise) => Number(roundHalfUp(rise ?? ZERO, 4)))).toEqual(
      expected.score_rise_needed_for_B.map(Number),
    );
    const transfer = smallestTransfer(comparison);
    expect(fractionText(transfer?.weight ?? ZERO)).toBe(expected.transfer.exact);
    expect(
      transfer?.moves.map(({ from, to, weight }) => ({ frm: from + 1, to: to + 1, points: percent(weight) })),
    ).toEqual(expected.transfer.moves.map((move) => ({ ...move, points: Number(move.points) })));
    const change = smallestChange(comparison);
    expect((change?.length ?? 0) * 100).toBeCloseTo(expected.l2, 6);
    expect(change?.changes.map(percent)).toEqual(expected.l2_delta_points.map(Number));
  });

  test('O17: Borda points', () => {
    const { inputs, expected } = workedExample<{ scores: number[][] }, { points: string[] }>('own', 'O17');
    const points = bordaPoints(inputs.scores.map((row) => row.map(toFraction)));
    expect(points.map(fractionText)).toEqual(expected.points);
  });
});

function withWeight(weights: readonly Fraction[], part: number, weight: Fraction): Fraction[] {
  const rest = toFraction(1).sub(weights[part] ?? ZERO);
  return weights.map((other, index) => (index === part ? weight : other.mul(toFraction(1).sub(weight)).div(rest)));
}
