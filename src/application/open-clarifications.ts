import { bidNameOf, type ClarificationRegister, toRegister } from '../domain/clarification.ts';
import { bidText, REPLY_STATES } from './change-clarifications.ts';
import { defaultsNeverAsked, noticeOfBid } from './default-notices.ts';
import type { AssessmentRecord } from './records.ts';
import { readBids } from './standing-bids.ts';
import type { Stores } from './stores.ts';

/** Something that must be settled before an evaluation can be approved. */
export type OpenClarification = {
  readonly kind: 'not-sent' | 'awaited' | 'answered' | 'classified' | 'default-not-asked';
  readonly bid: string;
  readonly lot?: string;
  /** Absent where nothing has been asked yet. */
  readonly clarification?: number;
  readonly sentence: string;
};

/**
 * What stands open in the clarifications of a procurement: those not sent, answers awaited, not classified or not
 * agreed by a second person, and defaults of the latest draft assessment about which the bidder was never asked.
 * Bids that no longer stand hold nothing up. Empty when all is settled; approval can refuse while it is not.
 */
export async function openClarifications(
  stores: Pick<Stores, 'clarifications' | 'assessments' | 'bids'>,
  organisation: string,
  reference: string,
): Promise<OpenClarification[]> {
  const register = toRegister(await stores.clarifications.list(organisation, reference));
  const latest = await stores.assessments.latest(organisation, reference);
  const { standing } = await readBids(stores, organisation, reference);
  const open = [...unsettled(register), ...neverAsked(latest, register)];
  return open.filter((one) => standing.some((bid) => bid.reference === one.bid && bid.lot === one.lot));
}

function unsettled({ clarifications }: ClarificationRegister): OpenClarification[] {
  return clarifications.flatMap(({ number, replies }) =>
    replies.flatMap((reply): OpenClarification[] => {
      const { state } = reply;
      if (state === 'dropped' || state === 'not-answered' || state === 'agreed') return [];
      const sentence = `Clarification ${number}, bid ${bidText(reply)}: ${REPLY_STATES[state]}.`;
      return [{ kind: state, ...bidNameOf(reply), clarification: number, sentence }];
    }),
  );
}

function neverAsked(latest: AssessmentRecord | undefined, register: ClarificationRegister): OpenClarification[] {
  if (latest?.status !== 'draft') return [];
  return defaultsNeverAsked(latest.record.assessment, register).map((notice) => ({
    kind: 'default-not-asked',
    ...bidNameOf(notice),
    sentence: noticeOfBid(notice),
  }));
}
