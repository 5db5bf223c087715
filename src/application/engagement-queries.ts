import { SHORTFALLS, type YearPerformance } from '../domain/contract-performance.ts';
import { type EngagementAction, engagementActions, isOverdue } from '../domain/engagement.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { type ContractPerformance, readPerformance } from './contract-performance.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

export type EngagementView = EngagementAction & { readonly overdue: boolean };

/** Only the actions about these. */
export type EngagementFilter = {
  readonly contract?: string;
  readonly supplier?: string;
  readonly owner?: string;
  readonly state?: EngagementAction['state'];
};

/** A contract that fell short in a year, about which nobody has opened an action. */
export type EngagementProposal = {
  readonly contract: string;
  readonly title: string;
  readonly supplier: string;
  readonly supplierName: string;
  readonly year: YearPerformance;
};

/** Engagement actions: open ones by their due date, so that overdue ones come first; then settled ones. */
export async function listEngagementActions(
  { database, clock }: ServicePorts,
  person: Person,
  filter: EngagementFilter = {},
): Promise<EngagementView[]> {
  requireRole(person, ...CARBON_READERS);
  const today = ukDay(clock());
  const actions = await database.read((stores) => readActions(stores, person));
  return actions
    .filter((one) =>
      (['contract', 'supplier', 'owner', 'state'] as const).every(
        (name) => filter[name] === undefined || one[name] === filter[name],
      ),
    )
    .map((one) => ({ ...one, overdue: isOverdue(one, today) }));
}

/** One action with all its steps. Throws AppError `not-found`. */
export async function getEngagementAction(
  ports: ServicePorts,
  person: Person,
  number: number,
): Promise<EngagementView> {
  const found = (await listEngagementActions(ports, person)).find((one) => one.number === number);
  if (found === undefined) throw new AppError('not-found', `There is no engagement action ${number}.`);
  return found;
}

export async function readActions(
  { performance }: Pick<Stores, 'performance'>,
  person: Person,
): Promise<EngagementAction[]> {
  return engagementActions(await performance.engagement(person.organisation));
}

/** What falls short and has no action yet: the largest excess over the commitment first. */
export async function proposeEngagement(ports: ServicePorts, person: Person): Promise<EngagementProposal[]> {
  const actions = await listEngagementActions(ports, person);
  return toProposals(await readPerformance(ports, person), actions);
}

export function toProposals(
  performance: readonly ContractPerformance[],
  actions: readonly EngagementAction[],
): EngagementProposal[] {
  const seenTo = new Set(actions.map(({ contract, financialYear }) => JSON.stringify([contract, financialYear])));
  return performance
    .flatMap(({ contract, years }) =>
      years
        .filter(({ rating }) => SHORTFALLS.includes(rating))
        .filter(({ financialYear }) => !seenTo.has(JSON.stringify([contract.reference, financialYear])))
        .map((year) => ({
          contract: contract.reference,
          title: contract.title,
          supplier: supplierPath(supplierIdentity(contract.supplier)),
          supplierName: contract.supplier.name,
          year,
        })),
    )
    .toSorted((a, b) => Number(excessOf(b.year) - excessOf(a.year)));
}

/** Grams above the commitment. */
export function excessOf({ actual = 0n, committed = 0n }: Pick<YearPerformance, 'actual' | 'committed'>): bigint {
  return actual - committed;
}
