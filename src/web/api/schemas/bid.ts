import { z } from 'zod';
import type { BidView } from '../../../application/bid-queries.ts';
import type { BidRecord } from '../../../application/records.ts';
import { answerSchema, carbonLineSchema, deviceSchema, removalSchema } from '../../../application/bid-schemas.ts';
import { decimal, instant } from './shared.ts';

const content = z
  .strictObject({
    reference: z.string(),
    lot: z.string().optional(),
    supplier: z.strictObject({
      name: z.string(),
      identifier: z.strictObject({ scheme: z.string(), id: z.string() }).optional(),
      email: z.string().optional(),
    }),
    receivedAt: z.string().optional(),
    price: decimal.optional(),
    qualityPoints: decimal.optional(),
    answers: z.record(z.string(), answerSchema),
    carbon: z.array(carbonLineSchema),
    devices: z.array(deviceSchema),
    removals: z.array(removalSchema),
  })
  .meta({ id: 'BidContent', description: 'What the supplier submitted, named as in the decision record' });

const status = z.enum(['current', 'superseded', 'withdrawn', 'late', 'duplicate']);

const summary = z.strictObject({
  bid: z.string(),
  lot: z.string().nullable(),
  supplier: z.string(),
  version: z.int(),
  status,
  status_reason: z.string().nullable(),
  import: z.string(),
  at: instant,
});

export const bidSummarySchema = summary.meta({ id: 'BidSummary' });
export const bidsSchema = z
  .strictObject({ standing: z.array(bidSummarySchema), set_aside: z.array(bidSummarySchema) })
  .meta({ id: 'Bids', description: 'What is assessed, and what was withdrawn or came late' });
export const bidSchema = summary
  .extend({ content, versions: z.array(bidSummarySchema), other_lots: z.array(z.string()) })
  .meta({ id: 'Bid' });

export function toBidSummaryJson(record: BidRecord): z.output<typeof bidSummarySchema> {
  return {
    bid: record.reference,
    lot: record.lot ?? null,
    supplier: record.bid.supplier.name,
    version: record.version,
    status: record.status,
    status_reason: record.statusReason ?? null,
    import: record.importId,
    at: record.at,
  };
}

export function toBidJson(view: BidView) {
  return {
    ...toBidSummaryJson(view),
    content: view.bid,
    versions: view.versions.map(toBidSummaryJson),
    other_lots: view.otherLots,
  };
}
