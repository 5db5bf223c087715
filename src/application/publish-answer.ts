import type { BidderQuestion } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { ASKING, changeClarifications, checkedText, throwFaults } from './change-clarifications.ts';
import { namedSuppliers } from './named-suppliers.ts';
import type { ServicePorts } from './ports.ts';
import { requireBeforeDeadline } from './publish-procurement.ts';
import type { ProcurementRecord } from './records.ts';

export type AnswerToAll = {
  /** The question in words that do not tell who asked. */
  readonly question: string;
  readonly answer: string;
  /** The answer changes the published facts, or extends the deadline. */
  readonly changesFacts: boolean;
  /** The version of the facts that it brought; needed where it changes them. */
  readonly factsVersion?: number;
};

/**
 * Publishes question and answer to all bidders, anonymised, before the bid deadline. An answer that changes the facts
 * names the new version of them. Returns the number under which it is published.
 */
export async function publishAnswer(
  ports: ServicePorts,
  person: Person,
  reference: string,
  number: number,
  input: AnswerToAll,
): Promise<number> {
  const added = await changeClarifications(ports, person, reference, ASKING, async (context) => {
    const { procurement, register, now } = context;
    const asked = register.questions.find((one) => one.number === number);
    if (asked === undefined) throw new AppError('not-found', `${reference} has no bidder's question ${number}.`);
    if (asked.published !== undefined)
      throw new AppError('not-allowed-in-state', `Question ${number} has been answered to all bidders already.`);
    requireBeforeDeadline(procurement, now, 'bidders can use no answer any more. Extend the deadline first');
    const issues: Issue[] = [];
    const question = checkedText(issues, 'question', input.question, 'the question without who asked');
    const answer = checkedText(issues, 'answer', input.answer, 'the answer');
    issues.push(...(await namedSuppliers(context, { question, answer })), ...versionFaults(input, asked, procurement));
    throwFaults(issues);
    const published = register.questions.filter((one) => one.published !== undefined).length + 1;
    const version = input.factsVersion === undefined ? {} : { factsVersion: input.factsVersion };
    return [{ number, step: { kind: 'answer-published', published, question, answer, ...version } }];
  });
  const [entry] = added.map((one) => one.entry);
  return entry?.kind === 'answer-published' ? entry.published : 0;
}

/** An answer that changes the facts names a version made since the question; any other names none. */
function versionFaults(
  { changesFacts, factsVersion }: AnswerToAll,
  { received }: BidderQuestion,
  { factsVersion: latest }: ProcurementRecord,
): Issue[] {
  const fault = (code: string, message: string): Issue[] => [
    {
      pointer: '#/factsVersion',
      code,
      message,
      ...(factsVersion === undefined ? {} : { found: String(factsVersion) }),
    },
  ];
  if (!changesFacts) {
    return factsVersion === undefined
      ? []
      : fault('not-needed', 'Say that the answer changes the published facts, or leave the version blank.');
  }
  if (factsVersion === undefined)
    return fault('missing', 'Change the published facts first, then enter the version that was made.');
  if (factsVersion > received.factsVersion && factsVersion <= latest) return [];
  const made = latest > received.factsVersion ? `${received.factsVersion + 1} to ${latest}` : 'there is none yet';
  return fault('unknown-version', `Enter a version made since the question came (${made}), got ${factsVersion}.`);
}
