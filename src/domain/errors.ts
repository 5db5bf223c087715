import { formatIssue, type Issue } from './issue.ts';

/** The closed list of expected failures; every edge maps it in one exhaustive switch. */
export type AppErrorCode =
  | 'invalid-input'
  | 'wrong-usage'
  | 'not-found'
  | 'not-allowed-in-state'
  | 'conflict'
  | 'not-signed-in'
  | 'forbidden'
  | 'malformed'
  | 'too-many-requests'
  | 'unsupported-file'
  | 'too-large'
  | 'invalid-configuration';

/** An expected failure, told to the user in full. Anything else thrown is a bug in us. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly issues: readonly Issue[];
  /** Faults that were counted and are not among the issues. */
  readonly unlisted: number;

  constructor(code: AppErrorCode, message: string, issues: readonly Issue[] = [], unlisted = 0) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.issues = issues;
    this.unlisted = unlisted;
  }
}

/** Throws all faults at once, if there are any. */
export function throwIfFaulty(code: AppErrorCode, summary: string, issues: readonly Issue[]): void {
  if (issues.length > 0) throw new AppError(code, `${summary}\n${issues.map(formatIssue).join('\n')}`, issues);
}
