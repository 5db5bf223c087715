import type { Grams } from './quantity.ts';

/** An amount by view: the whole-life view holds both parts, the inventory view the first alone. */
export type ViewGrams = { readonly inventory: Grams; readonly outside: Grams };

export const NOTHING: ViewGrams = { inventory: 0n, outside: 0n };

/** Part by part. */
export function addViews(one: ViewGrams, other: ViewGrams): ViewGrams {
  return { inventory: one.inventory + other.inventory, outside: one.outside + other.outside };
}
