import { AppError } from '../domain/errors.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { changeClarifications, CLARIFYING, getClarification, notADate, throwFaults } from './change-clarifications.ts';
import { requireReason } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';

/**
 * Records that clarifications were sent through the portal to every bid concerned, with the day by which an answer
 * must come. Without numbers, all that are prepared. Returns the numbers.
 */
export async function sendClarifications(
  ports: ServicePorts,
  person: Person,
  reference: string,
  { numbers, replyBy }: { readonly numbers?: readonly number[]; readonly replyBy: string },
): Promise<number[]> {
  const added = await changeClarifications(ports, person, reference, CLARIFYING, (context) => {
    if (parseIsoDate(replyBy) === undefined) throwFaults([notADate('replyBy', replyBy)]);
    if (replyBy <= ukDay(context.now)) {
      const message = `Enter a day after today, got ${replyBy}.`;
      throwFaults([{ pointer: '#/replyBy', code: 'not-after-today', message, found: replyBy }]);
    }
    const prepared = context.register.clarifications.filter((one) => one.sent === undefined && !one.dropped);
    const chosen =
      numbers === undefined ? prepared : [...new Set(numbers)].map((one) => getClarification(context, one));
    if (chosen.length === 0) throw new AppError('not-allowed-in-state', 'No clarification is prepared: none to send.');
    for (const one of chosen) {
      if (!prepared.includes(one)) {
        const why = one.sent === undefined ? 'was dropped' : 'has been sent already';
        throw new AppError('not-allowed-in-state', `Clarification ${one.number} ${why}.`);
      }
    }
    return chosen.map(({ number }) => ({ number, step: { kind: 'sent' as const, replyBy } }));
  });
  return added.map(({ number }) => number);
}

/** Drops a clarification that has not been sent, with the reason; its topic may be asked again. */
export async function dropClarification(
  ports: ServicePorts,
  person: Person,
  reference: string,
  number: number,
  { reason }: { readonly reason: string },
): Promise<void> {
  await changeClarifications(ports, person, reference, CLARIFYING, (context) => {
    const { sent, dropped } = getClarification(context, number);
    if (sent !== undefined || dropped !== undefined) {
      const why = sent === undefined ? 'dropped' : 'sent';
      throw new AppError('not-allowed-in-state', `Clarification ${number} has been ${why} already.`);
    }
    const given = requireReason(reason, `why clarification ${number} is not sent`);
    return [{ number, step: { kind: 'dropped', reason: given } }];
  });
}
