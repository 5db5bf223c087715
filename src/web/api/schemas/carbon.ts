import { z } from 'zod';
import { evidenceSchema } from '../../../application/bid-schemas.ts';
import type { FigureView } from '../../../application/contract-queries.ts';
import type { Waterfall } from '../../../application/editions.ts';
import type { HeldContract } from '../../../application/held-picture.ts';
import { CHANGE_CAUSES, type LedgerEdition } from '../../../application/ledger-stores.ts';
import { supplierIdentity, supplierPath } from '../../../application/suppliers.ts';
import { workingText } from '../../../domain/figure-working.ts';
import { qualityOf } from '../../../domain/line-figures.ts';
import { type Grams, kilogramsText } from '../../../domain/quantity.ts';
import { RESTATEMENT_THRESHOLD } from '../../../domain/restatement.ts';
import { TOTAL_KEYS } from '../../../domain/totals-query.ts';
import { date, decimal, instant } from './shared.ts';

const kilograms = decimal.meta({ description: 'Kilograms CO2e, exact to the gram', example: '123.456' });
const month = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .meta({ description: 'A month', example: '2026-04' });

const amounts = {
  committed_kg: kilograms,
  actual_kg: kilograms,
  forecast_kg: kilograms,
  estimated_kg: kilograms,
  total_kg: kilograms.meta({
    description: 'For each contract and month what is actual, else estimated, else forecast; never what is committed',
  }),
  market_based_kg: kilograms
    .nullable()
    .meta({ description: 'Of the lines of the total that have one; null where none has' }),
  avoided_kg: kilograms,
  biogenic_kg: kilograms,
  removals_kg: kilograms,
  spend_based_kg: kilograms.meta({
    description: 'Of the total, worked out from money spent: for screening, never for a comparison of years',
  }),
  allocated_kg: kilograms.meta({ description: 'Of the total, a share of suppliers’ own totals by turnover' }),
  low_kg: kilograms.meta({ description: 'Lower end of the 95% range of the total' }),
  high_kg: kilograms,
  quality: decimal.nullable().meta({ description: '1 (best) to 5, weighted by emissions', example: '2.4' }),
  lines: z.int().meta({ description: 'Ledger lines of the total; a line split over three months counts three times' }),
  market_based_lines: z.int(),
  location_based_missing_lines: z.int(),
  contracts: z.int(),
  provisional: z.boolean().meta({ description: 'Some figure rests on a factor set that stands in for its year’s own' }),
};

const key = z.string().nullable();

/** What of an answer other organisations of the installation keep. */
export const othersSchema = {
  kept_by_others: z
    .array(z.strictObject({ organisation: z.string(), ledger_version: z.int(), contracts: z.array(z.string()) }))
    .meta({ description: 'Contracts of which the organisation bears a share in the ledgers of others' }),
  kept_twice: z
    .array(
      z.strictObject({
        contract: z.string(),
        also_kept_by: z.string(),
        reference: z.string(),
        share_percent: decimal,
      }),
    )
    .meta({ description: 'What is on record here and with another, by supplier and reference: it counts once' }),
};

export const totalsSchema = z
  .strictObject({
    by: z.array(z.enum(TOTAL_KEYS)),
    view: z.enum(['whole-life', 'inventory']),
    basis: z.string().nullable(),
    from: month.nullable(),
    to: month.nullable(),
    as_of: instant.nullable().meta({ description: 'The instant asked for, else that of the last entry' }),
    ledger_version: z.int(),
    ...othersSchema,
    estimated_until: month.meta({ description: 'Contracts without a return are estimated up to this month' }),
    rows: z.array(
      z.strictObject({
        ...Object.fromEntries(TOTAL_KEYS.map((name) => [name, key.optional()])),
        supplier_name: key.optional(),
        ...amounts,
      }),
    ),
    total: z.strictObject(amounts),
    coverage: z.strictObject({
      measured_percent: decimal,
      estimated_percent: decimal,
      forecast_percent: decimal,
      measured_kg: kilograms,
      estimated_kg: kilograms,
      forecast_kg: kilograms,
      contracts_measured: z.int(),
      contracts_estimated: z.int(),
      contracts_without_return: z.array(z.string()),
      contracts_missing: z.array(z.string()).meta({ description: 'Without a return, and nothing to estimate from' }),
      stand_ins: z.array(
        z.strictObject({
          contract: z.string(),
          financial_year: z.string(),
          method: z.string().nullable(),
          kg: kilograms.nullable(),
        }),
      ),
    }),
  })
  .meta({ id: 'CarbonTotals' });

export const editionSchema = z
  .strictObject({
    name: z.string(),
    ledger_version: z.int(),
    at: instant.meta({ description: 'Totals as of this instant are those that were published' }),
    reason: z.string(),
    by: z.string(),
  })
  .meta({ id: 'CarbonEdition' });

export function toEditionJson({ name, version, at, reason, by }: LedgerEdition): z.output<typeof editionSchema> {
  return { name, ledger_version: version, at, reason, by };
}

export const waterfallSchema = z
  .strictObject({
    from: editionSchema,
    to: editionSchema.nullable().meta({ description: 'null is the present' }),
    before_kg: kilograms,
    after_kg: kilograms,
    causes: z
      .array(z.strictObject({ cause: z.enum(CHANGE_CAUSES), kg: kilograms }))
      .meta({ description: 'They add up to the difference exactly' }),
    restatement: z.strictObject({
      percent: decimal.nullable().meta({ description: 'Of the figure before; without activity' }),
      threshold_percent: decimal,
      due: z.boolean(),
    }),
  })
  .meta({ id: 'CarbonWaterfall' });

export function toWaterfallJson(waterfall: Waterfall): z.output<typeof waterfallSchema> {
  const { from, to, before, after, causes } = waterfall;
  const { percent, isDue } = waterfall.restatement;
  return {
    from: toEditionJson(from),
    to: to === undefined ? null : toEditionJson(to),
    before_kg: kilogramsText(before),
    after_kg: kilogramsText(after),
    causes: causes.map(({ cause, grams }) => ({ cause, kg: kilogramsText(grams) })),
    restatement: { percent: percent ?? null, threshold_percent: RESTATEMENT_THRESHOLD, due: isDue },
  };
}

export const contractSchema = z
  .strictObject({
    reference: z.string(),
    title: z.string(),
    supplier: z.strictObject({ id: z.string(), name: z.string() }),
    ict_category: z.string(),
    department: z.string().nullable(),
    start: date,
    end: date,
    annual_value: decimal.nullable(),
    procurement: z.string().nullable(),
    shares: z.record(z.string(), decimal).nullable().meta({ description: 'Percent by organisation' }),
    status: z.string(),
    commitments: z.array(
      z.strictObject({
        year: z.string(),
        tonnes: decimal.meta({ description: 'Whole life' }),
        outside_inventory_tonnes: decimal.nullable().meta({
          description:
            'Of these, electricity of devices in the council’s own buildings, which the inventory view leaves out; null where nobody has said: then they count wholly in both views',
        }),
      }),
    ),
    kept_by: key.meta({
      description: 'Another organisation that keeps it; the commitments are then its share of them',
    }),
    also_kept_by: z
      .array(z.strictObject({ organisation: z.string(), reference: z.string(), share_percent: decimal }))
      .meta({ description: 'Others with a record of what seems to be the same contract, which is not added' }),
  })
  .meta({ id: 'Contract' });

export function toContractJson(contract: HeldContract): z.output<typeof contractSchema> {
  const { supplier } = contract;
  return {
    reference: contract.reference,
    title: contract.title,
    supplier: { id: supplierPath(supplierIdentity(supplier)), name: supplier.name },
    ict_category: contract.ictCategory,
    department: contract.department ?? null,
    start: contract.start,
    end: contract.end,
    annual_value: contract.annualValue ?? null,
    procurement: contract.procurementReference ?? null,
    shares: contract.shares === undefined ? null : { ...contract.shares },
    status: contract.status,
    commitments: contract.commitments.map(({ year, tonnes, outsideInventoryTonnes }) => ({
      year,
      tonnes,
      outside_inventory_tonnes: outsideInventoryTonnes ?? null,
    })),
    kept_by: contract.keptBy ?? null,
    also_kept_by: (contract.alsoKeptBy ?? []).map(({ keeper, reference, share }) => ({
      organisation: keeper,
      reference,
      share_percent: share,
    })),
  };
}

export const figureSchema = z
  .strictObject({
    contract: z.string(),
    line: z.string(),
    organisation: z.string(),
    month,
    kind: z.string(),
    stage: key,
    scope: key,
    category: key,
    basis: z.string(),
    tier: key,
    quality: z.int(),
    kg: kilograms.nullable().meta({ description: 'Location-based; null where only a market-based figure was given' }),
    market_based_kg: kilograms.nullable(),
    factor: key,
    factor_set: key,
    factor_set_name: key.meta({ description: 'Tells the shipped key factors of a year from an imported file' }),
    working: key.meta({ description: 'How the amount was worked out, where the file held something else' }),
    provisional: z.boolean(),
    in_inventory: z.boolean(),
    double_count_group: key,
    in_total: z.boolean().meta({ description: 'Part of the total of its contract and month' }),
    reversal: z.boolean().meta({ description: 'Takes a figure out again' }),
    supersedes: key,
    period: z.strictObject({ start: date, end: date }),
    recorded_at: instant,
    recorded_by: z.string(),
    evidence: evidenceSchema.nullable(),
    source: z
      .strictObject({ import: key, file: key, sheet: key, row: z.int(), cell: key })
      .meta({ description: 'The import, its file, and the sheet, the row and the cell of the amount in it' }),
  })
  .meta({ id: 'CarbonFigure' });

export function toFigureJson(view: FigureView): z.output<typeof figureSchema> {
  const { dimensions, statement, entry } = view;
  return {
    contract: dimensions.contract,
    line: statement.line,
    organisation: dimensions.organisation,
    month: dimensions.month,
    kind: dimensions.kind,
    stage: orNull(dimensions.stage),
    scope: orNull(dimensions.scope),
    category: orNull(dimensions.category),
    basis: dimensions.basis,
    tier: orNull(dimensions.tier),
    quality: qualityOf(dimensions.tier),
    kg: gramsOrNull(view.grams),
    market_based_kg: gramsOrNull(view.marketBased),
    factor: orNull(dimensions.factor),
    factor_set: orNull(dimensions.factorSet),
    factor_set_name: view.factorSetName ?? null,
    working: statement.working === undefined ? null : workingText(statement.working),
    provisional: dimensions.provisional,
    in_inventory: dimensions.doubleCountGroup === '',
    double_count_group: orNull(dimensions.doubleCountGroup),
    in_total: view.inTotal,
    reversal: view.isReversal,
    supersedes: statement.supersedes ?? null,
    period: { start: statement.periodStart, end: statement.periodEnd },
    recorded_at: entry.recordedAt,
    recorded_by: entry.by,
    evidence: statement.evidence ?? null,
    source: {
      import: entry.importId ?? null,
      file: entry.fileName ?? null,
      sheet: statement.source.sheet ?? null,
      row: statement.source.row,
      cell: statement.source.cell ?? null,
    },
  };
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function gramsOrNull(grams: Grams | undefined): string | null {
  return grams === undefined ? null : kilogramsText(grams);
}
