import type { Basis } from './carbon-figure.ts';
import { toFinancialYear } from './financial-year.ts';
import type { Month } from './period-split.ts';
import type { DecimalText, Grams } from './quantity.ts';

/** What totals can be asked by. */
export const TOTAL_KEYS = [
  'organisation',
  'contract',
  'supplier',
  'ict_category',
  'department',
  'scope',
  'category',
  'stage',
  'month',
  'quarter',
  'calendar_year',
  'financial_year',
  'basis',
  'tier',
] as const;
export type TotalKey = (typeof TOTAL_KEYS)[number];

/** `whole-life`: every figure. `inventory`: without what the council's own inventory holds already. */
export const VIEWS = ['whole-life', 'inventory'] as const;
export type View = (typeof VIEWS)[number];

export type TotalsQuery = {
  readonly by: readonly TotalKey[];
  readonly view: View;
  /** Both included. */
  readonly from?: Month;
  readonly to?: Month;
  /** Only figures of this basis; the total is then theirs. */
  readonly basis?: Basis;
  /** Only figures with these values. */
  readonly only: Readonly<Partial<Record<TotalKey, string>>>;
};

/** A sum of figures in whole grams. Avoided, biogenic and removals stand apart and are in no total. */
export type TotalsAmounts = {
  readonly committed: Grams;
  readonly actual: Grams;
  readonly forecast: Grams;
  readonly estimated: Grams;
  /** For each contract and month what is actual, else estimated, else forecast; never what is committed. */
  readonly total: Grams;
  /** Undefined where no figure of the total has one, which is not zero. */
  readonly marketBased: Grams | undefined;
  readonly avoided: Grams;
  readonly biogenic: Grams;
  readonly removals: Grams;
  /** Of the total, for screening: worked out from money spent, and shares of suppliers' totals. No trend is read from them. */
  readonly spendBased: Grams;
  readonly allocated: Grams;
  /** 95% range of the total. */
  readonly low: Grams;
  readonly high: Grams;
  /** 1 (best) to 5, weighted by emissions; undefined where nothing is emitted. */
  readonly quality: DecimalText | undefined;
  /** Ledger lines of the total: a line of a return that is split over three months counts three times. */
  readonly lines: number;
  /** Of these, with a market-based figure, and without a location-based one. */
  readonly marketBasedLines: number;
  readonly unlocatedLines: number;
  readonly contracts: number;
  readonly provisional: boolean;
};

/** Texts in the order of `by`; '' where the figures do not state it. */
export type TotalsRow = TotalsAmounts & { readonly keys: readonly string[] };

/** What is counted, without what is worked out of it for each row. */
export type CountedRow = Omit<TotalsRow, 'low' | 'high' | 'quality'>;

/** A contract without a return in a financial year, and what stands in for it. */
export type StandIn = {
  readonly contract: string;
  readonly financialYear: string;
  /** Undefined when there is nothing to estimate from: the months are missing, which is said. */
  readonly method: string | undefined;
  /** In the view of the question. */
  readonly grams: Grams;
};

export type Coverage = {
  /** Of the total: actual, estimated, forecast. */
  readonly measured: Grams;
  readonly estimated: Grams;
  readonly forecast: Grams;
  readonly measuredContracts: number;
  readonly estimatedContracts: number;
  readonly missingContracts: readonly string[];
  readonly standIns: readonly StandIn[];
};

export type Totals = {
  readonly query: TotalsQuery;
  readonly rows: readonly TotalsRow[];
  readonly total: TotalsAmounts;
  readonly coverage: Coverage;
};

/** The quarter of the calendar year: `2026-Q2`. */
export function quarterOf(month: Month): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

export function yearsOfMonth(month: Month): { readonly calendarYear: string; readonly financialYear: string } {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5, 7))];
  return { calendarYear: month.slice(0, 4), financialYear: toFinancialYear(number >= 4 ? year : year - 1) };
}
