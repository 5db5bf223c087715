import type { Bid } from '../domain/bid.ts';
import {
  type AnswerClass,
  type BidName,
  bidNameOf,
  type Clarification,
  type ClarifiedValues,
  type Reply,
  type Step,
} from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import type { Person } from '../domain/person.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import {
  changeClarifications,
  checkedText,
  type ClarificationContext,
  CLARIFYING,
  getClarification,
  getReply,
  throwFaults,
} from './change-clarifications.ts';
import { clarifiedBid, getStandingBid, valueFaults } from './clarified-bid.ts';
import type { ServicePorts } from './ports.ts';

/** Says what an answer is, with the reason; nothing happens until a second person agrees. */
export async function classifyAnswer(
  ports: ServicePorts,
  person: Person,
  reference: string,
  number: number,
  input: BidName & { readonly as: AnswerClass; readonly reason: string },
): Promise<void> {
  await changeClarifications(ports, person, reference, CLARIFYING, (context) => {
    const reply = getReply(getClarification(context, number), input, 'answered');
    const issues: Issue[] = [];
    const reason = checkedText(issues, 'reason', input.reason, 'the reason');
    const values = reply.answered?.values;
    if (input.as === 'corrects-obvious-error' && !correctsSomething(values)) {
      const message = 'The answer was recorded without corrected values, so there is nothing to correct.';
      issues.push({ pointer: '#/as', code: 'nothing-to-correct', message });
    }
    throwFaults(issues);
    return [{ number, step: { kind: 'classified', ...bidNameOf(reply), as: input.as, reason } }];
  });
}

/**
 * A second person agrees or disagrees, with a reason. Agreed, a correction makes a new version of the bid, and an
 * explanation one with the evidence pointers that were missing; an improvement of the offer changes nothing. After a
 * disagreement the answer is classified again. Returns the version made, if any.
 */
export async function agreeClassification(
  ports: ServicePorts,
  person: Person,
  reference: string,
  number: number,
  input: BidName & { readonly agrees: boolean; readonly reason: string },
): Promise<number | undefined> {
  const [added] = await changeClarifications(ports, person, reference, CLARIFYING, async (context) => {
    const clarification = getClarification(context, number);
    const reply = getReply(clarification, input, 'classified');
    const { classified } = reply;
    if (classified === undefined || classified.by === person.id) {
      throw new AppError(
        'forbidden',
        `${person.name} classified this answer. A second person, another officer or an administrator, must look at it.`,
      );
    }
    const issues: Issue[] = [];
    const reason = checkedText(issues, 'reason', input.reason, 'the reason');
    throwFaults(issues);
    const name = bidNameOf(reply);
    if (!input.agrees) return [{ number, step: { kind: 'disagreed', ...name, reason } }];
    const version = await addVersion(ports, context, clarification, reply, classified.as);
    const made = version === undefined ? {} : { version };
    const step: Step = { kind: 'agreed', ...name, reason, ...made };
    return [{ number, step }];
  });
  return added?.entry.kind === 'agreed' ? added.entry.version : undefined;
}

function correctsSomething(values: ClarifiedValues | undefined): boolean {
  if (values === undefined) return false;
  const { answers, carbon, devices = [], removals = [] } = values;
  return Object.keys(answers).length + carbon.length + devices.length + removals.length > 0;
}

/** Adds the version of the bid that an agreed classification makes; nothing where it changes nothing. */
async function addVersion(
  ports: ServicePorts,
  context: ClarificationContext,
  { number, raised }: Clarification,
  reply: Reply,
  as: AnswerClass,
): Promise<number | undefined> {
  const values = reply.answered?.values;
  if (values === undefined || as === 'improves-offer') return undefined;
  const { stores, procurement, now } = context;
  const standing = await getStandingBid(context, bidNameOf(reply));
  const applied = as === 'explains' ? pointersOnly(values, standing.bid) : values;
  throwFaults(await valueFaults(standing.bid, raised.topic, applied, ports, context));
  const bid = clarifiedBid(standing.bid, as, applied);
  if (canonicalSha256(bid) === canonicalSha256(standing.bid)) return undefined;
  const all = await stores.bids.versions(procurement.organisation, procurement.reference, reply.bid);
  const version = Math.max(...all.filter(({ lot }) => lot === reply.lot).map((one) => one.version)) + 1;
  const what = as === 'explains' ? 'missing evidence pointers were added' : 'an obvious error was corrected';
  const statusReason = `Clarification ${number}: ${what}. Asked: ${raised.topic.title}.`;
  await stores.bids.add(procurement.organisation, [
    { ...standing, version, status: 'current', statusReason, bid, at: now },
  ]);
  return version;
}

/** What an explanation may add: pointers for answers that the bid gives without one. */
function pointersOnly({ evidence }: ClarifiedValues, { answers }: Bid): ClarifiedValues {
  const missing = Object.entries(evidence).filter(
    ([id]) => Object.hasOwn(answers, id) && answers[id]?.evidence === undefined,
  );
  return { answers: {}, carbon: [], evidence: Object.fromEntries(missing) };
}
