import { z } from 'zod';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import { parseFinancialYear } from '../domain/financial-year.ts';
import { type Issue, toIssues } from '../domain/issue.ts';
import { decimalText, parseDecimal, toFraction, toGrams } from '../domain/quantity.ts';
import { pathwayIn, type TrajectoryPlan } from '../domain/trajectory.ts';
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

/** Throws AppError `invalid-input` with all that does not go together in a plan. */
export function checkStatedPlan(plan: PlanRequest): void {
  const issues: Issue[] = [];
  const fault = (pointer: string, code: string, message: string) => issues.push({ pointer, code, message });
  const { baseline, target, method, yearlyPercent, budgetTonnes, milestones } = plan;
  if (target.year <= baseline.year)
    fault('#/target/year', 'target-not-later', 'Enter a target year after the base year');
  if (baseline.tonnes !== undefined && baseline.source === undefined) {
    fault('#/baseline/source', 'source-missing', 'Say where the baseline comes from');
  }
  if (baseline.tonnes !== undefined && baseline.method === undefined) {
    fault('#/baseline/method', 'method-missing', 'Say whether the baseline rests on spending or on suppliers’ figures');
  }
  if (baseline.tonnes !== undefined && toFraction(baseline.tonnes).equals(0)) {
    fault('#/baseline/tonnes', 'baseline-not-above-0', 'Enter a baseline above 0');
  }
  if (method === 'constant-percent' && toFraction(target.residualPercent).equals(0)) {
    fault(
      '#/target/residual_percent',
      'residual-not-above-0',
      'Enter a residual above 0: a constant cut never reaches 0',
    );
  }
  const isByRate = method === 'absolute-contraction' || method === 'cumulative-budget';
  if (isByRate && (yearlyPercent === undefined || toFraction(yearlyPercent).equals(0))) {
    fault('#/yearly_percent', 'yearly-percent-missing', 'Enter by how many percent a year less is emitted');
  }
  if (method === 'cumulative-budget' && (budgetTonnes === undefined || toFraction(budgetTonnes).equals(0))) {
    fault('#/budget_tonnes', 'budget-missing', 'Enter the budget in tonnes');
  }
  for (const [index, milestone] of milestones.entries()) {
    if (milestone.year > baseline.year && milestone.year <= target.year) continue;
    const message = 'Enter a milestone year after the base year and up to the target year';
    fault(`#/milestones/${index}/year`, 'milestone-outside', message);
  }
  throwIfFaulty('invalid-input', 'The plan has faults:', issues);
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
