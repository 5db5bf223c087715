import type { Person } from '../domain/person.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, requireRole } from './roles.ts';
import type { TrajectoryRecord } from './trajectory-records.ts';

/** Every version of every plan, and of every line of yearly totals, by whose it is and of what, oldest first. */
export async function listTrajectoryRecords(
  { database }: ServicePorts,
  person: Person,
): Promise<readonly TrajectoryRecord[]> {
  requireRole(person, ...CARBON_READERS);
  return database.read(({ trajectories }) => trajectories.list(person.organisation));
}
