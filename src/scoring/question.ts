import type { AnswerValue } from '../domain/answer.ts';
import type { Evidence } from '../domain/evidence.ts';
import { type IsoDate, parseIsoDate } from '../domain/iso-date.ts';
import { type DecimalText, type Fraction, parseDecimal, toFraction } from '../domain/quantity.ts';

export type QuestionType = 'boolean' | 'integer' | 'decimal' | 'percent' | 'year' | 'date' | 'choice' | 'text';

/** Which sheet of the workbook holds the answer. Only `answer` has a row in the Answers sheet. */
export type QuestionSource = 'answer' | 'about' | 'bids' | 'carbon' | 'removals' | 'devices' | 'computed';

/** One thing a bidder is asked. Rules read questions; the template, the checks and the pages follow from it. */
export type Question<T extends QuestionType = QuestionType, C extends string = string> = {
  readonly id: string;
  readonly type: T;
  /** The permitted answers of a choice; worst first where `better` is `later-choice`. */
  readonly choices?: readonly C[];
  readonly unit?: string;
  /** Whether the fact is about the company or about what it offers; the law keeps the two apart. */
  readonly about: 'supplier' | 'bid';
  readonly source: QuestionSource;
  readonly answeredBy: 'bidder' | 'council' | 'evaluator' | 'computed';
  /** Which direction can never lose points. */
  readonly better: 'more' | 'less' | 'yes' | 'no' | 'later-choice' | 'none';
  /** An answer outside these limits is refused, never corrected. */
  readonly minimum?: DecimalText;
  readonly maximum?: DecimalText;
  readonly text: string;
  readonly hint: string;
};

/** The type a rule sees for a question. */
export type ValueOf<Q extends Question> =
  Q extends Question<infer T, infer C>
    ? T extends 'boolean'
      ? boolean
      : T extends 'choice'
        ? C
        : T extends 'date'
          ? IsoDate
          : T extends 'text'
            ? string
            : Fraction
    : never;

export type TypedAnswer<V> =
  | {
      readonly state: 'given';
      readonly value: V;
      readonly text: string;
      /** The nearest double of a number, for quick comparison; NaN where there is none. */
      readonly double: number;
      readonly evidence?: Evidence;
    }
  | { readonly state: 'missing' }
  | { readonly state: 'not-applicable'; readonly reason: string };

/** Declares a question; keeps its literal type and choices, so that rules are checked against them. */
export function question<const T extends QuestionType, const C extends string = never>(
  definition: Question<T, C>,
): Question<T, C> {
  return definition;
}

/** Why an answer is refused: a message that says what to enter, and what would be right. */
export type AnswerFault = { readonly code: string; readonly message: string; readonly expected: string };

export type ParsedValue = boolean | string | Fraction;

/**
 * Checks an answer against its question's type and limits. Numbers are plain decimal text: no exponent, no
 * thousands separator, no words. Nothing is corrected or clamped.
 */
export function parseAnswerValue(question: Question, value: AnswerValue): ParsedValue | AnswerFault {
  switch (question.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : fault('not-yes-or-no', 'Enter Yes or No', 'Yes or No', value);
    case 'choice':
      return parseChoice(question, value);
    case 'date':
      return parseDate(value);
    case 'text':
      return typeof value === 'string' && value.trim() !== '' ? value : fault('not-text', 'Enter text', 'text', value);
    case 'integer':
    case 'year':
    case 'decimal':
    case 'percent':
      return parseNumber(question, value);
  }
}

/** Whether `parseAnswerValue` refused. */
export function isAnswerFault(value: ParsedValue | AnswerFault): value is AnswerFault {
  return typeof value === 'object' && 'expected' in value;
}

/** "a whole number from 0 to 366 reports a year": what a question accepts, in words. */
export function expectedAnswer(question: Question): string {
  switch (question.type) {
    case 'boolean':
      return 'Yes or No';
    case 'choice':
      return `one of ${(question.choices ?? []).join(', ')}`;
    case 'date':
      return 'a date';
    case 'text':
      return 'text';
    case 'year':
      return `a year${limitsText(question)}`;
    case 'integer':
      return `a whole number${limitsText(question)}${unitText(question)}`;
    case 'percent':
    case 'decimal':
      return `a number${limitsText(question)}${unitText(question)}`;
  }
}

function parseChoice({ choices = [] }: Question, value: AnswerValue): string | AnswerFault {
  const known = choices.join(', ');
  return typeof value === 'string' && choices.includes(value)
    ? value
    : fault('not-a-choice', `Enter one of ${known}`, known, value);
}

function parseDate(value: AnswerValue): IsoDate | AnswerFault {
  const date = typeof value === 'string' ? parseIsoDate(value) : undefined;
  return date ?? fault('not-a-date', 'Enter a date, as 2026-12-18', 'a date', value);
}

function parseNumber(question: Question, value: AnswerValue): Fraction | AnswerFault {
  const number = typeof value === 'string' ? parseDecimal(value) : undefined;
  if (number === undefined)
    return fault('not-a-number', `Enter ${expectedAnswer(question)}`, expectedAnswer(question), value);
  const isWhole = question.type === 'integer' || question.type === 'year';
  if (isWhole && number.d !== 1n) {
    return fault('not-a-whole-number', `Enter ${expectedAnswer(question)}`, expectedAnswer(question), value);
  }
  const low = question.minimum === undefined || number.gte(toFraction(question.minimum));
  const high = question.maximum === undefined || number.lte(toFraction(question.maximum));
  return low && high
    ? number
    : fault('out-of-range', `Enter ${expectedAnswer(question)}`, expectedAnswer(question), value);
}

function fault(code: string, message: string, expected: string, value: AnswerValue): AnswerFault {
  return { code, message: `${message}, got "${String(value)}"`, expected };
}

function limitsText({ minimum, maximum }: Question): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return ` of ${minimum} or more`;
  return maximum === undefined ? '' : ` of ${maximum} or less`;
}

function unitText({ unit, type }: Question): string {
  if (unit === undefined) return type === 'percent' ? ' %' : '';
  return unit === '%' ? ' %' : ` ${unit}`;
}
