import type { Bid } from '../domain/bid.ts';
import { grouped, listed, plainNumber, poundsText } from '../domain/plain-english.ts';
import { distinctTexts, type Fraction, roundHalfUp, sum, toFraction, ZERO } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { BidAssessment, CriterionResult, LotAssessment } from './assessment.ts';
import { rankedFigure } from './ranking.ts';

/** What a part of the total, or a criterion where there are no other parts, adds to it; points of 100. */
export type Contribution = { readonly part: string; readonly points: Fraction };

/** Shows a title or sentence of a rule on one line. */
type Shown = (text: string) => string;

/** More parts than this are told in one figure. */
const MOST_PARTS = 3;
const MOST_TIED = 3;

/**
 * Why a bid stands where it does, in one sentence or two: how far it is ahead of the second, or behind the first, and
 * through which parts of the total; what broke a tie; or why it is not ranked. Names are shown with nothing hidden;
 * `shown` does that for titles and reasons, and may do more.
 */
export function whyLine(lot: LotAssessment, bid: BidAssessment, shown: Shown = visibleText): string {
  if (bid.rank === undefined) {
    return `Not ranked. ${bid.notRankedBecause.map(shown).join(' ') || 'It has no result yet.'}`;
  }
  const rival = lot.ranking[bid.rank === 1 ? 1 : 0];
  if (rival === undefined) return 'The only ranked bid.';
  const place = bid.rank === 1 ? 'First' : `Place ${bid.rank}`;
  return `${place}: ${comparison(lot, bid, getBid(lot, rival), shown)}.${tieText(lot, bid)}`;
}

/**
 * "a total of 71.23 of 100", "an evaluated price of £12.30 a quality point", "no result yet": two places, and as many
 * more as it takes to differ from every other result of the lot that is not the same.
 */
export function resultText(lot: LotAssessment, bid: BidAssessment): string {
  const own = rankedFigure(bid);
  if (own === undefined) return 'no result yet';
  const text = lot.bids
    .flatMap((other) => rankedFigure(other)?.value ?? [])
    .map((other) => grouped(distinctTexts([own.value, other])[0] ?? ''))
    .reduce((longest, one) => (one.length > longest.length ? one : longest), '');
  return own.lowestWins ? `an evaluated price of £${text}${priceUnit(lot)}` : `a total of ${text} of 100`;
}

/**
 * The result of each bid for print, by reference: the total, or the evaluated price in pounds where the method
 * compares that. Results that differ are printed to as many places as it takes to tell them apart.
 */
export function resultTexts(lot: LotAssessment): ReadonlyMap<string, string> {
  const results = lot.bids.flatMap((bid) => {
    const figure = rankedFigure(bid);
    return figure === undefined ? [] : [{ reference: bid.bid.reference, ...figure }];
  });
  const texts = distinctTexts(results.map(({ value }) => value));
  return new Map(
    results.map(({ reference, lowestWins }, index) => {
      const text = grouped(texts[index] ?? '');
      return [reference, lowestWins ? `£${text}` : text];
    }),
  );
}

/** What the parts add to a bid's total: `share x points / 100`; without shares its criteria, `weight x points / 5`. */
export function contributions({ shares }: LotAssessment, bid: BidAssessment): Contribution[] {
  if (shares === undefined) {
    return awardCriteria(bid).map(({ code, rule, weighted }) => ({ part: `${code} ${rule.title}`, points: weighted }));
  }
  const of = (part: keyof typeof shares, points: Fraction | undefined): Contribution[] =>
    points === undefined ? [] : [{ part, points: toFraction(shares[part]).mul(points).div(100) }];
  return [...of('environment', bid.environment), ...of('quality', bid.quality), ...of('price', bid.pricePoints)];
}

/** Criteria of the scorecard that enters the total; the others are no award criteria. */
export function awardCriteria({ criteria, scorecards }: BidAssessment): CriterionResult[] {
  const award = new Set(scorecards.filter(({ entersTotal }) => entersTotal).map(({ id }) => id));
  return criteria.filter(({ scorecard, isTrialRule }) => award.has(scorecard) && !isTrialRule);
}

/** The bid of a lot by its reference. Throws RangeError where the lot has none of that reference. */
export function getBid(lot: LotAssessment, reference: string): BidAssessment {
  const found = lot.bids.find(({ bid }) => bid.reference === reference);
  if (found === undefined) throw new RangeError(`No bid ${reference} in this lot`);
  return found;
}

/** Bids as a reader wants them: the ranking first to last, then those not ranked by reference. */
export function inRankOrder(lot: LotAssessment): BidAssessment[] {
  const ranked = lot.ranking.map((reference) => getBid(lot, reference));
  return [...ranked, ...lot.bids.filter(({ rank }) => rank === undefined)];
}

/** "Alder (B1)", with nothing hidden in it. */
export function bidLabel({ supplier, reference }: Pick<Bid, 'supplier' | 'reference'>): string {
  return `${visibleText(supplier.name)} (${visibleText(reference)})`;
}

/** "3.20 ahead of Cedar (B3): 4.10 ahead on price, 0.90 behind on environment" */
function comparison(lot: LotAssessment, bid: BidAssessment, other: BidAssessment, shown: Shown): string {
  const [own, others] = [rankedFigure(bid), rankedFigure(other)];
  if (own === undefined || others === undefined) throw new RangeError('A ranked bid must have a result');
  const lead = own.lowestWins ? others.value.sub(own.value) : own.value.sub(others.value);
  const label = bidLabel(other.bid);
  if (lead.equals(ZERO)) return `exactly level with ${label}`;
  if (own.lowestWins) {
    return `an evaluated price ${priceGap(lead.abs())}${priceUnit(lot)} ${lead.gt(ZERO) ? 'below' : 'above'} that of ${label}`;
  }
  return `${aheadOrBehind(lead)} ${lead.gt(ZERO) ? 'of ' : ''}${label}: ${leadsByPart(lot, bid, other, shown)}`;
}

/** The parts in which two bids differ, the largest difference first. */
function leadsByPart(lot: LotAssessment, bid: BidAssessment, other: BidAssessment, shown: Shown): string {
  const others = new Map(contributions(lot, other).map(({ part, points }) => [part, points]));
  const leads = contributions(lot, bid)
    .map(({ part, points }) => ({ part, lead: points.sub(others.get(part) ?? ZERO) }))
    .filter(({ lead }) => !lead.equals(ZERO))
    .sort((a, b) => b.lead.abs().compare(a.lead.abs()));
  const named = leads.slice(0, MOST_PARTS).map(({ part, lead }) => `${aheadOrBehind(lead)} on ${shown(part)}`);
  const rest = sum(leads.slice(MOST_PARTS).map(({ lead }) => lead));
  return [...named, ...(rest.equals(ZERO) ? [] : [`${aheadOrBehind(rest)} on the rest`])].join(', ');
}

function aheadOrBehind(lead: Fraction): string {
  const size = lead.abs().lt(toFraction('0.005')) ? 'less than 0.01' : plainNumber(lead.abs());
  return `${size} ${lead.gt(ZERO) ? 'ahead' : 'behind'}`;
}

function priceGap(pounds: Fraction): string {
  return pounds.lt(toFraction('0.005')) ? 'less than a penny' : poundsText(toFraction(roundHalfUp(pounds, 2)));
}

/** Methods that divide by quality compare pounds for each quality point. */
function priceUnit({ priceMethod }: LotAssessment): string {
  return priceMethod === 'notional-discount' ? '' : ' a quality point';
}

/** " The tie with B2 is broken by lower price.", or nothing. */
function tieText({ tieBreak }: LotAssessment, { bid }: BidAssessment): string {
  const tie = tieBreak.find(({ bids }) => bids.includes(bid.reference));
  if (tie === undefined) return '';
  const others = tie.bids.filter((reference) => reference !== bid.reference).map(visibleText);
  const names = others.length > MOST_TIED ? `${others.length} other bids` : listed(others);
  return tie.step === 'none'
    ? ` No published step breaks the tie with ${names}.`
    : ` The tie with ${names} is broken by ${tie.step}.`;
}
