import type { ConversionFactor } from '../domain/conversion-factor.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorRegister } from './factor-register.ts';
import type { Stores } from './stores.ts';

/**
 * The factors of the sets that an organisation has imported and approved, the latest edition of each year, under the
 * publisher's ids and the short ones. Rows without a number, and those of one gas alone, are none.
 */
export async function approvedFactors(
  catalogue: Catalogue,
  stores: Pick<Stores, 'factors'>,
  organisation: string,
): Promise<EmissionFactor[]> {
  const register = factorRegister({ catalogue }, stores, organisation);
  const taken = new Map<string, EmissionFactor[]>();
  for (const set of await register.sets()) {
    if (set.kind !== 'factors' || set.origin !== 'imported' || set.status !== 'approved' || taken.has(set.year))
      continue;
    taken.set(set.year, (await register.all(set)).flatMap(toEmissionFactors));
  }
  return [...taken.values()].flat();
}

/** The catalogue with factors that take the place of the shipped ones of the same id and year. */
export function withFactors(catalogue: Catalogue, factors: readonly EmissionFactor[]): Catalogue {
  if (factors.length === 0) return catalogue;
  const taken = new Set(factors.map(keyOf));
  const others = catalogue.referenceData.emissionFactors.filter((factor) => !taken.has(keyOf(factor)));
  return withOnlyFactors(catalogue, [...factors, ...others]);
}

/** The catalogue with factors in the place of its own. */
export function withOnlyFactors(catalogue: Catalogue, emissionFactors: readonly EmissionFactor[]): Catalogue {
  return { ...catalogue, referenceData: { ...catalogue.referenceData, emissionFactors } };
}

function keyOf({ id, set }: EmissionFactor): string {
  return `${set} ${id}`;
}

function toEmissionFactors(factor: ConversionFactor): EmissionFactor[] {
  const { id, alias } = factor;
  return (alias === undefined ? [id] : [id, alias]).flatMap((one) => toEmissionFactor(one, factor));
}

/** A factor under one of its ids; none for a row without a number, or of one gas alone. */
export function toEmissionFactor(
  id: string,
  { year, value, unit, scope, status, ghgUnit }: ConversionFactor,
): EmissionFactor[] {
  if (value === undefined || ghgUnit !== 'kg CO2e') return [];
  return [{ id, set: year, kgCo2e: value, unit, scope, status }];
}
