import type { Bid } from '../domain/bid.ts';
import { dateParts, type IsoDate } from '../domain/iso-date.ts';
import { type DecimalText, distinctTexts, type Fraction, roundHalfUp, toFraction } from '../domain/quantity.ts';
import type { Assessment, AssessmentStatus, BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { statusLine } from './pack-words.ts';
import type { Inline, Line } from './report-content.ts';
import { visibleText } from './visible-text.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export { pointsText };

/** What stands at the head of every page; nothing once issued. */
export function statusText(status: AssessmentStatus): string | undefined {
  return status === 'issued' ? undefined : statusLine(status);
}

/** "18 December 2026" */
export function dateText(date: IsoDate): string {
  const { year, month, day } = dateParts(date);
  return `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** Kilograms as tonnes with thousands separators: "1,234.5"; more places where a small figure needs them. */
export function tonnesText(kilograms: Fraction): string {
  const tonnes = kilograms.div(1000);
  return grouped(roundHalfUp(tonnes, tonnes.abs().lt(10) && tonnes.n !== 0n ? 3 : 1));
}

/** "£1,234,567", with pence where there are any. */
export function poundsText(pounds: Fraction | DecimalText): string {
  const value = typeof pounds === 'string' ? toFraction(pounds) : pounds;
  const text = roundHalfUp(value.abs(), value.d === 1n ? 0 : 2);
  return `${value.s < 0n ? '−' : ''}£${grouped(text)}`;
}

/** A figure with thousands separators: "12,000", "4.25". */
export function grouped(text: DecimalText): string {
  const [whole = '', decimals] = text.split('.');
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

/** Two places. */
export function figure(value: Fraction | undefined): string {
  return value === undefined ? 'none' : roundHalfUp(value, 2);
}

/** "25 of 100": the share of the whole that a weight is, without needless zeros. */
export function weightText(weight: Fraction): string {
  return pointsText(weight);
}

/** "Alder (B1)" as plain words. */
export function bidLabel({ supplier, reference }: Bid): string {
  return `${visibleText(supplier.name)} (${visibleText(reference)})`;
}

/** The bidder's name and reference; the name is kept apart from the direction of the text around it. */
export function bidLine({ supplier, reference }: Bid, strong = false): Line {
  const name: Inline = { kind: strong ? 'strong' : 'name', text: visibleText(supplier.name) };
  return [name, ` (${visibleText(reference)})`];
}

/** The name of a lot's chapter: "Lot 1: Laptops", or the title of a procurement without lots. */
export function lotTitle(assessment: Assessment, { lot }: LotAssessment): string {
  return visibleText(lot === undefined ? assessment.procurement.title : `Lot ${lot.id}: ${lot.title}`);
}

/** A bid of the lot by its reference. */
export function getBid(lot: LotAssessment, reference: string): BidAssessment {
  const found = lot.bids.find(({ bid }) => bid.reference === reference);
  if (found === undefined) throw new Error(`The ranking names bid ${reference}, which the lot does not have`);
  return found;
}

/** Ranked bids first to last, then the others in their order. */
export function inRankOrder(lot: LotAssessment): BidAssessment[] {
  const ranked = lot.ranking.map((reference) => getBid(lot, reference));
  return [...ranked, ...lot.bids.filter(({ bid }) => !lot.ranking.includes(bid.reference))];
}

/**
 * The result of each bid for print, by reference: the total, or the evaluated price in pounds where the method
 * compares that. Results that differ are printed to as many places as it takes to tell them apart.
 */
export function resultTexts(lot: LotAssessment): ReadonlyMap<string, string> {
  const withResult = lot.bids.flatMap((bid) => {
    const value = bid.evaluatedPrice ?? bid.total;
    return value === undefined ? [] : [{ bid, value }];
  });
  const texts = distinctTexts(withResult.map(({ value }) => value));
  return new Map(
    withResult.map(({ bid }, index) => {
      const text = texts[index] ?? '';
      return [bid.bid.reference, bid.evaluatedPrice === undefined ? text : `£${grouped(text)}`];
    }),
  );
}

/** "award" to "Award"; for names that the rule set writes in lower case. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** ", the first 14 of 40" for a picture of some of a lot's bids; nothing where it has them all. */
export function firstOfAll(shown: number, { bids }: LotAssessment): string {
  return shown < bids.length ? `, the first ${shown} of ${bids.length} bids` : '';
}

/** "1 bid", "2 bids". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Names as a sentence lists them: "a, b and c". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** An id for a heading, from what it is about. */
export function headingId(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => part.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'))
    .join('-');
}
