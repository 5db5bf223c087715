import { compare, type Fraction, ONE, sum, ZERO } from '../domain/quantity.ts';

/**
 * How much the weights or scores would have to change before a rival draws level. `weights` add to 1; `leads` are the
 * winner's score less the rival's in each part, on one scale; the gap is `sum(weight x lead)`, 0 or more. Exact.
 */
export type Comparison = { readonly weights: readonly Fraction[]; readonly leads: readonly Fraction[] };

type WeightMove = { readonly from: number; readonly to: number; readonly weight: Fraction };
export type WeightTransfer = { readonly weight: Fraction; readonly moves: readonly WeightMove[] };
export type WeightChange = { readonly length: number; readonly changes: readonly Fraction[] };

/** The weighted gap between the two. */
export function gapOf({ weights, leads }: Comparison): Fraction {
  return sum(weights.map((weight, index) => weight.mul(leads[index] ?? ZERO)));
}

/**
 * For each part, its weight at which the rival draws level when the other weights keep their proportions:
 * `R = (gap - w x d) / (1 - w)`, `w* = R / (R - d)`; undefined where no weight from 0 to 1 does it.
 */
export function tippingWeights(comparison: Comparison): (Fraction | undefined)[] {
  const gap = gapOf(comparison);
  return comparison.leads.map((lead, index) => {
    const weight = comparison.weights[index] ?? ZERO;
    if (weight.equals(ONE)) return undefined;
    const rest = gap.sub(weight.mul(lead)).div(ONE.sub(weight));
    if (lead.equals(ZERO) || rest.mul(lead).gt(ZERO)) return undefined;
    return rest.div(rest.sub(lead));
  });
}

/**
 * The least weight that must move between parts for the rival to draw level: from the part with the largest lead to
 * the one with the smallest, and on to the next largest when a part has no weight left. Optimal for the sum of
 * absolute changes, which is twice the weight. Undefined where no transfer does it.
 */
export function smallestTransfer(comparison: Comparison): WeightTransfer | undefined {
  const { weights, leads } = comparison;
  const order = leads.map((_, index) => index).sort((a, b) => compare(leads[b] ?? ZERO, leads[a] ?? ZERO) || a - b);
  const least = [...leads].sort(compare)[0];
  if (least === undefined) return undefined;
  const to = leads.findIndex((lead) => lead.equals(least));
  const moves: WeightMove[] = [];
  let gap = gapOf(comparison);
  for (const from of order) {
    if (gap.lte(ZERO)) break;
    const gain = (leads[from] ?? ZERO).sub(least);
    const available = weights[from] ?? ZERO;
    if (gain.lte(ZERO) || available.lte(ZERO)) continue;
    const needed = gap.div(gain);
    const weight = needed.lte(available) ? needed : available;
    moves.push({ from, to, weight });
    gap = gap.sub(weight.mul(gain));
  }
  return gap.lte(ZERO) ? { weight: sum(moves.map(({ weight }) => weight)), moves } : undefined;
}

/**
 * The smallest change of all weights together: with `d~ = d - mean(d)`, changes `-gap x d~ / |d~|^2`, of length
 * `gap / |d~|`. Undefined where leads are all equal, or where a weight would turn negative: the transfer then tells.
 */
export function smallestChange(comparison: Comparison): WeightChange | undefined {
  const { weights, leads } = comparison;
  if (leads.length === 0) return undefined;
  const mean = sum(leads).div(leads.length);
  const centred = leads.map((lead) => lead.sub(mean));
  const square = sum(centred.map((one) => one.mul(one)));
  if (square.equals(ZERO)) return undefined;
  const gap = gapOf(comparison);
  const changes = centred.map((one) => one.mul(gap).div(square).neg());
  const isPossible = changes.every((change, index) => change.add(weights[index] ?? ZERO).gte(ZERO));
  return isPossible ? { length: gap.valueOf() / Math.sqrt(square.valueOf()), changes } : undefined;
}

/** How much the rival's score in each part alone would have to rise: `gap / weight`; undefined for a part of weight 0. */
export function scoreRises(comparison: Comparison): (Fraction | undefined)[] {
  const gap = gapOf(comparison);
  return comparison.weights.map((weight) => (weight.equals(ZERO) ? undefined : gap.div(weight)));
}

/**
 * Borda points over the parts, each part counting alike: one for each bid beaten, a half for each tie. A cross-check
 * that ignores weights and sizes. `scores` is one row for each bid.
 */
export function bordaPoints(scores: readonly (readonly Fraction[])[]): Fraction[] {
  return scores.map((own, bid) =>
    sum(
      scores.flatMap((rival, other) =>
        other === bid ? [] : own.map((score, part) => pointsAgainst(score, rival[part] ?? ZERO)),
      ),
    ),
  );
}

function pointsAgainst(score: Fraction, rival: Fraction): Fraction {
  const order = compare(score, rival);
  if (order > 0) return ONE;
  return order < 0 ? ZERO : ONE.div(2);
}
