import { z } from 'zod';
import { STAGES } from '../../../domain/bid.ts';
import { PRICE_METHODS, type Procurement, ROUTES } from '../../../domain/procurement.ts';
import { date, decimal } from './shared.ts';

const lotFacts = {
  profile: z.string(),
  functionalUnit: z.string(),
  functionalUnits: decimal,
  estimatedValue: decimal.optional(),
  contractStart: date.optional(),
  contractEnd: date.optional(),
  shares: z.strictObject({ environment: decimal, quality: decimal, price: decimal }).optional(),
  priceMethod: z.enum(PRICE_METHODS).optional(),
  priceBenchmarkHigh: decimal.optional(),
  priceBenchmarkLow: decimal.optional(),
  carbonBenchmarkHigh: decimal.optional(),
  carbonBenchmarkLow: decimal.optional(),
  carbonDefaultTotal: decimal.optional(),
  stageDefaults: z.partialRecord(z.enum(STAGES), decimal).optional(),
  boundaryStages: z.array(z.enum(STAGES)).optional(),
  referenceFootprintTonnes: decimal.optional(),
};

const lot = z.strictObject(lotFacts).partial().extend({ id: z.string(), title: z.string() });

/** The published facts, named as in the decision record, because their canonical JSON is what is hashed. */
export const factsSchema = z
  .strictObject({
    ...lotFacts,
    organisation: z.string(),
    reference: z.string(),
    title: z.string(),
    route: z.enum(ROUTES),
    noticeReference: z.string().optional(),
    frameworkReference: z.string().optional(),
    ruleSet: z.string(),
    bidDeadline: date,
    prices: z
      .literal('separate')
      .optional()
      .meta({ description: 'In a file of their own, after the consensus; left out: with the bids' }),
    adoptions: z.array(z.strictObject({ code: z.string(), on: z.boolean(), reason: z.string().optional() })),
    lots: z.array(lot),
  })
  .meta({ id: 'Facts', description: 'The published facts of a procurement, named as in the decision record' });

/** Facts that the schema has checked. Absent keys are absent, not undefined: the schema adds none. */
export function toFacts(facts: z.output<typeof factsSchema>): Procurement {
  return facts as Procurement;
}
