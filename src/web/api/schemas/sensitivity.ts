import { z } from 'zod';
import { fractionText, roundHalfUp } from '../../../domain/quantity.ts';
import type { DrawnShares, SensitivityReport, WeightAnalysis } from '../../../scoring/sensitivity.ts';
import { decimal, exact } from './shared.ts';

const share = z.number().min(0).max(1);
const drawn = z.strictObject({
  rank_acceptability: z.array(z.array(share)),
  central_weights: z.array(z.array(z.number()).nullable()),
  winning_index: z.array(z.array(share)),
});

const analysis = z.strictObject({
  on: z.enum(['total', 'environment']),
  bids: z.array(z.string()).meta({ description: 'The order of all lists by bid' }),
  first: z.string(),
  second: z.string(),
  gap: decimal,
  gap_exact: exact,
  parts: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      weight_percent: decimal,
      tip_percent: decimal.nullable(),
      rise: decimal.nullable(),
      rise_is_possible: z.boolean(),
    }),
  ),
  transfer: z
    .strictObject({
      points: decimal,
      moves: z.array(z.strictObject({ from: z.string(), to: z.string(), points: decimal })),
    })
    .nullable(),
  smallest_change: z.strictObject({ points: z.number(), changes: z.array(decimal) }).nullable(),
  around_weights: drawn,
  all_weights: drawn,
  borda: z.strictObject({ points: z.array(exact), agrees: z.boolean() }),
});

export const sensitivityReportSchema = z
  .strictObject({
    lot: z.string().nullable(),
    light: z.enum(['green', 'amber', 'red', 'none']),
    sentence: z.string(),
    seed: z.string(),
    draws: z.int(),
    on_total: analysis.nullable(),
    on_environment: analysis.nullable(),
    single_mark_flips: z.array(
      z.strictObject({
        bid: z.string(),
        rule: z.string(),
        code: z.string(),
        title: z.string(),
        change: z.enum(['+1', '-1']),
        new_first: z.string(),
      }),
    ),
    carbon: z.array(
      z.strictObject({
        lower: z.string(),
        higher: z.string(),
        probability: share,
        wording: z.enum(['not distinguishable', 'weak', 'likely', 'clear']),
      }),
    ),
  })
  .meta({ id: 'Sensitivity', description: 'How firm a ranking is. A diagnosis: it never changes the award' });

/** Places to which points and weights are shown; the exact gap stands beside. */
const PLACES = 4;

export function toSensitivityJson(
  report: SensitivityReport,
  lot: string | undefined,
): z.output<typeof sensitivityReportSchema> {
  return {
    lot: lot ?? null,
    light: report.light,
    sentence: report.sentence,
    seed: report.seed,
    draws: report.draws,
    on_total: toAnalysisJson(report.onTotal),
    on_environment: toAnalysisJson(report.onEnvironment),
    single_mark_flips: report.singleMarkFlips.map(({ bid, rule, code, title, change, newFirst }) => ({
      bid,
      rule,
      code,
      title,
      change,
      new_first: newFirst,
    })),
    carbon: report.carbon.map(({ lower, higher, probability, wording }) => ({ lower, higher, probability, wording })),
  };
}

function toAnalysisJson(given: WeightAnalysis | undefined): z.output<typeof analysis> | null {
  if (given === undefined) return null;
  const { transfer, smallestChange, borda } = given;
  return {
    on: given.on,
    bids: [...given.bids],
    first: given.first,
    second: given.second,
    gap: roundHalfUp(given.gap, PLACES),
    gap_exact: fractionText(given.gap),
    parts: given.parts.map(({ id, title, weightPercent, tipPercent, rise, riseIsPossible }) => ({
      id,
      title,
      weight_percent: roundHalfUp(weightPercent, PLACES),
      tip_percent: tipPercent === undefined ? null : roundHalfUp(tipPercent, PLACES),
      rise: rise === undefined ? null : roundHalfUp(rise, PLACES),
      rise_is_possible: riseIsPossible,
    })),
    transfer:
      transfer === undefined
        ? null
        : {
            points: roundHalfUp(transfer.points, PLACES),
            moves: transfer.moves.map(({ from, to, points }) => ({ from, to, points: roundHalfUp(points, PLACES) })),
          },
    smallest_change:
      smallestChange === undefined
        ? null
        : { points: smallestChange.points, changes: smallestChange.changes.map((one) => roundHalfUp(one, PLACES)) },
    around_weights: toDrawnJson(given.aroundWeights),
    all_weights: toDrawnJson(given.allWeights),
    borda: { points: borda.points.map(fractionText), agrees: borda.agrees },
  };
}

function toDrawnJson({ rankAcceptability, centralWeights, winningIndex }: DrawnShares): z.output<typeof drawn> {
  return {
    rank_acceptability: rankAcceptability.map((row) => [...row]),
    central_weights: centralWeights.map((row) => (row === undefined ? null : [...row])),
    winning_index: winningIndex.map((row) => [...row]),
  };
}
