import type { FinancialYear } from './financial-year.ts';
import { type Fraction, type Grams, HUNDRED, toFraction } from './quantity.ts';
import type { YearlyGrams } from './trajectory.ts';
import { type LineInput, trajectoryLine, type TrajectoryLine } from './trajectory-line.ts';

/** What one more contract would do to a line. Whole grams. */
export type AwardEffect = {
  /** The line with it in the forecast. */
  readonly line: TrajectoryLine;
  readonly toTarget: Grams;
  readonly afterTarget: Grams;
  /** Of the budget that remains, percent; undefined when nothing of it is left. */
  readonly shareOfBudgetPercent: Fraction | undefined;
  /** By how much the gap of the target year grows. */
  readonly changeOfGap: Grams;
};

/** The line with a contract that emits so much a year, beside the line without it (`before`). */
export function awardEffect(
  input: LineInput,
  before: TrajectoryLine,
  contract: { readonly reference: string; readonly title: string; readonly emissions: readonly YearlyGrams[] },
): AwardEffect {
  const { reference, title, emissions } = contract;
  const years = emissions.map(({ year, grams }) => ({
    year,
    actual: 0n,
    estimated: 0n,
    forecast: grams,
    basis: 'pipeline' as const,
  }));
  const added = { reference, title, supplier: '', category: '' as const, shared: false, years };
  const line = trajectoryLine({ ...input, contracts: [...input.contracts, added] });
  const { targetYear } = input.plan;
  const toTarget = total(emissions.filter(({ year }) => year <= targetYear));
  const { remaining } = before.budget;
  return {
    line,
    toTarget,
    afterTarget: total(emissions) - toTarget,
    shareOfBudgetPercent: remaining <= 0n ? undefined : toFraction(toTarget).div(toFraction(remaining)).mul(HUNDRED),
    changeOfGap: grossIn(line, targetYear) - grossIn(before, targetYear),
  };
}

function grossIn({ years }: TrajectoryLine, year: FinancialYear): Grams {
  return years.find((one) => one.year === year)?.figures?.gross ?? 0n;
}

function total(amounts: readonly YearlyGrams[]): Grams {
  return amounts.reduce((sum, { grams }) => sum + grams, 0n);
}
