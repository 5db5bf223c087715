import { z } from 'zod';
import { DEFAULT_OUTCOMES } from '../../../scoring/default-notice.ts';
import { decimal, exact, instant, sha256 } from './shared.ts';

const finding = z.strictObject({
  message: z.string(),
  message_id: z.string(),
  data: z.record(z.string(), z.string()),
  facts: z.array(
    z.strictObject({ question: z.string(), value: z.string().nullable(), evidence: z.string().optional() }),
  ),
  evidence: z.strictObject({ document: z.string(), page: z.string().nullable() }).nullable(),
  nearest_miss: z.string().nullable(),
});

const condition = z.strictObject({
  rule: z.string(),
  code: z.string(),
  outcome: z.enum(['pass', 'fail', 'clarify', 'not-required']),
  codes: z.array(z.string()),
  reason: z.string().optional(),
  proposal: z.enum(['pass', 'fail', 'clarify', 'not-required']).optional(),
  agreed: z.enum(['pass', 'fail', 'clarify', 'not-required']).optional(),
  findings: z.array(finding),
});

const criterion = z.strictObject({
  rule: z.string(),
  version: z.int(),
  code: z.string(),
  scorecard: z.string(),
  weight: decimal,
  points: z.string(),
  points_exact: exact,
  weighted_exact: exact,
  status: z.enum(['scored', 'not-assessed']),
  on_trial: z.boolean(),
  findings: z.array(finding),
  proposal: z.string(),
  individual: z
    .array(z.strictObject({ by: z.string(), points: z.string() }))
    .meta({ description: 'Locked scores of evaluators, for those who may see them' }),
  agreed: z.string().nullable().meta({ description: 'The points of the consensus' }),
});

const carbon = z.strictObject({
  gross_kg: decimal.nullable(),
  evaluated_kg_per_unit: decimal,
  evaluated_kg_per_unit_exact: exact,
  evaluated_kg: decimal,
  assumed_by_authority: z.boolean(),
  stages_without_line: z.array(z.string()),
  eligible_removals_kg: decimal,
  counted_removals_kg: decimal,
  net_kg: decimal.nullable(),
  zero_net_claim: z.strictObject({ met: z.boolean(), reason: z.string() }),
  low_kg: decimal.nullable(),
  high_kg: decimal.nullable(),
  coverage_percent: decimal,
  primary_percent: decimal.nullable(),
  by_year_kg: z.record(z.string(), decimal),
  by_stage_kg: z.record(z.string(), decimal.nullable()),
});

const flag = z.strictObject({
  code: z.string(),
  severity: z.enum(['high', 'medium', 'low']),
  title: z.string(),
  message: z.string(),
  questions: z.array(z.string()),
});

const assessedBid = z
  .strictObject({
    bid: z.string(),
    lot: z.string().optional(),
    supplier: z.string(),
    scorecards: z.record(z.string(), decimal),
    scorecards_exact: z.record(z.string(), exact),
    environment: decimal,
    environment_exact: exact,
    quality: decimal.nullable(),
    price_points: decimal.nullable(),
    evaluated_price: decimal.nullable(),
    evaluated_price_exact: exact.nullable(),
    total: decimal.nullable(),
    total_exact: exact.nullable(),
    rank: z.int().nullable(),
    qualified: z.boolean(),
    not_ranked_because: z.array(z.string()),
    conditions: z.array(condition),
    thresholds: z.array(
      z.strictObject({
        code: z.string(),
        adopted: z.boolean(),
        met: z.boolean(),
        value_exact: exact,
        minimum: decimal,
      }),
    ),
    criteria: z.array(criterion),
    carbon,
    flags: z.array(flag),
  })
  .meta({ id: 'AssessedBid' });

const tieBreak = z.array(z.strictObject({ bids: z.array(z.string()), step: z.string(), sentence: z.string() }));

const assessment = z.strictObject({
  procurement: z.string(),
  rule_set: z.strictObject({ id: z.string(), version: z.int(), sha256 }),
  profile: z.string(),
  status: z.enum(['trial', 'draft', 'issued']),
  input_hash: sha256,
  software_version: z.string(),
  bids: z.array(assessedBid),
  ranking: z.array(z.string()),
  tie_break: tieBreak,
  implied_carbon_price_gbp_per_t: decimal.nullable(),
  notices: z.array(z.string()),
  lots: z
    .array(
      z.strictObject({
        lot: z.string().nullable(),
        profile: z.string(),
        ranking: z.array(z.string()),
        tie_break: tieBreak,
        implied_carbon_price_gbp_per_t: decimal.nullable(),
      }),
    )
    .optional(),
});

const defaultNotice = z
  .strictObject({
    bid: z.string(),
    lot: z.string().optional(),
    topic: z.string(),
    clarification: z.int().optional(),
    outcome: z.enum(DEFAULT_OUTCOMES),
    sentence: z.string(),
  })
  .meta({
    id: 'DefaultNotice',
    description: 'A published default that counts: whether the bidder was asked once, and how that ended',
  });

/** The assessment as the decision record has it, with when and by whom it was made. */
export const assessmentSchema = assessment
  .extend({
    id: z.string(),
    made_at: instant,
    made_by: z.string(),
    made_again_because: z.string().nullable().meta({ description: 'What changed while people evaluated' }),
    changed_since: z.array(z.string()),
    defaults: z.array(defaultNotice),
  })
  .meta({ id: 'Assessment' });

/** An assessment that is not on record. */
export const bareAssessmentSchema = assessment.meta({ id: 'BareAssessment' });
