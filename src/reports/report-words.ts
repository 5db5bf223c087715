import type { Bid, Stage, Tier } from '../domain/bid.ts';
import { plainNumber, poundsText } from '../domain/plain-english.ts';
import type { Lot, PriceMethod } from '../domain/procurement.ts';
import { type Fraction, fractionText } from '../domain/quantity.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { Assessment, AssessmentStatus, ConditionResult, LotAssessment } from '../scoring/assessment.ts';
import type { SensitivityLight, SensitivityReport } from '../scoring/sensitivity.ts';
import type { Block, Inline, Line } from './report-content.ts';

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

const RETROSPECTIVE = 'PUBLISHED RETROSPECTIVELY';

/** What the document is worth, in capitals. */
export function statusLine(status: AssessmentStatus): string {
  return STATUS_LINES[status];
}

/** The same, explained in one or two sentences. */
export function statusSentence(status: AssessmentStatus): string {
  return STATUS_SENTENCES[status];
}

/** Said before anything else where the rules were published after the bid deadline. */
export function retrospectiveNotice({ retrospective }: Assessment): Block[] {
  if (retrospective === undefined) return [];
  return [{ kind: 'notice', title: RETROSPECTIVE, text: [visibleText(retrospective)] }];
}

/** What the notice of a status is called; nothing once issued. */
export function statusText(status: AssessmentStatus): string | undefined {
  return status === 'issued' ? undefined : statusLine(status);
}

/** What stands at the head of every page: the status until issued, and for good that the rules came late. */
export function headText(assessment: Assessment): string | undefined {
  const words = [statusText(assessment.status), ...retrospectiveWords(assessment)].filter((one) => one !== undefined);
  return words.length === 0 ? undefined : words.join(' · ');
}

/** What stands at the head of every sheet: the same, with the status of an issued one too. */
export function sheetHeadText(assessment: Assessment): string {
  return [statusLine(assessment.status), ...retrospectiveWords(assessment)].join(' · ');
}

function retrospectiveWords({ retrospective }: Assessment): string[] {
  return retrospective === undefined ? [] : [RETROSPECTIVE];
}

/** "Points" of a machine are proposals until the pack is issued. */
export function pointsHeader(status: AssessmentStatus): string {
  return status === 'issued' ? 'Points' : 'Proposed points';
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
  clarify: 'To be clarified',
  'not-required': 'Not required',
};

export const LIGHT_WORDS: Readonly<Record<SensitivityLight, string>> = {
  green: 'Green: firm',
  amber: 'Amber: fairly firm',
  red: 'Red: fragile',
  none: 'Not tested',
};

/** How bids are compared, in a sentence. */
export const PRICE_METHOD_SENTENCES: Readonly<Record<PriceMethod, string>> = {
  'fixed-benchmark': 'Price points are 100 x (high benchmark - price) / (high - low), held between 0 and 100.',
  'price-per-quality-point':
    'Bids are compared on pounds for each point of environment and quality by their shares; the lowest wins.',
  'shadow-priced':
    'Bids are compared on price plus their evaluated carbon at the published value of carbon, for each quality point; the lowest wins.',
  'notional-discount':
    'Bids are compared on the price less a notional discount for the level of carbon management offered; the lowest wins. The price paid does not change.',
};

/** What the shares and the price method of a lot are, in one or two sentences. */
export function sharesText({ shares, priceMethod, facts }: LotAssessment): string {
  if (shares === undefined) return 'no shares are published; bids are ranked on the environment total alone.';
  const total = `environment ${shares.environment}, quality ${shares.quality} and price ${shares.price} of 100.`;
  const high = facts.priceBenchmarkHigh;
  const low = facts.priceBenchmarkLow;
  const benchmarks =
    priceMethod !== 'fixed-benchmark' || high === undefined || low === undefined
      ? ''
      : ` Published benchmarks: ${poundsText(high)} gives 0 and ${poundsText(low)} gives 100.`;
  return `${total} ${PRICE_METHOD_SENTENCES[priceMethod ?? 'fixed-benchmark']}${benchmarks}`;
}

/** What weights and benchmarks make a tonne of carbon worth, beside the published values. Information for the council. */
export function impliedPriceText(implied: NonNullable<LotAssessment['impliedCarbonPrice']>): string {
  const { poundsPerTonne, year, low, central, high, isBelowLow } = implied;
  const warning = isBelowLow
    ? ' Warning: the implied price is below the low value, so carbon hardly counts against price. Check that this is meant.'
    : '';
  return (
    `Information, not used in the assessment: the published weights and benchmarks value a tonne of CO₂e at ${poundsText(poundsPerTonne)}. ` +
    `The UK Government's carbon values for ${year} are ${poundsText(low)} (low), ${poundsText(central)} (central) and ${poundsText(high)} (high).${warning}`
  );
}

/** A single mark on which the first place hangs. */
export function singleMarkText({ bid, code, title, change, newFirst }: SensitivityReport['singleMarkFlips'][number]) {
  const mark = change === '+1' ? 'One mark more' : 'One mark less';
  return `${mark} for ${bid} in ${code} ${title}: ${newFirst} would be first or level.`;
}

/** Two places; "none" where there is no figure. */
export function figure(value: Fraction | undefined): string {
  return value === undefined ? 'none' : plainNumber(value);
}

/** A share of 1 in percent; what is neither none nor all never prints as 0% or 100%. */
export function percentText(share: number, places = 0): string {
  const least = 10 ** -places;
  const percent = share * 100;
  if (percent > 0 && percent < least / 2) return `under ${least}%`;
  if (percent < 100 && percent >= 100 - least / 2) return `over ${(100 - least).toFixed(places)}%`;
  return `${percent.toFixed(places)}%`;
}

/** A parameter as text: exact numbers as they are, lists by comma, groups as "name: value". */
export function parameterText(value: unknown): string {
  if (typeof value === 'string') return visibleText(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(parameterText).join(', ');
  if (isFraction(value)) return fractionText(value);
  if (typeof value !== 'object' || value === null) return 'none';
  return Object.entries(value)
    .map(([name, inner]) => `${name}: ${parameterText(inner)}`)
    .join('; ');
}

function isFraction(value: unknown): value is Fraction {
  return typeof value === 'object' && value !== null && 'n' in value && typeof value.n === 'bigint';
}

export function yesOrNo(value: boolean): string {
  return value ? 'Yes' : 'No';
}

/** The bidder's name and reference; the name is kept apart from the direction of the text around it. */
export function bidLine({ supplier, reference }: Bid, strong = false): Line {
  const name: Inline = { kind: strong ? 'strong' : 'name', text: visibleText(supplier.name) };
  return [name, ` (${visibleText(reference)})`];
}

/** The lot's id; blank for a procurement without lots. */
export function lotId(lot: Lot | undefined): string {
  return lot === undefined ? '' : lot.id;
}

/** "Lot 1 Laptops: ", or nothing for a procurement without lots. */
export function lotPrefix(lot: Lot | undefined): string {
  return lot === undefined ? '' : `Lot ${visibleText(`${lot.id} ${lot.title}`)}: `;
}

/** The name of a lot's chapter: "Lot 1: Laptops", or the title of a procurement without lots. */
export function lotTitle(assessment: Assessment, { lot }: LotAssessment): string {
  return visibleText(lot === undefined ? assessment.procurement.title : `Lot ${lot.id}: ${lot.title}`);
}

/** ", the first 14 of 40" for a picture of some of a lot's bids; nothing where it has them all. */
export function firstOfAll(shown: number, { bids }: LotAssessment): string {
  return shown < bids.length ? `, the first ${shown} of ${bids.length} bids` : '';
}

/** An id for a heading, from what it is about. */
export function headingId(...parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map((part) => part.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'))
    .join('-');
}

/** "The set of 2026": one for the whole procurement. */
export function factorSetText({ lots }: Assessment): string {
  const [set = ''] = lots.map(({ factorSet }) => factorSet);
  return set === '' ? 'None' : `The set of ${set}`;
}
