import { probabilityLower, spreadOfLines, type UncertainFigure, type UncertainLine } from '../domain/uncertainty.ts';
import type { BidAssessment } from './assessment.ts';
import type { Footprint } from './footprint.ts';

/** How sure it is that one bid's carbon is truly lower than another's. Information; never a score. */
export type CarbonComparison = {
  /** The bid with the lower figure. */
  readonly lower: string;
  readonly higher: string;
  /** 0.5 to 1. */
  readonly probability: number;
  readonly wording: 'not distinguishable' | 'weak' | 'likely' | 'clear';
};

/**
 * Every pair of bids that gave a figure, read as independent lognormals with the spread of their tiers. The figure is
 * the declared gross, with the published default (as data of tier D) for a stage left out, so that all cover the same
 * boundary; without uplift, which would count the uncertainty twice. A bid without any line is left out.
 */
export function compareCarbon(bids: readonly BidAssessment[]): CarbonComparison[] {
  const figures = bids.flatMap(({ bid, carbon }) => {
    const figure = toUncertainFigure(carbon.footprint);
    return figure === undefined ? [] : [{ reference: bid.reference, figure }];
  });
  return figures.flatMap((one, index) =>
    figures.slice(index + 1).map((other) => {
      const [lower, higher] = other.figure.median < one.figure.median ? [other, one] : [one, other];
      const probability = probabilityLower(lower.figure, higher.figure);
      return { lower: lower.reference, higher: higher.reference, probability, wording: wordingOf(probability) };
    }),
  );
}

/** In words: to 0.60, to 0.80, to 0.95, and above. */
export function wordingOf(probability: number): CarbonComparison['wording'] {
  if (probability < 0.6) return 'not distinguishable';
  if (probability < 0.8) return 'weak';
  return probability <= 0.95 ? 'likely' : 'clear';
}

function toUncertainFigure({ lines, stageDefaults, functionalUnits }: Footprint): UncertainFigure | undefined {
  if (lines.length === 0) return undefined;
  const parts: UncertainLine[] = [
    ...lines.map(({ kilograms, tier, basis, source }) => ({
      kilograms: kilograms.valueOf(),
      tier,
      ...(basis === 'factor' && source.factor !== undefined ? { factor: source.factor } : {}),
    })),
    ...stageDefaults.map(({ stage, perUnit }) => ({
      kilograms: perUnit.mul(functionalUnits).valueOf(),
      tier: 'D' as const,
      factor: `default for ${stage}`,
    })),
  ];
  const spread = spreadOfLines(parts);
  const median = parts.reduce((total, { kilograms }) => total + kilograms, 0);
  return spread === undefined ? undefined : { median, spread };
}
