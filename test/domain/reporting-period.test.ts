import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, inclusiveDays } from '../../src/domain/iso-date.ts';
import { periodOfYear, sharedDays } from '../../src/domain/reporting-period.ts';

const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days));
const period = fc
  .tuple(day, fc.integer({ min: 0, max: 800 }))
  .map(([start, days]) => ({ start, end: addDays(start, days) }));

describe('a reporting period', () => {
  it('of a year is the calendar year, or April to March', () => {
    expect(periodOfYear('2027')).toEqual({ start: '2027-01-01', end: '2027-12-31' });
    expect(periodOfYear('2027/28')).toEqual({ start: '2027-04-01', end: '2028-03-31' });
    for (const text of ['27', '2027/29', '1850', 'next year', '2027-28']) expect(periodOfYear(text)).toBeUndefined();
  });

  it('shares as many days with another as the other with it, and all of its own with itself', () => {
    fc.assert(
      fc.property(period, period, (a, b) => {
        const shared = sharedDays(a, b);
        expect(shared).toBe(sharedDays(b, a));
        expect(sharedDays(a, a)).toBe(inclusiveDays(a.start, a.end));
        expect(shared).toBeLessThanOrEqual(Math.min(inclusiveDays(a.start, a.end), inclusiveDays(b.start, b.end)));
        expect(shared > 0).toBe(a.start <= b.end && b.start <= a.end);
      }),
    );
  });

  it('cut in two shares with any other what its two parts share', () => {
    fc.assert(
      fc.property(period, period, fc.nat(), (a, b, cut) => {
        const days = inclusiveDays(a.start, a.end);
        if (days < 2) return;
        const last = addDays(a.start, cut % (days - 1));
        const parts = [
          { start: a.start, end: last },
          { start: addDays(last, 1), end: a.end },
        ];
        expect(parts.reduce((total, part) => total + sharedDays(part, b), 0)).toBe(sharedDays(a, b));
      }),
    );
  });
});
