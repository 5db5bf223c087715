import { z } from 'zod';
import type { EvaluationView, ItemView, ScoredRecord } from '../../../application/evaluation-queries.ts';
import { carbonLineSchema } from '../../../application/bid-schemas.ts';
import type { ModerationView } from '../../../application/moderation-queries.ts';
import { itemKey, scoreContent } from '../../../application/score-schemas.ts';
import { roundHalfUp } from '../../../domain/quantity.ts';
import { decimal, instant, state } from './shared.ts';

const name = z.string().min(1).max(200);

export const assignment = z.strictObject({
  person: name.meta({ description: 'Id of the person, as X-Acting-As names it' }),
  name,
  rules: z
    .union([z.literal('all'), z.array(name)])
    .optional()
    .meta({ description: 'Rule ids; all by default; none takes the person off' }),
});

export const itemQuery = z.object(itemKey);

const again = z.string().nullable().meta({
  description: 'Why what was found before is to be verified again: the bid has changed in what the rule reads',
});

const namedItem = {
  bid: z.string(),
  bidder: z.string(),
  lot: z.string().nullable(),
  rule: z.string(),
  code: z.string(),
  title: z.string(),
  kind: z.enum(['criterion', 'condition']),
  assessment: z.enum(['facts', 'judgement']),
};

export const evaluationSchema = z
  .strictObject({
    procurement: z.string(),
    state,
    blind: z.boolean(),
    elsewhere: z
      .strictObject({
        file: z.string(),
        file_sha256: z.string(),
        evaluators: z.array(z.string()),
        moderator: z.string(),
        interests: z.string().nullable(),
        imported_by: z.string(),
        imported_at: instant,
      })
      .nullable()
      .meta({ description: 'Where it was done in another system: what was imported' }),
    own: z.array(
      z.strictObject({
        ...namedItem,
        state: z.enum(['open', 'again', 'draft', 'locked', 'agreed']),
        found: z.string().nullable(),
        again,
      }),
    ),
    progress: z.array(
      z.strictObject({
        person: z.string(),
        name: z.string(),
        rules: z.union([z.literal('all'), z.array(z.string())]),
        items: z.int(),
        locked: z.int(),
      }),
    ),
    missing: z
      .array(z.string())
      .meta({ description: 'What people must still verify, score and agree before the lock' }),
  })
  .meta({ id: 'Evaluation' });

export function toEvaluationJson({ record, blind, elsewhere, own, progress, missing }: EvaluationView) {
  return {
    procurement: record.reference,
    state: record.state,
    blind,
    elsewhere: elsewhere === undefined ? null : toElsewhereJson(elsewhere),
    own: own.map((one) => ({
      ...toNamedJson(one),
      state: one.state,
      found: one.found ?? null,
      again: one.again ?? null,
    })),
    progress: progress.map(({ assignment: one, items, locked }) => ({
      person: one.person,
      name: one.personName,
      rules: one.rules,
      items,
      locked,
    })),
    missing,
  };
}

function toElsewhereJson(one: NonNullable<EvaluationView['elsewhere']>) {
  const { file, sha256, evaluators, moderator, interests, byName, at } = one;
  return {
    file,
    file_sha256: sha256,
    evaluators,
    moderator,
    interests: interests ?? null,
    imported_by: byName,
    imported_at: at,
  };
}

function toNamedJson({ item, bid, bidder }: Pick<ItemView, 'item' | 'bid' | 'bidder'>) {
  const { lot, rule, code, definition, kind, assessment } = item;
  return { bid, bidder, lot: lot ?? null, rule, code, title: definition.title, kind, assessment };
}

export const warning = z.strictObject({ code: z.enum(['echoes-the-scale', 'same-fact-apart']), message: z.string() });

const scored = z.strictObject({
  ...scoreContent,
  found: z.string(),
  by: z.string(),
  at: instant,
  change_reason: z.string().nullable(),
  answers_dissent: z.string().nullable(),
  failed_before: z
    .array(z.string())
    .meta({ description: 'What the bid had failed when this was changed: a second person must approve the change' }),
  second_approver: z.string().nullable().meta({ description: 'Who approved such a change; null until somebody has' }),
});

export const itemSchema = z
  .strictObject({
    ...namedItem,
    procurement: z.string(),
    blind: z.boolean(),
    contract_link: z.string(),
    scale: z.array(z.strictObject({ points: z.string().nullable(), text: z.string() })),
    whole_points: z.array(z.int()),
    facts: z.array(
      z.strictObject({
        question: z.string(),
        text: z.string(),
        value: z.string().nullable(),
        not_applicable_because: z.string().nullable(),
        evidence: z.string().nullable(),
        may_correct: z.boolean(),
      }),
    ),
    carbon_lines: z
      .array(carbonLineSchema)
      .meta({ description: 'Lines that may be corrected, where the rule reads them' }),
    documents: z.array(z.string()),
    proposal: z.strictObject({ text: z.string(), findings: z.array(z.string()) }),
    draft: scored.nullable(),
    own: scored.nullable(),
    others: z.array(scored),
    must_moderate: z.array(z.string()),
    waiting_for: z.array(z.string()),
    consensus: scored.nullable(),
    again,
    warnings: z.array(warning),
  })
  .meta({ id: 'EvaluationItem' });

export function toItemJson(view: ItemView) {
  const { item, record, facts, draft, own, consensus: agreed } = view;
  return {
    ...toNamedJson(view),
    procurement: record.reference,
    blind: view.blind,
    contract_link: item.definition.contractLink,
    scale: item.scale.map((row) => ({ points: row.points ?? null, text: row.text })),
    whole_points: item.wholePoints,
    facts: facts.map(({ question, value, notApplicable, evidence, mayCorrect }) => ({
      question: question.id,
      text: question.text,
      value: value ?? null,
      not_applicable_because: notApplicable ?? null,
      evidence: evidence ?? null,
      may_correct: mayCorrect,
    })),
    carbon_lines: view.lines,
    documents: view.documents,
    proposal: { text: item.proposal.text, findings: item.proposal.findings.map(({ message }) => message) },
    draft: draft === undefined ? null : toScoredJson(draft),
    own: own === undefined ? null : toScoredJson(own),
    others: view.others.map(toScoredJson),
    must_moderate: view.comparison?.mustModerate ?? [],
    waiting_for: view.waitingFor,
    consensus: agreed === undefined ? null : toScoredJson(agreed),
    again: view.again ?? null,
    warnings: view.warnings,
  };
}

function toScoredJson(one: ScoredRecord) {
  return {
    judgement: one.judgement,
    reason: one.reason,
    pointers: one.pointers,
    found: one.found,
    by: 'byName' in one ? one.byName : one.person,
    at: one.at,
    change_reason: one.changeReason ?? null,
    answers_dissent: 'answersDissent' in one ? (one.answersDissent ?? null) : null,
    failed_before: 'failedBefore' in one ? (one.failedBefore ?? []) : [],
    second_approver: 'secondApprover' in one ? (one.secondApprover ?? null) : null,
  };
}

export const moderationSchema = z
  .strictObject({
    procurement: z.string(),
    state,
    blind: z.boolean(),
    items: z.array(
      z.strictObject({
        ...namedItem,
        state: z.enum(['waiting', 'to-moderate', 'undisputed', 'agreed']),
        must_moderate: z.array(z.string()),
        waiting_for: z.array(z.string()),
        found: z.array(z.strictObject({ by: z.string(), text: z.string() })),
        agreed: z.string().nullable(),
        again,
      }),
    ),
    agreement: z
      .strictObject({
        krippendorff_alpha: decimal,
        units: z.int(),
        no_variation: z.boolean(),
        quadratic_kappa: decimal.nullable(),
        reading: z.string(),
      })
      .nullable()
      .meta({ description: 'How much the evaluators agree: a diagnosis, never a result' }),
    warnings: z.array(warning),
    missing: z.array(z.string()),
  })
  .meta({ id: 'Moderation' });

export function toModerationJson({ record, blind, items, agreement, warnings, missing }: ModerationView) {
  return {
    procurement: record.reference,
    state: record.state,
    blind,
    items: items.map((one) => ({
      ...toNamedJson(one),
      state: one.state,
      must_moderate: one.mustModerate,
      waiting_for: one.waitingFor,
      found: one.found,
      agreed: one.agreed ?? null,
      again: one.again ?? null,
    })),
    agreement:
      agreement === undefined
        ? null
        : {
            krippendorff_alpha: roundHalfUp(agreement.alpha, 6),
            units: agreement.units,
            no_variation: agreement.noVariation,
            quadratic_kappa: agreement.quadraticKappa === undefined ? null : roundHalfUp(agreement.quadraticKappa, 6),
            reading: agreement.reading,
          },
    warnings,
    missing,
  };
}

export const scoresDone = z.strictObject({ drafts: z.int(), locked: z.int(), warnings: z.array(warning) });
export const factsDone = z.strictObject({ drafts: z.int(), left_out: z.array(z.string()) });
export const consensusDone = z.strictObject({ warnings: z.array(warning) });
export const confirmationDone = z.strictObject({ confirmed: z.int(), left_out: z.array(z.string()) });
