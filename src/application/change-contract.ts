import type { Contract, ContractStatus } from '../domain/contract.ts';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import type { DecimalText } from '../domain/quantity.ts';
import { entryData } from './entry-data.ts';
import { appendContracts } from './append-contracts.ts';
import { appendEvent } from './append-event.ts';
import { requireReason, type Revision } from './change-procurement.ts';
import { checkCommitmentYears } from './check-contract-terms.ts';
import { contractDifferences } from './contract-differences.ts';
import { createFaultList } from './fault-list.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';

/** A renewal, an extension, an early end, or commitments entered for an older contract. What is absent stays. */
export type ContractChangeInput = Revision & {
  readonly reason: string;
  readonly end?: IsoDate;
  readonly annualValue?: DecimalText;
  readonly status?: ContractStatus;
  readonly commitments?: Contract['commitments'];
};

/**
 * Makes a new version of a contract, with its reason; the versions before stay on record. `revision` is the version
 * that the person saw. Throws AppError `not-found`, `conflict`, or `invalid-input` with every fault.
 */
export async function changeContract(
  { database, clock }: ServicePorts,
  person: Person,
  reference: string,
  { revision, reason: stated, ...changes }: ContractChangeInput,
): Promise<void> {
  requireRole(person, ...CARBON_KEEPERS);
  const reason = requireReason(stated, 'why the contract changes');
  const { organisation } = person;
  await database.transaction(async (stores) => {
    const at = clock();
    const known = await stores.contracts.find(organisation, reference);
    if (known === undefined) throw new AppError('not-found', `There is no contract "${reference}".`);
    if (known.version !== revision) throw changedMeanwhile(reference, revision, known.version);
    const contract: Contract = { ...known.contract, ...changes };
    const faults = createFaultList();
    if (changes.commitments !== undefined) checkCommitmentYears(contract, faults);
    throwIfFaulty('invalid-input', 'The commitments have faults. Nothing was recorded.', faults.issues);
    const differences = contractDifferences(known.contract, contract);
    const { entry } = await appendContracts(stores, { organisation, at, by: person.id }, [contract]);
    if (entry === undefined || differences.length === 0) {
      throw fieldFault('end', 'nothing-changes', `${reference} is on record like this already: say what changes.`);
    }
    const made = { reference, version: entry.version, reason, by: person.id, byName: person.name, at };
    await stores.performance.addContractChange(organisation, made);
    await appendEvent(stores, person, at, {
      action: 'contract.changed',
      subject: `contract:${reference}`,
      data: { ...entryData(entry), reason, differences },
    });
  });
}

function changedMeanwhile(reference: string, seen: number, now: number): AppError {
  return new AppError(
    'conflict',
    `${reference} has changed since you read it: you saw version ${seen}, it is now version ${now}. Look at it again, then repeat what you wanted.`,
  );
}
