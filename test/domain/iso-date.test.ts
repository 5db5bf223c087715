import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dateParts,
  inclusiveDays,
  isWithinMonthsBefore,
  parseIsoDate,
  toIsoDate,
} from '../../src/domain/iso-date.ts';

/** Years 1 to 9999, the 28th at most in half of them so that ends of months come up often. */
const dates = fc
  .tuple(fc.integer({ min: 1, max: 9998 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
  .map(([year, month, day]) => toIsoDate(year, month, Math.min(day, daysInMonth(year, month))));

/** The Gregorian calendar by its own rule. */
function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

describe('parseIsoDate', () => {
  test.each(['2026-12-18', '2028-02-29', '2000-02-29', '0099-01-01', '9999-12-31'])('%s is a date', (text) => {
    expect(parseIsoDate(text)).toBe(text);
  });

  test.each([
    '2027-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-04-31',
    '2026-1-1',
    '18/12/2026',
    '2026-12-18T00:00:00Z',
    ' 2026-12-18',
    '2026-12-18\n',
    '',
    '02026-12-18',
    '-2026-12-18',
  ])('"%s" is not', (text) => {
    expect(parseIsoDate(text)).toBeUndefined();
  });

  test('a text is a date exactly when the calendar has that day', () => {
    const part = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), part, part, (year, month, day) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
        const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
        expect(parseIsoDate(text)).toBe(exists ? text : undefined);
      }),
    );
  });
});

describe('toIsoDate', () => {
  test('parts and date are the same thing', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const { year, month, day } = dateParts(date);
        expect(toIsoDate(year, month, day)).toBe(date);
        expect(parseIsoDate(date)).toBe(date);
      }),
    );
  });

  test('a day or month past the end rolls over', () => {
    expect(toIsoDate(2026, 2, 30)).toBe('2026-03-02');
    expect(toIsoDate(2026, 13, 1)).toBe('2027-01-01');
    expect(toIsoDate(2028, 3, 0)).toBe('2028-02-29');
  });
});

describe('addMonths', () => {
  test.each([
    ['2027-01-31', 1, '2027-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', -12, '2027-02-28'],
    ['2026-12-18', 0, '2026-12-18'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-01-15', -13, '2024-12-15'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });

  test('it lands in the month wanted, on the same day or the last one', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const from = dateParts(date);
        fc.pre(from.year > 60 && from.year < 9900);
        const to = dateParts(addMonths(date, months));
        expect(to.year * 12 + to.month).toBe(from.year * 12 + from.month + months);
        expect(to.day).toBe(Math.min(from.day, daysInMonth(to.year, to.month)));
      }),
    );
  });
});

describe('inclusiveDays', () => {
  test('a day by itself counts 1', () => {
    expect(inclusiveDays('2026-12-18', '2026-12-18')).toBe(1);
  });

  test('adding days and counting them agree, across years, leap days and clock changes', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: 0, max: 20_000 }), (date, days) => {
        fc.pre(dateParts(date).year < 9900);
        expect(inclusiveDays(date, addDays(date, days))).toBe(days + 1);
        expect(addDays(addDays(date, days), -days)).toBe(date);
      }),
    );
  });
});

describe('isWithinMonthsBefore', () => {
  test.each([
    ['2025-12-18', true],
    ['2025-12-17', false],
    ['2026-12-18', true],
    ['2026-12-19', false],
  ])('%s lies within 12 months before 2026-12-18: %s', (date, expected) => {
    expect(isWithinMonthsBefore(date, 12, '2026-12-18')).toBe(expected);
  });
});
