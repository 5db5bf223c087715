import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import type { Assessment } from '../scoring/assessment.ts';
import { assessAsAgreed } from './agreed-assessment.ts';
import { type BidNames, bidNamesFor } from './bid-names.ts';
import { changeEvaluation, type EvaluationBefore } from './change-evaluation.ts';
import { requireReason } from './change-procurement.ts';
import { checkCells } from './check-cells.ts';
import { checkScore, getItem, type GivenScore, reasonFaults } from './check-score.ts';
import type { ConsensusRecord } from './evaluation-records.ts';
import { awaitsApproval } from './evaluation-state.ts';
import { type ItemState, itemState, itemStates } from './moderation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, type Item, keyOf } from './read-evaluation.ts';
import { itemText, openForScores } from './record-scores.ts';
import { requireRole } from './roles.ts';
import { sameFactWarnings, scoreWarnings, type Warning } from './score-warnings.ts';

/** What the panel agreed on one item; `bid` as it is shown to the moderator. */
export type ConsensusInput = GivenScore & {
  readonly answersDissent?: string;
  readonly changeReason?: string;
};

/**
 * Records the panel's one agreed fact or score with its one reason. Throws AppError `not-allowed-in-state` until every
 * evaluator of the item has locked, `invalid-input` where the reason leaves dissent unanswered or where a change has no
 * reason. A change made after the bid had failed something waits for a second person, and the lock waits for both.
 */
export async function recordConsensus(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: ConsensusInput,
): Promise<{ readonly warnings: readonly Warning[] }> {
  requireRole(person, 'moderator');
  await checkCells(ports, person, reference, [input]);
  let warnings: Warning[] = [];
  await changeEvaluation(ports, person, reference, async (before) => {
    const evaluation = await openForScores(ports, person, before);
    const names = bidNamesFor(evaluation, person);
    const item = getItem(evaluation, { ...input, bid: names.toReference(input.bid) });
    const state = itemState(evaluation, item);
    requireAllLocked(state, names);
    const made = toConsensus(ports, evaluation, state, input);
    const record = { kind: 'consensus' as const, ...before.made, ...made };
    warnings = warningsOf(evaluation, state, made, names);
    return { records: [record], event: consensusEvent(made, state) };
  });
  return { warnings };
}

type NewConsensus = Omit<ConsensusRecord, 'sequence' | 'by' | 'byName' | 'at'>;

function toConsensus(
  ports: ServicePorts,
  evaluation: Evaluation,
  state: ItemState,
  input: ConsensusInput,
): NewConsensus {
  const { item, consensus, dissent } = state;
  const content = checkScore(evaluation, item, input);
  const answersDissent = input.answersDissent?.trim() ?? '';
  const faults = dissent
    ? reasonFaults(answersDissent, '#/answersDissent', 'how the panel answers who found otherwise')
    : [];
  throwIfFaulty('invalid-input', `The consensus on ${item.code} leaves dissent unanswered.`, faults);
  const change =
    consensus === undefined ? {} : checkChange(evaluation, assessAsAgreed(ports, evaluation).assessment, item, input);
  return {
    procurement: item.procurement,
    ...keyOf(item),
    ...content,
    bidVersion: item.bidVersion,
    ...(answersDissent === '' ? {} : { answersDissent }),
    ...change,
  };
}

/** A change of what was agreed: its reason, and what the bid had failed before it, in `agreed`: what was agreed so far. */
export function checkChange(
  evaluation: Evaluation,
  agreed: Assessment,
  item: Item,
  input: Pick<ConsensusInput, 'changeReason'>,
): Pick<ConsensusRecord, 'changeReason' | 'failedBefore'> {
  const changeReason = requireReason(input.changeReason, `why the consensus on ${item.code} is changed`);
  const failedBefore = failuresOf(evaluation, agreed, item);
  return { changeReason, ...(failedBefore.length === 0 ? {} : { failedBefore }) };
}

/**
 * Conditions and adopted thresholds that the bid fails. A change that nobody else has approved yet takes no failure
 * away: else a second change would pass behind the first.
 */
function failuresOf(
  evaluation: Evaluation,
  { lots }: Assessment,
  { bid, lot }: Pick<ConsensusRecord, 'bid' | 'lot'>,
): string[] {
  const found = lots.find((one) => one.lot?.id === lot)?.bids.find((one) => one.bid.reference === bid);
  const waiting = itemStates(evaluation).flatMap(({ item, consensus }) =>
    item.bid === bid && item.lot === lot && consensus !== undefined && awaitsApproval(evaluation.records, consensus)
      ? (consensus.failedBefore ?? [])
      : [],
  );
  return [
    ...new Set([
      ...(found?.conditions ?? []).filter(({ outcome }) => outcome === 'fail').map(({ code }) => `condition ${code}`),
      ...(found?.thresholds ?? []).filter(({ adopted, met }) => adopted && !met).map(({ code }) => `threshold ${code}`),
      ...waiting,
    ]),
  ];
}

function requireAllLocked({ item, waitingFor }: ItemState, names: BidNames): void {
  if (waitingFor.length === 0) return;
  const who = waitingFor.map(({ personName }) => personName).join(', ');
  throw new AppError(
    'not-allowed-in-state',
    `${item.code} of ${names.shown(item.bid)} cannot be agreed yet: ${who} has not locked it.`,
  );
}

function warningsOf(evaluation: Evaluation, state: ItemState, made: NewConsensus, names: BidNames): Warning[] {
  const others = itemStates(evaluation).flatMap(({ item, consensus }) =>
    consensus === undefined || item === state.item || item.rule !== state.item.rule
      ? []
      : [{ item, judgement: consensus.judgement }],
  );
  const own = { item: state.item, judgement: made.judgement };
  return [
    ...scoreWarnings(state.item, made, names),
    ...others.flatMap((other) => sameFactWarnings([own, other], names)),
  ];
}

function consensusEvent(made: NewConsensus, { mustModerate, dissent, consensus }: ItemState) {
  return {
    action: consensus === undefined ? 'evaluation.consensus-recorded' : 'evaluation.consensus-changed',
    data: {
      item: itemText(made),
      dissent,
      moderated_because: mustModerate,
      change_reason: made.changeReason ?? null,
      failed_before: made.failedBefore ?? null,
    },
  };
}

/** What the confirmation of many items at once did. */
export type Confirmed = {
  readonly confirmed: number;
  /** Items left out, each with why. */
  readonly leftOut: readonly string[];
};

/**
 * The moderator confirms every item on which all evaluators found the same, in one action and under his or her name;
 * the reason says so and gives the findings. What needs moderation, or is not locked by all, is left out and listed.
 */
export async function confirmUndisputed(ports: ServicePorts, person: Person, reference: string): Promise<Confirmed> {
  requireRole(person, 'moderator');
  let leftOut: string[] = [];
  const kept = await changeEvaluation(ports, person, reference, async (before) => {
    const evaluation = await openForScores(ports, person, before);
    const names = bidNamesFor(evaluation, person);
    const open = itemStates(evaluation).filter(({ consensus }) => consensus === undefined);
    const ready = open.filter(isUndisputed);
    leftOut = open.filter((state) => !isUndisputed(state)).map((state) => whyLeftOut(state, names));
    return {
      records: ready.flatMap((state) => toConfirmation(state, before)),
      ...(ready.length === 0
        ? {}
        : {
            event: {
              action: 'evaluation.consensus-confirmed',
              data: { items: ready.map(({ item }) => itemText(item)) },
            },
          }),
    };
  });
  return { confirmed: kept.length, leftOut };
}

function isUndisputed({ waitingFor, dissent, individuals }: ItemState): boolean {
  return waitingFor.length === 0 && !dissent && individuals.length > 0;
}

function whyLeftOut({ item, waitingFor, mustModerate }: ItemState, names: BidNames): string {
  const which = `${item.code} of ${names.shown(item.bid)}`;
  if (waitingFor.length > 0)
    return `${which}: not locked by ${waitingFor.map(({ personName }) => personName).join(', ')}.`;
  return `${which}: ${mustModerate.length === 0 ? 'the evaluators differ.' : mustModerate.join(' ')}`;
}

function toConfirmation({ item, individuals }: ItemState, { made }: EvaluationBefore) {
  const [first] = individuals;
  if (first === undefined) return [];
  return [
    {
      kind: 'consensus' as const,
      ...made,
      procurement: item.procurement,
      ...keyOf(item),
      judgement: first.judgement,
      // Bidders are told the reason, so it names nobody: who confirmed it stands beside it.
      reason: `Agreed together with the other undisputed items: all evaluators found the same. ${first.reason}`,
      pointers: first.pointers,
      bidVersion: item.bidVersion,
    },
  ];
}
