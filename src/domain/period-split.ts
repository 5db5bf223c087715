import { addMonths, dateParts, type IsoDate, inclusiveDays, toIsoDate } from './iso-date.ts';
import { type Fraction, type Grams, toFraction } from './quantity.ts';

/** A calendar month, `2026-04`. */
export type Month = string;

export type MonthPart = { readonly month: Month; readonly days: number };

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export function parseMonth(text: string): Month | undefined {
  return MONTH.test(text) ? text : undefined;
}

export function monthOf(date: IsoDate): Month {
  return date.slice(0, 7);
}

/** First and last day. */
function datesOfMonth(month: Month): { readonly start: IsoDate; readonly end: IsoDate } {
  const { year, month: number } = dateParts(`${month}-01`);
  return { start: `${month}-01`, end: toIsoDate(year, number + 1, 0) };
}

/** Days of a period in each calendar month it touches, in order; both ends of the period included. */
export function daysByMonth(start: IsoDate, end: IsoDate): MonthPart[] {
  const parts: MonthPart[] = [];
  for (let first = `${monthOf(start)}-01`; first <= end; first = addMonths(first, 1)) {
    const month = monthOf(first);
    const dates = datesOfMonth(month);
    const from = start > dates.start ? start : dates.start;
    const to = end < dates.end ? end : dates.end;
    parts.push({ month, days: inclusiveDays(from, to) });
  }
  return parts;
}

/**
 * Whole grams divided in proportion to weights of 0 or more, by largest remainders: each part is its exact share
 * rounded down, and the grams left over go one each to the largest remainders, the earlier part first where two are
 * alike. The parts always add up to the whole. Throws RangeError when every weight is 0 and there is something to divide.
 */
export function splitGrams(whole: Grams, weights: readonly bigint[]): Grams[] {
  if (weights.length === 1) return [whole];
  if (whole < 0n) return splitGrams(-whole, weights).map((part) => -part);
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (whole === 0n) return weights.map(() => 0n);
  if (sum <= 0n) throw new RangeError('Nothing can be divided by weights of 0');
  const parts = weights.map((weight) => (whole * weight) / sum);
  const left = Number(whole - parts.reduce((total, part) => total + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/** Exact weights as whole numbers in the same proportion. */
export function wholeWeights(weights: readonly Fraction[]): bigint[] {
  const scale = weights.reduce((product, { d }) => (product / gcd(product, d)) * d, 1n);
  return weights.map(({ s, n, d }) => s * n * (scale / d));
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** Who bears a contract: percent by organisation that add to 100, in the order of their names. */
export type Shares = readonly { readonly organisation: string; readonly percent: Fraction }[];

/** The shares of a contract; without any the one organisation bears it alone. */
export function sharesOf(shares: Readonly<Record<string, string>> | undefined, organisation: string): Shares {
  const entries = Object.entries(shares ?? { [organisation]: '100' });
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, percent]) => ({ organisation: name, percent: toFraction(percent) }));
}
