import { AppError } from '../domain/errors.ts';

/** Told to the second of two people who change one record: what it is now, and since when. */
export function changedMeanwhile(
  name: string,
  mine: number,
  current: { readonly revision: number; readonly state: string; readonly at?: string },
): AppError {
  const since = current.at === undefined ? '' : `, changed at ${current.at}`;
  const message = `${name} was changed meanwhile: you had revision ${mine}, it is now revision ${current.revision}, state ${current.state}${since}. Read it again, then make your change.`;
  return new AppError('conflict', message, [
    {
      pointer: '#/revision',
      code: 'changed-meanwhile',
      message,
      found: String(mine),
      expected: String(current.revision),
    },
  ]);
}
