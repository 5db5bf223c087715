import { z } from 'zod';
import type { EvaluationView, ItemView, ScoredRecord } from '../../../application/evaluation-queries.ts';
import type { Judgement, Pointer } from '../../../application/evaluation-records.ts';
import type { ModerationView } from '../../../application/moderation-queries.ts';
import type { ConsensusInput } from '../../../application/record-consensus.ts';
import type { ScoreInput } from '../../../application/record-scores.ts';
import { roundHalfUp } from '../../../domain/quantity.ts';
import { answerSchema } from '../../../application/clarified-values.ts';
import { decimal, instant, state } from './shared.ts';

const text = z.string().max(5000);
const name = z.string().min(1).max(200);

export const assignment = z.strictObject({
  person: name.meta({ description: 'Id of the person, as X-Acting-As names it' }),
  name,
  rules: z
    .union([z.literal('all'), z.array(name)])
    .optional()
    .meta({ description: 'Rule ids; all by default; none takes the person off' }),
});

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
    }),
    z.strictObject({ kind: z.literal('points'), points: z.string().max(20) }),
  ])
  .meta({
    id: 'Judgement',
    description: 'Facts: the answers that differ from the bid; empty accepts them. Points only where people judge',
  });

const itemKey = {
  bid: name.meta({ description: 'The reference of the bid, or its code where bidders are not shown' }),
  lot: z.string().min(1).max(100).optional(),
  rule: name,
};

const content = { judgement, reason: text, pointers: z.array(pointer).max(50) };

export const scores = z.strictObject({
  scores: z.array(z.strictObject({ ...itemKey, ...content, change_reason: text.optional() })).max(500),
  lock: z.boolean().meta({ description: 'Lock these scores; with none given, every draft of yours' }),
});

export const consensus = z.strictObject({
  ...itemKey,
  ...content,
  answers_dissent: text.optional().meta({ description: 'How the reason answers who found otherwise; 40 characters' }),
  change_reason: text.optional(),
  second_approver: name.optional(),
});

export const itemQuery = z.object(itemKey);

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
  second_approver: secondApprover,
  ...one
}: z.output<typeof consensus>): ConsensusInput {
  return {
    ...toGiven(one),
    ...(answersDissent === undefined ? {} : { answersDissent }),
    ...(changeReason === undefined ? {} : { changeReason }),
    ...(secondApprover === undefined ? {} : { secondApprover }),
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
    own: z.array(
      z.strictObject({
        ...namedItem,
        state: z.enum(['open', 'draft', 'locked', 'agreed']),
        found: z.string().nullable(),
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
    missing: z.array(z.string()).meta({ description: 'What is still to do before the consensus can be locked' }),
  })
  .meta({ id: 'Evaluation' });

export function toEvaluationJson({ record, blind, own, progress, missing }: EvaluationView) {
  return {
    procurement: record.reference,
    state: record.state,
    blind,
    own: own.map((one) => ({ ...toNamedJson(one), state: one.state, found: one.found ?? null })),
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

function toNamedJson({ item, bid, bidder }: Pick<ItemView, 'item' | 'bid' | 'bidder'>) {
  const { lot, rule, code, definition, kind, assessment } = item;
  return { bid, bidder, lot: lot ?? null, rule, code, title: definition.title, kind, assessment };
}

const warning = z.strictObject({ code: z.enum(['echoes-the-scale', 'same-fact-apart']), message: z.string() });

const scored = z.strictObject({
  ...content,
  found: z.string(),
  by: z.string(),
  at: instant,
  change_reason: z.string().nullable(),
  answers_dissent: z.string().nullable(),
  second_approver: z.string().nullable(),
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
    documents: z.array(z.string()),
    proposal: z.strictObject({ text: z.string(), findings: z.array(z.string()) }),
    draft: scored.nullable(),
    own: scored.nullable(),
    others: z.array(scored),
    must_moderate: z.array(z.string()),
    waiting_for: z.array(z.string()),
    consensus: scored.nullable(),
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
    documents: view.documents,
    proposal: { text: item.proposal.text, findings: item.proposal.findings.map(({ message }) => message) },
    draft: draft === undefined ? null : toScoredJson(draft),
    own: own === undefined ? null : toScoredJson(own),
    others: view.others.map(toScoredJson),
    must_moderate: view.comparison?.mustModerate ?? [],
    waiting_for: view.waitingFor,
    consensus: agreed === undefined ? null : toScoredJson(agreed),
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
