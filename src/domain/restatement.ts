import { type DecimalText, type Grams, HUNDRED, roundHalfUp, toFraction } from './quantity.ts';

/** Above this share of the figure before, a change that is not activity makes a new edition due, percent. */
export const RESTATEMENT_THRESHOLD: DecimalText = '5';

/**
 * How much of a published figure its later changes come to together, in percent of it, and whether that is above the
 * threshold (Environmental Reporting Guidelines, annex H: cumulative, for structure, method and errors; not for what
 * is merely more or less activity). Percent is undefined where nothing was published.
 */
export function restatement(
  published: Grams,
  changes: readonly Grams[],
): { readonly percent: DecimalText | undefined; readonly isDue: boolean } {
  const sum = changes.reduce((total, change) => total + change, 0n);
  if (published === 0n) return { percent: undefined, isDue: sum !== 0n };
  const percent = toFraction(sum).mul(HUNDRED).div(toFraction(published)).abs();
  return { percent: roundHalfUp(percent, 4), isDue: percent.gt(toFraction(RESTATEMENT_THRESHOLD)) };
}
