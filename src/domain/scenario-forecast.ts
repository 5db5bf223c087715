import { datesOf, type FinancialYear, financialYearOf, startYearOf, toFinancialYear } from './financial-year.ts';
import { addDays, type IsoDate, inclusiveDays } from './iso-date.ts';
import { type Fraction, type Grams, HUNDRED, ONE, toFraction, toGrams } from './quantity.ts';
import type { ScenarioChange } from './scenario.ts';
import type { ContractYear, ContractYears, ForecastBasis } from './trajectory-line.ts';

/** What the changes are applied to, besides the contracts. */
export type ScenarioContext = {
  /** The first day that is not over: forecasts are of the days from here on. */
  readonly forecastFrom: IsoDate;
  /** The part of a contract's figures that is electricity, 0 to 1; undefined where its figures do not say. */
  readonly electricityShare: (contract: string) => Fraction | undefined;
};

type ChangeOf<K extends ScenarioChange['kind']> = Extract<ScenarioChange, { readonly kind: K }>;
type TermChange = ChangeOf<'end' | 'renew' | 'swap'>;
type AmountChange = Exclude<ScenarioChange, TermChange>;

/** A forecast on its way through the changes, exact: `grams x n / d`. It is rounded once, at the end. */
type Exact = { readonly n: bigint; readonly d: bigint };
type ExactYear = { readonly year: FinancialYear; readonly forecast: Exact; readonly basis: ForecastBasis };

/**
 * The contracts as they would be under a scenario. Only forecasts change: what was reported or estimated stays. Terms
 * come first (end, renew, swap; one for a contract goes before one for all), then what multiplies a year (volume, a
 * supplier's cut, the grid), all that apply together; each year is rounded once, half up. So the order in which the
 * changes are listed never matters, and a contract that no change is about is left exactly as it is.
 */
export function applyScenario(
  contracts: readonly ContractYears[],
  changes: readonly ScenarioChange[],
  context: ScenarioContext,
): ContractYears[] {
  const terms = new Map(changes.filter(isTermChange).map((change) => [change.contract, change]));
  const multipliers = changes.flatMap((change) => (isTermChange(change) ? [] : [toMultiplier(change)]));
  return contracts.flatMap((contract) => {
    const term = terms.get(contract.reference) ?? terms.get(undefined);
    const after = term === undefined ? exactYears(contract) : afterTermChange(contract, term, context);
    const factors = multipliers.filter(({ change }) => isAbout(change, contract));
    const isUntouched = term === undefined && factors.length === 0;
    const changed = isUntouched ? contract : withForecasts(contract, after, factors, context);
    return term?.kind === 'swap' ? [changed, swappedIn(contract, term, context)] : [changed];
  });
}

function isTermChange(change: ScenarioChange): change is TermChange {
  return change.kind === 'end' || change.kind === 'renew' || change.kind === 'swap';
}

function isAbout(change: AmountChange, { reference, supplier }: ContractYears): boolean {
  if (change.kind === 'volume') return (change.contract ?? reference) === reference;
  if (change.kind === 'supplier-cut') return (change.supplier ?? supplier) === supplier;
  return change.kind === 'grid-path';
}

function exactYears({ years }: ContractYears): ExactYear[] {
  return years.flatMap(({ year, forecast, basis = 'run-rate' }) =>
    forecast === 0n ? [] : [{ year, forecast: { n: forecast, d: 1n }, basis }],
  );
}

function afterTermChange(contract: ContractYears, change: TermChange, context: ScenarioContext): ExactYear[] {
  if (change.kind === 'renew') return renewed(contract, change.until, context);
  const last = change.kind === 'end' ? change.on : addDays(change.on, -1);
  if (last < context.forecastFrom) return [];
  return exactYears(contract).map(({ year, forecast, basis }) => {
    const { start, end } = forecastDays(contract, year, context);
    const kept = last < start ? 0 : last >= end ? inclusiveDays(start, end) : inclusiveDays(start, last);
    return { year, basis, forecast: times(forecast, kept, inclusiveDays(start, end)) };
  });
}

/** The days that the forecast of a year is of: those of the term that are to come, else of the term, else the year. */
function forecastDays(
  { start: from, end: to }: ContractYears,
  year: FinancialYear,
  { forecastFrom }: Pick<ScenarioContext, 'forecastFrom'>,
): { readonly start: IsoDate; readonly end: IsoDate } {
  const whole = datesOf(year);
  const end = to === undefined || to > whole.end ? whole.end : to;
  const begin = from === undefined || from < whole.start ? whole.start : from;
  const term = begin <= end ? { start: begin, end } : whole;
  const coming = { start: forecastFrom > term.start ? forecastFrom : term.start, end: term.end };
  return coming.start <= coming.end ? coming : term;
}

/** From the day after its end the contract goes on as in its last year, day by day. */
function renewed(contract: ContractYears, until: IsoDate, context: ScenarioContext): ExactYear[] {
  const known = exactYears(contract);
  const rate = dailyRate(contract, context);
  const { end } = contract;
  if (rate === undefined || end === undefined || until <= end) return known;
  const first = addDays(end, 1);
  const from = first > context.forecastFrom ? first : context.forecastFrom;
  const byYear = new Map(known.map((one) => [one.year, one]));
  for (const year of yearsOf(from, until)) {
    const dates = datesOf(year);
    const days = inclusiveDays(from > dates.start ? from : dates.start, until < dates.end ? until : dates.end);
    const before = byYear.get(year);
    const forecast = plus(before?.forecast ?? NOTHING, times(rate, days, 1));
    byYear.set(year, { year, forecast, basis: before?.basis ?? 'run-rate' });
  }
  return [...byYear.values()];
}

/** Grams a day: of the last year with a forecast, else of the last year with a figure, over its days of the term. */
function dailyRate(contract: ContractYears, context: ScenarioContext): Exact | undefined {
  const inOrder = contract.years.toSorted((a, b) => startYearOf(a.year) - startYearOf(b.year));
  const forecast = inOrder.findLast((one) => one.forecast !== 0n);
  if (forecast !== undefined) {
    const { start, end } = forecastDays(contract, forecast.year, context);
    return { n: forecast.forecast, d: BigInt(inclusiveDays(start, end)) };
  }
  const past = inOrder.findLast(({ actual, estimated }) => actual + estimated !== 0n);
  if (past === undefined) return undefined;
  const { start, end } = forecastDays(contract, past.year, { forecastFrom: '' });
  const eve = addDays(context.forecastFrom, -1);
  const days = inclusiveDays(start, eve >= start && eve < end ? eve : end);
  return { n: past.actual + past.estimated, d: BigInt(days) };
}

function yearsOf(from: IsoDate, to: IsoDate): FinancialYear[] {
  if (to < from) return [];
  const first = startYearOf(financialYearOf(from));
  const count = startYearOf(financialYearOf(to)) - first + 1;
  return Array.from({ length: count }, (_, index) => toFinancialYear(first + index));
}

function withForecasts(
  contract: ContractYears,
  after: readonly ExactYear[],
  multipliers: readonly Multiplier[],
  context: ScenarioContext,
): ContractYears {
  const forecasts = new Map(after.map((one) => [one.year, one]));
  const extra = after.filter(({ year }) => !contract.years.some((one) => one.year === year));
  const blank = extra.map(({ year }): ContractYear => ({ year, actual: 0n, estimated: 0n, forecast: 0n }));
  const years = [...contract.years, ...blank].map((one): ContractYear => {
    const { basis: _, ...rest } = one;
    const found = forecasts.get(one.year);
    if (found === undefined) return { ...rest, forecast: 0n };
    const factors = multipliers.map((multiplier) => factorIn(multiplier, one.year, contract.reference, context));
    const forecast = rounded(factors.reduce((sum, { n, d }) => ({ n: sum.n * n, d: sum.d * d }), found.forecast));
    return forecast === 0n ? { ...rest, forecast } : { ...rest, forecast, basis: found.basis };
  });
  return { ...contract, years };
}

const ONCE: Exact = { n: 1n, d: 1n };
const NOTHING: Exact = { n: 0n, d: 1n };

/** A change with what is left of an amount in a year; each year is worked out once, whatever the contracts. */
type Multiplier = { readonly change: AmountChange; readonly levelIn: (year: FinancialYear) => Fraction };

function toMultiplier(change: AmountChange): Multiplier {
  const percent = toFraction(change.percent).div(HUNDRED);
  const from = startYearOf(change.from);
  const levels = new Map<FinancialYear, Fraction>();
  const levelIn = (year: FinancialYear) => {
    const passed = startYearOf(year) - from;
    if (passed < 0) return ONE;
    return change.kind === 'volume' ? percent : ONE.sub(percent).pow(passed + 1);
  };
  return {
    change,
    levelIn: (year) => {
      const level = levels.get(year) ?? levelIn(year);
      levels.set(year, level);
      return level;
    },
  };
}

/** By what a change multiplies the forecast of a year: the grid only the part that is electricity. */
function factorIn(
  { change, levelIn }: Multiplier,
  year: FinancialYear,
  contract: string,
  { electricityShare }: ScenarioContext,
): Exact {
  const level = levelIn(year);
  if (change.kind !== 'grid-path') return toExact(level);
  const share = electricityShare(contract);
  return share === undefined ? ONCE : toExact(ONE.sub(share).add(share.mul(level)));
}

/** What comes in the place of a contract; borne by the organisation alone, as its tonnes are stated. */
function swappedIn(
  contract: ContractYears,
  { on, title, tonnes, until }: ChangeOf<'swap'>,
  { forecastFrom }: ScenarioContext,
): ContractYears {
  const from = on > forecastFrom ? on : forecastFrom;
  const end = until ?? contract.end;
  const yearly = toGrams(toFraction(tonnes).mul(1000));
  const years = end === undefined ? [] : yearsOf(from, end);
  return {
    reference: `${contract.reference} (swapped)`,
    title,
    supplier: '',
    category: contract.category,
    start: on,
    ...(end === undefined ? {} : { end }),
    shared: false,
    years: years.flatMap((year): ContractYear[] => {
      const dates = datesOf(year);
      const last = end === undefined || end > dates.end ? dates.end : end;
      const days = inclusiveDays(from > dates.start ? from : dates.start, last);
      const forecast = rounded({ n: yearly * BigInt(days), d: BigInt(inclusiveDays(dates.start, dates.end)) });
      return forecast === 0n ? [] : [{ year, actual: 0n, estimated: 0n, forecast, basis: 'pipeline' }];
    }),
  };
}

function toExact({ s, n, d }: Fraction): Exact {
  return { n: s * n, d };
}

function times({ n, d }: Exact, by: number, over: number): Exact {
  return { n: n * BigInt(by), d: d * BigInt(over) };
}

function plus(a: Exact, b: Exact): Exact {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

/** Half up, away from 0. */
function rounded({ n, d }: Exact): Grams {
  const positive = n < 0n ? -n : n;
  const whole = (2n * positive + d) / (2n * d);
  return n < 0n ? -whole : whole;
}
