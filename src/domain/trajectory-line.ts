import type { IctCategory } from './contract.ts';
import { datesOf, type FinancialYear, startYearOf, toFinancialYear } from './financial-year.ts';
import { addDays, type IsoDate, inclusiveDays } from './iso-date.ts';
import { type DecimalText, type Fraction, type Grams, HUNDRED, toFraction, ZERO } from './quantity.ts';
import { pathwayIn, plannedBudget, requiredConstantCut, type TrajectoryPlan, type YearlyGrams } from './trajectory.ts';

/**
 * Where a forecast comes from: a promise; else what the supplier's return expects; else the average month so far. What
 * is only planned is `pipeline`, whatever it rests on.
 */
export const FORECAST_BASES = ['commitment', 'reported', 'run-rate', 'pipeline'] as const;
export type ForecastBasis = (typeof FORECAST_BASES)[number];

/** One financial year of a contract, whole grams. Actual, estimated and forecast are of different months. */
export type ContractYear = {
  readonly year: FinancialYear;
  /** Reported for months that have a return. */
  readonly actual: Grams;
  /** Stands in for months that are over and have none. */
  readonly estimated: Grams;
  /** Still to come. */
  readonly forecast: Grams;
  /** Of the forecast; absent where there is none. */
  readonly basis?: ForecastBasis;
  /** What had been promised for the months that `actual` now fills, to compare with; absent where nothing had. */
  readonly promised?: Grams;
};

/**
 * A contract's part of a line: in the inventory view, and already the organisation's share. A scenario, or one more
 * bid, is another list of these.
 */
export type ContractYears = {
  readonly reference: string;
  readonly title: string;
  /** The supplier's name; '' for ICT that belongs to no contract. */
  readonly supplier: string;
  readonly category: IctCategory | '';
  readonly start?: IsoDate;
  readonly end?: IsoDate;
  /** Whether other organisations bear a part of it. */
  readonly shared: boolean;
  /** Only years with a figure; one whose forecast has several bases stands there once for each of them. */
  readonly years: readonly ContractYear[];
};

export type LineInput = {
  readonly plan: TrajectoryPlan;
  readonly contracts: readonly ContractYears[];
  /** Credits of an eligible kind by the year they are claimed for; they count only once gross is 90% down. */
  readonly removals?: readonly YearlyGrams[];
  /** The financial year of today: years before it are over. */
  readonly currentYear: FinancialYear;
};

/** What a year holds, whole grams. */
export type LineFigures = {
  readonly actual: Grams;
  readonly estimated: Grams;
  readonly forecast: Grams;
  readonly forecastBy: Readonly<Record<ForecastBasis, Grams>>;
  /** Actual, estimated and forecast together. */
  readonly gross: Grams;
  /** Gross less the path: above 0 is too much. */
  readonly gap: Grams;
  /** Of the years that the budget counts so far; 0 before them. */
  readonly cumulativeGap: Grams;
  readonly eligibleRemovals: Grams;
  /** Credits that do not count: shown beside, never subtracted. */
  readonly contribution: Grams;
  readonly net: Grams;
  /** Actual less what had been promised for the same months of the same contracts; undefined without a promise. */
  readonly variance: Grams | undefined;
};

export type LineYear = {
  readonly year: FinancialYear;
  readonly pathway: Grams;
  /** Undefined where no contract has a figure, which is not zero. */
  readonly figures: LineFigures | undefined;
};

export type LineBudget = {
  /** What the plan allows in the years that have figures or are still to come. */
  readonly total: Grams;
  /** Actual and estimated so far. */
  readonly used: Grams;
  /** Below 0 when overspent. */
  readonly remaining: Grams;
  /** The day on which the line has used all of it, each year spread evenly; undefined when it lasts to the target. */
  readonly exhaustedOn: IsoDate | undefined;
  /**
   * Years that are over and have no figure, or only estimates from before anybody reported, when not all contracts were
   * on record: left out of the total and of what is used.
   */
  readonly yearsWithoutFigures: readonly FinancialYear[];
};

export type TrajectoryLine = {
  /** From the base year to the target year. */
  readonly years: readonly LineYear[];
  readonly budget: LineBudget;
  /**
   * What each year after the current one must emit less than the year before, as part of 1, to use the budget up and
   * no more; 0 when none is needed; undefined when no cut is enough, or nothing is known of the current year.
   */
  readonly requiredYearlyCut: Fraction | undefined;
  /** In the target year on the path or below, with the budget unspent until then; undefined when that is not known. */
  readonly onTrack: boolean | undefined;
};

/** Gross must be down to this share of the base year before a removal counts (SBTi Net-Zero Standard: a 90% cut). */
const RESIDUAL_FOR_REMOVALS: DecimalText = '10';

/** The line of an organisation to its target: path and figures by year, budget, and the cut that is needed. */
export function trajectoryLine(input: LineInput): TrajectoryLine {
  const { plan, currentYear } = input;
  const years = yearsOf(input);
  const from = firstCounted(input);
  const inBudget = years.filter(({ year }) => isInBudget(plan, year));
  const counted = inBudget.filter(
    ({ year, figures }) => year >= from && (figures !== undefined || year >= currentYear),
  );
  const left = inBudget.filter((one) => !counted.includes(one));
  const budget = budgetOf(plan, counted, left);
  const last = years.at(-1)?.figures;
  return {
    years,
    budget,
    requiredYearlyCut: requiredCut(plan, counted, budget.total, currentYear),
    onTrack: last === undefined ? undefined : last.gap <= 0n && budget.exhaustedOn === undefined,
  };
}

/** A budget for all time counts from the base year on; a path is a promise for the years after it. */
function isInBudget({ method, baseYear }: TrajectoryPlan, year: FinancialYear): boolean {
  return method === 'cumulative-budget' ? year >= baseYear : year > baseYear;
}

/** The first year in which somebody reported; where nobody has, the first with any figure. */
function firstCounted({ contracts, currentYear }: LineInput): FinancialYear {
  const years = contracts.flatMap((contract) => contract.years);
  const reported = years.filter(({ actual }) => actual !== 0n);
  return (reported.length > 0 ? reported : years).reduce(
    (first, { year }) => (year < first ? year : first),
    currentYear,
  );
}

function yearsOf(input: LineInput): LineYear[] {
  const { plan, contracts, removals = [] } = input;
  const from = firstCounted(input);
  const first = startYearOf(plan.baseYear);
  const count = startYearOf(plan.targetYear) - first + 1;
  const parts = Map.groupBy(
    contracts.flatMap(({ years }) => years),
    ({ year }) => year,
  );
  let cumulativeGap = 0n;
  return Array.from({ length: count }, (_, index): LineYear => {
    const year = toFinancialYear(first + index);
    const pathway = pathwayIn(plan, year);
    const known = parts.get(year);
    if (known === undefined) return { year, pathway, figures: undefined };
    const sums = sumYears(known);
    const gap = sums.gross - pathway;
    if (isInBudget(plan, year) && year >= from) cumulativeGap += gap;
    const claimed = total(removals.filter((removal) => removal.year === year).map(({ grams }) => grams));
    const eligibleRemovals = eligibleOf(plan, sums.gross, claimed);
    const net = sums.gross - eligibleRemovals;
    const contribution = claimed - eligibleRemovals;
    return { year, pathway, figures: { ...sums, gap, cumulativeGap, eligibleRemovals, contribution, net } };
  });
}

function sumYears(parts: readonly ContractYear[]) {
  const actual = total(parts.map((part) => part.actual));
  const estimated = total(parts.map((part) => part.estimated));
  const forecast = total(parts.map((part) => part.forecast));
  const of = (basis: ForecastBasis) => total(parts.filter((part) => part.basis === basis).map((part) => part.forecast));
  const promised = parts.filter((part) => part.promised !== undefined);
  return {
    actual,
    estimated,
    forecast,
    forecastBy: {
      commitment: of('commitment'),
      reported: of('reported'),
      'run-rate': of('run-rate'),
      pipeline: of('pipeline'),
    },
    gross: actual + estimated + forecast,
    variance: promised.length === 0 ? undefined : total(promised.map((part) => part.actual - (part.promised ?? 0n))),
  };
}

/** Removals neutralise a residual: none counts before gross is 90% below the base year, and never more than gross. */
function eligibleOf(plan: TrajectoryPlan, gross: Grams, claimed: Grams): Grams {
  const residual = toFraction(pathwayIn(plan, plan.baseYear)).mul(toFraction(RESIDUAL_FOR_REMOVALS)).div(HUNDRED);
  if (toFraction(gross).gt(residual) || gross <= 0n) return 0n;
  return claimed < gross ? claimed : gross;
}

function budgetOf(plan: TrajectoryPlan, years: readonly LineYear[], left: readonly LineYear[]): LineBudget {
  const allowed = plannedBudget(plan) - total(left.map(({ pathway }) => pathway));
  const used = total(years.map(({ figures }) => (figures?.actual ?? 0n) + (figures?.estimated ?? 0n)));
  return {
    total: allowed,
    used,
    remaining: allowed - used,
    exhaustedOn: exhaustion(allowed, years),
    yearsWithoutFigures: left.map(({ year }) => year),
  };
}

/** The day on which what is emitted passes the budget; using it up exactly at the end of the last year is within it. */
function exhaustion(budget: Grams, years: readonly LineYear[]): IsoDate | undefined {
  let left = budget;
  for (const { year, figures } of years) {
    const gross = figures?.gross ?? 0n;
    if (gross > left) {
      const { start, end } = datesOf(year);
      if (left <= 0n) return start;
      const days = BigInt(inclusiveDays(start, end));
      return addDays(start, Number((left * days + gross - 1n) / gross) - 1);
    }
    left -= gross;
  }
  return undefined;
}

function requiredCut(
  plan: TrajectoryPlan,
  years: readonly LineYear[],
  budget: Grams,
  currentYear: FinancialYear,
): Fraction | undefined {
  const now = years.find(({ year }) => year === currentYear)?.figures?.gross;
  if (now === undefined || now <= 0n) return undefined;
  const spent = total(years.filter(({ year }) => year <= currentYear).map(({ figures }) => figures?.gross ?? 0n));
  const left = budget - spent;
  if (plan.method === 'cumulative-budget') return requiredConstantCut(now, left);
  return constantCutWithin(now, left, startYearOf(plan.targetYear) - startYearOf(currentYear));
}

/** A cut is found to this part of 1: fine enough that what follows meets a budget of any size to the gram. */
const CUT_STEPS = 10n ** 24n;

/**
 * The least constant cut `r`, as part of 1, with which so many years after one that emitted `now` stay within `left`:
 * `now x ((1 - r) + (1 - r)^2 + …) <= left`. 0 when none is needed; undefined when even stopping at once is too late.
 */
export function constantCutWithin(now: Grams, left: Grams, years: number): Fraction | undefined {
  if (left < 0n || years <= 0) return undefined;
  const wholeBudget = left * CUT_STEPS ** BigInt(years);
  const fits = (step: bigint) => now * scaledPowers(CUT_STEPS - step, years) <= wholeBudget;
  if (fits(0n)) return ZERO;
  let [tooLittle, enough] = [0n, CUT_STEPS];
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    if (fits(middle)) enough = middle;
    else tooLittle = middle;
  }
  return toFraction(enough).div(toFraction(CUT_STEPS));
}

/** `q + q^2 + … + q^count` with q = kept / CUT_STEPS, times CUT_STEPS ^ count: in whole numbers, which is much quicker. */
function scaledPowers(kept: bigint, count: number): bigint {
  let [sum, scale] = [0n, 1n];
  for (let power = 0; power < count; power++) {
    sum = kept * (scale + sum);
    scale *= CUT_STEPS;
  }
  return sum;
}

function total(amounts: readonly Grams[]): Grams {
  return amounts.reduce((sum, grams) => sum + grams, 0n);
}
