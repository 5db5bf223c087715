import type { PlanRequest } from '../../src/application/read-stated-plan.ts';
import type { PlanRecord } from '../../src/application/trajectory-records.ts';

/** 100 t in 2019/20, 9 t less each year, 10 t in 2029/30; adopted by nobody. */
export function aPlan(overrides: Partial<PlanRequest> = {}): PlanRequest {
  return {
    name: 'ICT net zero 2030',
    baseline: { year: '2019/20', tonnes: '100', source: 'Spend analysis of 2020', method: 'spend' },
    target: { year: '2029/30', residualPercent: '10' },
    method: 'linear',
    milestones: [],
    ...overrides,
  };
}

export function aPlanRecord(): PlanRecord {
  return {
    kind: 'plan',
    bearer: 'northshire',
    boundary: 'ict-contracts',
    version: 1,
    reason: 'First “plan”',
    by: 'sustainability',
    byName: 'Sol',
    at: '2026-11-23T09:00:00Z',
    ledgerVersion: 0,
    plan: { ...aPlan(), baseline: { year: '2019/20', tonnes: '100', source: 'Spend', method: 'spend' } },
  };
}
