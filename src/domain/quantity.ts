import Fraction from 'fraction.js';

/**
 * Exact numbers. Points, weights, prices and kilograms are rationals; the ledger's carbon is whole grams.
 * `parseDecimal` is the only way in: the Fraction constructor reads "1:2" and "0.(3)", and is wrong for most
 * three-decimal doubles.
 */
export type { Fraction };

/** A decimal number as text: digits, an optional leading minus, an optional point with digits after it. */
export type DecimalText = string;

const DECIMAL = /^-?\d+(\.\d+)?$/;
const FRACTION = /^-?\d+(\/[1-9]\d*)?$/;
const MAXIMUM_DIGITS = 400;

export const ZERO = new Fraction(0);
export const ONE = new Fraction(1);
export const HUNDRED = new Fraction(100);

/** Text to an exact number, or undefined when it is not a plain decimal. Surrounding space is not accepted. */
export function parseDecimal(text: string): Fraction | undefined {
  return DECIMAL.test(text) && text.length <= MAXIMUM_DIGITS ? new Fraction(text) : undefined;
}

/** 0 to 100, which formulas name again and again; a Fraction never changes. */
const SMALL_NUMBERS = new Map<DecimalText | number, Fraction>(
  Array.from({ length: 101 }, (_, number) => [String(number), new Fraction(number)]),
);

/** A decimal text that is known to be one (rule-set data, our own output). Throws on anything else. */
export function toFraction(text: DecimalText | bigint | number): Fraction {
  if (typeof text === 'bigint') return new Fraction(text);
  const small = SMALL_NUMBERS.get(text);
  if (small !== undefined) return small;
  const plain = typeof text === 'number' ? numberToDecimalText(text) : text;
  const value = parseDecimal(plain);
  if (value === undefined) throw new RangeError(`Not a plain decimal: ${plain}`);
  return value;
}

/** "169/50" or "5" to an exact number; the form in which exact values are recorded. */
export function parseFractionText(text: string): Fraction | undefined {
  return FRACTION.test(text) && text.length <= MAXIMUM_DIGITS ? new Fraction(text) : undefined;
}

/** An exact value as recorded: "169/50", or "5" when whole. */
export function fractionText(value: Fraction): string {
  return value.toFraction();
}

/**
 * A double as the decimal text that prints it, exponent expanded: 1e-7 gives "0.0000001". This is how a number
 * cell of a spreadsheet becomes exact; the shortest text that reads back as the same double is what Excel shows.
 */
export function numberToDecimalText(value: number): DecimalText {
  if (!Number.isFinite(value)) throw new RangeError(`Not a finite number: ${value}`);
  const text = Object.is(value, -0) ? '0' : String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = whole + decimals;
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - 1)}${digits}`;
  return `${sign}${digits.padEnd(shift + 1, '0')}`;
}

/** Rounded half up, away from zero, to a fixed number of places: 2.675 gives "2.68", -1.005 gives "-1.01". */
export function roundHalfUp(value: Fraction, places: number): DecimalText {
  const digits = roundedDigits(value, places).padStart(places + 1, '0');
  const sign = value.s < 0n && !/^0+$/.test(digits) ? '-' : '';
  if (places === 0) return sign + digits;
  const point = digits.length - places;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The exact decimal where there is one of at most `places` places, else rounded to them; no trailing zeros. */
export function decimalText(value: Fraction, places = 12): DecimalText {
  if (value.d === 1n) return (value.s * value.n).toString();
  if (places >= SHORT_PLACES && isShortDecimal(value)) return String(Number(value.s * value.n) / Number(value.d));
  const text = roundHalfUp(value, places);
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text.endsWith('0', end)) end--;
  const shown = text.slice(0, text.endsWith('.', end) ? end - 1 : end);
  return shown === '-0' ? '0' : shown;
}

const SHORT_PLACES = 6;
const SHORT_SCALE = 10 ** SHORT_PLACES;

/** At most 6 places and 15 digits: such a decimal is what its nearest double prints, which is quick to have. */
function isShortDecimal({ n, d }: Fraction): boolean {
  const divisor = Number(d);
  return divisor <= SHORT_SCALE && SHORT_SCALE % divisor === 0 && Number(n) < 1e9 * divisor;
}

/** `floor(|value| x 10^places + 1/2)` as digits. Doubles are exact here below 2^53, and several times quicker. */
function roundedDigits({ n, d }: Fraction, places: number): string {
  const scale = SCALES[places] ?? 10n ** BigInt(places);
  const divisor = Number(d) * 2;
  const dividend = Number(n) * Number(scale) * 2 + Number(d);
  if (dividend <= Number.MAX_SAFE_INTEGER) return String(Math.floor(dividend / divisor));
  return ((n * scale * 2n + d) / (d * 2n)).toString();
}

const LARGEST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const SCALES = Array.from({ length: 20 }, (_, places) => 10n ** BigInt(places));

/** The value held between two others. */
export function clamp(value: Fraction, low: Fraction, high: Fraction): Fraction {
  if (value.lt(low)) return low;
  return value.gt(high) ? high : value;
}

export function sum(values: Iterable<Fraction>): Fraction {
  let total = ZERO;
  for (const value of values) total = total.add(value);
  return total;
}

/** The nearest double, or NaN where one division of doubles would not give it. Rounding keeps order. */
export function nearestDouble(value: Fraction): number {
  if (value.n > LARGEST_SAFE || value.d > LARGEST_SAFE) return Number.NaN;
  return value.d === 1n ? Number(value.s * value.n) : Number(value.s * value.n) / Number(value.d);
}

/** Ascending order. */
export function compare(a: Fraction, b: Fraction): number {
  return a.compare(b);
}

/** Whole grams of CO2e. */
export type Grams = bigint;

/** Kilograms to whole grams, rounded once, half up. */
export function toGrams(kilograms: Fraction): Grams {
  return BigInt(roundHalfUp(kilograms.mul(1000), 0));
}

/**
 * The product of decimals, none below 0, times a number of grams (1000 for kilograms, 1000000 for tonnes) as whole
 * grams, rounded once, half up: what `toGrams` makes of the exact product, without a Fraction wherever the digits fit.
 */
export function gramsOfProduct(factors: readonly DecimalText[], grams: number): Grams {
  let [digits, scale] = [grams * 2, 1];
  for (const text of factors) {
    const point = text.indexOf('.');
    digits *= wholeDigits(text, point);
    if (point !== -1) scale *= 10 ** (text.length - point - 1);
  }
  // Doubles are exact here below 2^53, and several times quicker.
  if (digits + scale <= Number.MAX_SAFE_INTEGER) return BigInt(Math.floor((digits + scale) / (scale * 2)));
  return toGrams(
    factors
      .reduce((product, text) => product.mul(toFraction(text)), ONE)
      .mul(grams)
      .div(1000),
  );
}

/** The digits of a decimal as a whole number, without its point; NaN where it is none, or below 0. */
function wholeDigits(text: DecimalText, point: number): number {
  if (text === '' || point === 0 || point === text.length - 1) return Number.NaN;
  let digits = 0;
  for (let index = 0; index < text.length; index++) {
    if (index === point) continue;
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    digits = digits * 10 + digit;
  }
  return digits;
}

/** Grams as kilograms: 123456n gives "123.456". */
export function kilogramsText(grams: Grams): DecimalText {
  return decimalText(toFraction(grams).div(1000), 3);
}

/**
 * Prints several totals so that two that differ never look alike: two places, then as many more as it takes.
 * Equal values print alike. At most 30 places.
 */
export function distinctTexts(values: readonly Fraction[], places = 2): DecimalText[] {
  const exact = new Set(values.map(fractionText)).size;
  for (let shown = places; shown < 30; shown++) {
    const texts = values.map((value) => roundHalfUp(value, shown));
    if (new Set(texts).size === exact) return texts;
  }
  return values.map((value) => roundHalfUp(value, 30));
}
