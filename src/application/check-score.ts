import type { Answer } from '../domain/answer.ts';
import type { Bid } from '../domain/bid.ts';
import { AppError, throwIfFaulty } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { isAnswerFault, parseAnswerValue, type Question } from '../scoring/question.ts';
import { lineFaults } from './corrected-lines.ts';
import type { Judgement, Pointer, ScoreContent } from './evaluation-records.ts';
import { spentEvidenceFaults } from './evidence-in-force.ts';
import { isSameItem, type ItemKey } from './evaluation-state.ts';
import type { Evaluation, Item } from './read-evaluation.ts';

/** What somebody gives for an item, not yet checked. */
export type GivenScore = ItemKey & {
  readonly judgement: Judgement;
  readonly reason: string;
  readonly pointers: readonly Pointer[];
};

export const SHORTEST_REASON = 40;

/** The item, or AppError `invalid-input` where the bid or the rule is none that is evaluated here. */
export function getItem({ items, rules, bids, record }: Evaluation, key: ItemKey): Item {
  const item = items.find((one) => isSameItem(one, key));
  if (item !== undefined) return item;
  const { reference } = record;
  const isPublished = rules.applied.rules.some(({ rule }) => rule.id === key.rule);
  const isStanding = bids.some((one) => one.reference === key.bid && one.lot === key.lot);
  const message = !isPublished
    ? `"${key.rule}" is not in the published rule set of ${reference} (SHA-256 ${rules.sha256}): nothing is scored by it.`
    : !isStanding
      ? `${reference} has no standing bid "${key.bid}"${key.lot === undefined ? '' : ` for lot ${key.lot}`}.`
      : `"${key.rule}" is not asked of bid ${key.bid}: there is nothing to score.`;
  throw new AppError('invalid-input', message, [{ pointer: '#/rule', code: 'not-an-item', message, found: key.rule }]);
}

/** The content as it may be recorded, or AppError `invalid-input` with every fault at once. */
export function checkScore(
  evaluation: Pick<Evaluation, 'catalogue' | 'record'>,
  item: Item,
  given: GivenScore,
  at = '#',
): ScoreContent {
  const issues = [
    ...judgementFaults(item, given.judgement, at),
    ...lineFaults(evaluation, item, given.judgement, at),
    ...reasoningFaults(item, given, at),
    ...spentEvidenceFaults(item, given.judgement, given.pointers, at),
  ];
  throwIfFaulty('invalid-input', `The score of ${item.code} for bid ${item.bid} cannot be recorded.`, issues);
  const [first, ...others] = given.pointers;
  if (first === undefined) throw new TypeError('A score without a pointer has a fault');
  return { judgement: given.judgement, reason: given.reason.trim(), pointers: [first, ...others] };
}

/** Points off the scale or typed over facts, and corrections that cannot be taken. */
export function judgementFaults(item: Item, judgement: Judgement, at: string): Issue[] {
  return judgement.kind === 'points'
    ? pointsFaults(item, judgement.points, at)
    : correctionFaults(item, judgement.corrections, at);
}

/** A reason that says too little, and places that are not in the bid. */
export function reasoningFaults(item: Item, given: Pick<GivenScore, 'reason' | 'pointers'>, at: string): Issue[] {
  const { bid } = item.bidRecord;
  return [
    ...reasonFaults(given.reason, `${at}/reason`),
    ...given.pointers.flatMap((pointer, index) => pointerFaults(item, bid, pointer, `${at}/pointers/${index}`)),
    ...(given.pointers.length === 0 ? [noPointer(at)] : []),
  ];
}

/** Faults of a reason that says too little. */
export function reasonFaults(reason: string, pointer: string, what = 'the reason'): Issue[] {
  const length = Array.from(reason.trim()).length;
  if (length >= SHORTEST_REASON) return [];
  const message = `Write ${what} in ${SHORTEST_REASON} characters or more, with what the bid says; it has ${length}.`;
  return [
    { pointer, code: 'reason-too-short', message, found: String(length), expected: `${SHORTEST_REASON} or more` },
  ];
}

function noPointer(at: string): Issue {
  const message =
    'Point to at least one place in the bid (document and page, or a cell of the stored file), or to a question to which nothing was submitted.';
  return { pointer: `${at}/pointers`, code: 'no-pointer', message };
}

function pointsFaults(item: Item, text: string, at: string): Issue[] {
  const fault = (code: string, message: string, expected?: string): Issue[] => [
    { pointer: `${at}/points`, code, message, found: text, ...(expected === undefined ? {} : { expected }) },
  ];
  if (item.assessment === 'facts') {
    return fault(
      'points-follow-from-facts',
      `The points of ${item.code} follow from the facts of the bid: accept them, or correct a fact with a reason and a pointer. Nobody types over them.`,
    );
  }
  const scale = item.wholePoints;
  if (scale.map(String).includes(text)) return [];
  const expected = scale.join(', ');
  return fault(
    'not-on-the-scale',
    `Give ${item.code} one of the whole points of its published scale (${expected}); there are no half marks and no averages. Got "${text}"`,
    expected,
  );
}

function correctionFaults(item: Item, corrections: Readonly<Record<string, Answer | 'missing'>>, at: string): Issue[] {
  if (item.assessment === 'judgement') {
    const message = `${item.code} is judged by people: give points on its published scale.`;
    return [{ pointer: `${at}/points`, code: 'points-wanted', message }];
  }
  return Object.entries(corrections).flatMap(([id, answer]) => {
    const problem = correctionFault(item, id, answer);
    return problem === undefined
      ? []
      : [{ pointer: `${at}/corrections/${id}`, code: 'correction-refused', message: problem }];
  });
}

function correctionFault(item: Item, id: string, answer: Answer | 'missing'): string | undefined {
  const question = Object.values(item.definition.questions).find((one) => one.id === id);
  if (question === undefined) return `${item.code} does not read the question "${id}".`;
  if (question.source !== 'answer') {
    return `"${id}" is not an answer of the bidder but follows from other figures: ask the bidder, so that a new version of the bid corrects them.`;
  }
  const stated = item.bidRecord.bid.answers[id];
  if (answer === 'missing') return stated === undefined ? `The bid does not answer "${id}" at all.` : undefined;
  return valueFault(question, answer) ?? (isSameAnswer(stated, answer) ? sameAsStated(id) : undefined);
}

function sameAsStated(id: string): string {
  return `That is what the bid states to "${id}": accept it instead of correcting it.`;
}

function valueFault(question: Question, answer: Answer): string | undefined {
  if (answer.state === 'not-applicable') {
    return answer.reason.trim() === '' ? `Say why "${question.id}" does not apply.` : undefined;
  }
  const value = parseAnswerValue(question, answer.value);
  return isAnswerFault(value) ? `${question.id}: ${value.message}` : undefined;
}

/** Equal in what counts for the score; where it is shown may differ. */
function isSameAnswer(a: Answer | 'missing' | undefined, b: Answer | 'missing' | undefined): boolean {
  return answerText(a) === answerText(b);
}

/** An answer in a form that two equal ones share. */
export function answerText(answer: Answer | 'missing' | undefined): string {
  if (answer === undefined || answer === 'missing') return 'missing';
  return answer.state === 'given' ? `given ${typeof answer.value} ${String(answer.value)}` : 'not-applicable';
}

function pointerFaults(item: Item, bid: Bid, pointer: Pointer, at: string): Issue[] {
  const fault = (code: string, message: string): Issue[] => [{ pointer: at, code, message }];
  switch (pointer.kind) {
    case 'document': {
      const documents = documentsOf(bid);
      if (pointer.page.trim() === '') return fault('no-page', `Give the page or section of "${pointer.document}".`);
      return documents.has(pointer.document)
        ? []
        : fault(
            'no-such-document',
            `The bid names no document "${pointer.document}". It names: ${[...documents].join('; ')}.`,
          );
    }
    case 'cell':
      return /^[A-Z]{1,3}[1-9]\d{0,6}$/.test(pointer.cell)
        ? []
        : fault('no-such-cell', `Name a cell as "D14", got "${pointer.cell}".`);
    case 'nothing-submitted':
      return isMissing(item, pointer.question)
        ? []
        : fault(
            'not-missing',
            `"Nothing submitted" is only for a question of ${item.code} that the bid leaves out; "${pointer.question}" is not.`,
          );
  }
}

/** Whether the item's rule reads the question and the bid gives nothing for it. */
export function isMissing(item: Item, id: string): boolean {
  const question = Object.values(item.definition.questions).find((one) => one.id === id);
  if (question === undefined || Object.hasOwn(item.bidRecord.bid.answers, id)) return false;
  if (question.source === 'answer') return true;
  const read = item.proposal.findings.flatMap(({ facts }) => facts).filter((fact) => fact.question === id);
  return read.length > 0 && read.every(({ value }) => value === undefined);
}

/** The documents that a bid names as evidence. */
export function documentsOf(bid: Bid): Set<string> {
  const evidence = [
    ...Object.values(bid.answers).map((answer) => answer.evidence),
    ...[...bid.carbon, ...bid.devices, ...bid.removals].map((line) => line.evidence),
  ];
  return new Set(evidence.flatMap((one) => (one === undefined ? [] : [one.document])));
}
