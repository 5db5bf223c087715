import { z } from 'zod';
import type { ScoreChange } from '../../../application/score-changes.ts';
import { instant } from './shared.ts';

export const scoreChangesSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        at: instant,
        by: z.string(),
        of: z.enum(['locked score', 'consensus']),
        bid: z.string(),
        lot: z.string().nullable(),
        rule: z.string(),
        code: z.string(),
        from: z.string(),
        to: z.string(),
        reason: z.string(),
        second_approver: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ScoreChanges', description: 'Every change after a lock, oldest first, from the records themselves' });

export function toScoreChangesJson(changes: readonly ScoreChange[]) {
  return {
    items: changes.map(({ secondApprover, lot, ...rest }) => ({
      ...rest,
      lot: lot ?? null,
      second_approver: secondApprover ?? null,
    })),
  };
}
