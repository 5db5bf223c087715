import type { FigureColumns, FigureProfile } from './figure-columns.ts';
import type { Month } from './period-split.ts';
import type { ViewGrams } from './view-grams.ts';
import { toWholeGrams } from './whole-tonnes.ts';

/** Grams of each month that count, by contract; no month for a contract without any. */
export type ReportedMonths = { of(contract: string): ReadonlyMap<Month, ViewGrams> };

/** The first that a contract-month has is its total. */
export const BASIS_RANKS: readonly string[] = ['actual', 'estimated', 'forecast'];

/**
 * What counts of the emissions of each contract and month: what is actual, else estimated, else forecast, each with a
 * location-based figure. Only of profiles that are asked for.
 */
export function reportedMonths(figures: FigureColumns, isAsked: (profile: FigureProfile) => boolean): ReportedMonths {
  const { names, profiles, locatedLines } = figures;
  const width = names.months.values.length;
  const places = names.contracts.values.length * width;
  const isOutside = Uint8Array.from(names.profiles.values, (profile) => (profile.doubleCountGroup === '' ? 0 : 1));
  // Where nothing lies outside the inventory, no room is taken for it.
  const sums = createRankedSums(places, isOutside.includes(1) ? places : 0);
  // Ranks count from 1; 0 is what never counts.
  const ranks = Uint8Array.from(names.profiles.values, (profile) =>
    profile.kind === 'emission' && isAsked(profile) ? BASIS_RANKS.indexOf(profile.basis) + 1 : 0,
  );
  for (let row = 0; row < figures.size; row++) {
    const profile = profiles[row] ?? 0;
    const rank = ranks[profile] ?? 0;
    if (rank === 0 || (locatedLines[row] ?? 0) <= 0) continue;
    const place = (figures.contracts[row] ?? 0) * width + (figures.months[row] ?? 0);
    const part = isOutside[profile] === 1 ? 'outside' : 'inventory';
    sums.add(place, rank, part, figures.tonnes[row] ?? 0, figures.restGrams[row] ?? 0);
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

/** Sums of what is of the best rank that comes to a place, by view. */
function createRankedSums(places: number, outsidePlaces: number) {
  const best = new Uint8Array(places);
  const sums = { inventory: createSums(places), outside: createSums(outsidePlaces) };
  return {
    add(place: number, rank: number, part: keyof ViewGrams, tonnes: number, rest: number): void {
      const known = best[place] ?? 0;
      if (known !== 0 && known < rank) return;
      if (known > rank) {
        sums.inventory.clear(place);
        sums.outside.clear(place);
      }
      best[place] = rank;
      sums[part].add(place, tonnes, rest);
    },
    at: (place: number): ViewGrams | undefined =>
      best[place] === 0 ? undefined : { inventory: sums.inventory.at(place), outside: sums.outside.at(place) },
  };
}

function createSums(places: number) {
  const [tonnes, rests] = [new Float64Array(places), new Float64Array(places)];
  return {
    add(place: number, tonnesMore: number, restMore: number): void {
      tonnes[place] = (tonnes[place] ?? 0) + tonnesMore;
      rests[place] = (rests[place] ?? 0) + restMore;
    },
    clear(place: number): void {
      tonnes[place] = 0;
      rests[place] = 0;
    },
    at: (place: number) => toWholeGrams(tonnes[place] ?? 0, rests[place] ?? 0),
  };
}
