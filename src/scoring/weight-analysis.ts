import { compare, type Fraction, HUNDRED, toFraction, ZERO } from '../domain/quantity.ts';
import type { BidAssessment, LotAssessment } from './assessment.ts';
import {
  centralWeights,
  type DrawCounts,
  drawAllWeights,
  drawAroundWeights,
  rankAcceptability,
  winningIndex,
} from './sensitivity-draws.ts';
import {
  bordaPoints,
  type Comparison,
  gapOf,
  scoreRises,
  smallestChange,
  smallestTransfer,
  tippingWeights,
} from './tipping.ts';

/** One weighted part, and what it would take in it alone for the second bid to draw level with the first. */
type WeightedPart = {
  readonly id: string;
  readonly title: string;
  readonly weightPercent: Fraction;
  /** Its weight, percent, at which they tie when the others keep their proportions; undefined where none does. */
  readonly tipPercent: Fraction | undefined;
  /** Points of 100 by which the second bid's score would have to rise; it may be more than there is room for. */
  readonly rise: Fraction | undefined;
  readonly riseIsPossible: boolean;
};

/** Shares of the draws, in the order of `bids`. */
export type DrawnShares = {
  readonly rankAcceptability: readonly (readonly number[])[];
  readonly centralWeights: readonly (readonly number[] | undefined)[];
  readonly winningIndex: readonly (readonly number[])[];
};

/** How a weighted sum stands when its weights move. Points of 100; weights in percent. */
export type WeightAnalysis = {
  readonly on: 'total' | 'environment';
  readonly parts: readonly WeightedPart[];
  /** In the order in which they were drawn: by reference. */
  readonly bids: readonly string[];
  readonly first: string;
  readonly second: string;
  readonly gap: Fraction;
  readonly transfer: { readonly points: Fraction; readonly moves: readonly PointMove[] } | undefined;
  readonly smallestChange: { readonly points: number; readonly changes: readonly Fraction[] } | undefined;
  readonly aroundWeights: DrawnShares;
  readonly allWeights: DrawnShares;
  /** Points by counting, part by part, whom a bid beats; and whether that too puts the first bid first. */
  readonly borda: { readonly points: readonly Fraction[]; readonly agrees: boolean };
};

type PointMove = { readonly from: string; readonly to: string; readonly points: Fraction };

type Part = { readonly id: string; readonly title: string; readonly weightPercent: Fraction };
type Scored = { readonly reference: string; readonly scores: readonly Fraction[] };
type Draws = { readonly seed: bigint; readonly draws: number };

/** On the overall total, by its block weights; undefined without shares, without points, or below two ranked bids. */
export function analyseTotal(lot: LotAssessment, draws: Draws): WeightAnalysis | undefined {
  const { shares } = lot;
  if (shares === undefined) return undefined;
  const blocks = [
    {
      id: 'environment',
      title: 'Environment',
      share: shares.environment,
      score: (bid: BidAssessment) => bid.environment,
    },
    { id: 'quality', title: 'Quality', share: shares.quality, score: (bid: BidAssessment) => bid.quality },
    { id: 'price', title: 'Price', share: shares.price, score: (bid: BidAssessment) => bid.pricePoints },
  ].filter(({ share }) => toFraction(share).gt(ZERO));
  const ranked = rankedBids(lot);
  if (ranked.some((bid) => bid.total === undefined || blocks.some(({ score }) => score(bid) === undefined)))
    return undefined;
  return analyse(
    'total',
    blocks.map(({ id, title, share }) => ({ id, title, weightPercent: toFraction(share) })),
    ranked.map((bid) => ({ reference: bid.bid.reference, scores: blocks.map(({ score }) => score(bid) ?? ZERO) })),
    lot.ranking,
    draws,
  );
}

/** On the environment score, by the criteria of the scorecard that enters the total. */
export function analyseEnvironment(lot: LotAssessment, draws: Draws): WeightAnalysis | undefined {
  const ranked = rankedBids(lot);
  const scorecard = ranked[0]?.scorecards.find(({ entersTotal }) => entersTotal)?.id;
  const weighed = (bid: BidAssessment) =>
    bid.criteria.filter((criterion) => criterion.scorecard === scorecard && criterion.weight.gt(ZERO));
  const parts = ranked
    .slice(0, 1)
    .flatMap(weighed)
    .map(({ rule, code, weight }) => ({ id: rule.id, title: `${code} ${rule.title}`, weightPercent: weight }));
  const scored = ranked.map((bid) => ({
    reference: bid.bid.reference,
    scores: weighed(bid).map(({ points }) => points.mul(HUNDRED).div(5)),
  }));
  return analyse('environment', parts, scored, lot.ranking, draws);
}

function analyse(
  on: WeightAnalysis['on'],
  parts: readonly Part[],
  bids: readonly Scored[],
  ranking: readonly string[],
  draws: Draws,
): WeightAnalysis | undefined {
  const weights = parts.map(({ weightPercent }) => weightPercent.div(HUNDRED));
  const [first, second] = firstTwo(bids, weights, ranking);
  if (first === undefined || second === undefined || parts.length === 0) return undefined;
  const comparison: Comparison = {
    weights,
    leads: first.scores.map((score, part) => score.sub(second.scores[part] ?? ZERO)),
  };
  const input = {
    scores: bids.map(({ scores }) => scores.map((score) => score.valueOf())),
    weights: weights.map((weight) => weight.valueOf()),
    ...draws,
  };
  const borda = bordaPoints(bids.map(({ scores }) => scores));
  const own = borda[bids.indexOf(first)] ?? ZERO;
  return {
    on,
    parts: weightedParts(parts, comparison, second),
    bids: bids.map(({ reference }) => reference),
    first: first.reference,
    second: second.reference,
    gap: gapOf(comparison),
    ...changesOf(comparison, parts),
    aroundWeights: toShares(drawAroundWeights(input)),
    allWeights: toShares(drawAllWeights(input)),
    borda: { points: borda, agrees: borda.every((points) => points.lte(own)) },
  };
}

function weightedParts(parts: readonly Part[], comparison: Comparison, second: Scored): WeightedPart[] {
  const tips = tippingWeights(comparison);
  const rises = scoreRises(comparison);
  return parts.map((part, index) => {
    const rise = rises[index];
    const room = HUNDRED.sub(second.scores[index] ?? ZERO);
    return {
      ...part,
      tipPercent: tips[index]?.mul(HUNDRED),
      rise,
      riseIsPossible: rise?.lte(room) ?? false,
    };
  });
}

function changesOf(
  comparison: Comparison,
  parts: readonly Part[],
): Pick<WeightAnalysis, 'transfer' | 'smallestChange'> {
  const transfer = smallestTransfer(comparison);
  const change = smallestChange(comparison);
  const idOf = (index: number) => parts[index]?.id ?? '';
  return {
    transfer: transfer && {
      points: transfer.weight.mul(HUNDRED),
      moves: transfer.moves.map(({ from, to, weight }) => ({
        from: idOf(from),
        to: idOf(to),
        points: weight.mul(HUNDRED),
      })),
    },
    smallestChange: change && {
      points: change.length * 100,
      changes: change.changes.map((one) => one.mul(HUNDRED)),
    },
  };
}

/** Best two by the weighted sum; of equals the one ranked first. */
function firstTwo(bids: readonly Scored[], weights: readonly Fraction[], ranking: readonly string[]): Scored[] {
  const totals = new Map(bids.map((bid) => [bid, gapOf({ weights, leads: bid.scores })]));
  const place = ({ reference }: Scored) => ranking.indexOf(reference);
  return bids
    .toSorted((a, b) => compare(totals.get(b) ?? ZERO, totals.get(a) ?? ZERO) || place(a) - place(b))
    .slice(0, 2);
}

/** In the order of the lot, by reference. */
function rankedBids({ bids, ranking }: LotAssessment): BidAssessment[] {
  return bids.filter(({ bid }) => ranking.includes(bid.reference));
}

function toShares(counts: DrawCounts): DrawnShares {
  return {
    rankAcceptability: rankAcceptability(counts),
    centralWeights: centralWeights(counts),
    winningIndex: winningIndex(counts),
  };
}
