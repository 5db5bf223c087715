import type { IsoDate } from '../domain/iso-date.ts';
import { type AwardCase, assessedBids, isSetAside } from './award-case.ts';
import { type BidOfLot, isSameBid, stepsOf } from './award-records.ts';

/** A bid whose bidder gets an assessment summary, and when that of the latest edition was sent. */
export type SummaryDue = BidOfLot & { readonly sentOn?: IsoDate };

/** Every assessed bid but those set aside (Procurement Act 2023, section 50: a disregarded tender is none). */
export function summariesDue(own: AwardCase): SummaryDue[] {
  const sent = stepsOf(own.steps, 'summary-sent').filter(({ edition }) => edition === own.approval.edition);
  return assessedBids(own.issued)
    .filter((bid) => !isSetAside(own, bid))
    .map((bid) => {
      const step = sent.find((one) => isSameBid(one, bid));
      return { ...bid, ...(step === undefined ? {} : { sentOn: step.sentOn }) };
    });
}
