import type { IsoInstant } from '../domain/iso-date.ts';
import { toCarbonValues } from '../domain/published-tables.ts';
import type { CarbonValue } from '../domain/reference-data.ts';
import { factorRegister } from './factor-register.ts';
import type { ServicePorts } from './ports.ts';
import { approvedInOrder } from './sets-in-force.ts';

export type CarbonValuesInForce = {
  readonly priceBase: string;
  readonly values: readonly CarbonValue[];
  /** The imported set; absent where the shipped values are in force. */
  readonly set?: string;
};

/**
 * The carbon values that an organisation approved last, or last before an instant; the shipped ones where it has
 * approved none.
 */
export async function carbonValuesInForce(
  { catalogue, database }: Pick<ServicePorts, 'catalogue' | 'database'>,
  organisation: string,
  at?: IsoInstant,
): Promise<CarbonValuesInForce> {
  return database.read(async (stores) => {
    const register = factorRegister({ catalogue }, stores, organisation);
    const [set] = approvedInOrder(await register.sets(), 'carbon-values', at);
    if (set === undefined || set.origin === 'shipped') return catalogue.referenceData.carbonValues;
    return { priceBase: set.year, values: toCarbonValues(await register.all(set)), set: set.id };
  });
}
