import { z } from 'zod';
import type { AuditVerification } from '../../../application/audit-queries.ts';
import { sha256 } from './shared.ts';

/** An event as it was hashed, so that anybody can compute the chain again from what is sent. */
export const chainedEventSchema = z
  .strictObject({
    event: z.strictObject({
      seq: z.string(),
      organisation: z.string(),
      at: z.string(),
      actor: z.string(),
      actor_name: z.string(),
      how: z.string(),
      action: z.string(),
      subject: z.string(),
      data: z.record(z.string(), z.union([z.string(), z.boolean(), z.null(), z.array(z.string())])),
    }),
    hash: sha256,
  })
  .meta({
    id: 'AuditEvent',
    description: 'One link of the chain: hash = SHA-256(bytes of the hash before || JCS(event))',
  });

export const verificationSchema = z
  .strictObject({
    organisation: z.string(),
    holds: z.boolean(),
    events: z.int(),
    head: sha256,
    first_broken: chainedEventSchema.nullable(),
    strangers: z.array(z.string()).meta({
      description: 'What is on record of procurements although no event tells of it, where the chain follows',
    }),
    sentence: z.string(),
  })
  .meta({ id: 'AuditVerification' });

export function toVerificationJson({
  organisation,
  holds,
  events,
  head,
  firstBroken,
  strangers,
  sentence,
}: AuditVerification) {
  return { organisation, holds, events, head, first_broken: firstBroken ?? null, strangers: strangers ?? [], sentence };
}
