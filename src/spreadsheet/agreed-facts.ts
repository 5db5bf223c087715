import { listed, nearestNames, plainName } from '../application/nearest-names.ts';
import type { Answer } from '../domain/answer.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { Question } from '../scoring/question.ts';
import { notApplicableReason, readAnswerValue } from './read-answer.ts';

export type Corrections = Readonly<Record<string, Answer | 'missing'>>;

/** Why a cell of facts cannot be read. */
export type FactsFault = { readonly code: string; readonly message: string; readonly expected: string };

const ACCEPTED = new Set(['accepted', 'accept', 'factsaccepted', 'asstated', 'asthebidstates']);
const HOW = 'accepted, or each corrected fact as question = value with semicolons between them';

/**
 * The facts that a panel agreed, in one cell: `accepted`, or `net-zero-year = 2030; ems-covers-delivery = No`, where a
 * value may be `missing` or `not applicable: why`. Values are read by the type of their question.
 */
export function readAgreedFacts(text: string, { questions }: Pick<Catalogue, 'questions'>): Corrections | FactsFault[] {
  if (ACCEPTED.has(plainName(text))) return {};
  const found = new Map<string, Answer | 'missing'>();
  const faults: FactsFault[] = [];
  for (const part of text.split(/[;\n]/).filter((one) => one.trim() !== '')) {
    const at = part.indexOf('=');
    const [name, value] = [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
    const question = [...questions.values()].find(({ id }) => plainName(id) === plainName(name));
    const read = at < 0 ? noPair(part) : question === undefined ? unknown(name, questions) : readValue(value, question);
    if (typeof read === 'object' && 'message' in read) faults.push(read);
    else if (question !== undefined && found.has(question.id)) faults.push(twice(question.id));
    else if (question !== undefined) found.set(question.id, read);
  }
  if (found.size === 0 && faults.length === 0) faults.push(noPair(text));
  return faults.length > 0 ? faults : Object.fromEntries(found);
}

function readValue(text: string, question: Question): Answer | 'missing' | FactsFault {
  if (['missing', 'nothingsubmitted'].includes(plainName(text))) return 'missing';
  const reason = notApplicableReason(text);
  if (reason !== undefined) return { state: 'not-applicable', reason };
  const read = readAnswerValue({ kind: 'text', text }, question);
  if (read === undefined) {
    return { code: 'missing', message: `Enter a value after "${question.id} ="`, expected: HOW };
  }
  if ('value' in read) return { state: 'given', value: read.value };
  const { code, message, expected } = read;
  return { code, message: `${question.id}: ${message}`, expected };
}

function noPair(text: string): FactsFault {
  return { code: 'not-facts', message: `Enter ${HOW}, got "${text.trim()}"`, expected: HOW };
}

function unknown(name: string, questions: Catalogue['questions']): FactsFault {
  const near = nearestNames(name, questions.keys());
  const advice = near.length === 0 ? '' : `; did you mean ${listed(near)}?`;
  return { code: 'unknown-question', message: `There is no question "${name}"${advice}`, expected: HOW };
}

function twice(id: string): FactsFault {
  return { code: 'fact-twice', message: `"${id}" stands in the cell twice: keep one`, expected: HOW };
}
