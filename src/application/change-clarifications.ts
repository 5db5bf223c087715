import {
  type BidName,
  type Clarification,
  type ClarificationEntry,
  type ClarificationRegister,
  type Reply,
  type ReplyState,
  type Step,
  toRegister,
} from '../domain/clarification.ts';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { parseIsoDate } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import type { ProcurementState } from '../domain/lifecycle.ts';
import type { Person } from '../domain/person.ts';
import { ukDay } from '../domain/uk-day.ts';
import { canonicalSha256 } from '../scoring/rule-set.ts';
import { appendEvent } from './append-event.ts';
import { getProcurementRecord, procurementSubject, requireState } from './change-procurement.ts';
import type { ServicePorts } from './ports.ts';
import { renewAssessment } from './renew-assessment.ts';
import type { ProcurementRecord } from './records.ts';
import { OFFICERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

/** Bidders ask before the deadline. */
export const ASKING: readonly ProcurementState[] = ['published', 'open'];
/** The council asks between closing and the consensus. */
export const CLARIFYING: readonly ProcurementState[] = ['closed', 'evaluating'];

export type ClarificationContext = {
  readonly procurement: ProcurementRecord;
  readonly stores: Stores;
  readonly register: ClarificationRegister;
  readonly now: IsoInstant;
  /** The next free number. */
  readonly nextNumber: number;
};

export type NumberedStep = { readonly number: number; readonly step: Step };

/**
 * Takes steps in the clarifications of one procurement, each with its event, in one transaction. Officers and
 * administrators only, in the states named. Throws AppError `forbidden`, `not-found`, `not-allowed-in-state`,
 * `conflict` when somebody took the same step meanwhile, or what `decide` throws.
 */
export async function changeClarifications(
  ports: ServicePorts,
  person: Person,
  reference: string,
  states: readonly ProcurementState[],
  decide: (context: ClarificationContext) => Promise<readonly NumberedStep[]> | readonly NumberedStep[],
): Promise<readonly ClarificationEntry[]> {
  requireRole(person, ...OFFICERS);
  const now = ports.clock();
  return ports.database.transaction(async (stores) => {
    const procurement = await getProcurementRecord(stores, person, reference);
    requireState(procurement, states, 'this step of a clarification is taken only');
    const known = await stores.clarifications.list(person.organisation, reference);
    const nextNumber = Math.max(0, ...known.map(({ number }) => number)) + 1;
    const steps = await decide({ procurement, stores, register: toRegister(known), now, nextNumber });
    const added: ClarificationEntry[] = [];
    for (const { number, step } of steps) {
      const sequence = [...known, ...added].filter((one) => one.number === number).length + 1;
      const entry = { ...step, by: person.id, byName: person.name, at: now };
      added.push({ number, sequence, entry });
      await appendEvent(stores, person, now, { ...eventOf(number, step), subject: procurementSubject(reference) });
    }
    await stores.clarifications.add(person.organisation, reference, added);
    // One more revision, so that whoever scores, moves or approves the procurement at the same time notices.
    await stores.procurements.save({ ...procurement, updatedAt: now });
    const occasion = { by: person.id, at: now, reason: steps.flatMap(madeVersion).join(' ') };
    if (occasion.reason !== '') {
      await renewAssessment(ports, stores, procurement, occasion, (event) => appendEvent(stores, person, now, event));
    }
    return added;
  });
}

/** The version of a bid that a step made, in a sentence. */
function madeVersion({ number, step }: NumberedStep): string[] {
  if (step.kind !== 'agreed' || step.version === undefined) return [];
  return [`Clarification ${number} made version ${step.version} of bid ${bidText(step)}.`];
}

/** Who asked stays out of the event; the hash of the step binds all of it to the chain. */
function eventOf(number: number, step: Step) {
  return {
    action: `clarification.${step.kind}`,
    data: {
      clarification: String(number),
      step_sha256: canonicalSha256(step),
      ...('bid' in step ? { bid: step.bid, lot: step.lot ?? null } : {}),
      ...('reason' in step ? { reason: step.reason } : {}),
      ...detailsOf(step),
    },
  };
}

function detailsOf(step: Step): Readonly<Record<string, string | null | readonly string[]>> {
  switch (step.kind) {
    case 'question-received':
      return { received_on: step.receivedOn };
    case 'answer-published':
      return { published: String(step.published), facts_version: textOf(step.factsVersion) };
    case 'raised':
      return { topic: step.topic.id, bids: step.recipients.map(bidText) };
    case 'sent':
      return { reply_by: step.replyBy };
    case 'answered':
      return { answered_on: step.answeredOn };
    case 'classified':
      return { as: step.as };
    case 'agreed':
      return { version: textOf(step.version) };
    case 'period-closed':
      return { unasked: step.unasked.map((one) => `${bidText(one)}: ${one.topic}`) };
    case 'not-answered':
    case 'dropped':
    case 'disagreed':
      return {};
  }
}

function textOf(number: number | undefined): string | null {
  return number === undefined ? null : String(number);
}

/** "B1", or "B1, lot 2". */
export function bidText({ bid, lot }: BidName): string {
  return lot === undefined ? bid : `${bid}, lot ${lot}`;
}

/** The clarification of that number, or AppError `not-found`. */
export function getClarification({ register }: Pick<ClarificationContext, 'register'>, number: number): Clarification {
  const found = register.clarifications.find((one) => one.number === number);
  if (found === undefined) throw new AppError('not-found', `There is no clarification ${number} to bidders.`);
  return found;
}

/** The reply of a bid when it stands in one of these states; the lot may be left out where there is only one. */
export function getReply(clarification: Clarification, name: BidName, ...states: readonly ReplyState[]): Reply {
  const own = clarification.replies.filter(({ bid, lot }) => bid === name.bid && (name.lot ?? lot) === lot);
  const [reply] = own;
  const { number } = clarification;
  if (reply === undefined)
    throw new AppError('not-found', `Clarification ${number} was not put to bid ${bidText(name)}.`);
  if (own.length > 1) {
    const lots = own.map(({ lot }) => lot).join(', ');
    throw new AppError('invalid-input', `Bid ${name.bid} is for several lots: say which of ${lots}.`);
  }
  if (states.includes(reply.state)) return reply;
  throw new AppError(
    'not-allowed-in-state',
    `Clarification ${number}, bid ${bidText(reply)}: ${REPLY_STATES[reply.state]}. This step is not the next one.`,
  );
}

export const REPLY_STATES: Readonly<Record<ReplyState, string>> = {
  'not-sent': 'it has not been sent yet',
  dropped: 'it was dropped before it was sent',
  awaited: 'the answer is awaited',
  'not-answered': 'no answer came in time',
  answered: 'the answer has not been classified',
  classified: 'a second person has not agreed to the classification yet',
  agreed: 'the classification is agreed',
};

const LONGEST_TEXT = 8000;

/** The text without surrounding space; a fault when it is empty or longer than 8,000 characters. */
export function checkedText(issues: Issue[], field: string, text: string, what: string): string {
  const given = text.trim();
  if (given === '') issues.push({ pointer: `#/${field}`, code: 'missing', message: `Enter ${what}.` });
  if (given.length > LONGEST_TEXT) {
    const message = `Enter ${what} of ${LONGEST_TEXT} characters at most, got ${given.length}.`;
    issues.push({ pointer: `#/${field}`, code: 'too-long', message });
  }
  return given;
}

/** A date that is there and not in the future; the day is that of the United Kingdom. */
export function checkPastDate(issues: Issue[], field: string, date: string, now: IsoInstant): void {
  const today = ukDay(now);
  if (parseIsoDate(date) === undefined) issues.push(notADate(field, date));
  else if (date > today) {
    const message = `Enter a date that is not in the future, got ${date}.`;
    issues.push({
      pointer: `#/${field}`,
      code: 'in-the-future',
      message,
      found: date,
      expected: `${today} or earlier`,
    });
  }
}

export function notADate(field: string, date: string): Issue {
  const message = `Enter a date, as 2026-12-18, got "${date}".`;
  return { pointer: `#/${field}`, code: 'not-a-date', message, found: date, expected: 'a date' };
}

/** Throws AppError `invalid-input` with every fault. */
export function throwFaults(issues: readonly Issue[]): void {
  throwIfFaulty('invalid-input', 'This step cannot be recorded.', issues);
}
