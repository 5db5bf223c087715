import { z } from 'zod';
import type { QuestionView, RuleSetView, RuleView } from '../../../application/rule-queries.ts';
import type { Question } from '../../../scoring/question.ts';
import { ruleSetSchema } from '../../../scoring/rule-set-schema.ts';
import { decimal, sha256 } from './shared.ts';

const reference = z.strictObject({
  title: z.string(),
  url: z.url(),
  paragraph: z.string().optional(),
  inForce: z.strictObject({ from: z.string(), to: z.string().optional() }),
});

const use = z.strictObject({
  rule_set: z.string(),
  code: z.string(),
  scorecard: z.string().nullable(),
  weights: z.record(z.string(), decimal).meta({ description: 'By profile; empty for a condition' }),
  consequence: z.string().nullable(),
  scale: z.array(z.strictObject({ points: z.string().optional(), text: z.string() })),
  parameters: z.record(z.string(), z.unknown()),
});

const rule = z.strictObject({
  id: z.string(),
  version: z.int(),
  kind: z.enum(['condition', 'criterion']),
  subject: z.enum(['supplier', 'bid']),
  assessment: z.enum(['facts', 'judgement']),
  title: z.string(),
  contract_link: z.string(),
  references: z.array(reference),
  questions: z.array(z.string()),
  on_trial: z.boolean(),
  superseded: z.boolean(),
  uses: z.array(use),
});

export const ruleSummarySchema = rule.meta({ id: 'RuleSummary' });
export const ruleSchema = rule
  .extend({ messages: z.record(z.string(), z.string()), readme: z.string().nullable() })
  .meta({ id: 'Rule' });

const ruleSetHead = z.strictObject({
  rule_set: z.string(),
  title: z.string(),
  status: z.string(),
  sha256,
  profiles: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  findings: z.array(z.strictObject({ severity: z.enum(['error', 'warning']), code: z.string(), message: z.string() })),
});

export const ruleSetSummarySchema = ruleSetHead.meta({ id: 'RuleSetSummary' });
export const ruleSetViewSchema = ruleSetHead
  .extend({ content: ruleSetSchema.meta({ id: 'RuleSetContent' }) })
  .meta({ id: 'RuleSet' });

export const questionSchema = z
  .strictObject({
    id: z.string(),
    type: z.enum(['boolean', 'integer', 'decimal', 'percent', 'year', 'date', 'choice', 'text']),
    choices: z.array(z.string()),
    unit: z.string().nullable(),
    about: z.enum(['supplier', 'bid']),
    source: z.enum(['answer', 'about', 'bids', 'carbon', 'removals', 'devices', 'computed']),
    answered_by: z.enum(['bidder', 'council', 'evaluator', 'computed']),
    better: z.enum(['more', 'less', 'yes', 'no', 'later-choice', 'none']),
    minimum: decimal.nullable(),
    maximum: decimal.nullable(),
    text: z.string(),
    hint: z.string(),
    read_by: z.array(z.string()),
  })
  .meta({ id: 'Question' });

export function toRuleSummaryJson(view: RuleView) {
  const { id, version, kind, subject, assessment, title, contractLink, references, questions } = view.rule;
  return {
    id,
    version,
    kind,
    subject,
    assessment,
    title,
    contract_link: contractLink,
    references,
    questions: Object.values(questions).map((one) => one.id),
    on_trial: view.onTrial,
    superseded: view.superseded,
    uses: view.uses.map(({ ruleSet, code, scorecard, weights, consequence, scale, parameters }) => ({
      rule_set: ruleSet,
      code,
      scorecard: scorecard ?? null,
      weights,
      consequence: consequence ?? null,
      scale,
      parameters,
    })),
  };
}

export function toRuleJson(view: RuleView & { readonly readme?: string }) {
  return { ...toRuleSummaryJson(view), messages: view.rule.messages, readme: view.readme ?? null };
}

export function toRuleSetSummaryJson({ ruleSet, key, sha256: hash, findings }: RuleSetView) {
  const profiles = ruleSet.profiles.map(({ id, title }) => ({ id, title }));
  return { rule_set: key, title: ruleSet.title, status: ruleSet.status, sha256: hash, profiles, findings };
}

export function toRuleSetJson(view: RuleSetView) {
  return { ...toRuleSetSummaryJson(view), content: view.ruleSet };
}

export function toQuestionJson({ question, readBy }: QuestionView) {
  const { id, type, about, source, better, text, hint }: Question = question;
  return {
    id,
    type,
    choices: question.choices ?? [],
    unit: question.unit ?? null,
    about,
    source,
    answered_by: question.answeredBy,
    better,
    minimum: question.minimum ?? null,
    maximum: question.maximum ?? null,
    text,
    hint,
    read_by: readBy,
  };
}
