import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startYearOf, toFinancialYear } from '../../src/domain/financial-year.ts';
import { toIsoDate } from '../../src/domain/iso-date.ts';
import { fractionText, roundHalfUp, ZERO } from '../../src/domain/quantity.ts';
import {
  constantCutTo,
  gapsToPathway,
  pathway,
  pathwayIn,
  plannedBudget,
  remainingBudget,
  requiredConstantCut,
  spreadOverFinancialYears,
  type TrajectoryPlan,
  yearsUntilExhausted,
} from '../../src/domain/trajectory.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const TONNE = 1_000_000n;
const SPAN = { baseYear: '2019/20', targetYear: '2030/31' } as const;
const LINEAR: TrajectoryPlan = { ...SPAN, method: 'linear', baseline: 1000n * TONNE, residualPercent: '0' };
const CONSTANT: TrajectoryPlan = {
  ...SPAN,
  method: 'constant-percent',
  baseline: 1000n * TONNE,
  residualPercent: '10',
};
const CONTRACTION: TrajectoryPlan = {
  ...SPAN,
  method: 'absolute-contraction',
  baseline: 1000n * TONNE,
  yearlyPercent: '4.2',
};

describe('pathwayIn', () => {
  test('the linear path starts at the baseline, ends at the residual and stays there', () => {
    const plan = { ...LINEAR, residualPercent: '10' } as const;
    const amounts = ['2018/19', '2019/20', '2030/31', '2040/41'].map((year) => pathwayIn(plan, year) / TONNE);
    expect(amounts).toEqual([1000n, 1000n, 100n, 100n]);
  });

  test('the constant percentage path cuts each year by the same share, exactly to the gram at both ends', () => {
    expect(pathwayIn(CONSTANT, '2019/20')).toBe(1000n * TONNE);
    expect(pathwayIn(CONSTANT, '2030/31')).toBe(100n * TONNE);
    const [before, after] = ['2024/25', '2025/26'].map((year) => Number(pathwayIn(CONSTANT, year)));
    expect(1 - (after ?? 0) / (before ?? 1)).toBeCloseTo(0.188869, 6);
  });

  test('a constant percentage never reaches 0 and says so', () => {
    expect(() => pathwayIn({ ...CONSTANT, residualPercent: '0' }, '2025/26')).toThrow('never reaches 0');
  });

  test('absolute contraction never falls below 0', () => {
    const plan = { ...CONTRACTION, yearlyPercent: '10' } as const;
    expect(pathwayIn(plan, '2030/31')).toBe(0n);
  });

  test('a target that is not after the base year is refused', () => {
    expect(() => pathwayIn({ ...LINEAR, targetYear: '2019/20' }, '2019/20')).toThrow('not after the base year');
  });

  test('no path ever rises, whatever the method', () => {
    const percent = fc.integer({ min: 1, max: 100 }).map(String);
    const baseline = fc.bigInt({ min: 1n, max: 10n ** 15n });
    const plan = fc.oneof(
      fc.record({
        method: fc.constantFrom('linear' as const, 'constant-percent' as const),
        baseline,
        residualPercent: percent,
      }),
      fc.record({ method: fc.constant('absolute-contraction' as const), baseline, yearlyPercent: percent }),
      fc.record({ method: fc.constant('cumulative-budget' as const), budget: baseline, yearlyPercent: percent }),
    );
    fc.assert(
      fc.property(plan, fc.integer({ min: 2020, max: 2045 }), (made, target) => {
        const amounts = pathway(
          { ...made, baseYear: '2019/20', targetYear: toFinancialYear(target) },
          '2018/19',
          '2050/51',
        );
        const rises = amounts.slice(1).filter(({ grams }, index) => grams > (amounts[index]?.grams ?? 0n));
        expect(rises).toEqual([]);
        expect(amounts.every(({ grams }) => grams >= 0n)).toBe(true);
      }),
    );
  });
});

describe('gaps and budgets', () => {
  test('gaps stand by year and add up, in the order of years', () => {
    const emitted = [
      { year: '2021/22', grams: 700n * TONNE },
      { year: '2020/21', grams: 1000n * TONNE },
    ];
    const plan = { ...LINEAR, targetYear: '2029/30' } as const; // 900 t, then 800 t.
    expect(
      gapsToPathway(plan, emitted).map(({ year, gap, cumulativeGap }) => [year, gap / TONNE, cumulativeGap / TONNE]),
    ).toEqual([
      ['2020/21', 100n, 100n],
      ['2021/22', -100n, 0n],
    ]);
  });

  test('the budget left falls below 0 when it is overspent', () => {
    const plan: TrajectoryPlan = { ...SPAN, method: 'cumulative-budget', budget: 100n, yearlyPercent: '13' };
    expect(remainingBudget(plan, [{ year: '2019/20', grams: 130n }])).toBe(-30n);
  });

  test('there is no constant cut for an overspent budget, nor for nothing emitted', () => {
    expect(requiredConstantCut(700n, -1n)).toBeUndefined();
    expect(requiredConstantCut(0n, 100n)).toBeUndefined();
    const cut = requiredConstantCut(700n, 0n);
    expect(cut === undefined ? undefined : fractionText(cut)).toBe('1');
  });

  test('a budget lasts when yearly cuts are deep enough, and is gone at once when nothing is left', () => {
    expect(yearsUntilExhausted(2000n, 700n, 0.5)).toBeUndefined();
    expect(yearsUntilExhausted(0n, 700n)).toBe(0);
    expect(yearsUntilExhausted(100n, 0n)).toBeUndefined();
  });
});

describe('spreadOverFinancialYears', () => {
  test('a year and two days falls on three financial years by their days', () => {
    expect(spreadOverFinancialYears(368n, '2027-03-31', '2028-04-01')).toEqual([
      { year: '2026/27', grams: 1n },
      { year: '2027/28', grams: 366n },
      { year: '2028/29', grams: 1n },
    ]);
  });

  test('the parts always add up to the whole, and a reversal mirrors what it reverses', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => toIsoDate(2020, 1, 1 + days));
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), day, day, (grams, a, b) => {
        const [start, end] = a <= b ? [a, b] : [b, a];
        const parts = spreadOverFinancialYears(grams, start, end);
        expect(parts.reduce((sum, part) => sum + part.grams, 0n)).toBe(grams);
        const reversed = spreadOverFinancialYears(-grams, start, end);
        expect(parts.every((part, index) => part.grams + (reversed[index]?.grams ?? 1n) === 0n)).toBe(true);
      }),
    );
  });

  test('a period that ends before it starts is refused', () => {
    expect(() => spreadOverFinancialYears(1n, '2027-04-02', '2027-04-01')).toThrow('before it starts');
  });
});

type Base = { base: number; y0: number; y1: number };
type Caps = { total_budget_t: number; first_year_cap_t: number; annual_reduction: number; first_fy: string };
type CapsExpected = {
  caps_t: number[];
  sum_2020_25: number;
  sum_to_2037_38: number;
  share_3y_pct: number;
  share_7y_pct: number;
  share_to_2030_pct: number;
};

describe.skipIf(!sharedExists)('trajectories of the worked examples (skipped without the shared data)', () => {
  test('W15: linear, constant percentage and absolute contraction', () => {
    const { inputs, expected } = workedExample<Base, Record<string, number>>('carbon', 'W15');
    const baseline = BigInt(inputs.base) * TONNE;
    const span = { baseYear: toFinancialYear(inputs.y0), targetYear: toFinancialYear(inputs.y1) };
    const toZero: TrajectoryPlan = { ...span, method: 'linear', baseline, residualPercent: '0' };
    expect(Number(pathwayIn(toZero, '2026/27')) / 1e6).toBeCloseTo(expected['linear_to_zero_2026'] ?? 0, 4);
    expect(Number(plannedBudget(toZero)) / 1e6).toBeCloseTo(expected['sum_2020_2030'] ?? 0, 4);
    expect(constantCutTo(baseline, baseline / 10n, 11)).toBeCloseTo(expected['exp_rate_to_10pct'] ?? 0, 10);
    const contraction: TrajectoryPlan = { ...span, method: 'absolute-contraction', baseline, yearlyPercent: '4.2' };
    expect(Number(pathwayIn(contraction, '2030/31')) / 1e6).toBe(expected['aca_4.2_linear_2030']);
    expect(constantCutTo(700n, 100n, 4)).toBeCloseTo(expected['required_cagr_700_to_100_2026_2030'] ?? 0, 8);
  });

  test('W1a: the yearly caps of a cumulative budget, and their sums', () => {
    const { inputs, expected, tolerance } = workedExample<Caps, CapsExpected>('carbon', 'W1a');
    // The source rounds its first cap up, and its sums follow from the cap: a budget of cap / rate gives both.
    const plan: TrajectoryPlan = {
      baseYear: inputs.first_fy,
      targetYear: '2099/00',
      method: 'cumulative-budget',
      budget: BigInt(Math.round((inputs.first_year_cap_t / inputs.annual_reduction) * 1e6)),
      yearlyPercent: String(inputs.annual_reduction * 100),
    };
    const years = pathway(plan, '2018/19', '2037/38');
    const tonnes = years.map(({ grams }) => Number(grams) / 1e6);
    for (const [index, cap] of expected.caps_t.entries())
      expect(Math.abs((tonnes[index] ?? 0) - cap)).toBeLessThanOrEqual(tolerance);
    const sumOf = (from: number, to: number) =>
      years
        .filter(({ year }) => startYearOf(year) >= from && startYearOf(year) <= to)
        .reduce((sum, { grams }) => sum + Number(grams) / 1e6, 0);
    expect(Math.abs(sumOf(2020, 2024) - expected.sum_2020_25)).toBeLessThanOrEqual(tolerance);
    expect(Math.abs(sumOf(2018, 2037) - expected.sum_to_2037_38)).toBeLessThanOrEqual(tolerance);
    const share = (to: number) => (100 * sumOf(2018, to)) / inputs.total_budget_t;
    expect(share(2020)).toBeCloseTo(expected.share_3y_pct, 1);
    expect(Math.round(share(2024))).toBe(expected.share_7y_pct);
    expect(Math.round(share(2029))).toBe(expected.share_to_2030_pct);
  });

  test('W18: the cut a late start needs, and the year the budget is gone', () => {
    type City = { budget_Mt: number; first_year_Mt: number; actual_cut: number; start_year: number };
    const { inputs, expected, tolerance } = workedExample<City, Record<string, number>>('carbon', 'W18');
    const grams = (megatonnes: number) => BigInt(Math.round(megatonnes * 1e6)) * TONNE;
    const emittedIn = (year: number) => inputs.first_year_Mt * (1 - inputs.actual_cut) ** (year - inputs.start_year);
    const requiredFrom = (year: number) => {
      let spent = 0;
      for (let past = inputs.start_year; past < year; past++) spent += emittedIn(past);
      return requiredConstantCut(grams(emittedIn(year - 1)), grams(inputs.budget_Mt - spent))?.valueOf() ?? 0;
    };
    expect(Math.abs(100 * requiredFrom(2022) - (expected['required_cut_from_2022_pct'] ?? 0))).toBeLessThanOrEqual(
      tolerance,
    );
    expect(Math.abs(100 * requiredFrom(2025) - (expected['required_cut_from_2025_pct'] ?? 0))).toBeLessThanOrEqual(
      tolerance,
    );
    const years = yearsUntilExhausted(grams(inputs.budget_Mt), grams(inputs.first_year_Mt), inputs.actual_cut) ?? 0;
    expect(Math.floor(inputs.start_year + years)).toBe(expected['exhaustion_year']);
  });

  test('C2: the constant cut for what is left, and the years it lasts without one', () => {
    const { inputs, expected } = workedExample<Record<string, number>, Record<string, number>>('carbon', 'C2');
    const [remaining, last] = [BigInt(inputs['remaining_t'] ?? 0) * TONNE, BigInt(inputs['last_t'] ?? 0) * TONNE];
    expect(Number(roundHalfUp(requiredConstantCut(last, remaining) ?? ZERO, 6))).toBe(
      expected['required_constant_cut'],
    );
    expect(yearsUntilExhausted(remaining, last)).toBeCloseTo(expected['years_at_constant'] ?? 0, 4);
  });
});
