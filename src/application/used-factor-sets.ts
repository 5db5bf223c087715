import { type FactorSet, factorSetName } from '../domain/conversion-factor.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { FigureDimensions } from '../domain/line-figures.ts';
import { type FactorRegister, factorRegister } from './factor-register.ts';
import type { FigureOnRecord } from './ledger-stores.ts';
import type { ServicePorts } from './ports.ts';

type Figure = FigureOnRecord & { readonly dimensions: FigureDimensions };

/**
 * The name of the set that each figure's conversion factor is from, in the order of the figures; undefined for what no
 * factor made. The ledger keeps the year of a set: the imported set of that year counts if it was approved when the
 * line was recorded and has the factor, else the shipped one, as when the figure was worked out.
 */
export async function usedSetNames(
  { catalogue, database }: ServicePorts,
  organisation: string,
  figures: readonly Figure[],
): Promise<(string | undefined)[]> {
  return database.read(async (stores) => {
    const register = factorRegister({ catalogue }, stores, organisation);
    const sets = (await register.sets()).filter(({ kind }) => kind === 'factors');
    const known = new Map<string, Promise<string | undefined>>();
    const recordedAt = new Map<number, IsoInstant | undefined>();
    const names: (string | undefined)[] = [];
    for (const { lineVersion, statement, dimensions } of figures) {
      const { factor, factorSet: year } = dimensions;
      const key = JSON.stringify([lineVersion, year, factor]);
      if (!recordedAt.has(lineVersion)) {
        recordedAt.set(lineVersion, (await stores.ledger.entry(organisation, lineVersion))?.recordedAt);
      }
      const at = recordedAt.get(lineVersion);
      if (factor === '' || statement.working !== undefined || at === undefined) {
        names.push(undefined);
        continue;
      }
      const name = known.get(key) ?? nameOfSet(register, ofYearAt(sets, year, at), factor);
      known.set(key, name);
      names.push(await name);
    }
    return names;
  });
}

/** The approved sets of a year as they were at an instant: the imported one that was used first, then the shipped. */
function ofYearAt(sets: readonly FactorSet[], year: string, at: IsoInstant): FactorSet[] {
  const ofYear = sets.filter((set) => set.year === year && set.status === 'approved');
  const imported = ofYear.find(({ approval }) => approval !== undefined && Date.parse(approval.at) <= Date.parse(at));
  const shipped = ofYear.find(({ origin }) => origin === 'shipped');
  return [imported, shipped].filter((set) => set !== undefined);
}

async function nameOfSet(
  register: FactorRegister,
  sets: readonly FactorSet[],
  factor: string,
): Promise<string | undefined> {
  for (const set of sets) {
    const found = await register.findFactor(set.id, factor);
    if (found?.value !== undefined && found.ghgUnit === 'kg CO2e') return factorSetName(set);
  }
  return undefined;
}
