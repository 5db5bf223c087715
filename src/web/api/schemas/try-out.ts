import { z } from 'zod';
import type { TryOut } from '../../../application/try-out.ts';
import { toAssessmentJson } from '../../../scoring/assessment-json.ts';
import { bareAssessmentSchema } from './assessment.ts';
import { sensitivityReportSchema, toSensitivityJson } from './sensitivity.ts';

export const tryOutSchema = z
  .strictObject({
    assessment: bareAssessmentSchema,
    lots: z.array(
      z.strictObject({
        lot: z.string().nullable(),
        made_up: z.array(z.strictObject({ bid: z.string(), title: z.string(), description: z.string() })),
        winner: z.string().nullable(),
        sentence: z.string(),
        warnings: z.array(z.string()),
        sensitivity: sensitivityReportSchema,
      }),
    ),
    findings: z.array(
      z.strictObject({ severity: z.enum(['error', 'warning']), code: z.string(), message: z.string() }),
    ),
    notices: z.array(z.string()),
  })
  .meta({ id: 'TryOut', description: 'What the rules do with made-up bids. Nothing is stored' });

export function toTryOutJson({ assessment, lots, findings, notices }: TryOut) {
  return {
    assessment: toAssessmentJson(assessment),
    lots: lots.map((lot) => ({
      lot: lot.assessment.lot?.id ?? null,
      made_up: lot.madeUp.map(({ bid, title, description }) => ({ bid: bid.reference, title, description })),
      winner: lot.winner ?? null,
      sentence: lot.sentence,
      warnings: lot.warnings,
      sensitivity: toSensitivityJson(lot.sensitivity, lot.assessment.lot?.id),
    })),
    findings,
    notices,
  };
}
