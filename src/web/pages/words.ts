import type { AnswerClass, ReplyState } from '../../domain/clarification.ts';
import type { FactorScope, FactorSet } from '../../domain/conversion-factor.ts';
import { dateParts, type IsoDate, type IsoInstant } from '../../domain/iso-date.ts';
import type { ProcurementState } from '../../domain/lifecycle.ts';
import type { Role } from '../../domain/person.ts';
import { type DecimalText, roundHalfUp, toFraction } from '../../domain/quantity.ts';
import type { OwnItem } from '../../application/evaluation-queries.ts';
import type { Interest } from '../../application/evaluation-records.ts';
import type { ModerationItem } from '../../application/moderation-queries.ts';
import type { SensitivityLight } from '../../scoring/sensitivity.ts';
import type { BidStatus, ImportState } from '../../application/records.ts';

/** How a state is told: its word, and the tag that carries it. The word says it all; the colour only helps. */
export type TagWords = { readonly text: string; readonly classes: string };

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

export const STATE_TAGS: Readonly<Record<ProcurementState, TagWords>> = {
  draft: { text: 'Draft', classes: 'govuk-tag--grey' },
  published: { text: 'Published', classes: 'govuk-tag--teal' },
  open: { text: 'Open', classes: 'govuk-tag--green' },
  closed: { text: 'Closed', classes: 'govuk-tag--purple' },
  evaluating: { text: 'Evaluating', classes: 'govuk-tag--purple' },
  moderated: { text: 'Moderated', classes: 'govuk-tag--purple' },
  approved: { text: 'Approved', classes: 'govuk-tag--teal' },
  awarded: { text: 'Awarded', classes: 'govuk-tag--teal' },
  standstill: { text: 'Standstill', classes: 'govuk-tag--yellow' },
  contracted: { text: 'Contracted', classes: 'govuk-tag--teal' },
  cancelled: { text: 'Cancelled', classes: 'govuk-tag--red' },
};

export const IMPORT_TAGS: Readonly<Record<ImportState, TagWords>> = {
  received: { text: 'Waiting', classes: 'govuk-tag--grey' },
  reading: { text: 'Reading', classes: 'govuk-tag--yellow' },
  faulty: { text: 'Has faults', classes: 'govuk-tag--red' },
  'mapping-proposed': { text: 'To check', classes: 'govuk-tag--yellow' },
  checked: { text: 'Checked, no faults', classes: 'govuk-tag--teal' },
  committed: { text: 'Saved', classes: 'govuk-tag--green' },
  interrupted: { text: 'Interrupted', classes: 'govuk-tag--orange' },
  failed: { text: 'Failed', classes: 'govuk-tag--red' },
};

export const BID_TAGS: Readonly<Record<BidStatus, TagWords>> = {
  current: { text: 'Current', classes: 'govuk-tag--green' },
  superseded: { text: 'Superseded', classes: 'govuk-tag--grey' },
  withdrawn: { text: 'Withdrawn', classes: 'govuk-tag--orange' },
  late: { text: 'Late', classes: 'govuk-tag--red' },
  duplicate: { text: 'Duplicate', classes: 'govuk-tag--grey' },
};

export const REPLY_TAGS: Readonly<Record<ReplyState, TagWords>> = {
  'not-sent': { text: 'Not sent', classes: 'govuk-tag--grey' },
  dropped: { text: 'Dropped', classes: 'govuk-tag--grey' },
  awaited: { text: 'Answer awaited', classes: 'govuk-tag--yellow' },
  'not-answered': { text: 'No answer in time', classes: 'govuk-tag--orange' },
  answered: { text: 'To be classified', classes: 'govuk-tag--yellow' },
  classified: { text: 'To be agreed', classes: 'govuk-tag--yellow' },
  agreed: { text: 'Settled', classes: 'govuk-tag--green' },
};

export const ANSWER_CLASS_WORDS: Readonly<Record<AnswerClass, string>> = {
  explains: 'Explains the bid',
  'corrects-obvious-error': 'Corrects an obvious error',
  'improves-offer': 'Improves the offer',
};

export const OUTCOME_TAGS: Readonly<Record<string, TagWords>> = {
  pass: { text: 'Pass', classes: 'govuk-tag--green' },
  fail: { text: 'Fail', classes: 'govuk-tag--red' },
  clarify: { text: 'Clarify', classes: 'govuk-tag--yellow' },
  'not-required': { text: 'Not required', classes: 'govuk-tag--grey' },
};

/** How firm a ranking is; the word says it, the colour only helps. */
export const LIGHT_TAGS: Readonly<Record<SensitivityLight, TagWords>> = {
  green: { text: 'Green: firm', classes: 'govuk-tag--green' },
  amber: { text: 'Amber: fairly firm', classes: 'govuk-tag--yellow' },
  red: { text: 'Red: fragile', classes: 'govuk-tag--red' },
  none: { text: 'Not tested', classes: 'govuk-tag--grey' },
};

export const FACTOR_SET_TAGS: Readonly<Record<FactorSet['status'], TagWords>> = {
  draft: { text: 'Draft', classes: 'govuk-tag--yellow' },
  approved: { text: 'Approved', classes: 'govuk-tag--green' },
};

export const FACTOR_SCOPE_WORDS: Readonly<Record<FactorScope, string>> = {
  '1': 'Scope 1',
  '2': 'Scope 2',
  '3': 'Scope 3',
  outside: 'Outside of scopes',
  none: 'None: no emission',
};

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  officer: 'procurement officer',
  evaluator: 'evaluator',
  moderator: 'moderator',
  sustainability: 'sustainability team',
  auditor: 'auditor',
  admin: 'administrator',
};

export const ROUTE_WORDS: Readonly<Record<string, string>> = {
  open: 'Open procedure',
  'competitive-flexible': 'Competitive flexible procedure',
  'framework-competition': 'Competition under a framework',
  'framework-direct': 'Direct call-off from a framework',
  'below-threshold': 'Below threshold',
  'direct-award': 'Direct award',
};

export const STAGE_WORDS: Readonly<Record<string, string>> = {
  make: 'Making',
  ship: 'Shipping',
  use: 'Use',
  serve: 'Service delivery',
  end: 'End of life',
};

export const PRICE_METHOD_WORDS: Readonly<Record<string, string>> = {
  'fixed-benchmark': 'Points between two published price benchmarks; the highest total wins',
  'price-per-quality-point': 'Pounds for each quality point; the lowest wins',
  'shadow-priced': 'Price with its carbon at published values; the lowest wins',
  'notional-discount': 'Price less a notional discount for the level offered; the lowest wins',
};

export const ITEM_TAGS: Readonly<Record<OwnItem['state'], TagWords>> = {
  open: { text: 'To do', classes: 'govuk-tag--grey' },
  again: { text: 'To be verified again', classes: 'govuk-tag--orange' },
  draft: { text: 'Draft', classes: 'govuk-tag--yellow' },
  locked: { text: 'Locked', classes: 'govuk-tag--teal' },
  agreed: { text: 'Agreed', classes: 'govuk-tag--green' },
};

export const MODERATION_TAGS: Readonly<Record<ModerationItem['state'], TagWords>> = {
  waiting: { text: 'Waiting', classes: 'govuk-tag--grey' },
  'to-moderate': { text: 'To discuss', classes: 'govuk-tag--yellow' },
  undisputed: { text: 'Undisputed', classes: 'govuk-tag--teal' },
  agreed: { text: 'Agreed', classes: 'govuk-tag--green' },
};

export const INTEREST_WORDS: Readonly<Record<Interest, string>> = {
  none: 'No interest',
  potential: 'A potential conflict',
  perceived: 'A perceived conflict',
  actual: 'An actual conflict',
};

/** What an action of the audit trail did, where its name does not say so by itself. */
export function actionText(action: string): string {
  const [subject = '', ...deed] = action.split('.');
  const words = `${subject} ${deed.join(' ')}`.replaceAll('-', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "18 December 2026" */
export function dateText(date: IsoDate): string {
  const { year, month, day } = dateParts(date.slice(0, 10));
  return `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  hour12: true,
});

/** "18 December 2026 at 3:04pm", in the time of London. */
export function instantText(instant: IsoInstant): string {
  const parts = new Map(LONDON.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  const at = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const half = at('dayPeriod').toLowerCase();
  return `${at('day')} ${at('month')} ${at('year')} at ${at('hour')}:${at('minute')}${half}`;
}

/** "12,000", "4.25": the thousands of a decimal text separated. */
export function grouped(decimal: DecimalText | number): string {
  const [whole = '', decimals] = String(decimal).split('.');
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

/** Kilograms as tonnes: "1,948.5"; more places where a small figure needs them. "Not known" when absent. */
export function tonnesText(kilograms: DecimalText | null | undefined): string {
  if (kilograms === null || kilograms === undefined) return 'Not known';
  const tonnes = toFraction(kilograms).div(1000);
  return grouped(roundHalfUp(tonnes, tonnes.abs().lt(10) && tonnes.n !== 0n ? 3 : 1));
}

/** "£6,240,000", with pence where there are any. */
export function poundsText(pounds: DecimalText | null | undefined): string {
  if (pounds === null || pounds === undefined) return 'Not given';
  const value = toFraction(pounds);
  return `£${grouped(roundHalfUp(value, value.d === 1n ? 0 : 2))}`;
}

/** "1 bid", "2 bids", "no bids". */
export function counted(count: number, noun: string): string {
  const number = count === 0 ? 'no' : grouped(String(count));
  return `${number} ${noun}${count === 1 ? '' : 's'}`;
}

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(rank: number): string {
  const tens = rank % 100;
  const last = tens >= 11 && tens <= 13 ? 0 : rank % 10;
  return `${rank}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

/** "112 kB" */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The first twelve characters of a hash, enough to compare by eye; the whole stands on the page as well. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
