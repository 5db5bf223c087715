import { BASES, FIGURE_KINDS } from './carbon-figure.ts';
import { type ColumnFilling, type FigureColumns, type FigureProfile, fillColumns, isFilled } from './figure-columns.ts';
import { screeningOf } from './figure-working.ts';
import { qualityOf } from './line-figures.ts';
import { BASIS_RANKS } from './reported-months.ts';
import { quarterOf, TOTAL_KEYS, type TotalKey, yearsOfMonth } from './totals-query.ts';
import { TIER_GSD } from './uncertainty.ts';

/** What is said of a contract's figures beside their own dimensions. */
export type ContractAttributes = {
  readonly supplier: string;
  readonly ictCategory: string;
  readonly department: string;
};

/** The column of a row that tells the value of a key. */
export type Facet = 'contracts' | 'months' | 'profiles';

/** A key of totals: its text follows from the contract, the month or the profile of a row. */
export type CubeKey = {
  readonly facet: Facet;
  /** By number of the facet, which text. */
  readonly codes: Uint32Array;
  readonly texts: readonly string[];
};

/** What is known of each profile, by its number. */
export type ProfileFacts = {
  readonly kinds: Uint8Array;
  readonly bases: Uint8Array;
  readonly inInventory: Uint8Array;
  readonly provisional: Uint8Array;
  /** 1 where the figure comes from money spent, 2 where it is a share of a supplier's total. */
  readonly screening: Uint8Array;
  readonly qualities: Uint8Array;
  /** ln of the geometric standard deviation of the figure's tier. */
  readonly spreads: Float64Array;
  /** The published factor by number, -1 for a contract's own figures. */
  readonly factors: Int32Array;
  readonly factorCount: number;
};

/** Counted figures of the ledger, and after them those derived from contracts, so that any total is one pass over them. */
export type FigureCube = FigureColumns & {
  /** How many rows, the first ones, are groups of the ledger, in the order of their ids. */
  readonly ledgerSize: number;
  readonly keys: Readonly<Record<TotalKey, CubeKey>>;
  readonly facts: ProfileFacts;
  /** 1 where the figure is its contract-month's total: actual, else estimated, else forecast. */
  readonly counts: Uint8Array;
};

export const SCREENING_CODES = { none: 0, spend: 1, allocated: 2 } as const;

/** The kinds and bases by the number they have in the columns. */
export const KIND_CODES = codesOf(FIGURE_KINDS);
export const BASIS_CODES = codesOf(BASES);

function codesOf<T extends string>(names: readonly T[]): Readonly<Record<T, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index])) as Record<T, number>;
}

/** Adds figures that are derived from contracts to those of the ledger. Figures that cancel out wholly are left away. */
export function buildCube(
  ledger: FigureColumns,
  derive: (filling: ColumnFilling) => void,
  attributesOf: (contract: string) => ContractAttributes,
): FigureCube {
  const filling = fillColumns(ledger.names, ledger, isFilled);
  const ledgerSize = filling.columns.size;
  derive(filling);
  const columns = filling.columns;
  return { ...describeColumns(columns, attributesOf), ledgerSize, counts: chosenFigures(columns) };
}

/** Columns with what follows from their names, and not from their amounts. */
export function describeColumns(
  columns: FigureColumns,
  attributesOf: (contract: string) => ContractAttributes,
): Omit<FigureCube, 'ledgerSize' | 'counts'> {
  return { ...columns, keys: keysOf(columns, attributesOf), facts: profileFacts(columns.names.profiles.values) };
}

/** The text of a key in a row; '' where the figure does not state it. */
export function textAt(cube: FigureCube, key: TotalKey, row: number): string {
  const { facet, codes, texts } = cube.keys[key];
  return texts[codes[cube[facet][row] ?? 0] ?? 0] ?? '';
}

/** Texts by number, in the order in which they come. */
function keyOf<T>(facet: Facet, values: readonly T[], textOf: (value: T) => string): CubeKey {
  const codes = new Uint32Array(values.length);
  const known = new Map<string, number>();
  for (const [number, value] of values.entries()) {
    const text = textOf(value);
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    codes[number] = code;
  }
  return { facet, codes, texts: [...known.keys()] };
}

function keysOf(
  { names }: FigureColumns,
  attributesOf: (contract: string) => ContractAttributes,
): Record<TotalKey, CubeKey> {
  const attributes = names.contracts.values.map(attributesOf);
  const ofProfile = (key: 'organisation' | 'scope' | 'category' | 'stage' | 'basis' | 'tier') =>
    keyOf('profiles', names.profiles.values, (profile) => profile[key]);
  const ofMonth = (textOf: (month: string) => string) => keyOf('months', names.months.values, textOf);
  const ofContract = (key: keyof ContractAttributes) => keyOf('contracts', attributes, (about) => about[key]);
  const keys: Record<TotalKey, () => CubeKey> = {
    organisation: () => ofProfile('organisation'),
    contract: () => keyOf('contracts', names.contracts.values, (contract) => contract),
    supplier: () => ofContract('supplier'),
    ict_category: () => ofContract('ictCategory'),
    department: () => ofContract('department'),
    scope: () => ofProfile('scope'),
    category: () => ofProfile('category'),
    stage: () => ofProfile('stage'),
    month: () => ofMonth((month) => month),
    quarter: () => ofMonth(quarterOf),
    calendar_year: () => ofMonth((month) => yearsOfMonth(month).calendarYear),
    financial_year: () => ofMonth((month) => yearsOfMonth(month).financialYear),
    basis: () => ofProfile('basis'),
    tier: () => ofProfile('tier'),
  };
  return Object.fromEntries(TOTAL_KEYS.map((key) => [key, keys[key]()])) as Record<TotalKey, CubeKey>;
}

function profileFacts(profiles: readonly FigureProfile[]): ProfileFacts {
  const factors = keyOf('profiles', profiles, ({ factor }) => factor);
  return {
    kinds: Uint8Array.from(profiles, ({ kind }) => KIND_CODES[kind]),
    bases: Uint8Array.from(profiles, ({ basis }) => BASIS_CODES[basis]),
    inInventory: Uint8Array.from(profiles, ({ doubleCountGroup }) => (doubleCountGroup === '' ? 1 : 0)),
    provisional: Uint8Array.from(profiles, ({ provisional }) => (provisional ? 1 : 0)),
    screening: Uint8Array.from(profiles, ({ factor }) => SCREENING_CODES[screeningOf(factor) ?? 'none']),
    qualities: Uint8Array.from(profiles, ({ tier }) => qualityOf(tier)),
    spreads: Float64Array.from(profiles, ({ tier }) => Math.log(TIER_GSD[tier === '' ? 'D' : tier])),
    factors: Int32Array.from(profiles, ({ factor }, number) => (factor === '' ? -1 : (factors.codes[number] ?? 0))),
    factorCount: factors.texts.length,
  };
}

/** For each contract, month and kind the figures of the best basis that it has; a basis is had with a located line. */
function chosenFigures({ names, contracts, months, profiles, locatedLines, size }: FigureColumns): Uint8Array {
  const [width, kinds] = [names.months.values.length, FIGURE_KINDS.length];
  // Ranks count from 1; 0 is none, and a basis that never counts.
  const ranks = Uint8Array.from(names.profiles.values, ({ basis }) => BASIS_RANKS.indexOf(basis) + 1);
  const kindOf = Uint8Array.from(names.profiles.values, ({ kind }) => KIND_CODES[kind]);
  const best = new Uint8Array(names.contracts.values.length * width * kinds);
  const rankAt = (row: number): number => ranks[profiles[row] ?? 0] ?? 0;
  const isLocated = (row: number): boolean => (locatedLines[row] ?? 0) > 0;
  const placeOf = (row: number): number => {
    const month = (contracts[row] ?? 0) * width + (months[row] ?? 0);
    return month * kinds + (kindOf[profiles[row] ?? 0] ?? 0);
  };
  for (let row = 0; row < size; row++) {
    const [rank, place] = [rankAt(row), placeOf(row)];
    const known = best[place] ?? 0;
    if (rank > 0 && isLocated(row) && (known === 0 || rank < known)) best[place] = rank;
  }
  const counts = new Uint8Array(size);
  for (let row = 0; row < size; row++) {
    const [rank, chosen] = [rankAt(row), best[placeOf(row)] ?? 0];
    // A market-based figure alone adds no grams; it counts beside an estimate of what its location-based one would be.
    const standsBeside = !isLocated(row) && rank < chosen;
    if (rank > 0 && (chosen === 0 || chosen === rank || standsBeside)) counts[row] = 1;
  }
  return counts;
}
