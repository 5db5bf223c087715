import type { FigureColumns, FigureProfile } from './figure-columns.ts';
import type { Month } from './period-split.ts';
import type { Grams } from './quantity.ts';
import { toWholeGrams } from './whole-tonnes.ts';

/** Grams of each month that count, by contract; no month for a contract without any. */
export type ReportedMonths = { of(contract: string): ReadonlyMap<Month, Grams> };

/** The first that a contract-month has is its total. */
export const BASIS_RANKS: readonly string[] = ['actual', 'estimated', 'forecast'];

/**
 * What counts of the emissions of each contract and month: what is actual, else estimated, else forecast, each with a
 * location-based figure. Only of profiles that are asked for.
 */
export function reportedMonths(figures: FigureColumns, isAsked: (profile: FigureProfile) => boolean): ReportedMonths {
  const { names, profiles, locatedLines } = figures;
  const width = names.months.values.length;
  const sums = createRankedSums(names.contracts.values.length * width);
  // Ranks count from 1; 0 is what never counts.
  const ranks = Uint8Array.from(names.profiles.values, (profile) =>
    profile.kind === 'emission' && isAsked(profile) ? BASIS_RANKS.indexOf(profile.basis) + 1 : 0,
  );
  for (let row = 0; row < figures.size; row++) {
    const rank = ranks[profiles[row] ?? 0] ?? 0;
    if (rank === 0 || (locatedLines[row] ?? 0) <= 0) continue;
    const place = (figures.contracts[row] ?? 0) * width + (figures.months[row] ?? 0);
    sums.add(place, rank, figures.tonnes[row] ?? 0, figures.restGrams[row] ?? 0);
  }
  const numbers = new Map(names.contracts.values.map((name, number) => [name, number]));
  const months = [...names.months.values];
  return {
    of(contract) {
      const number = numbers.get(contract);
      if (number === undefined) return new Map();
      return new Map(
        months.flatMap((month, index) => {
          const grams = sums.at(number * width + index);
          return grams === undefined ? [] : [[month, grams] as const];
        }),
      );
    },
  };
}

/** Sums of what is of the best rank that comes to a place. */
function createRankedSums(size: number) {
  const [best, tonnes, rests] = [new Uint8Array(size), new Float64Array(size), new Float64Array(size)];
  return {
    add(place: number, rank: number, tonnesMore: number, restMore: number): void {
      const known = best[place] ?? 0;
      if (known !== 0 && known < rank) return;
      const isSame = known === rank;
      best[place] = rank;
      tonnes[place] = (isSame ? (tonnes[place] ?? 0) : 0) + tonnesMore;
      rests[place] = (isSame ? (rests[place] ?? 0) : 0) + restMore;
    },
    at: (place: number): Grams | undefined =>
      best[place] === 0 ? undefined : toWholeGrams(tonnes[place] ?? 0, rests[place] ?? 0),
  };
}
