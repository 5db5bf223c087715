import type { Judgement } from '../domain/judgement.ts';
import { compare, toFraction } from '../domain/quantity.ts';
import type { IndividualRecord } from './evaluation-records.ts';
import { answerText } from './check-score.ts';
import { type Evaluation, type Found, foundBy, type Item } from './read-evaluation.ts';

/** Scores that differ by so much are moderated. */
const APART = 2;

/** How evaluators stand to each other on one item. */
export type Comparison = {
  /** Somebody found otherwise, by however little: the panel's reason must answer it. */
  readonly dissent: boolean;
  /** Why the panel must discuss it, one sentence each; empty where the moderator only confirms. */
  readonly mustModerate: readonly string[];
};

/** Compares what evaluators found of an item: facts, scores, thresholds and conditions. Nothing is averaged. */
export function compareJudgements(
  evaluation: Evaluation,
  item: Item,
  individuals: readonly Pick<IndividualRecord, 'judgement'>[],
): Comparison {
  const judgements = individuals.map(({ judgement }) => judgement);
  const differ = new Set(judgements.map(judgementText)).size > 1;
  if (!differ) return { dissent: false, mustModerate: [] };
  const found = judgements.map((judgement) => foundBy(evaluation, item, judgement));
  return {
    dissent: true,
    mustModerate: [
      ...(judgements.some(({ kind }) => kind === 'facts') ? ['The evaluators found different facts.'] : []),
      ...scoresApart(found),
      ...straddled(evaluation, item, found),
    ],
  };
}

/** A judgement in a form that two equal ones share, wherever their evidence stands. */
function judgementText(judgement: Judgement): string {
  if (judgement.kind === 'points') return `points ${judgement.points}`;
  const corrections = Object.entries(judgement.corrections).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(corrections.map(([id, answer]) => [id, answerText(answer)]));
}

function scoresApart(found: readonly Found[]): string[] {
  const points = found.flatMap((one) => (one.points === undefined ? [] : [one.points])).toSorted(compare);
  const [lowest, highest] = [points[0], points.at(-1)];
  return lowest !== undefined && highest !== undefined && highest.sub(lowest).gte(APART)
    ? [`The scores differ by ${APART} points or more.`]
    : [];
}

/** Adopted minimums and conditions that one evaluator's finding meets and another's does not. */
function straddled({ rules, record }: Evaluation, item: Item, found: readonly Found[]): string[] {
  if (item.kind === 'condition') {
    const outcomes = new Set(found.map(({ outcome }) => outcome));
    return outcomes.size > 1 ? [`The condition comes out differently: ${[...outcomes].join(', ')}.`] : [];
  }
  return rules.ruleSet.thresholds
    .filter(({ test }) => 'criterion' in test && test.criterion === item.rule)
    .filter(({ code, adopted }) => record.facts.adoptions.find((one) => one.code === code)?.on ?? adopted)
    .filter(({ test }) => {
      const minimum = toFraction(test.value);
      return new Set(found.map(({ points }) => points?.gte(minimum) ?? false)).size > 1;
    })
    .map(({ code, title }) => `The threshold ${code} (${title}) is met by one and not by another.`);
}
