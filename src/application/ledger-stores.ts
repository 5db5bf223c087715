import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Contract } from '../domain/contract.ts';
import type { CountedAmounts } from '../domain/figure-columns.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { FactorPolicy, FigureDimensions, LineFigure } from '../domain/line-figures.ts';
import type { Grams } from '../domain/quantity.ts';
import type { LedgerPage } from './ledger-page.ts';

/**
 * Why figures came in or went out; a restatement is explained by it. `activity`: reported for the first time.
 * `correction`: the sender put a line right. `factor`: another factor set. `method`: the same was found another way.
 * `boundary`: what is counted is another.
 */
export const CHANGE_CAUSES = ['activity', 'factor', 'method', 'boundary', 'correction'] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** One transaction on the ledger. Its version counts 1, 2, 3 … in each organisation. */
export type LedgerEntry = {
  readonly organisation: string;
  readonly version: number;
  readonly kind: 'return' | 'contracts' | 'factors';
  /** Always after that of the entry before. */
  readonly recordedAt: IsoInstant;
  /** Of the file that it came in; '' where there was none. */
  readonly fileSha256: string;
  readonly fileName?: string;
  readonly importId?: string;
  /** How lines of several calendar years took their factors. */
  readonly policy?: FactorPolicy;
  readonly by: string;
};

/** An entry that is written whole, with the SHA-256 of everything that it wrote, which its event tells. */
export type RecordedEntry = LedgerEntry & { readonly sha256: string };

export type NewLedgerEntry = Omit<LedgerEntry, 'version'>;

/** A named state of the ledger, as it was published: an instant after which nothing is dated before it. */
export type LedgerEdition = {
  readonly organisation: string;
  readonly name: string;
  readonly version: number;
  readonly at: IsoInstant;
  readonly reason: string;
  readonly by: string;
};

export type ContractVersion = { readonly version: number; readonly contract: Contract };

/** A line on record; it stands until another replaces it. */
export type LineOnRecord = {
  readonly id: number;
  readonly version: number;
  /** The entry whose shares of contracts and policy hold for its figures. */
  readonly termsVersion: number;
  readonly identity: string;
  readonly stands: boolean;
  readonly statement: CarbonReturnLine;
};

export type NewLine = {
  readonly statement: CarbonReturnLine;
  readonly identity: string;
  readonly figures: readonly LineFigure[];
  readonly cause: ChangeCause;
  /** The id of the line on record that this one replaces. */
  readonly replaces?: number;
  /** The entry whose shares and policy it keeps; absent means its own. */
  readonly termsVersion?: number;
};

/** What an entry, or all of them together, added to one group of figures. */
export type GroupChange = {
  readonly group: number;
  readonly version: number;
  readonly cause: ChangeCause;
  readonly grams: Grams;
  readonly marketBased: Grams;
  /** Figures; a reversal takes one away. */
  readonly lines: number;
  readonly locatedLines: number;
  readonly marketLines: number;
};

/** The same in numbers, as columns of figures take it. */
export type CountedChange = CountedAmounts & Pick<GroupChange, 'group' | 'version' | 'cause'>;

export type FigureGroup = { readonly id: number; readonly dimensions: FigureDimensions };

/** A figure with the line it comes from. A reversal carries the opposite sign. */
export type FigureOnRecord = {
  readonly lineId: number;
  readonly group: number;
  readonly version: number;
  /** The version that brought the line in; a reversal comes later. */
  readonly lineVersion: number;
  readonly grams?: Grams;
  readonly marketBased?: Grams;
  readonly statement: CarbonReturnLine;
  readonly entry: LedgerEntry;
};

export type LineName = { readonly contract: string; readonly line: string };

/** An entry being written. It is there with the first thing that is added; finish it in the same transaction. */
export type LedgerPosting = {
  readonly entry: LedgerEntry;
  addContracts(contracts: readonly Contract[]): Promise<void>;
  /** Lines of earlier entries by contract and the sender's name of the line, those that were replaced too. */
  linesBefore(names: readonly LineName[]): Promise<LineOnRecord[]>;
  /** Whether an earlier entry has a line of the contract. */
  hasLines(contract: string): Promise<boolean>;
  add(lines: readonly NewLine[]): Promise<void>;
  /** Adds lines that are laid out already, and replace none. */
  addPages(pages: readonly LedgerPage[]): Promise<void>;
  /** Writes what the entry added to each group. Nothing can be added afterwards. */
  finish(): Promise<RecordedEntry>;
};

export type ContractStore = {
  find(organisation: string, reference: string): Promise<ContractVersion | undefined>;
  /** The versions of one contract, oldest first. */
  history(organisation: string, reference: string): Promise<ContractVersion[]>;
  /** Every version after one of the ledger and up to another, in order. */
  versions(organisation: string, after: number, upTo: number): Promise<ContractVersion[]>;
};

export type LedgerStore = {
  /** The number of the last entry, 0 when there is none. */
  version(organisation: string): Promise<number>;
  /** The number of the last entry recorded at an instant or before. */
  versionAt(organisation: string, instant: IsoInstant): Promise<number>;
  /** Begins an entry: nobody else writes to the ledger until the end of the transaction. */
  begin(entry: NewLedgerEntry): Promise<LedgerPosting>;
  /** The first return that came in a file with these bytes. */
  entryOfFile(organisation: string, sha256: string): Promise<LedgerEntry | undefined>;
  /** Names the present state. Throws AppError `conflict` when the name is taken, `not-allowed-in-state` when it is empty. */
  addEdition(edition: Omit<LedgerEdition, 'version'>): Promise<LedgerEdition>;
  /** In the order in which they were named. */
  editions(organisation: string): Promise<LedgerEdition[]>;
  entry(organisation: string, version: number): Promise<LedgerEntry | undefined>;
  /** What every entry wrote, as it stands now, hashed as it was then; in order of their versions. */
  digests(organisation: string): AsyncIterable<Pick<RecordedEntry, 'version' | 'sha256'>>;
  /** Every line of a contract that stands, in the order in which they were recorded. */
  standingLines(organisation: string, contract: string): AsyncIterable<LineOnRecord>;
  /** Lines that stand and have a provisional figure. */
  provisionalLines(organisation: string): Promise<LineOnRecord[]>;
  /** The months of a line, each with the factor set it took: `2026-04 2025`. */
  factorSetsOf(organisation: string, line: number): Promise<ReadonlySet<string>>;
  /** What entries after one version and up to another added, by entry. */
  changes(organisation: string, after: number, upTo: number): AsyncIterable<GroupChange>;
  /** The same as numbers, some thousands at a time: others have their turn in between. */
  countedChanges(organisation: string, after: number, upTo: number): AsyncIterable<readonly CountedChange[]>;
  /** Groups with an id above the one given, by id. */
  groups(organisation: string, after: number): AsyncIterable<FigureGroup>;
  /** Figures of some groups up to a version, by group and line. */
  figures(
    organisation: string,
    groups: readonly number[],
    upTo: number,
    page: { readonly after: FigureCursor | undefined; readonly limit: number },
  ): Promise<FigureOnRecord[]>;
};

/** A place in a list of figures. */
export type FigureCursor = { readonly group: number; readonly line: number; readonly version: number };
