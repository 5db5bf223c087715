import type { FigureCube } from './figure-cube.ts';
import { TOTAL_KEYS, type TotalKey } from './totals-query.ts';

/** What one organisation bears of contracts that another keeps. */
export type CubeShare = {
  readonly cube: FigureCube;
  readonly keeper: string;
  readonly bearer: string;
  /** What the contracts are called where they are joined, by the keeper's reference; others are left out. */
  readonly names: ReadonlyMap<string, string>;
};

type ColumnName = Exclude<
  keyof FigureCube,
  'size' | 'codes' | 'texts' | 'sources' | 'sourceCount' | 'sourceTexts' | 'groups'
>;

/** Every column that is taken over as it is; a new one does not compile before it stands here. */
const COLUMNS: Readonly<Record<ColumnName, true>> = {
  kinds: true,
  bases: true,
  counts: true,
  inInventory: true,
  provisional: true,
  screening: true,
  qualities: true,
  spreads: true,
  tonnes: true,
  restGrams: true,
  marketTonnes: true,
  marketRest: true,
  lines: true,
  locatedLines: true,
  marketLines: true,
};

/**
 * The columns of a ledger with the shares of others' contracts behind them. What is said of a figure (whether it counts
 * in its month, its quality) is what its keeper's ledger says. Shares have group 0: their lines stay with the keeper.
 * One published factor is one source in every ledger; a contract's own figures and averages are the keeper's.
 */
export function joinCubes(own: FigureCube, shares: readonly CubeShare[]): FigureCube {
  const parts = shares.map((share) => ({ ...share, rows: rowsBorne(share) }));
  const size = own.size + parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const columns = Object.fromEntries(
    (Object.keys(COLUMNS) as ColumnName[]).map((name) => [
      name,
      filled(
        own[name],
        size,
        parts.map(({ cube, rows }) => rows.map((row) => cube[name][row] ?? 0)),
      ),
    ]),
  ) as Pick<FigureCube, ColumnName>;
  const keys = TOTAL_KEYS.map((key) => {
    const texts = parts.map((part) => part.rows.map((row) => keyText(part, key, row)));
    return [key, coded(own.codes[key], own.texts[key], size, texts)] as const;
  });
  const sources = coded(
    own.sources,
    own.sourceTexts,
    size,
    parts.map((part) => part.rows.map((row) => sourceText(part, row))),
  );
  return {
    size,
    ...columns,
    codes: Object.fromEntries(keys.map(([key, { codes }]) => [key, codes])) as FigureCube['codes'],
    texts: Object.fromEntries(keys.map(([key, { texts }]) => [key, texts])) as FigureCube['texts'],
    sources: sources.codes,
    sourceCount: sources.texts.length,
    sourceTexts: sources.texts,
    groups: filled(own.groups, size, []),
  };
}

function rowsBorne({ cube, bearer, names }: CubeShare): number[] {
  const bearerCode = cube.texts.organisation.indexOf(bearer);
  const isNamed = cube.texts.contract.map((contract) => names.has(contract));
  const rows: number[] = [];
  for (let row = 0; row < cube.size; row++) {
    if (cube.codes.organisation[row] === bearerCode && isNamed[cube.codes.contract[row] ?? 0] === true) rows.push(row);
  }
  return rows;
}

function keyText({ cube, names }: CubeShare, key: TotalKey, row: number): string {
  const text = cube.texts[key][cube.codes[key][row] ?? 0] ?? '';
  // The keeper's departments are its own affair.
  if (key === 'department') return '';
  return key === 'contract' ? (names.get(text) ?? text) : text;
}

function sourceText({ cube, keeper }: CubeShare, row: number): string {
  const text = cube.sourceTexts[cube.sources[row] ?? 0] ?? '';
  return /^(own|estimate):/.test(text) ? `${text} (${keeper})` : text;
}

type NumberColumn = Uint8Array | Uint32Array | Int32Array | Float64Array;

function filled<T extends NumberColumn>(own: T, size: number, parts: readonly (readonly number[])[]): T {
  const column = new (own.constructor as new (length: number) => T)(size);
  column.set(own);
  let at = own.length;
  for (const part of parts) {
    column.set(part, at);
    at += part.length;
  }
  return column;
}

function coded(
  own: Uint32Array,
  ownTexts: readonly string[],
  size: number,
  parts: readonly (readonly string[])[],
): { readonly codes: Uint32Array; readonly texts: readonly string[] } {
  const numbers = new Map(ownTexts.map((text, code) => [text, code]));
  const codeOf = (text: string): number => {
    const code = numbers.get(text) ?? numbers.size;
    numbers.set(text, code);
    return code;
  };
  const codes = filled(
    own,
    size,
    parts.map((part) => part.map(codeOf)),
  );
  return { codes, texts: [...numbers.keys()] };
}
