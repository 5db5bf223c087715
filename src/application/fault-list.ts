import type { IsoDate } from '../domain/iso-date.ts';
import type { Issue } from '../domain/issue.ts';
import { type Fraction, parseDecimal, toFraction } from '../domain/quantity.ts';
import type { Catalogue } from '../scoring/catalogue.ts';

/** What a fault says beside its message. */
export type FaultDetail = Pick<Issue, 'found' | 'expected' | 'fix'>;

/** Collects the faults of one input, all at once. */
export type FaultList = {
  readonly issues: Issue[];
  add(pointer: string, code: string, message: string, detail?: FaultDetail): void;
};

/** What the checks of one bid share. */
export type BidContext = {
  readonly catalogue: Catalogue;
  readonly faults: FaultList;
  /** Conversion factors are those of the latest official set whose year is not after this date's. */
  readonly factorDate: IsoDate;
};

export function createFaultList(): FaultList {
  const issues: Issue[] = [];
  return { issues, add: (pointer, code, message, detail = {}) => issues.push(toFault(pointer, code, message, detail)) };
}

/** Longest message and longest found value: a cell can hold 32,767 characters, which help nobody. */
const LONGEST_MESSAGE = 600;
const LONGEST_FOUND = 200;

/** A fault; its message ends in a full stop where a sentence on how to put it right follows. */
export function toFault(pointer: string, code: string, message: string, detail: FaultDetail): Issue {
  const { fix, found } = detail;
  const isSentence = fix === undefined || /[.?]$/.test(message);
  return {
    pointer,
    code,
    message: `${shortened(message, LONGEST_MESSAGE)}${isSentence ? '' : '.'}`,
    ...detail,
    ...(found === undefined ? {} : { found: shortened(found, LONGEST_FOUND) }),
  };
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

export type DecimalLimits = {
  /** "a number of kilograms": follows "Enter". */
  readonly what: string;
  /** Takes its limits from a question that asks the same, where the catalogue has it. */
  readonly question?: string;
  readonly aboveZero?: boolean;
  readonly maximum?: string;
};

/**
 * Checks a decimal text and its limits; negative figures are always refused. Returns the number, or undefined when
 * it is absent or at fault.
 */
export function checkDecimal(
  faults: FaultList,
  catalogue: Catalogue,
  pointer: string,
  text: string | undefined,
  limits: DecimalLimits,
): Fraction | undefined {
  if (text === undefined) return undefined;
  const number = parseDecimal(text);
  if (number === undefined) {
    faults.add(pointer, 'not-a-number', `Enter ${limits.what}, got "${text}"`, { found: text, expected: limits.what });
    return undefined;
  }
  const wrong = outsideLimits(number, limits, catalogue);
  if (wrong === undefined) return number;
  faults.add(
    pointer,
    number.s < 0n && number.n !== 0n ? 'negative' : 'out-of-range',
    `Enter ${limits.what} ${wrong}, got ${text}`,
    {
      found: text,
      expected: `${limits.what} ${wrong}`,
    },
  );
  return undefined;
}

/** Reports an empty text; a name, a reason or a reference must say something. */
export function checkText(faults: FaultList, pointer: string, text: string, what: string): void {
  if (text.trim() === '') faults.add(pointer, 'missing', `Enter ${what}`, { expected: what });
}

function outsideLimits(number: Fraction, limits: DecimalLimits, catalogue: Catalogue): string | undefined {
  const question = limits.question === undefined ? undefined : catalogue.questions.get(limits.question);
  const minimum = toFraction(question?.minimum ?? '0');
  const maximumText = limits.maximum ?? question?.maximum;
  if (limits.aboveZero === true && number.lte(0)) return 'above 0';
  if (number.lt(minimum)) return `of ${question?.minimum ?? '0'} or more`;
  return maximumText !== undefined && number.gt(toFraction(maximumText)) ? `of ${maximumText} or less` : undefined;
}
