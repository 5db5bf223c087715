import { AppError } from '../domain/errors.ts';
import type { FinancialYear } from '../domain/financial-year.ts';
import type { Person } from '../domain/person.ts';
import { decimalText, toFraction } from '../domain/quantity.ts';
import { appendEvent } from './append-event.ts';
import { checkStatedPlan } from './check-stated-plan.ts';
import { ledgerMoment } from './carbon-totals.ts';
import { heldContractYears } from './held-contract-years.ts';
import { heldPicture } from './held-picture.ts';
import type { ServicePorts } from './ports.ts';
import type { PlanRequest } from './read-stated-plan.ts';
import { CARBON_KEEPERS, requireRole } from './roles.ts';
import { methodOf, subjectOf } from './trajectory.ts';
import {
  type FigureMethod,
  ICT_CONTRACTS,
  latestRecord,
  type PlanRecord,
  type StatedPlan,
  type TrajectorySubject,
} from './trajectory-records.ts';

export type StatedWith = Partial<TrajectorySubject> & {
  readonly reason: string;
  /** The version that was looked at, 0 where there was none; left out, whatever stands is superseded. */
  readonly version?: number;
};

/**
 * States a plan, or a new version of it with the reason; earlier ones stay on record. A baseline without an amount is
 * what the ledger holds of its year, fixed with the plan. Throws AppError `invalid-input` with every fault, and
 * `conflict` when somebody stated another version meanwhile.
 */
export async function stateTrajectoryPlan(
  ports: ServicePorts,
  person: Person,
  request: PlanRequest,
  { reason, version: seen, ...asked }: StatedWith,
): Promise<PlanRecord> {
  requireRole(person, ...CARBON_KEEPERS);
  if (reason.trim() === '') {
    const message = 'Say why the plan is stated or changed';
    throw new AppError('invalid-input', message, [{ pointer: '#/reason', code: 'reason-missing', message }]);
  }
  checkStatedPlan(request);
  const subject = subjectOf(person, asked);
  const moment = await ledgerMoment(ports, person);
  const baseline = await baselineOf(ports, person, request, subject);
  const plan: StatedPlan = { ...request, baseline };
  const { organisation, id: by, name: byName } = person;
  return ports.database.transaction(async (stores) => {
    const latest = latestRecord(await stores.trajectories.list(organisation), 'plan', subject);
    const before = latest?.version ?? 0;
    if (seen !== undefined && seen !== before) {
      throw new AppError('conflict', `The plan is at version ${before} by now, not ${seen}. Look at it again.`);
    }
    const at = ports.clock();
    const stated = { ...subject, kind: 'plan' as const, plan, reason, by, byName, at, ledgerVersion: moment.version };
    const record: PlanRecord = { ...stated, version: before + 1 };
    await stores.trajectories.add(organisation, record);
    await appendEvent(stores, person, at, {
      action: 'trajectory-plan.stated',
      subject: `trajectory:${subject.bearer}/${subject.boundary}`,
      data: { version: String(record.version), reason, plan: JSON.stringify(plan) },
    });
    return record;
  });
}

async function baselineOf(
  ports: ServicePorts,
  person: Person,
  { baseline }: PlanRequest,
  subject: TrajectorySubject,
): Promise<StatedPlan['baseline']> {
  const { year, tonnes, source, method } = baseline;
  if (tonnes !== undefined && source !== undefined && method !== undefined) return { year, tonnes, source, method };
  const found = subject.boundary === ICT_CONTRACTS ? await fromLedger(ports, person, year, subject) : undefined;
  if (found === undefined) {
    const message = `Enter the tonnes of ${year} with their source: the ledger holds nothing of that year`;
    throw new AppError('invalid-input', message, [{ pointer: '#/baseline/tonnes', code: 'baseline-missing', message }]);
  }
  return { year, ...found };
}

async function fromLedger(
  ports: ServicePorts,
  person: Person,
  year: FinancialYear,
  subject: TrajectorySubject,
): Promise<{ tonnes: string; source: string; method: FigureMethod } | undefined> {
  const moment = await ledgerMoment(ports, person);
  const held = await heldPicture(ports.database, person.organisation, moment);
  const method = methodOf(held, subject, year);
  if (method === undefined) return undefined;
  const { contracts } = heldContractYears(held, subject, person.organisation, year);
  const grams = contracts
    .flatMap(({ years }) => years)
    .filter((one) => one.year === year)
    .reduce((sum, { actual, estimated, forecast }) => sum + actual + estimated + forecast, 0n);
  if (grams <= 0n) return undefined;
  const tonnes = decimalText(toFraction(grams).div(1_000_000), 6);
  return { tonnes, source: `The carbon ledger, version ${moment.version}, inventory view`, method };
}
