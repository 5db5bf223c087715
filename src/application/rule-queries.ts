import { AppError } from '../domain/errors.ts';
import { currentRules, getRuleSet, trialRules, type QuestionUse, askedQuestions } from '../scoring/catalogue.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { type LintFinding, lintRuleSet } from '../scoring/lint.ts';
import { prepareRuleSet } from '../scoring/prepared-rule-set.ts';
import type { Question } from '../scoring/question.ts';
import { type Rule, ruleKey, type ScaleRow } from '../scoring/rule.ts';
import { type RuleSet, ruleSetKey } from '../scoring/rule-set.ts';
import type { ServicePorts } from './ports.ts';

type CataloguePorts = Pick<ServicePorts, 'catalogue' | 'ruleReadme'>;

/** Where a rule set names a rule. */
export type RuleUse = {
  readonly ruleSet: string;
  readonly code: string;
  readonly scorecard?: string;
  /** Weight by profile; empty for a condition. */
  readonly weights: Readonly<Record<string, string>>;
  readonly consequence?: string;
  readonly scale: readonly ScaleRow[];
  readonly parameters: Readonly<Record<string, unknown>>;
};

export type RuleView = {
  readonly rule: Rule;
  /** `end-of-life@1` */
  readonly key: string;
  /** In no rule set: tried with weight 0. */
  readonly onTrial: boolean;
  /** A newer version is there. */
  readonly superseded: boolean;
  readonly uses: readonly RuleUse[];
};

export type RuleSetView = {
  readonly ruleSet: RuleSet;
  readonly key: string;
  readonly sha256: string;
  readonly findings: readonly LintFinding[];
};

export type QuestionView = {
  readonly question: Question;
  /** The rules that read it, in all versions. */
  readonly readBy: readonly string[];
};

/** Every rule in every version. Rules are published text: nobody needs a role to read them. */
export function listRules({ catalogue }: CataloguePorts): RuleView[] {
  const onTrial = new Set(trialRules(catalogue).map(ruleKey));
  const current = new Set(currentRules(catalogue).map(ruleKey));
  return catalogue.rules.map((rule) => ({
    rule,
    key: ruleKey(rule),
    onTrial: onTrial.has(ruleKey(rule)),
    superseded: !current.has(ruleKey(rule)),
    uses: catalogue.ruleSets.flatMap((ruleSet) => usesIn(ruleSet, rule)),
  }));
}

/** A rule by `end-of-life`, its newest version, or `end-of-life@1`, with its README where that is at hand. */
export async function getRuleView(
  ports: CataloguePorts,
  wanted: string,
): Promise<RuleView & { readonly readme?: string }> {
  const views = listRules(ports);
  const found = wanted.includes('@')
    ? views.find(({ key }) => key === wanted)
    : views.find(({ rule, superseded }) => rule.id === wanted && !superseded);
  if (found === undefined) throw new AppError('not-found', `There is no rule "${wanted}".`);
  const readme = await ports.ruleReadme?.(found.rule.id);
  return { ...found, ...(readme === undefined ? {} : { readme }) };
}

/** Every rule set with its hash and what the linter says of it. */
export function listRuleSets({ catalogue }: CataloguePorts): RuleSetView[] {
  return catalogue.ruleSets.map((ruleSet) => toRuleSetView(catalogue, ruleSet));
}

/** A rule set by `ict-net-zero-2030@2`. */
export function getRuleSetView({ catalogue }: CataloguePorts, key: string): RuleSetView {
  return toRuleSetView(catalogue, getRuleSet(catalogue, key));
}

/** The questions of a rule set in a profile, as its template asks them. */
export function listAskedQuestions({ catalogue }: CataloguePorts, ruleSetName: string, profile: string): QuestionUse[] {
  const ruleSet = getRuleSet(catalogue, ruleSetName);
  if (ruleSet.profiles.some(({ id }) => id === profile)) return askedQuestions(catalogue, ruleSet, profile);
  throw new AppError('not-found', `${ruleSetName} has no profile "${profile}".`);
}

/** Every question there is, in order of id, with the rules that read it. */
export function listQuestions({ catalogue }: CataloguePorts): QuestionView[] {
  return [...catalogue.questions.values()]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((question) => ({
      question,
      readBy: catalogue.rules
        .filter((rule) => Object.values(rule.questions).some(({ id }) => id === question.id))
        .map(ruleKey),
    }));
}

function toRuleSetView(catalogue: Catalogue, ruleSet: RuleSet): RuleSetView {
  return {
    ruleSet,
    key: ruleSetKey(ruleSet),
    sha256: prepareRuleSet(catalogue, ruleSet, false).sha256,
    findings: lintRuleSet(ruleSet, catalogue.rules),
  };
}

function usesIn(ruleSet: RuleSet, rule: Rule): RuleUse[] {
  const key = ruleKey(rule);
  const conditions = ruleSet.conditions.filter((entry) => entry.rule === key);
  const criteria = ruleSet.criteria.filter((entry) => entry.rule === key);
  return [
    ...conditions.map(({ code, consequence, parameters }) => ({
      ruleSet: ruleSetKey(ruleSet),
      code,
      weights: {},
      consequence,
      scale: rule.prepare(parameters).scale,
      parameters,
    })),
    ...criteria.map(({ code, scorecard, parameters }) => ({
      ruleSet: ruleSetKey(ruleSet),
      code,
      scorecard,
      weights: weightsOf(ruleSet, scorecard, rule.id),
      scale: rule.prepare(parameters).scale,
      parameters,
    })),
  ];
}

function weightsOf(ruleSet: RuleSet, scorecard: string, ruleId: string): Record<string, string> {
  const weights = ruleSet.scorecards.find(({ id }) => id === scorecard)?.weights ?? {};
  return Object.fromEntries(
    Object.entries(weights).flatMap(([profile, byRule]) => {
      const weight = byRule[ruleId];
      return weight === undefined ? [] : [[profile, weight]];
    }),
  );
}
