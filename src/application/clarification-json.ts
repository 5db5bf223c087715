import {
  type BidderQuestion,
  type BidName,
  bidNameOf,
  type Clarification,
  type ClarificationTopic,
  type Reply,
} from '../domain/clarification.ts';
import type { ClarificationProposal } from './clarification-proposals.ts';
import type { ClarificationsView, PublishedAnswer } from './clarification-queries.ts';
import type { OpenClarification } from './open-clarifications.ts';

/* Clarifications as the JSON interface and the command line give them. */

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

export function toRegisterJson({
  questions,
  clarifications,
  closings,
  proposals,
  open: unsettled,
}: ClarificationsView) {
  return {
    questions: questions.map(toQuestionJson),
    clarifications: clarifications.map(toClarificationJson),
    closings: closings.map((one) => ({
      reason: one.reason,
      unasked: one.unasked.map((each) => ({ ...nameJson(each), topic: each.topic })),
      ...takenJson(one),
    })),
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

function toTopicJson({ id, title, questions, stages, lists = [] }: ClarificationTopic) {
  return { id, title, questions, stages, lists };
}

function nameJson(one: BidName) {
  const { bid, lot: own } = bidNameOf(one);
  return { bid, lot: own ?? null };
}

function takenJson({ by, byName, at }: { readonly by: string; readonly byName: string; readonly at: string }) {
  return { by, by_name: byName, at };
}
