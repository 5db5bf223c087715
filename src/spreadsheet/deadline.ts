import type { AppError } from '../domain/errors.ts';
import { tooLarge } from './refusal.ts';

/** A moment after which reading stops. */
export type Deadline = { readonly check: () => void };

/** Counts from now; `check` refuses the file once the time is over. */
export function createDeadline(milliseconds: number): Deadline {
  const end = performance.now() + milliseconds;
  return {
    check: () => {
      if (performance.now() > end) throw tooLongRefusal(milliseconds);
    },
  };
}

export function tooLongRefusal(milliseconds: number): AppError {
  const seconds = Math.round(milliseconds / 1000);
  return tooLarge(
    `Reading the file took longer than ${seconds} seconds and was stopped.`,
    'Send a smaller file: leave out sheets and rows that are not needed.',
  );
}
