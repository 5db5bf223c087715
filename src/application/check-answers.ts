import type { Answer } from '../domain/answer.ts';
import type { Bid } from '../domain/bid.ts';
import { encodePointerPart } from '../domain/issue.ts';
import { isAnswerFault, parseAnswerValue, type Question, type QuestionSource } from '../scoring/question.ts';
import { checkEvidence } from './check-evidence.ts';
import { type BidContext, checkText } from './fault-list.ts';
import { listed, nearestNames } from './nearest-names.ts';

/** Where an answer belongs that is no row of the answers. A typed share stands beside the computed one (IC10b). */
const ELSEWHERE: Readonly<Partial<Record<QuestionSource, string>>> = {
  about: 'the sheet About',
  bids: 'the sheet Bids',
  carbon: 'the sheet Carbon',
  removals: 'the sheet Removals',
  devices: 'the sheet Devices',
};

/** Always worked out from the carbon lines: a typed total never stands in for them. */
const ONLY_FROM_LINES = new Set(['carbon-per-functional-unit', 'trajectory-emissions']);

/** Checks each answer against its question: known, asked here, of the right type and within its limits. */
export function checkAnswers(bid: Bid, at: string, context: BidContext): void {
  for (const [id, answer] of Object.entries(bid.answers)) {
    const pointer = `${at}/answers/${encodePointerPart(id)}`;
    const question = context.catalogue.questions.get(id);
    if (question === undefined) reportUnknown(id, pointer, context);
    else checkAnswer(question, answer, pointer, context);
  }
}

function reportUnknown(id: string, pointer: string, { catalogue, faults }: BidContext): void {
  const near = nearestNames(id, catalogue.questions.keys());
  const advice = near.length === 0 ? 'see the Question column of the template' : `did you mean ${listed(near)}?`;
  faults.add(pointer, 'unknown-question', `There is no question "${id}"; ${advice}`, {
    found: id,
    expected: near.length === 0 ? 'a question id' : listed(near),
  });
}

function checkAnswer(question: Question, answer: Answer, pointer: string, { faults }: BidContext): void {
  const place = ONLY_FROM_LINES.has(question.id) ? 'lines in the sheet Carbon' : ELSEWHERE[question.source];
  if (place !== undefined) {
    faults.add(
      pointer,
      'answered-elsewhere',
      `Give ${question.id} as ${place.startsWith('lines') ? place : `a value in ${place}`}, not as an answer`,
      {
        found: answer.state === 'given' ? String(answer.value) : answer.reason,
        expected: `nothing here; the value stands in ${place.replace('lines in ', '')}`,
      },
    );
    return;
  }
  checkEvidence(answer.evidence, `${pointer}/evidence`, faults);
  if (answer.state === 'not-applicable') {
    checkText(faults, pointer, answer.reason, 'the reason why the question does not apply');
    return;
  }
  const value = parseAnswerValue(question, answer.value);
  if (!isAnswerFault(value)) return;
  faults.add(pointer, value.code, value.message, { found: String(answer.value), expected: value.expected });
}
