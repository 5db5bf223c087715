import { AppError } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { bidNamesFor } from './bid-names.ts';
import { changeEvaluation, type EvaluationBefore } from './change-evaluation.ts';
import { requireReason, requireState } from './change-procurement.ts';
import { checkCells } from './check-cells.ts';
import { checkScore, getItem, type GivenScore } from './check-score.ts';
import { requireCleared, requireEvaluatedHere } from './evaluation-access.ts';
import type { IndividualRecord, NewEvaluationRecord, ScoreDraft } from './evaluation-records.ts';
import { assignmentsNow, consensusOn, isAssigned, isSameItem, lockedBy } from './evaluation-state.ts';
import type { ServicePorts } from './ports.ts';
import { type Evaluation, type Item, keyOf, readEvaluation } from './read-evaluation.ts';
import { requireRole } from './roles.ts';
import { scoreWarnings, type Warning } from './score-warnings.ts';

/** One evaluator's verified facts or points of one item; `bid` as it is shown to the evaluator. */
export type ScoreInput = GivenScore & {
  /** Why it differs from what the evaluator locked before. */
  readonly changeReason?: string;
};

export type ScoresInput = {
  readonly scores: readonly ScoreInput[];
  /** Locks these scores; with none given, every draft of the evaluator. */
  readonly lock: boolean;
};

export type ScoresResult = { readonly drafts: number; readonly locked: number; readonly warnings: readonly Warning[] };

/**
 * Keeps drafts of an evaluator, and locks them where asked: a locked score is a record that nothing takes away. Throws
 * AppError `forbidden` before interests are declared or where the item is not assigned, `invalid-input` with every
 * fault of a score, `not-allowed-in-state` once the panel has agreed.
 */
export async function recordScores(
  ports: ServicePorts,
  person: Person,
  reference: string,
  { scores, lock }: ScoresInput,
): Promise<ScoresResult> {
  requireRole(person, 'evaluator');
  await checkCells(ports, person, reference, scores);
  const warnings: Warning[] = [];
  let drafts = 0;
  const kept = await changeEvaluation(ports, person, reference, async (before) => {
    const evaluation = await openForScores(ports, person, before);
    const names = bidNamesFor(evaluation, person);
    const given = scores.map((score, index) => {
      const item = getOwnItem(evaluation, person, { ...score, bid: names.toReference(score.bid) });
      return {
        item,
        draft: toDraft(evaluation, person, item, score, scores.length > 1 ? `#/${index}` : '#', before.made.at),
      };
    });
    for (const { draft } of given) await before.stores.evaluation.putDraft(person.organisation, draft);
    warnings.splice(0, Infinity, ...given.flatMap(({ item, draft }) => scoreWarnings(item, draft, names)));
    const onFile = await before.stores.evaluation.drafts(person.organisation, reference, person.id);
    drafts = onFile.length;
    if (!lock) return { records: [] };
    const wanted = onFile.filter((draft) => scores.length === 0 || given.some(({ item }) => isSameItem(item, draft)));
    if (wanted.length === 0) throw new AppError('invalid-input', 'There is no draft to lock.');
    drafts -= wanted.length;
    return lockDrafts(evaluation, person, before, wanted);
  });
  return { drafts, locked: kept.length, warnings };
}

/** What evaluators may do only while the evaluation runs, and after they have declared. */
export async function openForScores(
  ports: ServicePorts,
  person: Person,
  before: EvaluationBefore,
): Promise<Evaluation> {
  const { record, records, stores } = before;
  requireEvaluatedHere(records, record.reference);
  requireCleared(records, person, record.reference);
  requireState(record, ['evaluating'], 'bids are scored');
  return readEvaluation(ports, stores, record);
}

/** The item, where this evaluator is to assess it. */
export function getOwnItem(evaluation: Evaluation, person: Person, key: Pick<Item, 'bid' | 'lot' | 'rule'>): Item {
  const item = getItem(evaluation, key);
  const own = assignmentsNow(evaluation.records).find((one) => one.person === person.id);
  if (own !== undefined && isAssigned(own, item.rule)) return item;
  throw new AppError('forbidden', `${item.code} is not assigned to you. The procurement officer assigns evaluators.`);
}

function toDraft(
  evaluation: Evaluation,
  person: Person,
  item: Item,
  score: ScoreInput,
  at: string,
  now: IsoInstant,
): ScoreDraft {
  if (consensusOn(evaluation.records, item) !== undefined) {
    throw new AppError(
      'not-allowed-in-state',
      `The panel has agreed on ${item.code} already: your record stays as it is.`,
    );
  }
  const locked = lockedBy(evaluation.records, item, person.id);
  const changeReason =
    locked === undefined
      ? undefined
      : requireReason(score.changeReason, `why you change what you locked for ${item.code}`);
  return {
    procurement: item.procurement,
    ...keyOf(item),
    ...checkScore(evaluation, item, score, at),
    person: person.id,
    at: now,
    ...(changeReason === undefined ? {} : { changeReason }),
  };
}

/** Whether a draft was made before the bid changed in what the rule reads: it says nothing of the bid as it stands. */
export function isStaleDraft({ change }: Pick<Item, 'change'>, draft: Pick<ScoreDraft, 'at'>): boolean {
  return change !== undefined && Date.parse(draft.at) < Date.parse(change.at);
}

/** The items of the drafts; throws AppError `not-allowed-in-state` that lists those to be verified again first. */
function freshItems(evaluation: Evaluation, person: Person, drafts: readonly ScoreDraft[]): Map<ScoreDraft, Item> {
  const items = new Map(drafts.map((draft) => [draft, getOwnItem(evaluation, person, draft)]));
  const stale = [...items].filter(([draft, item]) => isStaleDraft(item, draft));
  if (stale.length === 0) return items;
  const { shown } = bidNamesFor(evaluation, person);
  const names = stale.map(([, { code, bid }]) => `${code} of ${shown(bid)}`).join(', ');
  const message = `The bid has changed since you drafted ${names}: verify that again first.`;
  throw new AppError('not-allowed-in-state', message);
}

async function lockDrafts(
  evaluation: Evaluation,
  person: Person,
  { stores, made }: EvaluationBefore,
  drafts: readonly ScoreDraft[],
) {
  const items = freshItems(evaluation, person, drafts);
  const records = [...items].map(([draft, item]): NewEvaluationRecord & { kind: 'individual' } => {
    if (consensusOn(evaluation.records, item) !== undefined) {
      throw new AppError('not-allowed-in-state', `The panel has agreed on ${item.code} already.`);
    }
    // The bid may have another version since the draft was made.
    const content: Omit<IndividualRecord, 'sequence' | 'by' | 'byName' | 'at'> = {
      procurement: item.procurement,
      ...keyOf(item),
      ...checkScore(evaluation, item, draft),
      bidVersion: item.bidVersion,
      ...(draft.changeReason === undefined ? {} : { changeReason: draft.changeReason }),
    };
    return { kind: 'individual', ...made, ...content };
  });
  for (const draft of drafts) await stores.evaluation.removeDraft(person.organisation, draft);
  const changed = records.filter(({ changeReason }) => changeReason !== undefined);
  return {
    records,
    event: {
      action: 'evaluation.scores-locked',
      data: {
        items: records.map(itemText),
        changed: changed.map((one) => `${itemText(one)}: ${one.changeReason ?? ''}`),
      },
    },
  };
}

/** "B1 contract-carbon-intensity", with the lot where there is one. */
export function itemText({ bid, lot, rule }: Pick<Item, 'bid' | 'lot' | 'rule'>): string {
  return `${bid}${lot === undefined ? '' : `, lot ${lot}`} ${rule}`;
}
