import type { Procurement } from '../domain/procurement.ts';
import { type Fraction, toFraction } from '../domain/quantity.ts';
import type { ReferenceData, RouteDuties } from '../domain/reference-data.ts';
import type { ConditionResult, CriterionResult, ThresholdResult } from './assessment.ts';
import type { PreparedCondition } from './prepared-rule-set.ts';
import type { ConditionOutcome, Rule, RuleContext, RuleInput } from './rule.ts';
import type { RuleSet, RuleSetThreshold } from './rule-set.ts';
import { stateFindings } from './stated-finding.ts';

/** Whether a condition applies to this procurement, and the reason where it does not. */
export function conditionApplies(
  condition: PreparedCondition,
  procurement: Procurement,
  duties: RouteDuties,
): { readonly applies: true } | { readonly applies: false; readonly reason: string } {
  const { entry, prepared } = condition;
  const adoption = procurement.adoptions.find(({ code }) => code === entry.code);
  if (adoption?.on === false)
    return { applies: false, reason: adoption.reason ?? 'Switched off for this procurement.' };
  const excluded = duties.notRequired.find(({ rule }) => rule === prepared.rule.id);
  if (excluded !== undefined) return { applies: false, reason: excluded.reason };
  if (entry.stage === 'participation' && !duties.participationStage) {
    return { applies: false, reason: `${duties.title}: this route has no participation stage.` };
  }
  const isOn = adoption?.on ?? entry.on;
  return isOn ? { applies: true } : { applies: false, reason: 'Not adopted for this procurement.' };
}

/** Tests one condition. A condition that does not apply is `not-required`, with its reason. */
export function testCondition(
  condition: PreparedCondition,
  applies: ReturnType<typeof conditionApplies>,
  input: RuleInput,
  context: RuleContext,
): ConditionResult {
  const { entry, prepared } = condition;
  const base = { rule: prepared.rule, code: entry.code, stage: entry.stage, consequence: entry.consequence };
  if (!applies.applies) return { ...base, outcome: 'not-required', codes: [], reason: applies.reason, findings: [] };
  const outcome = asCondition(prepared.rule, prepared.evaluate(input, context));
  return {
    ...base,
    outcome: outcome.outcome,
    codes: outcome.codes,
    findings: stateFindings(prepared.rule, outcome.findings),
  };
}

/** A rule that declares one kind and answers with the other is a bug in the rule. */
function asCondition(rule: Rule, outcome: ReturnType<PreparedCondition['prepared']['evaluate']>): ConditionOutcome {
  if ('outcome' in outcome) return outcome;
  throw new TypeError(`Rule ${rule.id} is a condition but gave points`);
}

/** The duties of the procurement's route on its bid deadline. */
export function routeDuties(procurement: Procurement, referenceData: ReferenceData): RouteDuties {
  const { route, bidDeadline } = procurement;
  const duties = referenceData.routes.find(
    (one) => one.route === route && one.from <= bidDeadline && (one.to === undefined || bidDeadline <= one.to),
  );
  if (duties === undefined) throw new RangeError(`No duties are recorded for route ${route} on ${bidDeadline}`);
  return duties;
}

/** Tests the published minimums after scoring. One that is not adopted is tested and shown, with no consequence. */
export function testThresholds(
  ruleSet: RuleSet,
  procurement: Procurement,
  criteria: readonly CriterionResult[],
  totals: ReadonlyMap<string, Fraction>,
): ThresholdResult[] {
  return ruleSet.thresholds.map((threshold) => {
    const adoption = procurement.adoptions.find(({ code }) => code === threshold.code);
    const value = testedValue(threshold, criteria, totals);
    const minimum = toFraction(threshold.test.value);
    const reason = adoption?.reason ?? threshold.adoptionReason ?? undefined;
    return {
      id: threshold.id,
      code: threshold.code,
      title: threshold.title,
      adopted: adoption?.on ?? threshold.adopted,
      ...(reason === undefined ? {} : { reason }),
      met: value.gte(minimum),
      tested: 'total' in threshold.test ? `${threshold.test.total} total` : threshold.test.criterion,
      value,
      minimum,
      consequence: threshold.consequence,
    };
  });
}

function testedValue(
  { test }: RuleSetThreshold,
  criteria: readonly CriterionResult[],
  totals: ReadonlyMap<string, Fraction>,
): Fraction {
  const value =
    'total' in test ? totals.get(test.total) : criteria.find(({ rule }) => rule.id === test.criterion)?.points;
  if (value === undefined)
    throw new RangeError('A threshold tests a criterion or total that the rule set does not have');
  return value;
}
