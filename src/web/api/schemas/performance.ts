import { z } from 'zod';
import type { ContractPerformance } from '../../../application/contract-performance.ts';
import type { ContractVersionView } from '../../../application/contract-history.ts';
import type { DraftNotice } from '../../../application/draft-notice.ts';
import type { BandsView } from '../../../application/performance-bands.ts';
import { RATING_WORDS } from '../../../application/performance-words.ts';
import { type Commitment, CONTRACT_STATUSES, ICT_CATEGORIES } from '../../../domain/contract.ts';
import { NOT_RATED, RATINGS, type YearPerformance } from '../../../domain/contract-performance.ts';
import { type Grams, kilogramsText } from '../../../domain/quantity.ts';
import { contractSchema, toContractJson } from './carbon.ts';
import { date, decimal, instant, reason } from './shared.ts';

const kilograms = decimal.meta({ description: 'Kilograms CO2e, exact to the gram', example: '123.456' });
export const financialYear = z
  .string()
  .regex(/^\d{4}\/\d{2}$/, { error: 'Enter a financial year as 2026/27' })
  .meta({ description: 'A financial year', example: '2026/27' });
const text = z.string().max(300);

const bandLimits = {
  approaching_percent: decimal.meta({ description: 'Up to this percent of the commitment: Approaching target' }),
  improvement_percent: decimal.meta({ description: 'Up to this: Requires improvement; above it: Inadequate' }),
};

export const yearSchema = z
  .strictObject({
    financial_year: financialYear,
    committed_kg: kilograms.nullable(),
    actual_kg: kilograms.nullable(),
    months: z.int().meta({ description: 'Months of the term in the year' }),
    months_reported: z.int(),
    months_committed: z.int(),
    provisional: z.boolean(),
    rating: z.enum(RATINGS),
    not_rated_because: z.enum(NOT_RATED).nullable().meta({ description: 'Only with the rating other' }),
    bands: z.strictObject({
      ...bandLimits,
      version: z.int().meta({ description: '0 is the shipped proposal' }),
      origin: z.string(),
    }),
  })
  .meta({ id: 'YearPerformance' });

export function toYearJson(year: YearPerformance): z.output<typeof yearSchema> {
  const { bands } = year;
  return {
    financial_year: year.financialYear,
    committed_kg: gramsOrNull(year.committed),
    actual_kg: gramsOrNull(year.actual),
    months: year.months,
    months_reported: year.monthsReported,
    months_committed: year.monthsCommitted,
    provisional: year.provisional,
    rating: year.rating,
    not_rated_because: year.notRated ?? null,
    bands: {
      approaching_percent: bands.approachingPercent,
      improvement_percent: bands.improvementPercent,
      version: bands.version,
      origin: bands.origin,
    },
  };
}

function gramsOrNull(grams: Grams | undefined): string | null {
  return grams === undefined ? null : kilogramsText(grams);
}

export const performanceSchema = z
  .strictObject({ contract: contractSchema, years: z.array(yearSchema) })
  .meta({ id: 'ContractPerformance' });

export function toPerformanceJson({ contract, years }: ContractPerformance): z.output<typeof performanceSchema> {
  return { contract: toContractJson(contract), years: years.map(toYearJson) };
}

const versionSchema = z
  .strictObject({
    version: z.int().meta({ description: 'Of the ledger; the first item is the ETag for If-Match' }),
    recorded_at: instant,
    by: z.string(),
    differences: z.array(z.string()),
    reason: z.string().nullable(),
    origin: z
      .strictObject({ procurement: z.string(), bid: z.string(), lot: z.string().nullable(), edition: z.int() })
      .nullable()
      .meta({ description: 'The bid whose carbon the commitments are' }),
    file: z.string().nullable(),
    contract: contractSchema,
  })
  .meta({ id: 'ContractVersion' });
export const versionsSchema = z.strictObject({ items: z.array(versionSchema) });

export function toVersionsJson(versions: readonly ContractVersionView[]): z.output<typeof versionsSchema> {
  return {
    items: versions.map(({ version, recordedAt, by, differences, reason: why, origin, fileName, contract }) => ({
      version,
      recorded_at: recordedAt,
      by,
      differences: [...differences],
      reason: why ?? null,
      origin: origin === undefined ? null : { ...origin, lot: origin.lot ?? null },
      file: fileName ?? null,
      contract: toContractJson(contract),
    })),
  };
}

const commitmentBody = z.strictObject({
  year: text,
  tonnes: decimal,
  outside_inventory_tonnes: decimal.nullable().optional(),
});

export function toCommitment({
  outside_inventory_tonnes: part,
  ...stated
}: z.infer<typeof commitmentBody>): Commitment {
  return typeof part === 'string' ? { ...stated, outsideInventoryTonnes: part } : stated;
}

export const contractChange = z.strictObject({
  reason,
  end: date.optional(),
  annual_value: decimal.optional(),
  status: z.enum(CONTRACT_STATUSES).optional(),
  commitments: z.array(commitmentBody).max(100).optional(),
});

export const registration = z.strictObject({
  bid: text,
  lot: text.optional(),
  contract: text.min(1),
  ict_category: z.enum(ICT_CATEGORIES),
  department: text.optional(),
  start: date.optional(),
  end: date.optional(),
  annual_value: decimal.optional(),
});

export const bandsSchema = z
  .strictObject({
    shipped: z.strictObject({ ...bandLimits, source: z.string() }),
    versions: z.array(
      z.strictObject({
        version: z.int(),
        from: financialYear,
        ...bandLimits,
        reason: z.string(),
        by: z.string(),
        at: instant,
      }),
    ),
  })
  .meta({ id: 'PerformanceBands' });

export function toBandsJson({ versions, shipped }: BandsView): z.output<typeof bandsSchema> {
  return {
    shipped: {
      approaching_percent: shipped.approachingPercent,
      improvement_percent: shipped.improvementPercent,
      source: shipped.source.title,
    },
    versions: versions.map((one) => ({
      version: one.version,
      from: one.from,
      approaching_percent: one.approachingPercent,
      improvement_percent: one.improvementPercent,
      reason: one.reason,
      by: one.byName,
      at: one.at,
    })),
  };
}

export const bandsBody = z.strictObject({ from: financialYear, ...bandLimits, reason });

export const noticeSchema = z
  .strictObject({
    text: z.string(),
    notice: z
      .strictObject({
        buyer: z.strictObject({ name: z.string() }),
        tender: z.strictObject({ id: z.string().nullable(), title: z.string() }),
        contract: z.strictObject({ id: z.string(), title: z.string() }),
        statement: z.string(),
        supplier: z.strictObject({
          name: z.string(),
          identifier: z.strictObject({ scheme: z.string(), id: z.string() }),
          contactPoint: z.strictObject({ email: z.string().nullable() }),
          address: z.null(),
        }),
        indicator: z.strictObject({
          title: z.string(),
          committedTonnes: decimal.nullable(),
          actualTonnes: decimal.nullable(),
        }),
        rating: z.enum(Object.values(RATING_WORDS)),
        ratingReason: z.string(),
        period: z.strictObject({ startDate: date, endDate: date }),
      })
      .meta({ description: 'The fields of regulation 39(4), named as in OCDS where it has a name' }),
    to_complete: z.array(z.string()),
  })
  .meta({
    id: 'DraftPerformanceNotice',
    description: 'A draft only: a person completes it and publishes it elsewhere',
  });

export function toNoticeJson({ text: words, fields, toComplete }: DraftNotice): z.output<typeof noticeSchema> {
  return { text: words, notice: fields, to_complete: [...toComplete] };
}
