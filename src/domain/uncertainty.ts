import type { Tier } from './bid.ts';

/**
 * Uncertainty and probability: information beside a figure, never part of a score. The only place, with the
 * sensitivity draws, where floating point is used.
 */

/** Geometric standard deviation of a footprint by the tier of its data: a reading of the tiers, not a measurement. */
export const TIER_GSD: Readonly<Record<Tier, number>> = { A: 1.05, B: 1.15, C: 1.3, D: 1.6 };

const OWN_FIGURES = 'own figures';

/** Normal quantile of a two-sided 95% range. */
const Z_95 = 1.959963984540054;

export type Range = { readonly lowKilograms: number; readonly highKilograms: number };

/** A line for the range. `factor` is the published factor that made it; absent for the bidder's own figure. */
export type UncertainLine = { readonly kilograms: number; readonly tier: Tier; readonly factor?: string };

/**
 * 95% range of a sum of lines, kgCO2e, read as lognormal: `E x exp(-+1.96 s)` with `s = spreadOfLines`.
 * Undefined when there is no line or nothing is emitted.
 */
export function tierRange(lines: readonly UncertainLine[]): Range | undefined {
  const total = lines.reduce((sum, { kilograms }) => sum + kilograms, 0);
  const spread = spreadOfLines(lines);
  return spread === undefined ? undefined : lognormalRange(total, Math.exp(spread));
}

/**
 * Standard deviation of the logarithm of a sum of lines: `sqrt(sum over factors of (sum of E_i ln GSD_i)^2) / sum E`.
 * Lines of one factor are wrong by it together and add linearly; factors add as root of sum of squares. A bidder's own
 * figures count as one such group: they come from one set of books, and a figure must not look surer for being split
 * into lines. Lines of one tier without factors thus have the tier's own spread. Undefined when nothing is emitted.
 */
export function spreadOfLines(lines: readonly UncertainLine[]): number | undefined {
  const total = lines.reduce((sum, { kilograms }) => sum + kilograms, 0);
  if (!(total > 0)) return undefined;
  const parts = lines.map(({ kilograms, tier, factor }) => ({
    amount: kilograms * Math.log(TIER_GSD[tier]),
    sharedFactor: factor ?? OWN_FIGURES,
  }));
  return rootOfGroupedSquares(parts) / total;
}

/** Central 95% range of a lognormal by its median and geometric standard deviation: `[m / g^1.96, m x g^1.96]`. */
export function lognormalRange(median: number, gsd: number): Range {
  const factor = gsd ** Z_95;
  return { lowKilograms: median / factor, highKilograms: median * factor };
}

/** A line's emissions and the 95% half-width of its uncertainty, percent. */
export type PercentLine = { readonly emissions: number; readonly percent: number; readonly sharedFactor?: string };

/**
 * 95% half-width of a sum, percent of it: root of the sum of squares of `E_i U_i` between factors, linear within one
 * (IPCC 2006 Guidelines, volume 1, chapter 3, equation 3.2). Holds for half-widths up to about 30%.
 * Undefined for a sum of 0.
 */
export function propagatedPercent(lines: readonly PercentLine[]): number | undefined {
  const total = Math.abs(lines.reduce((sum, { emissions }) => sum + emissions, 0));
  if (total === 0) return undefined;
  const parts = lines.map(({ emissions, percent, sharedFactor }) => ({ amount: emissions * percent, sharedFactor }));
  return rootOfGroupedSquares(parts) / total;
}

/** 95% half-width of a product of independent quantities, percent: root of the sum of squares (IPCC, equation 3.1). */
export function productPercent(percents: readonly number[]): number {
  return Math.hypot(...percents);
}

function rootOfGroupedSquares(parts: readonly { amount: number; sharedFactor: string | undefined }[]): number {
  const byFactor = new Map<string, number>();
  const alone: number[] = [];
  for (const { amount, sharedFactor } of parts) {
    if (sharedFactor === undefined) alone.push(amount);
    else byFactor.set(sharedFactor, (byFactor.get(sharedFactor) ?? 0) + amount);
  }
  return Math.hypot(...alone, ...byFactor.values());
}

/** Scores 1 (best) to 5 of a figure's data, as in the ecoinvent pedigree matrix. */
export type PedigreeScores = {
  readonly reliability: number;
  readonly completeness: number;
  readonly temporal: number;
  readonly geographical: number;
  readonly technological: number;
};

/** Additional uncertainty factors of ecoinvent version 3, for scores 1 to 5. */
const PEDIGREE_FACTORS: Readonly<Record<keyof PedigreeScores, readonly number[]>> = {
  reliability: [1, 1.54, 1.61, 1.69, 1.69],
  completeness: [1, 1.03, 1.04, 1.08, 1.08],
  temporal: [1, 1.03, 1.1, 1.19, 1.29],
  geographical: [1, 1.04, 1.08, 1.11, 1.11],
  technological: [1, 1.18, 1.65, 2.08, 2.8],
};

/**
 * Squared geometric standard deviation of a figure: `exp(sqrt(sum of ln^2 u_i + ln^2 u_basic))`; 95% of values lie
 * between the figure divided and multiplied by it. Throws for a score outside 1 to 5.
 */
export function pedigreeGsdSquared(scores: PedigreeScores, basic = 1): number {
  const logs = Object.entries(PEDIGREE_FACTORS).map(([indicator, factors]) => {
    const score = scores[indicator as keyof PedigreeScores];
    const factor = factors[score - 1];
    if (factor === undefined) throw new RangeError(`A pedigree score is 1 to 5, got ${score} for ${indicator}`);
    return Math.log(factor);
  });
  return Math.exp(Math.hypot(...logs, Math.log(basic)));
}

/** A footprint as a lognormal: its median, and the standard deviation of its logarithm (ln GSD). */
export type UncertainFigure = { readonly median: number; readonly spread: number };

/**
 * Probability that the first figure is truly the lower: `Phi(ln(mB / mA) / sqrt(sA^2 + sB^2 - 2 rho sA sB))`, with
 * `rho` the correlation by shared factors. Equal medians give 0.5; without any spread it is 0, 0.5 or 1.
 */
export function probabilityLower(first: UncertainFigure, second: UncertainFigure, correlation = 0): number {
  const variance = first.spread ** 2 + second.spread ** 2 - 2 * correlation * first.spread * second.spread;
  const distance = Math.log(second.median / first.median);
  if (!(variance > 0)) return distance > 0 ? 1 : distance < 0 ? 0 : 0.5;
  return normalProbability(distance / Math.sqrt(variance));
}

/** Standard normal distribution function, by the series of Marsaglia (2004); correct to about 1e-15. */
export function normalProbability(x: number): number {
  if (x < -8) return 0;
  if (x > 8) return 1;
  let term = x;
  let series = x;
  for (let i = 3, before = 0; series !== before; i += 2) {
    before = series;
    term *= (x * x) / i;
    series += term;
  }
  return 0.5 + series * Math.exp(-0.5 * x * x - 0.918_938_533_204_672_7);
}
