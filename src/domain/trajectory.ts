import { daysByFinancialYear, type FinancialYear, startYearOf, toFinancialYear } from './financial-year.ts';
import type { IsoDate } from './iso-date.ts';
import { type DecimalText, type Fraction, type Grams, HUNDRED, ONE, roundHalfUp, toFraction } from './quantity.ts';

/**
 * A path to a target. `residualPercent` is what may remain in the target year, percent of the baseline.
 * absolute-contraction: `yearlyPercent` of the baseline less each year (SBTi: 4.2), linear and not compounded.
 * cumulative-budget: a fixed amount for all time from the base year on, spent by `yearlyPercent` less each year.
 */
export type TrajectoryPlan = {
  readonly baseYear: FinancialYear;
  readonly targetYear: FinancialYear;
} & (
  | { readonly method: 'linear' | 'constant-percent'; readonly baseline: Grams; readonly residualPercent: DecimalText }
  | { readonly method: 'absolute-contraction'; readonly baseline: Grams; readonly yearlyPercent: DecimalText }
  | { readonly method: 'cumulative-budget'; readonly budget: Grams; readonly yearlyPercent: DecimalText }
);

export type YearlyGrams = { readonly year: FinancialYear; readonly grams: Grams };

/** The path in one year, whole grams, rounded once, half up. After the target year it stays where it then is. */
export function pathwayIn(plan: TrajectoryPlan, year: FinancialYear): Grams {
  const base = startYearOf(plan.baseYear);
  const span = startYearOf(plan.targetYear) - base;
  if (span <= 0) throw new RangeError(`The target year ${plan.targetYear} is not after the base year ${plan.baseYear}`);
  const passed = Math.min(Math.max(startYearOf(year) - base, 0), span);
  switch (plan.method) {
    case 'linear':
      return linear(plan.baseline, residualOf(plan), passed, span);
    case 'constant-percent':
      return constantPercent(plan.baseline, residualOf(plan), passed, span);
    case 'absolute-contraction':
      return absoluteContraction(plan.baseline, plan.yearlyPercent, passed);
    case 'cumulative-budget':
      return budgetYear(plan.budget, plan.yearlyPercent, passed);
  }
}

/** The path for each year, both ends included. */
export function pathway(plan: TrajectoryPlan, from: FinancialYear, to: FinancialYear): YearlyGrams[] {
  return yearsBetween(from, to).map((year) => ({ year, grams: pathwayIn(plan, year) }));
}

/** `B + (target - B) x passed / span` */
function linear(baseline: Grams, target: Fraction, passed: number, span: number): Grams {
  const start = toFraction(baseline);
  return roundGrams(start.add(target.sub(start).mul(passed).div(span)));
}

/**
 * `B (1 - r)^passed` with `r = 1 - (target / B)^(1 / span)`, that is the span-th root of `B^(span - passed) x
 * target^passed`: taken in whole numbers, so that no machine rounds it otherwise. A target of 0 has no such path.
 */
function constantPercent(baseline: Grams, target: Fraction, passed: number, span: number): Grams {
  if (target.n === 0n) throw new RangeError('A constant yearly cut never reaches 0: give a residual above 0');
  const power = BigInt(passed);
  const root = BigInt(span);
  // Half up: the whole part of twice the root, plus one, halved.
  const doubled = (2n ** root * baseline ** (root - power) * target.n ** power) / target.d ** power;
  return (integerRoot(doubled, root) + 1n) / 2n;
}

/** `B (1 - rate x passed)`, never below 0. */
function absoluteContraction(baseline: Grams, yearlyPercent: DecimalText, passed: number): Grams {
  const left = ONE.sub(toFraction(yearlyPercent).div(HUNDRED).mul(passed));
  return left.lte(0) ? 0n : roundGrams(toFraction(baseline).mul(left));
}

/** `C r (1 - r)^passed`: what is spent in all years to come adds up to C. */
function budgetYear(budget: Grams, yearlyPercent: DecimalText, passed: number): Grams {
  const rate = toFraction(yearlyPercent).div(HUNDRED);
  return roundGrams(toFraction(budget).mul(rate).mul(ONE.sub(rate).pow(passed)));
}

/** How far each year lies above the path, and how far all years together; years without a figure are left out. */
export function gapsToPathway(plan: TrajectoryPlan, emitted: readonly YearlyGrams[]) {
  let cumulativeGap = 0n;
  return emitted
    .toSorted((a, b) => startYearOf(a.year) - startYearOf(b.year))
    .map(({ year, grams }) => {
      const allowed = pathwayIn(plan, year);
      const gap = grams - allowed;
      cumulativeGap += gap;
      return { year, pathway: allowed, gross: grams, gap, cumulativeGap };
    });
}

/** All that the plan allows: its budget, or the path from the year after the base year to the target year. */
export function plannedBudget(plan: TrajectoryPlan): Grams {
  if (plan.method === 'cumulative-budget') return plan.budget;
  const first = toFinancialYear(startYearOf(plan.baseYear) + 1);
  return total(pathway(plan, first, plan.targetYear));
}

/** What is left of the plan's budget; below 0 when it is overspent. */
export function remainingBudget(plan: TrajectoryPlan, emitted: readonly YearlyGrams[]): Grams {
  return plannedBudget(plan) - total(emitted);
}

/** The constant yearly cut that stays within what is left for ever: `r = e / (e + remaining)`, with the last year's e. */
export function requiredConstantCut(lastYear: Grams, remaining: Grams): Fraction | undefined {
  if (lastYear <= 0n || remaining < 0n) return undefined;
  return toFraction(lastYear).div(toFraction(lastYear + remaining));
}

/** The constant yearly cut from one amount to another in so many years: `1 - (target / now)^(1 / years)`. A double. */
export function constantCutTo(now: Grams, target: Grams, years: number): number {
  if (now <= 0n || years <= 0) throw new RangeError('A cut needs an amount above 0 and at least one year');
  return 1 - (Number(target) / Number(now)) ** (1 / years);
}

/**
 * Years until the remaining budget is gone, when the coming year emits `next` and each later one `yearlyCut` (0 to 1)
 * less: `ln(1 - g x remaining / next) / ln(1 - g)`, or `remaining / next` without a cut. Undefined when it lasts.
 */
export function yearsUntilExhausted(remaining: Grams, next: Grams, yearlyCut = 0): number | undefined {
  if (remaining <= 0n) return 0;
  if (next <= 0n) return undefined;
  const years = Number(remaining) / Number(next);
  if (yearlyCut === 0) return years;
  const left = 1 - yearlyCut * years;
  return left <= 0 ? undefined : Math.log(left) / Math.log(1 - yearlyCut);
}

/**
 * An amount over a period, both ends included, split over its financial years by days. Whole grams by largest
 * remainders, the earlier year first among equals: the parts always add up to the whole. A reversal (an amount below
 * 0) splits as what it reverses. Throws when the period ends before it starts.
 */
export function spreadOverFinancialYears(grams: Grams, start: IsoDate, end: IsoDate): YearlyGrams[] {
  if (end < start) throw new RangeError(`The period ends on ${end}, before it starts on ${start}`);
  if (grams < 0n) {
    return spreadOverFinancialYears(-grams, start, end).map((part) => ({ year: part.year, grams: -part.grams }));
  }
  const parts = daysByFinancialYear(start, end);
  const days = BigInt(parts.reduce((sum, part) => sum + part.days, 0));
  const shares = parts.map((part, index) => {
    const product = grams * BigInt(part.days);
    return { year: part.year, grams: product / days, remainder: product % days, index };
  });
  const missing = Number(grams - total(shares));
  const topped = shares.toSorted((a, b) => Number(b.remainder - a.remainder) || a.index - b.index).slice(0, missing);
  return shares.map((share) => ({ year: share.year, grams: topped.includes(share) ? share.grams + 1n : share.grams }));
}

function residualOf({ baseline, residualPercent }: { baseline: Grams; residualPercent: DecimalText }): Fraction {
  return toFraction(baseline).mul(toFraction(residualPercent)).div(HUNDRED);
}

function yearsBetween(from: FinancialYear, to: FinancialYear): FinancialYear[] {
  const count = startYearOf(to) - startYearOf(from) + 1;
  return Array.from({ length: Math.max(count, 0) }, (_, index) => toFinancialYear(startYearOf(from) + index));
}

function total(amounts: readonly { readonly grams: Grams }[]): Grams {
  return amounts.reduce((sum, { grams }) => sum + grams, 0n);
}

function roundGrams(value: Fraction): Grams {
  return BigInt(roundHalfUp(value, 0));
}

/** The whole part of the root, by Newton's method from above. */
function integerRoot(value: bigint, root: bigint): bigint {
  if (value < 2n || root === 1n) return value;
  let guess = 1n << (BigInt(value.toString(2).length) / root + 1n);
  for (;;) {
    const next = ((root - 1n) * guess + value / guess ** (root - 1n)) / root;
    if (next >= guess) return guess;
    guess = next;
  }
}
