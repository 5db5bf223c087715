import type { Tender } from '../application/tender.ts';
import type { Answer } from '../domain/answer.ts';
import type { Bid } from '../domain/bid.ts';
import { lotFacts, type Procurement } from '../domain/procurement.ts';
import { toFraction } from '../domain/quantity.ts';
import { askedQuestions, type Catalogue, type QuestionUse } from '../scoring/catalogue.ts';
import { expectedAnswer, type Question } from '../scoring/question.ts';
import type { RuleSet } from '../scoring/rule-set.ts';
import { evidenceValues, named, type RowValues } from './template-content.ts';

/** A row of the sheet Answers: a question, and for a workbook that is filled in whose answer it is. */
export type AnswerRow = {
  /** Absent where a bid answers a question that the catalogue does not know. */
  readonly question?: Question;
  readonly values: RowValues;
  readonly guidance: Readonly<Record<string, string>>;
};

export type AnswerRowsRequest = {
  readonly kind: 'tender' | 'bid';
  readonly ruleSet: RuleSet;
  readonly profile: string;
  readonly procurement?: Procurement;
  readonly content?: Tender;
};

const OTHER_ANSWERS = 'Other answers given';
/** No bidder's figure comes near it. */
const GUARD_LIMIT = '1000000';

/**
 * The rows of the sheet Answers: every question that is asked there, grouped by what reads it; once for each bid
 * where there are bids. A bid template asks what the bidder answers. With lots, a question is asked if any lot's
 * profile asks it. What a bid answered beyond the questions asked follows at its end.
 */
export function answerRows(request: AnswerRowsRequest, catalogue: Catalogue): AnswerRow[] {
  const procurement = request.content?.procurement ?? request.procurement;
  const bids = request.content?.bids ?? [];
  if (bids.length === 0) {
    return askedInSheet(request, catalogue, profilesOf(procurement, request.profile)).map((use) =>
      toRow(use, undefined),
    );
  }
  return bids.flatMap((bid) => {
    const lot = procurement?.lots.find(({ id }) => id === bid.lot);
    const profile = procurement === undefined ? request.profile : lotFacts(procurement, lot).profile;
    const asked = askedInSheet(request, catalogue, [profile]);
    const others = Object.keys(bid.answers).filter((id) => !asked.some(({ question }) => question.id === id));
    return [...asked.map((use) => toRow(use, bid)), ...others.map((id) => toOtherRow(id, bid, catalogue))];
  });
}

/** The questions of a template, each once. */
export function askedInSheet(
  { kind, ruleSet }: AnswerRowsRequest,
  catalogue: Catalogue,
  profiles: readonly string[],
): QuestionUse[] {
  const uses = new Map<string, QuestionUse>();
  for (const profile of profiles) {
    for (const use of askedQuestions(catalogue, ruleSet, profile)) {
      const { id, source, answeredBy } = use.question;
      const isAsked = source === 'answer' && (kind === 'bid' ? answeredBy === 'bidder' : answeredBy !== 'computed');
      if (isAsked && !uses.has(id)) uses.set(id, use);
    }
  }
  return [...uses.values()];
}

/** The profiles of a procurement: its own and its lots'; the profile asked for where there is no procurement. */
export function profilesOf(procurement: Procurement | undefined, profile: string): string[] {
  if (procurement === undefined) return [profile];
  return [...new Set([procurement, ...procurement.lots].map((facts) => facts.profile ?? profile))];
}

function toRow({ question, section, readBy, optional }: QuestionUse, bid: Bid | undefined): AnswerRow {
  const codes = [...new Set(readBy.map(({ code }) => code))].join(', ');
  return {
    question,
    values: answerValues(question.id, question.text, bid),
    guidance: {
      'Asked for': section,
      'What to enter': accepted(question),
      Unit: question.unit ?? '',
      Hint: question.hint,
      'Answered by': question.answeredBy,
      'Read by': optional ? 'cross-checks only; may be left blank' : codes,
    },
  };
}

function toOtherRow(id: string, bid: Bid, catalogue: Catalogue): AnswerRow {
  const question = catalogue.questions.get(id);
  const values = answerValues(id, question?.text, bid);
  if (question === undefined) return { values, guidance: { 'Asked for': OTHER_ANSWERS } };
  const row = toRow({ question, section: OTHER_ANSWERS, readBy: [], optional: false }, bid);
  return { ...row, values };
}

function answerValues(id: string, text: string | undefined, bid: Bid | undefined): RowValues {
  const answer: Answer | undefined = bid?.answers[id];
  return {
    ...named(bid),
    question: id,
    questionText: text,
    answer: answer?.state === 'given' ? answer.value : undefined,
    notApplicableBecause: answer?.state === 'not-applicable' ? answer.reason : undefined,
    ...evidenceValues(answer?.evidence),
  };
}

/** "A number from 0 to 100 %". The unit has its own column; a limit that only guards against slips is not said. */
function accepted(question: Question): string {
  const { maximum } = question;
  const isGuard = maximum !== undefined && toFraction(maximum).gte(toFraction(GUARD_LIMIT));
  const unsaid: ReadonlySet<string> = new Set(isGuard ? ['unit', 'maximum'] : ['unit']);
  const said = Object.entries(question).filter(([name]) => !unsaid.has(name));
  const text = expectedAnswer(Object.fromEntries(said) as Question);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
