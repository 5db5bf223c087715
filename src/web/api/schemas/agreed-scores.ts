import { z } from 'zod';
import type { AgreedScoresImport } from '../../../application/import-agreed-scores.ts';
import { warning } from './evaluation.ts';

export const agreedScoresSchema = z
  .strictObject({
    file_sha256: z.string(),
    items: z.int().meta({ description: 'Criteria and conditions of all standing bids' }),
    recorded: z.int().meta({ description: 'Those that are new or changed' }),
    notices: z.array(z.string()),
    warnings: z.array(warning),
  })
  .meta({ id: 'AgreedScoresImport' });

export function toAgreedScoresJson({ sha256, ...rest }: AgreedScoresImport) {
  return { file_sha256: sha256, ...rest };
}
