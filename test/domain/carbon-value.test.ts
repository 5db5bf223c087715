import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { presentCarbonCost } from '../../src/domain/carbon-value.ts';
import { decimalText, type Fraction, toFraction } from '../../src/domain/quantity.ts';
import { sharedExists, sharedPath } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const of = (value: string | number): Fraction => toFraction(value);

describe('presentCarbonCost', () => {
  const emissions = [2026, 2027, 2028].map((year) => ({ year, tonnes: of(10) }));

  test('at a flat value without discount it is tonnes times value', () => {
    expect(decimalText(presentCarbonCost(emissions, { flatPoundsPerTonne: of('285.73') }))).toBe('8571.9');
  });

  test('nothing emitted costs nothing', () => {
    expect(decimalText(presentCarbonCost([], { flatPoundsPerTonne: of(1) }))).toBe('0');
  });

  test('the first year is not discounted, and a year before it counts for more', () => {
    const discount = { percent: of(100), firstYear: 2027 };
    expect(decimalText(presentCarbonCost(emissions, { flatPoundsPerTonne: of(1) }, { discount }))).toBe('35');
  });

  test('a deflator rebases every value', () => {
    const deflator = { from: of(80), to: of(100) };
    expect(decimalText(presentCarbonCost(emissions, { flatPoundsPerTonne: of(8) }, { deflator }))).toBe('300');
  });

  test('a year without a published value is refused', () => {
    const published = { poundsPerTonneByYear: new Map([[2026, of(1)]]) };
    expect(() => presentCarbonCost(emissions, published)).toThrow(
      'There is no published carbon value for the year 2027.',
    );
  });
});

describe.skipIf(!sharedExists)('carbon values of the worked examples (skipped without the shared data)', () => {
  test('W10: present value of 100 t a year from 2024 to 2030', () => {
    type Case = { t_per_year: number; years: [number, number]; deflator_2022: number; stpr: number };
    const { inputs, expected, tolerance } = workedExample<Case, { npv_kgbp: number }>('carbon', 'W10');
    const csv = readFileSync(sharedPath('data', 'carbon-values', 'carbon_values_desnz_nov2023_2022prices.csv'), 'utf8');
    const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
    const central = data.filter((row) => row['scenario'] === 'central');
    const poundsPerTonneByYear = new Map(
      central.map((row) => [Number(row['year']), of(row['value_gbp_per_tco2e'] ?? '')]),
    );
    const [first, last] = inputs.years;
    const emissions = Array.from({ length: last - first + 1 }, (_, index) => ({
      year: first + index,
      tonnes: of(inputs.t_per_year),
    }));
    const cost = presentCarbonCost(
      emissions,
      { poundsPerTonneByYear },
      {
        discount: { percent: of(inputs.stpr).mul(100), firstYear: first },
        deflator: { from: of(inputs.deflator_2022), to: of(100) },
      },
    );
    expect(Math.abs(cost.valueOf() / 1000 + expected.npv_kgbp)).toBeLessThanOrEqual(tolerance);
  });
});
