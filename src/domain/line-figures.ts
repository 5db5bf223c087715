import type { Stage, Tier } from './bid.ts';
import type { Basis, CarbonReturnLine, FigureKind } from './carbon-figure.ts';
import { OWN_ICT } from './contract.ts';
import { type FigureSource, workingSource } from './figure-working.ts';
import { dateParts, type IsoDate, inclusiveDays, toIsoDate } from './iso-date.ts';
import {
  daysByMonth,
  type Month,
  type MonthPart,
  monthOf,
  type Shares,
  splitByDays,
  splitGrams,
  wholeWeights,
} from './period-split.ts';
import { type DecimalText, type Fraction, type Grams, gramsOfProduct, sum, toFraction, toGrams } from './quantity.ts';

/**
 * Which conversion factors a line of several calendar years uses. `blended`: each year's part its own set.
 * `majority`: the whole line the set of the year in which most of its days fall, the earlier where two are alike.
 */
export const FACTOR_POLICIES = ['blended', 'majority'] as const;
export type FactorPolicy = (typeof FACTOR_POLICIES)[number];

/** A conversion factor as it holds on a date. Provisional: the year's own set is not approved, an earlier one stands in. */
export type AppliedFactor = {
  readonly id: string;
  readonly set: string;
  readonly kgCo2e: string;
  readonly unit: string;
  readonly provisional: boolean;
};
export type FactorOn = (date: IsoDate) => AppliedFactor | undefined;

/** What a figure of the ledger is about: figures alike in all of it are counted together. Absent text is ''. */
export type FigureDimensions = {
  /** Contract reference, or `own-ict`. */
  readonly contract: string;
  /** Who bears it. */
  readonly organisation: string;
  readonly month: Month;
  readonly kind: FigureKind;
  readonly scope: string;
  readonly category: string;
  readonly stage: Stage | '';
  readonly basis: Basis;
  readonly tier: Tier | '';
  readonly factor: string;
  readonly factorSet: string;
  /** Why it is left out of the inventory view: counted elsewhere already. '' when it is part of it. */
  readonly doubleCountGroup: string;
  readonly provisional: boolean;
};

/** One part of a line: what falls on one month and one organisation. Location-based and market-based, whole grams. */
export type LineFigure = {
  readonly dimensions: FigureDimensions;
  /** Absent where only a market-based figure was given, which is not zero. */
  readonly grams?: Grams;
  readonly marketBased?: Grams;
};

/** Electricity of devices in the council's own buildings: on the meter, and so in the council's scope 2, already. */
export const BUILDING_ELECTRICITY = 'council-building-electricity';
const ELECTRICITY_FACTORS = 'electricity.';

/** Whether a figure is of electricity, by its scope or its conversion factor. */
export function isElectricity({ scope, factor }: Pick<CarbonReturnLine, 'scope' | 'factor'>): boolean {
  return scope === '2' || factor?.startsWith(ELECTRICITY_FACTORS) === true;
}

/** The group of figures that the council's own inventory holds already, or ''. */
export function doubleCountGroupOf(line: Pick<CarbonReturnLine, 'contract' | 'stage' | 'scope' | 'factor'>): string {
  const { contract, stage, scope } = line;
  // A supplier's own scope 2, as of its data centre, is on no meter of the council's.
  const isOurs = stage === 'use' || (contract === OWN_ICT && scope === '2');
  return isElectricity(line) && isOurs ? BUILDING_ELECTRICITY : '';
}

/** Data quality 1 (best) to 5 by tier: verified; reported; modelled; spend; proxy. A line that states no tier is 5. */
export function qualityOf(tier: Tier | ''): number {
  return tier === '' ? 5 : { A: 1, B: 2, C: 3, D: 4 }[tier];
}

/** The parts of a period by calendar year, in order. */
export function daysByYear(start: IsoDate, end: IsoDate): { readonly year: number; readonly days: number }[] {
  const [from, to] = [dateParts(start).year, dateParts(end).year];
  if (from === to) return [{ year: from, days: inclusiveDays(start, end) }];
  const parts: { year: number; days: number }[] = [];
  for (let year = from; year <= to; year++) {
    const [first, last] = [toIsoDate(year, 1, 1), toIsoDate(year, 12, 31)];
    parts.push({ year, days: inclusiveDays(start > first ? start : first, end < last ? end : last) });
  }
  return parts;
}

/** The date whose factor set the part of a line in a calendar year uses, by the policy. */
export function factorDate(line: CarbonReturnLine, year: number, policy: FactorPolicy): IsoDate {
  if (policy === 'blended') return toIsoDate(year, 12, 31);
  const years = daysByYear(line.periodStart, line.periodEnd);
  const most = Math.max(...years.map(({ days }) => days));
  return toIsoDate(years.find(({ days }) => days === most)?.year ?? year, 12, 31);
}

type YearPart = { readonly year: number; readonly days: number; readonly factor: AppliedFactor };

/** The calendar years of a line, each with its days and its factor; undefined where the line has none, or one does not hold. */
function factorsByYear(line: CarbonReturnLine, policy: FactorPolicy, factorOn: FactorOn): YearPart[] | undefined {
  if (line.quantity === undefined || line.factor === undefined) return undefined;
  const parts: YearPart[] = [];
  for (const { year, days } of daysByYear(line.periodStart, line.periodEnd)) {
    const factor = factorOn(factorDate(line, year, policy));
    if (factor === undefined) return undefined;
    parts.push({ year, days, factor });
  }
  return parts;
}

/** The one factor of a period in whose years nothing else holds. */
function commonFactor([first, ...others]: readonly YearPart[]): DecimalText | undefined {
  const kilograms = first?.factor.kgCo2e;
  return others.every(({ factor }) => factor.kgCo2e === kilograms) ? kilograms : undefined;
}

/**
 * Quantity times factor in kilograms, exact: each calendar year of the period has its share of the quantity by days,
 * times the factor that holds for it. Undefined when the line has not both, or a factor does not hold at some date.
 */
export function activityKilograms(
  line: CarbonReturnLine,
  policy: FactorPolicy,
  factorOn: FactorOn,
): Fraction | undefined {
  const years = factorsByYear(line, policy, factorOn);
  return years === undefined ? undefined : kilogramsOfYears(line.quantity ?? '0', years);
}

function kilogramsOfYears(quantity: DecimalText, years: readonly YearPart[]): Fraction {
  const common = commonFactor(years);
  if (common !== undefined) return toFraction(quantity).mul(toFraction(common));
  const weighted = sum(years.map(({ days, factor }) => toFraction(factor.kgCo2e).mul(days)));
  const days = years.reduce((total, year) => total + year.days, 0);
  return toFraction(quantity).mul(weighted).div(days);
}

/** The amount as declared, in kilograms. */
export function declaredKilograms({ amount, amountUnit }: CarbonReturnLine): Fraction | undefined {
  return amount === undefined ? undefined : inKilograms(amount, amountUnit);
}

function inKilograms(amount: string, unit: CarbonReturnLine['amountUnit']): Fraction {
  return unit === 't' ? toFraction(amount).mul(1000) : toFraction(amount);
}

function statedGrams(amount: DecimalText, unit: CarbonReturnLine['amountUnit']): Grams {
  return gramsOfProduct([amount], unit === 't' ? 1_000_000 : 1000);
}

/**
 * A line as figures of the ledger. The line is rounded once, half up, to a gram; then divided over its months by days
 * (by days and factors where the sets of several years are blended), and each month over the organisations that share
 * the contract, both by largest remainders: the parts add up to the line. Quantity with factor counts before a
 * declared amount. A period of one day, as of a purchase, falls whole on its date.
 */
export function lineFigures(
  line: CarbonReturnLine,
  shares: Shares,
  policy: FactorPolicy,
  factorOn: FactorOn,
): LineFigure[] {
  const months = monthFigures(line, policy, factorOn);
  const [only] = shares;
  if (only !== undefined && shares.length === 1) {
    const { organisation } = only;
    return months.map(({ month, factor, grams, marketBased }) =>
      toFigure(dimensionsOf(line, organisation, month, factor), grams, marketBased),
    );
  }
  const percents = wholeWeights(shares.map(({ percent }) => percent));
  return months.flatMap(({ month, factor, grams, marketBased }) => {
    const located = grams === undefined ? undefined : splitGrams(grams, percents);
    const market = marketBased === undefined ? undefined : splitGrams(marketBased, percents);
    return shares.map(({ organisation }, index) =>
      toFigure(dimensionsOf(line, organisation, month, factor), located?.[index], market?.[index]),
    );
  });
}

function toFigure(dimensions: FigureDimensions, grams: Grams | undefined, marketBased: Grams | undefined): LineFigure {
  if (grams === undefined) return marketBased === undefined ? { dimensions } : { dimensions, marketBased };
  return marketBased === undefined ? { dimensions, grams } : { dimensions, grams, marketBased };
}

type MonthFigure = {
  readonly month: Month;
  readonly factor: AppliedFactor | undefined;
  readonly grams: Grams | undefined;
  readonly marketBased: Grams | undefined;
};

function monthFigures(line: CarbonReturnLine, policy: FactorPolicy, factorOn: FactorOn): MonthFigure[] {
  const month = monthOf(line.periodStart);
  if (month === monthOf(line.periodEnd)) return [figureOfMonth(line, month, factorOn)];
  const byDays = daysByMonth(line.periodStart, line.periodEnd);
  const days = byDays.map((part) => part.days);
  const years = factorsByYear(line, policy, factorOn);
  const divided = (whole: Grams | undefined) => (whole === undefined ? undefined : splitByDays(whole, days));
  const grams = years === undefined ? divided(declaredGrams(line)) : activityByMonth(line, years, byDays, days);
  const market = divided(marketGrams(line));
  return byDays.map((part, index) => ({
    month: part.month,
    factor: years?.find(({ year }) => year === yearOf(part.month))?.factor,
    grams: grams?.[index],
    marketBased: market?.[index],
  }));
}

/** A line of one month, as most are, falls in it whole, and in one calendar year: nothing is divided or looked up twice. */
function figureOfMonth(line: CarbonReturnLine, month: Month, factorOn: FactorOn): MonthFigure {
  const { quantity, factor: id } = line;
  const factor = quantity === undefined || id === undefined ? undefined : factorOn(toIsoDate(yearOf(month), 12, 31));
  const activity =
    quantity === undefined || factor === undefined ? undefined : gramsOfProduct([quantity, factor.kgCo2e], 1000);
  return { month, factor, grams: activity ?? declaredGrams(line), marketBased: marketGrams(line) };
}

function yearOf(month: Month): number {
  return Number(month.slice(0, 4));
}

function activityByMonth(
  { quantity = '0' }: CarbonReturnLine,
  years: readonly YearPart[],
  months: readonly MonthPart[],
  days: readonly number[],
): Grams[] {
  const common = commonFactor(years);
  if (common !== undefined) return splitByDays(gramsOfProduct([quantity, common], 1000), days);
  const factors = wholeWeights(years.map(({ factor }) => toFraction(factor.kgCo2e)));
  const weights = months.map((part) => {
    const year = years.findIndex((one) => one.year === yearOf(part.month));
    return BigInt(part.days) * (factors[year] ?? 0n);
  });
  const whole = toGrams(kilogramsOfYears(quantity, years));
  return weights.some((weight) => weight > 0n) ? splitGrams(whole, weights) : splitByDays(whole, days);
}

function declaredGrams({ amount, amountUnit }: CarbonReturnLine): Grams | undefined {
  return amount === undefined ? undefined : statedGrams(amount, amountUnit);
}

function marketGrams({ marketBasedAmount, amountUnit }: CarbonReturnLine): Grams | undefined {
  return marketBasedAmount === undefined ? undefined : statedGrams(marketBasedAmount, amountUnit);
}

const NO_SOURCE: FigureSource = { id: '', set: '', provisional: false };

/** What made a figure without a conversion factor. */
function sourceOf({ working, contract }: CarbonReturnLine): FigureSource {
  return working === undefined ? NO_SOURCE : workingSource(working, contract);
}

function dimensionsOf(
  line: CarbonReturnLine,
  organisation: string,
  month: Month,
  factor: AppliedFactor | undefined,
): FigureDimensions {
  const { id, set, provisional } = factor ?? sourceOf(line);
  return {
    contract: line.contract,
    organisation,
    month,
    kind: line.kind,
    scope: line.scope ?? '',
    category: line.category ?? '',
    stage: line.stage ?? '',
    basis: line.basis,
    tier: line.tier ?? '',
    factor: id,
    factorSet: set,
    doubleCountGroup: doubleCountGroupOf(line),
    provisional,
  };
}
