import type { Stage, Tier } from './bid.ts';
import type { Basis, CarbonReturnLine, FigureKind } from './carbon-figure.ts';
import { OWN_ICT } from './contract.ts';
import { type FigureSource, workingSource } from './figure-working.ts';
import { dateParts, type IsoDate, inclusiveDays, toIsoDate } from './iso-date.ts';
import { daysByMonth, type Month, type MonthPart, type Shares, splitGrams, wholeWeights } from './period-split.ts';
import { type Fraction, type Grams, ONE, toFraction, toGrams, ZERO } from './quantity.ts';

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
  const parts: { year: number; days: number }[] = [];
  for (let { year } = dateParts(start); year <= dateParts(end).year; year++) {
    const [first, last] = [toIsoDate(year, 1, 1), toIsoDate(year, 12, 31)];
    parts.push({ year, days: inclusiveDays(start > first ? start : first, end < last ? end : last) });
  }
  return parts;
}

/** The date whose factor set the part of a line in a calendar year uses, by the policy. */
export function factorDate(line: CarbonReturnLine, year: number, policy: FactorPolicy): IsoDate {
  const years = daysByYear(line.periodStart, line.periodEnd);
  const most = Math.max(...years.map(({ days }) => days));
  const majority = years.find(({ days }) => days === most)?.year ?? year;
  return toIsoDate(policy === 'majority' ? majority : year, 12, 31);
}

type WeightedMonth = MonthPart & { readonly kilograms: Fraction; readonly factor?: AppliedFactor };

/**
 * Quantity times factor by month, exact: quantity x days of the month / days of the period x the factor that holds
 * for it. Undefined when the line has not both, or a factor does not hold at some date of the period.
 */
export function activityByMonth(
  line: CarbonReturnLine,
  policy: FactorPolicy,
  factorOn: FactorOn,
): readonly WeightedMonth[] | undefined {
  if (line.quantity === undefined || line.factor === undefined) return undefined;
  const quantity = toFraction(line.quantity);
  const days = inclusiveDays(line.periodStart, line.periodEnd);
  const months: WeightedMonth[] = [];
  const factors = new Map<number, AppliedFactor | undefined>();
  for (const part of daysByMonth(line.periodStart, line.periodEnd)) {
    const year = Number(part.month.slice(0, 4));
    if (!factors.has(year)) factors.set(year, factorOn(factorDate(line, year, policy)));
    const factor = factors.get(year);
    if (factor === undefined) return undefined;
    const share = part.days === days ? ONE : toFraction(part.days).div(days);
    months.push({ ...part, factor, kilograms: quantity.mul(share).mul(toFraction(factor.kgCo2e)) });
  }
  return months;
}

/** The amount as declared, in kilograms. */
export function declaredKilograms({ amount, amountUnit }: CarbonReturnLine): Fraction | undefined {
  return amount === undefined ? undefined : inKilograms(amount, amountUnit);
}

function inKilograms(amount: string, unit: CarbonReturnLine['amountUnit']): Fraction {
  return unit === 't' ? toFraction(amount).mul(1000) : toFraction(amount);
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
  const percents = wholeWeights(shares.map(({ percent }) => percent));
  return months.flatMap(({ month, factor, grams, marketBased }) => {
    const located = grams === undefined ? undefined : splitGrams(grams, percents);
    const market = marketBased === undefined ? undefined : splitGrams(marketBased, percents);
    return shares.map(({ organisation }, index) => ({
      dimensions: dimensionsOf(line, organisation, month, factor),
      ...optional('grams', located?.[index]),
      ...optional('marketBased', market?.[index]),
    }));
  });
}

type MonthFigure = {
  readonly month: Month;
  readonly factor?: AppliedFactor;
  readonly grams?: Grams;
  readonly marketBased?: Grams;
};

function monthFigures(line: CarbonReturnLine, policy: FactorPolicy, factorOn: FactorOn): MonthFigure[] {
  const byDays = daysByMonth(line.periodStart, line.periodEnd);
  const days = byDays.map((part) => BigInt(part.days));
  const activity = activityByMonth(line, policy, factorOn);
  const grams = activity === undefined ? declaredByMonth(line, days) : gramsByMonth(activity, days);
  const market =
    line.marketBasedAmount === undefined
      ? undefined
      : splitGrams(toGrams(inKilograms(line.marketBasedAmount, line.amountUnit)), days);
  return byDays.map(({ month }, index) => ({
    month,
    ...optional('factor', activity?.[index]?.factor),
    ...optional('grams', grams?.[index]),
    ...optional('marketBased', market?.[index]),
  }));
}

function gramsByMonth(activity: readonly WeightedMonth[], days: readonly bigint[]): Grams[] {
  const exact = activity.map(({ kilograms }) => kilograms);
  const whole = toGrams(exact.reduce((total, part) => total.add(part), ZERO));
  const weights = wholeWeights(exact);
  return splitGrams(whole, weights.some((weight) => weight > 0n) ? weights : days);
}

function declaredByMonth(line: CarbonReturnLine, days: readonly bigint[]): Grams[] | undefined {
  const kilograms = declaredKilograms(line);
  return kilograms === undefined ? undefined : splitGrams(toGrams(kilograms), days);
}

/** What made a figure without a conversion factor. */
function sourceOf({ working, contract }: CarbonReturnLine): FigureSource {
  return working === undefined ? { id: '', set: '', provisional: false } : workingSource(working, contract);
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

function optional<K extends string, V>(key: K, value: V | undefined): { [name in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [name in K]: V });
}
