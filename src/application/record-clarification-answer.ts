import { evidenceFaults } from './check-evidence.ts';
import { type BidName, bidNameOf, type ClarifiedValues } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { isAfterUkDay, ukDay } from '../domain/uk-day.ts';
import {
  bidText,
  changeClarifications,
  checkedText,
  checkPastDate,
  CLARIFYING,
  getClarification,
  getReply,
  throwFaults,
} from './change-clarifications.ts';
import { getStandingBid, valueFaults } from './clarified-bid.ts';
import type { ServicePorts } from './ports.ts';

export type ClarificationAnswer = BidName & {
  /** The day on which it came. */
  readonly answeredOn: string;
  readonly answer: string;
  readonly evidence?: Evidence;
  /** What it says in values, where it says any. */
  readonly values?: ClarifiedValues;
};

/** Records what a bidder answered in time. Nothing in the bid changes by it; an answer after the date is refused. */
export async function recordClarificationAnswer(
  ports: ServicePorts,
  person: Person,
  reference: string,
  number: number,
  input: ClarificationAnswer,
): Promise<void> {
  await changeClarifications(ports, person, reference, CLARIFYING, async (context) => {
    const clarification = getClarification(context, number);
    const name = bidNameOf(getReply(clarification, input, 'awaited'));
    const issues: Issue[] = [];
    checkPastDate(issues, 'answeredOn', input.answeredOn, context.now);
    const { sent } = clarification;
    if (issues.length === 0 && sent !== undefined) issues.push(...dateFaults(input.answeredOn, sent));
    const answer = checkedText(issues, 'answer', input.answer, 'the answer');
    const { answeredOn, evidence, values } = input;
    issues.push(...evidenceFaults(evidence, '#/evidence'));
    const standing = await getStandingBid(context, name);
    if (values !== undefined) {
      issues.push(...(await valueFaults(standing.bid, clarification.raised.topic, values, ports, context)));
    }
    throwFaults(issues);
    const given = { ...(evidence === undefined ? {} : { evidence }), ...(values === undefined ? {} : { values }) };
    return [{ number, step: { kind: 'answered', ...name, answeredOn, answer, ...given } }];
  });
}

function dateFaults(answeredOn: string, { at, replyBy }: { readonly at: string; readonly replyBy: string }): Issue[] {
  const fault = (code: string, message: string): Issue[] => [
    { pointer: '#/answeredOn', code, message, found: answeredOn, expected: `${ukDay(at)} to ${replyBy}` },
  ];
  if (answeredOn < ukDay(at)) return fault('before-sending', `It was sent on ${ukDay(at)}, got ${answeredOn}.`);
  if (answeredOn <= replyBy) return [];
  return fault(
    'after-reply-by',
    `An answer had to come by ${replyBy}, got ${answeredOn}. Record that no answer came in time; say there that a late one came.`,
  );
}

/** Records that no answer came by the date; `note` says more, for example that one came late. */
export async function recordNoAnswer(
  ports: ServicePorts,
  person: Person,
  reference: string,
  number: number,
  input: BidName & { readonly note?: string },
): Promise<void> {
  await changeClarifications(ports, person, reference, CLARIFYING, (context) => {
    const clarification = getClarification(context, number);
    const name = bidNameOf(getReply(clarification, input, 'awaited'));
    const replyBy = clarification.sent?.replyBy ?? '';
    if (!isAfterUkDay(context.now, replyBy)) {
      const message = `Bid ${bidText(name)} has until the end of ${replyBy} to answer clarification ${number}.`;
      throw new AppError('not-allowed-in-state', message);
    }
    const note = input.note?.trim() ?? '';
    return [{ number, step: { kind: 'not-answered', ...name, ...(note === '' ? {} : { note }) } }];
  });
}
