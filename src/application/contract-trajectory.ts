import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { financialYearOf, parseFinancialYear } from '../domain/financial-year.ts';
import { toIssues } from '../domain/issue.ts';
import { parseDecimal, toFraction, toGrams } from '../domain/quantity.ts';
import {
  contractTrajectory,
  type ContractTrajectory,
  spreadOverFinancialYears,
  type TrajectoryPlan,
  type YearlyGrams,
} from '../domain/trajectory.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { BidAssessment, LotAssessment } from '../scoring/assessment.ts';
import type { FootprintLine } from '../scoring/footprint.ts';

const year = z
  .string()
  .refine((text) => parseFinancialYear(text) !== undefined, { error: 'Enter a financial year, as 2019/20' });
const decimal = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined, { error: 'Enter a plain decimal as text' });

const baselineSchema = z.object({
  organisation: z.string(),
  boundary: z.string(),
  baseline: z.object({ year, tonnes: decimal }),
  target: z.object({ year, residualPercent: decimal }),
  method: z.literal('linear'),
  adopted: z.boolean(),
});

/** What a trajectory starts from and aims at, as an organisation states it. */
export type BaselineStatement = z.output<typeof baselineSchema>;

/** Reads the statement of a baseline, and the plan it makes. Throws AppError with every fault. */
export function parseBaselineStatement(json: unknown): {
  readonly statement: BaselineStatement;
  readonly plan: TrajectoryPlan;
} {
  const result = baselineSchema.safeParse(json, { reportInput: true });
  if (!result.success) throw new AppError('invalid-input', 'The baseline cannot be read.', toIssues(result.error));
  const { baseline, target, method } = result.data;
  const plan = {
    baseYear: baseline.year,
    targetYear: target.year,
    method,
    baseline: toGrams(toFraction(baseline.tonnes).mul(1000)),
    residualPercent: target.residualPercent,
  };
  return { statement: result.data, plan };
}

/** Where a bid's contract would stand on the way to the target. Gross; undefined when the bid declares no carbon. */
export function bidTrajectory(
  bid: BidAssessment,
  lot: LotAssessment,
  procurement: Procurement,
  plan: TrajectoryPlan,
): ContractTrajectory | undefined {
  const { lines } = bid.carbon.footprint;
  if (lines.length === 0) return undefined;
  const start = lot.facts.contractStart ?? procurement.bidDeadline;
  const end = lot.facts.contractEnd ?? start;
  return contractTrajectory({ plan, contract: footprintByFinancialYear(lines, start, end) });
}

/** The gross grams of a footprint's lines over the financial years of a term; none is lost in between. */
export function footprintByFinancialYear(lines: readonly FootprintLine[], start: string, end: string): YearlyGrams[] {
  return addYears(lines.flatMap((line) => lineByFinancialYear(line, start, end)));
}

/** A line's grams by days over the part of its calendar year that lies in the term, or over the whole term. */
function lineByFinancialYear({ source, kilograms }: FootprintLine, start: string, end: string): YearlyGrams[] {
  const grams = toGrams(kilograms);
  const year = /^\d{4}$/.exec(source.year ?? '')?.[0];
  const from = year === undefined || `${year}-01-01` < start ? start : `${year}-01-01`;
  const to = year === undefined || `${year}-12-31` > end ? end : `${year}-12-31`;
  // A year outside the term (a purchase before the start, waste after the end) falls whole in its own year.
  if (from > to) return [{ year: financialYearOf(`${year ?? start.slice(0, 4)}-04-01`), grams }];
  return spreadOverFinancialYears(grams, from, to);
}

function addYears(parts: readonly YearlyGrams[]): YearlyGrams[] {
  const years = [...new Set(parts.map(({ year }) => year))].sort();
  return years.map((year) => ({
    year,
    grams: parts.filter((part) => part.year === year).reduce((total, { grams }) => total + grams, 0n),
  }));
}
