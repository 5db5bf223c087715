import type { FinancialYear } from './financial-year.ts';
import { type Fraction, type Grams, HUNDRED, toFraction } from './quantity.ts';
import { type ContractYears, type LineInput, trajectoryLine, type TrajectoryLine } from './trajectory-line.ts';

/** What one more contract would do to a line. Whole grams. */
export type AwardEffect = {
  /** The line with it. */
  readonly line: TrajectoryLine;
  readonly toTarget: Grams;
  readonly afterTarget: Grams;
  /** Of both: not declared, but forecast at the run-rate, for months of the term without carbon and after its end. */
  readonly atRunRate: Grams;
  /** Of the budget that remains, percent; undefined when nothing of it is left. */
  readonly shareOfBudgetPercent: Fraction | undefined;
  /** By how much the gap of the target year grows. */
  readonly changeOfGap: Grams;
};

/** The line with one more contract in it, beside the line without it (`before`). */
export function awardEffect(input: LineInput, before: TrajectoryLine, contract: ContractYears): AwardEffect {
  const line = trajectoryLine({ ...input, contracts: [...input.contracts, contract] });
  const { targetYear } = input.plan;
  const { years } = contract;
  const gross = years.map(({ year, actual, estimated, forecast }) => ({ year, grams: actual + estimated + forecast }));
  const toTarget = total(gross.filter(({ year }) => year <= targetYear).map(({ grams }) => grams));
  const { remaining } = before.budget;
  return {
    line,
    toTarget,
    afterTarget: total(gross.map(({ grams }) => grams)) - toTarget,
    atRunRate: total(years.filter(({ basis }) => basis === 'run-rate').map(({ forecast }) => forecast)),
    shareOfBudgetPercent: remaining <= 0n ? undefined : toFraction(toTarget).div(toFraction(remaining)).mul(HUNDRED),
    changeOfGap: grossIn(line, targetYear) - grossIn(before, targetYear),
  };
}

function grossIn({ years }: TrajectoryLine, year: FinancialYear): Grams {
  return years.find((one) => one.year === year)?.figures?.gross ?? 0n;
}

function total(amounts: readonly Grams[]): Grams {
  return amounts.reduce((sum, grams) => sum + grams, 0n);
}
