import type { ChainedEvent } from '../domain/audit-event.ts';
import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { consensusIsLocked } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import type { Procurement } from '../domain/procurement.ts';
import { bidNamesFor } from './bid-names.ts';
import { getProcurementRecord, procurementSubject } from './change-procurement.ts';
import { isPanel, requireCleared } from './evaluation-access.ts';
import type {
  ConsensusRecord,
  Elsewhere,
  EvaluationRecord,
  EvaluationStart,
  IndividualRecord,
  Pointer,
} from './evaluation-records.ts';
import { approvalOf, isSameItem, startOf } from './evaluation-state.ts';
import { judgementText } from './judgement-text.ts';
import { type MinutedPerson, peopleOf } from './minuted-people.ts';
import { type MinutedWarning, warningsOverTime } from './minuted-warnings.ts';
import { type ItemState, itemStates } from './moderation-state.ts';
import type { MadeFile, MinutesFormat, ServicePorts } from './ports.ts';
import { type Evaluation, foundBy, type Item, readEvaluation } from './read-evaluation.ts';
import { recordLook } from './record-look.ts';
import type { BidRecord, ProcurementRecord } from './records.ts';
import { MODERATION_READERS, requireRole } from './roles.ts';
import { type ScoreChange, scoreChanges } from './score-changes.ts';
import type { Stores } from './stores.ts';
import { plainFileName } from './templates.ts';

/** What somebody found of an item, with its reason. */
export type MinutedFinding = {
  readonly by: string;
  /** "4 points", "fail (G2)". */
  readonly found: string;
  /** "facts accepted", "3 points". */
  readonly judgement: string;
  readonly reason: string;
  readonly pointers: readonly Pointer[];
  /** Locked by somebody who was taken off afterwards: it no longer counts. */
  readonly isTakenOff?: boolean;
};

export type MinutedItem = {
  readonly bid: string;
  readonly lot?: string;
  readonly supplier: string;
  readonly code: string;
  readonly title: string;
  readonly proposed: string;
  readonly found: readonly MinutedFinding[];
  readonly dissent: boolean;
  readonly discussedBecause: readonly string[];
  readonly agreed: MinutedFinding &
    Pick<ConsensusRecord, 'at' | 'answersDissent' | 'changeReason'> & {
      readonly secondApprover?: string;
    };
};

/** The minutes of an evaluation whose consensus is locked: nothing that they say can change any more. */
export type Minutes = {
  readonly procurement: Procurement;
  readonly blind: boolean;
  readonly elsewhere?: Elsewhere & Pick<EvaluationStart, 'byName' | 'at'>;
  readonly locked: { readonly by: string; readonly at: IsoInstant; readonly event: string; readonly chainHead: string };
  readonly people: readonly MinutedPerson[];
  readonly items: readonly MinutedItem[];
  readonly warnings: readonly MinutedWarning[];
  readonly changes: readonly ScoreChange[];
};

/**
 * The minutes of moderation as PDF or workbook, from the record alone. The same record gives the same bytes, however
 * much later. Throws AppError `not-allowed-in-state` before the consensus is locked.
 */
export async function moderationMinutes(
  ports: ServicePorts,
  person: Person,
  reference: string,
  format: MinutesFormat,
): Promise<MadeFile> {
  requireRole(person, ...MODERATION_READERS);
  const minutes = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    const records = await stores.evaluation.records(person.organisation, reference);
    if (isPanel(person)) requireCleared(records, person, reference);
    const link = await findLock(stores, record);
    if (link === undefined) {
      throw new AppError(
        'not-allowed-in-state',
        `${reference} is ${record.state}: minutes of moderation are made once the consensus is locked.`,
      );
    }
    return toMinutes(await readAsLocked(ports, stores, record, records, link), person, link);
  });
  await recordLook(ports, person, reference, 'minutes of moderation');
  const bytes = await ports.writeMinutes(minutes, format);
  return { name: `${plainFileName(`minutes-${reference}`)}.${format}`, bytes };
}

/** The event by which the consensus was locked, with the head of the chain as it was then. */
async function findLock(stores: Stores, { organisation, reference, state }: ProcurementRecord) {
  let lock: ChainedEvent | undefined;
  if (!consensusIsLocked(state) && state !== 'cancelled') return undefined;
  for await (const link of stores.audit.chain(organisation)) {
    const { action, subject } = link.event;
    if (action === 'procurement.consensus-locked' && subject === procurementSubject(reference)) lock = link;
  }
  return lock;
}

/** The evaluation over the bids that were agreed on: one that is withdrawn later stays in the minutes. */
async function readAsLocked(
  ports: ServicePorts,
  stores: Stores,
  record: ProcurementRecord,
  records: readonly EvaluationRecord[],
  { event }: ChainedEvent,
): Promise<Evaluation> {
  const { organisation, reference } = record;
  const assessments = await stores.assessments.list(organisation, reference);
  const agreed = assessments.find(({ id }) => id === event.data['assessment']);
  const bids: BidRecord[] = [];
  for (const bid of agreed?.record.inputs.bids ?? []) {
    const last = records.findLast(
      (one) => one.kind === 'consensus' && one.bid === bid.reference && one.lot === bid.lot,
    );
    const versions = await stores.bids.versions(organisation, reference, bid.reference);
    const found = versions.find(
      ({ lot, version }) => lot === bid.lot && last?.kind === 'consensus' && version === last.bidVersion,
    );
    if (found !== undefined) bids.push(found);
  }
  return readEvaluation(ports, stores, record, bids);
}

function toMinutes(evaluation: Evaluation, person: Person, { event, hash }: ChainedEvent): Minutes {
  const { record, records } = evaluation;
  const names = bidNamesFor(evaluation, person);
  const start = startOf(records);
  return {
    procurement: record.facts,
    blind: start?.blind ?? false,
    ...(start?.elsewhere === undefined
      ? {}
      : { elsewhere: { ...start.elsewhere, byName: start.byName, at: start.at } }),
    locked: { by: event.actor_name, at: event.at, event: event.seq, chainHead: hash },
    people: peopleOf(evaluation),
    items: itemStates(evaluation).flatMap((state) => toItem(evaluation, state)),
    warnings: warningsOverTime(evaluation, names),
    changes: scoreChanges(evaluation, names),
  };
}

function toItem(evaluation: Evaluation, state: ItemState): MinutedItem[] {
  const { item, individuals, consensus, dissent, mustModerate } = state;
  if (consensus === undefined) return [];
  const { at, answersDissent, changeReason } = consensus;
  const approval = approvalOf(evaluation.records, consensus);
  return [
    {
      bid: item.bid,
      ...(item.lot === undefined ? {} : { lot: item.lot }),
      supplier: item.bidRecord.bid.supplier.name,
      code: item.code,
      title: item.definition.title,
      proposed: item.proposal.text,
      found: [
        ...individuals.map((one) => toFinding(evaluation, item, one)),
        ...othersOn(evaluation, state).map((one) => ({ ...toFinding(evaluation, item, one), isTakenOff: true })),
      ],
      dissent,
      discussedBecause: mustModerate,
      agreed: {
        ...toFinding(evaluation, item, consensus),
        at,
        ...(answersDissent === undefined ? {} : { answersDissent }),
        ...(changeReason === undefined ? {} : { changeReason }),
        ...(approval === undefined ? {} : { secondApprover: approval.byName }),
      },
    },
  ];
}

/** What people locked who were taken off afterwards: it counts no longer, and is not lost. */
function othersOn({ records }: Evaluation, { item, individuals }: ItemState): IndividualRecord[] {
  const latest = new Map<string, IndividualRecord>();
  for (const one of records) {
    if (one.kind === 'individual' && isSameItem(one, item) && one.bidVersion === item.bidVersion)
      latest.set(one.by, one);
  }
  return [...latest.values()].filter(({ by }) => !individuals.some((one) => one.by === by));
}

function toFinding(
  evaluation: Evaluation,
  item: Item,
  { byName: by, judgement, reason, pointers }: Pick<ConsensusRecord, 'byName' | 'judgement' | 'reason' | 'pointers'>,
): MinutedFinding {
  return {
    by,
    found: judgement.kind === 'points' ? judgementText(judgement) : foundBy(evaluation, item, judgement).text,
    judgement: judgementText(judgement),
    reason,
    pointers,
  };
}
