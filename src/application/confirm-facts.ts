import type { Person } from '../domain/person.ts';
import { spentEvidence } from './evidence-in-force.ts';
import { pointsText } from '../scoring/stated-finding.ts';
import { bidNamesFor } from './bid-names.ts';
import { changeEvaluation } from './change-evaluation.ts';
import { isMissing, SHORTEST_REASON } from './check-score.ts';
import type { Pointer, ScoreDraft } from './evaluation-records.ts';
import { assignmentsNow, consensusOn, isAssigned, isSameItem, lockedBy } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Item, keyOf } from './read-evaluation.ts';
import { isStaleDraft, openForScores } from './record-scores.ts';
import { requireRole } from './roles.ts';

/** What confirming facts together did. */
export type FactsConfirmed = {
  readonly drafts: number;
  /** Items left out, each with why. */
  readonly leftOut: readonly string[];
};

/**
 * An evaluator takes the facts of every item that is still open as the bid states them, in one go and under his or her
 * name. Each becomes a draft whose reason says so and gives the rule's findings; nothing is locked by it. Items to be
 * judged, and those with nothing to point to, are left out and listed.
 */
export async function confirmFacts(ports: ServicePorts, person: Person, reference: string): Promise<FactsConfirmed> {
  requireRole(person, 'evaluator');
  let drafts: ScoreDraft[] = [];
  let leftOut: string[] = [];
  await changeEvaluation(ports, person, reference, async (before) => {
    const { stores, records, made } = before;
    const evaluation = await openForScores(ports, person, before);
    const names = bidNamesFor(evaluation, person);
    const own = assignmentsNow(records).find((one) => one.person === person.id);
    const begun = await stores.evaluation.drafts(person.organisation, reference, person.id);
    const open = evaluation.items.filter(
      (item) =>
        own !== undefined &&
        isAssigned(own, item.rule) &&
        lockedBy(records, item, person.id) === undefined &&
        consensusOn(records, item) === undefined &&
        !begun.some((draft) => isSameItem(draft, item) && !isStaleDraft(item, draft)),
    );
    const results = open.map((item) => ({ item, draft: toConfirmedDraft(item, person, made.at) }));
    drafts = results.flatMap(({ draft }) => (typeof draft === 'string' ? [] : [draft]));
    leftOut = results.flatMap(({ item, draft }) =>
      typeof draft === 'string' ? [`${item.code} of ${names.shown(item.bid)}: ${draft}`] : [],
    );
    for (const draft of drafts) await stores.evaluation.putDraft(person.organisation, draft);
    return { records: [] };
  });
  return { drafts: drafts.length, leftOut };
}

/** The draft, or why the item is left out. */
function toConfirmedDraft(item: Item, person: Person, at: string): ScoreDraft | string {
  if (item.assessment === 'judgement') return 'it is judged by people.';
  const [spent] = spentEvidence(item);
  if (spent !== undefined) return `"${spent.document}", which is to show "${spent.question}", ${spent.why}.`;
  const [first, ...others] = pointersOf(item);
  if (first === undefined) return 'the bid points to no document and page; look it up and point to it yourself.';
  const reason = `Confirmed together with the other undisputed facts, as the bid states them. ${findingsText(item)}`;
  if (Array.from(reason).length < SHORTEST_REASON) return 'the rule has no finding to give as the reason.';
  return {
    procurement: item.procurement,
    ...keyOf(item),
    judgement: { kind: 'facts', corrections: {} },
    reason,
    pointers: [first, ...others],
    person: person.id,
    at,
  };
}

/** "Points 4: … (take-back-share: 80)". */
function findingsText({ proposal }: Item): string {
  const { points, outcome, findings } = proposal;
  const result = points === undefined ? `Outcome: ${outcome ?? ''}.` : `Points ${pointsText(points)}.`;
  const stated = findings
    .flatMap(({ facts }) => facts)
    .map(({ question, value }) => `${question}: ${value ?? 'nothing submitted'}`);
  const facts = stated.length === 0 ? '' : ` The bid states ${[...new Set(stated)].join('; ')}.`;
  return `${result}${facts} ${findings.map(({ message }) => message).join(' ')}`.trim();
}

/** Where the findings stand in the bid, and which questions got nothing; each once. */
export function pointersOf(item: Item): Pointer[] {
  const facts = item.proposal.findings.flatMap((finding) => finding.facts);
  const pointers = facts.flatMap(({ question, value, evidence }): Pointer[] => {
    if (value === undefined) return isMissing(item, question) ? [{ kind: 'nothing-submitted', question }] : [];
    const stated = evidence ?? item.bidRecord.bid.answers[question]?.evidence;
    return stated?.page === undefined ? [] : [{ kind: 'document', document: stated.document, page: stated.page }];
  });
  const all = pointers.length > 0 ? pointers : linePointers(item);
  return [...new Map(all.map((pointer) => [JSON.stringify(pointer), pointer])).values()];
}

/** Figures computed from the carbon lines, devices or removals point to where those stand. */
function linePointers({ definition, bidRecord }: Item): Pointer[] {
  const computed = Object.values(definition.questions).some(({ source }) => source !== 'answer');
  if (!computed) return [];
  const { carbon, devices, removals } = bidRecord.bid;
  return [...carbon, ...devices, ...removals].flatMap(({ evidence }): Pointer[] =>
    evidence?.page === undefined ? [] : [{ kind: 'document', document: evidence.document, page: evidence.page }],
  );
}
