import { AppError } from '../domain/errors.ts';

/** One fault in one field of a request or form. */
export function fieldFault(field: string, code: string, message: string): AppError {
  return new AppError('invalid-input', message, [{ pointer: `#/${field}`, code, message }]);
}
