import {
  createFigureNames,
  dimensionsAt,
  type FigureColumns,
  type FigureNames,
  joinColumns,
  pickRows,
  profileAt,
} from './figure-columns.ts';
import { type ContractAttributes, describeColumns, type FigureCube } from './figure-cube.ts';

/** What one organisation bears of contracts that another keeps. */
export type CubeShare = {
  readonly cube: FigureCube;
  readonly keeper: string;
  readonly bearer: string;
  /** What the contracts are called where they are joined, by the keeper's reference; others are left out. */
  readonly names: ReadonlyMap<string, string>;
};

/**
 * The columns of a ledger with the shares of others' contracts behind them. What is said of a figure (whether it counts
 * in its month, its quality) is what its keeper's ledger says. Shares have group 0: their lines stay with the keeper.
 * One published factor is one source in every ledger; a contract's own figures and averages are the keeper's.
 */
export function joinCubes(own: FigureCube, shares: readonly CubeShare[]): FigureCube {
  // The names of a ledger grow with it: those of others' contracts stay apart from them.
  const names = createFigureNames(own.names);
  const parts = shares.map((share) => ({ share, rows: rowsBorne(share) }));
  const columns = joinColumns(names, [own, ...parts.map(({ share, rows }) => renamed(share, rows, names))]);
  const counts = new Uint8Array(columns.size);
  counts.set(own.counts);
  let at = own.size;
  for (const { share, rows } of parts) {
    counts.set(
      rows.map((row) => share.cube.counts[row] ?? 0),
      at,
    );
    at += rows.length;
  }
  const attributes = joinedAttributes(own, shares);
  const attributesOf = (contract: string) => attributes.get(contract) ?? NO_ATTRIBUTES;
  return { ...describeColumns(columns, attributesOf), ledgerSize: own.ledgerSize, counts };
}

function rowsBorne({ cube, bearer, names }: CubeShare): Uint32Array {
  const isNamed = cube.names.contracts.values.map((contract) => names.has(contract));
  const isBorne = cube.names.profiles.values.map(({ organisation }) => organisation === bearer);
  const rows = new Uint32Array(cube.size);
  let count = 0;
  for (let row = 0; row < cube.size; row++) {
    if (isBorne[cube.profiles[row] ?? -1] && isNamed[cube.contracts[row] ?? -1]) rows[count++] = row;
  }
  return rows.subarray(0, count);
}

/** Rows of the keeper's ledger by the names of those that they are joined to. */
function renamed({ cube, keeper, names: called }: CubeShare, rows: Uint32Array, names: FigureNames): FigureColumns {
  const borne = pickRows(cube, rows);
  return {
    ...borne,
    names,
    groups: new Float64Array(rows.length),
    receivedIn: new Uint32Array(rows.length),
    contracts: renumbered(borne.contracts, (row) => {
      const { contract } = dimensionsAt(borne, row);
      return names.contracts.numberOf(called.get(contract) ?? contract);
    }),
    months: renumbered(borne.months, (row) => names.months.numberOf(dimensionsAt(borne, row).month)),
    profiles: renumbered(borne.profiles, (row) => {
      const { factor, ...about } = profileAt(borne, row);
      const isOfKeeper = factor.startsWith('estimate:');
      return names.profiles.numberOf({ ...about, factor: isOfKeeper ? `${factor} (${keeper})` : factor });
    }),
  };
}

/** The numbers of a column by other names; each is asked for once, by the first row that has it. */
function renumbered(column: Uint32Array, numberOf: (row: number) => number): Uint32Array {
  const known = new Map<number, number>();
  return column.map((number, row) => {
    const found = known.get(number) ?? numberOf(row);
    known.set(number, found);
    return found;
  });
}

const NO_ATTRIBUTES = { supplier: '', ictCategory: '', department: '' };

/** What is said of each contract, by its name where they are joined. */
function joinedAttributes(own: FigureCube, shares: readonly CubeShare[]): Map<string, ContractAttributes> {
  const attributes = new Map(
    own.names.contracts.values.map((contract, number) => [contract, attributesAt(own, number)]),
  );
  for (const { cube, names } of shares) {
    for (const [number, contract] of cube.names.contracts.values.entries()) {
      const name = names.get(contract);
      // The keeper's departments are its own affair.
      if (name !== undefined) attributes.set(name, { ...attributesAt(cube, number), department: '' });
    }
  }
  return attributes;
}

/** Contracts that came after the cube was made are known by no text of it. */
function attributesAt({ keys }: FigureCube, contract: number): ContractAttributes {
  const textOf = ({ codes, texts }: FigureCube['keys']['supplier']) => texts[codes[contract] ?? -1] ?? '';
  return {
    supplier: textOf(keys.supplier),
    ictCategory: textOf(keys.ict_category),
    department: textOf(keys.department),
  };
}
