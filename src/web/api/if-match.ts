import type { Request } from 'express';
import { AppError } from '../../domain/errors.ts';

/** The revision a caller looked at, from `If-Match: "5"`; undefined where none is stated, or any (`*`). */
export function revisionSeen(request: Request): number | undefined {
  const header = request.get('If-Match')?.trim();
  if (header === undefined || header === '*') return undefined;
  const [, digits] = /^(?:W\/)?"(\d{1,9})"$/.exec(header) ?? [];
  if (digits === undefined) throw new AppError('malformed', 'If-Match is the ETag of what you read, as "5".');
  return Number(digits);
}

export function etagOf({ revision }: { readonly revision: number }): Readonly<Record<string, string>> {
  return { ETag: `"${revision}"` };
}
