import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Contract } from '../domain/contract.ts';
import type { Issue } from '../domain/issue.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { LedgerPage } from './ledger-page.ts';
import type { MappingProposal, PlaceInFile } from './tender.ts';

/**
 * Files whose rows become lines of the ledger: the return itself, and doors for what is at hand in another form. All
 * are checked, asked about and recorded alike.
 */
export const RETURN_KINDS = ['carbon-return', 'asset-list', 'allocated-total', 'cloud-export', 'spend-export'] as const;
export type ReturnKind = (typeof RETURN_KINDS)[number];

/** Files that fill the contract carbon register. */
export const REGISTER_KINDS = ['contracts', ...RETURN_KINDS] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

export function isRegisterKind(kind: string | undefined): kind is RegisterKind {
  return REGISTER_KINDS.some((one) => one === kind);
}

/** What every reading says of a file. Nothing is stored unless `issues` is empty. */
type RegisterReading = {
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
  readonly proposedMapping?: MappingProposal;
};

export type ContractsReading = RegisterReading & {
  readonly kind: 'contracts';
  /** In order of their references; empty when there are issues. */
  readonly contracts: readonly Contract[];
  /** What the file has no column or sheet for: it says nothing of these, and what is on record stays. */
  readonly unstated: readonly (keyof Contract | 'outsideInventoryTonnes')[];
  /** Where a value of a contract stands: `#/contracts/ICT-C-014/end`, or the nearest thing around it. */
  readonly placeOf: (pointer: string) => PlaceInFile | undefined;
};

/** Lines as pages of the ledger. Their figures are whole: who bears them is '' until the contract is looked up. */
export type WorkedLines = {
  /** The conversion factors that the figures were worked out with, by the policy `blended`. */
  readonly factors: readonly EmissionFactor[];
  readonly pages: () => AsyncIterable<readonly LedgerPage[]>;
};

/** A carbon return, or what stands for one, that has been read through and checked line by line; its lines are handed over in pieces. */
export type ReturnReading = RegisterReading & {
  readonly kind: ReturnKind;
  /** Whom the return is for, where it says so. */
  readonly organisation?: string;
  /** Faults that were counted and are not among the issues. */
  readonly unlistedFaults: number;
  readonly lineCount: number;
  /** The contracts that lines are for, `own-ict` among them, each with its first line; also where there are issues. */
  readonly contracts: readonly Pick<CarbonReturnLine, 'contract' | 'source'>[];
  /**
   * The lines; none when there are issues. In the order of the file, or where that is long, contract by contract. May
   * be asked for again.
   */
  readonly lines: () => AsyncIterable<readonly CarbonReturnLine[]>;
  /** The same laid out with their figures, where that was done while the file was read. */
  readonly worked?: WorkedLines;
  /** Where a value of the line in a row stands. */
  readonly placeOf: (source: CarbonReturnLine['source'], field: string) => PlaceInFile;
};
