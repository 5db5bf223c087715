import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { parseFinancialYear } from '../domain/financial-year.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { toIssues } from '../domain/issue.ts';
import { decimalText, parseDecimal, toFraction, toGrams } from '../domain/quantity.ts';
import { pathwayIn, type TrajectoryPlan } from '../domain/trajectory.ts';
import type { EnteredTotals } from './enter-yearly-totals.ts';
import { readTotalsQuery } from './read-totals-query.ts';
import { FIGURE_METHODS, type StatedPlan } from './trajectory-records.ts';

export const TRAJECTORY_METHODS = ['linear', 'constant-percent', 'absolute-contraction', 'cumulative-budget'] as const;

const year = z
  .string()
  .refine((text) => parseFinancialYear(text) !== undefined, { error: 'Enter a financial year, for example 2029/30' })
  .meta({ description: 'A financial year', example: '2029/30' });
const amount = z
  .string()
  .refine((text) => parseDecimal(text)?.gte(0) ?? false, { error: 'Enter tonnes as a number, 0 or more' })
  .meta({ description: 'Tonnes CO2e', example: '9600' });
const percent = z
  .string()
  .refine((text) => isPercent(text), { error: 'Enter a percentage from 0 to 100, for example 10' })
  .meta({ description: 'Percent', example: '10' });
const words = z.string().trim().min(1, { error: 'Enter some words' }).max(500);

/** A plan as JSON, in the API and in the file that the command line reads. */
export const statedPlanSchema = z.strictObject({
  name: words.meta({ description: 'What it is called' }),
  decision_reference: words
    .nullable()
    .optional()
    .meta({ description: 'The decision that adopted it; without one the plan is illustrative' }),
  baseline: z.strictObject({
    year,
    tonnes: amount.optional().meta({ description: 'Left out, it is what the ledger holds of the year' }),
    source: words.optional().meta({ description: 'Where the amount comes from; needed with one' }),
    method: z.enum(FIGURE_METHODS).optional().meta({ description: 'How its figures were mostly made' }),
  }),
  target: z.strictObject({ year, residual_percent: percent }),
  method: z.enum(TRAJECTORY_METHODS),
  yearly_percent: percent.nullable().optional(),
  budget_tonnes: amount.nullable().optional(),
  milestones: z
    .array(z.strictObject({ year, tonnes: amount, name: words }))
    .max(30)
    .default([]),
});

export const subjectSchema = {
  organisation: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'Whose share; one’s own when left out, `all` for every organisation that shares the ledger' }),
  boundary: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'Enter small letters, digits and hyphens, as ict-operations' })
    .max(60)
    .optional()
    .meta({ description: '`ict-contracts` when left out; any other is a line of yearly totals' }),
};

/** What is said of yearly totals beside their years. */
const aboutTotals = {
  organisation: subjectSchema.organisation,
  boundary: subjectSchema.boundary.unwrap(),
  source: words.meta({ description: 'Where the totals come from' }),
  method: z.enum(FIGURE_METHODS),
  reason: words,
};
export const aboutTotalsSchema = z.object(aboutTotals);

/** Yearly totals as JSON, in the API and in the file that the command line reads. */
export const yearlyTotalsSchema = z.strictObject({
  ...aboutTotals,
  years: z
    .array(z.strictObject({ year, tonnes: amount }))
    .min(1)
    .max(100),
});

/** Reads yearly totals with whose they are. Throws AppError `invalid-input` with every fault. */
export function readTotalsFile(json: unknown): EnteredTotals {
  const result = yearlyTotalsSchema.safeParse(json, { reportInput: true });
  if (!result.success) throw new AppError('invalid-input', 'The totals cannot be read.', toIssues(result.error));
  return toEnteredTotals(result.data);
}

/** Yearly totals as sent. */
export function toEnteredTotals({ years, ...about }: z.output<typeof yearlyTotalsSchema>): EnteredTotals {
  return { ...toAboutTotals(about), totals: years };
}

/** Whose totals they are, where they come from, and why they are recorded. */
export function toAboutTotals(sent: z.output<typeof aboutTotalsSchema>): Omit<EnteredTotals, 'totals'> {
  const { organisation, boundary, ...rest } = sent;
  return { ...toSubject({ organisation, boundary }), ...rest };
}

/** The instant or day of `as_of`. Throws AppError `malformed`. */
export function readAsOf(text: string | undefined): { readonly asOf?: IsoInstant } {
  const read = readTotalsQuery({ as_of: text });
  if ('issues' in read) throw new AppError('malformed', 'The query in the address has faults.', read.issues);
  return read.asOf === undefined ? {} : { asOf: read.asOf };
}

/** What somebody sends: the baseline may be left to the ledger. */
export type PlanRequest = Omit<StatedPlan, 'baseline'> & {
  readonly baseline: Partial<StatedPlan['baseline']> & Pick<StatedPlan['baseline'], 'year'>;
};

const fileSchema = statedPlanSchema.extend({ ...subjectSchema, reason: words });

/** Reads a plan with whose it is, and the reason. Throws AppError `invalid-input` with every fault. */
export function readPlanFile(json: unknown) {
  const result = fileSchema.safeParse(json, { reportInput: true });
  if (!result.success) throw new AppError('invalid-input', 'The plan cannot be read.', toIssues(result.error));
  const { organisation, boundary, reason, ...plan } = result.data;
  return { request: toPlanRequest(plan), subject: toSubject({ organisation, boundary }), reason };
}

/** The parts of a subject that are stated. */
export function toSubject({
  organisation,
  boundary,
}: {
  organisation?: string | undefined;
  boundary?: string | undefined;
}) {
  return {
    ...(organisation === undefined ? {} : { bearer: organisation }),
    ...(boundary === undefined ? {} : { boundary }),
  };
}

/** A plan as sent. */
export function toPlanRequest(plan: z.output<typeof statedPlanSchema>): PlanRequest {
  const { name, decision_reference: decision, baseline, target, method, milestones } = plan;
  const { tonnes, source, method: baselineMethod } = baseline;
  return {
    name,
    ...(decision == null ? {} : { decisionReference: decision }),
    baseline: {
      year: baseline.year,
      ...(tonnes === undefined ? {} : { tonnes }),
      ...(source === undefined ? {} : { source }),
      ...(baselineMethod === undefined ? {} : { method: baselineMethod }),
    },
    target: { year: target.year, residualPercent: target.residual_percent },
    method,
    ...(plan.yearly_percent == null ? {} : { yearlyPercent: plan.yearly_percent }),
    ...(plan.budget_tonnes == null ? {} : { budgetTonnes: plan.budget_tonnes }),
    milestones,
  };
}

/** The plan as the formulas take it. */
export function toTrajectoryPlan(stated: StatedPlan): TrajectoryPlan {
  const span = { baseYear: stated.baseline.year, targetYear: stated.target.year };
  const baseline = gramsOf(stated.baseline.tonnes);
  const yearlyPercent = stated.yearlyPercent ?? '0';
  switch (stated.method) {
    case 'linear':
    case 'constant-percent':
      return { ...span, method: stated.method, baseline, residualPercent: stated.target.residualPercent };
    case 'absolute-contraction':
      return { ...span, method: stated.method, baseline, yearlyPercent };
    case 'cumulative-budget':
      return { ...span, method: stated.method, budget: gramsOf(stated.budgetTonnes ?? '0'), yearlyPercent };
  }
}

/** Tonnes to whole grams, rounded once, half up. */
export function gramsOf(tonnes: string): bigint {
  return toGrams(toFraction(tonnes).mul(1000));
}

/** What may remain in the target year, percent of the baseline, as the method makes it. */
export function residualPercentOf(stated: StatedPlan): string {
  const plan = toTrajectoryPlan(stated);
  if (plan.method === 'linear' || plan.method === 'constant-percent') return plan.residualPercent;
  const last = toFraction(pathwayIn(plan, plan.targetYear));
  return decimalText(last.mul(100).div(toFraction(gramsOf(stated.baseline.tonnes))), 2);
}

function isPercent(text: string): boolean {
  const value = parseDecimal(text);
  return value !== undefined && value.gte(0) && value.lte(100);
}
