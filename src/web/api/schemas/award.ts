import { z } from 'zod';
import type { AwardView } from '../../../application/award-queries.ts';
import {
  type AwardStep,
  type BidOfLot,
  SET_ASIDE_DUTIES,
  SET_ASIDE_GROUNDS,
} from '../../../application/award-records.ts';
import type { SupplierNote } from '../../../application/supplier-note.ts';
import { date, decimal, instant, reason, sha256 } from './shared.ts';

const bid = z.string().min(1).max(200);
const lot = z.string().min(1).max(100);
const givenBid = { bid, lot: lot.optional() };
const shownBid = z.strictObject({ bid: z.string(), lot: z.string().nullable() });
const acknowledgement = reason
  .optional()
  .meta({ description: 'Where the ranking is fragile: that this was seen, and why it is approved all the same' });

export const approvalBody = z.strictObject({ acknowledgement });
export const editionBody = z.strictObject({ reason, acknowledgement });
export const redactionBody = z.strictObject({
  ...givenBid,
  rule: z.string().min(1).max(200),
  words: z.string().min(1).max(2000).optional().meta({ description: 'Without them the whole explanation is withheld' }),
  reason,
});
export const summarySentBody = z.strictObject({ ...givenBid, sent_on: date });
export const setAsideBody = z.strictObject({
  ...givenBid,
  ground: z.enum(SET_ASIDE_GROUNDS),
  duty: z.enum(SET_ASIDE_DUTIES),
  code: z.string().min(1).max(50).optional().meta({ description: 'The published condition or threshold not met' }),
  reason,
});
export const awardBody = z.strictObject({
  winners: z.array(z.strictObject(givenBid)).min(1).max(200),
  reason,
});
export const standstillBody = z.strictObject({
  notice_reference: z.string().max(500),
  notice_date: date,
  ends: date.optional().meta({ description: 'A later end than the law asks for' }),
});
export const contractBody = z.strictObject({ signed_on: date });

const made = { number: z.int(), by: z.string(), by_name: z.string(), at: instant };
const step = z.discriminatedUnion('kind', [
  z.strictObject({
    ...made,
    kind: z.literal('approval'),
    edition: z.int(),
    assessment: z.string(),
    proposed: z.array(shownBid),
    acknowledgement: z.string().nullable(),
    reason: z.string().nullable(),
    chain_head: sha256,
  }),
  z.strictObject({
    ...made,
    kind: z.literal('redaction'),
    ...shownBid.shape,
    rule: z.string(),
    words: z.string().nullable(),
    reason: z.string(),
  }),
  z.strictObject({ ...made, kind: z.literal('summary-sent'), ...shownBid.shape, sent_on: date, edition: z.int() }),
  z.strictObject({
    ...made,
    kind: z.literal('set-aside'),
    ...shownBid.shape,
    ground: z.enum(SET_ASIDE_GROUNDS),
    duty: z.enum(SET_ASIDE_DUTIES),
    reason: z.string(),
  }),
  z.strictObject({ ...made, kind: z.literal('award'), winners: z.array(shownBid), reason: z.string() }),
  z.strictObject({
    ...made,
    kind: z.literal('standstill'),
    notice_reference: z.string(),
    notice_date: date,
    ends: date,
    holidays: z.array(date),
  }),
  z.strictObject({ ...made, kind: z.literal('contract'), signed_on: date }),
]);

export const awardSchema = z
  .strictObject({
    procurement: z.string(),
    edition: z.int().meta({ description: 'The latest edition of the issued pack' }),
    chain_head: sha256,
    needs_new_edition: z.boolean(),
    ranked: z.array(
      shownBid.extend({ supplier: z.string(), rank: z.int(), set_aside: z.boolean(), can_be_awarded: z.boolean() }),
    ),
    summaries: z.array(shownBid.extend({ supplier: z.string(), sent_on: date.nullable() })),
    standstill: z.enum(['mandatory', 'voluntary', 'none']),
    standstill_ends: date.nullable(),
    may_contract: z.boolean(),
    register: z.array(
      shownBid.extend({
        contract: z
          .string()
          .nullable()
          .meta({ description: 'Its reference on the carbon register; null: still to be put there' }),
      }),
    ),
    steps: z.array(step),
  })
  .meta({ id: 'Award' });

export const supplierNoteSchema = z
  .strictObject({
    procurement: z.string(),
    bid: z.string(),
    lot: z.string().nullable(),
    supplier: z.string(),
    internal: z.boolean().meta({ description: 'Not for the supplier until the standstill has ended' }),
    internal_until: date.nullable(),
    criteria: z.array(
      z.strictObject({ code: z.string(), title: z.string(), points: decimal, next_mark: z.array(z.string()) }),
    ),
  })
  .meta({ id: 'SupplierNote' });

export function toBidOfLot(given: { readonly bid: string; readonly lot?: string | undefined }): BidOfLot {
  return { bid: given.bid, ...(given.lot === undefined ? {} : { lot: given.lot }) };
}

export function toAwardJson(view: AwardView): z.output<typeof awardSchema> {
  return {
    procurement: view.reference,
    edition: view.edition,
    chain_head: view.chainHead,
    needs_new_edition: view.needsNewEdition,
    ranked: view.ranked.map((one) => ({
      ...toBidJson(one),
      supplier: one.supplier,
      rank: one.rank,
      set_aside: one.setAside,
      can_be_awarded: one.canBeAwarded,
    })),
    summaries: view.summaries.map((one) => ({
      ...toBidJson(one),
      supplier: one.supplier,
      sent_on: one.sentOn ?? null,
    })),
    standstill: view.duties.standstill,
    standstill_ends: view.standstillEnds ?? null,
    may_contract: view.mayContract,
    register: view.register.map((one) => ({ ...toBidJson(one), contract: one.contract ?? null })),
    steps: view.steps.map(toStepJson),
  };
}

export function toSupplierNoteJson(note: SupplierNote): z.output<typeof supplierNoteSchema> {
  return {
    procurement: note.procurement,
    ...toBidJson(note),
    supplier: note.supplier,
    internal: note.internal,
    internal_until: note.internalUntil ?? null,
    criteria: note.criteria.map(({ code, title, points, nextMark }) => ({
      code,
      title,
      points,
      next_mark: [...nextMark],
    })),
  };
}

function toBidJson(one: BidOfLot): z.output<typeof shownBid> {
  return { bid: one.bid, lot: one.lot ?? null };
}

function toStepJson(one: AwardStep): z.output<typeof step> {
  const { number, by, byName, at } = one;
  const common = { number, by, by_name: byName, at };
  switch (one.kind) {
    case 'approval':
      return {
        ...common,
        kind: one.kind,
        edition: one.edition,
        assessment: one.assessment,
        proposed: one.proposed.map(toBidJson),
        acknowledgement: one.acknowledgement ?? null,
        reason: one.reason ?? null,
        chain_head: one.chainHead,
      };
    case 'redaction':
      return {
        ...common,
        kind: one.kind,
        ...toBidJson(one),
        rule: one.rule,
        words: one.words ?? null,
        reason: one.reason,
      };
    case 'summary-sent':
      return { ...common, kind: one.kind, ...toBidJson(one), sent_on: one.sentOn, edition: one.edition };
    case 'set-aside':
      return { ...common, kind: one.kind, ...toBidJson(one), ground: one.ground, duty: one.duty, reason: one.reason };
    case 'award':
      return { ...common, kind: one.kind, winners: one.winners.map(toBidJson), reason: one.reason };
    case 'standstill':
      return {
        ...common,
        kind: one.kind,
        notice_reference: one.noticeReference,
        notice_date: one.noticeDate,
        ends: one.ends,
        holidays: [...one.holidays],
      };
    case 'contract':
      return { ...common, kind: one.kind, signed_on: one.signedOn };
  }
}
