import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fractionText, toFraction } from '../../src/domain/quantity.ts';
import { convertQuantity, isSameUnit, parseUnit } from '../../src/domain/unit.ts';

const DIMENSIONS = [
  ['kWh', 'MWh', 'GWh', 'MJ', 'GJ'],
  ['kWh_gross', 'MWh_gross', 'GWh_gross', 'MJ_gross', 'GJ_gross'],
  ['kWh_net', 'MWh_net', 'GWh_net', 'MJ_net', 'GJ_net'],
  ['km', 'mile'],
  ['pkm', 'pmile'],
  ['tkm', 'tmile'],
  ['kg', 't', 'g'],
  ['litre', 'm3', 'million_litres'],
  ['room_night'],
  ['fte_hour'],
  ['GBP_ex_vat_2022'],
  ['GBP_ex_vat_2023'],
] as const;

const converted = (value: string, from: string, to: string) => {
  const result = convertQuantity(toFraction(value), from, to);
  return 'issue' in result ? result.issue.code : fractionText(result.value);
};
const issueOf = (from: string, to: string) => {
  const result = convertQuantity(toFraction('1'), from, to);
  return 'issue' in result ? result.issue : undefined;
};

const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, part]) => toFraction(`${whole}.${String(part).padStart(6, '0')}`));
const dimension = fc.constantFrom(...DIMENSIONS);
const pair = dimension.chain((units) => fc.tuple(fc.constantFrom(...units), fc.constantFrom(...units)));

describe('converting a quantity', () => {
  it('gives the same number there and back, exactly', () => {
    fc.assert(
      fc.property(amount, pair, (value, [from, to]) => {
        const there = convertQuantity(value, from, to);
        if ('issue' in there) throw new Error(there.issue.message);
        expect(convertQuantity(there.value, to, from)).toEqual({ value });
      }),
    );
  });

  it('keeps sums: the parts converted are the whole converted', () => {
    fc.assert(
      fc.property(amount, amount, pair, (one, other, [from, to]) => {
        const [a, b, both] = [one, other, one.add(other)].map((value) => convertQuantity(value, from, to));
        if (a === undefined || b === undefined || both === undefined) throw new Error('Three conversions');
        if ('issue' in a || 'issue' in b || 'issue' in both) throw new Error('They fit');
        expect(a.value.add(b.value).equals(both.value)).toBe(true);
      }),
    );
  });

  it('refuses every pair of units that measure different things, and names one that fits', () => {
    fc.assert(
      fc.property(amount, dimension, dimension, (value, [from], [to]) => {
        fc.pre(from !== to);
        const result = convertQuantity(value, from, to);
        if (!('issue' in result)) throw new Error(`${from} became ${to}`);
        expect(convertQuantity(value, result.issue.expected ?? '', to)).toHaveProperty('value');
      }),
    );
  });

  it('knows what the units are', () => {
    expect(converted('1', 'GJ', 'kWh')).toBe('2500/9');
    expect(converted('3.6', 'MJ', 'kWh')).toBe('1');
    expect(converted('1.5', 'MWh (Gross CV)', 'kWh_gross')).toBe('1500');
    expect(converted('100', 'miles', 'km')).toBe('100584/625');
    expect(converted('250', 'kg', 'tonnes')).toBe('1/4');
    expect(converted('2', 'm³', 'litres')).toBe('2000');
    expect(converted('3', 'million litres', 'cubic metres')).toBe('3000');
    expect(converted('7', 'passenger.km', 'pkm')).toBe('7');
    expect(converted('7', 'tonne.km', 'tkm')).toBe('7');
    expect(converted('12', 'GBP excl. VAT, 2023 prices', 'GBP_ex_vat_2023')).toBe('12');
    expect(converted('12', '£ excluding VAT (2023 prices)', 'GBP_ex_vat_2023')).toBe('12');
  });

  it('refuses a bare kWh of a fuel, whose calorific value is not said', () => {
    expect(issueOf('kWh', 'kWh (Gross CV)')).toMatchObject({
      code: 'calorific-value-missing',
      expected: 'kWh_gross',
      message:
        'Say by which calorific value the kWh are counted: enter kWh_gross if that is what the meter or bill states',
    });
    expect(issueOf('MWh', 'kWh_net')).toMatchObject({ code: 'calorific-value-missing', expected: 'MWh_net' });
    expect(issueOf('kWh_net', 'kWh_gross')).toMatchObject({ code: 'calorific-value-differs' });
    expect(issueOf('kWh_gross', 'kWh')).toMatchObject({ code: 'unit-does-not-fit', expected: 'kWh' });
  });

  it('refuses pounds that do not say VAT and price year, and pounds of another year', () => {
    expect(issueOf('GBP', 'GBP_ex_vat_2023')).toMatchObject({
      code: 'price-basis-missing',
      expected: 'GBP_ex_vat_2023',
    });
    expect(issueOf('£ incl. VAT', 'GBP_ex_vat_2023')).toMatchObject({ code: 'price-basis-missing' });
    expect(issueOf('GBP_ex_vat_2022', 'GBP_ex_vat_2023')).toMatchObject({ code: 'price-year-differs' });
  });

  it('names the nearest unit that would fit', () => {
    expect(issueOf('km', 'tonne.km')).toMatchObject({ code: 'unit-does-not-fit', expected: 'tkm' });
    expect(issueOf('kWhh', 'kWh')).toMatchObject({ code: 'unknown-unit', expected: 'kWh' });
    expect(issueOf('devices', 'kg')).toMatchObject({ code: 'unknown-unit', expected: 'kg' });
  });
});

describe('a unit', () => {
  it('is known by each of its spellings, and by no other unit’s', () => {
    expect(parseUnit('kWh (Net CV)')?.id).toBe('kWh_net');
    expect(parseUnit('per FTE Working Hour')?.id).toBe('fte_hour');
    expect(parseUnit('Room per night')?.id).toBe('room_night');
    expect(parseUnit('furlong')).toBeUndefined();
    expect(isSameUnit('Cubic  metres', 'm3')).toBe(true);
    expect(isSameUnit('furlong', 'Furlong')).toBe(true);
    expect(isSameUnit('kWh', 'kWh_gross')).toBe(false);
  });
});
