import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { AssessmentStatus } from '../scoring/assessment.ts';
import { buildDecisionRecord } from '../scoring/decision-record.ts';
import { assess } from '../scoring/evaluate.ts';
import type { EventContent } from './append-event.ts';
import { procurementSubject } from './change-procurement.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import { governingCatalogue } from './governing-catalogue.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';
import { type ProcurementBids, readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';

type Assessing = Pick<ServicePorts, 'catalogue' | 'softwareVersion' | 'newId'>;

/** Who has the bids assessed, when, and why again where there is a reason. */
export type Occasion = Pick<AssessmentRecord, 'by' | 'at' | 'reason'>;

/**
 * What the rules propose on the standing bids, with the catalogue that governs the procurement; AppError
 * `not-allowed-in-state` where there is none.
 */
export function assessStanding(
  { catalogue, ...ports }: Assessing,
  record: ProcurementRecord,
  { standing }: ProcurementBids,
  status: AssessmentStatus,
  occasion: Occasion,
): AssessmentRecord {
  if (standing.length === 0) throw new AppError('not-allowed-in-state', `${record.reference} has no bid to score.`);
  const { facts: procurement } = record;
  const given = standing.map(({ bid }) => bid);
  const assessment = assess(catalogue, { procurement, bids: given, softwareVersion: ports.softwareVersion, status });
  return {
    id: ports.newId(),
    procurement: record.reference,
    status,
    inputHash: assessment.inputHash,
    record: buildDecisionRecord(assessment, given, catalogue),
    ...occasion,
  };
}

/** Whether an assessment would say again what the latest one says. */
export function isSameAssessment(
  latest: AssessmentRecord | undefined,
  made: AssessmentRecord,
): latest is AssessmentRecord {
  if (latest === undefined || latest.inputHash !== made.inputHash || latest.status !== made.status) return false;
  // Before a publication pins them, other factors may be approved than those it was made with.
  return canonicalSha256(latest.record.reference_data) === canonicalSha256(made.record.reference_data);
}

/** What an event says of an assessment. */
export function assessmentData({ id, status, inputHash, record }: AssessmentRecord) {
  const { rule_set: ruleSet } = record.assessment;
  return {
    assessment: id,
    status,
    input_hash: inputHash,
    rule_set: `${ruleSet.id}@${ruleSet.version}`,
    rule_set_sha256: ruleSet.sha256,
    bids: Object.keys(record.input_parts.bids),
  };
}

/**
 * Renews the draft assessment when the bids change while people evaluate, in the transaction of that change, with an
 * event that gives the reason; the one before stays on record. Does nothing in any other state: before, an officer
 * scores; once the consensus is locked, what was agreed counts.
 */
export async function renewAssessment(
  ports: Assessing,
  stores: Stores,
  record: ProcurementRecord,
  occasion: Occasion & { readonly at: IsoInstant; readonly reason: string },
  append: (event: EventContent) => Promise<unknown>,
): Promise<void> {
  if (record.state !== 'evaluating') return;
  const { organisation, reference } = record;
  const bids = await readBids(stores, organisation, reference);
  if (bids.standing.length === 0) return;
  const latest = await stores.assessments.latest(organisation, reference);
  const catalogue = await governingCatalogue(ports.catalogue, stores, record);
  const made = assessStanding({ ...ports, catalogue }, record, bids, 'draft', occasion);
  const insteadOf = latest?.id ?? null;
  if (isSameAssessment(latest, made)) return;
  await stores.assessments.add(organisation, made);
  await append({
    action: 'procurement.assessment-renewed',
    subject: procurementSubject(reference),
    data: { ...assessmentData(made), instead_of: insteadOf, reason: occasion.reason },
  });
}
