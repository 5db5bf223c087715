import type { EngagementStep } from '../domain/engagement.ts';
import { throwIfFaulty } from '../domain/errors.ts';
import { parseFinancialYear } from '../domain/financial-year.ts';
import { type IsoDate, parseIsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { appendEvent } from './append-event.ts';
import { getContract } from './contract-queries.ts';
import { readActions } from './engagement-queries.ts';
import { createFaultList, type FaultList } from './fault-list.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import { getSupplier, supplierIdentity, supplierPath } from './suppliers.ts';

export type EngagementInput = {
  readonly what: string;
  /** What it is about: a contract, or a supplier as `GB-COH-01234567`. */
  readonly contract?: string;
  readonly supplier?: string;
  /** The year in which the contract fell short, where that is why. */
  readonly financialYear?: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly dueOn: IsoDate;
};

/**
 * Opens an action about a contract or a supplier, with who sees to it and by when. Gives its number. Throws AppError
 * `invalid-input` with every fault, and `not-found` for a contract or supplier that is not on record.
 */
export async function openEngagementAction(
  ports: ServicePorts,
  person: Person,
  input: EngagementInput,
): Promise<number> {
  requireRole(person, ...CARBON_KEEPERS);
  const at = ports.clock();
  const faults = createFaultList();
  if (input.what.trim() === '') faults.add('#/what', 'missing', 'Enter what is to be done.');
  if ((input.contract === undefined) === (input.supplier === undefined)) {
    faults.add('#/contract', 'missing', 'Name the contract that it is about, or else the supplier.');
  }
  if (input.financialYear !== undefined && parseFinancialYear(input.financialYear) === undefined) {
    const message = `Enter a financial year as 2026/27, got "${input.financialYear}"`;
    faults.add('#/financialYear', 'not-a-year', message);
  }
  checkOwnership(input, ukDay(at), faults);
  throwIfFaulty('invalid-input', 'The action has faults. Nothing was recorded.', faults.issues);
  const opened: EngagementStep = {
    kind: 'opened',
    what: input.what.trim(),
    ...(await subjectOf(ports, person, input)),
    ...(input.financialYear === undefined ? {} : { financialYear: input.financialYear }),
    owner: input.owner.trim(),
    ownerName: input.ownerName.trim(),
    dueOn: input.dueOn,
  };
  return ports.database.transaction(async (stores) => {
    const action = Math.max(0, ...(await readActions(stores, person)).map(({ number }) => number)) + 1;
    const step = { ...opened, by: person.id, byName: person.name, at };
    await stores.performance.addEngagement(person.organisation, { action, sequence: 1, step });
    const { what, supplier, contract = null, owner, dueOn } = step;
    await appendEvent(stores, person, at, {
      action: 'engagement.opened',
      subject: `engagement:${action}`,
      data: { what, supplier, contract, owner, due_on: dueOn },
    });
    return action;
  });
}

/** Faults of who sees to it, and by when: a day that has not passed. */
export function checkOwnership(
  { owner, ownerName, dueOn }: Pick<EngagementInput, 'owner' | 'ownerName' | 'dueOn'>,
  today: IsoDate,
  faults: FaultList,
): void {
  if (owner.trim() === '' || ownerName.trim() === '') faults.add('#/owner', 'missing', 'Say who sees to it.');
  if (parseIsoDate(dueOn) === undefined) {
    faults.add('#/dueOn', 'not-a-date', `Enter the day by which it is due as 2027-01-31, got "${dueOn}"`);
  } else if (dueOn < today) {
    faults.add('#/dueOn', 'in-the-past', `Enter a day that has not passed: today is ${today}, got ${dueOn}`);
  }
}

async function subjectOf(ports: ServicePorts, person: Person, { contract, supplier = '' }: EngagementInput) {
  if (contract === undefined) {
    const { name } = await getSupplier(ports, person, supplier);
    return { supplier, supplierName: name };
  }
  const { supplier: company } = await getContract(ports, person, contract);
  return { supplier: supplierPath(supplierIdentity(company)), supplierName: company.name, contract };
}
