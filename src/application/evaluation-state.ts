import type { Person } from '../domain/person.ts';
import type {
  Assignment,
  ChangeApproval,
  ConsensusRecord,
  EvaluationItem,
  EvaluationRecord,
  EvaluationStart,
  IndividualRecord,
  InterestDeclaration,
  InterestDecision,
} from './evaluation-records.ts';
import type { ChangeOfBid } from './overtaken-records.ts';

/** What follows from the list of evaluation records: the latest of each kind counts, nothing is taken away. */

export type ItemKey = Pick<EvaluationItem, 'bid' | 'lot' | 'rule'>;

/** An item as its bid stands: with the version that last changed what its rule reads, if any did. */
export type StandingItem = ItemKey & { readonly change?: Pick<ChangeOfBid, 'version'> };

/** Whether a person may be shown bids. */
export type Clearance = 'not-declared' | 'awaiting-decision' | 'replaced' | 'cleared';

export function isSameItem(a: ItemKey, b: ItemKey): boolean {
  return a.bid === b.bid && a.lot === b.lot && a.rule === b.rule;
}

export function latestDeclaration(
  records: readonly EvaluationRecord[],
  person: string,
): InterestDeclaration | undefined {
  return records.findLast((one) => one.kind === 'declaration' && one.by === person) as InterestDeclaration | undefined;
}

/** The officer's decision on the latest declaration of a person; one on an earlier declaration no longer counts. */
export function decisionOn(records: readonly EvaluationRecord[], person: string): InterestDecision | undefined {
  const declaration = latestDeclaration(records, person)?.sequence;
  return records.findLast(
    (one) => one.kind === 'interest-decision' && one.person === person && one.declaration === declaration,
  ) as InterestDecision | undefined;
}

export function clearanceOf(records: readonly EvaluationRecord[], person: string): Clearance {
  const declaration = latestDeclaration(records, person);
  if (declaration === undefined) return 'not-declared';
  const decision = decisionOn(records, person)?.decision;
  if (decision === 'replaced') return 'replaced';
  return declaration.interest !== 'actual' || decision === 'mitigation-accepted' ? 'cleared' : 'awaiting-decision';
}

/** Who evaluates what now, in the order in which they were first assigned. Those taken off are left out. */
export function assignmentsNow(records: readonly EvaluationRecord[]): Assignment[] {
  const latest = new Map<string, Assignment>();
  for (const one of records) if (one.kind === 'assignment') latest.set(one.person, one);
  return [...latest.values()].filter(({ rules }) => rules === 'all' || rules.length > 0);
}

export function isAssigned({ rules }: Assignment, rule: string): boolean {
  return rules === 'all' || rules.includes(rule);
}

/** Whether a person is an evaluator of this procurement, whatever else he or she may do elsewhere. */
export function isEvaluatorHere(records: readonly EvaluationRecord[], person: Person): boolean {
  return assignmentsNow(records).some((one) => one.person === person.id);
}

export function startOf(records: readonly EvaluationRecord[]): EvaluationStart | undefined {
  return records.findLast((one) => one.kind === 'start');
}

/** What a person has locked for an item; what was locked before the bid changed in it does not count. */
export function lockedBy(
  records: readonly EvaluationRecord[],
  item: StandingItem,
  person: string,
): IndividualRecord | undefined {
  return records.findLast(
    (one) => one.kind === 'individual' && one.by === person && isSameItem(one, item) && !isOvertaken(one, item),
  ) as IndividualRecord | undefined;
}

/** What the panel agreed for an item of the bid as it stands. */
export function consensusOn(records: readonly EvaluationRecord[], item: StandingItem): ConsensusRecord | undefined {
  return records.findLast((one) => one.kind === 'consensus' && isSameItem(one, item) && !isOvertaken(one, item)) as
    | ConsensusRecord
    | undefined;
}

/** Whether somebody, or this person, found something of an item before the bid changed in it. */
export function wasOvertaken(records: readonly EvaluationRecord[], item: StandingItem, person?: string): boolean {
  return records.some(
    (one) =>
      (one.kind === 'consensus' || one.kind === 'individual') &&
      (person === undefined || one.by === person) &&
      isSameItem(one, item) &&
      isOvertaken(one, item),
  );
}

function isOvertaken({ bidVersion }: Pick<IndividualRecord, 'bidVersion'>, { change }: StandingItem): boolean {
  return change !== undefined && bidVersion < change.version;
}

/** The second person's approval of this consensus, if it has been given. */
export function approvalOf(
  records: readonly EvaluationRecord[],
  { sequence }: Pick<ConsensusRecord, 'sequence'>,
): ChangeApproval | undefined {
  return records.find((one) => one.kind === 'change-approval' && one.consensus === sequence) as
    | ChangeApproval
    | undefined;
}

/** Whether this consensus changes scores of a bid that had failed something, and nobody else has approved it yet. */
export function awaitsApproval(records: readonly EvaluationRecord[], consensus: ConsensusRecord): boolean {
  return (consensus.failedBefore ?? []).length > 0 && approvalOf(records, consensus) === undefined;
}
