import { rowsAsked, slotsOf } from './cube-rows.ts';
import { AMOUNTS, COLUMNS, type CubeSums, sumUp } from './cube-sums.ts';
import type { FigureCube } from './figure-cube.ts';
import { type Grams, numberToDecimalText, roundHalfUp, toFraction, toGrams } from './quantity.ts';
import type { CountedRow, TotalsAmounts, TotalsQuery, TotalsRow } from './totals-query.ts';
import { lognormalRange } from './uncertainty.ts';
import { toWholeGrams } from './whole-tonnes.ts';

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
  const rows = inOrder(slots.keys.map((keys, slot): TotalsRow => ({ keys, ...amountsOf(sums, slot) })));
  return {
    rows,
    total: amountsOf(sums, all),
    measured: amountOf(sums, all, 'measuredTotal'),
    estimated: amountOf(sums, all, 'estimatedTotal'),
    forecast: amountOf(sums, all, 'forecastTotal'),
    contractsBy: sums.contractsBy,
  };
}

/** The rows of the same, without ranges and qualities: for questions with a row for each month of each contract. */
export function countedRows(cube: FigureCube, query: TotalsQuery): readonly CountedRow[] {
  const chosen = rowsAsked(cube, query);
  const slots = slotsOf(cube, query, chosen);
  const sums = sumUp(cube, query, chosen, slots);
  return inOrder(slots.keys.map((keys, slot): CountedRow => ({ keys, ...countedOf(sums, slot) })));
}

function inOrder<T extends Pick<TotalsRow, 'keys'>>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => compareKeys(a.keys, b.keys));
}

function amountOf({ tonnes, rest }: CubeSums, slot: number, column: keyof typeof AMOUNTS): Grams {
  const at = slot * COLUMNS + AMOUNTS[column];
  return toWholeGrams(tonnes[at] ?? 0, rest[at] ?? 0);
}

function amountsOf(sums: CubeSums, slot: number): TotalsAmounts {
  const counted = countedOf(sums, slot);
  const weight = sums.weight[slot] ?? 0;
  return {
    ...counted,
    ...rangeOf(counted.total, sums.spreads[slot] ?? 0),
    quality: weight > 0 ? twoPlaces((sums.weighted[slot] ?? 0) / weight) : undefined,
  };
}

function countedOf(sums: CubeSums, slot: number): Omit<CountedRow, 'keys'> {
  const [lines, market] = [sums.lines[slot] ?? 0, sums.market[slot] ?? 0];
  return {
    committed: amountOf(sums, slot, 'committed'),
    actual: amountOf(sums, slot, 'actual'),
    forecast: amountOf(sums, slot, 'forecast'),
    estimated: amountOf(sums, slot, 'estimated'),
    total: amountOf(sums, slot, 'total'),
    marketBased: market > 0 ? amountOf(sums, slot, 'market') : undefined,
    avoided: amountOf(sums, slot, 'avoided'),
    biogenic: amountOf(sums, slot, 'biogenic'),
    removals: amountOf(sums, slot, 'removals'),
    spendBased: amountOf(sums, slot, 'spendTotal'),
    allocated: amountOf(sums, slot, 'allocatedTotal'),
    lines,
    marketBasedLines: market,
    unlocatedLines: lines - (sums.located[slot] ?? 0),
    contracts: sums.contracts[slot] ?? 0,
    provisional: sums.provisional[slot] === 1,
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
