import { z } from 'zod';
import {
  clamp,
  decimalText,
  type Fraction,
  ONE,
  parseDecimal,
  roundHalfUp,
  sum,
  toFraction,
  ZERO,
} from '../domain/quantity.ts';
import { addMonths, isWithinMonthsBefore } from '../domain/iso-date.ts';
import { outcomeOfItems } from './item-outcome.ts';
import { bands, checklist } from './method.ts';
import { question } from './question.ts';
import type { PreparedRule, Questions, Rule, RuleDefinition, RuleInput, RuleContext } from './rule.ts';
import { compileTable, readFacts } from './table-rule.ts';

/** What a rule file is handed, so that it needs no import but types. */
export const ruleKit = {
  defineRule,
  question,
  bands,
  checklist,
  z,
  /** A parameter that is an exact decimal, with its text. */
  decimal,
  /** A parameter that is a whole number of something counted (months, years), with its text. */
  count,
  /** Exact arithmetic: decimal text to an exact number, and what goes with it. */
  Fraction: toFraction,
  exact: { zero: ZERO, one: ONE, sum, clamp, decimalText, roundHalfUp, parseDecimal },
  /** Date arithmetic on ISO dates. */
  dates: { addMonths, isWithinMonthsBefore },
  /** The outcome of a condition that is checked item by item. */
  outcomeOfItems,
  /** What the bid says to each question of the rule, for a finding. */
  factsOf: readFacts,
};
export type RuleKit = typeof ruleKit;

/** The default export of a rule file. */
export type RuleModule = (kit: RuleKit) => Rule;

/** Makes a rule from its definition; the types tie questions, parameters and messages together. */
function defineRule<
  const Q extends Questions,
  P extends z.ZodObject,
  const M extends string,
  const D extends string = never,
>(definition: RuleDefinition<Q, P, M, D>): Rule {
  const { id, version, kind, subject, title, contractLink, references, questions, parameters, messages } = definition;
  const rule: Rule = {
    id,
    version,
    kind,
    subject,
    assessment: definition.kind === 'criterion' ? definition.assessment : 'facts',
    title,
    contractLink,
    references,
    questions,
    parameters,
    ...(definition.trialParameters === undefined ? {} : { trialParameters: definition.trialParameters }),
    messages,
    prepare: (values) => prepare(rule, definition, parameters.parse(values, { reportInput: true })),
  };
  return rule;
}

function prepare<Q extends Questions, P extends z.ZodObject, M extends string, D extends string>(
  rule: Rule,
  definition: RuleDefinition<Q, P, M, D>,
  parameters: z.output<P>,
): PreparedRule {
  if ('method' in definition) {
    const { questions, messages, method } = definition;
    const derive = (definition.derive ?? {}) as Readonly<Record<string, (input: RuleInput) => Fraction | undefined>>;
    return { rule, ...compileTable({ questions, messages, method, derive }, parameters) };
  }
  // The engine parses answers by the rule's own questions, so the input has the types the rule declares.
  const evaluate = (input: RuleInput, context: RuleContext) =>
    definition.evaluate(input as RuleInput<Q>, parameters, context);
  return { rule, scale: definition.scale(parameters), evaluate };
}

function decimal(description: string) {
  return z
    .string()
    .refine((text) => parseDecimal(text) !== undefined, { error: 'Enter a plain decimal as text, as "4.2"' })
    .transform((text) => toFraction(text))
    .describe(description);
}

function count(description: string) {
  return z.int().min(0).describe(description);
}
