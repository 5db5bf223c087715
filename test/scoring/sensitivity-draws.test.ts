import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  centralWeights,
  drawAllWeights,
  drawAroundWeights,
  type DrawCounts,
  type DrawInput,
  rankAcceptability,
  standardError,
  winningIndex,
} from '../../src/scoring/sensitivity-draws.ts';
import { plainAllWeights, plainAroundWeights, type PlainCounts } from '../support/plain-draws.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const THREE: DrawInput = {
  scores: [
    [1, 0],
    [0, 1],
    [0.6, 0.6],
  ],
  weights: [0.5, 0.5],
  seed: 20261123n,
  draws: 10_000,
};

/** Few values, so that equal totals come up. */
const inputs = fc.integer({ min: 1, max: 5 }).chain((parts) =>
  fc.record({
    scores: fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: parts, maxLength: parts }), {
      minLength: 1,
      maxLength: 6,
    }),
    weights: fc.constant(Array.from({ length: parts }, () => 1 / parts)),
    seed: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    draws: fc.constant(40),
  }),
);

function asPlain({ ranks, wins }: DrawCounts, bids: number): PlainCounts {
  const rows = (cells: Uint32Array) =>
    Array.from({ length: bids }, (_, bid) => [...cells.subarray(bid * bids, (bid + 1) * bids)]);
  return { ranks: rows(ranks), wins: rows(wins) };
}

describe('drawing weights', () => {
  test('counts ranks and wins exactly as sorting plain objects does, ties included', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const bids = input.scores.length;
        expect(asPlain(drawAroundWeights(input), bids)).toEqual(plainAroundWeights(input));
        expect(asPlain(drawAllWeights(input), bids)).toEqual(plainAllWeights(input));
      }),
    );
  });

  test('each bid has one rank and each rank one bid in every draw', () => {
    const shares = rankAcceptability(drawAllWeights(THREE));
    for (const row of shares) expect(row.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const rank of [0, 1, 2]) expect(shares.reduce((sum, row) => sum + (row[rank] ?? 0), 0)).toBeCloseTo(1, 12);
  });

  test('of any two bids one stands before the other in every draw', () => {
    const index = winningIndex(drawAllWeights(THREE));
    expect((index[0]?.[1] ?? 0) + (index[1]?.[0] ?? 0)).toBeCloseTo(1, 12);
    expect(index[2]?.[2]).toBe(0);
  });

  test('of bids with equal totals the one listed first stands before', () => {
    const counts = drawAroundWeights({ scores: [[2], [2]], weights: [1], seed: 1n, draws: 10 });
    expect(rankAcceptability(counts)).toEqual([
      [1, 0],
      [0, 1],
    ]);
    expect(winningIndex(counts)).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  test('a bid that is never first has no central weights', () => {
    const counts = drawAllWeights({
      ...THREE,
      scores: [
        [1, 1],
        [0, 0],
      ],
    });
    expect(centralWeights(counts)[1]).toBeUndefined();
  });

  test('the same seed draws the same, another seed differently', () => {
    expect(drawAllWeights(THREE)).toEqual(drawAllWeights(THREE));
    expect(drawAllWeights(THREE).ranks).not.toEqual(drawAllWeights({ ...THREE, seed: 1n }).ranks);
  });

  test('scores that do not match the weights are refused', () => {
    expect(() => drawAllWeights({ ...THREE, scores: [[1], [2]] })).toThrow('one score for each weight');
    expect(() => drawAllWeights({ ...THREE, scores: [] })).toThrow('nothing to draw on');
  });
});

type Acceptability = { S: number[][]; seed: number; draws: number };
type AcceptabilityExpected = { drawnFirstRank: number[]; drawnCentralWeights: number[][] };
type Around = { weights: number[]; spread: number; seed: number; draws: number; A: number[]; B: number[] };
type AroundExpected = { firstWeights: number[]; shareAWins: number; standardError: number };

describe.skipIf(!sharedExists)('draws of the worked examples (skipped without the shared data)', () => {
  test.each(['O10-two_criteria', 'O10-identity_half'])('%s: shares of first rank and central weights', (id) => {
    const { inputs, expected } = workedExample<Acceptability, AcceptabilityExpected>('own', id);
    const parts = inputs.S[0]?.length ?? 0;
    const weights = Array.from({ length: parts }, () => 1 / parts);
    const counts = drawAllWeights({ scores: inputs.S, weights, seed: BigInt(inputs.seed), draws: inputs.draws });
    expect(rankAcceptability(counts).map(([first]) => first)).toEqual(expected.drawnFirstRank);
    const central = centralWeights(counts).map((row) => row?.map((weight) => Number(weight.toFixed(4))));
    expect(central).toEqual(expected.drawnCentralWeights);
  });

  test('O12: the first weights bit for bit, and the share of draws won', () => {
    const { inputs, expected } = workedExample<Around, AroundExpected>('own', 'O12');
    const scores = [inputs.A, inputs.B];
    const input = { scores, weights: inputs.weights, seed: BigInt(inputs.seed), draws: inputs.draws };
    const first = drawAroundWeights({ ...input, draws: 1 }, inputs.spread);
    expect([...first.winningWeights].filter((weight) => weight > 0)).toEqual(expected.firstWeights);
    const share = rankAcceptability(drawAroundWeights(input, inputs.spread))[0]?.[0] ?? 0;
    expect(share).toBe(expected.shareAWins);
    expect(standardError(share, inputs.draws)).toBeCloseTo(expected.standardError, 6);
  });
});
