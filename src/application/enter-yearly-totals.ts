import { throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { appendEvent } from './append-event.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import { subjectOf } from './trajectory.ts';
import {
  type FigureMethod,
  ICT_CONTRACTS,
  latestRecord,
  type TotalsRecord,
  type TrajectorySubject,
  type YearlyTotal,
} from './trajectory-records.ts';

export type EnteredTotals = Partial<TrajectorySubject> & {
  readonly totals: readonly YearlyTotal[];
  /** Where the totals come from. */
  readonly source: string;
  readonly method: FigureMethod;
  readonly reason: string;
  readonly file?: { readonly name: string; readonly sha256: string };
};

/**
 * Records the yearly totals of a line that is no ledger, as of a council's own operations: a boundary of its own, never
 * added to that of contracts. A new version replaces all years of the one before, which stays on record.
 */
export async function enterYearlyTotals(
  { database, clock }: ServicePorts,
  person: Person,
  { totals, source, method, reason, file, ...asked }: EnteredTotals,
): Promise<TotalsRecord> {
  requireRole(person, ...CARBON_KEEPERS);
  const subject = subjectOf(person, asked);
  checkTotals(subject, totals);
  const { organisation, id: by, name: byName } = person;
  return database.transaction(async (stores) => {
    const latest = latestRecord(await stores.trajectories.list(organisation), 'totals', subject);
    const at = clock();
    const ledgerVersion = await stores.ledger.version(organisation);
    const version = (latest?.version ?? 0) + 1;
    const entered = {
      kind: 'totals' as const,
      totals,
      source,
      method,
      reason,
      ...(file === undefined ? {} : { file }),
    };
    const record: TotalsRecord = { ...subject, ...entered, version, by, byName, at, ledgerVersion };
    await stores.trajectories.add(organisation, record);
    await appendEvent(stores, person, at, {
      action: 'yearly-totals.entered',
      subject: `trajectory:${subject.bearer}/${subject.boundary}`,
      data: {
        version: String(version),
        source,
        reason,
        totals: JSON.stringify(totals),
        ...(file === undefined ? {} : { file: file.name, sha256: file.sha256 }),
      },
    });
    return record;
  });
}

function checkTotals({ boundary }: TrajectorySubject, totals: readonly YearlyTotal[]): void {
  const issues: Issue[] = [];
  if (boundary === ICT_CONTRACTS) {
    const message = `Name another boundary: ${ICT_CONTRACTS} is summed from the carbon ledger`;
    issues.push({ pointer: '#/boundary', code: 'boundary-of-the-ledger', message });
  }
  if (totals.length === 0)
    issues.push({ pointer: '#/totals', code: 'totals-missing', message: 'Enter at least one year' });
  for (const [index, { year }] of totals.entries()) {
    if (totals.findIndex((one) => one.year === year) === index) continue;
    const message = `Enter each year once; ${year} stands there twice`;
    issues.push({ pointer: `#/totals/${index}/year`, code: 'duplicate-year', message, found: year });
  }
  throwIfFaulty('invalid-input', 'The yearly totals have faults:', issues);
}
