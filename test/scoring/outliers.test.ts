import { describe, expect, test } from 'vitest';
import { toFraction } from '../../src/domain/quantity.ts';
import { outlierFlags, outlierStatistics } from '../../src/scoring/outliers.ts';
import { CHECK_DEFINITIONS } from '../support/check-definitions.ts';
import { sharedExists } from '../support/shared-data.ts';
import { workedExample } from '../support/worked-examples.ts';

function flagged(...values: (number | string)[]): string[][] {
  const byBid = new Map(values.map((value, index) => [`B${index + 1}`, toFraction(value)]));
  return [...outlierFlags(byBid, CHECK_DEFINITIONS).values()].map((flags) => flags.map(({ code }) => code));
}

describe('outlierFlags', () => {
  test('a figure far below the others is flagged by both tests, and the flag says how far', () => {
    expect(flagged(182, 175, 198, 190, 41, 187)[4]).toEqual(['OUT1', 'OUT2']);
    const byBid = new Map([182, 60, 198].map((value, index) => [`B${index + 1}`, toFraction(value)]));
    expect(
      outlierFlags(byBid, CHECK_DEFINITIONS)
        .get('B2')
        ?.map(({ message }) => message),
    ).toEqual(['The declared carbon for each functional unit is 0.32 times the median of the 2 other bids.']);
  });

  test('a tiny spread does not make a small difference an outlier', () => {
    expect(flagged(100, 101, 100, 102, 101, 140)).toEqual([[], [], [], [], [], []]);
  });

  test('exactly half the median of the others is not below it', () => {
    expect(flagged(100, 100, 50)).toEqual([[], [], []]);
    expect(flagged(100, 100, '49.999')).toEqual([[], [], ['OUT2']]);
  });

  test('fewer than three bids are not compared, nor fewer than five by z-score', () => {
    expect(flagged(1)).toEqual([[]]);
    expect(flagged(1, 1000)).toEqual([[], []]);
    expect(flagged(100, 101, 99, 100_000)).toEqual([[], [], [], []]);
  });

  test('equal figures, zeros among them, are no outliers', () => {
    expect(flagged(5, 5, 5, 5, 5)).toEqual([[], [], [], [], []]);
    expect(flagged(0, 0, 0, 0, 0)).toEqual([[], [], [], [], []]);
  });

  test('a figure of 0 among others is flagged', () => {
    expect(flagged(100, 105, 95, 101, 0)[4]).toEqual(['OUT1', 'OUT2']);
  });

  test('where half the figures are the same the mean deviation stands in', () => {
    const [, , , , far] = outlierStatistics([100, 100, 100, 100, 400].map(toFraction));
    // Mean absolute deviation is ln(4) / 5, so z is 5 / 1.253314.
    expect(far?.z).toBeCloseTo(5 / 1.253314, 10);
    expect(flagged(100, 100, 100, 100, 400)[4]).toEqual(['OUT1']);
  });
});

type Row = { value: number; z: number | null; ratio_to_median_of_others: number; flags: string[] };

describe.skipIf(!sharedExists)('outliers of the worked examples (skipped without the shared data)', () => {
  test.each(['K-OUT1', 'K-OUT2', 'K-OUT3', 'N27'])('%s gives its statistics and flags', (id) => {
    const { inputs, expected, tolerance } = workedExample<{ values: number[] }, { result: Row[] }>('own', id);
    const statistics = outlierStatistics(inputs.values.map(toFraction));
    for (const [index, row] of expected.result.entries()) {
      const { z = Number.NaN, ratio } = statistics[index] ?? {};
      expect(Math.abs((row.z === null ? 0 : z) - (row.z ?? 0))).toBeLessThanOrEqual(tolerance);
      expect(Math.abs((ratio?.valueOf() ?? Number.NaN) - row.ratio_to_median_of_others)).toBeLessThanOrEqual(tolerance);
    }
    expect(flagged(...inputs.values)).toEqual(expected.result.map(({ flags }) => flags));
  });

  test('O18: modified z-scores of the logarithms', () => {
    const { inputs, expected } = workedExample<{ values: number[] }, { log_modified_z: number[] }>('own', 'O18');
    const scores = outlierStatistics(inputs.values.map(toFraction)).map(({ z }) => Number(z.toFixed(3)));
    expect(scores).toEqual(expected.log_modified_z);
  });
});
