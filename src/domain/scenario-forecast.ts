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

/** In the order of the contract's own years: what is added comes after them. */
function exactYears({ years }: ContractYears): ExactYear[] {
  return years.map(({ year, forecast, basis = 'run-rate' }) => ({ year, forecast: { n: forecast, d: 1n }, basis }));
}

function afterTermChange(contract: ContractYears, change: TermChange, context: ScenarioContext): ExactYear[] {
  if (change.kind === 'renew') return renewed(contract, change.until, context);
  const last = change.kind === 'end' ? change.on : addDays(change.on, -1);
  return exactYears(contract).map((one) => {
    const { start, end } = forecastDays(contract, one.year, context);
    const isOver = last < start || last < context.forecastFrom;
    const kept = isOver ? 0 : inclusiveDays(start, last < end ? last : end);
    return { ...one, forecast: times(one.forecast, kept, inclusiveDays(start, end)) };
  });
}

/**
 * The days that the forecast of a year is of: those of the term that are to come, else of the term, else the year. What
 * is forecast to be needed after the end of a contract runs to the end of the year.
 */
function forecastDays(contract: ContractYears, year: FinancialYear, { forecastFrom }: { forecastFrom: IsoDate }) {
  const whole = datesOf(year);
  const to = isContinued(contract) ? undefined : contract.end;
  const end = to === undefined || to > whole.end ? whole.end : to;
  const begin = contract.start === undefined || contract.start < whole.start ? whole.start : contract.start;
  const term = begin <= end ? { start: begin, end } : whole;
  const coming = { start: forecastFrom > term.start ? forecastFrom : term.start, end: term.end };
  return coming.start <= coming.end ? coming : term;
}

/** Whether it is forecast to be needed in years after the one in which it ends. */
function isContinued({ end, years }: ContractYears): boolean {
  return end !== undefined && years.some(({ year, forecast }) => forecast !== 0n && datesOf(year).start > end);
}

/** From the day after its end it goes on as in its last year, day by day, instead of what is forecast for those days. */
function renewed(contract: ContractYears, until: IsoDate, context: ScenarioContext): ExactYear[] {
  const years = exactYears(contract);
  const { end } = contract;
  if (end === undefined || until <= end) return years;
  const first = addDays(end, 1);
  const from = first > context.forecastFrom ? first : context.forecastFrom;
  const instead = minus(rateOfTerm(contract, end, context), rateAfter(contract, end));
  for (const year of yearsOf(from, until)) {
    const dates = datesOf(year);
    const days = inclusiveDays(from > dates.start ? from : dates.start, until < dates.end ? until : dates.end);
    const index = years.findIndex((one) => one.year === year && one.basis === 'run-rate');
    const before = years[index] ?? { year, forecast: NOTHING, basis: 'run-rate' };
    const after = { ...before, forecast: plus(before.forecast, times(instead, days, 1)) };
    if (index < 0) years.push(after);
    else years[index] = after;
  }
  return years;
}

/** Grams a day in the last year of the term: as forecast, else as reported or estimated. */
function rateOfTerm(contract: ContractYears, end: IsoDate, context: ScenarioContext): Exact {
  const last = contract.years
    .filter(({ year, actual, estimated, forecast }) => datesOf(year).start <= end && actual + estimated + forecast > 0n)
    .reduce((latest, { year }) => (year > latest ? year : latest), '');
  if (last === '') return NOTHING;
  const dates = datesOf(last);
  const own = contract.years.filter(({ year }) => year === last);
  const forecast = own.reduce((sum, one) => sum + one.forecast, 0n);
  const toEnd = end < dates.end ? end : dates.end;
  const begin = contract.start !== undefined && contract.start > dates.start ? contract.start : dates.start;
  const isToCome = forecast > 0n && toEnd >= context.forecastFrom;
  const from = isToCome && context.forecastFrom > begin ? context.forecastFrom : begin;
  const eve = addDays(context.forecastFrom, -1);
  const to = !isToCome && eve >= begin && eve < toEnd ? eve : toEnd;
  const daysAfter = inclusiveDays(toEnd, dates.end) - 1;
  const reported = own.reduce((sum, { actual, estimated }) => sum + actual + estimated, 0n);
  const inTerm = isToCome
    ? minus({ n: forecast, d: 1n }, times(rateAfter(contract, end), daysAfter, 1))
    : { n: reported, d: 1n };
  return inTerm.n <= 0n ? NOTHING : times(inTerm, 1, inclusiveDays(from, to));
}

/** Grams a day that are forecast after the end: those of the first whole year after it. */
function rateAfter({ years }: ContractYears, end: IsoDate): Exact {
  const after = years.filter(({ year, forecast }) => forecast !== 0n && datesOf(year).start > end);
  const first = after.reduce((earliest, { year }) => (earliest === '' || year < earliest ? year : earliest), '');
  if (first === '') return NOTHING;
  const { start, end: last } = datesOf(first);
  const grams = after.filter(({ year }) => year === first).reduce((sum, { forecast }) => sum + forecast, 0n);
  return { n: grams, d: BigInt(inclusiveDays(start, last)) };
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
  const years = after.map(({ year, forecast: exact, basis }, index): ContractYear => {
    const { basis: _, ...rest } = contract.years[index] ?? { year, actual: 0n, estimated: 0n };
    const factors = multipliers.map((multiplier) => factorIn(multiplier, year, contract.reference, context));
    const forecast = rounded(factors.reduce((product, { n, d }) => ({ n: product.n * n, d: product.d * d }), exact));
    return forecast === 0n ? { ...rest, forecast } : { ...rest, forecast, basis };
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
  const end = until ?? lastForecastDay(contract);
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

/** Where what it is swapped for ends unless somebody says when. */
function lastForecastDay(contract: ContractYears): IsoDate | undefined {
  if (contract.end !== undefined && !isContinued(contract)) return contract.end;
  const last = contract.years.reduce(
    (latest, { year, forecast }) => (forecast !== 0n && year > latest ? year : latest),
    '',
  );
  return last === '' ? undefined : datesOf(last).end;
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

function minus(a: Exact, b: Exact): Exact {
  return plus(a, { n: -b.n, d: b.d });
}

/** Half up, away from 0. */
function rounded({ n, d }: Exact): Grams {
  const positive = n < 0n ? -n : n;
  const whole = (2n * positive + d) / (2n * d);
  return n < 0n ? -whole : whole;
}
