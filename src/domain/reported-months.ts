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
  const { names, contracts, months, profiles, tonnes, restGrams, locatedLines } = figures;
  const width = names.months.values.length;
  const size = names.contracts.values.length * width;
  // The rank that counts for a contract and month, counted from 1; 0 where there is none.
  const ranks = new Uint8Array(size);
  const rankOf = Uint8Array.from(names.profiles.values, (profile) =>
    profile.kind === 'emission' && isAsked(profile) ? BASIS_RANKS.indexOf(profile.basis) + 1 : 0,
  );
  const isOutside = Uint8Array.from(names.profiles.values, (profile) => (profile.doubleCountGroup === '' ? 0 : 1));
  const inventory = monthSums(size);
  // Where nothing lies outside the inventory, nothing is held of it.
  const outside = monthSums(isOutside.includes(1) ? size : 0);
  for (let row = 0; row < figures.size; row++) {
    const profile = profiles[row] ?? 0;
    const rank = rankOf[profile] ?? 0;
    if (rank === 0 || (locatedLines[row] ?? 0) <= 0) continue;
    const place = (contracts[row] ?? 0) * width + (months[row] ?? 0);
    const known = ranks[place] ?? 0;
    if (known !== 0 && known < rank) continue;
    if (known !== rank) {
      inventory.clear(place);
      outside.clear(place);
    }
    ranks[place] = rank;
    (isOutside[profile] === 1 ? outside : inventory).add(place, tonnes[row] ?? 0, restGrams[row] ?? 0);
  }
  const numbers = new Map(names.contracts.values.map((name, number) => [name, number]));
  const all = [...names.months.values];
  return {
    of(contract) {
      const start = (numbers.get(contract) ?? -1) * width;
      const found = new Map<Month, ViewGrams>();
      for (let place = start; place >= 0 && place < start + width; place++) {
        if (ranks[place] === 0) continue;
        found.set(all[place - start] ?? '', { inventory: inventory.at(place), outside: outside.at(place) });
      }
      return found;
    },
  };
}

/** Sums of whole tonnes and of grams left over, by contract and month. */
function monthSums(size: number) {
  const [sums, rests] = [new Float64Array(size), new Float64Array(size)];
  return {
    add(place: number, tonnes: number, rest: number): void {
      sums[place] = (sums[place] ?? 0) + tonnes;
      rests[place] = (rests[place] ?? 0) + rest;
    },
    clear(place: number): void {
      sums[place] = 0;
      rests[place] = 0;
    },
    at: (place: number) => toWholeGrams(sums[place] ?? 0, rests[place] ?? 0),
  };
}
