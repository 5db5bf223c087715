import type { MonthFigure } from '../domain/contract-years.ts';
import { BASIS_CODES, type FigureCube, KIND_CODES, toWholeGrams } from '../domain/figure-cube.ts';
import type { Basis } from '../domain/carbon-figure.ts';

type Sum = { readonly row: number; tonnes: number; rest: number; isLocated: boolean };

/**
 * What counts of each contract, month, organisation and basis in the inventory view, and what was committed: as totals
 * by these keys, but without the ranges and qualities that nobody asks of a single month. Avoided or biogenic figures
 * alone, and those without a location-based amount, are no emission of the month.
 */
export function monthFigures(cube: FigureCube): MonthFigure[] {
  const { contract, month, organisation } = cube.codes;
  const [months, organisations] = [cube.texts.month.length, cube.texts.organisation.length];
  const bases = Object.values(BASIS_CODES).length;
  const sums = new Map<number, Sum>();
  for (let row = 0; row < cube.size; row++) {
    if (!isAsked(cube, row)) continue;
    const place = (at(contract, row) * months + at(month, row)) * organisations + at(organisation, row);
    const key = place * bases + at(cube.bases, row);
    const sum = sums.get(key) ?? { row, tonnes: 0, rest: 0, isLocated: false };
    sums.set(key, sum);
    sum.tonnes += at(cube.tonnes, row);
    sum.rest += at(cube.restGrams, row);
    sum.isLocated ||= at(cube.lines, row) !== 0 && at(cube.locatedLines, row) > 0;
  }
  return [...sums.values()].flatMap(({ row, tonnes, rest, isLocated }): MonthFigure[] => {
    const text = (key: 'contract' | 'month' | 'organisation' | 'basis') =>
      cube.texts[key][cube.codes[key][row] ?? 0] ?? '';
    const basis = text('basis') as Basis;
    const grams = toWholeGrams(tonnes, rest);
    if (basis !== 'committed' && grams === 0n && !isLocated) return [];
    return [{ contract: text('contract'), month: text('month'), organisation: text('organisation'), basis, grams }];
  });
}

/** An emission in the inventory view that counts, or that was committed. */
function isAsked(cube: FigureCube, row: number): boolean {
  const counts = cube.counts[row] === 1 || cube.bases[row] === BASIS_CODES.committed;
  return counts && cube.inInventory[row] === 1 && cube.kinds[row] === KIND_CODES.emission;
}

function at(column: Uint8Array | Uint32Array | Int32Array | Float64Array, row: number): number {
  return column[row] ?? 0;
}
