import { type Fraction, HUNDRED, ONE, toFraction, ZERO } from '../domain/quantity.ts';
import type { BidAssessment, LotAssessment } from './assessment.ts';

/** One mark more or less that would change who is first. */
export type SingleMarkFlip = {
  readonly bid: string;
  readonly rule: string;
  readonly code: string;
  readonly title: string;
  readonly change: '+1' | '-1';
  /** The bid that would then be first, or draw level with the first. */
  readonly newFirst: string;
};

const MARKS = 5;

/**
 * Single marks on which the first place hangs: one mark less for the first bid, or one more for another ranked bid, in
 * a criterion marked in whole points (those with a decimal in any bid follow a formula, not a mark). Drawing level
 * counts: the tie-break would then decide. Empty for evaluated-price methods, where marks do not add up.
 */
export function singleMarkFlips(lot: LotAssessment): SingleMarkFlip[] {
  const ranked = lot.ranking.flatMap((reference) => lot.bids.filter(({ bid }) => bid.reference === reference));
  const [first, ...others] = ranked;
  const [second] = others;
  if (first === undefined || second === undefined || ranked.some(({ total }) => total === undefined)) return [];
  const share = lot.shares === undefined ? ONE : toFraction(lot.shares.environment).div(HUNDRED);
  return wholeMarkCriteria(lot, first).flatMap(({ rule, code, weight }) => {
    const step = weight.mul(share).div(MARKS);
    const flip = (bid: BidAssessment, change: '+1' | '-1', newFirst: BidAssessment): SingleMarkFlip => ({
      bid: bid.bid.reference,
      rule: rule.id,
      code,
      title: rule.title,
      change,
      newFirst: newFirst.bid.reference,
    });
    const canFall = pointsOf(first, rule.id).gte(1) && totalOf(first).sub(step).lte(totalOf(second));
    const rising = others.filter(
      (bid) => pointsOf(bid, rule.id).lte(MARKS - 1) && totalOf(bid).add(step).gte(totalOf(first)),
    );
    return [...(canFall ? [flip(first, '-1', second)] : []), ...rising.map((bid) => flip(bid, '+1', bid))];
  });
}

function wholeMarkCriteria({ bids }: LotAssessment, first: BidAssessment): BidAssessment['criteria'] {
  const scorecard = first.scorecards.find(({ entersTotal }) => entersTotal)?.id;
  return first.criteria.filter(
    (criterion) =>
      criterion.scorecard === scorecard &&
      criterion.weight.gt(ZERO) &&
      bids.every((bid) => pointsOf(bid, criterion.rule.id).d === 1n),
  );
}

function pointsOf({ criteria }: BidAssessment, ruleId: string): Fraction {
  return criteria.find(({ rule }) => rule.id === ruleId)?.points ?? ZERO;
}

function totalOf({ total }: BidAssessment): Fraction {
  return total ?? ZERO;
}
