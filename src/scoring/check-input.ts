import type { DeviceLine } from '../domain/bid.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import { decimalText, type Fraction, parseDecimal, roundHalfUp, toFraction, ZERO } from '../domain/quantity.ts';
import type { CheckDefinition, ReferenceData } from '../domain/reference-data.ts';
import type { Flag } from './assessment.ts';
import type { Footprint } from './footprint.ts';

/** What the checks read of one bid and of the published facts. */
export type ConsistencyInput = {
  /** What counts as the answer: yes/no, or text with numbers as decimal text; undefined when missing. */
  answer(questionId: string): string | boolean | undefined;
  /** Id of the rule-set profile: `hardware`, `mixed`, `saas`. */
  readonly profile: string;
  readonly tenderYear: number;
  readonly bidDeadline: IsoDate;
  readonly footprint: Footprint;
  readonly devices: readonly DeviceLine[];
  /** The claim of a zero net footprint is met by the rule set's own arithmetic. */
  readonly netZeroMet: boolean;
};

export type CheckReference = Pick<ReferenceData, 'checks' | 'claimWords' | 'deviceBenchmarks'>;

/** What a check found. Severity and questions are the definition's unless the finding has its own. */
export type Suspicion = {
  readonly message: string;
  readonly severity?: Flag['severity'];
  readonly questions?: readonly string[];
};

/** A check answers with what it found; nothing, where an input is missing or all is well. */
export type Check = (input: CheckReader) => readonly Suspicion[];

/** The bid as one check sees it: answers by type, and the check's own numbers by name. */
export type CheckReader = {
  readonly bid: ConsistencyInput;
  readonly reference: CheckReference;
  number(questionId: string): Fraction | undefined;
  isYes(questionId: string): boolean;
  isNo(questionId: string): boolean;
  text(questionId: string): string | undefined;
  /** A figure of the check's formula. Throws when the definition does not give it. */
  limit(name: string): Fraction;
  findLimit(name: string): Fraction | undefined;
};

export const NOTHING: readonly Suspicion[] = [];

export function readerFor(bid: ConsistencyInput, reference: CheckReference, check: CheckDefinition): CheckReader {
  const findLimit = (name: string): Fraction | undefined => {
    const text = check.numbers[name];
    return text === undefined ? undefined : toFraction(text);
  };
  return {
    bid,
    reference,
    number: (questionId) => toNumber(bid.answer(questionId)),
    isYes: (questionId) => bid.answer(questionId) === true,
    isNo: (questionId) => bid.answer(questionId) === false,
    text: (questionId) => {
      const answer = bid.answer(questionId);
      return typeof answer === 'string' ? answer : undefined;
    },
    limit: (name) => {
      const limit = findLimit(name);
      if (limit === undefined) throw new Error(`Check ${check.code} has no number "${name}" in the reference data`);
      return limit;
    },
    findLimit,
  };
}

function toNumber(answer: string | boolean | undefined): Fraction | undefined {
  return typeof answer === 'string' ? parseDecimal(answer) : undefined;
}

/** One suspicion when the test holds, else none. */
export function suspectIf(holds: boolean, message: () => string): readonly Suspicion[] {
  return holds ? [{ message: message() }] : NOTHING;
}

export function higher(a: Fraction, b: Fraction): Fraction {
  return a.gte(b) ? a : b;
}

/** As in the bid, at most three decimals: "1200.5". */
export function figure(value: Fraction): string {
  const shown = decimalText(value, 3);
  return shown === '0' && !value.equals(ZERO) ? decimalText(value) : shown;
}

/** One decimal: "12.5". */
export function tenths(value: Fraction): string {
  return roundHalfUp(value, 1);
}
