import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bandFaults,
  type Bands,
  type MonthOnRecord,
  performanceOf,
  ratingOf,
} from '../../src/domain/contract-performance.ts';

const BANDS: Bands = { approachingPercent: '110', improvementPercent: '125', version: 0, origin: 'Made up' };
const TERM = { start: '2025-04-01', end: '2027-03-31' };
const monthsOf = (year: number): string[] =>
  Array.from({ length: 12 }, (_, index) => {
    const month = (index + 3) % 12;
    return `${index < 9 ? year : year + 1}-${String(month + 1).padStart(2, '0')}`;
  });
const actual = (grams: bigint, rest: { unlocatedLines?: number; provisional?: boolean } = {}) => ({
  grams,
  unlocatedLines: 0,
  provisional: false,
  ...rest,
});
const everyMonth = (year: number, committed: bigint, emitted: bigint): MonthOnRecord[] =>
  monthsOf(year).map((month) => ({ month, committed, actual: actual(emitted) }));
const rated = (onRecord: readonly MonthOnRecord[], until = '2026-10', term = TERM) =>
  performanceOf(term, onRecord, () => BANDS, until).map(({ financialYear, rating, notRated }) =>
    [financialYear, rating, notRated].filter((part) => part !== undefined).join(' '),
  );

describe('the rating of a year', () => {
  it('is Good up to the commitment, and one gram above it no longer', () => {
    expect(ratingOf(1000n, 1000n, BANDS)).toBe('good');
    expect(ratingOf(1001n, 1000n, BANDS)).toBe('approaching-target');
    expect(ratingOf(1100n, 1000n, BANDS)).toBe('approaching-target');
    expect(ratingOf(1101n, 1000n, BANDS)).toBe('requires-improvement');
    expect(ratingOf(1250n, 1000n, BANDS)).toBe('requires-improvement');
    expect(ratingOf(1251n, 1000n, BANDS)).toBe('inadequate');
  });

  it('is Good where nothing was promised to be emitted and nothing was, and Inadequate for a gram', () => {
    expect(ratingOf(0n, 0n, BANDS)).toBe('good');
    expect(ratingOf(-5n, 0n, BANDS)).toBe('good');
    expect(ratingOf(1n, 0n, BANDS)).toBe('inadequate');
  });

  it('is exact at the edge of every band, whatever the amounts and limits', () => {
    const thousandths = fc.bigInt({ min: 100_000n, max: 400_000n });
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 18n }), thousandths, thousandths, (committed, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const text = (limit: bigint) => `${limit / 1000n}.${String(limit % 1000n).padStart(3, '0')}`;
        const limits = { approachingPercent: text(low), improvementPercent: text(high) };
        // The largest whole number of grams within each limit: percent with three decimals of the commitment.
        const edge = (limit: bigint) => (committed * limit) / 100_000n;
        expect(ratingOf(edge(low), committed, limits)).toBe(edge(low) <= committed ? 'good' : 'approaching-target');
        expect(['good', 'approaching-target']).not.toContain(ratingOf(edge(low) + 1n, committed, limits));
        expect(ratingOf(edge(high), committed, limits)).not.toBe('inadequate');
        expect(ratingOf(edge(high) + 1n, committed, limits)).toBe('inadequate');
      }),
    );
  });

  it('never gets better by emitting more', () => {
    const order = ['good', 'approaching-target', 'requires-improvement', 'inadequate'];
    const grams = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(grams, grams, grams, (committed, emitted, more) => {
        const place = (amount: bigint) => order.indexOf(ratingOf(amount, committed, BANDS));
        expect(place(emitted + more)).toBeGreaterThanOrEqual(place(emitted));
      }),
    );
  });

  it('takes limits that are percent of 100 or more, the second not below the first', () => {
    const faults = (approachingPercent: string, improvementPercent: string) =>
      bandFaults({ approachingPercent, improvementPercent }).map(({ field }) => field);
    expect(faults('100', '100')).toEqual([]);
    expect(faults('105.5', '130')).toEqual([]);
    expect(faults('99.9', '130')).toEqual(['approachingPercent']);
    expect(faults('120', '119')).toEqual(['improvementPercent']);
    expect(faults('a lot', '')).toEqual(['approachingPercent', 'improvementPercent']);
  });
});

describe('the years of a contract', () => {
  it('are those of its term that have begun, each rated once it is over', () => {
    expect(rated([...everyMonth(2025, 100n, 105n), ...everyMonth(2026, 100n, 90n)])).toEqual([
      '2025/26 approaching-target',
      '2026/27 other year-not-over',
    ]);
    expect(rated(everyMonth(2025, 100n, 90n), '2026-03')).toEqual(['2025/26 good']);
    expect(rated(everyMonth(2025, 100n, 90n), '2026-02')).toEqual(['2025/26 other year-not-over']);
  });

  it('are Other where there is no commitment, no return, or only part of either', () => {
    const months = monthsOf(2025);
    const only = (committed: number, reported: number): MonthOnRecord[] =>
      months.map((month, index) => ({
        month,
        ...(index < committed ? { committed: 100n } : {}),
        ...(index < reported ? { actual: actual(1n) } : {}),
      }));
    expect(rated(only(0, 12), '2026-03')).toEqual(['2025/26 other no-commitment']);
    expect(rated(only(12, 0), '2026-03')).toEqual(['2025/26 other no-return']);
    expect(rated(only(12, 11), '2026-03')).toEqual(['2025/26 other return-incomplete']);
    expect(rated(only(9, 12), '2026-03')).toEqual(['2025/26 other commitment-incomplete']);
    expect(rated([], '2026-03')).toEqual(['2025/26 other no-commitment']);
  });

  it('ask only for the months of the term in a year', () => {
    const term = { start: '2026-02-10', end: '2026-03-20' };
    const two = ['2026-02', '2026-03'].map((month) => ({ month, committed: 50n, actual: actual(60n) }));
    expect(rated(two, '2026-03', term)).toEqual(['2025/26 requires-improvement']);
  });

  it('are not rated by lines that give a market-based figure alone', () => {
    const [first, ...rest] = everyMonth(2025, 100n, 90n);
    const open = { ...first, month: '2025-04', actual: actual(0n, { unlocatedLines: 1 }) };
    expect(rated([open, ...rest], '2026-03')).toEqual(['2025/26 other market-based-only']);
  });

  it('count what falls outside the term in its own year, and say that figures are provisional', () => {
    const before = { month: '2025-03', committed: 70n, actual: actual(80n, { provisional: true }) };
    const [year] = performanceOf(TERM, [before], () => BANDS, '2026-10');
    expect(year).toMatchObject({
      financialYear: '2024/25',
      committed: 70n,
      actual: 80n,
      months: 0,
      provisional: true,
      rating: 'requires-improvement',
    });
  });
});
