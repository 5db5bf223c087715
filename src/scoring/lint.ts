import { toFraction } from '../domain/quantity.ts';
import { findRule } from './catalogue.ts';
import type { Rule } from './rule.ts';
import { type RuleSet, type Scorecard, totalWeight, weightOf } from './rule-set.ts';

/** Errors stop the rule set from being used; warnings are shown to who publishes it. */
export type LintFinding = { readonly severity: 'error' | 'warning'; readonly code: string; readonly message: string };

const MANY_CRITERIA = 25;

/** Checks a rule set against its rules and against the law's split of supplier and bid. */
export function lintRuleSet(ruleSet: RuleSet, rules: readonly Rule[]): LintFinding[] {
  return [
    ...lintRules(ruleSet, rules),
    ...lintWeights(ruleSet),
    ...lintSupplierCriteria(ruleSet, rules),
    ...lintThresholds(ruleSet),
    ...lintSharedFacts(ruleSet, rules),
    ...lintCodes(ruleSet),
    ...(ruleSet.criteria.length > MANY_CRITERIA
      ? [
          warning(
            'many-criteria',
            `${ruleSet.criteria.length} criteria: more than ${MANY_CRITERIA} have been called more complex than they should be (NAO on Magnox).`,
          ),
        ]
      : []),
  ];
}

function lintRules(ruleSet: RuleSet, rules: readonly Rule[]): LintFinding[] {
  return [...ruleSet.criteria, ...ruleSet.conditions].flatMap(({ rule: key, code, parameters }) => {
    const rule = findRule({ rules }, key);
    if (rule === undefined) return [error('unknown-rule', `${code} names ${key}, which is not there.`)];
    const parsed = rule.parameters.safeParse(parameters);
    const faults = (parsed.error?.issues ?? []).map((issue) =>
      error('parameters', `${code} ${key}, ${issue.path.join('.')}: ${issue.message}.`),
    );
    const kind = ruleSet.conditions.some(({ code: other }) => other === code) ? 'condition' : 'criterion';
    if (rule.kind !== kind) faults.push(error('kind', `${code} ${key} is a ${rule.kind}, listed as a ${kind}.`));
    return faults.length > 0 ? faults : lintScale(rule, code, parameters);
  });
}

/** Bands must fall from the top and end at 0, so that every bid gets one result. */
function lintScale(rule: Rule, code: string, parameters: unknown): LintFinding[] {
  if (rule.kind === 'condition') return [];
  const { scale, table } = rule.prepare(parameters);
  const points = scale.flatMap((row) => (row.points === undefined ? [] : [Number(row.points)]));
  const faults: LintFinding[] = [];
  if (points.some((value) => value < 0 || value > 5))
    faults.push(error('points', `${code}: points must be from 0 to 5.`));
  if (table !== undefined && points.at(-1) !== 0)
    faults.push(error('bands-cover', `${code}: the last line must be worth 0.`));
  return faults;
}

function lintWeights(ruleSet: RuleSet): LintFinding[] {
  const known = new Set(ruleSet.criteria.map(({ rule }) => rule.split('@')[0]));
  return ruleSet.scorecards.flatMap((scorecard) => [
    ...ruleSet.profiles.flatMap(({ id }) => {
      const total = totalWeight(scorecard, id);
      const isEmpty = Object.keys(scorecard.weights[id] ?? {}).length === 0;
      return total.equals(100) || (isEmpty && !scorecard.entersTotal)
        ? []
        : [
            error(
              'weights',
              `Scorecard ${scorecard.id}, profile ${id}: the weights total ${total.toFraction()}, not 100.`,
            ),
          ];
    }),
    ...Object.entries(scorecard.weights).flatMap(([profile, weights]) => [
      ...(ruleSet.profiles.some(({ id }) => id === profile)
        ? []
        : [error('profile', `Scorecard ${scorecard.id} weighs an unknown profile "${profile}".`)]),
      ...Object.keys(weights)
        .filter((rule) => !known.has(rule))
        .map((rule) =>
          error(
            'weights',
            `Scorecard ${scorecard.id}, profile ${profile} weighs "${rule}", which is no criterion here.`,
          ),
        ),
    ]),
  ]);
}

/** Award criteria look at the bid (Procurement Act 2023, s.23); facts about the supplier belong in conditions (s.22). */
function lintSupplierCriteria(ruleSet: RuleSet, rules: readonly Rule[]): LintFinding[] {
  return ruleSet.criteria.flatMap(({ rule: key, code, scorecard }) => {
    const card = ruleSet.scorecards.find(({ id }) => id === scorecard);
    if (card === undefined)
      return [error('scorecard', `${code} stands in scorecard "${scorecard}", which is not there.`)];
    const rule = findRule({ rules }, key);
    if (card.stage !== 'award' || rule === undefined || card.supplierCriteriaReason !== undefined) return [];
    return Object.values(rule.questions).every(({ about }) => about === 'supplier')
      ? [
          error(
            'supplier-criterion',
            `${code} asks only about the supplier, but stands in an award scorecard; move it, or give supplierCriteriaReason.`,
          ),
        ]
      : [];
  });
}

function lintThresholds(ruleSet: RuleSet): LintFinding[] {
  return ruleSet.thresholds.flatMap(({ code, test, adopted, adoptionReason }) => {
    const isKnown =
      'total' in test
        ? ruleSet.scorecards.some(({ id }) => id === test.total)
        : ruleSet.criteria.some(({ rule }) => rule.split('@')[0] === test.criterion);
    return [
      ...(isKnown ? [] : [error('threshold', `${code} tests something that is not in the rule set.`)]),
      ...(adopted && adoptionReason === null ? [error('threshold', `${code} is adopted without a reason.`)] : []),
    ];
  });
}

/** One fact never earns points twice. */
function lintSharedFacts(ruleSet: RuleSet, rules: readonly Rule[]): LintFinding[] {
  const readers = new Map<string, string[]>();
  for (const { rule: key, code } of ruleSet.criteria) {
    for (const { id } of Object.values(findRule({ rules }, key)?.questions ?? {})) {
      readers.set(id, [...(readers.get(id) ?? []), code]);
    }
  }
  return [...readers]
    .filter(([question, codes]) => codes.length > 1 && isWeighedTogether(ruleSet, codes) && question !== '')
    .map(([question, codes]) =>
      error('shared-fact', `${codes.join(' and ')} both read ${question}: one fact would earn points twice.`),
    );
}

function isWeighedTogether(ruleSet: RuleSet, codes: readonly string[]): boolean {
  const entries = ruleSet.criteria.filter(({ code }) => codes.includes(code));
  return ruleSet.profiles.some(({ id: profile }) => {
    const weighed = entries.filter(({ rule, scorecard }) => {
      const card: Scorecard | undefined = ruleSet.scorecards.find(({ id }) => id === scorecard);
      return card !== undefined && toFraction(weightOf(card, profile, rule.split('@')[0] ?? '')).n > 0n;
    });
    return weighed.length > 1;
  });
}

function lintCodes(ruleSet: RuleSet): LintFinding[] {
  const codes = [...ruleSet.criteria, ...ruleSet.conditions, ...ruleSet.thresholds].map(({ code }) => code);
  return [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))].map((code) =>
    error('codes', `The code ${code} is used twice.`),
  );
}

function error(code: string, message: string): LintFinding {
  return { severity: 'error', code, message };
}

function warning(code: string, message: string): LintFinding {
  return { severity: 'warning', code, message };
}
