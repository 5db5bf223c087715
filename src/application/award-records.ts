import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { ConsensusRecord } from './evaluation-records.ts';

/** A bid, or its part for one lot. */
export type BidOfLot = { readonly bid: string; readonly lot?: string };

/** Why a higher-ranked bid is passed over. */
export const SET_ASIDE_GROUNDS = ['withdrawn', 'excluded', 'disregarded'] as const;
export type SetAsideGround = (typeof SET_ASIDE_GROUNDS)[number];
/** Whether the Act obliges the authority to do so, or leaves it to choose. */
export const SET_ASIDE_DUTIES = ['must', 'may'] as const;
export type SetAsideDuty = (typeof SET_ASIDE_DUTIES)[number];

/** Words of the winning bid that other bidders' summaries leave out: one criterion's explanation, or all of them. */
export type Redaction = BidOfLot & {
  /** Rule id of the criterion. */
  readonly rule: string;
  /** The passage left out; without it the whole explanation of the criterion is. */
  readonly words?: string;
  readonly reason: string;
};

/** What is recorded between approval and contract. `edition` counts issues of the pack from 1. */
export type AwardStepContent =
  | {
      readonly kind: 'approval';
      readonly edition: number;
      /** Id of the issued assessment. */
      readonly assessment: string;
      /** First-ranked bid of each lot; a lot without a ranked bid has none. */
      readonly proposed: readonly BidOfLot[];
      /** Said by the approver where the ranking is fragile. */
      readonly acknowledgement?: string;
      /** Why there is another edition. */
      readonly reason?: string;
      /** Head of the audit chain after the event of this approval. */
      readonly chainHead: string;
    }
  | ({ readonly kind: 'redaction' } & Redaction)
  | ({ readonly kind: 'summary-sent'; readonly sentOn: IsoDate; readonly edition: number } & BidOfLot)
  | ({
      readonly kind: 'set-aside';
      readonly ground: SetAsideGround;
      readonly duty: SetAsideDuty;
      readonly reason: string;
    } & BidOfLot)
  | { readonly kind: 'award'; readonly winners: readonly BidOfLot[]; readonly reason: string }
  | {
      readonly kind: 'standstill';
      readonly noticeReference: string;
      readonly noticeDate: IsoDate;
      /** Last day of the standstill; the contract may be signed from the day after. */
      readonly ends: IsoDate;
      /** Holidays that the count left out. */
      readonly holidays: readonly IsoDate[];
    }
  | { readonly kind: 'contract'; readonly signedOn: IsoDate };

/** A step as kept: append only, numbered from 1 in each procurement. */
export type AwardStep = AwardStepContent & {
  readonly number: number;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
};

export type AwardStepOf<Kind extends AwardStep['kind']> = Extract<AwardStep, { readonly kind: Kind }>;

/** The steps of one kind, oldest first. */
export function stepsOf<Kind extends AwardStep['kind']>(
  steps: readonly AwardStep[],
  kind: Kind,
): readonly AwardStepOf<Kind>[] {
  return steps.filter((step): step is AwardStepOf<Kind> => step.kind === kind);
}

/** What the panel agreed on one item, as an issued assessment keeps it. */
export type AgreedReason = Pick<
  ConsensusRecord,
  'bid' | 'lot' | 'rule' | 'reason' | 'pointers' | 'by' | 'changeReason'
> & {
  /** Who approved the change, where the bid had failed something before it. */
  readonly secondApprover?: string;
};

/** What makes a pack an issued one. Everything a later edition could change stands here. */
export type PackIssue = {
  readonly edition: number;
  /** Why there is another edition. */
  readonly reason?: string;
  readonly approvedBy: string;
  readonly approvedOn: IsoDate;
  readonly acknowledgement?: string;
  readonly proposed: readonly BidOfLot[];
  readonly chainHead: string;
  readonly reasons: readonly AgreedReason[];
  readonly redactions: readonly (Redaction & { readonly byName: string })[];
};

export function isSameBid(one: BidOfLot, other: BidOfLot): boolean {
  return one.bid === other.bid && one.lot === other.lot;
}

/** "B1", or "B1, lot 2". */
export function bidOfLotText({ bid, lot }: BidOfLot): string {
  return lot === undefined ? bid : `${bid}, lot ${lot}`;
}
