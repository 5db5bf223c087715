import type { ErrorRequestHandler } from 'express';
import { toExpectedError } from '../expected-error.ts';
import { requestId, toProblem } from '../problem.ts';
import { type PageServices, showPage } from './page.ts';

const ADVICE: Readonly<Record<string, string>> = {
  forbidden: 'Act as somebody whose role allows it, or ask a colleague who has that role.',
  'not-found': 'Check the address. If you followed a link, the thing it led to may have been set aside.',
  'not-allowed-in-state': 'Go back to the procurement: its page says what can be done next.',
  conflict: 'Nothing was changed. Reload the page to see what is there now, then decide again.',
  'too-large': 'Split the file, or remove sheets, pictures and formatting that are not needed.',
  'unsupported-file': 'Save the file as an Excel workbook (XLSX) or as CSV in UTF-8, and upload it again.',
  'too-many-requests': 'Wait a minute, then try again.',
};

/** A failure as a page: what happened, what to do now, and the number to quote. */
export function errorPage(services: PageServices): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(error, requestId(request));
    const isOurs = problem.status === 500 || toExpectedError(error) === undefined;
    const content = {
      title: problem.title,
      detail: problem.detail,
      faults: (problem.errors ?? []).map(({ message }) => message),
      advice: isOurs ? 'Try again later.' : (ADVICE[problem.code] ?? 'Go back, correct it, and send it again.'),
      requestId: problem.request_id,
    };
    showPage(services, request, response, 'error', content, problem.status);
  };
}
