import type { Judgement } from '../domain/judgement.ts';
import { compare } from '../domain/quantity.ts';
import type { IndividualRecord } from './evaluation-records.ts';
import { answerText } from './check-score.ts';
import { lineText, linesOf } from './corrected-lines.ts';
import { lockedBy } from './evaluation-state.ts';
import { type Evaluation, findBid, type Found, foundBy, type Item, keyOf } from './read-evaluation.ts';

/** Scores that differ by so much are moderated. */
const APART = 2;

/** How evaluators stand to each other on one item. */
export type Comparison = {
  /** Somebody found otherwise, by however little: the panel's reason must answer it. */
  readonly dissent: boolean;
  /** Why the panel must discuss it, one sentence each; empty where the moderator only confirms. */
  readonly mustModerate: readonly string[];
};

type Compared = Pick<IndividualRecord, 'judgement' | 'by'>;

/** Compares what evaluators found of an item: facts, scores, thresholds and conditions. Nothing is averaged. */
export function compareJudgements(evaluation: Evaluation, item: Item, individuals: readonly Compared[]): Comparison {
  const judgements = individuals.map(({ judgement }) => judgement);
  const differ = new Set(judgements.map(judgementText)).size > 1;
  if (!differ) return { dissent: false, mustModerate: [] };
  const found = judgements.map((judgement) => foundBy(evaluation, item, judgement));
  return {
    dissent: true,
    mustModerate: [
      ...(judgements.some(({ kind }) => kind === 'facts') ? ['The evaluators found different facts.'] : []),
      ...scoresApart(found),
      ...conditionApart(found),
      ...thresholdsApart(evaluation, item, individuals),
    ],
  };
}

/** A judgement in a form that two equal ones share, wherever their evidence stands. */
function judgementText(judgement: Judgement): string {
  if (judgement.kind === 'points') return `points ${judgement.points}`;
  const corrections = Object.entries(judgement.corrections).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = Object.entries(linesOf(judgement)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    corrections.map(([id, answer]) => [id, answerText(answer)]),
    lines.map(([name, line]) => [name, lineText(line)]),
  ]);
}

function scoresApart(found: readonly Found[]): string[] {
  const points = found.flatMap((one) => (one.points === undefined ? [] : [one.points])).toSorted(compare);
  const [lowest, highest] = [points[0], points.at(-1)];
  return lowest !== undefined && highest !== undefined && highest.sub(lowest).gte(APART)
    ? [`The scores differ by ${APART} points or more.`]
    : [];
}

/** A condition that one evaluator's finding meets and another's does not. */
function conditionApart(found: readonly Found[]): string[] {
  const outcomes = new Set(found.flatMap(({ outcome }) => outcome ?? []));
  return outcomes.size > 1 ? [`The condition comes out differently: ${[...outcomes].join(', ')}.`] : [];
}

/**
 * Adopted minimums, of this criterion or of a total, that the bid meets by one evaluator's locked records and not by
 * another's; what an evaluator has not locked yet counts as proposed.
 */
function thresholdsApart(evaluation: Evaluation, item: Item, individuals: readonly Compared[]): string[] {
  const { rules, record, records, items } = evaluation;
  const tested = rules.ruleSet.thresholds
    .filter(({ test }) => 'total' in test || test.criterion === item.rule)
    .filter(({ code, adopted }) => record.facts.adoptions.find((one) => one.code === code)?.on ?? adopted);
  if (tested.length === 0) return [];
  const ofBid = items.filter(({ bid, lot }) => bid === item.bid && lot === item.lot);
  const byPerson = individuals.map(({ by }) => {
    const agreed = ofBid.flatMap((one) => {
      const locked = lockedBy(records, one, by);
      return locked === undefined ? [] : [{ ...keyOf(one), judgement: locked.judgement }];
    });
    return findBid(evaluation.assessWith([item.bidRecord.bid], agreed), item)?.thresholds ?? [];
  });
  return tested
    .filter(({ code }) => new Set(byPerson.map((all) => all.find((one) => one.code === code)?.met)).size > 1)
    .map(({ code, title }) => `The threshold ${code} (${title}) is met by one and not by another.`);
}
