import { distinctTexts, type Fraction, toFraction, ZERO } from '../../domain/quantity.ts';
import type { BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import { rankedFigure } from '../../scoring/ranking.ts';
import { bidName, lotPrefix, ordinal, plainNumber, separateThousands } from '../pack-words.ts';

/** Who is first in each lot, in one sentence for each. */
export function decisionSentence(lot: LotAssessment): string {
  const first = findRanked(lot, 1);
  const unranked = lot.bids.filter(({ rank }) => rank === undefined).length;
  const rest =
    unranked === 0 ? '' : ` ${unranked} of ${lot.bids.length} bids ${unranked === 1 ? 'is' : 'are'} not ranked.`;
  if (first === undefined) return `${lotPrefix(lot.lot)}No bid is ranked.${rest}`;
  return `${lotPrefix(lot.lot)}${bidName(first.bid)} ranks first with ${resultText(lot, first)}.${rest}`;
}

/** Why a bid stands where it stands, in one or two sentences. */
export function placeSentence(lot: LotAssessment, bid: BidAssessment): string {
  if (bid.rank === undefined) return ['Not ranked.', ...bid.notRankedBecause].join(' ');
  const tie = lot.tieBreak.find(({ bids }) => bids.includes(bid.bid.reference));
  const place = `Ranks ${bid.rank === 1 ? 'first' : ordinal(bid.rank)} with ${resultText(lot, bid)}`;
  const rival = bid.rank === 1 ? findRanked(lot, 2) : findRanked(lot, 1);
  const tieSentence = tie === undefined ? '' : ` ${tie.sentence}`;
  if (rival === undefined) return `${place}; it is the only ranked bid.${tieSentence}`;
  const [better, worse] = bid.rank === 1 ? [bid, rival] : [rival, bid];
  return `${place}, ${gapText(lot, better, worse, bid)}${tieSentence}`;
}

/** The ranked bids first to last, then the others in order of reference. */
export function bidsInOrder({ bids }: LotAssessment): BidAssessment[] {
  return bids.toSorted(
    (a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.bid.reference < b.bid.reference ? -1 : 1),
  );
}

/** "71.23 of 100", or pounds; two results that differ never look alike. */
function resultText(lot: LotAssessment, bid: BidAssessment): string {
  const figure = rankedFigure(bid);
  if (figure === undefined) return 'no result yet';
  const all = lot.bids.flatMap((one) => rankedFigure(one)?.value ?? []);
  const text = distinctFrom(figure.value, all);
  if (!figure.lowestWins) return `${text} of 100`;
  const unit = lot.priceMethod === 'notional-discount' ? '' : ' a quality point';
  return `an evaluated price of £${separateThousands(text)}${unit}`;
}

/** Two places, and as many more as it takes to differ from every other result that is not the same. */
function distinctFrom(value: Fraction, others: readonly Fraction[]): string {
  const texts = [value, ...others].map((other) => distinctTexts([value, other])[0] ?? '');
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest));
}

function findRanked(lot: LotAssessment, rank: number): BidAssessment | undefined {
  return lot.bids.find((bid) => bid.rank === rank);
}

/** "4.20 ahead of B1 Alder; it gains most on price (5.10)." */
function gapText(lot: LotAssessment, better: BidAssessment, worse: BidAssessment, subject: BidAssessment): string {
  const isAhead = subject === better;
  const other = bidName(isAhead ? worse.bid : better.bid);
  const [high, low] = [rankedFigure(better), rankedFigure(worse)];
  const gap = high === undefined || low === undefined ? ZERO : high.value.sub(low.value).abs();
  if (gap.equals(ZERO)) return `level with ${other}.`;
  const amount = separateThousands(distinctTexts([gap, ZERO])[0] ?? '');
  if (high?.lowestWins === true) return `£${amount} ${isAhead ? 'lower' : 'higher'} than ${other}.`;
  const largest = largestDifference(lot, better, worse);
  const reason =
    largest === undefined
      ? ''
      : `; it ${isAhead ? 'gains' : 'loses'} most on ${largest.name} (${plainNumber(largest.by)})`;
  return `${amount} ${isAhead ? 'ahead of' : 'behind'} ${other}${reason}.`;
}

/** The part of the total in which the better bid gains most on the other. */
function largestDifference(
  lot: LotAssessment,
  better: BidAssessment,
  worse: BidAssessment,
): { name: string; by: Fraction } | undefined {
  const others = new Map(partsOf(lot, worse));
  const gains = partsOf(lot, better).map(([name, value]) => ({ name, by: value.sub(others.get(name) ?? ZERO) }));
  return gains.filter(({ by }) => by.gt(ZERO)).sort((a, b) => b.by.compare(a.by))[0];
}

/** What a total is made of, in points of the total: environment, quality and price; or the criteria alone. */
function partsOf({ shares }: LotAssessment, bid: BidAssessment): [string, Fraction][] {
  if (shares === undefined) {
    const scorecard = bid.scorecards.find(({ entersTotal }) => entersTotal)?.id;
    return bid.criteria
      .filter((one) => one.scorecard === scorecard)
      .map(({ code, rule, weighted }) => [`${code} ${rule.title}`, weighted]);
  }
  return [
    ['environment', partOf(shares.environment, bid.environment)],
    ['quality', partOf(shares.quality, bid.quality)],
    ['price', partOf(shares.price, bid.pricePoints)],
  ];
}

/** `share x points / 100`; a part that is not weighed adds nothing. */
function partOf(share: string, points: Fraction | undefined): Fraction {
  return toFraction(share)
    .mul(points ?? ZERO)
    .div(100);
}
