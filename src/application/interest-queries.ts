import type { Person } from '../domain/person.ts';
import { requireUnsealed } from './bid-queries.ts';
import { getProcurementRecord } from './change-procurement.ts';
import type { InterestDeclaration, InterestDecision } from './evaluation-records.ts';
import { assignmentsNow, type Clearance, clearanceOf, decisionOn, latestDeclaration } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import { recordLook } from './record-look.ts';
import { EVALUATION_READERS, requireRole } from './roles.ts';
import { readBids } from './standing-bids.ts';

/** What one person declared, and what it means. */
export type InterestState = {
  readonly person: string;
  readonly name: string;
  readonly clearance: Clearance;
  readonly declaration?: InterestDeclaration;
  readonly decision?: InterestDecision;
};

export type InterestsView = {
  readonly record: ProcurementRecord;
  /** Names of those who bid, in alphabetical order: all that is known before a declaration. */
  readonly bidders: readonly string[];
  readonly own: InterestState;
  /** Everybody who has declared or is assigned; empty but for officers and auditors. */
  readonly everybody: readonly InterestState[];
};

/** The names of the bidders and the person's own declaration; officers and auditors see everybody's. */
export async function getInterests(ports: ServicePorts, person: Person, reference: string): Promise<InterestsView> {
  requireRole(person, ...EVALUATION_READERS);
  const view = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    requireUnsealed(record);
    const { standing } = await readBids(stores, person.organisation, reference);
    const records = await stores.evaluation.records(person.organisation, reference);
    const stateOf = (id: string, name: string): InterestState => {
      const declaration = latestDeclaration(records, id);
      const decision = decisionOn(records, id);
      return {
        person: id,
        name,
        clearance: clearanceOf(records, id),
        ...(declaration === undefined ? {} : { declaration }),
        ...(decision === undefined ? {} : { decision }),
      };
    };
    const known = new Map(assignmentsNow(records).map((one) => [one.person, one.personName]));
    for (const one of records) if (one.kind === 'declaration') known.set(one.by, one.byName);
    const seesAll = person.roles.some((role) => ['officer', 'auditor', 'admin'].includes(role));
    return {
      record,
      bidders: [...new Set(standing.map(({ bid }) => bid.supplier.name))].toSorted((a, b) => a.localeCompare(b, 'en')),
      own: stateOf(person.id, person.name),
      everybody: seesAll ? [...known].map(([id, name]) => stateOf(id, name)) : [],
    };
  });
  await recordLook(ports, person, reference, 'declarations of interests');
  return view;
}
