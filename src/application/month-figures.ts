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
    const basis = cube.bases[row] ?? 0;
    const isAsked = basis === BASIS_CODES.committed || cube.counts[row] === 1;
    if (!isAsked || cube.inInventory[row] !== 1 || cube.kinds[row] !== KIND_CODES.emission) continue;
    const place = ((contract[row] ?? 0) * months + (month[row] ?? 0)) * organisations + (organisation[row] ?? 0);
    const key = place * bases + basis;
    const sum = sums.get(key) ?? { row, tonnes: 0, rest: 0, isLocated: false };
    sums.set(key, sum);
    sum.tonnes += cube.tonnes[row] ?? 0;
    sum.rest += cube.restGrams[row] ?? 0;
    sum.isLocated ||= (cube.lines[row] ?? 0) !== 0 && (cube.locatedLines[row] ?? 0) > 0;
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
