import type { EmissionFactor } from '../domain/reference-data.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { toEmissionFactor } from './approved-factors.ts';
import { factorRegister } from './factor-register.ts';
import { setsInForce } from './sets-in-force.ts';
import type { Stores } from './stores.ts';

/**
 * The factors that bids may name, the shipped ids, with the values of the sets that an organisation has imported and
 * approved: of each year the latest edition.
 */
export async function approvedKeyFactors(
  catalogue: Catalogue,
  stores: Pick<Stores, 'factors'>,
  organisation: string,
): Promise<EmissionFactor[]> {
  const register = factorRegister({ catalogue }, stores, organisation);
  const found: EmissionFactor[] = [];
  for (const set of setsInForce(await register.sets())) {
    if (set.kind !== 'factors' || set.origin !== 'imported') continue;
    for (const factor of await register.keyFactors(set)) {
      if (factor.alias !== undefined) found.push(...toEmissionFactor(factor.alias, factor));
    }
  }
  return found;
}
