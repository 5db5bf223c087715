import type { Bid } from '../domain/bid.ts';
import type { PublishedFactor } from '../domain/conversion-factor.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import type { ProcurementState } from '../domain/lifecycle.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { DecimalText } from '../domain/quantity.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { DecisionRecord } from '../scoring/decision-record.ts';
import type { RuleSet } from '../scoring/rule-set.ts';
import type { AgreedReason } from './award-records.ts';
import type { RegisterKind } from './register-upload.ts';
import type { MappingProposal } from './tender.ts';

/** How the rules of a procurement became binding. */
export type Publication = {
  readonly kind: 'published' | 'adopted';
  readonly at: IsoInstant;
  readonly by: string;
  /** The rule set frozen with its parameters; what scoring uses from now on. */
  readonly ruleSet: RuleSet;
  readonly ruleSetSha256: string;
  /** The key conversion factors of the latest set that was approved for the year of the bid deadline; absent in old ones. */
  readonly factors?: readonly EmissionFactor[];
  /** What that set is called. */
  readonly factorSet?: string;
  /** Published after the bid deadline: every page and pack says so. */
  readonly retrospective: boolean;
  readonly reason?: string;
  /** For an adopted one: where it was published, its methodology document, and who confirmed the match. */
  readonly noticeReference?: string;
  readonly methodologyFile?: string;
  readonly methodologySha256?: string;
  readonly confirmedBy?: string;
};

export type ProcurementRecord = {
  readonly organisation: string;
  readonly reference: string;
  readonly state: ProcurementState;
  /** One more with every change: the ETag of the record. */
  readonly revision: number;
  /** The published facts in their latest version; earlier versions stay on record. */
  readonly facts: Procurement;
  readonly factsVersion: number;
  readonly publication?: Publication;
  /** When bids were closed and unsealed. A procurement cancelled before that keeps them sealed. */
  readonly closedAt?: IsoInstant;
  readonly createdAt: IsoInstant;
  readonly updatedAt: IsoInstant;
};

/** A version of the published facts, with the reason for it. Never changed. */
export type FactsVersion = {
  readonly version: number;
  readonly facts: Procurement;
  readonly reason: string;
  readonly by: string;
  readonly at: IsoInstant;
};

/** `superseded` by a later version; `late` after the deadline, recorded and not assessed until somebody admits it. */
export type BidStatus = 'current' | 'superseded' | 'withdrawn' | 'late' | 'duplicate';

export type BidRecord = {
  readonly procurement: string;
  readonly reference: string;
  readonly lot?: string;
  readonly version: number;
  readonly status: BidStatus;
  readonly statusReason?: string;
  readonly bid: Bid;
  readonly importId: string;
  readonly at: IsoInstant;
};

export type ImportState =
  | 'received'
  | 'reading'
  | 'faulty'
  | 'mapping-proposed'
  | 'checked'
  | 'committed'
  | 'interrupted'
  | 'failed';

/** What a file turned out to be. */
export type ImportKind = 'tender' | 'bid' | 'matrix' | 'prices' | RegisterKind;

/** What a file put into the contract carbon register. */
export type RegisterResult = {
  /** References, each once: of contracts that are new or changed, or that lines are for. */
  readonly contracts: readonly string[];
  readonly newContracts: number;
  readonly changedContracts: number;
  /** Lines added; those on record already, word for word, are left as they are. */
  readonly lines: number;
  readonly repeatedLines: number;
  readonly replacedLines: number;
  readonly provisionalLines: number;
  /** Kilograms of the emissions added, location-based, those of superseded lines taken off. */
  readonly emissionKg: DecimalText;
};

export type ImportRecord = {
  readonly id: string;
  readonly organisation: string;
  readonly state: ImportState;
  readonly revision: number;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly fileBytes: number;
  /** Checks only; nothing is committed. */
  readonly dryRun: boolean;
  /** Known once it has been read. */
  readonly kind?: ImportKind;
  /** The procurement the sender says the file is for; needed where the file names none, as a matrix of answers. */
  readonly procurement?: string;
  readonly acceptedMapping?: string;
  /** What was asked about figures beside those on record, by the name under which somebody has found it right. */
  readonly acceptedChoice?: string;
  readonly proposedMapping?: MappingProposal;
  readonly rowsRead: number;
  /** The first 200 faults. */
  readonly issues: readonly Issue[];
  /** How many faults there are in all; absent means that all are listed. */
  readonly issueCount?: number;
  readonly notices: readonly string[];
  /** What it made: the procurement and the bid references. */
  readonly result?: { readonly procurement: string; readonly bids: readonly string[] };
  /** What it put into the register of contracts and carbon figures. */
  readonly registered?: RegisterResult;
  /** Why it failed, in words for the user. */
  readonly failure?: string;
  readonly by: string;
  readonly byName?: string;
  readonly at: IsoInstant;
  readonly finishedAt?: IsoInstant;
};

export type AssessmentRecord = {
  readonly id: string;
  readonly procurement: string;
  readonly status: 'trial' | 'draft' | 'issued';
  readonly inputHash: string;
  readonly record: DecisionRecord;
  /** Why it was made anew while people evaluated. */
  readonly reason?: string;
  /** What the panel agreed, with reasons and pointers; of an issued one. */
  readonly agreed?: readonly AgreedReason[];
  readonly by: string;
  readonly at: IsoInstant;
};

/** A row of a publication as it is kept. */
export type FactorRecord = {
  /** Its place in the publication. */
  readonly number: number;
  /** The unit by which it is found. */
  readonly unit: string;
  /** Ids and names in lower case. */
  readonly search: string;
  readonly factor: PublishedFactor;
};

export type SupplierRecord = {
  readonly scheme: string;
  readonly id: string;
  readonly name: string;
  /** References, in order. */
  readonly contracts: readonly string[];
  readonly bids: readonly {
    readonly procurement: string;
    readonly bid: string;
    readonly lot?: string;
    readonly status: BidStatus;
  }[];
  /** Evidence that ends: the document, whose it is, and until when it counts. */
  readonly evidence: readonly {
    readonly document: string;
    readonly bid: string;
    readonly procurement: string;
    readonly validUntil: IsoDate;
  }[];
};
