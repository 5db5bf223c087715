import { BASES, FIGURE_KINDS } from './carbon-figure.ts';
import { BASIS_RANKS, type CountedFigures } from './derived-figures.ts';
import { screeningOf } from './figure-working.ts';
import { qualityOf } from './line-figures.ts';
import type { Grams } from './quantity.ts';
import { quarterOf, TOTAL_KEYS, type TotalKey, yearsOfMonth } from './totals-query.ts';
import { TIER_GSD } from './uncertainty.ts';

/** What is said of a contract's figures beside their own dimensions. */
export type ContractAttributes = {
  readonly supplier: string;
  readonly ictCategory: string;
  readonly department: string;
};

/**
 * Counted figures as columns of numbers, so that any total is one pass over them. Grams stand as whole tonnes and the
 * grams left over, both whole numbers far below 2^53: their sums are exact.
 */
export type FigureCube = {
  readonly size: number;
  readonly codes: Readonly<Record<TotalKey, Uint32Array>>;
  /** Texts by code. */
  readonly texts: Readonly<Record<TotalKey, readonly string[]>>;
  readonly kinds: Uint8Array;
  readonly bases: Uint8Array;
  /** 1 where the figure is its contract-month's total: actual, else estimated, else forecast. */
  readonly counts: Uint8Array;
  readonly inInventory: Uint8Array;
  readonly provisional: Uint8Array;
  /** 1 where the figure comes from money spent, 2 where it is a share of a supplier's total. */
  readonly screening: Uint8Array;
  readonly qualities: Uint8Array;
  /** ln of the geometric standard deviation of the figure's tier. */
  readonly spreads: Float64Array;
  /** Figures of one source are wrong together: of one published factor, or of one contract's own figures. */
  readonly sources: Uint32Array;
  readonly sourceCount: number;
  /** What the sources are by number; that of one contract's own figures begins `own:`. */
  readonly sourceTexts: readonly string[];
  readonly tonnes: Float64Array;
  readonly restGrams: Float64Array;
  readonly marketTonnes: Float64Array;
  readonly marketRest: Float64Array;
  readonly lines: Int32Array;
  readonly locatedLines: Int32Array;
  readonly marketLines: Int32Array;
  /** Group of the ledger by row; 0 for a figure derived from contracts. */
  readonly groups: Float64Array;
};

const GRAMS_A_TONNE = 1_000_000n;

export const SCREENING_CODES = { none: 0, spend: 1, allocated: 2 } as const;

/** The kinds and bases by the number they have in the columns. */
export const KIND_CODES = codesOf(FIGURE_KINDS);
export const BASIS_CODES = codesOf(BASES);

function codesOf<T extends string>(names: readonly T[]): Readonly<Record<T, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index])) as Record<T, number>;
}

export type CubeFigure = CountedFigures & { readonly group: number };

/** Builds the columns. Figures that cancel out wholly are left away. */
export function buildCube(
  all: readonly CubeFigure[],
  attributesOf: (contract: string) => ContractAttributes,
): FigureCube {
  const figures = all.filter(({ grams, marketBased, lines, locatedLines }) => {
    return lines !== 0 || locatedLines !== 0 || grams !== 0n || marketBased !== 0n;
  });
  const size = figures.length;
  const keys = keyColumns(figures, attributesOf);
  const sources = dictionary(size);
  const cube: FigureCube = {
    size,
    ...keys,
    kinds: new Uint8Array(size),
    bases: new Uint8Array(size),
    counts: chosenFigures(figures),
    inInventory: new Uint8Array(size),
    provisional: new Uint8Array(size),
    screening: new Uint8Array(size),
    qualities: new Uint8Array(size),
    spreads: new Float64Array(size),
    sources: sources.codes,
    sourceCount: 0,
    sourceTexts: [],
    tonnes: new Float64Array(size),
    restGrams: new Float64Array(size),
    marketTonnes: new Float64Array(size),
    marketRest: new Float64Array(size),
    lines: Int32Array.from(figures, ({ lines }) => lines),
    locatedLines: Int32Array.from(figures, ({ locatedLines }) => locatedLines),
    marketLines: Int32Array.from(figures, ({ marketLines }) => marketLines),
    groups: Float64Array.from(figures, ({ group }) => group),
  };
  for (const [row, { dimensions, grams, marketBased }] of figures.entries()) {
    const { kind, basis, tier, factor, contract, doubleCountGroup } = dimensions;
    cube.kinds[row] = KIND_CODES[kind];
    cube.bases[row] = BASIS_CODES[basis];
    cube.inInventory[row] = doubleCountGroup === '' ? 1 : 0;
    cube.provisional[row] = dimensions.provisional ? 1 : 0;
    cube.screening[row] = SCREENING_CODES[screeningOf(factor) ?? 'none'];
    cube.qualities[row] = qualityOf(tier);
    cube.spreads[row] = Math.log(TIER_GSD[tier === '' ? 'D' : tier]);
    sources.set(row, factor === '' ? `own:${contract}` : factor);
    setGrams(cube.tonnes, cube.restGrams, row, grams);
    setGrams(cube.marketTonnes, cube.marketRest, row, marketBased);
  }
  return { ...cube, sourceCount: sources.texts.length, sourceTexts: sources.texts };
}

function setGrams(tonnes: Float64Array, rest: Float64Array, row: number, grams: Grams): void {
  tonnes[row] = Number(grams / GRAMS_A_TONNE);
  rest[row] = Number(grams % GRAMS_A_TONNE);
}

/** Whole tonnes and grams left over as grams again. */
export function toWholeGrams(tonnes: number, rest: number): Grams {
  return BigInt(tonnes) * GRAMS_A_TONNE + BigInt(rest);
}

/** Texts by number, in the order in which they come. */
function dictionary(size: number) {
  const codes = new Uint32Array(size);
  const texts: string[] = [];
  const known = new Map<string, number>();
  return {
    codes,
    texts,
    set(row: number, text: string): void {
      let code = known.get(text);
      if (code === undefined) {
        code = texts.length;
        known.set(text, code);
        texts.push(text);
      }
      codes[row] = code;
    },
  };
}

function keyColumns(
  figures: readonly CubeFigure[],
  attributesOf: (contract: string) => ContractAttributes,
): Pick<FigureCube, 'codes' | 'texts'> {
  const columns = Object.fromEntries(TOTAL_KEYS.map((key) => [key, dictionary(figures.length)])) as Record<
    TotalKey,
    ReturnType<typeof dictionary>
  >;
  for (const [row, { dimensions }] of figures.entries()) {
    const { contract, month } = dimensions;
    const attributes = attributesOf(contract);
    const years = yearsOfMonth(month);
    columns.organisation.set(row, dimensions.organisation);
    columns.contract.set(row, contract);
    columns.supplier.set(row, attributes.supplier);
    columns.ict_category.set(row, attributes.ictCategory);
    columns.department.set(row, attributes.department);
    columns.scope.set(row, dimensions.scope);
    columns.category.set(row, dimensions.category);
    columns.stage.set(row, dimensions.stage);
    columns.month.set(row, month);
    columns.quarter.set(row, quarterOf(month));
    columns.calendar_year.set(row, years.calendarYear);
    columns.financial_year.set(row, years.financialYear);
    columns.basis.set(row, dimensions.basis);
    columns.tier.set(row, dimensions.tier);
  }
  return {
    codes: mapKeys((key) => columns[key].codes),
    texts: mapKeys((key) => columns[key].texts),
  };
}

function mapKeys<T>(of: (key: TotalKey) => T): Record<TotalKey, T> {
  return Object.fromEntries(TOTAL_KEYS.map((key) => [key, of(key)])) as Record<TotalKey, T>;
}

/** For each contract, month and kind the figures of the best basis that it has; a basis is had with a located line. */
function chosenFigures(figures: readonly CubeFigure[]): Uint8Array {
  const best = new Map<string, number>();
  const place = ({ dimensions: { contract, month, kind } }: CubeFigure) => `${kind}\n${month}\n${contract}`;
  for (const figure of figures) {
    const rank = BASIS_RANKS.indexOf(figure.dimensions.basis);
    if (rank < 0 || figure.locatedLines <= 0) continue;
    const at = place(figure);
    best.set(at, Math.min(best.get(at) ?? rank, rank));
  }
  return Uint8Array.from(figures, (figure) => {
    const rank = BASIS_RANKS.indexOf(figure.dimensions.basis);
    const chosen = best.get(place(figure));
    if (rank < 0) return 0;
    // A market-based figure alone adds no grams; it counts beside an estimate of what its location-based one would be.
    const isMarketOnly = figure.locatedLines <= 0;
    return chosen === undefined || chosen === rank || (isMarketOnly && rank < chosen) ? 1 : 0;
  });
}
