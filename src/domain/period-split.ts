import { dateParts, daysInMonth, type IsoDate } from './iso-date.ts';
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

/** Days of a period in each calendar month it touches, in order; both ends of the period included. */
export function daysByMonth(start: IsoDate, end: IsoDate): MonthPart[] {
  const parts: MonthPart[] = [];
  const [first, last] = [dateParts(start), dateParts(end)];
  let { year, month } = first;
  while (year < last.year || (year === last.year && month <= last.month)) {
    const from = parts.length === 0 ? first.day : 1;
    const to = year === last.year && month === last.month ? last.day : daysInMonth(year, month);
    parts.push({ month: monthText(year, month), days: to - from + 1 });
    if (month === 12) year += 1;
    month = (month % 12) + 1;
  }
  return parts;
}

function monthText(year: number, month: number): Month {
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}`;
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
  if (whole * sum <= LARGEST_SAFE) return splitSmall(Number(whole), weights.map(Number), Number(sum)).map(BigInt);
  const parts = weights.map((weight) => (whole * weight) / sum);
  const left = Number(whole - parts.reduce((total, part) => total + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

/** The same by days, of which a period has few: where all of it is safe in doubles no other number is made. */
export function splitByDays(whole: Grams, days: readonly number[]): Grams[] {
  if (days.length === 1) return [whole];
  const sum = days.reduce((total, part) => total + part, 0);
  const isSmall = whole > 0n && sum > 0 && Number(whole) * sum <= Number.MAX_SAFE_INTEGER;
  return isSmall ? splitSmall(Number(whole), days, sum).map(BigInt) : splitGrams(whole, days.map(BigInt));
}

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The same where no product is above 2^53: doubles are exact there, and many times quicker. */
function splitSmall(whole: number, weights: readonly number[], sum: number): number[] {
  const remainders = weights.map((weight) => (whole * weight) % sum);
  const parts = weights.map((weight, index) => (whole * weight - (remainders[index] ?? 0)) / sum);
  let left = whole - parts.reduce((total, part) => total + part, 0);
  for (; left > 0; left--) {
    let largest = 0;
    for (let index = 1; index < remainders.length; index++) {
      if ((remainders[index] ?? 0) > (remainders[largest] ?? 0)) largest = index;
    }
    parts[largest] = (parts[largest] ?? 0) + 1;
    remainders[largest] = -1;
  }
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
