import { type Fraction, toFraction, ZERO } from '../domain/quantity.ts';
import { type Catalogue, getRule, TRIAL_CODE, trialRules } from './catalogue.ts';
import type { AppliedRule, AppliedRuleSet } from './assessment.ts';
import type { PreparedRule, Rule } from './rule.ts';
import { canonicalSha256, type RuleSet, type RuleSetCondition, type RuleSetCriterion, weightOf } from './rule-set.ts';

export type PreparedCriterion = {
  readonly prepared: PreparedRule;
  readonly code: string;
  readonly scorecard: string;
  /** As published: people verify facts and the points follow, or people give points on the scale. */
  readonly assessment: 'facts' | 'judgement';
  readonly whenNotAssessed: Fraction;
  readonly isTrialRule: boolean;
};

export type PreparedCondition = {
  readonly prepared: PreparedRule;
  readonly entry: Pick<RuleSetCondition, 'code' | 'stage' | 'consequence' | 'on'>;
  readonly isTrialRule: boolean;
};

/** A rule set with every rule found and its parameters read, ready for any number of bids. */
export type PreparedRuleSet = {
  readonly ruleSet: RuleSet;
  readonly sha256: string;
  readonly criteria: readonly PreparedCriterion[];
  readonly conditions: readonly PreparedCondition[];
  readonly applied: AppliedRuleSet;
};

/**
 * Finds the rules of a rule set and reads their parameters. Rules that no rule set names are added with weight 0
 * when `withTrialRules` is set: a published procurement never takes them in.
 */
export function prepareRuleSet(catalogue: Catalogue, ruleSet: RuleSet, withTrialRules: boolean): PreparedRuleSet {
  const criteria = ruleSet.criteria.map((entry) => prepareCriterion(catalogue, entry));
  const conditions = ruleSet.conditions.map((entry) => prepareCondition(catalogue, entry));
  const onTrial = withTrialRules ? trialRules(catalogue) : [];
  const all = {
    criteria: [
      ...criteria,
      ...onTrial.filter(({ kind }) => kind === 'criterion').map((rule) => toTrialCriterion(rule, ruleSet)),
    ],
    conditions: [...conditions, ...onTrial.filter(({ kind }) => kind === 'condition').map(toTrialCondition)],
  };
  const sha256 = canonicalSha256(publishedContent(ruleSet, criteria, conditions));
  return { ruleSet, sha256, ...all, applied: toApplied(ruleSet, sha256, all.criteria, all.conditions) };
}

/** The weight of a criterion in its scorecard for a profile, exact. */
export function criterionWeight({ ruleSet }: PreparedRuleSet, criterion: PreparedCriterion, profile: string): Fraction {
  const scorecard = ruleSet.scorecards.find(({ id }) => id === criterion.scorecard);
  if (scorecard === undefined || criterion.isTrialRule) return ZERO;
  return toFraction(weightOf(scorecard, profile, criterion.prepared.rule.id));
}

function prepareCriterion(catalogue: Catalogue, entry: RuleSetCriterion): PreparedCriterion {
  return {
    prepared: getRule(catalogue, entry.rule).prepare(entry.parameters),
    code: entry.code,
    scorecard: entry.scorecard,
    assessment: entry.assessment,
    whenNotAssessed: toFraction(entry.whenNotAssessed),
    isTrialRule: false,
  };
}

function prepareCondition(catalogue: Catalogue, entry: RuleSetCondition): PreparedCondition {
  return { prepared: getRule(catalogue, entry.rule).prepare(entry.parameters), entry, isTrialRule: false };
}

function toTrialCriterion(rule: Rule, ruleSet: RuleSet): PreparedCriterion {
  const scorecard = ruleSet.scorecards.find(({ subject }) => subject === rule.subject) ?? ruleSet.scorecards[0];
  return {
    prepared: rule.prepare(rule.trialParameters ?? {}),
    code: TRIAL_CODE,
    scorecard: scorecard?.id ?? '',
    assessment: rule.assessment,
    whenNotAssessed: ZERO,
    isTrialRule: true,
  };
}

function toTrialCondition(rule: Rule): PreparedCondition {
  const entry = {
    code: TRIAL_CODE,
    stage: 'award',
    consequence: 'none: on trial, in no rule set, shown for information',
    on: true,
  } as const;
  return { prepared: rule.prepare(rule.trialParameters ?? {}), entry, isTrialRule: true };
}

/** What the hash covers: rule ids, versions, parameters and every text a bidder is told. */
function publishedContent(
  ruleSet: RuleSet,
  criteria: readonly PreparedCriterion[],
  conditions: readonly PreparedCondition[],
) {
  const texts = ({ rule, scale }: PreparedRule) => ({
    rule: rule.id,
    version: String(rule.version),
    title: rule.title,
    contract_link: rule.contractLink,
    scale: scale.map(({ points, text }) => (points === undefined ? { text } : { points, text })),
    questions: Object.values(rule.questions).map(({ id, type, text, hint }) => ({ id, type, text, hint })),
  });
  return {
    rule_set: stringifyNumbers(ruleSet),
    criteria: criteria.map(({ prepared }) => texts(prepared)),
    conditions: conditions.map(({ prepared }) => texts(prepared)),
  };
}

/** Numbers become text before hashing: a JSON number has no one form in every language. */
function stringifyNumbers(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(stringifyNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, stringifyNumbers(inner)]));
}

function toApplied(
  ruleSet: RuleSet,
  sha256: string,
  criteria: readonly PreparedCriterion[],
  conditions: readonly PreparedCondition[],
): AppliedRuleSet {
  const parametersOf = (key: { readonly code: string }, list: readonly { code: string; parameters: unknown }[]) =>
    list.find(({ code }) => code === key.code)?.parameters ?? {};
  const rules: AppliedRule[] = [
    ...conditions.map(({ prepared, entry, isTrialRule }) => ({
      rule: prepared.rule,
      code: entry.code,
      kind: 'condition' as const,
      assessment: 'facts' as const,
      consequence: entry.consequence,
      scale: prepared.scale,
      parameters: isTrialRule ? (prepared.rule.trialParameters ?? {}) : parametersOf(entry, ruleSet.conditions),
      isTrialRule,
    })),
    ...criteria.map(({ prepared, code, scorecard, assessment, isTrialRule }) => ({
      rule: prepared.rule,
      code,
      kind: 'criterion' as const,
      assessment,
      scorecard,
      scale: prepared.scale,
      parameters: isTrialRule ? (prepared.rule.trialParameters ?? {}) : parametersOf({ code }, ruleSet.criteria),
      isTrialRule,
    })),
  ];
  return { id: ruleSet.id, version: ruleSet.version, title: ruleSet.title, status: ruleSet.status, sha256, rules };
}
