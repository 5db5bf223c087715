import { type FigureProfile, profileAt } from '../domain/figure-columns.ts';
import { type FigureCube, KIND_CODES } from '../domain/figure-cube.ts';
import { toWholeGrams } from '../domain/whole-tonnes.ts';
import { isElectricity } from '../domain/line-figures.ts';
import { type Fraction, toFraction } from '../domain/quantity.ts';
import type { HeldPicture } from './held-picture.ts';
import { keptWithPicture } from './kept-with-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';

/**
 * The part of each contract's figures that is electricity, 0 to 1: of all that is reported and counts, in the inventory
 * view, by scope 2 or an electricity factor. Contracts without a reported figure are left out: theirs is not known.
 */
export function electricityShares({ own, shared }: HeldPicture): ReadonlyMap<string, Fraction> {
  const kept = (picture: LedgerPicture) => keptWithPicture(picture, 'electricity-shares', () => sumUp(picture));
  if (shared.length === 0) return kept(own);
  // Of a share as of the whole contract, which its keeper's ledger knows.
  const borne = shared.flatMap(({ picture, names }) =>
    [...kept(picture)].flatMap(([reference, share]) => {
      const name = names.get(reference);
      return name === undefined ? [] : [[name, share] as const];
    }),
  );
  return new Map([...kept(own), ...borne]);
}

function sumUp(picture: LedgerPicture): ReadonlyMap<string, Fraction> {
  const { cube } = picture;
  const sums = new Map<number, { all: bigint; power: bigint }>();
  for (let row = 0; row < cube.ledgerSize; row++) {
    if (!isReported(cube, row)) continue;
    const grams = toWholeGrams(cube.tonnes[row] ?? 0, cube.restGrams[row] ?? 0);
    const contract = cube.contracts[row] ?? 0;
    const sum = sums.get(contract) ?? { all: 0n, power: 0n };
    sums.set(contract, sum);
    sum.all += grams;
    if (isPower(profileAt(cube, row))) sum.power += grams;
  }
  return new Map(
    [...sums].flatMap(([code, { all, power }]) =>
      all > 0n ? [[cube.names.contracts.values[code] ?? '', toFraction(power).div(toFraction(all))] as const] : [],
    ),
  );
}

/** A line of a return that counts; estimates and commitments say nothing of electricity. */
function isReported(cube: FigureCube, row: number): boolean {
  const profile = cube.profiles[row] ?? 0;
  const counts = cube.counts[row] === 1 && cube.facts.inInventory[profile] === 1;
  return counts && cube.facts.kinds[profile] === KIND_CODES.emission;
}

function isPower({ scope, factor }: FigureProfile): boolean {
  return isElectricity({ factor, ...(scope === '2' ? { scope } : {}) });
}
