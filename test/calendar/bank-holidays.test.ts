import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankHolidaysOf, isUkBankHoliday } from '../../src/calendar/bank-holidays.ts';
import { addDays, inclusiveDays } from '../../src/domain/iso-date.ts';
import { standstillFrom } from '../../src/domain/standstill.ts';

const weekdays = (days: readonly string[]) => days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
const inYear = (part: Parameters<typeof bankHolidaysOf>[0], year: number) => weekdays(bankHolidaysOf(part, year));

/** As the government lists them for each part of the United Kingdom, weekdays only. */
const PUBLISHED = [
  [
    'england-and-wales',
    2026,
    '2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28',
  ],
  [
    'england-and-wales',
    2027,
    '2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28',
  ],
  [
    'scotland',
    2025,
    '2025-01-01 2025-01-02 2025-04-18 2025-05-05 2025-05-26 2025-08-04 2025-12-01 2025-12-25 2025-12-26',
  ],
  [
    'scotland',
    2027,
    '2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02 2027-11-30 2027-12-27 2027-12-28',
  ],
  [
    'northern-ireland',
    2025,
    '2025-01-01 2025-03-17 2025-04-18 2025-04-21 2025-05-05 2025-05-26 2025-07-14 2025-08-25 2025-12-25 2025-12-26',
  ],
] as const;

describe('bank holidays', () => {
  it.each(PUBLISHED)('of %s in %i are as published, substitute days and Easter included', (part, year, days) => {
    expect(inYear(part, year)).toEqual(days.split(' '));
  });

  it('count in every part of the United Kingdom: 2 January, St Patrick’s Day, 12 July and St Andrew’s Day too', () => {
    for (const day of ['2026-01-02', '2026-03-17', '2026-07-13', '2026-11-30', '2026-12-25'])
      expect(isUkBankHoliday(day)).toBe(true);
    expect(isUkBankHoliday('2026-11-23')).toBe(false);
  });
});

describe('a standstill', () => {
  const from = (notice: string, days = 8) => standstillFrom(notice, days, isUkBankHoliday);

  it('is eight working days counting the day of the notice', () => {
    expect(from('2026-11-02')).toEqual({ ends: '2026-11-11', holidays: [] });
    expect(from('2026-11-23')).toEqual({ ends: '2026-12-03', holidays: ['2026-11-30'] });
  });

  it('over Christmas leaves out the holidays of every part, Scotland’s substitute for 2 January too', () => {
    expect(from('2026-12-21')).toEqual({
      ends: '2027-01-05',
      holidays: ['2026-12-25', '2026-12-28', '2027-01-01', '2027-01-04'],
    });
  });

  it('over Easter leaves out Good Friday and Easter Monday', () => {
    expect(from('2027-03-24')).toEqual({ ends: '2027-04-06', holidays: ['2027-03-26', '2027-03-29'] });
  });

  it('that begins at a weekend counts from the Monday', () => {
    expect(from('2026-11-07')).toEqual(from('2026-11-09'));
  });

  it('always holds exactly so many working days, ends on one, and never ends earlier for a later notice', () => {
    const start = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2025-02-24', days));
    const isWorking = (day: string) => weekdays([day]).length === 1 && !isUkBankHoliday(day);
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 15 }), (notice, days) => {
        const { ends } = from(notice, days);
        const all = Array.from({ length: inclusiveDays(notice, ends) }, (_, index) => addDays(notice, index));
        expect(all.filter(isWorking)).toHaveLength(days);
        expect(isWorking(ends)).toBe(true);
        expect(from(addDays(notice, 1), days).ends >= ends).toBe(true);
      }),
    );
  });

  it('of no day is refused', () => {
    expect(() => from('2026-11-23', 0)).toThrow(RangeError);
  });
});
