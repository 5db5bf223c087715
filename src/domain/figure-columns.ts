import type { FigureDimensions } from './line-figures.ts';
import type { Month } from './period-split.ts';

/** What a figure is about but for its contract and its month: of that there are few, whatever the ledger's length. */
export type FigureProfile = Omit<FigureDimensions, 'contract' | 'month'>;

/** Values by number, in the order in which they first came; a number never changes its value. */
export type Numbered<T> = { readonly values: readonly T[]; numberOf(value: T): number };

/** What the rows of columns are named by; shared by all columns that are made of each other. */
export type FigureNames = {
  readonly contracts: Numbered<string>;
  readonly months: Numbered<Month>;
  readonly profiles: Numbered<FigureProfile>;
};

/**
 * Figures counted together as columns of numbers, a row for each set of dimensions. Grams stand as whole tonnes and the
 * grams left over: both are whole numbers far below 2^53, so that their sums are exact.
 */
export type FigureColumns = {
  readonly names: FigureNames;
  readonly size: number;
  /** Group of the ledger; 0 for a figure derived from contracts. */
  readonly groups: Float64Array;
  /** Numbers of `names`. */
  readonly contracts: Uint32Array;
  readonly months: Uint32Array;
  readonly profiles: Uint32Array;
  readonly tonnes: Float64Array;
  readonly restGrams: Float64Array;
  readonly marketTonnes: Float64Array;
  readonly marketRest: Float64Array;
  readonly lines: Int32Array;
  readonly locatedLines: Int32Array;
  readonly marketLines: Int32Array;
  /** The last entry of the ledger that brought figures in, other than by another factor; 0 for none. */
  readonly receivedIn: Uint32Array;
};

/** What is added to a row: location-based and market-based amounts, and the figures in them. */
export type CountedAmounts = {
  readonly tonnes: number;
  readonly restGrams: number;
  readonly marketTonnes: number;
  readonly marketRest: number;
  readonly lines: number;
  readonly locatedLines: number;
  readonly marketLines: number;
  /** The entry it came in, if it brought figures in. */
  readonly receivedIn: number;
};

/** Begins names: none, or those that others have so far, by the same numbers; what is added stays apart from them. */
export function createFigureNames(known?: FigureNames): FigureNames {
  return {
    contracts: numbered((name) => name, known?.contracts.values),
    months: numbered((month) => month, known?.months.values),
    profiles: numbered(profileText, known?.profiles.values),
  };
}

function profileText(profile: FigureProfile): string {
  const { organisation, kind, scope, category, stage, basis, tier } = profile;
  const { factor, factorSet, doubleCountGroup, provisional } = profile;
  const all = [
    organisation,
    kind,
    scope,
    category,
    stage,
    basis,
    tier,
    factor,
    factorSet,
    doubleCountGroup,
    provisional,
  ];
  return JSON.stringify(all);
}

function numbered<T>(textOf: (value: T) => string, known: readonly T[] = []): Numbered<T> {
  const values = [...known];
  const numbers = new Map(known.map((value, number) => [textOf(value), number]));
  return {
    values,
    numberOf(value) {
      const text = textOf(value);
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, values.length);
      return values.push(value) - 1;
    },
  };
}

const FIRST_CAPACITY = 1024;

/** Columns being filled. What `columns` gives stays as it is until the next row or amount is added. */
export type ColumnFilling = {
  readonly columns: FigureColumns;
  /** Adds a row without amounts and gives its place. */
  readonly addRow: (group: number, dimensions: FigureDimensions) => number;
  readonly addAmounts: (row: number, amounts: CountedAmounts) => void;
};

/** Begins columns: empty, or with a copy of the rows of others that a test lets pass. */
export function fillColumns(names: FigureNames, from?: FigureColumns, isWanted: RowTest = () => true): ColumnFilling {
  let columns = emptyColumns(names, Math.max(FIRST_CAPACITY, from?.size ?? 0));
  let size = from === undefined ? 0 : copyRows(from, columns, isWanted);
  return {
    get columns() {
      return { ...columns, size };
    },
    addRow(group, { contract, month, ...profile }) {
      if (size === columns.groups.length) columns = grown(columns, size);
      columns.groups[size] = group;
      columns.contracts[size] = names.contracts.numberOf(contract);
      columns.months[size] = names.months.numberOf(month);
      columns.profiles[size] = names.profiles.numberOf(profile);
      return size++;
    },
    addAmounts: (row, amounts) => addTo(columns, row, amounts),
  };
}

type RowTest = (columns: FigureColumns, row: number) => boolean;

/** The same rows, with nothing in them yet. */
export function withoutAmounts({ names, size, groups, contracts, months, profiles }: FigureColumns): FigureColumns {
  return { ...emptyColumns(names, size), size, groups, contracts, months, profiles };
}

function emptyColumns(names: FigureNames, capacity: number): FigureColumns {
  return {
    names,
    size: 0,
    groups: new Float64Array(capacity),
    contracts: new Uint32Array(capacity),
    months: new Uint32Array(capacity),
    profiles: new Uint32Array(capacity),
    tonnes: new Float64Array(capacity),
    restGrams: new Float64Array(capacity),
    marketTonnes: new Float64Array(capacity),
    marketRest: new Float64Array(capacity),
    lines: new Int32Array(capacity),
    locatedLines: new Int32Array(capacity),
    marketLines: new Int32Array(capacity),
    receivedIn: new Uint32Array(capacity),
  };
}

function grown(columns: FigureColumns, size: number): FigureColumns {
  const larger = emptyColumns(columns.names, Math.ceil(size * 1.25));
  copyRows({ ...columns, size }, larger, () => true);
  return larger;
}

const COLUMNS = [
  'groups',
  'contracts',
  'months',
  'profiles',
  'tonnes',
  'restGrams',
  'marketTonnes',
  'marketRest',
  'lines',
  'locatedLines',
  'marketLines',
  'receivedIn',
] as const satisfies readonly (keyof FigureColumns)[];

/** Copies the rows that are wanted, one column after the other, and gives their number. */
function copyRows(from: FigureColumns, to: FigureColumns, isWanted: RowTest): number {
  const wanted = new Uint32Array(from.size);
  let size = 0;
  for (let row = 0; row < from.size; row++) if (isWanted(from, row)) wanted[size++] = row;
  copyWanted(from, to, wanted.subarray(0, size));
  return size;
}

function copyWanted(from: FigureColumns, to: FigureColumns, wanted: Uint32Array): void {
  for (const name of COLUMNS) copyColumn(from[name].subarray(0, from.size), to[name], wanted);
}

/** Some rows of columns, in the order of their places. */
export function pickRows(from: FigureColumns, wanted: Uint32Array): FigureColumns {
  const picked = emptyColumns(from.names, wanted.length);
  copyWanted(from, picked, wanted);
  return { ...picked, size: wanted.length };
}

/** The rows of columns one after the other, all named by the same names. */
export function joinColumns(names: FigureNames, parts: readonly FigureColumns[]): FigureColumns {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const joined = emptyColumns(names, size);
  for (const name of COLUMNS) {
    let at = 0;
    for (const part of parts) {
      joined[name].set(part[name].subarray(0, part.size), at);
      at += part.size;
    }
  }
  return { ...joined, size };
}

type NumberColumn = Float64Array | Uint32Array | Int32Array;

function copyColumn(from: NumberColumn, to: NumberColumn, wanted: Uint32Array): void {
  if (wanted.length === from.length) {
    to.set(from);
    return;
  }
  for (let row = 0; row < wanted.length; row++) to[row] = from[wanted[row] ?? 0] ?? 0;
}

function addTo(columns: FigureColumns, row: number, amounts: CountedAmounts): void {
  columns.tonnes[row] = (columns.tonnes[row] ?? 0) + amounts.tonnes;
  columns.restGrams[row] = (columns.restGrams[row] ?? 0) + amounts.restGrams;
  columns.marketTonnes[row] = (columns.marketTonnes[row] ?? 0) + amounts.marketTonnes;
  columns.marketRest[row] = (columns.marketRest[row] ?? 0) + amounts.marketRest;
  columns.lines[row] = (columns.lines[row] ?? 0) + amounts.lines;
  columns.locatedLines[row] = (columns.locatedLines[row] ?? 0) + amounts.locatedLines;
  columns.marketLines[row] = (columns.marketLines[row] ?? 0) + amounts.marketLines;
  columns.receivedIn[row] = Math.max(columns.receivedIn[row] ?? 0, amounts.receivedIn);
}

/** Whether anything stands in a row: figures that cancel out wholly leave nothing. */
export function isFilled(columns: FigureColumns, row: number): boolean {
  const { tonnes, restGrams, marketTonnes, marketRest, lines, locatedLines } = columns;
  if ((lines[row] ?? 0) !== 0 || (locatedLines[row] ?? 0) !== 0) return true;
  // A tonne in one column may stand against a million grams in the other.
  const grams = (tonnes[row] ?? 0) * 1e6 + (restGrams[row] ?? 0);
  return grams !== 0 || (marketTonnes[row] ?? 0) * 1e6 + (marketRest[row] ?? 0) !== 0;
}

/**
 * The row of a group of the ledger; the first `count` rows stand in the order of their groups. `near` is where the one
 * before was found: those of one entry follow each other. Undefined for a group that is not there.
 */
export function rowOfGroup(groups: Float64Array, count: number, group: number, near = -1): number | undefined {
  if (groups[near + 1] === group && near + 1 < count) return near + 1;
  let [low, high] = [0, count - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = groups[middle] ?? 0;
    if (found === group) return middle;
    if (found < group) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** What a row is about. */
export function dimensionsAt(columns: FigureColumns, row: number): FigureDimensions {
  const { names, contracts, months } = columns;
  const contract = names.contracts.values[contracts[row] ?? -1] ?? '';
  const month = names.months.values[months[row] ?? -1] ?? '';
  return { contract, month, ...profileAt(columns, row) };
}

/** What a row is about but for its contract and its month. */
export function profileAt({ names, profiles }: FigureColumns, row: number): FigureProfile {
  const profile = names.profiles.values[profiles[row] ?? -1];
  if (profile === undefined) throw new RangeError(`There is no row ${row} in these columns`);
  return profile;
}
