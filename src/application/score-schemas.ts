import { z } from 'zod';
import { answerSchema, carbonLineSchema } from './bid-schemas.ts';
import type { Judgement, Pointer } from './evaluation-records.ts';
import type { ConsensusInput } from './record-consensus.ts';
import type { ScoreInput } from './record-scores.ts';

/** Scores and consensus as JSON: the same for the interface and for the files of the command line. */

const text = z.string().max(5000);
const name = z.string().min(1).max(200);

const pointer = z
  .union([
    z.strictObject({ kind: z.literal('document'), document: z.string().max(500), page: z.string().max(200) }),
    z.strictObject({ kind: z.literal('cell'), sheet: z.string().max(200), cell: z.string().max(20) }),
    z.strictObject({ kind: z.literal('nothing-submitted'), question: z.string().max(200) }),
  ])
  .meta({ id: 'Pointer', description: 'A place in the bid that a reason points to' });

const judgement = z
  .union([
    z.strictObject({
      kind: z.literal('facts'),
      corrections: z.record(z.string(), z.union([answerSchema, z.literal('missing')])),
      carbon: z
        .record(z.string(), z.union([carbonLineSchema, z.literal('missing')]))
        .optional()
        .meta({ description: 'Carbon lines that differ from the bid, by their names, each as a whole' }),
    }),
    z.strictObject({ kind: z.literal('points'), points: z.string().max(20) }),
  ])
  .meta({
    id: 'Judgement',
    description: 'Facts: the answers that differ from the bid; empty accepts them. Points only where people judge',
  });

export const itemKey = {
  bid: name.meta({ description: 'The reference of the bid, or its code where bidders are not shown' }),
  lot: z.string().min(1).max(100).optional(),
  rule: name,
};

export const scoreContent = { judgement, reason: text, pointers: z.array(pointer).max(50) };

export const scores = z.strictObject({
  scores: z.array(z.strictObject({ ...itemKey, ...scoreContent, change_reason: text.optional() })).max(500),
  lock: z.boolean().meta({ description: 'Lock these scores; with none given, every draft of yours' }),
});

export const consensus = z.strictObject({
  ...itemKey,
  ...scoreContent,
  answers_dissent: text.optional().meta({ description: 'How the reason answers who found otherwise; 40 characters' }),
  change_reason: text.optional(),
});

export const changeApproval = z.strictObject({ ...itemKey, reason: text });

/** What a score says, as the use case takes it. */
export function toScoreInput({
  change_reason: changeReason,
  ...one
}: z.output<typeof scores>['scores'][number]): ScoreInput {
  return { ...toGiven(one), ...(changeReason === undefined ? {} : { changeReason }) };
}

export function toConsensusInput({
  answers_dissent: answersDissent,
  change_reason: changeReason,
  ...one
}: z.output<typeof consensus>): ConsensusInput {
  return {
    ...toGiven(one),
    ...(answersDissent === undefined ? {} : { answersDissent }),
    ...(changeReason === undefined ? {} : { changeReason }),
  };
}

type Given = {
  readonly bid: string;
  readonly lot?: string | undefined;
  readonly rule: string;
  readonly judgement: unknown;
  readonly reason: string;
  readonly pointers: readonly unknown[];
};

/** Absent keys of zod's output are keys without a value to TypeScript; JSON has none of those. */
function toGiven({ bid, lot, rule, judgement: found, reason, pointers }: Given) {
  const key = { bid, ...(lot === undefined ? {} : { lot }), rule };
  return { ...key, judgement: found as Judgement, reason, pointers: pointers as readonly Pointer[] };
}
