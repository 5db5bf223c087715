import {
  type ConversionFactor,
  countFactors,
  type FactorScope,
  type FactorSet,
  type PublishedFactor,
  toConversionFactor,
} from '../domain/conversion-factor.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { shippedTables } from './shipped-tables.ts';

export type ShippedSet = { readonly set: FactorSet; readonly factors: readonly ConversionFactor[] };

const made = new WeakMap<Catalogue['referenceData'], readonly ShippedSet[]>();

/**
 * What comes with the software: key factors, one set for each year, then spend multipliers and carbon values. A set of
 * factors is approved when it was read in the official publication; its rows that were not are drafts by themselves.
 */
export function shippedFactorSets(catalogue: Catalogue): readonly ShippedSet[] {
  const known = made.get(catalogue.referenceData);
  if (known !== undefined) return known;
  const years = Map.groupBy(catalogue.referenceData.emissionFactors, ({ set }) => set);
  const factors = [...years]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([year, rows]) => toShippedSet(year, rows, catalogue));
  const sets = [...factors, ...shippedTables(catalogue)];
  made.set(catalogue.referenceData, sets);
  return sets;
}

function toShippedSet(year: string, rows: readonly EmissionFactor[], { officialFactors }: Catalogue): ShippedSet {
  const published = rows.map((row) => toPublished(row, officialFactors));
  const drafts = rows.filter(({ status }) => status === 'draft').length;
  const set: FactorSet = {
    id: `shipped-${year}`,
    kind: 'factors',
    title: `Key factors of ${year}, shipped with this software`,
    publisher: officialFactors.publisher,
    year,
    edition: '',
    version: 1,
    source: officialFactors.source,
    origin: 'shipped',
    counts: countFactors(published),
    notices: drafts === 0 ? [] : [draftNotice(drafts, rows.length)],
    status: drafts === rows.length ? 'draft' : 'approved',
  };
  const officialIds = new Map(officialFactors.rows.map(({ key, officialId }) => [key, officialId]));
  const factors = rows.map((row, index) =>
    toConversionFactor(published[index] as PublishedFactor, set, {
      alias: officialIds.get(row.id),
      status: row.status,
    }),
  );
  return { set, factors };
}

function draftNotice(drafts: number, all: number): string {
  const which = drafts === all ? 'No factor' : `${all - drafts} of ${all} factors`;
  return `${which} of this set was read in the official publication; the rest are drafts. Import the official workbook of the year.`;
}

function toPublished(
  { id, unit, scope, kgCo2e }: EmissionFactor,
  { rows }: Catalogue['officialFactors'],
): PublishedFactor {
  const [whole = '', category] = scope.split('.');
  const official = rows.find(({ key }) => key === id);
  return {
    id,
    levels: official?.levels ?? [id],
    columnText: official?.columnText ?? '',
    publishedUnit: unit,
    ghgUnit: 'kg CO2e',
    scope: whole as FactorScope,
    ...(category === undefined ? {} : { category }),
    value: kgCo2e,
  };
}
