import type { Basis } from '../domain/carbon-figure.ts';
import type { MonthFigure } from '../domain/contract-years.ts';
import { slotsOf } from '../domain/cube-rows.ts';
import { BASIS_CODES, type FigureCube, KIND_CODES } from '../domain/figure-cube.ts';
import { toWholeGrams } from '../domain/whole-tonnes.ts';

/**
 * What counts of each contract, month, organisation and basis in the inventory view, and what was committed: as totals
 * by these keys, but without the ranges and qualities that nobody asks of a single month. Avoided or biogenic figures
 * alone, and those without a location-based amount, are no emission of the month.
 */
export function monthFigures(cube: FigureCube): MonthFigure[] {
  const rows = rowsThatCount(cube);
  const slots = slotsOf(cube, { by: ['contract', 'month', 'organisation', 'basis'] }, rows);
  const [tonnes, rests] = [new Float64Array(slots.count), new Float64Array(slots.count)];
  const isLocated = new Uint8Array(slots.count);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? 0;
    const slot = slots.of[index] ?? 0;
    tonnes[slot] = (tonnes[slot] ?? 0) + (cube.tonnes[row] ?? 0);
    rests[slot] = (rests[slot] ?? 0) + (cube.restGrams[row] ?? 0);
    if ((cube.lines[row] ?? 0) !== 0 && (cube.locatedLines[row] ?? 0) > 0) isLocated[slot] = 1;
  }
  return slots.keys.flatMap(([contract = '', month = '', organisation = '', basis = ''], slot): MonthFigure[] => {
    const grams = toWholeGrams(tonnes[slot] ?? 0, rests[slot] ?? 0);
    if (basis !== 'committed' && grams === 0n && isLocated[slot] === 0) return [];
    return [{ contract, organisation, month, basis: basis as Basis, grams }];
  });
}

/** An emission in the inventory view that counts, or that was committed. */
function rowsThatCount({ size, profiles, facts, counts }: FigureCube): Uint32Array {
  const rows = new Uint32Array(size);
  let count = 0;
  for (let row = 0; row < size; row++) {
    const profile = profiles[row] ?? 0;
    if (facts.inInventory[profile] !== 1 || facts.kinds[profile] !== KIND_CODES.emission) continue;
    if (counts[row] === 1 || facts.bases[profile] === BASIS_CODES.committed) rows[count++] = row;
  }
  return rows.subarray(0, count);
}
