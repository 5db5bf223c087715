import type { Slots } from './cube-rows.ts';
import { BASIS_CODES, type FigureCube, KIND_CODES, SCREENING_CODES } from './figure-cube.ts';
import type { TotalsQuery } from './totals-query.ts';

/** The columns of amounts, each of whole tonnes and grams left over. */
export const AMOUNTS = {
  committed: 0,
  actual: 1,
  forecast: 2,
  estimated: 3,
  total: 4,
  market: 5,
  avoided: 6,
  biogenic: 7,
  removals: 8,
  measuredTotal: 9,
  estimatedTotal: 10,
  forecastTotal: 11,
  spendTotal: 12,
  allocatedTotal: 13,
} as const;
export const COLUMNS = Object.keys(AMOUNTS).length;

const BASIS_COLUMNS = columnsBy(BASIS_CODES, {
  committed: AMOUNTS.committed,
  actual: AMOUNTS.actual,
  forecast: AMOUNTS.forecast,
  estimated: AMOUNTS.estimated,
});
const KIND_COLUMNS = columnsBy(KIND_CODES, {
  emission: AMOUNTS.total,
  avoided: AMOUNTS.avoided,
  biogenic: AMOUNTS.biogenic,
  removal: AMOUNTS.removals,
});
const BASIS_TOTALS = columnsBy(BASIS_CODES, {
  committed: -1,
  actual: AMOUNTS.measuredTotal,
  forecast: AMOUNTS.forecastTotal,
  estimated: AMOUNTS.estimatedTotal,
});

function columnsBy<T extends string>(
  codes: Readonly<Record<T, number>>,
  columns: Readonly<Record<T, number>>,
): readonly number[] {
  const byCode: number[] = [];
  for (const name of Object.keys(codes) as T[]) byCode[codes[name]] = columns[name];
  return byCode;
}

/** What is summed for each slot; the slot after the last holds the sum of all. */
export type CubeSums = {
  readonly tonnes: Float64Array;
  readonly rest: Float64Array;
  readonly lines: Int32Array;
  readonly located: Int32Array;
  readonly market: Int32Array;
  readonly provisional: Uint8Array;
  /** Grams without their sign, and the same times the quality of the figure. */
  readonly weight: Float64Array;
  readonly weighted: Float64Array;
  /** Root of the sum of squares over sources of what each of them adds up to, in grams. */
  readonly spreads: Float64Array;
  /** Distinct contracts. */
  readonly contracts: Int32Array;
  /** Contracts with an actual figure in the total, and with another. */
  readonly contractsBy: { readonly actual: number; readonly estimated: number };
};

type Sums = Omit<CubeSums, 'spreads' | 'contracts' | 'contractsBy'>;

/** One pass over the rows that are asked for; what they come to together is the sum of the slots. */
export function sumUp(cube: FigureCube, query: TotalsQuery, chosen: Uint32Array, slots: Slots): CubeSums {
  const sums = createSums(slots.count + 1);
  const contractCount = cube.names.contracts.values.length;
  const contracts = createPairs(slots.count, contractCount);
  // Figures of one source are wrong together: of one published factor, or of one contract's own figures.
  const sources = createPairs(slots.count, contractCount + cube.facts.factorCount);
  const byBasis = { actual: new Uint8Array(contractCount), estimated: new Uint8Array(contractCount) };
  const isOfBasis = query.basis !== undefined;
  for (let index = 0; index < chosen.length; index++) {
    const row = chosen[index] ?? 0;
    const slot = slots.of[index] ?? 0;
    const contract = cube.contracts[row] ?? 0;
    const profile = cube.profiles[row] ?? 0;
    contracts.add(slot, contract, 1);
    if (!addRow(sums, cube, row, slot, isOfBasis)) continue;
    const factor = cube.facts.factors[profile] ?? -1;
    const grams = (cube.tonnes[row] ?? 0) * 1e6 + (cube.restGrams[row] ?? 0);
    sources.add(slot, factor < 0 ? contract : contractCount + factor, grams * (cube.facts.spreads[profile] ?? 0));
    const basis = cube.facts.bases[profile] === BASIS_CODES.actual ? byBasis.actual : byBasis.estimated;
    basis[contract] = 1;
  }
  addAll(sums, slots.count);
  return {
    ...sums,
    spreads: sources.fold((sum) => sum * sum).map(Math.sqrt),
    contracts: Int32Array.from(contracts.fold((rows) => (rows > 0 ? 1 : 0))),
    contractsBy: { actual: countOf(byBasis.actual), estimated: countOf(byBasis.estimated) },
  };
}

function createSums(size: number): Sums {
  return {
    tonnes: new Float64Array(size * COLUMNS),
    rest: new Float64Array(size * COLUMNS),
    lines: new Int32Array(size),
    located: new Int32Array(size),
    market: new Int32Array(size),
    provisional: new Uint8Array(size),
    weight: new Float64Array(size),
    weighted: new Float64Array(size),
  };
}

/** Adds a row to its slot; true where its figure is an emission of the total. */
function addRow(sums: Sums, cube: FigureCube, row: number, slot: number, isOfBasis: boolean): boolean {
  const profile = cube.profiles[row] ?? 0;
  const kind = codeAt(cube.facts.kinds, profile);
  const basis = codeAt(cube.facts.bases, profile);
  const isEmission = kind === KIND_CODES.emission;
  if (isEmission) addGrams(sums, cube, row, BASIS_COLUMNS[basis] ?? 0, slot);
  if (!isOfBasis && cube.counts[row] === 0) return false;
  addGrams(sums, cube, row, KIND_COLUMNS[kind] ?? 0, slot);
  if (!isEmission) return false;
  const part = BASIS_TOTALS[basis] ?? -1;
  if (part >= 0) addGrams(sums, cube, row, part, slot);
  const screening = codeAt(cube.facts.screening, profile);
  if (screening === SCREENING_CODES.spend) addGrams(sums, cube, row, AMOUNTS.spendTotal, slot);
  if (screening === SCREENING_CODES.allocated) addGrams(sums, cube, row, AMOUNTS.allocatedTotal, slot);
  describeTotal(sums, cube, row, slot);
  return true;
}

function addGrams(sums: Sums, cube: FigureCube, row: number, column: number, slot: number): void {
  const place = slot * COLUMNS + column;
  plus(sums.tonnes, place, cube.tonnes[row] ?? 0);
  plus(sums.rest, place, cube.restGrams[row] ?? 0);
}

/** Adds a figure of the total to what is said beside it: quality, market-based figure, lines. */
function describeTotal(sums: Sums, cube: FigureCube, row: number, slot: number): void {
  const { facts, profiles, tonnes, restGrams, marketLines } = cube;
  const profile = profiles[row] ?? 0;
  const weight = Math.abs((tonnes[row] ?? 0) * 1e6 + (restGrams[row] ?? 0));
  const lines = cube.lines[row] ?? 0;
  plus(sums.weight, slot, weight);
  plus(sums.weighted, slot, weight * codeAt(facts.qualities, profile));
  if (facts.provisional[profile] === 1) sums.provisional[slot] = 1;
  count(sums.lines, slot, lines);
  if (lines !== 0) count(sums.located, slot, cube.locatedLines[row] ?? 0);
  count(sums.market, slot, marketLines[row] ?? 0);
  const place = slot * COLUMNS + AMOUNTS.market;
  plus(sums.tonnes, place, cube.marketTonnes[row] ?? 0);
  plus(sums.rest, place, cube.marketRest[row] ?? 0);
}

function codeAt(column: Uint8Array, index: number): number {
  return column[index] ?? 0;
}

function count(column: Int32Array, index: number, value: number): void {
  column[index] = (column[index] ?? 0) + value;
}

function plus(column: Float64Array, index: number, value: number): void {
  column[index] = (column[index] ?? 0) + value;
}

/** Adds the slots up in the one after them. */
function addAll(sums: Sums, slots: number): void {
  for (const [column, width] of [
    [sums.tonnes, COLUMNS],
    [sums.rest, COLUMNS],
    [sums.lines, 1],
    [sums.located, 1],
    [sums.market, 1],
    [sums.weight, 1],
    [sums.weighted, 1],
  ] as const) {
    const start = slots * width;
    for (let place = 0; place < start; place++) {
      const all = start + (place % width);
      column[all] = (column[all] ?? 0) + (column[place] ?? 0);
    }
  }
  sums.provisional[slots] = sums.provisional.includes(1) ? 1 : 0;
}

function countOf(marks: Uint8Array): number {
  return marks.reduce((count, mark) => count + mark, 0);
}

/** More pairs than this are kept in a map: most of them do not occur. */
const LARGEST_TABLE = 4_000_000;

/** Sums by slot and something else: a contract, a source. */
function createPairs(slots: number, width: number) {
  const isDense = slots * width <= LARGEST_TABLE;
  const dense = new Float64Array(isDense ? slots * width : 0);
  const sparse = new Map<number, number>();
  const visit = (take: (slot: number, one: number, sum: number) => void): void => {
    for (let slot = 0, at = 0; at < dense.length; slot++) {
      for (let one = 0; one < width; one++, at++) {
        const sum = dense[at] ?? 0;
        if (sum !== 0) take(slot, one, sum);
      }
    }
    for (const [at, sum] of sparse) take(Math.floor(at / width), at % width, sum);
  };
  return {
    add(slot: number, one: number, amount: number): void {
      const at = slot * width + one;
      if (isDense) dense[at] = (dense[at] ?? 0) + amount;
      else sparse.set(at, (sparse.get(at) ?? 0) + amount);
    },
    /** Adds up what `worth` makes of the sums of each slot, and in the last place of those of all slots together. */
    fold(worth: (sum: number) => number): Float64Array {
      const all = new Float64Array(width);
      const folded = new Float64Array(slots + 1);
      visit((slot, one, sum) => {
        all[one] = (all[one] ?? 0) + sum;
        folded[slot] = (folded[slot] ?? 0) + worth(sum);
      });
      folded[slots] = all.reduce((total, sum) => total + worth(sum), 0);
      return folded;
    },
  };
}
