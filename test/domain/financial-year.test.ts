import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  datesOf,
  daysByFinancialYear,
  financialYearOf,
  parseFinancialYear,
  startYearOf,
  toFinancialYear,
} from '../../src/domain/financial-year.ts';
import { addDays, inclusiveDays, toIsoDate } from '../../src/domain/iso-date.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

const dates = fc.integer({ min: 0, max: 60_000 }).map((days) => toIsoDate(1980, 1, 1 + days));

describe('financialYearOf', () => {
  test.each([
    ['2027-03-31', '2026/27'],
    ['2027-04-01', '2027/28'],
    ['2026-12-31', '2026/27'],
    ['2027-01-01', '2026/27'],
    ['1999-04-01', '1999/00'],
  ])('%s falls in %s', (date, year) => {
    expect(financialYearOf(date)).toBe(year);
  });

  test('every date lies between the first and the last day of its year', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const { start, end } = datesOf(financialYearOf(date));
        expect(start <= date && date <= end).toBe(true);
      }),
    );
  });

  test('years follow one another without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1980, max: 2200 }), (start) => {
        const next = datesOf(toFinancialYear(start + 1)).start;
        expect(addDays(datesOf(toFinancialYear(start)).end, 1)).toBe(next);
      }),
    );
  });
});

describe('parseFinancialYear', () => {
  test.each(['2026/27', '1999/00', '2099/00'])('%s is a financial year', (text) => {
    expect(parseFinancialYear(text)).toBe(text);
  });

  test.each(['2026/28', '2026/2027', '2026-27', '2026', '26/27', '2026/27 ', '', '2099/100'])('"%s" is not', (text) => {
    expect(parseFinancialYear(text)).toBeUndefined();
  });

  test('a year written is a year read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 9998 }), (start) => {
        const year = toFinancialYear(start);
        expect(parseFinancialYear(year)).toBe(year);
        expect(startYearOf(year)).toBe(start);
      }),
    );
  });
});

describe('daysByFinancialYear', () => {
  test('the days of the parts add up to those of the period, and no part is empty', () => {
    fc.assert(
      fc.property(dates, dates, (a, b) => {
        const [start, end] = a <= b ? [a, b] : [b, a];
        const parts = daysByFinancialYear(start, end);
        expect(parts.reduce((sum, { days }) => sum + days, 0)).toBe(inclusiveDays(start, end));
        expect(parts.every(({ days }) => days > 0 && days <= 366)).toBe(true);
        expect(parts[0]?.year).toBe(financialYearOf(start));
        expect(parts.at(-1)?.year).toBe(financialYearOf(end));
      }),
    );
  });

  test('a day by itself is one day of its year', () => {
    expect(daysByFinancialYear('2027-03-31', '2027-03-31')).toEqual([{ year: '2026/27', days: 1 }]);
  });
});

describe.skipIf(!sharedExists)('periods of the worked examples (skipped without the shared data)', () => {
  test('C20: a period over three financial years', () => {
    const { inputs, expected } = workedExample<{ start: string; end: string }, { days_by_fy: Record<string, number> }>(
      'carbon',
      'C20',
    );
    const parts = daysByFinancialYear(inputs.start, inputs.end).map(({ year, days }) => [year, days] as const);
    expect(Object.fromEntries(parts)).toEqual(expected.days_by_fy);
  });
});
