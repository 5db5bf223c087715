import type { z } from 'zod';

/**
 * One fault in what somebody gave us. Every edge shows this one type: the page's error summary, problem+json,
 * the command line, and the marked-up workbook.
 */
export type Issue = {
  /** JSON Pointer fragment to the faulty value, `#/bids/0/price`; `#` for the whole input. */
  readonly pointer: string;
  /** Stable kebab-case name of the kind of fault. */
  readonly code: string;
  /** One sentence that says what to do, "Enter a number of kilograms, got "n/a"". */
  readonly message: string;
  /** The value found, as text. */
  readonly found?: string;
  /** What would have been right, as text. */
  readonly expected?: string;
  /** How to put it right, where the message does not say so already. */
  readonly fix?: string;
  /** Where the value stands in an uploaded file. */
  readonly file?: string;
  readonly sheet?: string;
  readonly cell?: string;
  readonly header?: string;
};

/** How many faults are listed; the rest are counted. */
export const LISTED_ISSUES = 200;

/** The fault on one line: `Carbon!D14 Enter a number of kilograms, got "n/a"`. */
export function formatIssue(issue: Issue): string {
  const file = issue.file === undefined ? '' : `${issue.file}: `;
  const place = issue.sheet === undefined ? '' : `${issue.sheet}${issue.cell === undefined ? '' : `!${issue.cell}`} `;
  const fix = issue.fix === undefined ? '' : ` ${issue.fix}`;
  return `${file}${place}${issue.message}${fix}`;
}

/** Zod's issues as ours; `at` is the pointer of the value that was parsed. */
export function toIssues(error: z.ZodError, at = '#'): Issue[] {
  return error.issues.map((issue) => ({
    pointer: [at, ...issue.path.map((part) => encodePointerPart(String(part)))].join('/'),
    code: issue.code,
    message: issue.message,
    ...(issue.input === undefined
      ? {}
      : { found: typeof issue.input === 'string' ? issue.input : JSON.stringify(issue.input) }),
  }));
}

/** One reference token of a JSON Pointer, escaped as RFC 6901 says. */
export function encodePointerPart(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1');
}
