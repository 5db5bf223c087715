import { KIND_CODES, toWholeGrams } from '../domain/figure-cube.ts';
import { isElectricity } from '../domain/line-figures.ts';
import { type Fraction, toFraction } from '../domain/quantity.ts';
import { keptWithPicture } from './kept-with-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';

/**
 * The part of each contract's figures that is electricity, 0 to 1: of all that is reported and counts, in the inventory
 * view, by scope 2 or an electricity factor. Contracts without a reported figure are left out: theirs is not known.
 */
export function electricityShares(picture: LedgerPicture): ReadonlyMap<string, Fraction> {
  return keptWithPicture(picture, 'electricity-shares', () => sumUp(picture));
}

function sumUp({ cube, dimensionsOf }: LedgerPicture): ReadonlyMap<string, Fraction> {
  const { contract: texts } = cube.texts;
  const [tonnes, rest] = [new Float64Array(2 * texts.length), new Float64Array(2 * texts.length)];
  for (let row = 0; row < cube.size; row++) {
    const group = cube.groups[row] ?? 0;
    const isCounted = cube.counts[row] === 1 && cube.inInventory[row] === 1 && cube.kinds[row] === KIND_CODES.emission;
    if (group === 0 || !isCounted) continue;
    const { scope, factor } = dimensionsOf(group);
    const isPower = isElectricity({ factor, ...(scope === '2' ? { scope } : {}) });
    const place = 2 * (cube.codes.contract[row] ?? 0);
    for (const slot of isPower ? [place, place + 1] : [place]) {
      tonnes[slot] = (tonnes[slot] ?? 0) + (cube.tonnes[row] ?? 0);
      rest[slot] = (rest[slot] ?? 0) + (cube.restGrams[row] ?? 0);
    }
  }
  const shares = new Map<string, Fraction>();
  for (const [code, contract] of texts.entries()) {
    const all = toWholeGrams(tonnes[2 * code] ?? 0, rest[2 * code] ?? 0);
    const power = toWholeGrams(tonnes[2 * code + 1] ?? 0, rest[2 * code + 1] ?? 0);
    if (all > 0n) shares.set(contract, toFraction(power).div(toFraction(all)));
  }
  return shares;
}
