import { dateParts, type IsoDate } from './iso-date.ts';
import { type DecimalText, type Fraction, roundHalfUp, toFraction } from './quantity.ts';

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

/** "18 December 2026" */
export function dateText(date: IsoDate): string {
  const { year, month, day } = dateParts(date);
  return `${day} ${MONTHS[month - 1] ?? ''} ${year}`;
}

/** A decimal text with its thousands separated: "12,000", "4.25". */
export function grouped(text: DecimalText): string {
  const [whole = '', decimals] = text.split('.');
  const separated = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? separated : `${separated}.${decimals}`;
}

/** Rounded half up, with its thousands separated: 1234567.891 at 2 places gives "1,234,567.89". */
export function plainNumber(value: Fraction, places = 2): string {
  return grouped(roundHalfUp(value, places));
}

/** Kilograms as tonnes: "1,234.5"; more places where a small figure needs them. */
export function tonnesText(kilograms: Fraction): string {
  const tonnes = kilograms.div(1000);
  return plainNumber(tonnes, tonnes.abs().lt(10) && tonnes.n !== 0n ? 3 : 1);
}

/** "£1,234,567", with pence where there are any. */
export function poundsText(pounds: Fraction | DecimalText): string {
  const value = typeof pounds === 'string' ? toFraction(pounds) : pounds;
  return `${value.s < 0n ? '−' : ''}£${plainNumber(value.abs(), value.d === 1n ? 0 : 2)}`;
}

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function ordinal(rank: number): string {
  const tens = rank % 100;
  const last = tens >= 11 && tens <= 13 ? 0 : rank % 10;
  return `${rank}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
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

/** "award" to "Award". */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "1 point", "2.5 points" */
export function pointsWords(points: DecimalText): string {
  return points === '1' ? '1 point' : `${points} points`;
}
