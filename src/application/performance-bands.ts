import { bandFaults, type BandLimits, type Bands, type BandsVersion } from '../domain/contract-performance.ts';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import { type FinancialYear, parseFinancialYear } from '../domain/financial-year.ts';
import type { Person } from '../domain/person.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { appendEvent } from './append-event.ts';
import { requireReason } from './change-procurement.ts';
import { createFaultList } from './fault-list.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, CARBON_READERS, requireRole } from './roles.ts';

/** The organisation's versions, and what is shipped for years before the first of them. */
export type BandsView = {
  readonly versions: readonly BandsVersion[];
  readonly shipped: Catalogue['contractPerformance']['bands'];
};

/** The bands by which the organisation rates what its contracts emit. */
export async function getBands(ports: ServicePorts, person: Person): Promise<BandsView> {
  requireRole(person, ...CARBON_READERS);
  const versions = await ports.database.read(({ performance }) => performance.bands(person.organisation));
  return { versions, shipped: ports.catalogue.contractPerformance.bands };
}

/** Those that hold for a year: the latest version whose first year is not after it, else the shipped proposal. */
export function bandsFor({ versions, shipped }: BandsView): (year: FinancialYear) => Bands {
  return (year) => {
    const own = versions.findLast(({ from }) => from <= year);
    if (own === undefined) return { ...limitsOf(shipped), version: 0, origin: shipped.source.title };
    const origin = `The organisation’s bands, version ${own.version}, for years from ${own.from}: ${own.reason}`;
    return { ...limitsOf(own), version: own.version, origin };
  };
}

function limitsOf({ approachingPercent, improvementPercent }: BandLimits): BandLimits {
  return { approachingPercent, improvementPercent };
}

export type BandsInput = BandLimits & {
  /** The number of the last version that the person saw; 0 where there was none. */
  readonly revision: number;
  readonly from: FinancialYear;
  readonly reason: string;
};

/** Sets the organisation's own bands for financial years from one on, as a new version; earlier years keep theirs. */
export async function setBands(
  { database, clock }: ServicePorts,
  person: Person,
  { revision, ...input }: BandsInput,
): Promise<BandsVersion> {
  requireRole(person, ...CARBON_KEEPERS);
  const faults = createFaultList();
  for (const { field, message } of bandFaults(input)) faults.add(`#/${field}`, 'not-a-limit', message);
  if (parseFinancialYear(input.from) === undefined) {
    faults.add('#/from', 'not-a-year', `Enter a financial year as 2027/28, got "${input.from}"`);
  }
  throwIfFaulty('invalid-input', 'The bands have faults. Nothing was changed.', faults.issues);
  const reason = requireReason(input.reason, 'why these are the bands');
  return database.transaction(async (stores) => {
    const at = clock();
    const last = (await stores.performance.bands(person.organisation)).at(-1)?.version ?? 0;
    if (last !== revision) {
      const message = `The bands have changed since you read them: you saw version ${revision}, it is now version ${last}. Look at them again, then repeat what you wanted.`;
      throw new AppError('conflict', message);
    }
    const bands = { ...input, reason, version: last + 1, by: person.id, byName: person.name, at };
    await stores.performance.addBands(person.organisation, bands);
    const { from, approachingPercent, improvementPercent } = bands;
    await appendEvent(stores, person, at, {
      action: 'performance-bands.set',
      subject: `performance-bands:${bands.version}`,
      data: { from, approaching_percent: approachingPercent, improvement_percent: improvementPercent, reason },
    });
    return bands;
  });
}
