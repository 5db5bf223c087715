import { z } from 'zod';
import type { ProcurementSummary, ProcurementView } from '../../../application/procurement-queries.ts';
import type { Publication } from '../../../application/records.ts';
import { PROCUREMENT_MOVES } from '../../../domain/lifecycle.ts';
import { ruleSetKey } from '../../../scoring/rule-set.ts';
import { factsSchema } from './facts.ts';
import { instant, reason, sha256, state } from './shared.ts';

const publication = z.strictObject({
  kind: z.enum(['published', 'adopted']),
  at: instant,
  by: z.string(),
  rule_set: z.string(),
  rule_set_sha256: sha256,
  factor_set: z.string().nullable().meta({ description: 'The conversion factors that are pinned; null in old ones' }),
  retrospective: z.boolean(),
  reason: z.string().nullable(),
  notice_reference: z.string().nullable(),
  methodology_file: z.string().nullable(),
  methodology_sha256: sha256.nullable(),
  confirmed_by: z.string().nullable(),
});

const summary = z.strictObject({
  reference: z.string(),
  title: z.string(),
  organisation: z.string(),
  state,
  revision: z.int().meta({ description: 'One more with every change; also the ETag' }),
  facts_version: z.int(),
  bid_deadline: z.iso.date(),
  deadline_passed: z.boolean(),
  rule_set: z.string(),
  sealed: z.boolean().meta({ description: 'Nobody reads the bids yet' }),
  banners: z.array(z.string()).meta({ description: 'Said on every page and pack' }),
  publication: publication.nullable(),
  closed_at: instant.nullable(),
  created_at: instant,
  updated_at: instant,
});

export const procurementSummarySchema = summary.meta({ id: 'ProcurementSummary' });

export const procurementSchema = summary
  .extend({
    rule_set_sha256: sha256,
    facts: factsSchema,
    facts_versions: z.array(z.strictObject({ version: z.int(), reason: z.string(), by: z.string(), at: instant })),
    moves: z.array(
      z.strictObject({
        move: z.enum(PROCUREMENT_MOVES),
        allowed: z.boolean(),
        note: z.string().nullable(),
        needs_reason: z.boolean(),
      }),
    ),
    bids: z.strictObject({ standing: z.int(), late: z.int(), withdrawn: z.int() }),
    prices: z
      .enum(['sealed', 'awaited', 'on-record'])
      .nullable()
      .meta({ description: 'Where prices stand that come separately; null where they come with the bids' }),
    assessment: z
      .strictObject({
        id: z.string(),
        status: z.enum(['trial', 'draft', 'issued']),
        input_hash: sha256,
        by: z.string(),
        at: instant,
        changed_since: z.array(z.string()),
      })
      .nullable(),
  })
  .meta({ id: 'Procurement' });

export const optionalReason = z.strictObject({ reason: reason.optional() });
export const requiredReason = z.strictObject({ reason });
export const adoption = z.strictObject({
  notice_reference: z.string().max(500),
  methodology_file: z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'SHA-256 of the methodology document, sent before as an import or a file' }),
  methodology: z
    .strictObject({ name: z.string().min(1).max(200), base64: z.base64().max(900_000) })
    .optional()
    .meta({ description: 'The methodology document itself, up to about 650 kB' }),
  rule_set_sha256: z.string().max(100),
  confirmed_by: z.string().max(200),
});
export const revision = z.strictObject({ facts: factsSchema, reason });

export function toSummaryJson(record: ProcurementSummary): z.output<typeof procurementSummarySchema> {
  const { facts } = record;
  return {
    reference: record.reference,
    title: facts.title,
    organisation: record.organisation,
    state: record.state,
    revision: record.revision,
    facts_version: record.factsVersion,
    bid_deadline: facts.bidDeadline,
    deadline_passed: record.deadlinePassed,
    rule_set: facts.ruleSet,
    sealed: record.sealed,
    banners: [...record.banners],
    publication: record.publication === undefined ? null : toPublicationJson(record.publication),
    closed_at: record.closedAt ?? null,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
}

export function toProcurementJson(view: ProcurementView) {
  const { assessment, bidCounts } = view;
  return {
    ...toSummaryJson(view),
    rule_set_sha256: view.ruleSetSha256,
    facts: view.facts,
    facts_versions: view.versions.map(({ version, reason: why, by, at }) => ({ version, reason: why, by, at })),
    moves: view.moves.map(({ move, allowed, note, needsReason }) => ({
      move,
      allowed,
      note: note ?? null,
      needs_reason: needsReason,
    })),
    prices: view.prices ?? null,
    bids: { standing: bidCounts.standing, late: bidCounts.late, withdrawn: bidCounts.withdrawn },
    assessment:
      assessment === undefined
        ? null
        : {
            id: assessment.id,
            status: assessment.status,
            input_hash: assessment.inputHash,
            by: assessment.by,
            at: assessment.at,
            changed_since: assessment.changedSince,
          },
  };
}

function toPublicationJson(given: Publication): z.output<typeof publication> {
  return {
    kind: given.kind,
    at: given.at,
    by: given.by,
    rule_set: ruleSetKey(given.ruleSet),
    rule_set_sha256: given.ruleSetSha256,
    factor_set: given.factorSet ?? null,
    retrospective: given.retrospective,
    reason: given.reason ?? null,
    notice_reference: given.noticeReference ?? null,
    methodology_file: given.methodologyFile ?? null,
    methodology_sha256: given.methodologySha256 ?? null,
    confirmed_by: given.confirmedBy ?? null,
  };
}
