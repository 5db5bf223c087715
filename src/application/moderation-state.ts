import { type Comparison, compareJudgements } from './compare-judgements.ts';
import type { BidNames } from './bid-names.ts';
import { contradictions } from './agreed-assessment.ts';
import type { Assignment, ConsensusRecord, IndividualRecord } from './evaluation-records.ts';
import { assignmentsNow, awaitsApproval, consensusOn, isAssigned, lockedBy, wasOvertaken } from './evaluation-state.ts';
import type { Evaluation, Item } from './read-evaluation.ts';
import { withoutEvaluators } from './start-evaluation.ts';

/** How far one item is: what was locked, who is still to lock, how they differ, what was agreed. */
export type ItemState = Comparison & {
  readonly item: Item;
  readonly individuals: readonly IndividualRecord[];
  readonly waitingFor: readonly Assignment[];
  readonly consensus: ConsensusRecord | undefined;
  /** Why what was found before is to be verified again; undefined where nothing is. */
  readonly again: string | undefined;
};

/** Every item with its standing, in the order of the bids. */
export function itemStates(evaluation: Evaluation): ItemState[] {
  return evaluation.items.map((item) => itemState(evaluation, item));
}

export function itemState(evaluation: Evaluation, item: Item): ItemState {
  const { records } = evaluation;
  const assigned = assignmentsNow(records).filter((one) => isAssigned(one, item.rule));
  const consensus = consensusOn(records, item);
  const individuals = assigned.flatMap(({ person }) => lockedBy(records, item, person) ?? []);
  const waitingFor = assigned.filter(({ person }) => lockedBy(records, item, person) === undefined);
  return {
    item,
    individuals,
    waitingFor,
    consensus,
    again: consensus === undefined && wasOvertaken(records, item) ? item.change?.text : undefined,
    ...compareJudgements(evaluation, item, individuals),
  };
}

/** All that must still be done before the consensus is locked, one sentence each; empty when nothing is. */
export function missingForModeration(
  evaluation: Evaluation,
  states = itemStates(evaluation),
  shown: BidNames['shown'] = (reference) => reference,
): string[] {
  const waiting = new Map<string, string[]>();
  for (const { item, waitingFor } of states) {
    for (const { personName } of waitingFor) {
      waiting.set(personName, [...(waiting.get(personName) ?? []), `${item.code} of ${shown(item.bid)}`]);
    }
  }
  const open = states
    .filter(({ consensus }) => consensus === undefined)
    .map(({ item }) => `${item.code} of ${shown(item.bid)}`);
  return [
    ...withoutEvaluators(evaluation),
    ...[...waiting].map(([person, items]) => `${person} has not locked ${items.join(', ')}`),
    ...(open.length === 0 ? [] : [`there is no consensus on ${open.join(', ')}`]),
    ...unapprovedChanges(evaluation, states, shown),
    ...contradictions(evaluation, shown),
  ];
}

function unapprovedChanges({ records }: Evaluation, states: readonly ItemState[], shown: BidNames['shown']): string[] {
  return states.flatMap(({ item, consensus }) =>
    consensus === undefined || !awaitsApproval(records, consensus)
      ? []
      : [
          `${item.code} of ${shown(item.bid)} was changed after the bid had failed (${(consensus.failedBefore ?? []).join('; ')}): a second person, not ${consensus.byName}, must approve the change`,
        ],
  );
}
