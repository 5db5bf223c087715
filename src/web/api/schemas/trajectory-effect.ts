import { z } from 'zod';
import { type BidEffect, INFORMATION_MARK, type TrajectoryEffect } from '../../../application/trajectory-effect.ts';
import { kilogramsText, roundHalfUp } from '../../../domain/quantity.ts';
import type { TrajectoryLine } from '../../../domain/trajectory-line.ts';
import { decimal } from './shared.ts';

const years = z.array(
  z.strictObject({
    year: z.string(),
    gross_kg: decimal.nullable().meta({ description: 'Actual, estimated and forecast; null where nothing is known' }),
    gap_kg: decimal.nullable(),
  }),
);

const bid = z.strictObject({
  bid: z.string(),
  supplier: z.string(),
  known: z.boolean().meta({ description: 'false: it declares no carbon, and its effect is not known' }),
  missing_stages: z
    .array(z.string())
    .meta({ description: 'Stages for which it declares nothing; the effect is without' }),
  to_target_kg: decimal
    .nullable()
    .meta({ description: 'By how much the line rises up to the target year, in the inventory view' }),
  after_target_kg: decimal.nullable(),
  at_run_rate_kg: decimal.nullable().meta({
    description: 'Of both: not declared, but forecast for months of the term without carbon, and after its end',
  }),
  term_published: z
    .boolean()
    .meta({ description: 'false: it is what the bid declares, by year, and the dates of the contract may move it' }),
  use_not_told_kg: decimal.meta({
    description:
      'Declared for use with neither scope nor factor: it counts, as nobody can tell whose electricity it is',
  }),
  remaining_budget_share_percent: decimal.nullable(),
  target_year_gap_change_kg: decimal.nullable(),
  carbon_cost_gbp: z
    .strictObject({ low: decimal, central: decimal, high: decimal })
    .nullable()
    .meta({ description: 'Whole life, at the published UK values, discounted to the first year of the contract' }),
  years: years.meta({ description: 'The line with this bid in it' }),
});

export const trajectoryEffectSchema = z
  .strictObject({
    note: z.literal(INFORMATION_MARK),
    organisation: z.string(),
    boundary: z.string(),
    plan: z.string(),
    adopted: z.boolean(),
    target_year: z.string(),
    remaining_budget_kg: decimal,
    carbon_value_price_base: z.string(),
    carbon_value_set: z.string().meta({ description: 'The set in force, at the approval of an edition' }),
    years: years.meta({ description: 'The line without any of the bids' }),
    lots: z.array(z.strictObject({ lot: z.string().nullable(), bids: z.array(bid) })),
  })
  .meta({ id: 'TrajectoryEffect', description: 'What each bid would do to the trajectory, one at a time' });

export function toTrajectoryEffectJson(effect: TrajectoryEffect): z.output<typeof trajectoryEffectSchema> {
  const { trajectory, line, priceBase, carbonValueSet, lots } = effect;
  const { plan } = trajectory.record;
  return {
    note: INFORMATION_MARK,
    organisation: trajectory.bearer,
    boundary: trajectory.boundary,
    plan: plan.name,
    adopted: plan.decisionReference !== undefined,
    target_year: plan.target.year,
    remaining_budget_kg: kilogramsText(line.budget.remaining),
    carbon_value_price_base: priceBase,
    carbon_value_set: carbonValueSet ?? 'shipped-carbon-values',
    years: yearsJson(line),
    lots: lots.map(({ lot, bids }) => ({ lot: lot ?? null, bids: bids.map(bidJson) })),
  };
}

function yearsJson(line: TrajectoryLine) {
  return line.years.map(({ year, figures }) => ({
    year,
    gross_kg: figures === undefined ? null : kilogramsText(figures.gross),
    gap_kg: figures === undefined ? null : kilogramsText(figures.gap),
  }));
}

function bidJson(one: BidEffect): z.output<typeof bid> {
  const { reference, supplier, missingStages, effect, useNotTold, isTermPublished, carbonCost } = one;
  const share = effect?.shareOfBudgetPercent;
  return {
    bid: reference,
    supplier,
    known: effect !== undefined,
    missing_stages: [...missingStages],
    to_target_kg: effect === undefined ? null : kilogramsText(effect.toTarget),
    after_target_kg: effect === undefined ? null : kilogramsText(effect.afterTarget),
    at_run_rate_kg: effect === undefined ? null : kilogramsText(effect.atRunRate),
    term_published: isTermPublished,
    use_not_told_kg: kilogramsText(useNotTold),
    remaining_budget_share_percent: share === undefined ? null : roundHalfUp(share, 4),
    target_year_gap_change_kg: effect === undefined ? null : kilogramsText(effect.changeOfGap),
    carbon_cost_gbp:
      carbonCost === undefined
        ? null
        : {
            low: roundHalfUp(carbonCost.low, 2),
            central: roundHalfUp(carbonCost.central, 2),
            high: roundHalfUp(carbonCost.high, 2),
          },
    years: effect === undefined ? [] : yearsJson(effect.line),
  };
}
