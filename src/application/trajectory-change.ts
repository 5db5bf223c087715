import type { Person } from '../domain/person.ts';
import { momentOf } from './carbon-totals.ts';
import { type ChangeByCause, changeByCause } from './editions.ts';
import type { ServicePorts } from './ports.ts';
import { trajectory, type TrajectoryQuery } from './trajectory.ts';
import { ALL_BEARERS, ICT_CONTRACTS, type PlanRecord } from './trajectory-records.ts';

export type TrajectoryChange = ChangeByCause & { readonly since: PlanRecord };

/**
 * What has moved the figures of a line since its plan was stated: what was newly emitted or reported (`activity`) apart
 * from other conversion factors, methods, boundaries and corrections, which are no change of what is emitted. Undefined
 * for a line that is no ledger.
 */
export async function trajectoryChange(
  ports: ServicePorts,
  person: Person,
  asked: TrajectoryQuery = {},
): Promise<TrajectoryChange | undefined> {
  const { record, bearer, boundary, moment } = await trajectory(ports, person, asked);
  if (boundary !== ICT_CONTRACTS) return undefined;
  const stated = { version: record.ledgerVersion, at: record.at };
  const from = await momentOf(ports.database, person.organisation, stated);
  const only = bearer === ALL_BEARERS ? {} : { organisation: bearer };
  const query = { by: [], view: 'inventory' as const, only };
  return { since: record, ...(await changeByCause(ports.database, person.organisation, from, moment, query)) };
}
