import { z } from 'zod';
import type { CarbonLine, DeviceLine, Removal } from '../../src/domain/bid.ts';
import type { LotFacts } from '../../src/domain/procurement.ts';
import { typedAnswer } from '../../src/scoring/computed-answers.ts';
import { evaluateFootprint, type FootprintParameters } from '../../src/scoring/footprint.ts';
import type { RuleInput, Rule } from '../../src/scoring/rule.ts';

/** The shape of a rule's `cases.json`: parameters of the rule set, and one case a line. */
const answer = z.union([z.boolean(), z.string(), z.strictObject({ notApplicable: z.string() })]);

const criterionExpected = z.strictObject({
  status: z.enum(['scored', 'not-assessed']),
  /** Exact, as `169/50`. */
  points: z.string().exactOptional(),
  /** All messages, in order. */
  messages: z.array(z.string()),
  /** Points of the nearest better result; absent where there is none. */
  nearestMissPoints: z.string().exactOptional(),
});

const conditionExpected = z.strictObject({
  outcome: z.enum(['pass', 'fail', 'clarify', 'not-required']),
  codes: z.array(z.string()),
  /** Messages that must be among the findings. */
  messages: z.array(z.string()).exactOptional(),
});

const ruleCase = z.strictObject({
  name: z.string(),
  answers: z.record(z.string(), answer).default({}),
  carbon: z.array(z.custom<CarbonLine>()).default([]),
  removals: z.array(z.custom<Removal>()).default([]),
  devices: z.array(z.custom<DeviceLine>()).default([]),
  /** Published facts that differ from the tester's own. */
  procurement: z.custom<Partial<LotFacts>>().default({}),
  bidDeadline: z.iso.date().default('2026-12-18'),
  /** Parameters that differ from the file's. */
  parameters: z.record(z.string(), z.unknown()).default({}),
  /** Values that the rule computes before its tests, as the case claims them. */
  derived: z.record(z.string(), z.string()).default({}),
  expected: z.union([criterionExpected, conditionExpected]),
});

const casesFile = z.strictObject({
  parameters: z.record(z.string(), z.unknown()),
  /** How carbon lines are valued, for rules that read the footprint. */
  footprint: z.custom<FootprintParameters>().exactOptional(),
  cases: z.array(ruleCase).min(1),
});

export type RuleCase = z.output<typeof ruleCase>;
export type CasesFile = z.output<typeof casesFile>;

export const parseCases = (json: unknown): CasesFile => casesFile.parse(json);
export const parseCase = (json: unknown): RuleCase => ruleCase.parse(json);

const FACTS: LotFacts = { profile: 'mixed', functionalUnit: 'user-year', functionalUnits: '1000' };

/** For rules that do not read the footprint: one stage, nothing assumed. */
const NO_FOOTPRINT: FootprintParameters = {
  unit: 'kgCO2e/user-year',
  boundaryStages: ['make'],
  tierUplift: { A: '1', B: '1', C: '1', D: '1' },
  stageDefaults: { make: '0', ship: '0', use: '0', serve: '0', end: '0' },
  defaultTotal: '0',
};

/** What the rule is given for a case, answers typed as the engine types them. */
export function inputOf(rule: Rule, file: CasesFile, one: RuleCase): RuleInput {
  const facts = { ...FACTS, ...one.procurement };
  const footprint = evaluateFootprint(one, facts, file.footprint ?? NO_FOOTPRINT, []);
  const answers = Object.fromEntries(
    Object.entries(one.answers).map(([id, value]) =>
      typeof value === 'object'
        ? [id, { state: 'not-applicable', reason: value.notApplicable } as const]
        : [id, { state: 'given', value } as const],
    ),
  );
  const supplier = { name: 'Example' };
  const bid = { reference: 'B1', supplier, answers, carbon: one.carbon, devices: one.devices, removals: one.removals };
  const sources = { bid, facts, footprint, bidDeadline: one.bidDeadline };
  return {
    answers: Object.fromEntries(
      Object.entries(rule.questions).map(([name, question]) => [name, typedAnswer(question, sources)]),
    ),
    footprint,
    devices: one.devices,
    removals: one.removals,
    procurement: facts,
  };
}
