import type { PublishedFactor } from './conversion-factor.ts';
import type { DecimalText } from './quantity.ts';
import type { CarbonValue, SpendMultipliers } from './reference-data.ts';

/*
 * Spend multipliers and carbon values as rows of a publication, one for each value, so that they are kept, counted and
 * compared as conversion factors are.
 */

export const CARBON_SERIES = ['low', 'central', 'high'] as const;
export type CarbonSeries = (typeof CARBON_SERIES)[number];

type Multiplier = { readonly sector: string; readonly title: string; readonly year: string };

/** Kilograms of CO2e for a pound without VAT, in prices of a year, spent in an industry; none where it is blank. */
export function multiplierRow({ sector, title, year }: Multiplier, value: DecimalText | undefined): PublishedFactor {
  return {
    id: `spend.${sector}.${year}`,
    levels: [sector, title],
    columnText: year,
    publishedUnit: `GBP excluding VAT, ${year} prices`,
    ghgUnit: 'kg CO2e',
    scope: '3',
    category: '1',
    ...(value === undefined ? {} : { value }),
  };
}

/** Pounds, in prices of one year, for a tonne of CO2e emitted in a year. */
export function carbonValueRow(
  { year, series, priceBase }: { readonly year: string; readonly series: CarbonSeries; readonly priceBase: string },
  value: DecimalText,
): PublishedFactor {
  return {
    id: `carbon-value.${year}.${series}`,
    levels: ['Carbon value', year],
    columnText: series,
    publishedUnit: 't CO2e',
    ghgUnit: `GBP in prices of ${priceBase}`,
    scope: 'none',
    value,
  };
}

export type MultiplierSector = SpendMultipliers['rows'][number];

/** The rows of a set of multipliers by industry, in the order of the publication; blanks are none. */
export function toMultiplierSectors(rows: readonly PublishedFactor[]): MultiplierSector[] {
  const withValue = rows.filter(({ value }) => value !== undefined);
  return [...Map.groupBy(withValue, ({ levels: [sector = ''] }) => sector)].map(([sector, own]) => ({
    sector,
    title: own[0]?.levels[1] ?? '',
    kgPerGbp: Object.fromEntries(own.map(({ columnText, value = '' }) => [columnText, value])),
  }));
}

/** The rows of a set of carbon values by year; only years that have all three series. */
export function toCarbonValues(rows: readonly PublishedFactor[]): CarbonValue[] {
  return [...Map.groupBy(rows, ({ levels }) => levels[1] ?? '')]
    .flatMap(([year, own]) => {
      const [low, central, high] = CARBON_SERIES.map((series) => own.find((row) => row.columnText === series)?.value);
      return low === undefined || central === undefined || high === undefined ? [] : [{ year, low, central, high }];
    })
    .toSorted((a, b) => Number(a.year) - Number(b.year));
}
