import type { Contract } from './contract.ts';
import { datesOf, type FinancialYear } from './financial-year.ts';
import type { IsoInstant } from './iso-date.ts';
import { daysByMonth, type Month } from './period-split.ts';
import { type DecimalText, type Fraction, type Grams, HUNDRED, parseDecimal, toFraction } from './quantity.ts';
import type { Source } from './reference-data.ts';
import { yearsOfMonth } from './totals-query.ts';

/** The ratings of a contract performance notice: Procurement Regulations 2024, regulation 39(5). */
export const RATINGS = ['good', 'approaching-target', 'requires-improvement', 'inadequate', 'other'] as const;
export type Rating = (typeof RATINGS)[number];

/** The ratings that fall short of the commitment. */
export const SHORTFALLS: readonly Rating[] = ['approaching-target', 'requires-improvement', 'inadequate'];

/**
 * Where the ratings part, in percent of the commitment: up to 100 is Good, up to `approachingPercent` Approaching
 * target, up to `improvementPercent` Requires improvement, more is Inadequate. Each limit belongs to the better rating.
 */
export type BandLimits = { readonly approachingPercent: DecimalText; readonly improvementPercent: DecimalText };

/** An organisation's own bands, for its financial years from one on. Never changed: others follow. */
export type BandsVersion = BandLimits & {
  readonly version: number;
  readonly from: FinancialYear;
  readonly reason: string;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
};

/** The bands that hold for a year, and where they come from: a version of the organisation's, or the shipped proposal. */
export type Bands = BandLimits & { readonly version: number; readonly origin: string };

/** How long a kind of evidence counts, and by which questions and words of a document's name it is known. */
export type EvidenceLifetime = {
  readonly kind: string;
  readonly months: number;
  readonly questions: readonly string[];
  /** Only where one of its questions is answered like this. */
  readonly answered?: readonly string[];
  readonly words: readonly string[];
  readonly source: Source;
};

/** What is shipped, with its sources: proposed bands, and lifetimes of evidence. */
export type ContractPerformanceFacts = {
  readonly bands: BandLimits & { readonly source: Source };
  /** How long before its end evidence is asked for anew. */
  readonly noticeMonths: number;
  readonly evidence: readonly EvidenceLifetime[];
};

/** What is on record of a contract in one month, whole grams; absent where nothing is. */
export type MonthOnRecord = {
  readonly month: Month;
  readonly committed?: Grams;
  readonly actual?: {
    readonly grams: Grams;
    /** Lines with a market-based figure alone: the location-based one is not whole. */
    readonly unlocatedLines: number;
    readonly provisional: boolean;
  };
};

/** Why a year has no rating but Other. */
export const NOT_RATED = [
  'no-commitment',
  'year-not-over',
  'no-return',
  'return-incomplete',
  'commitment-incomplete',
  'market-based-only',
] as const;
export type NotRated = (typeof NOT_RATED)[number];

/** A contract in one financial year. Both amounts are of the whole contract, whoever shares it. */
export type YearPerformance = {
  readonly financialYear: FinancialYear;
  readonly committed: Grams | undefined;
  readonly actual: Grams | undefined;
  /** Months of the term in the year, and how many of them have an actual figure, and a commitment. */
  readonly months: number;
  readonly monthsReported: number;
  readonly monthsCommitted: number;
  readonly provisional: boolean;
  /** Its last month of the term has passed. */
  readonly isOver: boolean;
  readonly rating: Rating;
  /** Only with the rating `other`. */
  readonly notRated?: NotRated;
  readonly bands: Bands;
};

/** The limits, or what is wrong with them by field. */
export function bandFaults({
  approachingPercent,
  improvementPercent,
}: BandLimits): { field: string; message: string }[] {
  const [approaching, improvement] = [parseDecimal(approachingPercent), parseDecimal(improvementPercent)];
  const faults: { field: string; message: string }[] = [];
  if (approaching === undefined || approaching.lt(HUNDRED)) {
    faults.push({
      field: 'approachingPercent',
      message: `Enter a percent of 100 or more, got "${approachingPercent}"`,
    });
  }
  if (improvement === undefined || improvement.lt(approaching ?? HUNDRED)) {
    const message = `Enter a percent that is not below the one for Approaching target, got "${improvementPercent}"`;
    faults.push({ field: 'improvementPercent', message });
  }
  return faults;
}

/** Rates what was emitted against what was promised, exactly: no rounding stands between a figure and its band. */
export function ratingOf(actual: Grams, committed: Grams, limits: BandLimits): Exclude<Rating, 'other'> {
  const within = (percent: Fraction): boolean =>
    toFraction(actual).mul(HUNDRED).lte(toFraction(committed).mul(percent));
  if (within(HUNDRED)) return 'good';
  if (within(toFraction(limits.approachingPercent))) return 'approaching-target';
  return within(toFraction(limits.improvementPercent)) ? 'requires-improvement' : 'inadequate';
}

/**
 * A contract by financial year: the years of its term that have begun by `until` (the last month that is over), and
 * all in which it has a commitment or a return. A year is rated once it is over, where every month of the term in it has
 * an actual figure and a commitment; else it is Other, with the reason.
 */
export function performanceOf(
  contract: Pick<Contract, 'start' | 'end'>,
  onRecord: readonly MonthOnRecord[],
  bandsFor: (year: FinancialYear) => Bands,
  until: Month,
): YearPerformance[] {
  const term = daysByMonth(contract.start, contract.end).map(({ month }) => month);
  const termByYear = Map.groupBy(term, financialYear);
  const recordByYear = Map.groupBy(onRecord, ({ month }) => financialYear(month));
  const begun = [...termByYear].filter(([, months]) => (months[0] ?? '') <= until).map(([year]) => year);
  const years = [...new Set([...begun, ...recordByYear.keys()])].sort();
  return years.map((year) => {
    const months = termByYear.get(year) ?? [];
    return yearPerformance(year, months, recordByYear.get(year) ?? [], bandsFor(year), until);
  });
}

function yearPerformance(
  year: FinancialYear,
  term: readonly Month[],
  onRecord: readonly MonthOnRecord[],
  bands: Bands,
  until: Month,
): YearPerformance {
  const actuals = onRecord.filter(({ actual }) => actual !== undefined);
  const promised = onRecord.filter(({ committed }) => committed !== undefined);
  const inTerm = (records: readonly MonthOnRecord[]): number =>
    records.filter(({ month }) => term.includes(month)).length;
  const last = term.at(-1) ?? datesOf(year).end.slice(0, 7);
  const found = {
    financialYear: year,
    committed: promised.length === 0 ? undefined : sumOf(promised.map(({ committed = 0n }) => committed)),
    actual: actuals.length === 0 ? undefined : sumOf(actuals.map(({ actual }) => actual?.grams ?? 0n)),
    months: term.length,
    monthsReported: inTerm(actuals),
    monthsCommitted: inTerm(promised),
    provisional: actuals.some(({ actual }) => actual?.provisional === true),
    isOver: last <= until,
    bands,
  };
  const { committed, actual } = found;
  const notRated = (reason: NotRated): YearPerformance => ({ ...found, rating: 'other', notRated: reason });
  if (committed === undefined) return notRated('no-commitment');
  if (!found.isOver) return notRated('year-not-over');
  if (actual === undefined) return notRated('no-return');
  if (found.monthsReported < found.months) return notRated('return-incomplete');
  if (found.monthsCommitted < found.months) return notRated('commitment-incomplete');
  if (actuals.some((one) => (one.actual?.unlocatedLines ?? 0) > 0)) return notRated('market-based-only');
  return { ...found, rating: ratingOf(actual, committed, bands) };
}

function financialYear(month: Month): FinancialYear {
  return yearsOfMonth(month).financialYear;
}

function sumOf(amounts: readonly Grams[]): Grams {
  return amounts.reduce((total, part) => total + part, 0n);
}
