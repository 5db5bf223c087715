import { createHash } from 'node:crypto';
import { type Fraction, toFraction } from '../domain/quantity.ts';
import type { BidAssessment, TieBreakNote } from './assessment.ts';
import type { RuleSet } from './rule-set.ts';

type Ranked = { readonly ranking: readonly string[]; readonly tieBreak: readonly TieBreakNote[] };
type TieBreakStep = RuleSet['tieBreak'][number];

/**
 * Ranks the qualified bids on their exact result: the highest total, or the lowest evaluated price. Only exactly
 * equal results are ties; they are broken by the published steps, and each tie leaves a note.
 */
export function rankBids(
  bids: readonly BidAssessment[],
  tieBreakSteps: readonly TieBreakStep[],
  inputHash: string,
): Ranked {
  const tieBreak: TieBreakNote[] = [];
  const groups = groupByResult(bids.filter(({ qualified }) => qualified));
  const ranking = groups.flatMap((tied) => {
    if (tied.length === 1) return tied;
    const { order, note } = breakTie(tied, tieBreakSteps, inputHash);
    tieBreak.push(note);
    return order;
  });
  return { ranking: ranking.map(({ bid }) => bid.reference), tieBreak };
}

/** The figure a bid is ranked on; undefined while price or quality is still to come. */
export function rankedFigure(
  bid: BidAssessment,
): { readonly value: Fraction; readonly lowestWins: boolean } | undefined {
  if (bid.evaluatedPrice !== undefined) return { value: bid.evaluatedPrice, lowestWins: true };
  return bid.total === undefined ? undefined : { value: bid.total, lowestWins: false };
}

function groupByResult(bids: readonly BidAssessment[]): BidAssessment[][] {
  const sorted = bids.toSorted((a, b) => compareResults(a, b) || (a.bid.reference < b.bid.reference ? -1 : 1));
  const groups: BidAssessment[][] = [];
  for (const bid of sorted) {
    const group = groups.at(-1);
    if (group?.[0] !== undefined && compareResults(group[0], bid) === 0) group.push(bid);
    else groups.push([bid]);
  }
  return groups;
}

function compareResults(a: BidAssessment, b: BidAssessment): number {
  const first = rankedFigure(a);
  const second = rankedFigure(b);
  if (first === undefined || second === undefined) throw new RangeError('Only a bid with a result can be ranked');
  return first.lowestWins ? first.value.compare(second.value) : second.value.compare(first.value);
}

/** Orders a tied group by the first step that tells any two apart, then by the later ones. */
function breakTie(tied: readonly BidAssessment[], steps: readonly TieBreakStep[], inputHash: string) {
  const comparisons = steps.map((step) => comparisonOf(step, inputHash));
  const order = tied.toSorted((a, b) => {
    for (const { compare } of comparisons) {
      const result = compare(a, b);
      if (result !== 0) return result;
    }
    return 0;
  });
  const deciding = comparisons.find(({ compare }) =>
    order.some((bid, index) => index > 0 && compare(order[index - 1] ?? bid, bid) !== 0),
  );
  const names = order.map(({ bid }) => bid.reference);
  const step = deciding?.words ?? 'none';
  const note = { bids: names, step, sentence: `${names.join(', ')} have exactly the same result; ordered by ${step}.` };
  return { order, note };
}

function comparisonOf(step: TieBreakStep, inputHash: string) {
  if (typeof step === 'object') {
    const points = (bid: BidAssessment) =>
      bid.criteria.find(({ rule }) => rule.id === step.higherPoints)?.points ?? toFraction('0');
    return {
      words: `higher points for ${step.higherPoints}`,
      compare: (a: BidAssessment, b: BidAssessment) => points(b).compare(points(a)),
    };
  }
  switch (step) {
    case 'lower-evaluated-gross':
      return {
        words: 'lower evaluated gross carbon',
        compare: (a: BidAssessment, b: BidAssessment) =>
          a.carbon.footprint.evaluatedKilograms.compare(b.carbon.footprint.evaluatedKilograms),
      };
    case 'lower-price':
      return { words: 'lower price', compare: comparePrices };
    case 'lot':
      return {
        words: 'the published lot (lowest SHA-256 of input hash and bid reference)',
        compare: (a: BidAssessment, b: BidAssessment) => (lotHash(a, inputHash) < lotHash(b, inputHash) ? -1 : 1),
      };
  }
}

/** A bid without a price stands behind one with a price. */
function comparePrices(a: BidAssessment, b: BidAssessment): number {
  if (a.bid.price === undefined || b.bid.price === undefined) {
    return Number(a.bid.price === undefined) - Number(b.bid.price === undefined);
  }
  return toFraction(a.bid.price).compare(toFraction(b.bid.price));
}

function lotHash({ bid }: BidAssessment, inputHash: string): string {
  return createHash('sha256').update(Buffer.from(inputHash, 'hex')).update(bid.reference, 'utf8').digest('hex');
}
