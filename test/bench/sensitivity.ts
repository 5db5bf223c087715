import { isDeepStrictEqual } from 'node:util';
import { createSplitMix64 } from '../../src/scoring/splitmix64.ts';
import {
  drawAllWeights,
  drawAroundWeights,
  type DrawCounts,
  type DrawInput,
} from '../../src/scoring/sensitivity-draws.ts';
import { plainAllWeights, plainAroundWeights, type PlainCounts } from '../support/plain-draws.ts';
import type { BenchRow } from './bench-row.ts';

const BIDS = 20;
const CRITERIA = 15;
const DRAWS = 10_000;
const LEAST_RATIO = 10;
const RUNS = 5;

/**
 * Rank acceptability over 10,000 draws of weights for 20 bids and 15 criteria, against the same written with objects,
 * BigInt and a sort for each draw. Both in this process, after a warm-up; the counts must be identical. CPU time.
 */
export async function benchSensitivity(): Promise<BenchRow[]> {
  const input = madeUpInput();
  return [
    compare('10,000 draws around the weights, 20 bids x 15 criteria', input, drawAroundWeights, plainAroundWeights),
    compare('10,000 draws over all weights, 20 bids x 15 criteria', input, drawAllWeights, plainAllWeights),
  ];
}

function compare(
  what: string,
  input: DrawInput,
  draw: (input: DrawInput) => DrawCounts,
  plain: (input: DrawInput) => PlainCounts,
): BenchRow {
  const ours = fastest(() => draw(input));
  const theirs = fastest(() => plain(input));
  const isSame = isDeepStrictEqual(toPlain(ours.result), theirs.result);
  const ratio = theirs.milliseconds / ours.milliseconds;
  return {
    what: isSame ? what : `${what} (COUNTS DIFFER)`,
    measure: 'ms CPU',
    ours: ours.milliseconds,
    baseline: 'plain objects and a sort for each draw',
    theirs: theirs.milliseconds,
    ratio,
    bar: `at least ${LEAST_RATIO} times, identical counts`,
    met: isSame && ratio >= LEAST_RATIO,
  };
}

/** Whole marks from a fixed seed, so that equal totals come up too; weights that add to 1. */
function madeUpInput(): DrawInput {
  const random = createSplitMix64(7n);
  const scores = Array.from({ length: BIDS }, () =>
    Array.from({ length: CRITERIA }, () => Math.floor(random.nextUnit() * 6)),
  );
  const weights = Array.from({ length: CRITERIA }, () => 1 + Math.floor(random.nextUnit() * 20));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { scores, weights: weights.map((weight) => weight / total), seed: 20261123n, draws: DRAWS };
}

function fastest<T>(run: () => T): { readonly result: T; readonly milliseconds: number } {
  let result = run();
  let least = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < RUNS; repeat++) {
    const before = process.cpuUsage();
    result = run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return { result, milliseconds: least };
}

function toPlain({ ranks, wins }: DrawCounts): PlainCounts {
  const rows = (cells: Uint32Array) =>
    Array.from({ length: BIDS }, (_, bid) => [...cells.subarray(bid * BIDS, (bid + 1) * BIDS)]);
  return { ranks: rows(ranks), wins: rows(wins) };
}
