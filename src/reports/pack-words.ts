import type { Bid, Stage, Tier } from '../domain/bid.ts';
import type { Lot, PriceMethod } from '../domain/procurement.ts';
import { type Fraction, roundHalfUp } from '../domain/quantity.ts';
import type { AssessmentStatus, ConditionResult } from '../scoring/assessment.ts';
import { visibleText } from './visible-text.ts';

/** What the document is worth, in the words that stand on every sheet. */
export function statusLine(status: AssessmentStatus): string {
  return STATUS_LINES[status];
}

/** The same, explained in one or two sentences. */
export function statusSentence(status: AssessmentStatus): string {
  return STATUS_SENTENCES[status];
}

const STATUS_LINES: Readonly<Record<AssessmentStatus, string>> = {
  trial: 'TRIAL, NOT FOR AWARD',
  draft: 'DRAFT, NOT APPROVED',
  issued: 'ISSUED',
};

const STATUS_SENTENCES: Readonly<Record<AssessmentStatus, string>> = {
  trial:
    'The rules were not published before these bids were scored. Nothing may be awarded on these figures. All points are proposals by the service.',
  draft: 'Nothing here is approved. All points are proposals by the service until people have agreed them.',
  issued: 'This is the issued record. The service does not make the award: people decide, with reasons.',
};

/** "Points" of a machine are proposals until the pack is issued. */
export function pointsHeader(status: AssessmentStatus): string {
  return status === 'issued' ? 'Points' : 'Proposed points';
}

/** "B1 Alder", with nothing hidden in the name. */
export function bidName(bid: Pick<Bid, 'reference' | 'supplier'>): string {
  return visibleText(`${bid.reference} ${bid.supplier.name}`);
}

/** The lot's id; blank for a procurement without lots. */
export function lotId(lot: Lot | undefined): string {
  return lot === undefined ? '' : lot.id;
}

/** "Lot 1 Laptops: ", or nothing for a procurement without lots. */
export function lotPrefix(lot: Lot | undefined): string {
  return lot === undefined ? '' : `Lot ${visibleText(`${lot.id} ${lot.title}`)}: `;
}

export const STAGE_WORDS: Readonly<Record<Stage, string>> = {
  make: 'Making',
  ship: 'Shipping',
  use: 'Use',
  serve: 'Service delivery',
  end: 'End of life',
};

export const TIER_WORDS: Readonly<Record<Tier, string>> = {
  A: 'A, verified primary data',
  B: 'B, unverified primary data',
  C: 'C, secondary data',
  D: 'D, spend or unknown',
};

export const OUTCOME_WORDS: Readonly<Record<ConditionResult['outcome'], string>> = {
  pass: 'Pass',
  fail: 'Fail',
  clarify: 'To be clarified with the bidder',
  'not-required': 'Not required here',
};

export const PRICE_METHOD_WORDS: Readonly<Record<PriceMethod, string>> = {
  'fixed-benchmark': 'points between two published price benchmarks; the highest total wins',
  'price-per-quality-point': 'pounds for each quality point; the lowest wins',
  'shadow-priced': 'price with its carbon at published values, for each quality point; the lowest wins',
  'notional-discount': 'price less a notional discount for the level offered; the lowest wins',
};

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function ordinal(rank: number): string {
  const tens = rank % 100;
  const last = tens >= 11 && tens <= 13 ? 0 : rank % 10;
  return `${rank}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

/** Rounded half up, with thousands separated: 1234567.891 at 2 places gives "1,234,567.89". */
export function plainNumber(value: Fraction, places = 2): string {
  return separateThousands(roundHalfUp(value, places));
}

/** Separates the thousands of a decimal text. */
export function separateThousands(decimal: string): string {
  const [whole = '', decimals] = decimal.split('.');
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

export function yesOrNo(value: boolean): string {
  return value ? 'Yes' : 'No';
}
