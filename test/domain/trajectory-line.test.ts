import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decimalText,
  type Fraction,
  type Grams,
  ONE,
  roundHalfUp,
  toFraction,
  ZERO,
} from '../../src/domain/quantity.ts';
import { pathwayIn, plannedBudget, requiredConstantCut, type TrajectoryPlan } from '../../src/domain/trajectory.ts';
import {
  constantCutWithin,
  type ContractYear,
  type ContractYears,
  trajectoryLine,
} from '../../src/domain/trajectory-line.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const TONNE = 1_000_000n;
/** 1,000 t in 2019/20, 90 t less each year, 100 t in 2029/30. */
const PLAN: TrajectoryPlan = {
  baseYear: '2019/20',
  targetYear: '2029/30',
  method: 'linear',
  baseline: 1000n * TONNE,
  residualPercent: '10',
};

function contract(reference: string, ...years: ContractYear[]): ContractYears {
  return { reference, title: reference, supplier: 'Alder Ltd (fictitious)', category: 'cloud', shared: false, years };
}

function year(name: string, parts: Partial<Record<'actual' | 'estimated' | 'forecast' | 'promised', number>>) {
  const { actual = 0, estimated = 0, forecast = 0, promised } = parts;
  return {
    year: name,
    actual: BigInt(actual) * TONNE,
    estimated: BigInt(estimated) * TONNE,
    forecast: BigInt(forecast) * TONNE,
    ...(forecast === 0 ? {} : { basis: 'commitment' as const }),
    ...(promised === undefined ? {} : { promised: BigInt(promised) * TONNE }),
  };
}

/** All that so many years emit after one that emitted `now`, each the same part of 1 less than the one before; grams. */
function emittedAfter(now: Grams, cut: Fraction, years: number): Fraction {
  const kept = ONE.sub(cut);
  let [year, sum] = [toFraction(now), ZERO];
  for (let passed = 0; passed < years; passed++) {
    year = year.mul(kept);
    sum = sum.add(year);
  }
  return sum;
}

const tonnes = (grams: bigint | undefined) => (grams === undefined ? undefined : Number(grams) / 1e6);

describe('the line by year', () => {
  const line = trajectoryLine({
    plan: PLAN,
    currentYear: '2026/27',
    contracts: [
      contract('C-1', year('2025/26', { actual: 300, promised: 280 }), year('2026/27', { actual: 100, forecast: 90 })),
      contract('C-2', year('2025/26', { estimated: 200 }), year('2026/27', { estimated: 60, forecast: 50 })),
    ],
  });
  const shown = (name: string) => {
    const found = line.years.find((one) => one.year === name);
    const { gross, gap, cumulativeGap, variance } = found?.figures ?? {};
    return [found?.pathway, gross, gap, cumulativeGap, variance].map(tonnes);
  };

  test('it adds actual, estimated and forecast figures and sets them beside the path', () => {
    expect(shown('2025/26')).toEqual([460, 500, 40, 40, 20]);
    expect(shown('2026/27')).toEqual([370, 300, -70, -30, undefined]);
  });

  test('a year without any figure has none: it is not zero', () => {
    expect(shown('2020/21')).toEqual([910, undefined, undefined, undefined, undefined]);
    expect(line.onTrack).toBeUndefined();
  });

  test('the budget leaves out years that are over and have no figure, and names them', () => {
    const { total, used, remaining, yearsWithoutFigures } = line.budget;
    // 460 + 370 + 280 + 190 + 100, less 300 + 200 + 100 + 60.
    expect([total, used, remaining].map(tonnes)).toEqual([1400, 660, 740]);
    expect(yearsWithoutFigures).toEqual(['2020/21', '2021/22', '2022/23', '2023/24', '2024/25']);
  });

  test('years of estimates from before the first report are shown, and left out of the budget', () => {
    const early = contract('C-1', year('2023/24', { estimated: 1 }), year('2025/26', { actual: 500 }));
    const { years, budget } = trajectoryLine({ plan: PLAN, currentYear: '2026/27', contracts: [early] });
    expect(tonnes(years.find((one) => one.year === '2023/24')?.figures?.gross)).toBe(1);
    expect([budget.total, budget.used].map(tonnes)).toEqual([1400, 500]);
    expect(tonnes(years.find((one) => one.year === '2025/26')?.figures?.cumulativeGap)).toBe(40);
  });

  test('the forecast stands by what it is based on', () => {
    const { figures } = line.years.find((one) => one.year === '2026/27') ?? {};
    expect(figures?.forecastBy).toEqual({ commitment: 140n * TONNE, reported: 0n, 'run-rate': 0n, pipeline: 0n });
  });
});

describe('removals', () => {
  const removals = [{ year: '2029/30', grams: 500n * TONNE }];
  const targetYear = (gross: number) => {
    const contracts = [contract('C-1', year('2029/30', { forecast: gross }))];
    const { years } = trajectoryLine({ plan: PLAN, currentYear: '2026/27', contracts, removals });
    const { eligibleRemovals, contribution, net } = years.at(-1)?.figures ?? {};
    return [eligibleRemovals, contribution, net].map(tonnes);
  };

  test('none counts while gross is above a tenth of the base year: they are a contribution', () => {
    expect(targetYear(101)).toEqual([0, 500, 101]);
  });

  test('at a tenth they bring net down to 0, and never below', () => {
    expect(targetYear(100)).toEqual([100, 400, 0]);
  });
});

describe('the budget', () => {
  const steady = (gross: number, last = 2029) =>
    Array.from({ length: last - 2019 }, (_, index) =>
      year(`${2020 + index}/${String(21 + index)}`, { forecast: gross }),
    );
  const lineOf = (...years: ContractYear[]) =>
    trajectoryLine({ plan: PLAN, currentYear: '2020/21', contracts: [contract('C-1', ...years)] });

  test('it runs out on the day on which the line has used it up', () => {
    // 5,050 t for 10 years at 1,000 t: five years, and 50 t of a year of 365 days: 18.25 days.
    expect(lineOf(...steady(1000)).budget.exhaustedOn).toBe('2025-04-19');
  });

  test('used up to the gram in the target year it lasts', () => {
    expect(lineOf(...steady(505)).budget.exhaustedOn).toBeUndefined();
    expect(lineOf(...steady(506)).budget.exhaustedOn).toBe('2030-03-24');
  });

  test('on track is who ends on the path with the budget unspent', () => {
    expect(lineOf(...steady(100)).onTrack).toBe(true);
    expect(lineOf(...steady(505)).onTrack).toBe(false);
  });

  test('the cut that is needed, applied, meets the budget to the gram', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 15n }),
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        fc.integer({ min: 1, max: 30 }),
        (now, left, years) => {
          const cut = constantCutWithin(now, left, years) ?? ZERO;
          const unused = toFraction(left).sub(emittedAfter(now, cut, years));
          expect(unused.gte(0)).toBe(true);
          expect(cut.equals(0) || unused.lt(1)).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('the line says which cut it is, each year after the current one', () => {
    const line = lineOf(year('2020/21', { actual: 1000 }));
    const cut = line.requiredYearlyCut ?? ZERO;
    const sum = emittedAfter(1000n * TONNE, cut, 9);
    expect(roundHalfUp(sum.div(toFraction(TONNE)), 6)).toBe('4050.000000');
  });

  test('no cut is enough once the budget is overspent', () => {
    expect(lineOf(year('2020/21', { actual: 5051 })).requiredYearlyCut).toBeUndefined();
    expect(lineOf(year('2020/21', { actual: 5051 })).budget.remaining).toBe(-TONNE);
  });
});

test('every path that has a residual ends at it, whatever the amounts', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('linear' as const, 'constant-percent' as const),
      fc.bigInt({ min: 1000n, max: 10n ** 15n }),
      fc.integer({ min: 1, max: 100 }),
      (method, baseline, residual) => {
        const plan = { ...PLAN, method, baseline, residualPercent: String(residual) };
        const last = trajectoryLine({ plan, contracts: [], currentYear: '2026/27' }).years.at(-1);
        expect(last?.year).toBe('2029/30');
        const exact = toFraction(baseline).mul(residual).div(100);
        expect(String(last?.pathway)).toBe(roundHalfUp(exact, 0));
      },
    ),
  );
});

test('the parts of a contract that two organisations share make the same line as the whole, to the gram', () => {
  const grams = fc.bigInt({ min: 0n, max: 10n ** 12n });
  fc.assert(
    fc.property(grams, grams, (ours, theirs) => {
      const lineOf = (amount: bigint) =>
        trajectoryLine({
          plan: PLAN,
          currentYear: '2026/27',
          contracts: [contract('C-1', { year: '2025/26', actual: amount, estimated: 0n, forecast: 0n })],
        }).budget.used;
      expect(lineOf(ours) + lineOf(theirs)).toBe(lineOf(ours + theirs));
    }),
  );
});

describe.skipIf(!sharedExists)('lines of the worked examples (skipped without the shared data)', () => {
  test('W1a: a line that emits the yearly caps of the budget is on its path in each year', () => {
    type Caps = { total_budget_t: number; annual_reduction: number; first_year_cap_t: number; first_fy: string };
    const { inputs, expected, tolerance } = workedExample<Caps, { caps_t: number[] }>('carbon', 'W1a');
    const plan: TrajectoryPlan = {
      baseYear: inputs.first_fy,
      targetYear: '2037/38',
      method: 'cumulative-budget',
      budget: BigInt(inputs.total_budget_t) * TONNE,
      yearlyPercent: decimalText(toFraction(inputs.annual_reduction).mul(100)),
    };
    const years = expected.caps_t.map((cap, index) => year(`${2018 + index}/${19 + index}`, { actual: cap }));
    const line = trajectoryLine({ plan, contracts: [contract('city', ...years)], currentYear: '2024/25' });
    const gaps = line.years.flatMap(({ figures }) => (figures === undefined ? [] : [Math.abs(Number(figures.gap))]));
    expect(gaps).toHaveLength(expected.caps_t.length);
    expect(Math.max(...gaps) / 1e6).toBeLessThanOrEqual(tolerance);
    // Who has kept to the caps needs no other cut than that of the plan.
    expect(Number(line.requiredYearlyCut?.valueOf())).toBeCloseTo(inputs.annual_reduction, 4);
  });

  test('C2: the cut for what is left of a budget for all time', () => {
    const { inputs, expected } = workedExample<Record<string, number>, Record<string, number>>('carbon', 'C2');
    const [remaining, last] = [BigInt(inputs['remaining_t'] ?? 0) * TONNE, BigInt(inputs['last_t'] ?? 0) * TONNE];
    const plan: TrajectoryPlan = {
      baseYear: '2025/26',
      targetYear: '2029/30',
      method: 'cumulative-budget',
      budget: remaining + last,
      yearlyPercent: '10',
    };
    const now = { year: '2026/27', actual: last, estimated: 0n, forecast: 0n };
    // The base year lies before the ledger: what it was allowed is not part of what is left.
    const line = trajectoryLine({ plan, contracts: [contract('all', now)], currentYear: '2026/27' });
    const left = line.budget.remaining;
    expect(left).toBe(remaining - pathwayIn(plan, '2025/26'));
    expect(line.requiredYearlyCut?.equals(requiredConstantCut(last, left) ?? ZERO)).toBe(true);
    expect(Number(roundHalfUp(requiredConstantCut(last, remaining) ?? ZERO, 6))).toBe(
      expected['required_constant_cut'],
    );
    expect(plannedBudget(plan)).toBe(remaining + last);
  });
});
