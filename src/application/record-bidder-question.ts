import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { ASKING, changeClarifications, checkedText, checkPastDate, throwFaults } from './change-clarifications.ts';
import type { ServicePorts } from './ports.ts';

export type ReceivedQuestion = {
  /** The day on which it came. */
  readonly receivedOn: string;
  /** The bidder; kept inside the council. */
  readonly askedBy: string;
  readonly question: string;
};

/** Records a bidder's question as it was received, while the procurement is published or open. Returns its number. */
export async function recordBidderQuestion(
  ports: ServicePorts,
  person: Person,
  reference: string,
  input: ReceivedQuestion,
): Promise<number> {
  const [added] = await changeClarifications(ports, person, reference, ASKING, ({ procurement, nextNumber, now }) => {
    const issues: Issue[] = [];
    checkPastDate(issues, 'receivedOn', input.receivedOn, now);
    const { bidDeadline } = procurement.facts;
    if (issues.length === 0 && input.receivedOn > bidDeadline) {
      const message = `Enter a date up to the bid deadline of ${bidDeadline}, got ${input.receivedOn}.`;
      issues.push({ pointer: '#/receivedOn', code: 'after-deadline', message, found: input.receivedOn });
    }
    const askedBy = checkedText(issues, 'askedBy', input.askedBy, 'who asked');
    const question = checkedText(issues, 'question', input.question, 'the question');
    throwFaults(issues);
    const { receivedOn } = input;
    const { factsVersion } = procurement;
    return [{ number: nextNumber, step: { kind: 'question-received', receivedOn, askedBy, question, factsVersion } }];
  });
  return added?.number ?? 0;
}
