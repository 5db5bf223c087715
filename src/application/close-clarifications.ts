import { bidNameOf } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Person } from '../domain/person.ts';
import { changeClarifications, CLARIFYING } from './change-clarifications.ts';
import { requireReason } from './change-procurement.ts';
import { defaultsNeverAsked } from './default-notices.ts';
import type { ServicePorts } from './ports.ts';

/**
 * Closes the clarification period over the defaults about which no bidder was asked, with the reason why none is: they
 * then count as published. It names each of them, for all bids alike, and covers no other that comes up later. Throws
 * AppError `not-allowed-in-state` when there is none.
 */
export async function closeClarifications(
  ports: ServicePorts,
  person: Person,
  reference: string,
  { reason }: { readonly reason: string },
): Promise<void> {
  await changeClarifications(ports, person, reference, CLARIFYING, async ({ stores, register, nextNumber }) => {
    const given = requireReason(reason, 'why nobody is asked about the figures for which a default stands');
    const latest = await stores.assessments.latest(person.organisation, reference);
    const notices = latest?.status === 'draft' ? defaultsNeverAsked(latest.record.assessment, register) : [];
    const unasked = notices.map((notice) => ({ ...bidNameOf(notice), topic: notice.topic }));
    if (unasked.length === 0) {
      const message = `No default in ${reference} counts without a question to its bidder: there is nothing to close.`;
      throw new AppError('not-allowed-in-state', message);
    }
    return [{ number: nextNumber, step: { kind: 'period-closed', reason: given, unasked } }];
  });
}
