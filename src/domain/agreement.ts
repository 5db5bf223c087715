import { compare, type Fraction, ONE, sum, toFraction, ZERO } from './quantity.ts';

/** What each evaluator gave to one unit; undefined where an evaluator gave nothing. */
export type Unit = readonly (Fraction | undefined)[];

/** Units below which the figure says little. */
export const FEWEST_UNITS = 10;

export type Agreement = {
  readonly alpha: Fraction;
  /** Units that two or more evaluators gave something to. */
  readonly units: number;
  /** Everybody gave the same everywhere: alpha is 1 by convention and says nothing. */
  readonly noVariation: boolean;
};

/**
 * Krippendorff's alpha over units, exact: `1 - Do/De` with `Do = (1/n) sum o_ck d2_ck` and
 * `De = 1/(n(n-1)) sum n_c n_k d2_ck`; ordinal `d2_ck = (sum_{g=c..k} n_g - (n_c+n_k)/2)^2`, interval `(c-k)^2`
 * (K. Krippendorff, Content Analysis, 2019, chapter 12). Undefined where no unit has two values. A diagnosis only.
 */
export function krippendorffAlpha(all: readonly Unit[], metric: 'ordinal' | 'interval'): Agreement | undefined {
  const units = all.map((unit) => unit.filter((value) => value !== undefined)).filter((unit) => unit.length >= 2);
  if (units.length === 0) return undefined;
  const values = distinct(units.flat());
  const counts = values.map((value) => units.flat().filter((one) => one.equals(value)).length);
  const n = sum(counts.map((count) => toFraction(count)));
  const distance = metric === 'ordinal' ? ordinalDistance(counts) : intervalDistance(values);
  const indexOf = (value: Fraction) => values.findIndex((one) => one.equals(value));
  const observed = sum(units.map((unit) => disagreement(unit.map(indexOf), distance))).div(n);
  const expected = sum(
    counts.flatMap((a, c) => counts.map((b, k) => distance(c, k).mul(toFraction(a)).mul(toFraction(b)))),
  ).div(n.mul(n.sub(1)));
  const noVariation = expected.n === 0n;
  return { alpha: noVariation ? ONE : ONE.sub(observed.div(expected)), units: units.length, noVariation };
}

/**
 * Cohen's kappa with quadratic weights between two evaluators: `1 - sum w_ij O_ij / sum w_ij E_ij`, `w = (i-j)^2`.
 * Undefined where they share no unit or do not vary.
 */
export function quadraticKappa(all: readonly (readonly [Fraction | undefined, Fraction | undefined])[]) {
  const pairs = all.flatMap(([a, b]): (readonly [Fraction, Fraction])[] =>
    a === undefined || b === undefined ? [] : [[a, b]],
  );
  if (pairs.length === 0) return undefined;
  const observed = sum(pairs.map(([a, b]) => square(a.sub(b))));
  const expected = sum(pairs.flatMap(([a]) => pairs.map(([, b]) => square(a.sub(b))))).div(pairs.length);
  return expected.n === 0n ? undefined : ONE.sub(observed.div(expected));
}

type Distance = (c: number, k: number) => Fraction;

/** `sum over ordered pairs of a unit of d2 / (m - 1)` */
function disagreement(unit: readonly number[], distance: Distance): Fraction {
  const pairs = unit.flatMap((c, i) => unit.filter((_, j) => i !== j).map((k) => distance(c, k)));
  return sum(pairs).div(unit.length - 1);
}

function ordinalDistance(counts: readonly number[]): Distance {
  return (c, k) => {
    const [low, high] = c < k ? [c, k] : [k, c];
    const between = counts.slice(low, high + 1).reduce((total, count) => total + count, 0);
    return square(toFraction(between).sub(toFraction((counts[low] ?? 0) + (counts[high] ?? 0)).div(2)));
  };
}

function intervalDistance(values: readonly Fraction[]): Distance {
  return (c, k) => square((values[c] ?? ZERO).sub(values[k] ?? ZERO));
}

function square(value: Fraction): Fraction {
  return value.mul(value);
}

/** The distinct values, lowest first. */
function distinct(values: readonly Fraction[]): Fraction[] {
  return values
    .toSorted(compare)
    .filter((value, index, sorted) => index === 0 || !value.equals(sorted[index - 1] ?? ZERO));
}
