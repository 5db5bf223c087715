import type { Basis } from './carbon-figure.ts';
import { type Contract, OWN_ICT } from './contract.ts';
import { datesOf, type FinancialYear } from './financial-year.ts';
import { addMonths } from './iso-date.ts';
import { monthsBetween } from './month-range.ts';
import { type Month, monthOf, sharesOf, splitGrams, wholeWeights } from './period-split.ts';
import type { Grams } from './quantity.ts';
import { yearsOfMonth } from './totals-query.ts';
import type { ContractYear, ContractYears, ForecastBasis } from './trajectory-line.ts';

/** What counts of a contract in one month for one organisation, in one view. */
export type MonthFigure = {
  readonly contract: string;
  readonly organisation: string;
  readonly month: Month;
  readonly basis: Basis;
  readonly grams: Grams;
};

export type ContractYearsInput = {
  /** In force, by reference. */
  readonly contracts: readonly Contract[];
  readonly figures: readonly MonthFigure[];
  /** Whose ledger it is; bears what nobody shares. */
  readonly organisation: string;
  /** Whose share is asked; undefined for all of them together. */
  readonly bearer: string | undefined;
  /** The last month that is over. */
  readonly until: Month;
  readonly targetYear: FinancialYear;
};

export type ContractYearsOnRecord = {
  readonly contracts: readonly ContractYears[];
  /** Contracts that run on, with nothing to forecast them from: they are missing, not zero. */
  readonly withoutForecast: readonly string[];
  /** Contracts whose need is forecast to go on after they end, at their run-rate. */
  readonly continued: readonly string[];
};

/** Months that a run-rate is the average of. */
const RUN_RATE_MONTHS = 12;

/**
 * The years of each contract from the months of the ledger. A month is actual, else estimated, else forecast: by the
 * commitment, else by the supplier's own forecast, else at the run-rate: the average of the last 12 months up to the
 * last one with a return, else with a promise (of the contract; without any, of its ICT category; then of all). What a
 * live contract supplies is needed after it ends too: its run-rate goes on to the target year, until its status says
 * otherwise. Forecasts are made of the whole contract and then divided by its shares, so that the parts add up.
 */
export function contractYears(input: ContractYearsInput): ContractYearsOnRecord {
  const byContract = Map.groupBy(input.figures, ({ contract }) => contract);
  const averages = categoryAverages(input.contracts, byContract);
  const withoutForecast: string[] = [];
  const continued: string[] = [];
  const known = input.contracts.map((contract) => {
    const figures = byContract.get(contract.reference) ?? [];
    if (!isBorne(contract, figures, input)) return yearsOfContract(contract, [], input);
    const months = monthsOf(figures, input.bearer);
    const plan = forecastPlan(contract, months, averages, input);
    if (plan.isMissing) withoutForecast.push(contract.reference);
    if (plan.isContinued) continued.push(contract.reference);
    return yearsOfContract(contract, addUp(months, plan.byMonth), input);
  });
  const own = monthsOf(byContract.get(OWN_ICT) ?? [], input.bearer);
  const ownYears = own.size === 0 ? [] : [yearsOfOwnIct(own, input)];
  return {
    contracts: [...known, ...ownYears].filter(({ years }) => years.length > 0),
    withoutForecast,
    continued,
  };
}

/** Of the whole contract, and of it what the organisation asked for bears. */
type Amount = { readonly whole: Grams; readonly mine: Grams };
type Months = ReadonlyMap<Month, Partial<Record<Basis, Amount>>>;

function monthsOf(figures: readonly MonthFigure[], bearer: string | undefined): Months {
  const months = new Map<Month, Partial<Record<Basis, Amount>>>();
  for (const { month, basis, grams, organisation } of figures) {
    const bases = months.get(month) ?? {};
    const { whole, mine } = bases[basis] ?? { whole: 0n, mine: 0n };
    const isMine = bearer === undefined || bearer === organisation;
    months.set(month, { ...bases, [basis]: { whole: whole + grams, mine: isMine ? mine + grams : mine } });
  }
  return months;
}

type Forecast = { readonly basis: ForecastBasis; readonly grams: Grams };

type ForecastPlan = {
  /** Of the organisation asked for. */
  readonly byMonth: ReadonlyMap<Month, Forecast>;
  readonly isMissing: boolean;
  readonly isContinued: boolean;
};

/** What is still to come of a contract, month by month. */
function forecastPlan(
  contract: Contract,
  months: Months,
  averages: ReadonlyMap<string, Grams>,
  input: ContractYearsInput,
): ForecastPlan {
  const byMonth = new Map<Month, Forecast>();
  const isPlanned = contract.status === 'planned';
  const isOver = contract.status === 'ended' || contract.status === 'terminated';
  const stated = (basis: ForecastBasis): ForecastBasis => (isPlanned ? 'pipeline' : basis);
  for (const [month, { actual, estimated, committed, forecast }] of months) {
    if (actual !== undefined || estimated !== undefined) continue;
    const isToCome = month > input.until && !isOver;
    if (isToCome && committed !== undefined) byMonth.set(month, { basis: stated('commitment'), grams: committed.mine });
    else if (forecast !== undefined) byMonth.set(month, { basis: stated('reported'), grams: forecast.mine });
  }
  const open = isOver ? [] : openMonths(contract, input).filter((month) => !has(months, byMonth, month));
  const whole = runRate(months, contract) ?? averages.get(contract.ictCategory) ?? averages.get(ALL);
  if (whole === undefined) return { byMonth, isMissing: open.length > 0, isContinued: false };
  const grams = shareOf(contract, whole, input);
  for (const month of open) byMonth.set(month, { basis: stated('run-rate'), grams });
  return { byMonth, isMissing: false, isContinued: open.some((month) => month > monthOf(contract.end)) };
}

function has(months: Months, forecast: ReadonlyMap<Month, Forecast>, month: Month): boolean {
  const { actual, estimated } = months.get(month) ?? {};
  return actual !== undefined || estimated !== undefined || forecast.has(month);
}

/** The months still to come in which a contract is needed: of a live one that has not ended, to the target year. */
function openMonths({ start, end, status }: Contract, { until, targetYear }: ContractYearsInput): Month[] {
  const last = monthOf(end);
  if (last <= until) return [];
  const first = monthOf(start) > until ? monthOf(start) : nextMonth(until);
  const target = monthOf(datesOf(targetYear).end);
  return monthsBetween(first, status === 'live' && target > last ? target : last);
}

/** The average of 12 months up to the last with a return, else an estimate, else a promise; rounded half up to a gram. */
function runRate(months: Months, { start, status }: Pick<Contract, 'start' | 'status'>): Grams | undefined {
  const bases = status === 'planned' ? (['committed'] as const) : (['actual', 'estimated', 'committed'] as const);
  for (const basis of bases) {
    const last = [...months]
      .flatMap(([month, bases]) => (bases[basis] === undefined ? [] : [month]))
      .toSorted()
      .at(-1);
    if (last === undefined) continue;
    const earliest = monthOf(addMonths(`${last}-01`, 1 - RUN_RATE_MONTHS));
    const first = monthOf(start) > earliest && monthOf(start) <= last ? monthOf(start) : earliest;
    const window = monthsBetween(first, last);
    const sum = window.reduce((total, month) => {
      const { actual, estimated, committed } = months.get(month) ?? {};
      const known = basis === 'committed' ? committed : (actual ?? estimated);
      return total + (known ?? NOTHING).whole;
    }, 0n);
    return average(sum, BigInt(window.length));
  }
  return undefined;
}

const NOTHING: Amount = { whole: 0n, mine: 0n };
const ALL = '';

/** Average grams of a contract-month with a return, by ICT category and of all. */
function categoryAverages(
  contracts: readonly Contract[],
  figures: ReadonlyMap<string, readonly MonthFigure[]>,
): ReadonlyMap<string, Grams> {
  const sums = new Map<string, { grams: Grams; months: bigint }>();
  for (const { reference, ictCategory } of contracts) {
    for (const { actual } of monthsOf(figures.get(reference) ?? [], undefined).values()) {
      if (actual === undefined) continue;
      for (const key of [ictCategory, ALL]) {
        const { grams, months } = sums.get(key) ?? { grams: 0n, months: 0n };
        sums.set(key, { grams: grams + actual.whole, months: months + 1n });
      }
    }
  }
  return new Map([...sums].map(([key, { grams, months }]) => [key, average(grams, months)]));
}

function average(sum: Grams, count: bigint): Grams {
  return (2n * sum + count) / (2n * count);
}

/** What the organisation asked for bears of an amount of the whole contract. */
function shareOf(contract: Contract, whole: Grams, { organisation, bearer }: ContractYearsInput): Grams {
  if (bearer === undefined) return whole;
  const shares = sharesOf(contract.shares, organisation);
  const parts = splitGrams(whole, wholeWeights(shares.map(({ percent }) => percent)));
  return parts[shares.findIndex((share) => share.organisation === bearer)] ?? 0n;
}

/** Whether the organisation asked for bears a share now, or bore a figure under shares of before. */
function isBorne(
  { shares }: Contract,
  figures: readonly MonthFigure[],
  { organisation, bearer }: ContractYearsInput,
): boolean {
  const names = [...sharesOf(shares, organisation), ...figures].map((one) => one.organisation);
  return bearer === undefined || names.includes(bearer);
}

function yearsOfContract(
  contract: Contract,
  years: readonly ContractYear[],
  { organisation }: ContractYearsInput,
): ContractYears {
  const { reference, title, supplier, ictCategory, start, end, shares } = contract;
  const shared = sharesOf(shares, organisation).length > 1;
  return { reference, title, supplier: supplier.name, category: ictCategory, start, end, shared, years };
}

/** ICT without a contract goes on at its run-rate. */
function yearsOfOwnIct(months: Months, input: ContractYearsInput): ContractYears {
  const first = [...months.keys()].toSorted()[0] ?? input.until;
  const whole = runRate(months, { start: `${first}-01`, status: 'live' });
  const mine = input.bearer === undefined || input.bearer === input.organisation ? whole : undefined;
  const open = monthsBetween(nextMonth(input.until), monthOf(datesOf(input.targetYear).end));
  const forecasts = new Map<Month, Forecast>();
  for (const month of open) {
    const reported = months.get(month)?.forecast;
    if (has(months, forecasts, month)) continue;
    if (reported !== undefined) forecasts.set(month, { basis: 'reported', grams: reported.mine });
    else if (mine !== undefined) forecasts.set(month, { basis: 'run-rate', grams: mine });
  }
  const years = addUp(months, forecasts);
  return { reference: OWN_ICT, title: 'ICT without a contract', supplier: '', category: '', shared: false, years };
}

/** Months as financial years; a year whose forecast has several bases once for each. */
function addUp(months: Months, forecasts: ReadonlyMap<Month, Forecast>): ContractYear[] {
  const all = [...new Set([...months.keys(), ...forecasts.keys()])].toSorted();
  const years = Map.groupBy(all, (month) => yearsOfMonth(month).financialYear);
  return [...years].flatMap(([year, own]) => {
    const { actual, estimated, promised, isKnown } = measured(own, months);
    const byBasis = Map.groupBy(
      own.flatMap((month) => forecasts.get(month) ?? []),
      ({ basis }) => basis,
    );
    const parts = [...byBasis].map(([basis, part]) => ({ basis, forecast: total(part.map(({ grams }) => grams)) }));
    if (parts.length === 0 && !isKnown) return [];
    const [first, ...others] = parts.length === 0 ? [{ forecast: 0n }] : parts;
    const withPromise = promised === undefined ? {} : { promised };
    return [
      { year, actual, estimated, ...withPromise, ...(first ?? { forecast: 0n }) },
      ...others.map((part) => ({ year, actual: 0n, estimated: 0n, ...part })),
    ];
  });
}

function measured(own: readonly Month[], months: Months) {
  let [actual, estimated, promised, isKnown] = [0n, 0n, undefined as Grams | undefined, false];
  for (const month of own) {
    const bases = months.get(month) ?? {};
    if (bases.actual !== undefined) {
      actual += bases.actual.mine;
      if (bases.committed !== undefined) promised = (promised ?? 0n) + bases.committed.mine;
    } else estimated += bases.estimated?.mine ?? 0n;
    isKnown ||= bases.actual !== undefined || bases.estimated !== undefined;
  }
  return { actual, estimated, promised, isKnown };
}

function nextMonth(month: Month): Month {
  return monthOf(addMonths(`${month}-01`, 1));
}

function total(amounts: readonly Grams[]): Grams {
  return amounts.reduce((sum, grams) => sum + grams, 0n);
}
