import {
  type BidName,
  type BidTopic,
  type ClarificationRegister,
  isSameBid,
  type Reply,
} from '../domain/clarification.ts';
import { dateText } from '../domain/plain-english.ts';
import { ukDay } from '../domain/uk-day.ts';
import type { AssessmentJson } from '../scoring/assessment-json.ts';
import type { DefaultNotice } from '../scoring/default-notice.ts';
import { bidText } from './change-clarifications.ts';
import { defaultTopics, findAsked } from './clarification-proposals.ts';

/**
 * Defaults that count although the bidder was never asked and the clarification period was not closed over them. A
 * default counts only after one clarification, for an unranked bid too: the default may be what keeps it from its rank.
 */
export function defaultsNeverAsked(assessment: AssessmentJson, register: ClarificationRegister): DefaultNotice[] {
  return defaultNotices(assessment, register).filter(({ outcome }) => outcome === 'not-asked');
}

/** "Bid B2: No carbon figure was given …" */
export function noticeOfBid(notice: DefaultNotice): string {
  return `Bid ${bidText(notice)}: ${notice.sentence}`;
}

/**
 * What must be said of each published default that stands in for a figure: whether its bidder was asked once, as a
 * default may count only then, and how that ended. The score itself is the same either way.
 */
export function defaultNotices(assessment: AssessmentJson, register: ClarificationRegister): DefaultNotice[] {
  return assessment.bids.flatMap((bid) =>
    defaultTopics(bid).map((topic) => {
      const name: BidName = { bid: bid.bid, ...(bid.lot === undefined ? {} : { lot: bid.lot }) };
      return toNotice(name, topic, register);
    }),
  );
}

const STAGE_TEXTS: Readonly<Record<string, string>> = {
  'carbon:total': 'No carbon figure was given, so the published default total stands in',
  'carbon:make': 'No carbon line was given for making, so the published default stands in',
  'carbon:ship': 'No carbon line was given for shipping, so the published default stands in',
  'carbon:use': 'No carbon line was given for use, so the published default stands in',
  'carbon:serve': 'No carbon line was given for service delivery, so the published default stands in',
  'carbon:end': 'No carbon line was given for end of life, so the published default stands in',
};

function toNotice(name: BidName, topic: string, register: ClarificationRegister): DefaultNotice {
  const asked = findAsked(register, topic, name);
  const reply = asked?.replies.find((one) => isSameBid(one, name));
  const what = STAGE_TEXTS[topic] ?? topic;
  if (asked === undefined || reply === undefined) {
    return { ...name, topic, ...whyNotAsked({ ...name, topic }, what, register) };
  }
  const sent = asked.sent === undefined ? 'is prepared' : `was sent on ${dateText(ukDay(asked.sent.at))}`;
  const outcome = outcomeOf(reply);
  const sentence = `${what}. Clarification ${asked.number} ${sent}; ${ENDINGS[outcome]}.`;
  return { ...name, topic, clarification: asked.number, outcome, sentence };
}

/** The reason of a closed period stays with the council: this sentence is told to the bidder. */
function whyNotAsked(
  one: BidTopic,
  what: string,
  { closings }: ClarificationRegister,
): Pick<DefaultNotice, 'outcome' | 'sentence'> {
  const closed = closings.findLast(({ unasked }) =>
    unasked.some((each) => isSameBid(each, one) && each.topic === one.topic),
  );
  if (closed === undefined) return { outcome: 'not-asked', sentence: `${what}. The bidder has not been asked.` };
  const day = dateText(ukDay(closed.at));
  return {
    outcome: 'period-closed',
    sentence: `${what}. The bidder was not asked: the clarification period was closed on ${day}, with a reason on record.`,
  };
}

function outcomeOf({ state, classified }: Reply): DefaultNotice['outcome'] {
  if (state === 'agreed' && classified !== undefined) return classified.as;
  return state === 'agreed' || state === 'dropped' ? 'not-asked' : state;
}

const ENDINGS: Readonly<Record<DefaultNotice['outcome'], string>> = {
  'not-asked': 'the bidder has not been asked',
  'period-closed': 'the clarification period was closed',
  'not-sent': 'it has not been sent',
  awaited: 'the answer is awaited',
  'not-answered': 'no answer came in time, so the default stays',
  answered: 'it was answered, and the answer has not been classified',
  classified: 'it was answered, and a second person has not agreed to its classification',
  explains: 'the answer explains and gives no figure, so the default stays',
  'corrects-obvious-error': 'the answer corrected an obvious error, and the default still counts in this assessment',
  'improves-offer': 'the answer would have improved the offer, so the default stays',
};
