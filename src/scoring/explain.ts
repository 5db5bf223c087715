import { type Fraction, roundHalfUp, ZERO } from '../domain/quantity.ts';
import type { BidAssessment, CriterionResult, LotAssessment } from './assessment.ts';
import { rankedFigure } from './ranking.ts';
import { pointsText } from './stated-finding.ts';

/**
 * One line of why a bid stands where it does, for people: its result, what earned the most of the environment total
 * and what cost the most. A bid that is not ranked says why instead.
 */
export function whyLine(bid: BidAssessment, lot: LotAssessment): string {
  if (!bid.qualified) return `Not ranked. ${bid.notRankedBecause.join(' ')}`;
  const strongest = pick(bid.criteria, ({ weighted }) => weighted);
  const costliest = pick(bid.criteria, ({ weight, weighted }) => weight.sub(weighted));
  const strengths = strongest === undefined ? '' : ` Most earned by ${criterionText(strongest)}`;
  const costs =
    costliest === undefined ? '' : `${strengths === '' ? ' Most' : ', most'} lost on ${criterionText(costliest)}`;
  return `${resultText(bid, lot)}.${strengths}${costs}${strengths + costs === '' ? '' : '.'}`;
}

/** "Total 62.11 (environment 63.25, quality 78, price 47.50)" */
function resultText(bid: BidAssessment, lot: LotAssessment): string {
  const figure = rankedFigure(bid);
  if (figure === undefined) return 'No result yet';
  if (figure.lowestWins)
    return `Evaluated price ${pounds(figure.value)} (environment ${roundHalfUp(bid.environment, 2)})`;
  if (lot.shares === undefined) return `Environment ${roundHalfUp(bid.environment, 2)}`;
  const parts = [
    `environment ${roundHalfUp(bid.environment, 2)}`,
    ...(bid.quality === undefined ? [] : [`quality ${pointsText(bid.quality)}`]),
    ...(bid.pricePoints === undefined ? [] : [`price ${roundHalfUp(bid.pricePoints, 2)}`]),
  ];
  return `Total ${roundHalfUp(figure.value, 2)} (${parts.join(', ')})`;
}

/** The bid of a lot by its reference. */
export function bidOf(lot: LotAssessment, reference: string): BidAssessment {
  const bid = lot.bids.find((one) => one.bid.reference === reference);
  if (bid === undefined) throw new RangeError(`No bid ${reference} in this lot`);
  return bid;
}

/** Bids as a reader wants them: the ranking first, then those not ranked by reference. */
export function inRankOrder(lot: LotAssessment): BidAssessment[] {
  const ranked = lot.ranking.map((reference) => bidOf(lot, reference));
  return [...ranked, ...lot.bids.filter(({ rank }) => rank === undefined)];
}

function criterionText({ rule, points }: CriterionResult): string {
  return `${lowerFirst(rule.title)} (${pointsText(points)} of 5)`;
}

/** The weighed criterion of the total with the most of a measure; undefined when none has any. */
function pick(
  criteria: readonly CriterionResult[],
  measure: (criterion: CriterionResult) => Fraction,
): CriterionResult | undefined {
  const weighed = criteria.filter(({ weight, scorecard }) => weight.gt(ZERO) && scorecard === criteria[0]?.scorecard);
  const best = weighed.reduce<CriterionResult | undefined>(
    (found, one) => (found === undefined || measure(one).gt(measure(found)) ? one : found),
    undefined,
  );
  return best === undefined || measure(best).equals(ZERO) ? undefined : best;
}

function pounds(value: Fraction): string {
  return `£${roundHalfUp(value, 2)}`;
}

/** Titles start with a capital; abbreviations keep theirs. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
