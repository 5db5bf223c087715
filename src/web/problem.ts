import type { ErrorRequestHandler, Request, Response } from 'express';
import { AppError, type AppErrorCode } from '../domain/errors.ts';
import { type Issue, LISTED_ISSUES } from '../domain/issue.ts';
import { ExtendedFailure, toExpectedError } from './expected-error.ts';

/** What went wrong, as RFC 9457 says it, with the faults of the input in `errors`. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly request_id: string;
  readonly errors?: readonly Issue[];
  /** How many faults there are besides those in `errors`. */
  readonly not_listed?: number;
  readonly [extension: string]: unknown;
};

/** The problem for anything thrown. What is not expected is a bug in us: no detail of it leaves the process. */
export function toProblem(thrown: unknown, requestId: string): Problem {
  const error = toExpectedError(thrown);
  if (error === undefined || statusOf(error.code) === 500) return internalProblem(requestId);
  const listed = error.issues.slice(0, LISTED_ISSUES);
  return {
    type: problemType(error.code),
    title: TITLES[error.code],
    status: statusOf(error.code),
    detail: firstLine(error.message),
    code: error.code,
    request_id: requestId,
    ...(listed.length === 0 ? {} : { errors: listed, not_listed: error.issues.length - listed.length }),
    ...(error instanceof ExtendedFailure ? error.extensions : {}),
  };
}

/** The HTTP status of each expected failure. */
export function statusOf(code: AppErrorCode): number {
  switch (code) {
    case 'malformed':
    case 'wrong-usage':
      return 400;
    case 'not-signed-in':
      return 401;
    case 'forbidden':
      return 403;
    case 'not-found':
      return 404;
    case 'not-allowed-in-state':
    case 'conflict':
      return 409;
    case 'too-large':
      return 413;
    case 'unsupported-file':
      return 415;
    case 'invalid-input':
      return 422;
    case 'too-many-requests':
      return 429;
    case 'invalid-configuration':
      return 500;
  }
}

export const TITLES: Readonly<Record<AppErrorCode, string>> = {
  malformed: 'The request could not be understood',
  'wrong-usage': 'The request could not be understood',
  'not-signed-in': 'Say who is acting',
  forbidden: 'Your role does not allow this',
  'not-found': 'Not found',
  'not-allowed-in-state': 'Not allowed at this stage',
  conflict: 'Somebody else changed this first',
  'too-large': 'Too large',
  'unsupported-file': 'This kind of file or encoding is not read',
  'invalid-input': 'The input has faults',
  'too-many-requests': 'Too many requests',
  'invalid-configuration': 'Something went wrong',
};

/** Resolves to the passage of the documentation page that explains this kind of problem. */
function problemType(code: string): string {
  return `/docs#problem-${code}`;
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Local realm="Supplier Sustainability Scorer"');
  response
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/** The last error handler of the JSON interface, and of everything that no page answers. */
export const answerWithProblem: ErrorRequestHandler = (error: unknown, request, response, next) => {
  logUnexpected(error, response);
  if (response.headersSent) {
    next(error);
    return;
  }
  sendProblem(response, toProblem(error, requestId(request)));
};

/** Leaves the error for the log line of this request; an expected failure is none. */
export function logUnexpected(error: unknown, response: Response): void {
  const expected = toExpectedError(error);
  if (expected !== undefined && statusOf(expected.code) !== 500) return;
  response.err = error instanceof Error ? error : new Error(String(error));
}

function internalProblem(requestId: string): Problem {
  return {
    type: problemType('internal'),
    title: 'Something went wrong',
    status: 500,
    detail: `This is a fault in the service, not in what you sent. Nothing was changed. Quote ${requestId} when you report it.`,
    code: 'internal',
    request_id: requestId,
  };
}

/** The number by which the log line of this request is found. */
export function requestId({ id }: Request): string {
  return typeof id === 'string' ? id : '';
}

/** An AppError may repeat its issues below its first line; they are listed anyway. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}

export function notFound(what = 'There is nothing at this address.'): AppError {
  return new AppError('not-found', what);
}
