import type { CarbonLine } from '../domain/bid.ts';
import { evidenceText } from '../domain/evidence.ts';
import type { Person } from '../domain/person.ts';
import type { Question } from '../scoring/question.ts';
import { type BidNames, bidNamesFor } from './bid-names.ts';
import { getProcurementRecord, requireState } from './change-procurement.ts';
import { pointersOf } from './confirm-facts.ts';
import { documentsOf, getItem } from './check-score.ts';
import type { Comparison } from './compare-judgements.ts';
import { AFTER_CLOSING, isPanel, requireCleared } from './evaluation-access.ts';
import type {
  Assignment,
  ConsensusRecord,
  Elsewhere,
  EvaluationStart,
  IndividualRecord,
  Pointer,
  ScoreDraft,
} from './evaluation-records.ts';
import {
  approvalOf,
  assignmentsNow,
  awaitsApproval,
  isAssigned,
  isSameItem,
  type ItemKey,
  lockedBy,
  startOf,
  wasOvertaken,
} from './evaluation-state.ts';
import { type ItemState, itemState, missingForModeration } from './moderation-state.ts';
import { readsCarbon } from './overtaken-records.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, foundBy, type Item, readEvaluation } from './read-evaluation.ts';
import { recordLook } from './record-look.ts';
import { getOwnItem, isStaleDraft } from './record-scores.ts';
import type { ProcurementRecord } from './records.ts';
import { EVALUATION_READERS, requireRole } from './roles.ts';
import { type ScoreChange, scoreChanges } from './score-changes.ts';
import { scoreWarnings, type Warning } from './score-warnings.ts';

/** An item as it is named to one person. */
export type NamedItem = {
  readonly item: Item;
  /** The bid's reference, or its code. */
  readonly bid: string;
  readonly bidder: string;
};

export type OwnItem = NamedItem & {
  readonly state: 'open' | 'again' | 'draft' | 'locked' | 'agreed';
  /** What the person found so far; absent while it is open. */
  readonly found?: string;
  /** Why what the person found before is to be verified again, where it is. */
  readonly again?: string;
};

/** How far one evaluator is. */
export type Progress = { readonly assignment: Assignment; readonly items: number; readonly locked: number };

export type EvaluationView = {
  readonly record: ProcurementRecord;
  readonly blind: boolean;
  /** Present where it was done elsewhere: what was imported, by whom and when. */
  readonly elsewhere?: Elsewhere & Pick<EvaluationStart, 'byName' | 'at'>;
  readonly own: readonly OwnItem[];
  readonly progress: readonly Progress[];
  /** What is still to be done before the consensus can be locked; empty for evaluators. */
  readonly missing: readonly string[];
  /** Changes after a lock; empty for evaluators. */
  readonly changes: readonly ScoreChange[];
};

/** Where the evaluation stands for this person: an evaluator's own items, everybody's progress. */
export async function getEvaluation(ports: ServicePorts, person: Person, reference: string): Promise<EvaluationView> {
  requireRole(person, ...EVALUATION_READERS);
  const view = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    requireState(record, AFTER_CLOSING, 'its evaluation is shown');
    const evaluation = await readEvaluation(ports, stores, record);
    const { records, items } = evaluation;
    const scores = isPanel(person) && record.state !== 'closed';
    if (scores) requireCleared(records, person, reference);
    const drafts = await stores.evaluation.drafts(person.organisation, reference, person.id);
    const names = bidNamesFor(evaluation, person);
    const start = startOf(records);
    return {
      record,
      blind: names.blind,
      ...(start?.elsewhere === undefined
        ? {}
        : { elsewhere: { ...start.elsewhere, byName: start.byName, at: start.at } }),
      own: scores ? ownItems(evaluation, person, drafts, names) : [],
      progress: assignmentsNow(records).map((assignment) => {
        const own = items.filter(({ rule }) => isAssigned(assignment, rule));
        const locked = own.filter((item) => lockedBy(records, item, assignment.person) !== undefined).length;
        return { assignment, items: own.length, locked };
      }),
      missing: person.roles.includes('evaluator') ? [] : missingForModeration(evaluation, undefined, names.shown),
      changes: person.roles.includes('evaluator') ? [] : scoreChanges(evaluation, names),
    };
  });
  await recordLook(ports, person, reference, 'progress of the evaluation');
  return view;
}

function ownItems(evaluation: Evaluation, person: Person, drafts: readonly ScoreDraft[], names: BidNames): OwnItem[] {
  const own = assignmentsNow(evaluation.records).find((one) => one.person === person.id);
  if (own === undefined) return [];
  return evaluation.items
    .filter(({ rule }) => isAssigned(own, rule))
    .map((item): OwnItem => {
      const again = whyAgain(evaluation, person, item, drafts, names);
      const draft = again === undefined ? drafts.find((one) => isSameItem(one, item)) : undefined;
      const locked = lockedBy(evaluation.records, item, person.id);
      const content = draft ?? locked;
      const { consensus } = itemState(evaluation, item);
      const open = again === undefined ? 'open' : 'again';
      const state =
        consensus !== undefined ? 'agreed' : draft !== undefined ? 'draft' : locked === undefined ? open : 'locked';
      const found = content === undefined ? undefined : foundBy(evaluation, item, content.judgement).text;
      return {
        ...named(item, names),
        state,
        ...(found === undefined ? {} : { found }),
        ...(again === undefined ? {} : { again }),
      };
    })
    .toSorted((a, b) => (a.bidder < b.bidder ? -1 : a.bidder > b.bidder ? 1 : 0));
}

/** Why a person verifies an item again: the bid has changed in it since he or she locked or drafted. */
function whyAgain(
  { records }: Pick<Evaluation, 'records'>,
  person: Person,
  item: Item,
  drafts: readonly ScoreDraft[],
  names: BidNames,
): string | undefined {
  const draft = drafts.find((one) => isSameItem(one, item));
  const isFresh = draft !== undefined && !isStaleDraft(item, draft);
  if (isFresh || lockedBy(records, item, person.id) !== undefined) return undefined;
  return draft !== undefined || wasOvertaken(records, item, person.id) ? againText(item, names) : undefined;
}

/** The change of the bid in words, which in a blind evaluation name no supplier. */
export function againText({ bid, bidRecord, change }: Item, names: BidNames): string | undefined {
  return change?.text.replaceAll(bidRecord.bid.supplier.name, names.bidder(bid));
}

export function named(item: Item, names: BidNames): NamedItem {
  return { item, bid: names.shown(item.bid), bidder: names.bidder(item.bid) };
}

/** One thing the rule reads: what the bid says to it, and where. */
export type ShownFact = {
  readonly question: Question;
  /** Absent where nothing was submitted. */
  readonly value?: string;
  readonly notApplicable?: string;
  readonly evidence?: string;
  /** An answer of the bidder, which an evaluator may correct. */
  readonly mayCorrect: boolean;
};

export type ScoredRecord = (IndividualRecord | ConsensusRecord | ScoreDraft) & { readonly found: string };

/** What the panel agreed, and where a second person's approval of a change stands. */
export type AgreedRecord = ScoredRecord &
  ConsensusRecord & { readonly awaitsApproval: boolean; readonly secondApprover?: string };

export type ItemView = NamedItem & {
  readonly record: ProcurementRecord;
  readonly blind: boolean;
  readonly facts: readonly ShownFact[];
  /** The carbon lines of the bid, which an evaluator may correct, where the rule reads them. */
  readonly lines: readonly CarbonLine[];
  readonly documents: readonly string[];
  /** Where the findings stand in the bid, for a reason to point to. */
  readonly suggested: readonly Pointer[];
  readonly draft?: ScoredRecord;
  readonly own?: ScoredRecord & IndividualRecord;
  /** Locked records of the others; an evaluator sees them once his or her own is locked. */
  readonly others: readonly (ScoredRecord & IndividualRecord)[];
  readonly comparison?: Comparison;
  readonly waitingFor: readonly string[];
  readonly consensus?: AgreedRecord;
  readonly warnings: readonly Warning[];
  /** Why what was found before is to be verified again, where it is. */
  readonly again?: string;
  /** The next item of the same person that is open, for going on. */
  readonly next?: ItemKey;
};

/** One item with its rule, the bid's facts, the proposal, and what this person may see of others' work. */
export async function getEvaluationItem(
  ports: ServicePorts,
  person: Person,
  reference: string,
  key: ItemKey,
): Promise<ItemView> {
  requireRole(person, ...EVALUATION_READERS);
  const view = await ports.database.read(async (stores) => {
    const record = await getProcurementRecord(stores, person, reference);
    const records = await stores.evaluation.records(person.organisation, reference);
    if (isPanel(person)) requireCleared(records, person, reference);
    requireState(record, AFTER_CLOSING.slice(1), 'items of its evaluation are shown');
    const evaluation = await readEvaluation(ports, stores, record);
    const names = bidNamesFor(evaluation, person);
    const wanted = { ...key, bid: names.toReference(key.bid) };
    const item = seesOwnOnly(person) ? getOwnItem(evaluation, person, wanted) : getItem(evaluation, wanted);
    const drafts = await stores.evaluation.drafts(person.organisation, reference, person.id);
    return toItemView(evaluation, person, item, drafts, names);
  });
  await recordLook(ports, person, reference, `${view.item.code} of ${view.bid}`);
  return view;
}

function seesOwnOnly(person: Person): boolean {
  return isPanel(person) && !person.roles.includes('moderator');
}

function toItemView(
  evaluation: Evaluation,
  person: Person,
  item: Item,
  drafts: readonly ScoreDraft[],
  names: BidNames,
): ItemView {
  const state = itemState(evaluation, item);
  const { individuals, consensus, waitingFor, dissent, mustModerate } = state;
  const withFound = <T extends { readonly judgement: ScoreDraft['judgement'] }>(one: T) => ({
    ...one,
    found: foundBy(evaluation, item, one.judgement).text,
  });
  const draft = drafts.find((one) => isSameItem(one, item));
  const own = individuals.find((one) => one.by === person.id);
  const isOpen = !seesOwnOnly(person) || own !== undefined;
  const shown = isOpen ? individuals.filter((one) => one !== own) : [];
  const content = draft ?? own;
  const next = ownItems(evaluation, person, drafts, names).find(
    (one) => (one.state === 'open' || one.state === 'again') && !isSameItem(one.item, item),
  );
  return {
    ...named(item, names),
    record: evaluation.record,
    blind: names.blind,
    facts: factsOf(item, names.blind),
    lines: readsCarbon(item.definition) ? shownLines(item, names.blind) : [],
    documents: [...documentsOf(item.bidRecord.bid)].toSorted(),
    suggested: pointersOf(item),
    ...(draft === undefined ? {} : { draft: withFound(draft) }),
    ...(own === undefined ? {} : { own: withFound(own) }),
    others: shown.map(withFound),
    ...(isOpen ? { comparison: { dissent, mustModerate } } : {}),
    waitingFor: waitingFor.map(({ personName }) => personName),
    ...(consensus === undefined || !isOpen ? {} : { consensus: withApproval(evaluation, withFound(consensus)) }),
    warnings: content === undefined ? [] : scoreWarnings(item, content, names),
    ...againOf(state, draft, names),
    ...(next === undefined ? {} : { next: { ...next.item, bid: next.bid } }),
  };
}

function withApproval({ records }: Evaluation, consensus: ScoredRecord & ConsensusRecord): AgreedRecord {
  const approval = approvalOf(records, consensus);
  return {
    ...consensus,
    awaitsApproval: awaitsApproval(records, consensus),
    ...(approval === undefined ? {} : { secondApprover: approval.byName }),
  };
}

function againOf({ item, again }: ItemState, draft: ScoreDraft | undefined, names: BidNames): Pick<ItemView, 'again'> {
  const text = againText(item, names);
  const isAgain = again !== undefined || (draft !== undefined && isStaleDraft(item, draft));
  return isAgain && text !== undefined ? { again: text } : {};
}

/** Whom a document was issued to would tell who the bidder is. */
function shownLines({ bidRecord }: Item, blind: boolean): readonly CarbonLine[] {
  const { carbon } = bidRecord.bid;
  if (!blind) return carbon;
  return carbon.map(({ evidence, ...line }) => {
    if (evidence === undefined) return line;
    const { issuedTo: _issuedTo, ...place } = evidence;
    return { ...line, evidence: place };
  });
}

/** What the rule reads of the bid, question by question; computed figures as the findings give them. */
export function factsOf({ definition, bidRecord, proposal }: Item, blind: boolean): ShownFact[] {
  const read = proposal.findings.flatMap(({ facts }) => facts);
  return Object.values(definition.questions).map((question): ShownFact => {
    const answer = bidRecord.bid.answers[question.id];
    const fact = read.find((one) => one.question === question.id && one.value !== undefined);
    const value = answer?.state === 'given' ? valueText(answer.value) : fact?.value;
    const evidence = answer?.evidence ?? fact?.evidence;
    const issuedTo = blind || evidence?.issuedTo === undefined ? '' : `, issued to ${evidence.issuedTo}`;
    return {
      question,
      ...(value === undefined ? {} : { value }),
      ...(answer?.state === 'not-applicable' ? { notApplicable: answer.reason } : {}),
      ...(evidence === undefined ? {} : { evidence: `${evidenceText(evidence)}${issuedTo}` }),
      mayCorrect: question.source === 'answer',
    };
  });
}

function valueText(value: boolean | string): string {
  return typeof value === 'boolean' ? (value ? 'Yes' : 'No') : value;
}
