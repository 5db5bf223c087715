import { z } from 'zod';
import { STAGES } from '../domain/bid.ts';
import { type Issue, toIssues } from '../domain/issue.ts';
import { parseDecimal } from '../domain/quantity.ts';
import type { RuleSet } from './rule-set.ts';

const decimal = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined, { error: 'Enter a plain decimal as text, as "4.2"' });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'Use lower-case words joined by hyphens' });
const ruleAtVersion = z
  .string()
  .regex(/^[a-z0-9-]+@\d+$/, { error: 'Name a rule and its version, as "end-of-life@1"' });
const date = z.iso.date();
const weights = z.record(id, z.record(id, decimal));

const reference = z.strictObject({
  title: z.string(),
  url: z.url(),
  paragraph: z.string().optional(),
  /** False where the passage was cited from memory and must still be checked. */
  checked: z.boolean(),
});

const testOfThreshold = z.union([
  z.strictObject({ criterion: id, operator: z.literal('>='), value: decimal }),
  z.strictObject({ total: z.string(), operator: z.literal('>='), value: decimal }),
]);

/** A rule set: which rules apply, with weights, parameters, thresholds and dates. Policy numbers live here. */
export const ruleSetSchema = z.strictObject({
  id,
  version: z.int().positive(),
  title: z.string(),
  /** Told to the reader wherever the rule set is shown. */
  status: z.string(),
  inForce: z.strictObject({ from: date, to: date.optional() }),
  references: z.array(reference).min(1),
  profiles: z
    .array(
      z.strictObject({
        id,
        synonyms: z.array(z.string()).optional(),
        title: z.string(),
        /** Whether the template also asks the optional questions that only the consistency checks read. */
        crossChecks: z.boolean(),
      }),
    )
    .min(1),
  scorecards: z
    .array(
      z.strictObject({
        id,
        title: z.string(),
        stage: z.enum(['award', 'participation']),
        subject: z.enum(['bid', 'supplier']),
        entersTotal: z.boolean(),
        use: z.string(),
        /** Rule id to weight, by profile; each profile totals 100, or is empty. */
        weights,
        /** Why criteria about the supplier stand in the award scorecard, where they do. */
        supplierCriteriaReason: z.string().optional(),
      }),
    )
    .min(1),
  criteria: z.array(
    z.strictObject({
      rule: ruleAtVersion,
      code: z.string(),
      group: z.string(),
      scorecard: id,
      assessment: z.enum(['facts', 'judgement']),
      /** What nothing submitted is worth, after one clarification. */
      whenNotAssessed: decimal,
      evidence: z.array(z.string()),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
  conditions: z.array(
    z.strictObject({
      rule: ruleAtVersion,
      code: z.string(),
      stage: z.enum(['participation', 'award']),
      /** Published consequence; a condition without one is refused. */
      consequence: z.string().min(1),
      on: z.boolean(),
      reasonRequired: z.boolean(),
      /** Profiles whose template asks for a plain declaration only; the items may still be answered. */
      selfDeclaration: z.strictObject({ question: id, profiles: z.array(id) }).optional(),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
  thresholds: z.array(
    z.strictObject({
      id,
      code: z.string(),
      title: z.string(),
      stage: z.enum(['participation', 'award']),
      test: testOfThreshold,
      consequence: z.string().min(1),
      adopted: z.boolean(),
      adoptionReason: z.string().nullable(),
      references: z.array(reference),
    }),
  ),
  footprint: z.strictObject({
    unit: z.string(),
    boundaryStages: z.array(z.enum(STAGES)).min(1),
    tierUplift: z.strictObject({ A: decimal, B: decimal, C: decimal, D: decimal }),
    stageDefaults: z.strictObject({ make: decimal, ship: decimal, use: decimal, serve: decimal, end: decimal }),
    defaultTotal: decimal,
  }),
  netCarbon: z.strictObject({
    /** Share of the reference footprint that removals may count for. */
    cap: decimal,
    /** How much of a retired tonne counts, by kind. */
    quality: z.strictObject({
      'permanent-removal': decimal,
      'nature-removal': decimal,
      avoidance: decimal,
      unknown: decimal,
    }),
    /** Registries whose nature removals count; others count 0. */
    natureRegistries: z.array(z.string()),
  }),
  /** For the notional discount price method: percent of the price by the level claimed. */
  notionalDiscount: z
    .strictObject({ question: id, percentByLevel: z.record(z.string(), decimal), sanctionFactor: decimal })
    .optional(),
  shadowPrice: z.strictObject({ series: z.enum(['low', 'central', 'high']), discountPercent: decimal }),
  /** Read in order, for exactly equal results only; `lot` is the lowest SHA-256 of input hash and bid id. */
  tieBreak: z
    .array(z.union([z.strictObject({ higherPoints: id }), z.enum(['lower-evaluated-gross', 'lower-price', 'lot'])]))
    .min(1),
});

/** Reads a rule set from JSON; unknown keys are refused. Returns the issues when it is not one. */
export function parseRuleSet(json: unknown, at: string): { ruleSet: RuleSet } | { issues: Issue[] } {
  const result = ruleSetSchema.safeParse(json, { reportInput: true });
  return result.success ? { ruleSet: result.data } : { issues: toIssues(result.error, at) };
}
