import type { DrawInput } from '../../src/scoring/sensitivity-draws.ts';

/** A draw as one would first write it: objects, BigInt, a sort for every draw. The yardstick for counts and for speed. */
export type PlainCounts = { readonly ranks: number[][]; readonly wins: number[][] };
type Weights = Record<string, number>;

export function plainAroundWeights(input: DrawInput, spread = 0.2): PlainCounts {
  const nextUnit = plainGenerator(input.seed);
  return plainCounts(input, () => {
    const drawn = input.weights.map((weight) => weight * (1 + spread * (2 * nextUnit() - 1)));
    const total = drawn.reduce((sum, weight) => sum + weight, 0);
    return toWeights(drawn.map((weight) => weight / total));
  });
}

export function plainAllWeights(input: DrawInput): PlainCounts {
  const nextUnit = plainGenerator(input.seed);
  return plainCounts(input, () => {
    const cuts = input.weights.slice(1).map(() => nextUnit());
    const edges = [0, ...cuts.sort((a, b) => a - b), 1];
    return toWeights(edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0)));
  });
}

function toWeights(values: readonly number[]): Weights {
  return Object.fromEntries(values.map((value, index) => [`part${index}`, value]));
}

function plainCounts({ scores, draws }: DrawInput, nextWeights: () => Weights): PlainCounts {
  const bids = scores.map((row, index) => ({ index, scores: toWeights(row) }));
  const ranks = bids.map(() => bids.map(() => 0));
  const wins = bids.map(() => bids.map(() => 0));
  for (let draw = 0; draw < draws; draw++) {
    const weights = nextWeights();
    const totals = bids.map((bid) => ({
      index: bid.index,
      total: Object.entries(weights).reduce((sum, [part, weight]) => sum + weight * (bid.scores[part] ?? 0), 0),
    }));
    const ranking = totals.toSorted((a, b) => b.total - a.total);
    for (const [place, { index }] of ranking.entries()) {
      increase(ranks, index, place);
      for (const after of ranking.slice(place + 1)) increase(wins, index, after.index);
    }
  }
  return { ranks, wins };
}

function increase(table: number[][], row: number, column: number): void {
  const cells = table[row];
  if (cells !== undefined) cells[column] = (cells[column] ?? 0) + 1;
}

const MASK = 0xffff_ffff_ffff_ffffn;

function plainGenerator(seed: bigint): () => number {
  let state = seed & MASK;
  return () => {
    state = (state + 0x9e37_79b9_7f4a_7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
    return Number((z ^ (z >> 31n)) >> 11n) * 2 ** -53;
  };
}
