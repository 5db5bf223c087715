import { z } from 'zod';
import type { ClarificationsView, PublishedAnswer } from '../../../application/clarification-queries.ts';
import type { ClarificationProposal } from '../../../application/clarification-proposals.ts';
import type { OpenClarification } from '../../../application/open-clarifications.ts';
import type { CarbonLine } from '../../../domain/bid.ts';
import { STAGES } from '../../../domain/bid.ts';
import type { Answer } from '../../../domain/answer.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import {
  ANSWER_CLASSES,
  type BidderQuestion,
  type BidName,
  bidNameOf,
  type Clarification,
  type ClarificationTopic,
  type ClarifiedValues,
  type Reply,
} from '../../../domain/clarification.ts';
import { answer, carbonLine } from './bid.ts';
import { date, evidence, instant, reason } from './shared.ts';

const text = z.string().trim().min(1).max(8000);
const count = z.int().min(1);
const lot = z.string().min(1).max(100).optional().meta({ description: 'Where the bidder bids for several lots' });
const bidName = { bid: z.string().min(1).max(200), lot };

/** Bodies. Values are answers and carbon lines only: a price or quality points cannot be sent. */
export const values = z
  .strictObject({
    answers: z.record(z.string(), answer).default({}),
    carbon: z.array(carbonLine).default([]),
    evidence: z.record(z.string(), evidence).default({}).meta({ description: 'Pointers left out, by question id' }),
  })
  .meta({ id: 'ClarifiedValues' });
export const receivedQuestion = z.strictObject({ received_on: z.string(), asked_by: text, question: text });
export const answerToAll = z.strictObject({
  question: text.meta({ description: 'In words that do not tell who asked' }),
  answer: text,
  changes_facts: z.boolean(),
  facts_version: count
    .optional()
    .meta({ description: 'The new version of the published facts, where it changes them' }),
});
export const raising = z.strictObject({
  topics: z.union([z.literal('all'), z.array(z.string().min(1).max(300)).min(1).max(500)]),
  text: text.optional(),
});
export const sending = z.strictObject({ numbers: z.array(count).min(1).max(500).optional(), reply_by: z.string() });
export const givenAnswer = z.strictObject({
  ...bidName,
  answered_on: z.string(),
  answer: text,
  evidence: evidence.optional(),
  values: values.optional(),
});
export const noAnswer = z.strictObject({ ...bidName, note: z.string().max(2000).optional() });
export const classification = z.strictObject({ ...bidName, as: z.enum(ANSWER_CLASSES), reason });
export const secondOpinion = z.strictObject({ ...bidName, agrees: z.boolean(), reason });

const publishedAnswer = z.strictObject({
  number: count,
  at: instant,
  question: z.string(),
  answer: z.string(),
  facts_version: count.nullable(),
  bid_deadline: date.nullable().meta({ description: 'The new bid deadline, where the answer brought one' }),
});
export const publishedAnswersSchema = z.strictObject({ published: z.array(publishedAnswer) }).meta({
  id: 'PublishedAnswers',
  description: 'What all bidders were told; nothing says who asked',
});

const taken = { by: z.string(), by_name: z.string(), at: instant };
const topic = z.strictObject({
  id: z.string(),
  title: z.string(),
  questions: z.array(z.string()),
  stages: z.array(z.enum(STAGES)),
});
const named = { bid: z.string(), lot: z.string().nullable() };
const proposal = z.strictObject({
  topic,
  text: z.string(),
  recipients: z.array(z.strictObject({ ...named, supplier: z.string(), finding: z.string() })),
});
const question = z.strictObject({
  number: count,
  received_on: date,
  asked_by: z.string(),
  question: z.string(),
  facts_version: count,
  ...taken,
  published: z
    .strictObject({
      number: count,
      question: z.string(),
      answer: z.string(),
      facts_version: count.nullable(),
      ...taken,
    })
    .nullable(),
});
const verdict = z.strictObject({
  step: z.enum(['classified', 'agreed', 'disagreed']),
  as: z.enum(ANSWER_CLASSES).nullable(),
  version: count.nullable(),
  reason: z.string(),
  ...taken,
});
const reply = z.strictObject({
  ...named,
  state: z.enum(['not-sent', 'dropped', 'awaited', 'not-answered', 'answered', 'classified', 'agreed']),
  answered: z
    .strictObject({
      answered_on: date,
      answer: z.string(),
      evidence: evidence.nullable(),
      values: values.nullable(),
      ...taken,
    })
    .nullable(),
  not_answered: z.strictObject({ note: z.string().nullable(), ...taken }).nullable(),
  verdicts: z.array(verdict),
});
const clarification = z.strictObject({
  number: count,
  topic,
  text: z.string(),
  ...taken,
  sent: z.strictObject({ reply_by: date, ...taken }).nullable(),
  dropped: z.strictObject({ reason: z.string(), ...taken }).nullable(),
  replies: z.array(reply),
});
const open = z.strictObject({
  kind: z.enum(['not-sent', 'awaited', 'answered', 'classified', 'default-not-asked']),
  ...named,
  clarification: count.nullable(),
  sentence: z.string(),
});
export const clarificationSchema = clarification.meta({ id: 'Clarification' });
export const bidderQuestionSchema = question.meta({ id: 'BidderQuestion' });
export const registerSchema = z
  .strictObject({
    questions: z.array(bidderQuestionSchema),
    clarifications: z.array(clarificationSchema),
    proposals: z.array(proposal),
    open: z.array(open),
  })
  .meta({
    id: 'ClarificationRegister',
    description: 'Inside the council: who asked, what was found, what stands open',
  });

export function toValues(given: z.output<typeof values>): ClarifiedValues {
  return {
    answers: Object.fromEntries(Object.entries(given.answers).map(([id, one]) => [id, withoutUndefined<Answer>(one)])),
    carbon: given.carbon.map((line) => withoutUndefined<CarbonLine>(line)),
    evidence: Object.fromEntries(Object.entries(given.evidence).map(([id, one]) => [id, toEvidence(one)])),
  };
}

export function toEvidence(given: z.output<typeof evidence>): Evidence {
  return withoutUndefined<Evidence>(given);
}

/** zod leaves out what was not sent, but says that it may be undefined. */
function withoutUndefined<Shape>(given: object): Shape {
  return JSON.parse(JSON.stringify(given)) as Shape;
}

export function toBidName(given: { readonly bid: string; readonly lot?: string | undefined }): BidName {
  return { bid: given.bid, ...(given.lot === undefined ? {} : { lot: given.lot }) };
}

export function toPublishedJson({
  number,
  at,
  question: asked,
  answer: given,
  factsVersion,
  bidDeadline,
}: PublishedAnswer) {
  return {
    number,
    at,
    question: asked,
    answer: given,
    facts_version: factsVersion ?? null,
    bid_deadline: bidDeadline ?? null,
  };
}

export function toRegisterJson({ questions, clarifications, proposals, open: unsettled }: ClarificationsView) {
  return {
    questions: questions.map(toQuestionJson),
    clarifications: clarifications.map(toClarificationJson),
    proposals: proposals.map(toProposalJson),
    open: unsettled.map(toOpenJson),
  };
}

export function toQuestionJson({ number, received, published }: BidderQuestion) {
  return {
    number,
    received_on: received.receivedOn,
    asked_by: received.askedBy,
    question: received.question,
    facts_version: received.factsVersion,
    ...takenJson(received),
    published:
      published === undefined
        ? null
        : {
            number: published.published,
            question: published.question,
            answer: published.answer,
            facts_version: published.factsVersion ?? null,
            ...takenJson(published),
          },
  };
}

export function toClarificationJson({ number, raised, sent, dropped, replies }: Clarification) {
  return {
    number,
    topic: toTopicJson(raised.topic),
    text: raised.text,
    ...takenJson(raised),
    sent: sent === undefined ? null : { reply_by: sent.replyBy, ...takenJson(sent) },
    dropped: dropped === undefined ? null : { reason: dropped.reason, ...takenJson(dropped) },
    replies: replies.map(toReplyJson),
  };
}

function toReplyJson(one: Reply) {
  const { state, answered, notAnswered, history } = one;
  return {
    ...nameJson(one),
    state,
    answered:
      answered === undefined
        ? null
        : {
            answered_on: answered.answeredOn,
            answer: answered.answer,
            evidence: answered.evidence ?? null,
            values: answered.values ?? null,
            ...takenJson(answered),
          },
    not_answered: notAnswered === undefined ? null : { note: notAnswered.note ?? null, ...takenJson(notAnswered) },
    verdicts: history.map((step) => ({
      step: step.kind,
      as: step.kind === 'classified' ? step.as : null,
      version: step.kind === 'agreed' ? (step.version ?? null) : null,
      reason: step.reason,
      ...takenJson(step),
    })),
  };
}

function toProposalJson({ topic: about, text: said, recipients }: ClarificationProposal) {
  return {
    topic: toTopicJson(about),
    text: said,
    recipients: recipients.map((one) => ({ ...nameJson(one), supplier: one.supplier, finding: one.finding })),
  };
}

function toOpenJson(one: OpenClarification) {
  return {
    kind: one.kind,
    ...nameJson(one),
    clarification: one.clarification ?? null,
    sentence: one.sentence,
  };
}

function toTopicJson({ id, title, questions, stages }: ClarificationTopic) {
  return { id, title, questions, stages };
}

function nameJson(one: BidName) {
  const { bid, lot: own } = bidNameOf(one);
  return { bid, lot: own ?? null };
}

function takenJson({ by, byName, at }: { readonly by: string; readonly byName: string; readonly at: string }) {
  return { by, by_name: byName, at };
}
