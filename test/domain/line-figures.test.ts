import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysByFinancialYear } from '../../src/domain/financial-year.ts';
import { addDays, inclusiveDays } from '../../src/domain/iso-date.ts';
import {
  activityKilograms,
  type AppliedFactor,
  declaredKilograms,
  type FactorOn,
  lineFigures,
  qualityOf,
} from '../../src/domain/line-figures.ts';
import { daysByMonth, sharesOf, splitByDays, splitGrams } from '../../src/domain/period-split.ts';
import { toFraction, toGrams, ZERO } from '../../src/domain/quantity.ts';
import { aLine } from '../support/carbon.ts';
import { readSharedJson, sharedExists } from '../support/shared-data.ts';

const ALONE = sharesOf(undefined, 'northshire');
const grams = (figures: readonly { readonly grams?: bigint }[]) =>
  figures.reduce((total, figure) => total + (figure.grams ?? 0n), 0n);

/** Invented factors of a unit, by year; 2027 is not approved and 2026 stands in. */
const FACTORS: Readonly<Record<string, string>> = { 2025: '0.2', 2026: '0.1' };
const factorOn: FactorOn = (date): AppliedFactor | undefined => {
  const year = date.slice(0, 4);
  const set = year === '2027' ? '2026' : year;
  const kgCo2e = FACTORS[set];
  return kgCo2e === undefined
    ? undefined
    : { id: 'electricity.test', set, kgCo2e, unit: 'kWh', provisional: set !== year };
};

const amounts = fc.bigInt({ min: 0n, max: 10n ** 13n });
const periods = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 800 })).map(([from, days]) => ({
  periodStart: addDays('2025-01-01', from),
  periodEnd: addDays('2025-01-01', from + days - 1),
}));

describe('dividing grams', () => {
  it('gives parts that add up to the whole, each within a gram of its exact share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(amounts, weights, fc.boolean(), (whole, given, negative) => {
        fc.pre(given.some((weight) => weight > 0n));
        const signed = negative ? -whole : whole;
        const parts = splitGrams(signed, given);
        expect(parts.reduce((total, part) => total + part, 0n)).toBe(signed);
        const sum = given.reduce((total, weight) => total + weight, 0n);
        for (const [index, part] of parts.entries()) {
          const difference = part * sum - signed * (given[index] ?? 0n);
          expect(difference < sum && difference > -sum).toBe(true);
        }
      }),
    );
  });

  it('is the same for weights in the same proportion, whether their products are small or large', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 366n }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 11n }), weights, (whole, given) => {
        fc.pre(given.some((weight) => weight > 0n));
        const large = given.map((weight) => weight * 10n ** 20n);
        expect(splitGrams(whole, given)).toEqual(splitGrams(whole, large));
      }),
    );
  });

  it('is the same by days, whether doubles are enough for it or not', () => {
    const days = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 40 });
    const wholes = fc.oneof(amounts, fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }));
    fc.assert(
      fc.property(wholes, days, (whole, given) => {
        fc.pre(given.some((part) => part > 0));
        expect(splitByDays(whole, given)).toEqual(splitGrams(whole, given.map(BigInt)));
      }),
    );
    expect(splitByDays(0n, [0, 0])).toEqual([0n, 0n]);
    expect(() => splitByDays(1n, [0, 0])).toThrow(RangeError);
  });

  it('gives the grams left over to the largest remainders, the earlier first', () => {
    expect(splitGrams(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(splitGrams(10n, [0n, 3n, 4n])).toEqual([0n, 4n, 6n]);
    expect(splitGrams(0n, [0n, 0n])).toEqual([0n, 0n]);
    expect(() => splitGrams(1n, [0n, 0n])).toThrow(RangeError);
  });
});

describe('a line as figures', () => {
  it('adds up over its months and organisations, whatever its period and shares', () => {
    const shares = fc.integer({ min: 0, max: 1000 }).map((thousandths) => ({
      eastham: String(thousandths / 10),
      northshire: String((1000 - thousandths) / 10),
    }));
    fc.assert(
      fc.property(amounts, periods, shares, (whole, period, percents) => {
        const line = aLine('C1', 'L1', { ...period, amount: `${whole}`, amountUnit: 'kg' });
        const figures = lineFigures(line, sharesOf(percents, 'northshire'), 'blended', factorOn);
        expect(grams(figures)).toBe(whole * 1000n);
        expect(figures).toHaveLength(2 * daysByMonth(period.periodStart, period.periodEnd).length);
      }),
    );
  });

  it('is the exact product or amount, rounded once, where it falls in one month', () => {
    const figure = fc.tuple(fc.nat(10 ** 9), fc.nat(9)).map(([digits, places]) => {
      const text = String(digits).padStart(places + 1, '0');
      return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    });
    const optional = fc.option(figure, { nil: undefined });
    const stated = fc.record({ quantity: optional, amount: optional, marketBasedAmount: optional });
    const day = fc.integer({ min: 1, max: 31 }).map((number) => `2026-07-${String(number).padStart(2, '0')}`);
    fc.assert(
      fc.property(stated, fc.constantFrom('kg', 't'), day, (given, amountUnit, periodEnd) => {
        const { amount: _, ...bare } = aLine('C1', 'L1', { periodStart: '2026-07-01', periodEnd, amountUnit });
        const stated = Object.entries(given).filter(([, text]) => text !== undefined);
        const line = { ...bare, factor: 'electricity.test', unit: 'kWh', ...Object.fromEntries(stated) };
        const kilograms = activityKilograms(line, 'blended', factorOn) ?? declaredKilograms(line);
        const market = declaredKilograms({ ...line, amount: given.marketBasedAmount ?? '0' });
        expect(lineFigures(line, ALONE, 'blended', factorOn)).toEqual([
          {
            dimensions: expect.objectContaining({ month: '2026-07' }),
            ...(kilograms === undefined ? {} : { grams: toGrams(kilograms) }),
            ...(given.marketBasedAmount === undefined ? {} : { marketBased: toGrams(market ?? ZERO) }),
          },
        ]);
      }),
    );
  });

  it('takes the factor of each calendar year for its part, rounded once', () => {
    const line = aLine('C1', 'L1', {
      periodStart: '2025-12-01',
      periodEnd: '2026-01-31',
      quantity: '620',
      unit: 'kWh',
      factor: 'electricity.test',
      amount: undefined as never,
    });
    const { amount: _, ...withoutAmount } = line;
    const blended = lineFigures(withoutAmount, ALONE, 'blended', factorOn);
    expect(blended.map(({ dimensions: { month, factorSet }, ...figure }) => [month, factorSet, figure.grams])).toEqual([
      ['2025-12', '2025', 62_000n],
      ['2026-01', '2026', 31_000n],
    ]);
    const majority = lineFigures(withoutAmount, ALONE, 'majority', factorOn);
    expect(majority.map(({ dimensions }) => dimensions.factorSet)).toEqual(['2025', '2025']);
    expect(grams(majority)).toBe(124_000n);
  });

  it('marks what uses another year’s set as provisional', () => {
    const { amount: _, ...line } = aLine('C1', 'L1', {
      periodStart: '2026-12-31',
      periodEnd: '2027-01-01',
      quantity: '2',
      unit: 'kWh',
      factor: 'electricity.test',
    });
    const figures = lineFigures(line, ALONE, 'blended', factorOn);
    expect(figures.map(({ dimensions: { provisional } }) => provisional)).toEqual([false, true]);
  });

  it('puts a purchase whole on its date', () => {
    const line = aLine('C1', 'L1', {
      periodStart: '2026-05-31',
      periodEnd: '2026-05-31',
      amount: '1',
      amountUnit: 't',
    });
    const figures = lineFigures(line, ALONE, 'blended', factorOn);
    expect(figures.map(({ dimensions: { month }, grams: whole }) => [month, whole])).toEqual([['2026-05', 1_000_000n]]);
  });

  it('keeps a market-based figure without a location-based one, which is then absent and not 0', () => {
    const { amount: _, ...line } = aLine('C1', 'L1', { marketBasedAmount: '5' });
    expect(lineFigures(line, ALONE, 'blended', factorOn)).toMatchObject([{ marketBased: 5000n }]);
    expect(lineFigures(line, ALONE, 'blended', factorOn)[0]).not.toHaveProperty('grams');
  });

  it('leaves electricity of devices in council buildings out of the inventory, and a supplier’s own in', () => {
    const group = (overrides: Parameters<typeof aLine>[2]) =>
      lineFigures(aLine('C1', 'L1', overrides), ALONE, 'blended', factorOn)[0]?.dimensions.doubleCountGroup;
    expect(group({ stage: 'use', scope: '2' })).toBe('council-building-electricity');
    expect(group({ stage: 'use', scope: '3', factor: 'electricity.uk.td' })).toBe('council-building-electricity');
    expect(group({ stage: 'serve', scope: '2' })).toBe('');
    expect(group({ stage: 'use', scope: '3' })).toBe('');
    expect(group({ contract: 'own-ict', scope: '2' })).toBe('council-building-electricity');
  });

  it('reads tiers as data quality 1 to 5', () => {
    expect((['A', 'B', 'C', 'D', ''] as const).map(qualityOf)).toEqual([1, 2, 3, 4, 5]);
  });
});

type Case = {
  readonly id: string;
  readonly inputs: Readonly<Record<string, number | string | readonly number[]>>;
  readonly expected: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  readonly tolerance: number;
};

describe.skipIf(!sharedExists)('worked examples for carbon accounting (material beside the project)', () => {
  const cases = sharedExists
    ? (readSharedJson('data', 'carbon-examples', 'cases.json') as { readonly cases: readonly Case[] }).cases
    : [];
  const get = (id: string): Case => {
    const found = cases.find((one) => one.id === id);
    if (found === undefined) throw new Error(`There is no case ${id}`);
    return found;
  };

  it('W20: the blended factor of a financial year', () => {
    const { inputs, expected, tolerance } = get('W20');
    const [before = 0, after = 0] = inputs['factors'] as readonly number[];
    const [first = 0] = inputs['days'] as readonly number[];
    // As many days of the first year as stated, so that they lie before New Year.
    const start = addDays('2020-01-01', -first);
    const { amount: _, ...line } = aLine('C1', 'L1', {
      periodStart: start,
      periodEnd: addDays(start, 364),
      quantity: '1000000000',
      unit: 'kWh',
      factor: 'x',
    });
    const figures = lineFigures(line, ALONE, 'blended', (date) => {
      const kgCo2e = String(date < '2020-01-01' ? before : after);
      return { id: 'x', set: date.slice(0, 4), kgCo2e, unit: 'kWh', provisional: false };
    });
    expect(Math.abs(Number(grams(figures)) / 1e12 - Number(expected['blended']))).toBeLessThanOrEqual(tolerance);
  });

  it('C20: inclusive days of a period by financial year', () => {
    const { inputs, expected } = get('C20');
    const [start, end] = [String(inputs['start']), String(inputs['end'])];
    const days = daysByFinancialYear(start, end).map(({ year, days: count }) => [year, count]);
    expect(Object.fromEntries(days)).toEqual(expected['days_by_fy']);
    expect(inclusiveDays(start, end)).toBe(expected['total']);
    const months = daysByMonth(start, end).reduce((total, part) => total + part.days, 0);
    expect(months).toBe(expected['total']);
  });

  it('C8: activity times factor, and what a change of each does', () => {
    const { inputs, expected } = get('C8');
    const kilograms = (activity: string, factor: string) => {
      const [quantity, kgCo2e] = [String(inputs[activity]), String(inputs[factor])];
      const { amount: _, ...line } = aLine('C1', 'L1', { quantity, unit: 'kWh', factor: 'x' });
      const figures = lineFigures(line, ALONE, 'blended', () => {
        return { id: 'x', set: '2026', kgCo2e, unit: 'kWh', provisional: false };
      });
      return grams(figures);
    };
    expect(kilograms('activity_0', 'factor_0')).toBe(toGrams(toFraction(Number(expected['kg_0']))));
    expect(kilograms('activity_1', 'factor_1')).toBe(toGrams(toFraction(Number(expected['kg_1']))));
    expect(kilograms('activity_1', 'factor_0') - kilograms('activity_0', 'factor_0')).toBe(20_707n);
    expect(kilograms('activity_1', 'factor_1') - kilograms('activity_1', 'factor_0')).toBe(-22n);
  });
});
