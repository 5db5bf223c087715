import { type Fraction, roundHalfUp, toFraction, ZERO } from '../domain/quantity.ts';
import type { CheckDefinition } from '../domain/reference-data.ts';
import type { Flag } from './assessment.ts';

/** How one figure stands among the others. */
export type OutlierStatistic = {
  /** Modified z-score of the logarithm; NaN where all figures are the same or the score does not exist. */
  readonly z: number;
  /** Figure over the median of the others; undefined when that is 0 or there are none. */
  readonly ratio: Fraction | undefined;
};

/** Scales a median absolute deviation, and a mean absolute deviation, to a standard deviation (normal distribution). */
const MEDIAN_DEVIATION_SCALE = 0.6745;
const MEAN_DEVIATION_SCALE = 1.253314;

/**
 * Bids whose declared carbon (kgCO2e for each functional unit) stands apart from the others of the lot: a question to
 * the bidder. It reads all bids and is therefore never part of a score. Bids without a figure are left out by the
 * caller. OUT1: modified z-score of the logarithm (Iglewicz and Hoaglin) above a limit, and the ratio to the median
 * of the others outside 1/limit..limit, as a guard against a tiny spread. OUT2: below a share of that median.
 */
export function outlierFlags(
  perUnitByBid: ReadonlyMap<string, Fraction>,
  checks: readonly CheckDefinition[],
): Map<string, Flag[]> {
  const statistics = outlierStatistics([...perUnitByBid.values()]);
  return new Map(
    [...perUnitByBid.keys()].map((reference, index) => {
      const statistic = statistics[index];
      const flags = checks.flatMap((check) =>
        statistic !== undefined && isOutlier(check, statistic, perUnitByBid.size)
          ? [toFlag(check, statistic, perUnitByBid)]
          : [],
      );
      return [reference, flags];
    }),
  );
}

/** z-score and ratio of each figure, in their order. */
export function outlierStatistics(values: readonly Fraction[]): OutlierStatistic[] {
  const logs = values.map((value) => Math.log(value.valueOf()));
  const middle = median(logs);
  const deviations = logs.map((value) => Math.abs(value - middle));
  const medianDeviation = median(deviations);
  const meanDeviation = deviations.reduce((total, value) => total + value, 0) / deviations.length;
  return values.map((value, index) => {
    const distance = (logs[index] ?? Number.NaN) - middle;
    const others = exactMedian(values.filter((_, other) => other !== index));
    return {
      z:
        medianDeviation > 0
          ? (MEDIAN_DEVIATION_SCALE * distance) / medianDeviation
          : distance / (MEAN_DEVIATION_SCALE * meanDeviation),
      ratio: others === undefined || others.lte(ZERO) ? undefined : value.div(others),
    };
  });
}

function isOutlier({ code, numbers }: CheckDefinition, { z, ratio }: OutlierStatistic, count: number): boolean {
  if (ratio === undefined) return false;
  const limit = (name: string): Fraction => {
    const text = numbers[name];
    if (text === undefined) throw new Error(`Check ${code} has no number "${name}" in the reference data`);
    return toFraction(text);
  };
  if (code === 'OUT1') {
    const factor = limit('ratio');
    const isFar = ratio.gt(factor) || ratio.lt(factor.inverse());
    return limit('bids').lte(count) && Math.abs(z) > limit('z').valueOf() && isFar;
  }
  return code === 'OUT2' && limit('bids').lte(count) && ratio.lt(limit('share'));
}

function toFlag(
  { code, severity, title, questions }: CheckDefinition,
  { z, ratio }: OutlierStatistic,
  all: ReadonlyMap<string, Fraction>,
): Flag {
  const times = ratio === undefined ? '' : roundHalfUp(ratio, 2);
  const spread = code === 'OUT1' && Number.isFinite(z) ? ` (modified z-score ${z.toFixed(1)})` : '';
  const message = `The declared carbon for each functional unit is ${times} times the median of the ${all.size - 1} other bids${spread}.`;
  return { code, severity, title, questions, message };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

function exactMedian(values: readonly Fraction[]): Fraction | undefined {
  const sorted = [...values].sort((a, b) => a.compare(b));
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[middle - 1];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 || lower === undefined ? upper : lower.add(upper).div(2);
}
