import { financialYearOf } from '../domain/financial-year.ts';
import { toGrams } from '../domain/quantity.ts';
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
  const contract = lines.flatMap((line) => lineByFinancialYear(line, start, end));
  return contractTrajectory({ plan, contract: addYears(contract) });
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
