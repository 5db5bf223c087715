import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import { toFraction } from '../domain/quantity.ts';
import type { ruleSetSchema } from './rule-set-schema.ts';

/** What `rule-set-schema.ts` reads. Apart from it, so that a thread that reads an upload does without zod. */
export type RuleSet = z.output<typeof ruleSetSchema>;
export type RuleSetCriterion = RuleSet['criteria'][number];
export type RuleSetCondition = RuleSet['conditions'][number];
export type RuleSetThreshold = RuleSet['thresholds'][number];
export type Scorecard = RuleSet['scorecards'][number];

/** `ict-net-zero-2030@2` */
export function ruleSetKey(ruleSet: Pick<RuleSet, 'id' | 'version'>): string {
  return `${ruleSet.id}@${ruleSet.version}`;
}

/** The profile by id or synonym (`MIX` is mixed), without regard to case. */
export function findProfile(ruleSet: RuleSet, name: string): RuleSet['profiles'][number] | undefined {
  const wanted = name.trim().toLowerCase();
  return ruleSet.profiles.find((profile) =>
    [profile.id, ...(profile.synonyms ?? [])].some((known) => known.toLowerCase() === wanted),
  );
}

/** The weight of a rule in a scorecard for a profile, as decimal text; `0` where the profile does not list it. */
export function weightOf(scorecard: Scorecard, profile: string, ruleId: string): string {
  return scorecard.weights[profile]?.[ruleId] ?? '0';
}

/** SHA-256, hex, of the canonical JSON (RFC 8785) of a value. */
export function canonicalSha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** Canonical JSON (RFC 8785). Absent keys are left out; numbers that matter are text. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Only JSON values have a canonical form');
  return text;
}

/** "end-of-life@1" to its parts. */
export function parseRuleKey(key: string): { readonly id: string; readonly version: number } {
  const [ruleId = '', version = ''] = key.split('@');
  return { id: ruleId, version: Number(version) };
}

/** Sum of the weights of a profile, exact. */
export function totalWeight(scorecard: Scorecard, profile: string) {
  return Object.values(scorecard.weights[profile] ?? {}).reduce(
    (total, weight) => total.add(toFraction(weight)),
    toFraction('0'),
  );
}
