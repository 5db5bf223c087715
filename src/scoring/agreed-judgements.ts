import type { Answer } from '../domain/answer.ts';
import type { Bid } from '../domain/bid.ts';
import { AppError } from '../domain/errors.ts';
import type { Judgement } from '../domain/judgement.ts';
import { type Fraction, parseDecimal } from '../domain/quantity.ts';
import type { PreparedRuleSet } from './prepared-rule-set.ts';

/** What the panel agreed for one criterion or condition of one bid: an input of an assessment. */
export type AgreedJudgement = {
  readonly bid: string;
  readonly lot?: string;
  /** Rule id. */
  readonly rule: string;
  readonly judgement: Judgement;
};

/** What was agreed for one bid, ready for scoring it. */
export type AgreedForBid = {
  /** Rules that the panel has agreed on, whether or not anything was corrected. */
  readonly rules: ReadonlySet<string>;
  /** Points by rule id, where a criterion is judged. */
  readonly points: ReadonlyMap<string, Fraction>;
};

/**
 * The bid with the answers and carbon lines that people found instead of the stated ones; nothing else of it can
 * change, and no line can be added.
 */
export function applyCorrections(bid: Bid, judgement: Judgement): Bid {
  return judgement.kind === 'points' ? bid : withAnswers(withLines(bid, judgement.carbon), judgement);
}

function withLines(bid: Bid, lines: FoundFacts['carbon']): Bid {
  if (lines === undefined) return bid;
  const carbon = bid.carbon.flatMap((stated) => {
    const found = Object.hasOwn(lines, stated.line) ? lines[stated.line] : stated;
    return found === undefined || found === 'missing' ? [] : [found];
  });
  return { ...bid, carbon };
}

type FoundFacts = Extract<Judgement, { readonly kind: 'facts' }>;

function withAnswers(bid: Bid, judgement: FoundFacts): Bid {
  const corrections = Object.entries(judgement.corrections);
  if (corrections.length === 0) return bid;
  const kept = Object.entries(bid.answers).filter(([id]) => !Object.hasOwn(judgement.corrections, id));
  const found = corrections.flatMap(([id, answer]): [string, Answer][] => (answer === 'missing' ? [] : [[id, answer]]));
  return { ...bid, answers: Object.fromEntries([...kept, ...found].toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}

/** In the order in which they are hashed and recorded: by lot, bid and rule. */
export function inAgreedOrder(agreed: readonly AgreedJudgement[]): AgreedJudgement[] {
  const key = ({ lot, bid, rule }: AgreedJudgement) => JSON.stringify([lot ?? '', bid, rule]);
  return agreed.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * Throws AppError `invalid-input` when something was agreed on what is no rule of the published rule set, or points
 * were given where they follow from facts, or off the scale.
 */
export function checkAgreed(rules: PreparedRuleSet, agreed: readonly AgreedJudgement[]): void {
  for (const { rule, judgement } of agreed) {
    const criterion = rules.criteria.find(({ prepared }) => prepared.rule.id === rule);
    const isCondition = rules.conditions.some(({ prepared }) => prepared.rule.id === rule);
    if (criterion === undefined && !isCondition) {
      throw new AppError('invalid-input', `"${rule}" is not in the published rule set: nothing is scored by it.`);
    }
    if (judgement.kind === 'points') checkPoints(rule, criterion?.assessment ?? 'facts', judgement.points);
  }
}

function checkPoints(rule: string, assessment: 'facts' | 'judgement', text: string): void {
  if (assessment === 'facts') {
    const message = `The points of "${rule}" follow from the facts: correct a fact, with a reason, instead of typing points.`;
    throw new AppError('invalid-input', message);
  }
  const points = parseDecimal(text);
  if (points === undefined || points.lt(0) || points.gt(5)) {
    throw new AppError('invalid-input', `Enter points from 0 to 5 for "${rule}", got "${text}"`);
  }
}

/** What was agreed for one bid, and the bid as corrected by it. */
export function agreedForBid(
  bid: Bid,
  agreed: readonly AgreedJudgement[],
): { readonly corrected: Bid; readonly agreed: AgreedForBid } {
  const own = agreed.filter((one) => one.bid === bid.reference && one.lot === bid.lot);
  const points = own.flatMap(({ rule, judgement }): [string, Fraction][] => {
    const value = judgement.kind === 'points' ? parseDecimal(judgement.points) : undefined;
    return value === undefined ? [] : [[rule, value]];
  });
  return {
    corrected: own.reduce((corrected, { judgement }) => applyCorrections(corrected, judgement), bid),
    agreed: { rules: new Set(own.map(({ rule }) => rule)), points: new Map(points) },
  };
}
