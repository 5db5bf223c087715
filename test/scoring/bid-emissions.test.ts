import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum, toGrams } from '../../src/domain/quantity.ts';
import { bidEmissions } from '../../src/scoring/bid-emissions.ts';
import { anyLines, anyTerm, declared } from '../support/declared-carbon.ts';

const TERM = { start: '2027-04-01', end: '2031-03-31' };
const KILOGRAM = 1000n;
const yearsOf = (...lines: Parameters<typeof bidEmissions>[0]) =>
  bidEmissions(lines, TERM)?.years.map(({ year, wholeLife, outsideInventory }) => [year, wholeLife, outsideInventory]);

describe('the carbon of a bid by financial year', () => {
  it('adds up to its gross, of which no year leaves more out of the inventory than it holds', () => {
    fc.assert(
      fc.property(anyLines(), anyTerm(), (lines, term) => {
        const found = bidEmissions(lines, term);
        if (found === undefined) throw new Error('A bid with lines has emissions');
        const { years, byCalendarYear, useNotTold } = found;
        for (const { wholeLife, outsideInventory } of years) {
          expect(outsideInventory >= 0n && wholeLife - outsideInventory >= 0n).toBe(true);
        }
        const gross = lines.reduce((total, { kilograms }) => total + toGrams(kilograms), 0n);
        expect(years.reduce((total, { wholeLife }) => total + wholeLife, 0n)).toBe(gross);
        expect(useNotTold <= years.reduce((total, one) => total + one.wholeLife - one.outsideInventory, 0n)).toBe(true);
        const tonnes = sum(byCalendarYear.map((one) => one.tonnes));
        expect(tonnes.mul(1000).equals(sum(lines.map(({ kilograms }) => kilograms)))).toBe(true);
        expect(years.map(({ year }) => year)).toEqual([...new Set(years.map(({ year }) => year))].toSorted());
      }),
    );
  });

  it('leaves out of the inventory what devices draw in the council’s buildings, and nothing else', () => {
    const year = '2028/29';
    expect(
      yearsOf(
        declared('1', { stage: 'use', scope: '2', year }),
        declared('2', { stage: 'use', factor: 'electricity.uk', year }),
        declared('4', { stage: 'serve', scope: '2', year }),
        declared('8', { stage: 'use', scope: '3', year }),
        declared('16', { stage: 'make', year }),
      ),
    ).toEqual([[year, 31n * KILOGRAM, 3n * KILOGRAM]]);
  });

  it('counts use that tells neither scope nor factor in both views, and says how much of it there is', () => {
    const lines = [
      declared('5', { stage: 'use', year: '2028/29' }),
      declared('7', { stage: 'serve', year: '2028/29' }),
    ];
    expect(yearsOf(...lines)).toEqual([['2028/29', 12n * KILOGRAM, 0n]]);
    expect(bidEmissions(lines, TERM)?.useNotTold).toBe(5n * KILOGRAM);
  });

  it('puts a year before the term on its first day, one after it in that year, and half a year on its days', () => {
    const make = (year: string) => declared('365', { stage: 'make', year });
    expect(yearsOf(make('2024'))).toEqual([['2027/28', 365n * KILOGRAM, 0n]]);
    expect(yearsOf(make('2033'))).toEqual([['2033/34', 365n * KILOGRAM, 0n]]);
    expect(yearsOf(make('2027'))).toEqual([['2027/28', 365n * KILOGRAM, 0n]]);
    expect(yearsOf(make('2029'))).toEqual([
      ['2028/29', 90n * KILOGRAM, 0n],
      ['2029/30', 275n * KILOGRAM, 0n],
    ]);
  });

  it('is not known, which is not none, where nothing is declared', () => {
    expect(bidEmissions([], TERM)).toBeUndefined();
    expect(yearsOf(declared('0', { stage: 'make', year: '2027' }))).toEqual([['2027/28', 0n, 0n]]);
  });
});
