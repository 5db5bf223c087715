import type { Person } from '../domain/person.ts';
import { AppError } from '../domain/errors.ts';
import { changeBid, type BidChange } from './change-bid.ts';
import { requireReason } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import type { BidRecord } from './records.ts';

const BEFORE_CONSENSUS = ['published', 'open', 'closed', 'evaluating'] as const;

/** Lets a late bid be assessed after all, for a reason that stays on record. */
export async function admitLateBid(
  ports: ServicePorts,
  person: Person,
  reference: string,
  bid: string,
  input: BidChange,
): Promise<BidRecord> {
  return changeBid(ports, person, reference, bid, input, BEFORE_CONSENSUS, ({ newest }) => {
    const reason = requireReason(input.reason, `why late bid ${bid} is admitted`);
    if (newest.status !== 'late') {
      throw new AppError('not-allowed-in-state', `Bid ${bid} is ${newest.status}: only a late bid is admitted.`);
    }
    return { record: { ...newest, status: 'current', statusReason: reason }, action: 'bid.late-admitted', reason };
  });
}
