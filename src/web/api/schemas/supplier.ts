import { z } from 'zod';
import type { SupplierRecord } from '../../../application/records.ts';
import { supplierPath } from '../../../application/suppliers.ts';

export const supplierSchema = z
  .strictObject({
    id: z.string().meta({ description: 'Scheme and number', example: 'GB-COH-01234567' }),
    scheme: z.string(),
    number: z.string(),
    name: z.string(),
    contracts: z
      .array(z.string())
      .meta({ description: 'References; their figures are at /suppliers/{id}/performance' }),
    bids: z.array(
      z.strictObject({ procurement: z.string(), bid: z.string(), lot: z.string().nullable(), status: z.string() }),
    ),
    evidence: z
      .array(
        z.strictObject({ document: z.string(), procurement: z.string(), bid: z.string(), valid_until: z.string() }),
      )
      .meta({ description: 'Evidence that ends, soonest first' }),
  })
  .meta({ id: 'Supplier' });

export function toSupplierJson(record: SupplierRecord): z.output<typeof supplierSchema> {
  return {
    id: supplierPath(record),
    scheme: record.scheme,
    number: record.id,
    name: record.name,
    contracts: [...record.contracts],
    bids: record.bids.map(({ procurement, bid, lot, status }) => ({ procurement, bid, lot: lot ?? null, status })),
    evidence: record.evidence.map(({ document, procurement, bid, validUntil }) => ({
      document,
      procurement,
      bid,
      valid_until: validUntil,
    })),
  };
}
