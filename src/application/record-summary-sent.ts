import { AppError } from '../domain/errors.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { addStep, type AwardCase, readAwardCase, requirePastDate } from './award-case.ts';
import { type BidOfLot, bidOfLotText, isSameBid, stepsOf } from './award-records.ts';
import { changeProcurement, requireState, type Revision } from './change-procurement.ts';
import { fieldFault } from './field-fault.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import { summariesDue } from './summaries-due.ts';

export type SummarySentInput = Revision & BidOfLot & { readonly sentOn: IsoDate };

/** Records when a bidder was sent its assessment summary of the latest edition. */
export async function recordSummarySent(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: SummarySentInput,
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    requireState(record, ['approved', 'awarded'], 'assessment summaries are sent');
    const own = await readAwardCase(stores, person, reference);
    const bid = { bid: input.bid, ...(input.lot === undefined ? {} : { lot: input.lot }) };
    const due = summariesDue(own).find((one) => isSameBid(one, bid));
    if (due === undefined) throw fieldFault('bid', 'not-due', `No summary is due to "${bidOfLotText(bid)}".`);
    if (due.sentOn !== undefined) {
      throw fieldFault('bid', 'sent-already', `The summary of ${bidOfLotText(bid)} was sent on ${due.sentOn}.`);
    }
    requireNothingWithheldSince(own);
    requirePastDate('sentOn', input.sentOn, now, { date: ukDay(own.approval.at), what: 'the day of the approval' });
    const { edition } = own.approval;
    return {
      record,
      event: {
        action: 'procurement.summary-sent',
        data: { bid: bid.bid, lot: input.lot ?? null, edition: String(edition), sent_on: input.sentOn },
      },
      keep: () =>
        addStep(stores, person, reference, now, own.steps, {
          kind: 'summary-sent',
          ...bid,
          sentOn: input.sentOn,
          edition,
        }),
    };
  });
}

/** A summary that still tells what has been withheld since must not be sent. */
function requireNothingWithheldSince({ steps, approval }: AwardCase): void {
  const since = stepsOf(steps, 'redaction').filter(({ number }) => number > approval.number);
  if (since.length === 0) return;
  throw new AppError(
    'not-allowed-in-state',
    `Something has been withheld since edition ${approval.edition} was issued, and its summaries still tell it. Issue a new edition first.`,
  );
}
