import type { Bid } from '../domain/bid.ts';
import type { LotFacts, Procurement } from '../domain/procurement.ts';
import { type Fraction, sum, toFraction } from '../domain/quantity.ts';
import type { EmissionFactor, ReferenceData, RouteDuties } from '../domain/reference-data.ts';
import { type AgreedForBid, agreedForBid, type AgreedJudgement } from './agreed-judgements.ts';
import type { BidAssessment, ConditionResult, CriterionResult, StatedFinding, ThresholdResult } from './assessment.ts';
import { carbonResult } from './carbon-result.ts';
import { typedAnswer } from './computed-answers.ts';
import { conditionApplies, testCondition, testThresholds } from './conditions.ts';
import { evaluateFootprint, type Footprint } from './footprint.ts';
import { overallResult } from './overall-result.ts';
import { criterionWeight, type PreparedCriterion, type PreparedRuleSet } from './prepared-rule-set.ts';
import type { Rule, RuleInput } from './rule.ts';
import { stateFindings } from './stated-finding.ts';

/** What every bid of a lot is assessed against. */
export type LotContext = {
  readonly rules: PreparedRuleSet;
  readonly procurement: Procurement;
  readonly facts: LotFacts;
  readonly duties: RouteDuties;
  readonly factors: readonly EmissionFactor[];
  readonly referenceData: ReferenceData;
};

/** A bid before ranking and before the checks that look at all bids: it sees no other bid. */
export type UnrankedBid = Omit<BidAssessment, 'rank' | 'flags'>;

/**
 * Assesses one bid as the panel agreed: the facts as corrected, the points as judged. Where something was agreed, what
 * the rules propose on the bid as it was sent stands beside it.
 */
export function assessAsAgreed(bid: Bid, agreed: readonly AgreedJudgement[], context: LotContext): UnrankedBid {
  const own = agreedForBid(bid, agreed);
  const result = assessBid(own.corrected, context, own.agreed);
  if (own.agreed.rules.size === 0) return result;
  const asSent = assessBid(bid, context, NOTHING_AGREED);
  const isAgreed = ({ rule }: { readonly rule: Rule }) => own.agreed.rules.has(rule.id);
  return {
    ...result,
    conditions: result.conditions.map((one, index) => {
      const proposed = asSent.conditions[index]?.outcome;
      return isAgreed(one) && proposed !== undefined ? { ...one, proposed } : one;
    }),
    criteria: result.criteria.map((one, index) => {
      const proposed = asSent.criteria[index]?.points;
      return isAgreed(one) && proposed !== undefined ? { ...one, proposed } : one;
    }),
  };
}

const PRICE_QUESTION = 'bid-price';
const NOTHING_AGREED: AgreedForBid = { rules: new Set(), points: new Map() };

/** Assesses one bid: footprint, conditions, criteria, totals, thresholds, price. Other bids cannot be seen. */
function assessBid(bid: Bid, context: LotContext, agreed: AgreedForBid): UnrankedBid {
  const { rules, procurement, facts } = context;
  const footprint = evaluateFootprint(bid, facts, rules.ruleSet.footprint, context.factors);
  const ruleContext = { bidDeadline: procurement.bidDeadline };
  const inputOf = (rule: Rule) => toRuleInput(rule, bid, footprint, context);
  const conditions = rules.conditions.map((condition) => {
    const applies = conditionApplies(condition, procurement, context.duties);
    return testCondition(condition, applies, inputOf(condition.prepared.rule), ruleContext);
  });
  const criteria = rules.criteria.map((criterion) =>
    scoreCriterion(
      criterion,
      inputOf(criterion.prepared.rule),
      criterionWeight(rules, criterion, facts.profile),
      procurement,
      agreed.points.get(criterion.prepared.rule.id),
    ),
  );
  const scorecards = totalScorecards(rules, criteria, facts.profile);
  const totals = new Map(scorecards.map(({ id, total }) => [id, total]));
  const environment = scorecards.find(({ entersTotal }) => entersTotal)?.total ?? toFraction('0');
  const thresholds = testThresholds(rules.ruleSet, procurement, criteria, totals);
  const carbonValues = context.referenceData.carbonValues.values;
  const overall = overallResult({
    bid,
    environment,
    footprint,
    facts,
    procurement,
    ruleSet: rules.ruleSet,
    carbonValues,
  });
  const notRankedBecause = reasonsNotRanked(conditions, thresholds, overall.pending);
  return {
    bid,
    scorecards,
    environment,
    quality: overall.quality,
    pricePoints: overall.pricePoints,
    evaluatedPrice: overall.evaluatedPrice,
    total: overall.total,
    qualified: notRankedBecause.length === 0,
    notRankedBecause,
    conditions,
    thresholds,
    criteria,
    carbon: carbonResult(bid, footprint, facts, rules.ruleSet.netCarbon),
  };
}

function toRuleInput(rule: Rule, bid: Bid, footprint: Footprint, { facts, procurement }: LotContext): RuleInput {
  const sources = { bid, facts, footprint, bidDeadline: procurement.bidDeadline };
  const answers = Object.fromEntries(
    Object.entries(rule.questions).map(([name, question]) => [name, typedAnswer(question, sources)]),
  );
  return { answers, footprint, devices: bid.devices, removals: bid.removals, procurement: facts };
}

function scoreCriterion(
  criterion: PreparedCriterion,
  input: RuleInput,
  weight: Fraction,
  procurement: Procurement,
  judged: Fraction | undefined,
): CriterionResult {
  const { prepared, code, scorecard, whenNotAssessed, isTrialRule } = criterion;
  const outcome = prepared.evaluate(input, { bidDeadline: procurement.bidDeadline });
  if (!('status' in outcome))
    throw new TypeError(`Rule ${prepared.rule.id} is a criterion but gave a condition's outcome`);
  const points = judged ?? (outcome.status === 'scored' ? outcome.points : whenNotAssessed);
  return {
    rule: prepared.rule,
    code,
    scorecard,
    weight,
    points,
    status: judged === undefined ? outcome.status : 'scored',
    weighted: weight.mul(points).div(5),
    findings: [...priceAwaited(prepared.rule, input, procurement), ...stateFindings(prepared.rule, outcome.findings)],
    isTrialRule,
  };
}

/** What is said of a criterion that reads a price which comes after the consensus, as long as it is not there. */
function priceAwaited(rule: Rule, { answers }: RuleInput, { prices }: Procurement): StatedFinding[] {
  const isAwaited = Object.entries(rule.questions).some(
    ([name, { id }]) => id === PRICE_QUESTION && answers[name]?.state === 'missing',
  );
  if (prices !== 'separate' || !isAwaited) return [];
  const message = 'This criterion reads the price of the bid, which comes after the consensus: until then it waits.';
  return [{ messageId: 'price-awaited', message, data: {}, facts: [{ question: PRICE_QUESTION }] }];
}

/** `E = sum(weight x points / 5)` for each scorecard that weighs anything in the profile. */
function totalScorecards({ ruleSet }: PreparedRuleSet, criteria: readonly CriterionResult[], profile: string) {
  return ruleSet.scorecards
    .filter(({ weights, entersTotal }) => entersTotal || Object.keys(weights[profile] ?? {}).length > 0)
    .map(({ id, title, entersTotal }) => ({
      id,
      title,
      entersTotal,
      total: sum(criteria.filter(({ scorecard }) => scorecard === id).map(({ weighted }) => weighted)),
    }));
}

/** A bid that fails keeps its scores on file and is not ranked. */
function reasonsNotRanked(
  conditions: readonly ConditionResult[],
  thresholds: readonly ThresholdResult[],
  pending: readonly string[],
): string[] {
  return [
    ...conditions
      .filter(({ code, outcome }) => code !== 'TRIAL' && (outcome === 'fail' || outcome === 'clarify'))
      .map(({ code, outcome, codes, rule, consequence }) => {
        const grounds = codes.length === 0 ? '' : ` (${codes.join(', ')})`;
        return outcome === 'fail'
          ? `${code} ${rule.title}: not met${grounds}. Consequence: ${consequence}.`
          : `${code} ${rule.title}: to be clarified with the bidder${grounds}; not ranked until resolved.`;
      }),
    ...thresholds
      .filter(({ adopted, met }) => adopted && !met)
      .map(({ code, title, consequence }) => `${code} ${title}: not met. Consequence: ${consequence}.`),
    ...pending.map((what) => `Still to come: ${what}.`),
  ];
}
