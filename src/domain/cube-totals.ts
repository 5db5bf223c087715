import { BASIS_CODES, type FigureCube, KIND_CODES, SCREENING_CODES, toWholeGrams } from './figure-cube.ts';
import { type Grams, numberToDecimalText, roundHalfUp, toFraction, toGrams } from './quantity.ts';
import type { TotalsAmounts, TotalsQuery, TotalsRow } from './totals-query.ts';
import { lognormalRange } from './uncertainty.ts';

/** The columns of amounts, each of whole tonnes and grams left over. */
const COMMITTED = 0;
const ACTUAL = 1;
const FORECAST = 2;
const ESTIMATED = 3;
const TOTAL = 4;
const MARKET = 5;
const AVOIDED = 6;
const BIOGENIC = 7;
const REMOVALS = 8;
const MEASURED_TOTAL = 9;
const ESTIMATED_TOTAL = 10;
const FORECAST_TOTAL = 11;
const SPEND_TOTAL = 12;
const ALLOCATED_TOTAL = 13;
const COLUMNS = 14;

const BASIS_COLUMNS = columnsBy(BASIS_CODES, {
  committed: COMMITTED,
  actual: ACTUAL,
  forecast: FORECAST,
  estimated: ESTIMATED,
});
const KIND_COLUMNS = columnsBy(KIND_CODES, {
  emission: TOTAL,
  avoided: AVOIDED,
  biogenic: BIOGENIC,
  removal: REMOVALS,
});
const BASIS_TOTALS = columnsBy(BASIS_CODES, {
  committed: -1,
  actual: MEASURED_TOTAL,
  forecast: FORECAST_TOTAL,
  estimated: ESTIMATED_TOTAL,
});

function columnsBy<T extends string>(
  codes: Readonly<Record<T, number>>,
  columns: Readonly<Record<T, number>>,
): readonly number[] {
  const byCode: number[] = [];
  for (const name of Object.keys(codes) as T[]) byCode[codes[name]] = columns[name];
  return byCode;
}

export type CubeTotals = {
  readonly rows: readonly TotalsRow[];
  readonly total: TotalsAmounts;
  readonly measured: Grams;
  readonly estimated: Grams;
  readonly forecast: Grams;
  readonly contractsBy: { readonly actual: number; readonly estimated: number };
};

/** Sums the figures that a query asks for, by its keys. Rows come in the order of their keys. */
export function totalsOf(cube: FigureCube, query: TotalsQuery): CubeTotals {
  const chosen = rowsAsked(cube, query);
  const slots = slotsOf(cube, query, chosen);
  const sums = sumUp(cube, query, chosen, slots);
  const all = slots.count;
  const rows = slots.keys
    .map((keys, slot): TotalsRow => ({ keys, ...sums.amounts(slot) }))
    .toSorted((a, b) => compareKeys(a.keys, b.keys));
  return {
    rows,
    total: sums.amounts(all),
    measured: sums.column(all, MEASURED_TOTAL),
    estimated: sums.column(all, ESTIMATED_TOTAL),
    forecast: sums.column(all, FORECAST_TOTAL),
    contractsBy: sums.contractsBy(),
  };
}

/** The rows of the cube that a query asks for. */
export function rowsAsked(cube: FigureCube, { view, from, to, basis, only }: TotalsQuery): Uint32Array {
  const tests = Object.entries(only).map(([key, wanted]) => {
    const name = key as keyof FigureCube['codes'];
    return { codes: cube.codes[name], allowed: allowedCodes(cube.texts[name], (text) => text === wanted) };
  });
  if (from !== undefined || to !== undefined) {
    const within = (month: string) => (from === undefined || month >= from) && (to === undefined || month <= to);
    tests.push({ codes: cube.codes.month, allowed: allowedCodes(cube.texts.month, within) });
  }
  const wantedBasis = basis === undefined ? -1 : BASIS_CODES[basis];
  const rows = new Uint32Array(cube.size);
  let count = 0;
  for (let row = 0; row < cube.size; row++) {
    if (view === 'inventory' && cube.inInventory[row] === 0) continue;
    if (wantedBasis >= 0 && cube.bases[row] !== wantedBasis) continue;
    let asked = true;
    for (const { codes, allowed } of tests) asked &&= allowed[codes[row] ?? 0] === 1;
    if (asked) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

function allowedCodes(texts: readonly string[], test: (text: string) => boolean): Uint8Array {
  return Uint8Array.from(texts, (text) => (test(text) ? 1 : 0));
}

type Slots = { readonly of: Uint32Array; readonly keys: readonly (readonly string[])[]; readonly count: number };

/** Numbers the combinations of keys that occur. */
function slotsOf(cube: FigureCube, { by }: TotalsQuery, chosen: Uint32Array): Slots {
  const of = new Uint32Array(chosen.length);
  const first: number[] = [];
  const places = by.map((key) => ({ codes: cube.codes[key], size: cube.texts[key].length }));
  // One number for each combination, made dense again after every key so that it stays small.
  let width = 1;
  for (const { codes, size } of places) {
    const dense = denseNumbers(width * size);
    for (let index = 0; index < chosen.length; index++) {
      of[index] = dense.of((of[index] ?? 0) * size + (codes[chosen[index] ?? 0] ?? 0));
    }
    width = dense.count();
  }
  for (let index = 0; index < chosen.length; index++) first[of[index] ?? 0] ??= chosen[index] ?? 0;
  const keys = first.map((row) => by.map((key) => cube.texts[key][cube.codes[key][row] ?? 0] ?? ''));
  return { of, keys, count: keys.length };
}

const LARGEST_TABLE = 4_000_000;

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

/** What is summed for each slot; the slot after the last holds the sum of all. */
type Sums = {
  readonly tonnes: Float64Array;
  readonly rest: Float64Array;
  readonly lines: Int32Array;
  readonly located: Int32Array;
  readonly market: Int32Array;
  readonly provisional: Uint8Array;
  readonly weight: Float64Array;
  readonly weighted: Float64Array;
  readonly spread: ReturnType<typeof createSpreads>;
  readonly contracts: ReturnType<typeof createCounter>;
};

function createSums(cube: FigureCube, size: number): Sums {
  return {
    tonnes: new Float64Array(size * COLUMNS),
    rest: new Float64Array(size * COLUMNS),
    lines: new Int32Array(size),
    located: new Int32Array(size),
    market: new Int32Array(size),
    provisional: new Uint8Array(size),
    weight: new Float64Array(size),
    weighted: new Float64Array(size),
    spread: createSpreads(size, cube.sourceCount),
    // Two more sets: contracts with an actual figure, and with another.
    contracts: createCounter(size + 2, cube.texts.contract.length),
  };
}

/** One pass over the rows. */
function sumUp(cube: FigureCube, query: TotalsQuery, chosen: Uint32Array, slots: Slots) {
  const all = slots.count;
  const sums = createSums(cube, all + 1);
  for (let index = 0; index < chosen.length; index++) {
    addRow(sums, cube, query, at(chosen, index), at(slots.of, index), all);
  }
  return {
    column: (slot: number, name: number) => columnOf(sums, slot, name),
    amounts: (slot: number) => amountsOf(sums, slot),
    contractsBy: () => ({ actual: sums.contracts.count(all + 1), estimated: sums.contracts.count(all + 2) }),
  };
}

type NumberColumn = Uint8Array | Uint32Array | Int32Array | Float64Array;

function at(column: NumberColumn, index: number): number {
  return column[index] ?? 0;
}

function plus(column: NumberColumn, index: number, value: number): void {
  column[index] = (column[index] ?? 0) + value;
}

function addRow(sums: Sums, cube: FigureCube, query: TotalsQuery, row: number, slot: number, all: number): void {
  const kind = at(cube.kinds, row);
  const basis = at(cube.bases, row);
  const isEmission = kind === KIND_CODES.emission;
  const contract = at(cube.codes.contract, row);
  sums.contracts.add(slot, contract);
  sums.contracts.add(all, contract);
  if (isEmission) addGrams(sums, cube, row, BASIS_COLUMNS[basis] ?? 0, slot, all);
  if (query.basis === undefined && cube.counts[row] === 0) return;
  addGrams(sums, cube, row, KIND_COLUMNS[kind] ?? 0, slot, all);
  if (!isEmission) return;
  const part = BASIS_TOTALS[basis] ?? -1;
  if (part >= 0) addGrams(sums, cube, row, part, slot, all);
  const screening = at(cube.screening, row);
  if (screening === SCREENING_CODES.spend) addGrams(sums, cube, row, SPEND_TOTAL, slot, all);
  if (screening === SCREENING_CODES.allocated) addGrams(sums, cube, row, ALLOCATED_TOTAL, slot, all);
  sums.contracts.add(basis === BASIS_CODES.actual ? all + 1 : all + 2, contract);
  describeTotal(sums, cube, row, slot);
  describeTotal(sums, cube, row, all);
}

function addGrams(sums: Sums, cube: FigureCube, row: number, column: number, slot: number, all: number): void {
  for (const place of [slot * COLUMNS + column, all * COLUMNS + column]) {
    plus(sums.tonnes, place, at(cube.tonnes, row));
    plus(sums.rest, place, at(cube.restGrams, row));
  }
}

/** Adds a figure of the total to all that is said beside it: quality, range, market-based figure, lines. */
function describeTotal(sums: Sums, cube: FigureCube, row: number, slot: number): void {
  const grams = at(cube.tonnes, row) * 1e6 + at(cube.restGrams, row);
  const lines = at(cube.lines, row);
  plus(sums.tonnes, slot * COLUMNS + MARKET, at(cube.marketTonnes, row));
  plus(sums.rest, slot * COLUMNS + MARKET, at(cube.marketRest, row));
  plus(sums.lines, slot, lines);
  if (lines !== 0) plus(sums.located, slot, at(cube.locatedLines, row));
  plus(sums.market, slot, at(cube.marketLines, row));
  if (cube.provisional[row] === 1) sums.provisional[slot] = 1;
  plus(sums.weight, slot, Math.abs(grams));
  plus(sums.weighted, slot, Math.abs(grams) * at(cube.qualities, row));
  sums.spread.add(slot, at(cube.sources, row), grams * at(cube.spreads, row));
}

function columnOf({ tonnes, rest }: Sums, slot: number, column: number): Grams {
  return toWholeGrams(tonnes[slot * COLUMNS + column] ?? 0, rest[slot * COLUMNS + column] ?? 0);
}

function amountsOf(sums: Sums, slot: number): TotalsAmounts {
  const total = columnOf(sums, slot, TOTAL);
  const [lines, market] = [sums.lines[slot] ?? 0, sums.market[slot] ?? 0];
  const weight = sums.weight[slot] ?? 0;
  return {
    committed: columnOf(sums, slot, COMMITTED),
    actual: columnOf(sums, slot, ACTUAL),
    forecast: columnOf(sums, slot, FORECAST),
    estimated: columnOf(sums, slot, ESTIMATED),
    total,
    marketBased: market > 0 ? columnOf(sums, slot, MARKET) : undefined,
    avoided: columnOf(sums, slot, AVOIDED),
    biogenic: columnOf(sums, slot, BIOGENIC),
    removals: columnOf(sums, slot, REMOVALS),
    spendBased: columnOf(sums, slot, SPEND_TOTAL),
    allocated: columnOf(sums, slot, ALLOCATED_TOTAL),
    ...rangeOf(total, sums.spread.of(slot)),
    quality: weight > 0 ? twoPlaces((sums.weighted[slot] ?? 0) / weight) : undefined,
    lines,
    marketBasedLines: market,
    unlocatedLines: lines - (sums.located[slot] ?? 0),
    contracts: sums.contracts.count(slot),
    provisional: sums.provisional[slot] === 1,
  };
}

/** Root of the sum of squares over sources of what each of them adds up to, by slot. */
function createSpreads(slots: number, sources: number) {
  const dense = slots * sources <= LARGEST_TABLE ? new Float64Array(slots * sources) : undefined;
  const sparse = Array.from({ length: dense === undefined ? slots : 0 }, () => new Map<number, number>());
  return {
    add(slot: number, source: number, amount: number): void {
      if (dense === undefined) {
        const sums = sparse[slot];
        sums?.set(source, (sums.get(source) ?? 0) + amount);
        return;
      }
      const at = slot * sources + source;
      dense[at] = (dense[at] ?? 0) + amount;
    },
    of(slot: number): number {
      if (dense === undefined) return Math.hypot(...(sparse[slot]?.values() ?? []));
      let squares = 0;
      for (let at = slot * sources; at < (slot + 1) * sources; at++) squares += (dense[at] ?? 0) ** 2;
      return Math.sqrt(squares);
    },
  };
}

/** Distinct contracts by slot. */
function createCounter(slots: number, contracts: number) {
  const dense = slots * contracts <= 4 * LARGEST_TABLE ? new Uint8Array(slots * contracts) : undefined;
  const sparse = Array.from({ length: dense === undefined ? slots : 0 }, () => new Set<number>());
  const counts = new Int32Array(slots);
  return {
    add(slot: number, contract: number): void {
      if (dense === undefined) {
        sparse[slot]?.add(contract);
        return;
      }
      const at = slot * contracts + contract;
      if (dense[at] === 1) return;
      dense[at] = 1;
      counts[slot] = (counts[slot] ?? 0) + 1;
    },
    count: (slot: number): number => (dense === undefined ? (sparse[slot]?.size ?? 0) : (counts[slot] ?? 0)),
  };
}

/** 95% range of a total read as lognormal; without emissions it is the total itself. `spread` in grams. */
function rangeOf(total: Grams, spread: number): { readonly low: Grams; readonly high: Grams } {
  const kilograms = Number(total) / 1000;
  if (!(kilograms > 0)) return { low: total, high: total };
  const range = lognormalRange(kilograms, Math.exp(spread / Number(total)));
  return { low: fromKilograms(range.lowKilograms), high: fromKilograms(range.highKilograms) };
}

function fromKilograms(kilograms: number): Grams {
  return toGrams(toFraction(numberToDecimalText(kilograms)));
}

function twoPlaces(value: number): string {
  const text = roundHalfUp(toFraction(numberToDecimalText(value)), 2);
  return text.replace(/\.?0+$/, '');
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const other = b[index] ?? '';
    if (text === other) continue;
    // What is not stated comes last; numbers of categories in their own order.
    if (text === '' || other === '') return text === '' ? 1 : -1;
    if (/^\d{1,2}$/.test(text) && /^\d{1,2}$/.test(other)) return Number(text) - Number(other);
    return text < other ? -1 : 1;
  }
  return 0;
}
