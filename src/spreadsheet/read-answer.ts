import { plainName } from '../application/nearest-names.ts';
import type { Answer, AnswerValue } from '../domain/answer.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { expectedAnswer, type Question } from '../scoring/question.ts';
import type { CellValue } from './cell.ts';
import { type FieldKind, readField, type ReadValue, readText } from './field-value.ts';

/** Finds a question by its id or its text, without regard to case, spaces and punctuation. */
export type QuestionFinder = (name: string) => Question | undefined;

export function createQuestionFinder(catalogue: Catalogue): QuestionFinder {
  const byName = new Map<string, Question>();
  for (const question of catalogue.questions.values()) byName.set(plainName(question.text), question);
  for (const question of catalogue.questions.values()) byName.set(plainName(question.id), question);
  return (name) => byName.get(plainName(name));
}

/**
 * The answer in a cell by the type of its question, or why it cannot be read; undefined when the cell is blank. What
 * belongs into another sheet is taken as it stands: the check says where it goes.
 */
export function readAnswerValue(
  cell: CellValue | undefined,
  question: Question | undefined,
):
  | { readonly value: AnswerValue; readonly notice?: string }
  | Exclude<ReadValue, { readonly value: string }>
  | undefined {
  const isTyped = question !== undefined && (question.source === 'answer' || question.source === 'computed');
  const read = readField(cell, isTyped ? fieldKind(question) : { type: 'text' });
  if (read === undefined) return undefined;
  if (!('value' in read)) {
    if (question === undefined || !SAID_BY_QUESTION.has(read.code)) return read;
    const expected = expectedAnswer(question);
    return {
      ...read,
      message: `Enter ${expected}${adviceIn(read.message)}, got "${cell === undefined ? '' : readText(cell)}"`,
      expected,
    };
  }
  return isTyped && question.type === 'boolean' ? { ...read, value: read.value === 'yes' } : read;
}

/** "Not applicable because ...", "n/a: ...": the reason, or an empty text where none is given. */
export function notApplicableReason(text: string): string | undefined {
  const match = /^\s*(?:not applicable|n\s*\/\s*a|n\.a\.?)\s*(?:because|as|since|:|-|,)?\s*(.*)$/is.exec(text);
  return match === null ? undefined : (match[1] ?? '').trim();
}

/** What a row says of its evidence; undefined when it says nothing, and 'no document' when only where in it. */
export function readEvidence(get: (field: string) => string | undefined): Evidence | 'no document' | undefined {
  const document = get('evidenceDocument');
  const [page, date, validUntil, issuedTo] = ['evidencePage', 'evidenceDate', 'validUntil', 'issuedTo'].map(get);
  if (document === undefined) {
    return [page, date, validUntil, issuedTo].some((value) => value !== undefined) ? 'no document' : undefined;
  }
  return {
    document,
    ...(page === undefined ? {} : { page }),
    ...(date === undefined ? {} : { date }),
    ...(validUntil === undefined ? {} : { validUntil }),
    ...(issuedTo === undefined ? {} : { issuedTo }),
  };
}

/** An answer with the evidence that goes with it. */
export function withEvidence(answer: Answer, evidence: Evidence | undefined): Answer {
  return evidence === undefined ? answer : { ...answer, evidence };
}

/** Faults for which the question says best what to enter. */
const SAID_BY_QUESTION = new Set(['not-a-number', 'not-a-whole-number', 'percentage']);

/** " in plain digits, as 1234.5": what the reading of the number adds. */
function adviceIn(message: string): string {
  return / in plain digits, as [^"]+?(?=, got ")/.exec(message)?.[0] ?? '';
}

function fieldKind(question: Question): FieldKind {
  const unit = question.unit === undefined ? {} : { unit: question.unit };
  switch (question.type) {
    case 'boolean':
    case 'date':
    case 'text':
      return { type: question.type };
    case 'choice':
      return { type: 'choice', choices: (question.choices ?? []).map((value) => ({ value, synonyms: [] })) };
    case 'percent':
      return { type: 'percent', ...unit };
    case 'integer':
    case 'year':
    case 'decimal':
      return { type: 'decimal', ...unit };
  }
}
