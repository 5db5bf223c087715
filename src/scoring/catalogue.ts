import { AppError } from '../domain/errors.ts';
import type { ContractPerformanceFacts } from '../domain/contract-performance.ts';
import type { EstimationTables, OfficialFactors, ReferenceData } from '../domain/reference-data.ts';
import { toFraction } from '../domain/quantity.ts';
import type { Question } from './question.ts';
import type { Rule } from './rule.ts';
import { parseRuleKey, type RuleSet, ruleSetKey, weightOf } from './rule-set.ts';

/** Everything found at start-up: rules in all versions, questions, rule sets, reference data. */
export type Catalogue = {
  /** In order of id, then version. */
  readonly rules: readonly Rule[];
  readonly questions: ReadonlyMap<string, Question>;
  readonly ruleSets: readonly RuleSet[];
  readonly referenceData: ReferenceData;
  readonly officialFactors: OfficialFactors;
  readonly estimationTables: EstimationTables;
  readonly contractPerformance: ContractPerformanceFacts;
};

export type QuestionUse = {
  readonly question: Question;
  /** What reads it: "C07 Ecolabelled products"; empty when only the consistency checks do. */
  readonly readBy: readonly {
    readonly code: string;
    readonly title: string;
    readonly kind: 'condition' | 'criterion';
  }[];
  /** The heading it stands under in the template. */
  readonly section: string;
  /** Not read by any rule: helps to compare, may be left blank. */
  readonly optional: boolean;
};

export const TRIAL_CODE = 'TRIAL';

export function getRuleSet(catalogue: Catalogue, key: string): RuleSet {
  const ruleSet = catalogue.ruleSets.find((one) => ruleSetKey(one) === key);
  if (ruleSet !== undefined) return ruleSet;
  const known = catalogue.ruleSets.map(ruleSetKey).join(', ');
  throw new AppError('not-found', `There is no rule set "${key}". Known: ${known}.`);
}

export function findRule(catalogue: Pick<Catalogue, 'rules'>, key: string): Rule | undefined {
  const { id, version } = parseRuleKey(key);
  return catalogue.rules.find((rule) => rule.id === id && rule.version === version);
}

export function getRule(catalogue: Pick<Catalogue, 'rules'>, key: string): Rule {
  const rule = findRule(catalogue, key);
  if (rule === undefined) throw new AppError('not-found', `There is no rule "${key}".`);
  return rule;
}

/** The newest version of each rule. */
export function currentRules(catalogue: Pick<Catalogue, 'rules'>): Rule[] {
  return catalogue.rules.filter(
    (rule) => !catalogue.rules.some((other) => other.id === rule.id && other.version > rule.version),
  );
}

/** Rules that no rule set names yet: tried with weight 0, shown as information. */
export function trialRules(catalogue: Pick<Catalogue, 'rules' | 'ruleSets'>): Rule[] {
  const named = new Set(
    catalogue.ruleSets.flatMap((set) => [...set.criteria, ...set.conditions].map(({ rule }) => parseRuleKey(rule).id)),
  );
  return currentRules(catalogue).filter((rule) => !named.has(rule.id));
}

/**
 * The questions of a rule set in a profile, each once, in the order of conditions, criteria, rules on trial, then
 * cross-checks. A criterion of weight 0 in the profile is not asked.
 */
export function askedQuestions(catalogue: Catalogue, ruleSet: RuleSet, profileId: string): QuestionUse[] {
  const uses = new Map<string, QuestionUse>();
  for (const { rule, code, questions } of askedRules(catalogue, ruleSet, profileId)) {
    for (const question of questions) {
      const known = uses.get(question.id);
      const reader = { code, title: rule.title, kind: rule.kind };
      uses.set(
        question.id,
        known === undefined
          ? { question, readBy: [reader], section: `${code} ${rule.title}`, optional: false }
          : { ...known, readBy: [...known.readBy, reader] },
      );
    }
  }
  const profile = ruleSet.profiles.find(({ id }) => id === profileId);
  if (profile?.crossChecks === true) {
    for (const id of catalogue.referenceData.checks.flatMap((check) => check.questions)) {
      const question = catalogue.questions.get(id);
      if (question === undefined || uses.has(id) || isReadByRule(catalogue, id)) continue;
      uses.set(id, { question, readBy: [], section: 'Claims and cross-checks (optional)', optional: true });
    }
  }
  return [...uses.values()];
}

type AskedRule = { readonly rule: Rule; readonly code: string; readonly questions: readonly Question[] };

function askedRules(catalogue: Catalogue, ruleSet: RuleSet, profileId: string): AskedRule[] {
  const conditions = ruleSet.conditions.map(({ rule: key, code, selfDeclaration }) => {
    const rule = getRule(catalogue, key);
    const declares = selfDeclaration?.profiles.includes(profileId) === true ? selfDeclaration.question : undefined;
    return { rule, code, questions: questionsOf(rule).filter(({ id }) => declares === undefined || id === declares) };
  });
  const criteria = ruleSet.criteria.flatMap(({ rule: key, code, scorecard }) => {
    const rule = getRule(catalogue, key);
    const card = ruleSet.scorecards.find(({ id }) => id === scorecard);
    const isWeighed = card !== undefined && toFraction(weightOf(card, profileId, rule.id)).n > 0n;
    return isWeighed ? [{ rule, code, questions: questionsOf(rule) }] : [];
  });
  const onTrial = trialRules(catalogue).map((rule) => ({ rule, code: TRIAL_CODE, questions: questionsOf(rule) }));
  return [...conditions, ...criteria, ...onTrial];
}

function questionsOf(rule: Rule): Question[] {
  return Object.values(rule.questions);
}

/** A question that a rule reads is asked only where that rule is. */
function isReadByRule(catalogue: Catalogue, questionId: string): boolean {
  return currentRules(catalogue).some((rule) => Object.values(rule.questions).some(({ id }) => id === questionId));
}
