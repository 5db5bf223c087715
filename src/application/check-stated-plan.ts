import { throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { toFraction } from '../domain/quantity.ts';
import type { PlanRequest } from './read-stated-plan.ts';

/** Throws AppError `invalid-input` with all that does not go together in a plan. */
export function checkStatedPlan(plan: PlanRequest): void {
  throwIfFaulty('invalid-input', 'The plan has faults:', [
    ...yearFaults(plan),
    ...baselineFaults(plan),
    ...methodFaults(plan),
  ]);
}

function yearFaults({ baseline, target, milestones }: PlanRequest): Issue[] {
  const issues: Issue[] = [];
  if (target.year <= baseline.year) {
    issues.push(fault('#/target/year', 'target-not-later', 'Enter a target year after the base year'));
  }
  for (const [index, { year }] of milestones.entries()) {
    if (year > baseline.year && year <= target.year) continue;
    const message = 'Enter a milestone year after the base year and up to the target year';
    issues.push(fault(`#/milestones/${index}/year`, 'milestone-outside', message));
  }
  return issues;
}

function baselineFaults({ baseline: { tonnes, source, method } }: PlanRequest): Issue[] {
  if (tonnes === undefined) return [];
  const issues: Issue[] = [];
  if (source === undefined) {
    issues.push(fault('#/baseline/source', 'source-missing', 'Say where the baseline comes from'));
  }
  if (method === undefined) {
    const message = 'Say whether the baseline rests on spending or on suppliers’ figures';
    issues.push(fault('#/baseline/method', 'method-missing', message));
  }
  if (isZero(tonnes)) issues.push(fault('#/baseline/tonnes', 'baseline-not-above-0', 'Enter a baseline above 0'));
  return issues;
}

function methodFaults({ method, target, yearlyPercent, budgetTonnes }: PlanRequest): Issue[] {
  const issues: Issue[] = [];
  if (method === 'constant-percent' && isZero(target.residualPercent)) {
    const message = 'Enter a residual above 0: a constant cut never reaches 0';
    issues.push(fault('#/target/residual_percent', 'residual-not-above-0', message));
  }
  const isByRate = method === 'absolute-contraction' || method === 'cumulative-budget';
  if (isByRate && isZero(yearlyPercent)) {
    const message = 'Enter by how many percent a year less is emitted';
    issues.push(fault('#/yearly_percent', 'yearly-percent-missing', message));
  }
  if (method === 'cumulative-budget' && isZero(budgetTonnes)) {
    issues.push(fault('#/budget_tonnes', 'budget-missing', 'Enter the budget in tonnes'));
  }
  return issues;
}

function fault(pointer: string, code: string, message: string): Issue {
  return { pointer, code, message };
}

function isZero(text: string | undefined): boolean {
  return text === undefined || toFraction(text).equals(0);
}
