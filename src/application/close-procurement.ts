import { isAfterUkDay } from '../domain/uk-day.ts';
import type { Person } from '../domain/person.ts';

import { changeProcurement, requireMove, requireReason, type Revision } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { ProcurementRecord } from './records.ts';
import { readBids } from './standing-bids.ts';

/** Closes bidding and unseals the bids. Before the day of the deadline is over this needs a reason. */
export async function closeProcurement(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: Revision & { readonly reason?: string },
): Promise<ProcurementRecord> {
  return changeProcurement(ports, person, reference, input, async (record, stores, now) => {
    const state = requireMove(record, 'close');
    const { bidDeadline } = record.facts;
    const early = !isAfterUkDay(now, bidDeadline);
    const why = `bids may still be sent until the end of ${bidDeadline}, the bid deadline of ${reference}`;
    const reason = early ? requireReason(input.reason, why) : (input.reason?.trim() ?? '');
    const { standing } = await readBids(stores, person.organisation, reference);
    return {
      record: { ...record, state, closedAt: now },
      event: {
        action: 'procurement.closed',
        data: {
          bid_deadline: bidDeadline,
          before_deadline: early,
          reason: reason === '' ? null : reason,
          bids_unsealed: standing.map(({ reference: bid, lot }) => (lot === undefined ? bid : `${bid}, lot ${lot}`)),
        },
      },
    };
  });
}
