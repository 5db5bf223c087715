import { createSplitMix64 } from './splitmix64.ts';

/** What is drawn on: a row of scores for each bid, and the published weights, which add to 1. Doubles. */
export type DrawInput = {
  readonly scores: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly seed: bigint;
  readonly draws: number;
};

/** Counts over the draws, bids in the order given. */
export type DrawCounts = {
  readonly draws: number;
  /** `[bid x bids + rank - 1]`: how often the bid has the rank. */
  readonly ranks: Uint32Array;
  /** `[bid x bids + other]`: how often the bid stands before the other. */
  readonly wins: Uint32Array;
  /** `[bid x parts + part]`: sum of the weights with which the bid is first. */
  readonly winningWeights: Float64Array;
};

/** Fills the next weights, which add to 1. */
type WeightSource = (weights: Float64Array) => void;

/**
 * Draws around the published weights: each times `1 + spread x (2u - 1)`, then divided by the left-to-right sum.
 * SplitMix64 from the seed; the same input gives the same counts on every machine.
 */
export function drawAroundWeights(input: DrawInput, spread = 0.2): DrawCounts {
  const random = createSplitMix64(input.seed);
  return countDraws(input, (weights) => {
    let total = 0;
    for (let part = 0; part < weights.length; part++) {
      const weight = (input.weights[part] ?? 0) * (1 + spread * (2 * random.nextUnit() - 1));
      weights[part] = weight;
      total += weight;
    }
    for (let part = 0; part < weights.length; part++) weights[part] = (weights[part] ?? 0) / total;
  });
}

/** Draws over all possible weights, each set as likely as another: the gaps between sorted uniforms (spacings). */
export function drawAllWeights(input: DrawInput): DrawCounts {
  const random = createSplitMix64(input.seed);
  const cuts = new Float64Array(Math.max(input.weights.length - 1, 0));
  return countDraws(input, (weights) => {
    for (let cut = 0; cut < cuts.length; cut++) cuts[cut] = random.nextUnit();
    sortShort(cuts);
    let before = 0;
    for (let cut = 0; cut < cuts.length; cut++) {
      const at = cuts[cut] ?? 0;
      weights[cut] = at - before;
      before = at;
    }
    weights[cuts.length] = 1 - before;
  });
}

/** Share of draws in which each bid has each rank, first to last. */
export function rankAcceptability({ ranks, draws }: DrawCounts): number[][] {
  return toRows(ranks, Math.sqrt(ranks.length)).map((row) => row.map((count) => count / draws));
}

/** Share of draws in which each bid stands before each other; 0 against itself. */
export function winningIndex({ wins, draws }: DrawCounts): number[][] {
  return toRows(wins, Math.sqrt(wins.length)).map((row) => row.map((count) => count / draws));
}

/** The mean of the weights with which each bid is first: whose view it serves. Undefined for one that never is. */
export function centralWeights({ ranks, winningWeights }: DrawCounts): (number[] | undefined)[] {
  const bids = Math.sqrt(ranks.length);
  return toRows(winningWeights, winningWeights.length / bids).map((row, bid) => {
    const first = ranks[bid * bids] ?? 0;
    return first === 0 ? undefined : row.map((total) => total / first);
  });
}

/** Standard error of a share estimated from draws. */
export function standardError(share: number, draws: number): number {
  return Math.sqrt((share * (1 - share)) / draws);
}

/**
 * Counts ranks by comparing every pair once: of two bids with equal totals the one listed first stands before. The
 * inner loops hold no branch and no allocation; a draw over 20 bids and 15 parts is some 500 multiplications.
 */
function countDraws({ scores, draws, weights: published }: DrawInput, nextWeights: WeightSource): DrawCounts {
  const bids = scores.length;
  const parts = published.length;
  const flat = Float64Array.from(scores.flat());
  if (bids === 0 || parts === 0) throw new RangeError('There is nothing to draw on');
  if (flat.length !== bids * parts) throw new RangeError('Every bid needs one score for each weight');
  const weights = new Float64Array(parts);
  const totals = new Float64Array(bids);
  const places = new Int32Array(bids);
  const ranks = new Uint32Array(bids * bids);
  const wins = new Uint32Array(bids * bids);
  const winningWeights = new Float64Array(bids * parts);
  for (let draw = 0; draw < draws; draw++) {
    nextWeights(weights);
    addTotals(flat, weights, totals);
    placeBids(totals, places, wins);
    for (let bid = 0; bid < bids; bid++) {
      const place = places[bid] ?? 0;
      const cell = bid * bids + place;
      ranks[cell] = (ranks[cell] ?? 0) + 1;
      if (place === 0) addWeights(winningWeights, bid * parts, weights);
    }
  }
  completeWins(wins, bids, draws);
  return { draws, ranks, wins, winningWeights };
}

function addTotals(flat: Float64Array, weights: Float64Array, totals: Float64Array): void {
  const parts = weights.length;
  for (let bid = 0, cell = 0; bid < totals.length; bid++) {
    let total = 0;
    for (let part = 0; part < parts; part++, cell++) total += (weights[part] as number) * (flat[cell] as number);
    totals[bid] = total;
  }
}

/** Places from 0; counts only the upper half of the table of wins, the lower follows from it. */
function placeBids(totals: Float64Array, places: Int32Array, wins: Uint32Array): void {
  const bids = totals.length;
  places.fill(0);
  for (let bid = 0; bid < bids; bid++) {
    const total = totals[bid] as number;
    let place = places[bid] as number;
    for (let other = bid + 1, cell = bid * bids + bid + 1; other < bids; other++, cell++) {
      const isBefore = Number(total >= (totals[other] as number));
      wins[cell] = (wins[cell] as number) + isBefore;
      places[other] = (places[other] as number) + isBefore;
      place += 1 - isBefore;
    }
    places[bid] = place;
  }
}

function completeWins(wins: Uint32Array, bids: number, draws: number): void {
  for (let bid = 0; bid < bids; bid++) {
    for (let other = bid + 1; other < bids; other++) {
      wins[other * bids + bid] = draws - (wins[bid * bids + other] ?? 0);
    }
  }
}

function addWeights(totals: Float64Array, start: number, weights: Float64Array): void {
  for (let part = 0; part < weights.length; part++) {
    totals[start + part] = (totals[start + part] ?? 0) + (weights[part] ?? 0);
  }
}

/** Insertion sort: for a few numbers faster than the built-in, which is made for many. */
function sortShort(values: Float64Array): void {
  for (let next = 1; next < values.length; next++) {
    const value = values[next] as number;
    let at = next - 1;
    while (at >= 0 && (values[at] as number) > value) {
      values[at + 1] = values[at] as number;
      at--;
    }
    values[at + 1] = value;
  }
}

function toRows(cells: Uint32Array | Float64Array, width: number): number[][] {
  const rows: number[][] = [];
  for (let start = 0; start < cells.length; start += width) rows.push([...cells.subarray(start, start + width)]);
  return rows;
}
