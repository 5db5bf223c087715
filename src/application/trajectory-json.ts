import { decimalText, type Grams, HUNDRED, kilogramsText, roundHalfUp } from '../domain/quantity.ts';
import type { LineFigures, LineYear } from '../domain/trajectory-line.ts';
import { gramsOf, residualPercentOf } from './read-stated-plan.ts';
import { SCENARIO_MARK } from './scenario-words.ts';
import { toOthersJson } from './totals-json.ts';
import type { Trajectory } from './trajectory.ts';
import type { TrajectoryChange } from './trajectory-change.ts';
import type { StatedPlan, TrajectoryRecord } from './trajectory-records.ts';
import { headline, lineNotes, nextSteps, standingText } from './trajectory-words.ts';

/** A line as the interfaces give it: kilograms as decimal text, null where a year has no figure. */
export function toTrajectoryJson(found: Trajectory) {
  const { bearer, boundary, record, line, moment, reduction, material, scenario } = found;
  const { plan } = record;
  const { budget, requiredYearlyCut } = line;
  return {
    organisation: bearer,
    boundary,
    scenario: scenario === undefined ? null : { name: scenario.name, version: scenario.version, note: SCENARIO_MARK },
    name: plan.name,
    plan_version: record.version,
    adopted: plan.decisionReference !== undefined,
    decision_reference: plan.decisionReference ?? null,
    standing: standingText(record),
    headline: headline(found),
    baseline: {
      year: plan.baseline.year,
      kg: kilogramsText(gramsOf(plan.baseline.tonnes)),
      source: plan.baseline.source,
      method: plan.baseline.method,
    },
    target: { year: plan.target.year, residual_percent: residualPercentOf(plan) },
    method: plan.method,
    years: line.years.map(toYearJson),
    budget: {
      total_kg: kilogramsText(budget.total),
      used_kg: kilogramsText(budget.used),
      remaining_kg: kilogramsText(budget.remaining),
      exhausted_on: budget.exhaustedOn ?? null,
      years_without_figures: [...budget.yearsWithoutFigures],
    },
    required_yearly_cut_percent:
      requiredYearlyCut === undefined ? null : roundHalfUp(requiredYearlyCut.mul(HUNDRED), 4),
    on_track: line.onTrack ?? null,
    reduction: {
      year: reduction.latestYear ?? null,
      method: reduction.latestMethod ?? null,
      percent: reduction.percent === undefined ? null : decimalText(reduction.percent, 4),
      not_claimed_because: reduction.because ?? null,
    },
    milestones: plan.milestones.map(({ year, tonnes, name }) => ({ year, kg: kilogramsText(gramsOf(tonnes)), name })),
    contracts_continued_at_run_rate: [...material.continued],
    contracts_without_forecast: [...material.withoutForecast],
    next_steps: nextSteps(found),
    notes: lineNotes(found),
    ledger_version: moment.version,
    ...toOthersJson(found),
    estimated_until: moment.until,
    as_of: found.asOf ?? null,
  };
}

function toYearJson({ year, pathway, figures }: LineYear) {
  const kg = (of: (known: LineFigures) => Grams | undefined) => {
    const grams = figures === undefined ? undefined : of(figures);
    return grams === undefined ? null : kilogramsText(grams);
  };
  return {
    year,
    pathway_kg: kilogramsText(pathway),
    actual_kg: kg(({ actual }) => actual),
    estimated_kg: kg(({ estimated }) => estimated),
    forecast_kg: kg(({ forecast }) => forecast),
    forecast_commitment_kg: kg(({ forecastBy }) => forecastBy.commitment),
    forecast_reported_kg: kg(({ forecastBy }) => forecastBy.reported),
    forecast_run_rate_kg: kg(({ forecastBy }) => forecastBy['run-rate']),
    forecast_pipeline_kg: kg(({ forecastBy }) => forecastBy.pipeline),
    gross_kg: kg(({ gross }) => gross),
    gap_kg: kg(({ gap }) => gap),
    cumulative_gap_kg: kg(({ cumulativeGap }) => cumulativeGap),
    removals_kg: kg(({ eligibleRemovals }) => eligibleRemovals),
    contribution_kg: kg(({ contribution }) => contribution),
    net_kg: kg(({ net }) => net),
    variance_kg: kg(({ variance }) => variance),
  };
}

/** What has moved a line since its plan was stated; null for one that is no ledger. */
export function toChangeJson(change: TrajectoryChange | undefined) {
  if (change === undefined) return null;
  const { since, before, after, causes } = change;
  return {
    plan_version: since.version,
    since: since.at,
    before_kg: kilogramsText(before),
    after_kg: kilogramsText(after),
    causes: causes.map(({ cause, grams }) => ({ cause, kg: kilogramsText(grams) })),
  };
}

/** A plan, or yearly totals, as recorded. */
export function toTrajectoryRecordJson(record: TrajectoryRecord) {
  const { kind, bearer, boundary, version, reason, byName, at, ledgerVersion } = record;
  return {
    kind,
    organisation: bearer,
    boundary,
    version,
    reason,
    by: byName,
    at,
    ledger_version: ledgerVersion,
    plan: record.kind === 'plan' ? toPlanJson(record.plan) : null,
    totals:
      record.kind === 'totals'
        ? {
            source: record.source,
            method: record.method,
            file: record.file?.name ?? null,
            years: record.totals.map((one) => ({ ...one })),
          }
        : null,
  };
}

function toPlanJson(plan: StatedPlan) {
  return {
    name: plan.name,
    decision_reference: plan.decisionReference ?? null,
    baseline: { ...plan.baseline },
    target: { year: plan.target.year, residual_percent: plan.target.residualPercent },
    method: plan.method,
    yearly_percent: plan.yearlyPercent ?? null,
    budget_tonnes: plan.budgetTonnes ?? null,
    milestones: plan.milestones.map((milestone) => ({ ...milestone })),
  };
}
