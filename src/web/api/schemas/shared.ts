import { z } from 'zod';
import { PROCUREMENT_STATES } from '../../../domain/lifecycle.ts';

export { date, decimal } from '../../../application/bid-schemas.ts';

/** Parts that several answers share. Objects are strict: what is not described here is not sent. */
export const instant = z.iso.datetime().meta({ description: 'A point in time, UTC', example: '2026-12-18T12:00:00Z' });
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, hexadecimal' });
export const exact = z
  .string()
  .regex(/^-?\d+(\/\d+)?$/)
  .meta({ description: 'The exact value as a fraction', example: '169/50' });
export const state = z.enum(PROCUREMENT_STATES);
export const reason = z.string().trim().min(1).max(2000);

export const pageQuery = z.object({
  after: z.string().min(1).max(500).optional().meta({ description: 'The cursor `next` of the slice before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50).meta({ description: 'How many items at most' }),
});

/** What a use case takes for a slice of a list. */
export function toPageRequest({ after, limit }: z.output<typeof pageQuery>) {
  return { limit, ...(after === undefined ? {} : { after }) };
}

/** A slice of a list; `next` is the cursor of what comes after it, null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

export function toPageJson<T, J>(
  { items, next }: { readonly items: readonly T[]; readonly next?: string },
  toJson: (item: T) => J,
) {
  return { items: items.map(toJson), next: next ?? null };
}

export const fault = z
  .strictObject({
    pointer: z.string().meta({ description: 'JSON Pointer to the value' }),
    code: z.string(),
    message: z.string().meta({ description: 'What to do, in one sentence' }),
    found: z.string().optional(),
    expected: z.string().optional(),
    fix: z.string().optional(),
    file: z.string().optional(),
    sheet: z.string().optional(),
    cell: z.string().optional(),
    header: z.string().optional(),
  })
  .meta({ id: 'Fault', description: 'One fault in what was sent, with its place in the file or the body' });

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z.array(fault).optional(),
    not_listed: z.int().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details; the faults of the input stand in errors' });
