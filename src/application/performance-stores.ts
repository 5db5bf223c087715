import type { BandsVersion } from '../domain/contract-performance.ts';
import type { EngagementEntry } from '../domain/engagement.ts';
import type { IsoInstant } from '../domain/iso-date.ts';

/** Which bid the commitments of a contract are of, as it was assessed in the edition that was awarded. */
export type CommitmentOrigin = {
  readonly procurement: string;
  readonly bid: string;
  readonly lot?: string;
  readonly edition: number;
};

/** Why a contract has a version; kept beside those that no file brought. */
export type ContractChange = {
  readonly reference: string;
  /** Of the ledger, as `ContractVersion` has it. */
  readonly version: number;
  readonly reason: string;
  readonly origin?: CommitmentOrigin;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
};

/** What is kept of working with suppliers; it only grows. */
export type PerformanceStore = {
  /** Throws AppError `conflict` when somebody added the same version meanwhile. */
  addBands(organisation: string, bands: BandsVersion): Promise<void>;
  /** Oldest first. */
  bands(organisation: string): Promise<BandsVersion[]>;
  /** The version of the contract is on record already. */
  addContractChange(organisation: string, change: ContractChange): Promise<void>;
  /** In the order of the ledger. */
  contractChanges(organisation: string): Promise<ContractChange[]>;
  /** Throws AppError `conflict` when somebody took the same step meanwhile. */
  addEngagement(organisation: string, entry: EngagementEntry): Promise<void>;
  /** By action, in order. */
  engagement(organisation: string): Promise<EngagementEntry[]>;
};
