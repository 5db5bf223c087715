import { OWN_ICT } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { type Fraction, HUNDRED, toFraction } from '../domain/quantity.ts';
import type { Scenario, ScenarioSubjects } from '../domain/scenario.ts';
import { listed } from './nearest-names.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

/** The latest version of each scenario, by name. */
export async function listScenarios({ database }: ServicePorts, person: Person): Promise<readonly Scenario[]> {
  requireRole(person, ...CARBON_READERS);
  return database.read(({ scenarios }) => scenarios.latest(person.organisation));
}

/** Every version of a scenario, the latest last. Throws AppError `not-found` that names the scenarios there are. */
export async function getScenario(
  { database }: ServicePorts,
  person: Person,
  name: string,
): Promise<{ readonly latest: Scenario; readonly versions: readonly Scenario[] }> {
  requireRole(person, ...CARBON_READERS);
  return database.read(async ({ scenarios }) => {
    const versions = await scenarios.versions(person.organisation, name);
    const latest = versions.at(-1);
    if (latest !== undefined) return { latest, versions };
    const known = (await scenarios.latest(person.organisation)).map((one) => `"${one.name}"`);
    const there = known.length === 0 ? 'None has been saved yet' : `There is ${listed(known)}`;
    throw new AppError('not-found', `There is no scenario "${name}". ${there}.`);
  });
}

/** What a scenario of the organisation can name. */
export async function readScenarioSubjects(
  { contracts, ledger }: Pick<Stores, 'contracts' | 'ledger'>,
  { organisation }: Pick<Person, 'organisation'>,
): Promise<ScenarioSubjects> {
  const versions = await contracts.versions(organisation, 0, await ledger.version(organisation));
  return {
    contracts: new Set([OWN_ICT, ...versions.map(({ contract }) => contract.reference)]),
    suppliers: new Set(versions.map(({ contract }) => contract.supplier.name)),
  };
}

/** How the official factor of electricity changed from one year's publication to the next, percent, oldest first. */
export type GridChange = {
  readonly from: string;
  readonly to: string;
  readonly percent: Fraction;
  readonly isDraft: boolean;
};

const GRID_FACTOR = 'electricity.uk.generation';

/** What the electricity grid did so far, as a measure for what it may do: published factors of electricity generated. */
export function listGridChanges({ catalogue }: Pick<ServicePorts, 'catalogue'>): GridChange[] {
  const factors = catalogue.referenceData.emissionFactors
    .filter(({ id }) => id === GRID_FACTOR)
    .toSorted((a, b) => (a.set < b.set ? -1 : 1));
  return factors.slice(1).flatMap((later, index) => {
    const earlier = factors[index];
    if (earlier === undefined) return [];
    const before = toFraction(earlier.kgCo2e);
    const percent = toFraction(later.kgCo2e).sub(before).div(before).mul(HUNDRED);
    const isDraft = [earlier, later].some(({ status }) => status === 'draft');
    return [{ from: earlier.set, to: later.set, percent, isDraft }];
  });
}
