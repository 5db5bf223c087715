import { toRegister } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { ClarificationEntry } from '../domain/clarification.ts';
import type { Person } from '../domain/person.ts';
import type { AssessmentStatus } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { DefaultNotice } from '../scoring/default-notice.ts';
import { appendEvent } from './append-event.ts';
import { recordLook } from './record-look.ts';
import { isEvaluated, refuseEvaluators } from './evaluation-access.ts';
import { findChanges } from './assessment-changes.ts';
import { requireUnsealed } from './bid-queries.ts';
import { getProcurementRecord, procurementSubject } from './change-procurement.ts';
import { defaultNotices } from './default-notices.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';
import { assessmentData, assessStanding, isSameAssessment } from './renew-assessment.ts';
import { BID_READERS, OFFICERS, requireRole } from './roles.ts';
import { type PeoplesScores, scoresOfPeople } from './scores-of-people.ts';
import { type ProcurementBids, readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';

/** How often scoring begins again because bids came in meanwhile. */
const ATTEMPTS = 5;

type Read = {
  readonly record: ProcurementRecord;
  readonly bids: ProcurementBids;
  readonly latest?: AssessmentRecord;
  /** Governs the procurement. */
  readonly catalogue: Catalogue;
};

/**
 * Scores a procurement and keeps the decision record. A draft that was never published is a trial, on which nothing
 * is awarded; a published one is scored once it is closed, with its frozen rule set, and again while people evaluate
 * where anything has changed. When nothing has changed since the latest assessment, that one is returned and nothing is
 * added.
 */
export async function scoreProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<AssessmentRecord> {
  requireRole(person, ...OFFICERS);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const read = await ports.database.read((stores) => readForScoring(ports, stores, person, reference));
    const made = assessNow(ports, person, read);
    if (isSameAssessment(read.latest, made)) return read.latest;
    const kept = await ports.database.transaction(async (stores) => {
      // The transaction stays short: what was read is compared, not computed, again.
      const now = await readForScoring(ports, stores, person, reference);
      if (isSameAssessment(now.latest, made)) return now.latest;
      if (fingerprint(now) !== fingerprint(read)) return undefined;
      await stores.assessments.add(person.organisation, made);
      await appendEvent(stores, person, made.at, scoredEvent(reference, made));
      return made;
    });
    if (kept !== undefined) return kept;
  }
  throw new AppError('conflict', `${reference} kept changing while it was scored. Try again.`);
}

/** The latest assessment, with what has changed since it was made. */
export type AssessmentView = AssessmentRecord & {
  readonly changedSince: readonly string[];
  /** For each default that counts in a draft: whether its bidder was asked, and how that ended. */
  readonly defaults: readonly DefaultNotice[];
  /** What people gave beside the proposals; absent before they evaluate, and for those who may not see it. */
  readonly people?: readonly PeoplesScores[];
};

/** The latest assessment; AppError `not-found` before the first, `not-allowed-in-state` while bids are sealed. */
export async function getAssessment(ports: ServicePorts, person: Person, reference: string): Promise<AssessmentView> {
  requireRole(person, ...BID_READERS);
  const { record, bids, latest, catalogue, people, entries } = await ports.database.read(async (stores) => {
    const read = await readForScoring(ports, stores, person, reference);
    await refuseEvaluators(stores, person, read.record);
    return {
      ...read,
      people: await scoresOfPeople(ports, stores, person, read.record),
      entries: await stores.clarifications.list(person.organisation, reference),
    };
  });
  if (record.state !== 'draft') requireUnsealed(record);
  if (isEvaluated(record)) await recordLook(ports, person, reference, 'the assessment');
  if (latest === undefined) throw new AppError('not-found', `${reference} has not been scored yet.`);
  return {
    ...latest,
    changedSince: findChanges({ ...ports, catalogue }, record, bids, latest),
    defaults: defaultsTold(latest, entries),
    ...(people.length === 0 ? {} : { people }),
  };
}

/** The defaults that count in an assessment, told as its clarifications stand. Nobody is asked about a trial. */
export function defaultsTold({ status, record }: AssessmentRecord, entries: readonly ClarificationEntry[]) {
  return status === 'trial' ? [] : defaultNotices(record.assessment, toRegister(entries));
}

/** Every assessment that was ever made of a procurement, oldest first, without their content. */
export async function listAssessments(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<Omit<AssessmentRecord, 'record'>[]> {
  requireRole(person, ...BID_READERS);
  const found = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    if (record.state !== 'draft') requireUnsealed(record);
    return stores.assessments.list(person.organisation, reference);
  });
  return found.map(({ id, procurement, status, inputHash, by, at }) => ({
    id,
    procurement,
    status,
    inputHash,
    by,
    at,
  }));
}

async function readForScoring(
  ports: Pick<ServicePorts, 'catalogue'>,
  stores: Stores,
  person: Person,
  reference: string,
): Promise<Read> {
  const record = await getProcurementRecord(stores, person, reference);
  const bids = await readBids(stores, person.organisation, reference);
  const latest = await stores.assessments.latest(person.organisation, reference);
  const catalogue = await governingCatalogue(ports.catalogue, stores, record);
  return { record, bids, catalogue, ...(latest === undefined ? {} : { latest }) };
}

function assessNow(
  { softwareVersion, newId, clock }: ServicePorts,
  person: Person,
  { record, bids, latest, catalogue }: Read,
): AssessmentRecord {
  const status = scoringStatus(record);
  const ports = { catalogue, softwareVersion, newId };
  const changes = latest === undefined ? [] : findChanges(ports, record, bids, latest);
  const reason = record.state === 'evaluating' && changes.length > 0 ? { reason: changes.join(' ') } : {};
  return assessStanding(ports, record, bids, status, { by: person.id, at: clock(), ...reason });
}

/** What an assessment made now is worth, or AppError `not-allowed-in-state` where none can be made. */
function scoringStatus(record: ProcurementRecord): AssessmentStatus {
  const { reference, state, publication } = record;
  if (state === 'draft' && publication === undefined) return 'trial';
  requireUnsealed(record);
  if (state === 'closed' || state === 'evaluating') return 'draft';
  throw new AppError(
    'not-allowed-in-state',
    `${reference} is ${state}: it is scored as a draft, or from closing until the consensus is locked.`,
  );
}

/** Equal for two readings that score alike. */
function fingerprint({ record, bids }: Read): string {
  const versions = bids.standing.map(({ reference, lot, version }) => [reference, lot ?? null, version]);
  return JSON.stringify([record.revision, record.state, record.factsVersion, versions]);
}

function scoredEvent(reference: string, made: AssessmentRecord) {
  return {
    action: 'procurement.scored',
    subject: procurementSubject(reference),
    data: { ...assessmentData(made), ...(made.reason === undefined ? {} : { reason: made.reason }) },
  };
}
