import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyFactor,
  type ConversionFactor,
  countFactors,
  electricityTwice,
  type PublishedFactor,
  toConversionFactor,
} from '../../src/domain/conversion-factor.ts';
import { decimalText, toFraction } from '../../src/domain/quantity.ts';

const SET = { id: 'desnz-2025', year: '2025', source: { title: 'Made up' } };

function aFactor(overrides: Partial<PublishedFactor> = {}): ConversionFactor {
  const row: PublishedFactor = {
    id: '1_1',
    levels: ['Fuels', 'Gaseous fuels', 'Natural gas', ''],
    columnText: '',
    publishedUnit: 'kWh (Gross CV)',
    ghgUnit: 'kg CO2e',
    scope: '1',
    value: '0.18296',
    ...overrides,
  };
  return toConversionFactor(row, SET, { alias: undefined, status: 'official' });
}

/** Kilograms as text, or the code of what is wrong. */
function applied(factor: ConversionFactor, quantity: string, unit: string): string {
  const result = applyFactor(factor, toFraction(quantity), unit);
  return 'issue' in result ? result.issue.code : decimalText(result.kilograms);
}

describe('applying a conversion factor', () => {
  it('gives exact kilograms, in any unit that fits', () => {
    expect(applied(aFactor(), '1000', 'kWh gross')).toBe('182.96');
    expect(applied(aFactor(), '1', 'MWh (Gross CV)')).toBe('182.96');
    expect(applied(aFactor(), '3.6', 'GJ_gross')).toBe('182.96');
    const car = aFactor({ levels: ['Business travel- land'], publishedUnit: 'km', value: '0.16725' });
    expect(applied(car, '1000', 'miles')).toBe('269.162784');
  });

  it('is linear: twice the quantity is twice the carbon, to the last digit', () => {
    const quantities = fc.bigInt({ min: 0n, max: 10n ** 12n }).map((cents) => toFraction(cents).div(100));
    fc.assert(
      fc.property(quantities, fc.constantFrom('kWh_gross', 'MWh_gross', 'GJ_gross'), (quantity, unit) => {
        const [once, twice] = [quantity, quantity.mul(2)].map((amount) => applyFactor(aFactor(), amount, unit));
        if (once === undefined || twice === undefined || 'issue' in once || 'issue' in twice)
          throw new Error('It fits');
        expect(once.kilograms.mul(2).equals(twice.kilograms)).toBe(true);
      }),
    );
  });

  it('refuses a bare kWh of a fuel', () => {
    expect(applied(aFactor(), '1000', 'kWh')).toBe('calorific-value-missing');
    expect(applied(aFactor({ publishedUnit: 'kWh (Net CV)' }), '1', 'MWh')).toBe('calorific-value-missing');
    const biofuel = aFactor({ levels: ['Bioenergy', 'Biofuel', 'Bioethanol', ''], publishedUnit: 'GJ' });
    expect(applied(biofuel, '1000', 'kWh')).toBe('calorific-value-missing');
    expect(applied(biofuel, '1000', 'MJ')).toBe('0.18296');
    const grid = aFactor({ levels: ['UK electricity'], publishedUnit: 'kWh', scope: '2', value: '0.177' });
    expect(applied(grid, '1', 'MWh')).toBe('177');
  });

  it('never takes a blank, a "< 1", a split by gas or an energy content for a footprint', () => {
    const { value: _, ...blank } = aFactor();
    expect(applied(blank, '1', 'kWh_gross')).toBe('factor-without-value');
    const less = applyFactor({ ...blank, valueText: '< 1' }, toFraction('1'), 'kWh_gross');
    expect(less).toMatchObject({ issue: { message: expect.stringContaining('says only "< 1"') } });
    expect(applied(aFactor({ ghgUnit: 'kg CO2e of CO2 per unit' }), '1', 'kWh_gross')).toBe('not-a-whole-footprint');
    expect(applied(aFactor({ ghgUnit: 'kWh (Net CV)' }), '1', 'kWh_gross')).toBe('not-a-whole-footprint');
    expect(applied(aFactor({ value: '0' }), '5', 'kWh_gross')).toBe('0');
  });
});

describe('the electricity of vehicles', () => {
  const car = aFactor({ id: 'car', levels: ['Business travel- land', 'Cars'], columnText: 'Battery Electric Vehicle' });
  const owned = aFactor({ id: 'own', levels: ['Passenger vehicles', 'Cars'], columnText: 'Battery Electric Vehicle' });
  const grid = aFactor({ id: 'grid', levels: ['UK electricity', 'Electricity generated'], scope: '2' });
  const losses = aFactor({ id: 'losses', levels: ['UK electricity T&D for EVs', 'Cars'], scope: '3' });

  it('cannot be added to a factor that contains it', () => {
    expect(electricityTwice([car, grid, losses]).map(({ code, found, expected }) => [code, found, expected])).toEqual([
      ['electricity-twice', 'grid', 'car'],
      ['electricity-twice', 'losses', 'car'],
    ]);
  });

  it('is added to the vehicles an organisation owns, whose factors are without it', () => {
    expect(electricityTwice([owned, grid, losses])).toEqual([]);
    expect(electricityTwice([car])).toEqual([]);
    expect([car, owned, grid, losses].map(({ electricity }) => electricity)).toEqual([
      'contained',
      'none',
      'supplied',
      'supplied',
    ]);
  });
});

describe('a published row', () => {
  it('has a category where the activity alone says it, and only in scope 3', () => {
    expect(aFactor({ levels: ['Waste disposal'], scope: '3' }).category).toBe('5');
    expect(aFactor({ levels: ['Managed assets- vehicles'], scope: '3' }).category).toBeUndefined();
    expect(aFactor({ levels: ['Freighting goods'], scope: '1' }).category).toBeUndefined();
    expect(aFactor({ levels: ['Anything'], scope: '3', category: '7' }).category).toBe('7');
  });

  it('is counted by scope and unit, blanks apart', () => {
    const { value: _, ...blank } = aFactor();
    expect(countFactors([aFactor(), blank, { ...blank, valueText: '< 1' }, aFactor({ scope: '3' })])).toEqual({
      withValue: 2,
      blank: 1,
      textOnly: 1,
      byScope: [
        { name: '1', withValue: 1, blank: 2 },
        { name: '3', withValue: 1, blank: 0 },
      ],
      byUnit: [{ name: 'kWh (Gross CV)', withValue: 2, blank: 2 }],
    });
  });
});
