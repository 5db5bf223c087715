import type { CheckDefinition } from '../domain/reference-data.ts';
import type { Flag } from './assessment.ts';
import { type Check, type CheckReference, type ConsistencyInput, readerFor } from './check-input.ts';
import { CLAIM_CHECKS } from './claims.ts';
import { CROSS_CHECKS } from './cross-checks.ts';
import { FIGURE_CHECKS } from './figure-checks.ts';

export type { CheckReference, ConsistencyInput } from './check-input.ts';

/**
 * Questions to the bidder about its own figures (IC..) and claims (GW..), in the order of the definitions. A flag
 * opens a clarification; it never moves a score. A check whose inputs are missing is skipped. Checks across the bids
 * (OUT..) stand apart, in `outlierFlags`. Throws when a definition lacks a number that its check needs.
 */
export function consistencyFlags(input: ConsistencyInput, reference: CheckReference): Flag[] {
  return reference.checks.flatMap((definition) => flagsOf(definition, input, reference));
}

const CHECKS: ReadonlyMap<string, Check> = new Map(
  Object.entries({ ...FIGURE_CHECKS, ...CROSS_CHECKS, ...CLAIM_CHECKS }),
);

/** Codes that this module tests; a definition with another code is text only, or is tested elsewhere. */
export const CHECK_CODES: readonly string[] = [...CHECKS.keys()];

function flagsOf(definition: CheckDefinition, input: ConsistencyInput, reference: CheckReference): Flag[] {
  const { code, severity, title, questions } = definition;
  const found = CHECKS.get(code)?.(readerFor(input, reference, definition)) ?? [];
  return found.map((suspicion) => ({ code, severity, title, questions, ...suspicion }));
}
