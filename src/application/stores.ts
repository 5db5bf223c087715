import type { AuditEvent, ChainedEvent } from '../domain/audit-event.ts';
import type { ClarificationEntry } from '../domain/clarification.ts';
import type { FactorSet, FactorSetApproval } from '../domain/conversion-factor.ts';
import type { FinancialYear } from '../domain/financial-year.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { ReturnRequest } from '../domain/return-request.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { AwardStep } from './award-records.ts';
import type { RecordsExport } from './database-operations.ts';
import type { ContractStore, LedgerStore } from './ledger-stores.ts';
import type { PerformanceStore } from './performance-stores.ts';
import type { TrajectoryStore } from './trajectory-records.ts';
import type { EvaluationItem, EvaluationRecord, NewEvaluationRecord, ScoreDraft } from './evaluation-records.ts';
import type {
  AssessmentRecord,
  BidRecord,
  FactorRecord,
  FactsVersion,
  ImportRecord,
  ProcurementRecord,
} from './records.ts';

/** A slice of a list: what comes after a cursor, and the cursor of what comes next. */
export type Page<T> = { readonly items: readonly T[]; readonly next?: string };
export type PageRequest = { readonly after?: string; readonly limit: number };

/**
 * What the use cases keep. Every store works inside one transaction; a name that is not there is undefined from a
 * `find` and AppError `not-found` from a `get`. `save` with a stale revision throws AppError `conflict`.
 */
export type Stores = {
  readonly procurements: {
    find(organisation: string, reference: string): Promise<ProcurementRecord | undefined>;
    list(organisation: string, page: PageRequest): Promise<Page<ProcurementRecord>>;
    /** Throws `conflict` when the reference is taken. */
    create(record: ProcurementRecord, reason: string, by: string): Promise<void>;
    /** Writes the next revision; `record.revision` is the one that was read. Returns the new record. */
    save(record: ProcurementRecord): Promise<ProcurementRecord>;
    addFactsVersion(organisation: string, reference: string, version: FactsVersion): Promise<void>;
    factsVersions(organisation: string, reference: string): Promise<FactsVersion[]>;
  };
  readonly bids: {
    /** Adds versions; what was there stays. */
    add(organisation: string, records: readonly BidRecord[]): Promise<void>;
    /** The latest version of each bid and lot, in canonical order, whatever its status. */
    latest(organisation: string, procurement: string): Promise<BidRecord[]>;
    versions(organisation: string, procurement: string, reference: string): Promise<BidRecord[]>;
  };
  readonly imports: {
    create(record: ImportRecord): Promise<void>;
    find(id: string): Promise<ImportRecord | undefined>;
    save(record: ImportRecord): Promise<ImportRecord>;
    list(organisation: string, page: PageRequest): Promise<Page<ImportRecord>>;
    /**
     * Claims a received or interrupted import for this process until `until`; false when another has it. It is then
     * `reading`, one revision later.
     */
    claim(id: string, owner: string, until: IsoInstant): Promise<boolean>;
    /** Says that the owner is alive, and how far it has come; `conflict` when it is the owner no longer. */
    beat(id: string, owner: string, until: IsoInstant, rowsRead: number): Promise<void>;
    /** Imports being read whose owner has not been heard of since `now`; they become `interrupted`. */
    interruptStale(now: IsoInstant): Promise<ImportRecord[]>;
  };
  readonly files: {
    /** Stores bytes under their SHA-256; storing the same bytes again changes nothing. */
    put(sha256: string, blocks: AsyncIterable<Uint8Array>): Promise<void>;
    get(sha256: string): Promise<Uint8Array>;
    /** The same in pieces, one after the other, that nobody else holds. */
    pieces(sha256: string): Promise<Uint8Array[]>;
    has(sha256: string): Promise<boolean>;
  };
  /** Imported sets of factors, multipliers and values; the shipped ones are in the catalogue. `factorRegister` joins the two. */
  readonly factors: {
    /** Adds a set with all its factors; throws `conflict` when its id, or a set of the same file, is there. */
    addSet(organisation: string, set: FactorSet, factors: readonly FactorRecord[]): Promise<void>;
    /** Throws `conflict` when it has been approved already. */
    approve(organisation: string, setId: string, approval: FactorSetApproval): Promise<void>;
    sets(organisation: string): Promise<FactorSet[]>;
    find(organisation: string, setId: string, id: string): Promise<FactorRecord | undefined>;
    /** In the order of the publication, those after a number; every word is in the id or the name. */
    list(
      organisation: string,
      setId: string,
      filter: {
        readonly words: readonly string[];
        readonly unit?: string;
        readonly after?: number;
        readonly limit: number;
      },
    ): Promise<FactorRecord[]>;
    all(organisation: string, setId: string): Promise<FactorRecord[]>;
    /** Those of some ids, in the order of the publication. */
    some(organisation: string, setId: string, ids: readonly string[]): Promise<FactorRecord[]>;
  };
  readonly assessments: {
    add(organisation: string, record: AssessmentRecord): Promise<void>;
    latest(organisation: string, procurement: string): Promise<AssessmentRecord | undefined>;
    list(organisation: string, procurement: string): Promise<AssessmentRecord[]>;
  };
  /** Approval, redactions, summaries sent, bids set aside, award, standstill, contract. */
  readonly awards: {
    /** Appends; throws `conflict` when the number is taken. */
    add(organisation: string, procurement: string, step: AwardStep): Promise<void>;
    /** Oldest first. */
    list(organisation: string, procurement: string): Promise<AwardStep[]>;
  };
  /** What might be. Nothing on record refers to it. */
  readonly scenarios: {
    /** Adds a version; throws `conflict` when it is there. */
    add(organisation: string, scenario: Scenario): Promise<void>;
    /** Oldest first; none when there is no scenario of the name. */
    versions(organisation: string, name: string): Promise<Scenario[]>;
    /** The latest version of each, by name. */
    latest(organisation: string): Promise<Scenario[]>;
  };
  readonly clarifications: {
    /** Adds steps; throws `conflict` when somebody took the same step meanwhile. */
    add(organisation: string, procurement: string, entries: readonly ClarificationEntry[]): Promise<void>;
    /** Every step that was taken, by clarification, in order. */
    list(organisation: string, procurement: string): Promise<ClarificationEntry[]>;
  };
  readonly evaluation: {
    /**
     * Appends to the list of a procurement, in this order, and gives back what is now on record. The procurement must
     * have been found in the same transaction, so that two writers cannot take the same place.
     */
    append(
      organisation: string,
      procurement: string,
      records: readonly NewEvaluationRecord[],
    ): Promise<EvaluationRecord[]>;
    /** Everything on record, oldest first. */
    records(organisation: string, procurement: string): Promise<EvaluationRecord[]>;
    /** Keeps an evaluator's draft of an item in place of the one before. */
    putDraft(organisation: string, draft: ScoreDraft): Promise<void>;
    drafts(organisation: string, procurement: string, person: string): Promise<ScoreDraft[]>;
    /** The draft has become a record. */
    removeDraft(organisation: string, draft: Pick<ScoreDraft, keyof EvaluationItem | 'person'>): Promise<void>;
  };
  readonly audit: {
    /** Appends to the organisation's chain; sequence and hash are set here, one writer at a time. */
    append(event: Omit<AuditEvent, 'seq'>): Promise<ChainedEvent>;
    list(organisation: string, page: PageRequest): Promise<Page<ChainedEvent>>;
    /** The whole chain in order, a slice at a time. */
    chain(organisation: string): AsyncIterable<ChainedEvent>;
    head(organisation: string): Promise<string>;
    organisations(): Promise<string[]>;
  };
  readonly returnRequests: {
    /** Adds them; throws `conflict` when somebody recorded one in the same place meanwhile. */
    add(organisation: string, requests: readonly ReturnRequest[]): Promise<void>;
    /** By contract, in order. */
    list(organisation: string, financialYear: FinancialYear): Promise<ReturnRequest[]>;
  };
  readonly contracts: ContractStore;
  readonly ledger: LedgerStore;
  readonly performance: PerformanceStore;
  /** Plans and yearly totals of lines to a target. */
  readonly trajectories: TrajectoryStore;
  readonly answers: {
    /** The answer given to an earlier request with the same key, if any. */
    find(
      key: string,
    ): Promise<
      | { readonly requestSha256: string; readonly status: number; readonly headers: string; readonly body: string }
      | undefined
    >;
    /** Throws `conflict` when there is an answer already: the first one stays. */
    put(
      key: string,
      requestSha256: string,
      status: number,
      headers: string,
      body: string,
      at: IsoInstant,
    ): Promise<void>;
  };
  /** The processes that share the database. */
  readonly instances: {
    /** Says that a process is there. */
    seen(id: string, at: IsoInstant): Promise<void>;
    /** Those that were there at `since` or later, by name. */
    aliveSince(since: IsoInstant): Promise<string[]>;
  };
};

/** The database as the use cases see it. */
export type Database = {
  /**
   * Writes what belongs to an organisation, as one moment had it, to a new file in open formats. Throws AppError
   * `not-found` when nothing does.
   */
  exportRecords(file: string, organisation: string): Promise<RecordsExport>;
  /**
   * All or nothing; serialisable enough that two writers of one record cannot both win. On PostgreSQL the work may be
   * done again from its start when it and another waited for each other: it must change nothing but the stores.
   */
  transaction<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /** Reads that belong together. */
  read<T>(work: (stores: Stores) => Promise<T>): Promise<T>;
  /**
   * The version of each organisation's carbon ledger, as one moment had them, asked for with every question about one:
   * outside a transaction. Empty ones are left out.
   */
  ledgerVersions(): Promise<ReadonlyMap<string, number>>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
