import { BASIS_CODES, type Facet, type FigureCube, textAt } from './figure-cube.ts';
import type { TotalKey, TotalsQuery } from './totals-query.ts';

/** The rows of the cube that a query asks for, in their order. */
export function rowsAsked(cube: FigureCube, query: TotalsQuery): Uint32Array {
  const { contracts, months, profiles, size } = cube;
  const masks = masksOf(cube, query);
  const rows = new Uint32Array(size);
  let count = 0;
  for (let row = 0; row < size; row++) {
    if (masks.profiles[profiles[row] ?? 0] === 0) continue;
    if (masks.months[months[row] ?? 0] === 0 || masks.contracts[contracts[row] ?? 0] === 0) continue;
    rows[count++] = row;
  }
  return rows.subarray(0, count);
}

/** By contract, month and profile, 1 where it is asked for. */
function masksOf(cube: FigureCube, { view, from, to, basis, only }: TotalsQuery): Record<Facet, Uint8Array> {
  const { names, facts, keys } = cube;
  const masks = {
    contracts: new Uint8Array(names.contracts.values.length).fill(1),
    months: new Uint8Array(names.months.values.length).fill(1),
    profiles: new Uint8Array(names.profiles.values.length).fill(1),
  };
  const ask = (key: TotalKey, test: (text: string) => boolean): void => {
    const { facet, codes, texts } = keys[key];
    const allowed = texts.map(test);
    for (const [number, code] of codes.entries()) if (allowed[code] !== true) masks[facet][number] = 0;
  };
  for (const [key, wanted] of Object.entries(only)) ask(key as TotalKey, (text) => text === wanted);
  if (from !== undefined) ask('month', (month) => month >= from);
  if (to !== undefined) ask('month', (month) => month <= to);
  for (let profile = 0; profile < masks.profiles.length; profile++) {
    if (view === 'inventory' && facts.inInventory[profile] === 0) masks.profiles[profile] = 0;
    if (basis !== undefined && facts.bases[profile] !== BASIS_CODES[basis]) masks.profiles[profile] = 0;
  }
  return masks;
}

/** Which combination of keys each of the rows asked for has, and the texts of each. */
export type Slots = { readonly of: Uint32Array; readonly keys: readonly (readonly string[])[]; readonly count: number };

/** Numbers the combinations of keys that occur. */
export function slotsOf(cube: FigureCube, { by }: Pick<TotalsQuery, 'by'>, chosen: Uint32Array): Slots {
  const [contracts, months, profiles] = (['contracts', 'months', 'profiles'] as const).map((facet) =>
    facetNumbers(cube, facet, by),
  ) as [FacetNumbers, FacetNumbers, FacetNumbers];
  const dense = denseNumbers(contracts.count * months.count * profiles.count);
  const of = new Uint32Array(chosen.length);
  const first: number[] = [];
  for (let index = 0; index < chosen.length; index++) {
    const row = chosen[index] ?? 0;
    const ofContract = contracts.of[cube.contracts[row] ?? 0] ?? 0;
    const ofMonth = months.of[cube.months[row] ?? 0] ?? 0;
    const ofProfile = profiles.of[cube.profiles[row] ?? 0] ?? 0;
    const slot = dense.of((ofContract * months.count + ofMonth) * profiles.count + ofProfile);
    of[index] = slot;
    if (slot === first.length) first.push(row);
  }
  const keys = first.map((row) => by.map((key) => textAt(cube, key, row)));
  return { of, keys, count: keys.length };
}

type FacetNumbers = { readonly of: Uint32Array; readonly count: number };

/** Numbers what the keys that follow from one facet say together. */
function facetNumbers(cube: FigureCube, facet: Facet, by: readonly TotalKey[]): FacetNumbers {
  const of = new Uint32Array(cube.names[facet].values.length);
  let count = 1;
  for (const key of by.filter((one) => cube.keys[one].facet === facet)) {
    const { codes, texts } = cube.keys[key];
    const dense = denseNumbers(count * texts.length);
    for (const [number, code] of codes.entries()) of[number] = dense.of((of[number] ?? 0) * texts.length + code);
    count = Math.max(1, dense.count());
  }
  return { of, count };
}

const LARGEST_TABLE = 4_000_000;

/** Gives each number that comes the next free one, the same again for the same. */
function denseNumbers(range: number) {
  let next = 0;
  if (range <= LARGEST_TABLE) {
    const table = new Int32Array(range).fill(-1);
    return {
      of: (number: number): number => {
        const known = table[number] ?? -1;
        if (known >= 0) return known;
        table[number] = next;
        return next++;
      },
      count: () => next,
    };
  }
  const known = new Map<number, number>();
  return {
    of: (number: number): number => {
      const found = known.get(number);
      if (found !== undefined) return found;
      known.set(number, next);
      return next++;
    },
    count: () => next,
  };
}
