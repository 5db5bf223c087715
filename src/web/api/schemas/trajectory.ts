import { z } from 'zod';
import { ACCOUNTING_METHODS } from '../../../application/accounting-sheet.ts';
import { CHANGE_CAUSES } from '../../../application/ledger-stores.ts';
import { TRAJECTORY_METHODS } from '../../../application/read-stated-plan.ts';
import { FIGURE_METHODS } from '../../../application/trajectory-records.ts';
import { othersSchema } from './carbon.ts';
import { date, decimal, instant } from './shared.ts';

const kilograms = decimal.meta({ description: 'Kilograms CO2e, exact to the gram', example: '123.456' });
const known = kilograms.nullable().meta({ description: 'Null where the year has no figure, which is not zero' });
const year = z.string().meta({ description: 'A financial year', example: '2026/27' });
const figureMethod = z.enum(FIGURE_METHODS);

export const trajectorySchema = z
  .strictObject({
    organisation: z.string(),
    boundary: z.string(),
    scenario: z
      .strictObject({ name: z.string(), version: z.int(), note: z.string() })
      .nullable()
      .meta({ description: 'Whose changes are in the line, which is then not the record' }),
    name: z.string(),
    plan_version: z.int(),
    adopted: z.boolean().meta({ description: 'Whether a decision adopted the target; otherwise it is illustrative' }),
    decision_reference: z.string().nullable(),
    standing: z.string(),
    headline: z.string().meta({ description: 'The line in one sentence' }),
    baseline: z.strictObject({ year, kg: kilograms, source: z.string(), method: figureMethod }),
    target: z.strictObject({ year, residual_percent: decimal }),
    method: z.enum(TRAJECTORY_METHODS),
    years: z.array(
      z.strictObject({
        year,
        pathway_kg: kilograms,
        actual_kg: known,
        estimated_kg: known,
        forecast_kg: known,
        forecast_commitment_kg: known,
        forecast_reported_kg: known,
        forecast_run_rate_kg: known,
        forecast_pipeline_kg: known,
        gross_kg: known,
        gap_kg: known.meta({ description: 'Gross less the path: above 0 is too much' }),
        cumulative_gap_kg: known,
        removals_kg: known.meta({ description: 'Eligible removals: none before gross is 90% below the base year' }),
        contribution_kg: known.meta({ description: 'Credits that do not count' }),
        net_kg: known,
        variance_kg: known.meta({ description: 'Actual less what had been promised for the same months' }),
      }),
    ),
    budget: z.strictObject({
      total_kg: kilograms,
      used_kg: kilograms,
      remaining_kg: kilograms,
      exhausted_on: date.nullable().meta({ description: 'Null when it lasts to the target' }),
      years_without_figures: z.array(year),
    }),
    required_yearly_cut_percent: decimal
      .nullable()
      .meta({ description: 'Each year after the current one; null when no cut is enough or nothing is known' }),
    on_track: z.boolean().nullable(),
    reduction: z.strictObject({
      year: year.nullable(),
      method: figureMethod.nullable(),
      percent: decimal.nullable(),
      not_claimed_because: z.string().nullable(),
    }),
    milestones: z.array(z.strictObject({ year, kg: kilograms, name: z.string() })),
    contracts_continued_at_run_rate: z.array(z.string()),
    contracts_without_forecast: z.array(z.string()),
    next_steps: z.array(z.string()),
    notes: z.array(z.string()),
    ledger_version: z.int(),
    ...othersSchema,
    estimated_until: z.string(),
    as_of: instant.nullable(),
  })
  .meta({ id: 'Trajectory', description: 'The line of an organisation to its target' });

export const trajectoryRecordSchema = z.strictObject({
  kind: z.enum(['plan', 'totals']),
  organisation: z.string(),
  boundary: z.string(),
  version: z.int(),
  reason: z.string(),
  by: z.string(),
  at: instant,
  ledger_version: z.int(),
  plan: z
    .strictObject({
      name: z.string(),
      decision_reference: z.string().nullable(),
      baseline: z.strictObject({ year, tonnes: decimal, source: z.string(), method: figureMethod }),
      target: z.strictObject({ year, residual_percent: decimal }),
      method: z.enum(TRAJECTORY_METHODS),
      yearly_percent: decimal.nullable(),
      budget_tonnes: decimal.nullable(),
      milestones: z.array(z.strictObject({ year, tonnes: decimal, name: z.string() })),
    })
    .nullable(),
  totals: z
    .strictObject({
      source: z.string(),
      method: figureMethod,
      file: z.string().nullable(),
      years: z.array(z.strictObject({ year, tonnes: decimal })),
    })
    .nullable(),
});

export const changeSchema = z
  .strictObject({
    plan_version: z.int(),
    since: instant,
    before_kg: kilograms,
    after_kg: kilograms,
    causes: z.array(z.strictObject({ cause: z.enum(CHANGE_CAUSES), kg: kilograms })),
  })
  .nullable();

export const accountingSheetSchema = z
  .strictObject({
    financial_year: year,
    organisation: z.string(),
    view: z.literal('inventory'),
    tool_edition: z.null().meta({ description: 'The layout follows no edition of the tool' }),
    notes: z.array(z.string()),
    contracts: z.array(
      z.strictObject({
        contract: z.string(),
        title: z.string(),
        supplier: z.string().nullable(),
        ict_category: z.string().nullable(),
        start: date.nullable(),
        end: date.nullable(),
        share_percent: decimal,
        annual_value_share_gbp: decimal.nullable().meta({ description: 'Without VAT; not what was paid in the year' }),
        methods: z
          .array(z.strictObject({ method: z.enum(ACCOUNTING_METHODS), kg: kilograms }))
          .meta({ description: 'How the total was found, the largest part first; they add up to it' }),
        scope_1_kg: known,
        scope_2_kg: known,
        scope_3_kg: known,
        scope_not_stated_kg: known,
        total_kg: known.meta({ description: 'Of all scopes; null where nothing is known, which is not zero' }),
        quality: decimal.nullable().meta({ description: '1 (best) to 5, weighted by emissions' }),
        estimated_kg: known,
        estimated_percent: decimal.nullable(),
        forecast_kg: known,
        provisional: z.boolean(),
      }),
    ),
    total_kg: kilograms,
    ledger_version: z.int(),
    estimated_until: z.string(),
    as_of: instant.nullable(),
  })
  .meta({ id: 'AccountingSheet', description: 'Contracts for the councils’ greenhouse gas accounting tool' });

const difference = {
  forecast_kg: known.meta({ description: 'null where nothing was on record on the day, which is not zero' }),
  became_kg: kilograms,
  variance_kg: known.meta({ description: 'What it became less the forecast' }),
  variance_percent: decimal.nullable().meta({ description: 'Of the forecast', example: '-12.50' }),
};

export const varianceSchema = z
  .strictObject({
    organisation: z.string(),
    ledger_version: z.int(),
    notes: z.array(z.string()),
    rows: z.array(
      z.strictObject({
        year: z.string(),
        forecast_of: z.enum(['before-year', 'year-end', 'edition']),
        edition: z.string().nullable(),
        on: date,
        ...difference,
        reported_by_then_kg: kilograms,
        actual_kg: kilograms,
        estimated_kg: kilograms,
        contracts: z
          .array(z.strictObject({ contract: z.string(), title: z.string(), ...difference }))
          .nullable()
          .meta({ description: 'Where one year is asked for; they add up to its row' }),
      }),
    ),
  })
  .meta({ id: 'TrajectoryVariance' });
