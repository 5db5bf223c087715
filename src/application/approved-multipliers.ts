import { type MultiplierSector, toMultiplierSectors } from '../domain/published-tables.ts';
import type { SpendMultipliers } from '../domain/reference-data.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorRegister } from './factor-register.ts';
import { approvedInOrder } from './sets-in-force.ts';
import type { Stores } from './stores.ts';

/** The industries of an approved set with their multipliers. */
export type ApprovedMultiplier = MultiplierSector & { readonly set: string };

/** The multipliers of the sets that an organisation has imported and approved, those of the set in force first. */
export async function approvedMultipliers(
  catalogue: Catalogue,
  stores: Pick<Stores, 'factors'>,
  organisation: string,
): Promise<ApprovedMultiplier[]> {
  const register = factorRegister({ catalogue }, stores, organisation);
  const approved: ApprovedMultiplier[] = [];
  for (const set of approvedInOrder(await register.sets(), 'spend-multipliers')) {
    if (set.origin === 'shipped') continue;
    const sectors = toMultiplierSectors(await register.all(set));
    approved.push(...sectors.map((sector) => ({ ...sector, set: set.id })));
  }
  return approved;
}

/**
 * The catalogue with approved multipliers before the shipped ones: an industry's multiplier of a year is that of the
 * first set that has it. Trade has multipliers in the publication, and must not be used: it is left out.
 */
export function withMultipliers(catalogue: Catalogue, approved: readonly ApprovedMultiplier[]): Catalogue {
  if (approved.length === 0) return catalogue;
  const { estimationTables } = catalogue;
  const { spendMultipliers } = estimationTables;
  const isTrade = ({ sector }: MultiplierSector) => spendMultipliers.trade.some((one) => one.sector === sector);
  const inOrder = [...approved.filter((one) => !isTrade(one)), ...spendMultipliers.rows];
  const rows = [...Map.groupBy(inOrder, ({ sector }) => sector).values()].flatMap(mergeSector);
  return { ...catalogue, estimationTables: { ...estimationTables, spendMultipliers: { ...spendMultipliers, rows } } };
}

function mergeSector(sameSector: readonly (MultiplierSector | ApprovedMultiplier)[]): SpendMultipliers['rows'] {
  const [first] = sameSector;
  if (first === undefined) return [];
  const kgPerGbp: Record<string, string> = {};
  const approvedIn: Record<string, string> = {};
  for (const one of sameSector) {
    for (const [year, value] of Object.entries(one.kgPerGbp)) {
      if (kgPerGbp[year] !== undefined) continue;
      kgPerGbp[year] = value;
      if ('set' in one) approvedIn[year] = one.set;
    }
  }
  return [{ sector: first.sector, title: first.title, kgPerGbp, approvedIn }];
}
