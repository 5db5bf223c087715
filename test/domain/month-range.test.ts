import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthsBetween } from '../../src/domain/month-range.ts';
import { daysByMonth } from '../../src/domain/period-split.ts';

describe('months from one to another', () => {
  const month = fc
    .tuple(fc.integer({ min: 1000, max: 2200 }), fc.integer({ min: 1, max: 12 }))
    .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);

  it('are those that a period of whole months has days in', () => {
    fc.assert(
      fc.property(month, fc.integer({ min: 0, max: 60 }), (first, more) => {
        const year = Number(first.slice(0, 4)) + Math.floor(more / 12);
        const last = `${year}-${first.slice(5)}`;
        expect(monthsBetween(first, last)).toEqual(daysByMonth(`${first}-01`, `${last}-28`).map(({ month }) => month));
      }),
    );
  });

  it('are none where the last comes before the first', () => {
    expect(monthsBetween('2026-04', '2026-03')).toEqual([]);
    expect(monthsBetween('2025-12', '2026-01')).toEqual(['2025-12', '2026-01']);
  });
});
