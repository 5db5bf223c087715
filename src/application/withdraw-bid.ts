import type { Person } from '../domain/person.ts';
import { changeBid, type BidChange } from './change-bid.ts';
import { requireReason } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { BidRecord } from './records.ts';
import { AppError } from '../domain/errors.ts';

const BEFORE_AWARD = ['draft', 'published', 'open', 'closed', 'evaluating', 'moderated', 'approved'] as const;

/** Records that a bidder has withdrawn: the bid stays on record and is not assessed. */
export async function withdrawBid(
  ports: ServicePorts,
  person: Person,
  reference: string,
  bid: string,
  input: BidChange,
): Promise<BidRecord> {
  return changeBid(ports, person, reference, bid, input, BEFORE_AWARD, ({ versions, newest }) => {
    const reason = requireReason(input.reason, `why bid ${bid} is withdrawn`);
    // A version that came too late does not undo a withdrawal.
    const inTime = versions.findLast(({ status }) => status !== 'late' && status !== 'duplicate') ?? newest;
    if (inTime.status === 'withdrawn') {
      throw new AppError('not-allowed-in-state', `Bid ${bid} has been withdrawn already.`);
    }
    const last = versions.findLast(({ status }) => status === 'current') ?? newest;
    return { record: { ...last, status: 'withdrawn', statusReason: reason }, action: 'bid.withdrawn', reason };
  });
}
