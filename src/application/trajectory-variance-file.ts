import type { Person } from '../domain/person.ts';
import { type Fraction, type Grams, kilogramsText, roundHalfUp } from '../domain/quantity.ts';
import type { FigureTable } from './figure-table.ts';
import type { ServicePorts } from './ports.ts';
import {
  bearerText,
  type Difference,
  forecastText,
  type TrajectoryVariance,
  trajectoryVariance,
  type VarianceQuery,
} from './trajectory-variance.ts';

export const VARIANCE_FORMATS = ['json', 'csv', 'xlsx'] as const;
export type VarianceFormat = (typeof VARIANCE_FORMATS)[number];

/** What a reader must know of the comparison. */
export const VARIANCE_NOTES: readonly string[] = [
  'Inventory view of the carbon ledger. What a year became is what is reported of it by now, and estimated where nobody reported.',
  'The record is as it stood on the day, and its forecast is made by the method of this version of the software. What an edition forecast is as it was kept when it was published.',
  'An edition is shown for the years of which nothing had been reported when it was published.',
  'A contract that was not on record on the day is forecast as nothing.',
];

/** Forecasts beside what became of them, in one of their forms, as bytes. */
export async function serveVariance(
  ports: ServicePorts,
  person: Person,
  query: VarianceQuery,
  format: VarianceFormat,
): Promise<Uint8Array> {
  const found = await trajectoryVariance(ports, person, query);
  if (format === 'json') return Buffer.from(JSON.stringify(toVarianceJson(found)), 'utf8');
  return ports.spreadsheets.writeTable(varianceTable(found), format);
}

/** The comparison as the interfaces give it: kilograms as decimal text, null where nothing was on record. */
function toVarianceJson({ bearer, rows, moment }: TrajectoryVariance) {
  return {
    organisation: bearer,
    ledger_version: moment.version,
    notes: [...VARIANCE_NOTES],
    rows: rows.map(({ year, forecastOf, reportedByThen, actual, estimated, contracts, ...amounts }) => ({
      year,
      forecast_of: forecastOf.kind,
      edition: forecastOf.kind === 'edition' ? forecastOf.name : null,
      on: forecastOf.on,
      ...toDifferenceJson(amounts),
      reported_by_then_kg: kilogramsText(reportedByThen),
      actual_kg: kilogramsText(actual),
      estimated_kg: kilogramsText(estimated),
      contracts: contracts?.map(({ contract, title, ...of }) => ({ contract, title, ...toDifferenceJson(of) })) ?? null,
    })),
  };
}

function toDifferenceJson({ forecast, became, variance, percent }: Difference) {
  return {
    forecast_kg: kgOrNull(forecast),
    became_kg: kilogramsText(became),
    variance_kg: kgOrNull(variance),
    variance_percent: percent === undefined ? null : percentText(percent),
  };
}

function kgOrNull(grams: Grams | undefined): string | null {
  return grams === undefined ? null : kilogramsText(grams);
}

/** To two places. */
export function percentText(percent: Fraction): string {
  return roundHalfUp(percent, 2);
}

const TEXTS = ['organisation', 'year', 'forecast_of', 'on', 'contract', 'title'] as const;
const NUMBERS = [
  'forecast_kg',
  'became_kg',
  'variance_kg',
  'variance_percent',
  'reported_by_then_kg',
  'actual_kg',
  'estimated_kg',
] as const;

/** A row for each forecast, and under it one for each contract where one year was asked for. */
function varianceTable(found: TrajectoryVariance): FigureTable {
  const { rows } = toVarianceJson(found);
  const cells = (
    texts: readonly string[],
    amounts: Readonly<Partial<Record<(typeof NUMBERS)[number], string | null>>>,
  ) => [...texts, ...NUMBERS.map((name) => amounts[name] ?? undefined)];
  return {
    title: `Forecast and what it became, ICT contracts of ${bearerText(found.bearer)}; kilograms CO2e`,
    sheet: 'Variance',
    notes: VARIANCE_NOTES,
    columns: [
      ...TEXTS.map((header) => ({ header, kind: 'text' as const })),
      ...NUMBERS.map((header) => ({ header, kind: 'number' as const })),
    ],
    rows: rows.flatMap((row, index) => {
      const forecast = found.rows[index]?.forecastOf;
      const about = [found.bearer, row.year, forecast === undefined ? '' : forecastText(forecast), row.on];
      const contracts = row.contracts ?? [];
      return [
        cells([...about, '', 'All contracts'], row),
        ...contracts.map(({ contract, title, ...of }) => cells([...about, contract, title], of)),
      ];
    }),
  };
}
