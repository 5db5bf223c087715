import type { AuditVerification } from './audit-queries.ts';

/** What is in a database, told so that two of them can be compared. */
export type RecordCheck = {
  /** Rows by table. */
  readonly counts: Readonly<Record<string, number>>;
  /** The end of each organisation's audit chain. */
  readonly heads: Readonly<Record<string, string>>;
  /** Chains that do not hold and stored files whose bytes have another hash, each in a sentence. */
  readonly faults: readonly string[];
};

/** What the operator does with the database of the settings, as against what people do in it. */
export type DatabaseOperations = {
  /** Brings the tables up to date; the names of the migrations that ran. */
  migrate(): Promise<readonly string[]>;
  /**
   * Writes a copy to a new file, while the service runs; what is in the copy, checked. Throws AppError `conflict` when
   * the file is there already.
   */
  backUp(file: string): Promise<RecordCheck>;
  /**
   * Puts a copy back into an empty database, all or nothing; what is there then, the same as in the copy. Throws
   * AppError `not-allowed-in-state` when the database is not empty, `invalid-input` when the file is no whole copy.
   */
  restore(file: string): Promise<RecordCheck>;
  /** Computes every organisation's audit chain again. */
  verifyAudit(): Promise<readonly AuditVerification[]>;
};
