import { z } from 'zod';
import { type InterestDeclaration, type InterestDecision, INTERESTS } from '../../../application/evaluation-records.ts';
import type { InterestState, InterestsView } from '../../../application/interest-queries.ts';
import { instant, state } from './shared.ts';

const text = z.string().max(5000);

export const declaration = z.strictObject({
  interest: z.enum(INTERESTS),
  details: text.optional(),
  mitigation: text.optional(),
});

export const interestDecision = z.strictObject({
  decision: z.enum(['mitigation-accepted', 'replaced']),
  reason: text,
});

const interestState = z.strictObject({
  person: z.string(),
  name: z.string(),
  clearance: z.enum(['not-declared', 'awaiting-decision', 'replaced', 'cleared']),
  declared: z.enum(INTERESTS).nullable(),
  details: z.string().nullable(),
  mitigation: z.string().nullable(),
  declared_at: instant.nullable(),
  decision: z.string().nullable(),
  decision_reason: z.string().nullable(),
  decided_by: z.string().nullable(),
});

export const interestsSchema = z
  .strictObject({
    procurement: z.string(),
    state,
    bidders: z.array(z.string()),
    own: interestState,
    everybody: z.array(interestState),
  })
  .meta({ id: 'Interests' });

export function toInterestsJson({ record, bidders, own, everybody }: InterestsView) {
  return {
    procurement: record.reference,
    state: record.state,
    bidders,
    own: toInterestJson(own),
    everybody: everybody.map(toInterestJson),
  };
}

function toInterestJson({ person, name: who, clearance, declaration: one, decision }: InterestState) {
  return { person, name: who, clearance, ...declaredJson(one), ...decidedJson(decision) };
}

function declaredJson(one: InterestDeclaration | undefined) {
  return {
    declared: one?.interest ?? null,
    details: one?.details ?? null,
    mitigation: one?.mitigation ?? null,
    declared_at: one?.at ?? null,
  };
}

function decidedJson(decision: InterestDecision | undefined) {
  return {
    decision: decision?.decision ?? null,
    decision_reason: decision?.reason ?? null,
    decided_by: decision?.byName ?? null,
  };
}
