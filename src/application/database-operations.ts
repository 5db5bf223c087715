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

/** What an export holds, and the hash by which whoever gets it can tell that it is this one. */
export type RecordsExport = { readonly check: RecordCheck; readonly sha256: string };

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
   * Writes everything on record, or what belongs to one organisation, in open formats to a new zip, while the service
   * runs; what is in it, checked. Throws AppError `conflict` when the file is there already, `not-found` for an
   * organisation without records.
   */
  exportRecords(file: string, organisation?: string): Promise<RecordsExport>;
  /**
   * Puts a backup or an export into an empty database, all or nothing; what is there then, the same as in the copy.
   * Throws AppError `not-allowed-in-state` when the database is not empty, `invalid-input` with every fault when the
   * file is no whole copy.
   */
  restore(file: string): Promise<RecordCheck>;
  /** Computes every organisation's audit chain again. */
  verifyAudit(): Promise<readonly AuditVerification[]>;
};
