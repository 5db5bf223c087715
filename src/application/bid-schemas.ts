import { z } from 'zod';
import { REMOVAL_KINDS, STAGES, TIERS } from '../domain/bid.ts';

/** Parts of a bid as JSON: the same wherever somebody states one. */

export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ description: 'A decimal number as text, so that no digit is lost', example: '79.82' });
export const date = z.iso.date().meta({ description: 'A calendar date', example: '2026-12-18' });

export const evidenceSchema = z.strictObject({
  document: z.string(),
  page: z.string().optional(),
  date: date.optional(),
  validUntil: date.optional(),
  issuedTo: z.string().optional(),
});

export const answerSchema = z.union([
  z.strictObject({
    state: z.literal('given'),
    value: z.union([z.boolean(), z.string()]),
    evidence: evidenceSchema.optional(),
  }),
  z.strictObject({ state: z.literal('not-applicable'), reason: z.string(), evidence: evidenceSchema.optional() }),
]);

export const carbonLineSchema = z.strictObject({
  line: z.string(),
  stage: z.enum(STAGES),
  scope: z.enum(['1', '2', '3']).optional(),
  category: z.string().optional(),
  year: z.string().optional(),
  quantity: decimal.optional(),
  unit: z.string().optional(),
  factor: z.string().optional(),
  declaredKg: decimal.optional(),
  reason: z.string().optional(),
  tier: z.enum(TIERS).optional(),
  evidence: evidenceSchema.optional(),
});

export const deviceSchema = z.strictObject({
  line: z.string(),
  deviceClass: z.string(),
  kgPerDevice: decimal,
  units: decimal.optional(),
  evidence: evidenceSchema.optional(),
});

export const removalSchema = z.strictObject({
  year: z.string().optional(),
  tonnes: decimal,
  kind: z.enum(REMOVAL_KINDS),
  registry: z.string().optional(),
  retired: z.boolean(),
  verifiedBy: z.string().optional(),
  evidence: evidenceSchema.optional(),
});
