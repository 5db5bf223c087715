import type { Grams } from './quantity.ts';

const GRAMS_A_TONNE = 1_000_000n;

/** Below this many tonnes their grams are whole numbers that a double holds. */
const PLAIN_TONNES = 9e9;

/** Whole tonnes and grams left over as grams. */
export function toWholeGrams(tonnes: number, rest: number): Grams {
  const grams = tonnes * 1e6 + rest;
  if (Math.abs(tonnes) < PLAIN_TONNES && Number.isSafeInteger(grams)) return BigInt(grams);
  return BigInt(tonnes) * GRAMS_A_TONNE + BigInt(rest);
}

/** Grams as whole tonnes and the grams left over, both with the sign of the amount. */
export function fromWholeGrams(grams: Grams): { readonly tonnes: number; readonly rest: number } {
  return { tonnes: Number(grams / GRAMS_A_TONNE), rest: Number(grams % GRAMS_A_TONNE) };
}
