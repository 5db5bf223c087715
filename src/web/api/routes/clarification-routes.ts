import { z } from 'zod';
import {
  toClarificationJson,
  toPublishedJson,
  toQuestionJson,
  toRegisterJson,
} from '../../../application/clarification-json.ts';
import { toClarifiedValues, toEvidence } from '../../../application/clarified-values.ts';
import { AppError, type AppErrorCode } from '../../../domain/errors.ts';
import type { Person } from '../../../domain/person.ts';
import { type Answer, defineRoute } from '../route.ts';
import {
  answerToAll,
  bidderQuestionSchema,
  clarificationSchema,
  classification,
  givenAnswer,
  noAnswer,
  publishedAnswersSchema,
  raising,
  receivedQuestion,
  registerSchema,
  secondOpinion,
  sending,
  toBidName,
} from '../schemas/clarification.ts';
import { reason } from '../schemas/shared.ts';
import type { ApiServices } from '../services.ts';
import { oneProcurement } from './procurement-routes.ts';

const oneNumber = oneProcurement.extend({ number: z.coerce.number().int().min(1).max(1_000_000) });
const FAILS: readonly AppErrorCode[] = ['not-found', 'not-allowed-in-state', 'invalid-input', 'conflict'];
const ONE = { description: 'The clarification as it stands', schema: clarificationSchema };

const published = defineRoute('GET /procurements/{reference}/clarifications', {
  summary: 'The questions of bidders and their answers as all bidders are told; nothing says who asked',
  tag: 'Clarifications',
  params: oneProcurement,
  successes: { 200: { description: 'The published answers', schema: publishedAnswersSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    json: {
      published: (await services.useCases.listPublishedAnswers(person, params.reference)).map(toPublishedJson),
    },
  }),
});

const publishedText = defineRoute('GET /procurements/{reference}/clarifications.txt', {
  summary: 'The same as text, to paste into a portal',
  tag: 'Clarifications',
  params: oneProcurement,
  successes: { 200: { description: 'Plain text', mediaType: 'text/plain' } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    text: await services.useCases.publishedAnswersText(person, params.reference),
    mediaType: 'text/plain',
  }),
});

const register = defineRoute('GET /procurements/{reference}/clarification-register', {
  summary: 'Everything asked and answered with who asked, what could be asked, and what stands open',
  tag: 'Clarifications',
  params: oneProcurement,
  successes: { 200: { description: 'The register', schema: registerSchema } },
  fails: ['not-found'],
  handle: async ({ params, person, services }) => ({
    json: toRegisterJson(await services.useCases.getClarifications(person, params.reference)),
  }),
});

const receive = defineRoute('POST /procurements/{reference}/bidder-questions', {
  summary: 'Record a question of a bidder as it was received, before the deadline. Who asked stays inside the council',
  tag: 'Clarifications',
  params: oneProcurement,
  body: receivedQuestion,
  successes: { 201: { description: 'The question with its number', schema: bidderQuestionSchema } },
  fails: FAILS,
  async handle({ params: { reference }, body, person, services }) {
    const number = await services.useCases.recordBidderQuestion(person, reference, {
      receivedOn: body.received_on,
      askedBy: body.asked_by,
      question: body.question,
    });
    return { status: 201, ...(await questionAsItIs(services, person, reference, number)) };
  },
});

const publish = defineRoute('POST /procurements/{reference}/bidder-questions/{number}/publish', {
  summary: 'Publish question and answer to all bidders, anonymised. One that changes the facts names their new version',
  tag: 'Clarifications',
  params: oneNumber,
  body: answerToAll,
  successes: { 200: { description: 'The question with its published answer', schema: bidderQuestionSchema } },
  fails: FAILS,
  async handle({ params: { reference, number }, body, person, services }) {
    await services.useCases.publishAnswer(person, reference, number, {
      question: body.question,
      answer: body.answer,
      changesFacts: body.changes_facts,
      ...(body.facts_version === undefined ? {} : { factsVersion: body.facts_version }),
    });
    return questionAsItIs(services, person, reference, number);
  },
});

const raise = defineRoute('POST /procurements/{reference}/clarifications', {
  summary: 'Prepare clarifications of proposed topics, or of all of them; the same text to every bid concerned',
  tag: 'Clarifications',
  params: oneProcurement,
  body: raising,
  successes: { 201: { description: 'The register', schema: registerSchema } },
  fails: FAILS,
  async handle({ params: { reference }, body, person, services }) {
    const { topics, text } = body;
    await services.useCases.raiseClarifications(person, reference, { topics, ...(text === undefined ? {} : { text }) });
    return { status: 201, ...(await registerAsItIs(services, person, reference)) };
  },
});

const send = defineRoute('POST /procurements/{reference}/clarifications/send', {
  summary: 'Record that clarifications were sent, with the day to reply by; without numbers all that are prepared',
  tag: 'Clarifications',
  params: oneProcurement,
  body: sending,
  successes: { 200: { description: 'The register', schema: registerSchema } },
  fails: FAILS,
  async handle({ params: { reference }, body, person, services }) {
    const { numbers, reply_by: replyBy } = body;
    const chosen = numbers === undefined ? {} : { numbers };
    await services.useCases.sendClarifications(person, reference, { replyBy, ...chosen });
    return registerAsItIs(services, person, reference);
  },
});

const close = defineRoute('POST /procurements/{reference}/clarifications/close', {
  summary: 'Close the clarification period over the defaults that nobody was asked about, with the reason',
  tag: 'Clarifications',
  params: oneProcurement,
  body: z.strictObject({ reason }),
  successes: { 200: { description: 'The register', schema: registerSchema } },
  fails: FAILS,
  async handle({ params: { reference }, body, person, services }) {
    await services.useCases.closeClarifications(person, reference, body);
    return registerAsItIs(services, person, reference);
  },
});

const drop = defineRoute('POST /procurements/{reference}/clarifications/{number}/drop', {
  summary: 'Drop a clarification that has not been sent, with the reason',
  tag: 'Clarifications',
  params: oneNumber,
  body: z.strictObject({ reason }),
  successes: { 200: ONE },
  fails: FAILS,
  async handle({ params: { reference, number }, body, person, services }) {
    await services.useCases.dropClarification(person, reference, number, body);
    return asItIs(services, person, reference, number);
  },
});

const answer = defineRoute('POST /procurements/{reference}/clarifications/{number}/answers', {
  summary: 'Record what a bidder answered in time, with its values where it gives any. The bid does not change by it',
  tag: 'Clarifications',
  params: oneNumber,
  body: givenAnswer,
  successes: { 200: ONE },
  fails: FAILS,
  async handle({ params: { reference, number }, body, person, services }) {
    await services.useCases.recordClarificationAnswer(person, reference, number, {
      ...toBidName(body),
      answeredOn: body.answered_on,
      answer: body.answer,
      ...(body.evidence === undefined ? {} : { evidence: toEvidence(body.evidence) }),
      ...(body.values === undefined ? {} : { values: toClarifiedValues(body.values) }),
    });
    return asItIs(services, person, reference, number);
  },
});

const none = defineRoute('POST /procurements/{reference}/clarifications/{number}/no-answer', {
  summary: 'Record that no answer came in time',
  tag: 'Clarifications',
  params: oneNumber,
  body: noAnswer,
  successes: { 200: ONE },
  fails: FAILS,
  async handle({ params: { reference, number }, body, person, services }) {
    const note = body.note === undefined ? {} : { note: body.note };
    await services.useCases.recordNoAnswer(person, reference, number, { ...toBidName(body), ...note });
    return asItIs(services, person, reference, number);
  },
});

const classify = defineRoute('POST /procurements/{reference}/clarifications/{number}/classify', {
  summary: 'Say whether an answer explains, corrects an obvious error or improves the offer, with the reason',
  tag: 'Clarifications',
  params: oneNumber,
  body: classification,
  successes: { 200: ONE },
  fails: FAILS,
  async handle({ params: { reference, number }, body, person, services }) {
    const { as, reason: why } = body;
    await services.useCases.classifyAnswer(person, reference, number, { ...toBidName(body), as, reason: why });
    return asItIs(services, person, reference, number);
  },
});

const agree = defineRoute('POST /procurements/{reference}/clarifications/{number}/agree', {
  summary: 'A second person agrees or not. An agreed correction makes a new version of the bid',
  tag: 'Clarifications',
  params: oneNumber,
  body: secondOpinion,
  successes: { 200: ONE },
  fails: FAILS,
  async handle({ params: { reference, number }, body, person, services }) {
    const { agrees, reason: why } = body;
    await services.useCases.agreeClassification(person, reference, number, { ...toBidName(body), agrees, reason: why });
    return asItIs(services, person, reference, number);
  },
});

export const clarificationRoutes = [
  published,
  publishedText,
  register,
  receive,
  publish,
  raise,
  send,
  close,
  drop,
  answer,
  none,
  classify,
  agree,
];

async function registerAsItIs({ useCases }: ApiServices, person: Person, reference: string) {
  return { json: toRegisterJson(await useCases.getClarifications(person, reference)) };
}

async function asItIs({ useCases }: ApiServices, person: Person, reference: string, number: number): Promise<Answer> {
  const { clarifications } = await useCases.getClarifications(person, reference);
  const found = clarifications.find((one) => one.number === number);
  if (found === undefined) throw new AppError('not-found', `There is no clarification ${number}.`);
  return { json: toClarificationJson(found) };
}

async function questionAsItIs({ useCases }: ApiServices, person: Person, reference: string, number: number) {
  const { questions } = await useCases.getClarifications(person, reference);
  const found = questions.find((one) => one.number === number);
  if (found === undefined) throw new AppError('not-found', `There is no bidder's question ${number}.`);
  return { json: toQuestionJson(found) };
}
