import { z } from 'zod';
import type { Answer } from '../domain/answer.ts';
import type { CarbonLine, DeviceLine } from '../domain/bid.ts';
import { answerSchema, carbonLineSchema, deviceSchema, evidenceSchema, removalSchema } from './bid-schemas.ts';
import type { ClarifiedRemoval, ClarifiedValues } from '../domain/clarification.ts';
import { AppError } from '../domain/errors.ts';
import type { Evidence } from '../domain/evidence.ts';
import { toIssues } from '../domain/issue.ts';

/** What an answer may say in values: answers, carbon lines, devices, removals and pointers. A price or quality points cannot be said. */
export const clarifiedValuesSchema = z
  .strictObject({
    answers: z.record(z.string(), answerSchema).default({}),
    carbon: z.array(carbonLineSchema).default([]),
    devices: z.array(deviceSchema).optional(),
    removals: z
      .array(
        z.strictObject({
          row: z.int().min(1).optional().meta({
            description: 'The removal of the bid that it corrects, counted from 1; left out: one to be added',
          }),
          removal: removalSchema,
        }),
      )
      .optional(),
    evidence: z
      .record(z.string(), evidenceSchema)
      .default({})
      .meta({ description: 'Pointers left out, by question id' }),
  })
  .meta({ id: 'ClarifiedValues' });

/** The values in a JSON text. Throws AppError `invalid-input` with every fault. */
export function parseClarifiedValues(json: unknown): ClarifiedValues {
  const result = clarifiedValuesSchema.safeParse(json, { reportInput: true });
  if (result.success) return toClarifiedValues(result.data);
  throw new AppError('invalid-input', 'The values have faults.', toIssues(result.error));
}

/** What the schema has read, as our own type. */
export function toClarifiedValues(given: z.output<typeof clarifiedValuesSchema>): ClarifiedValues {
  return {
    answers: Object.fromEntries(Object.entries(given.answers).map(([id, one]) => [id, plain(one) as Answer])),
    carbon: given.carbon.map((line) => plain(line) as CarbonLine),
    ...(given.devices === undefined ? {} : { devices: given.devices.map((one) => plain(one) as DeviceLine) }),
    ...(given.removals === undefined ? {} : { removals: given.removals.map((one) => plain(one) as ClarifiedRemoval) }),
    evidence: Object.fromEntries(Object.entries(given.evidence).map(([id, one]) => [id, toEvidence(one)])),
  };
}

export function toEvidence(given: z.output<typeof evidenceSchema>): Evidence {
  return plain(given) as Evidence;
}

/** zod leaves out what was not sent, but says that it may be undefined. */
function plain(given: object): unknown {
  return JSON.parse(JSON.stringify(given));
}
