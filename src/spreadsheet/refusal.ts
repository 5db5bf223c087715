import { AppError, type AppErrorCode } from '../domain/errors.ts';
import type { Issue } from '../domain/issue.ts';
import { formatIssue } from '../domain/issue.ts';

/** Where in a file a refusal points to. */
export type Place = { readonly sheet?: string; readonly cell?: string };

/** The file is not one that can be read: says what it is and what to do. */
export function unsupportedFile(message: string, fix: string, place: Place = {}): AppError {
  return refusal('unsupported-file', 'unsupported-file', message, fix, place);
}

/** The file passes one of the limits. */
export function tooLarge(message: string, fix: string, place: Place = {}): AppError {
  return refusal('too-large', 'too-large', message, fix, place);
}

/** The file is of the right kind, and broken. */
export function damagedFile(message: string, place: Place = {}, fix = SAVE_AGAIN): AppError {
  return refusal('invalid-input', 'damaged-file', message, fix, place);
}

export const SAVE_AGAIN = 'Open it in a spreadsheet program, save it again as an Excel workbook (.xlsx) and send that.';

function refusal(code: AppErrorCode, issueCode: string, message: string, fix: string, place: Place): AppError {
  const issue: Issue = { pointer: '#', code: issueCode, message, fix, ...place };
  return new AppError(code, formatIssue(issue), [issue]);
}

/** The same refusal with the file's name in front and in every issue. */
export function refusalOfFile(error: AppError, file: string): AppError {
  const message = error.message.startsWith(`${file}: `) ? error.message : `${file}: ${error.message}`;
  return new AppError(
    error.code,
    message,
    error.issues.map((issue) => ({ ...issue, file })),
  );
}
