import type { Contract } from '../domain/contract.ts';
import type { Person } from '../domain/person.ts';
import { entryData } from './entry-data.ts';
import { appendContracts, type RecordedContracts } from './append-contracts.ts';
import { appendEvent } from './append-event.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

/** Puts contracts on record, all or none: new ones, and new versions of those that differ from what is on record. */
export async function recordContracts(
  { database, clock }: ServicePorts,
  person: Person,
  contracts: readonly Contract[],
): Promise<RecordedContracts> {
  requireRole(person, ...CARBON_KEEPERS);
  return database.transaction(async (stores) => {
    const at = clock();
    const recorded = await appendContracts(stores, { organisation: person.organisation, at, by: person.id }, contracts);
    if (recorded.entry === undefined) return recorded;
    const { added, changed, entry } = recorded;
    await appendEvent(stores, person, at, {
      action: 'contracts.recorded',
      subject: `ledger:${entry.version}`,
      data: { added, changed, ...entryData(entry) },
    });
    return recorded;
  });
}
