import { evidenceText } from '../domain/evidence.ts';
import { decimalText, distinctTexts, type Fraction, fractionText, roundHalfUp } from '../domain/quantity.ts';
import type {
  Assessment,
  BidAssessment,
  CarbonResult,
  ConditionResult,
  CriterionResult,
  LotAssessment,
  StatedFinding,
} from './assessment.ts';
import { pointsText } from './stated-finding.ts';

/**
 * The assessment as the API and the decision record give it: decimals as text, exact values beside the rounded
 * ones. Two totals that differ are printed with as many places as tell them apart.
 */
export function toAssessmentJson(assessment: Assessment) {
  const { procurement, ruleSet, lots } = assessment;
  const [single] = lots;
  const isDivided = procurement.lots.length > 0;
  return {
    procurement: procurement.reference,
    rule_set: { id: ruleSet.id, version: ruleSet.version, sha256: ruleSet.sha256 },
    profile: single?.profile.id ?? procurement.profile,
    status: assessment.status,
    input_hash: assessment.inputHash,
    software_version: assessment.softwareVersion,
    bids: lots.flatMap((lot) => bidsJson(lot)),
    ranking: isDivided ? [] : (single?.ranking ?? []),
    tie_break: isDivided ? [] : (single?.tieBreak ?? []),
    implied_carbon_price_gbp_per_t: isDivided ? null : priceJson(single),
    notices: [...new Set(lots.flatMap(({ notices }) => notices))],
    ...(isDivided ? { lots: lots.map(lotJson) } : {}),
  };
}

export type AssessmentJson = ReturnType<typeof toAssessmentJson>;

function lotJson(lot: LotAssessment) {
  return {
    lot: lot.lot?.id ?? null,
    profile: lot.profile.id,
    ranking: lot.ranking,
    tie_break: lot.tieBreak,
    implied_carbon_price_gbp_per_t: priceJson(lot),
  };
}

function priceJson(lot: LotAssessment | undefined): string | null {
  const price = lot?.impliedCarbonPrice;
  return price === undefined ? null : roundHalfUp(price.poundsPerTonne, 2);
}

function bidsJson(lot: LotAssessment) {
  const totals = distinctTexts(lot.bids.flatMap(({ total }) => (total === undefined ? [] : [total])));
  let next = 0;
  return lot.bids.map((bid) => bidJson(bid, bid.total === undefined ? null : (totals[next++] ?? null), lot.lot?.id));
}

function bidJson(bid: BidAssessment, total: string | null, lot: string | undefined) {
  return {
    bid: bid.bid.reference,
    ...(lot === undefined ? {} : { lot }),
    supplier: bid.bid.supplier.name,
    scorecards: Object.fromEntries(bid.scorecards.map((card) => [card.id, roundHalfUp(card.total, 2)])),
    scorecards_exact: Object.fromEntries(bid.scorecards.map((card) => [card.id, fractionText(card.total)])),
    environment: roundHalfUp(bid.environment, 2),
    environment_exact: fractionText(bid.environment),
    quality: bid.quality === undefined ? null : decimalText(bid.quality),
    price_points: rounded(bid.pricePoints, 4),
    evaluated_price: rounded(bid.evaluatedPrice, 2),
    evaluated_price_exact: exact(bid.evaluatedPrice),
    total,
    total_exact: exact(bid.total),
    rank: bid.rank ?? null,
    qualified: bid.qualified,
    not_ranked_because: bid.notRankedBecause,
    conditions: bid.conditions.map(conditionJson),
    thresholds: bid.thresholds.map(({ code, adopted, met, value, minimum }) => ({
      code,
      adopted,
      met,
      value_exact: fractionText(value),
      minimum: decimalText(minimum),
    })),
    criteria: bid.criteria.map(criterionJson),
    carbon: carbonJson(bid.carbon),
    flags: bid.flags,
  };
}

function conditionJson({ rule, code, outcome, codes, reason, findings, proposed }: ConditionResult) {
  return {
    rule: rule.id,
    code,
    outcome,
    codes,
    ...(reason === undefined ? {} : { reason }),
    ...(proposed === undefined ? {} : { proposal: proposed, agreed: outcome }),
    findings: findings.map(findingJson),
  };
}

function criterionJson(criterion: CriterionResult) {
  return {
    rule: criterion.rule.id,
    version: criterion.rule.version,
    code: criterion.code,
    scorecard: criterion.scorecard,
    weight: decimalText(criterion.weight),
    points: pointsText(criterion.points),
    points_exact: fractionText(criterion.points),
    weighted_exact: fractionText(criterion.weighted),
    status: criterion.status,
    on_trial: criterion.isTrialRule,
    findings: criterion.findings.map(findingJson),
    proposal: pointsText(criterion.proposed ?? criterion.points),
    individual: [] as { by: string; points: string }[],
    agreed: criterion.proposed === undefined ? null : pointsText(criterion.points),
  };
}

function findingJson(finding: StatedFinding) {
  return {
    message: finding.message,
    message_id: finding.messageId,
    data: finding.data,
    facts: finding.facts.map(({ question, value, evidence }) => ({
      question,
      value: value ?? null,
      ...(evidence === undefined ? {} : { evidence: evidenceText(evidence) }),
    })),
    evidence:
      finding.evidence === undefined
        ? null
        : { document: finding.evidence.document, page: finding.evidence.page ?? null },
    nearest_miss: finding.nearestMiss ?? null,
  };
}

function carbonJson(carbon: CarbonResult) {
  const { footprint, range } = carbon;
  return {
    gross_kg: rounded(footprint.grossKilograms, 3),
    evaluated_kg_per_unit: decimalText(footprint.evaluatedPerUnit, 6),
    evaluated_kg_per_unit_exact: fractionText(footprint.evaluatedPerUnit),
    evaluated_kg: roundHalfUp(footprint.evaluatedKilograms, 3),
    assumed_by_authority: footprint.assumedByAuthority,
    stages_without_line: footprint.stagesWithoutLine,
    eligible_removals_kg: roundHalfUp(carbon.eligibleRemovalsKilograms, 3),
    counted_removals_kg: roundHalfUp(carbon.countedRemovalsKilograms, 3),
    net_kg: rounded(carbon.netKilograms, 3),
    zero_net_claim: carbon.netZeroClaim,
    low_kg: range === undefined ? null : range.lowKilograms.toFixed(0),
    high_kg: range === undefined ? null : range.highKilograms.toFixed(0),
    coverage_percent: roundHalfUp(footprint.completenessPercent, 2),
    primary_percent: rounded(footprint.primaryPercent, 2),
    by_year_kg: Object.fromEntries(carbon.byYear.map(({ year, kilograms }) => [year, roundHalfUp(kilograms, 3)])),
    by_stage_kg: Object.fromEntries(carbon.byStage.map(({ stage, kilograms }) => [stage, rounded(kilograms, 3)])),
  };
}

function rounded(value: Fraction | undefined, places: number): string | null {
  return value === undefined ? null : roundHalfUp(value, places);
}

function exact(value: Fraction | undefined): string | null {
  return value === undefined ? null : fractionText(value);
}
