import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type SensitivityReport, sensitivityReport, sensitivitySeed } from '../scoring/sensitivity.ts';
import { type AgreedAssessment, computeAgreedAssessment } from './agreed-assessment.ts';
import { addStep, rankings } from './award-case.ts';
import { type AgreedReason, type BidOfLot, bidOfLotText, stepsOf } from './award-records.ts';
import {
  changeProcurement,
  getProcurementRecord,
  requireMove,
  requireReason,
  requireState,
  type Revision,
} from './change-procurement.ts';
import { reasonFaults } from './check-reasons.ts';
import type { ChangeApproval, ConsensusRecord } from './evaluation-records.ts';
import { approvalOf } from './evaluation-state.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { AssessmentRecord, ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';
import { requirePrices } from './separate-prices.ts';
import type { Stores } from './stores.ts';

export type ApprovalInput = Revision & {
  /** What the approver says where the ranking is fragile. */
  readonly acknowledgement?: string;
};

/**
 * A second person approves the agreed assessment: it becomes an issued one, which nothing changes, and its first
 * ranked bids are the proposed award. Refused with every score that lacks a reason or pointer or repeats the scale,
 * and, where the ranking is fragile, until the approver says that this was seen.
 */
export async function approveProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: ApprovalInput,
): Promise<ProcurementRecord> {
  return issue(ports, person, reference, input, (record) => ({
    state: requireMove(record, 'approve'),
    action: 'procurement.approved',
  }));
}

/** Issues the agreed assessment again, as another edition with its reason; the earlier ones stay as they are. */
export async function issueEdition(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: ApprovalInput & { readonly reason: string },
): Promise<ProcurementRecord> {
  return issue(ports, person, reference, input, (record) => {
    requireState(record, ['approved'], 'a new edition is issued');
    return {
      state: record.state,
      action: 'procurement.edition-issued',
      reason: requireReason(input.reason, 'why there is a new edition'),
    };
  });
}

type Issuing = Pick<ProcurementRecord, 'state'> & { readonly action: string; readonly reason?: string };

async function issue(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: ApprovalInput,
  begin: (record: ProcurementRecord) => Issuing,
): Promise<ProcurementRecord> {
  requireRole(person, ...OFFICERS);
  // The draws of the sensitivity take a while: they are made before the transaction, which then looks that all is the same.
  const seen = await ports.database.read(async (stores) => {
    begin(await getProcurementRecord(stores, person, reference));
    return readAgreed(ports, stores, person, reference);
  });
  const acknowledgement = requireAcknowledgement(seen, input.acknowledgement);
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const { state, action, reason } = begin(record);
    const agreed = await readAgreed(ports, stores, person, reference);
    if (agreed.assessment.inputHash !== seen.assessment.inputHash)
      throw new AppError('conflict', `${reference} changed meanwhile. Look again.`);
    throwIfFaulty(
      'invalid-input',
      `${reference} cannot be issued yet.`,
      reasonFaults(agreed.assessment, agreed.reasons),
    );
    const steps = await stores.awards.list(person.organisation, reference);
    const edition = (stepsOf(steps, 'approval').at(-1)?.edition ?? 0) + 1;
    const issued = toIssued(ports, agreed, person, now);
    await stores.assessments.add(person.organisation, issued);
    const proposed = firstRanked(issued);
    const said = {
      ...(acknowledgement === undefined ? {} : { acknowledgement }),
      ...(reason === undefined ? {} : { reason }),
    };
    const approval = { kind: 'approval' as const, edition, assessment: issued.id, proposed, ...said };
    return {
      record: { ...record, state },
      event: { action, data: { ...eventData(issued, proposed), edition: String(edition), ...said } },
      keep: ({ hash }) => addStep(stores, person, reference, now, steps, { ...approval, chainHead: hash }),
    };
  });
}

function eventData({ id, inputHash }: AssessmentRecord, proposed: readonly BidOfLot[]) {
  return { assessment: id, input_hash: inputHash, proposed_award: proposed.map(bidOfLotText) };
}

type Agreed = Pick<AgreedAssessment, 'assessment' | 'record'> & { readonly reasons: readonly AgreedReason[] };

/** What the panel agreed, for a person who may approve it. */
async function readAgreed(ports: ServicePorts, stores: Stores, person: Person, reference: string): Promise<Agreed> {
  const agreed = await computeAgreedAssessment(ports, stores, person.organisation, reference, 'issued');
  const { procurement, bids } = agreed.record.inputs;
  requirePrices(procurement, bids);
  const records = await stores.evaluation.records(person.organisation, reference);
  const reasons = agreed.reasons.map((one) => toAgreedReason(one, approvalOf(records, one)));
  await requireOther(stores, reasons, person, reference);
  return { ...agreed, reasons };
}

function toAgreedReason(consensus: ConsensusRecord, approval: ChangeApproval | undefined): AgreedReason {
  const { bid, lot, rule, reason, pointers, by, changeReason } = consensus;
  return {
    bid,
    ...(lot === undefined ? {} : { lot }),
    rule,
    reason,
    pointers,
    by,
    ...(changeReason === undefined ? {} : { changeReason }),
    ...(approval === undefined ? {} : { secondApprover: approval.byName }),
  };
}

/** Nobody approves what he or she agreed as moderator, or locked. */
async function requireOther(
  { assessments }: Pick<Stores, 'assessments'>,
  reasons: readonly AgreedReason[],
  { id, name, organisation }: Person,
  reference: string,
): Promise<void> {
  // The first that was made with what the panel agreed; opening the prices makes another.
  const made = await assessments.list(organisation, reference);
  const locked = made.find(({ status, record }) => status === 'draft' && record.inputs.agreed !== undefined);
  if (locked?.by !== id && !reasons.some(({ by }) => by === id)) return;
  const message = `${name} recorded or locked the consensus of this evaluation. A second person approves it.`;
  throw new AppError('forbidden', message);
}

/** Amey v West Sussex: where little decides between the first two, the approver says that this was seen. */
function requireAcknowledgement({ assessment }: Agreed, given: string | undefined): string | undefined {
  const seed = sensitivitySeed(assessment.inputHash);
  const fragile = assessment.lots
    .map((lot): SensitivityReport => sensitivityReport(lot, seed))
    .filter(({ light }) => light === 'red');
  const text = given?.trim() ?? '';
  if (fragile.length === 0) return text === '' ? undefined : text;
  if (text !== '') return text;
  const sentences = fragile.map(({ sentence }) => sentence).join(' ');
  throw fieldFault(
    'acknowledgement',
    'fragile-ranking',
    `The ranking is fragile. ${sentences} Say that you have seen this and why you approve all the same.`,
  );
}

function toIssued(
  ports: ServicePorts,
  { assessment, record, reasons }: Agreed,
  { id: by }: Person,
  at: IsoInstant,
): AssessmentRecord {
  const { procurement, inputHash } = assessment;
  return {
    id: ports.newId(),
    procurement: procurement.reference,
    status: 'issued',
    inputHash,
    record,
    agreed: reasons,
    by,
    at,
  };
}

function firstRanked(issued: AssessmentRecord): BidOfLot[] {
  return rankings(issued).flatMap(({ lot, bids: [bid] }) =>
    bid === undefined ? [] : [{ bid, ...(lot === undefined ? {} : { lot }) }],
  );
}
