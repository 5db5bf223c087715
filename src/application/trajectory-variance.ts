import { AppError } from '../domain/errors.ts';
import {
  datesOf,
  type FinancialYear,
  financialYearOf,
  startYearOf,
  toFinancialYear,
} from '../domain/financial-year.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type Fraction, type Grams, HUNDRED, toFraction } from '../domain/quantity.ts';
import { type LedgerMoment, ledgerMoment } from './carbon-totals.ts';
import { heldContractYears } from './held-contract-years.ts';
import { type HeldPicture, heldPicture } from './held-picture.ts';
import { readYear } from './list-returns-owed.ts';
import type { ServicePorts } from './ports.ts';
import type { Database } from './stores.ts';
import { ALL_BEARERS } from './trajectory-records.ts';
import { type EditionForecast, type YearForecast, yearForecast } from './year-forecast.ts';

/** When a forecast was made: as the record stood before the year or when it ended, or as an edition published it. */
export type ForecastOf =
  | { readonly kind: 'before-year' | 'year-end'; readonly on: IsoDate }
  | { readonly kind: 'edition'; readonly name: string; readonly on: IsoDate };

/** A forecast and what became of it; whole grams. */
export type Difference = {
  /** Undefined where nothing was on record then, which is not zero. */
  readonly forecast: Grams | undefined;
  readonly became: Grams;
  /** What became less what was forecast: above 0 is more. */
  readonly variance: Grams | undefined;
  /** Of the forecast; undefined of nothing. */
  readonly percent: Fraction | undefined;
};

export type VarianceRow = Difference & {
  readonly year: FinancialYear;
  readonly forecastOf: ForecastOf;
  /** Of the forecast, what had been reported by then. */
  readonly reportedByThen: Grams;
  /** Of what it became, what is reported and what is still only estimated. */
  readonly actual: Grams;
  readonly estimated: Grams;
  /** They add up to the row; the largest difference first. Only where one year is asked for. */
  readonly contracts?: readonly ContractDifference[];
};

export type ContractDifference = Difference & { readonly contract: string; readonly title: string };

export type TrajectoryVariance = {
  readonly bearer: string;
  readonly rows: readonly VarianceRow[];
  readonly moment: LedgerMoment;
};

export type VarianceQuery = {
  readonly bearer?: string;
  /** One year alone, contract by contract. */
  readonly financialYear?: string;
};

/**
 * What was forecast for each year that is over and has a return, and what it became, in the inventory view of the
 * contract ledger. The record is asked as it stood on the last day before the year and on its last day, and forecasts
 * are made of it by today's method; those of editions are as they were kept on the day of publication, where nothing of
 * the year had been reported by then. Throws AppError `invalid-input` for what is no year, `not-found` for one without
 * a return.
 */
export async function trajectoryVariance(
  ports: ServicePorts,
  person: Person,
  { bearer = person.organisation, financialYear }: VarianceQuery = {},
): Promise<TrajectoryVariance> {
  const moment = await ledgerMoment(ports, person);
  const currentYear = financialYearOf(ports.clock().slice(0, 10));
  const now = await heldPicture(ports.database, person.organisation, moment);
  const found = yearsReported(now, bearer, person.organisation, currentYear);
  const only = financialYear === undefined ? undefined : readYear(financialYear, currentYear);
  const asked = found.filter(({ year }) => only === undefined || year === only);
  if (only !== undefined && asked.length === 0) {
    throw new AppError('not-found', `Nothing of ${only} is over and reported: there is nothing to compare.`);
  }
  const titles = new Map([...now.contracts].map(([reference, { title }]) => [reference, title]));
  const kept = await keptForecasts(ports, person, bearer);
  const rows: VarianceRow[] = [];
  for (const became of asked) {
    const forecasts = [
      ...(await recordedForecasts(ports, person, bearer, became.year)),
      ...(kept.get(became.year) ?? []),
    ];
    for (const { forecastOf, forecast } of forecasts.toSorted((a, b) => compareDays(a.forecastOf, b.forecastOf))) {
      rows.push({
        ...difference(forecast?.gross, became.gross),
        year: became.year,
        forecastOf,
        reportedByThen: forecast?.actual ?? 0n,
        actual: became.actual,
        estimated: became.estimated,
        ...(only === undefined ? {} : { contracts: byContract(forecast, became, titles) }),
      });
    }
  }
  return { bearer, rows, moment };
}

/** Years that are over and of which somebody reported something. */
function yearsReported(
  held: HeldPicture,
  bearer: string,
  organisation: string,
  currentYear: FinancialYear,
): YearForecast[] {
  const onRecord = heldContractYears(held, { bearer }, organisation, currentYear);
  const years = new Set(onRecord.contracts.flatMap((contract) => contract.years.map(({ year }) => year)));
  return [...years]
    .filter((year) => year < currentYear)
    .toSorted()
    .flatMap((year) => yearForecast(onRecord, year) ?? [])
    .filter(({ actual }) => actual !== 0n);
}

type Forecast = { readonly forecastOf: ForecastOf; readonly forecast: YearForecast | undefined };

async function recordedForecasts(
  ports: ServicePorts,
  person: Person,
  bearer: string,
  year: FinancialYear,
): Promise<Forecast[]> {
  const days = [
    { kind: 'before-year', on: datesOf(toFinancialYear(startYearOf(year) - 1)).end },
    { kind: 'year-end', on: datesOf(year).end },
  ] as const;
  const forecasts: Forecast[] = [];
  for (const forecastOf of days) {
    forecasts.push({ forecastOf, forecast: await forecastOn(ports, person, bearer, year, forecastOf.on) });
  }
  return forecasts;
}

/** The past stays as it is: what it forecast is worked out once in each process. */
const known = new WeakMap<Database, Map<string, YearForecast | undefined>>();

async function forecastOn(
  ports: ServicePorts,
  person: Person,
  bearer: string,
  year: FinancialYear,
  day: IsoDate,
): Promise<YearForecast | undefined> {
  const { database } = ports;
  const { organisation } = person;
  const moment = await ledgerMoment(ports, person, endOf(day));
  const mine = known.get(database) ?? new Map<string, YearForecast | undefined>();
  known.set(database, mine);
  const name = JSON.stringify([organisation, bearer, year, moment]);
  if (!mine.has(name)) {
    const held = await heldPicture(database, organisation, moment);
    mine.set(name, yearForecast(heldContractYears(held, { bearer }, organisation, year), year));
  }
  return mine.get(name);
}

function endOf(day: IsoDate): IsoInstant {
  return `${day}T23:59:59.999Z`;
}

/** What editions forecast by year, before anything of the year was reported. */
async function keptForecasts(
  { database }: ServicePorts,
  { organisation }: Person,
  bearer: string,
): Promise<ReadonlyMap<FinancialYear, readonly Forecast[]>> {
  const { editions, forecasts } = await database.read(async ({ ledger, trajectories }) => ({
    editions: await ledger.editions(organisation),
    forecasts: await trajectories.forecasts(organisation, bearer),
  }));
  const days = new Map(editions.map(({ name, at }) => [name, at.slice(0, 10)]));
  const ahead = forecasts.filter(({ actual }) => actual === 0n);
  const toForecast = (forecast: EditionForecast): Forecast => ({
    forecastOf: { kind: 'edition', name: forecast.edition, on: days.get(forecast.edition) ?? '' },
    forecast,
  });
  return new Map([...Map.groupBy(ahead, ({ year }) => year)].map(([year, all]) => [year, all.map(toForecast)]));
}

function compareDays(a: ForecastOf, b: ForecastOf): number {
  if (a.on === b.on) return 0;
  return a.on < b.on ? -1 : 1;
}

function difference(forecast: Grams | undefined, became: Grams): Difference {
  if (forecast === undefined) return { forecast, became, variance: undefined, percent: undefined };
  const variance = became - forecast;
  const percent = forecast > 0n ? toFraction(variance).mul(HUNDRED).div(toFraction(forecast)) : undefined;
  return { forecast, became, variance, percent };
}

/** What a contract was not on record for then counts as nothing in its row, so that the rows add up. */
function byContract(
  forecast: YearForecast | undefined,
  became: YearForecast,
  titles: ReadonlyMap<string, string>,
): ContractDifference[] {
  const references = new Set([...became.contracts.keys(), ...(forecast?.contracts.keys() ?? [])]);
  const size = ({ variance = 0n }: Difference) => (variance < 0n ? -variance : variance);
  return [...references]
    .toSorted()
    .map((contract) => ({
      contract,
      title: titles.get(contract) ?? contract,
      ...difference(
        forecast === undefined ? undefined : (forecast.contracts.get(contract) ?? 0n),
        became.contracts.get(contract) ?? 0n,
      ),
    }))
    .toSorted((a, b) => (size(a) === size(b) ? 0 : size(a) > size(b) ? -1 : 1));
}

/** Whose forecasts they are. */
export function bearerText(bearer: string): string {
  return bearer === ALL_BEARERS ? 'all organisations that share the ledger' : bearer;
}

/** Which forecast it is, in words. */
export function forecastText(of: ForecastOf): string {
  if (of.kind === 'edition') return `Edition ${of.name}`;
  return of.kind === 'before-year' ? 'Record before the year' : 'Record when the year ended';
}
