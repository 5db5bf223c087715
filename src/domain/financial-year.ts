import { dateParts, type IsoDate, inclusiveDays, toIsoDate } from './iso-date.ts';

/** A UK local authority's financial year, 1 April to 31 March: `2026/27`. */
export type FinancialYear = string;

export function financialYearOf(date: IsoDate): FinancialYear {
  const { year, month } = dateParts(date);
  return toFinancialYear(month >= 4 ? year : year - 1);
}

/** The financial year that starts in April of a calendar year. */
export function toFinancialYear(startYear: number): FinancialYear {
  return `${startYear}/${String((startYear + 1) % 100).padStart(2, '0')}`;
}

export function parseFinancialYear(text: string): FinancialYear | undefined {
  const start = Number(/^(\d{4})\/\d{2}$/.exec(text)?.[1]);
  return Number.isInteger(start) && toFinancialYear(start) === text ? text : undefined;
}

export function startYearOf(year: FinancialYear): number {
  return Number(year.slice(0, 4));
}

/** First and last day. */
export function datesOf(year: FinancialYear): { readonly start: IsoDate; readonly end: IsoDate } {
  const start = startYearOf(year);
  return { start: toIsoDate(start, 4, 1), end: toIsoDate(start + 1, 3, 31) };
}

/** Days of a period in each financial year it touches, in order; both ends of the period included. */
export function daysByFinancialYear(start: IsoDate, end: IsoDate): { year: FinancialYear; days: number }[] {
  const parts: { year: FinancialYear; days: number }[] = [];
  for (let year = startYearOf(financialYearOf(start)); ; year++) {
    const { start: first, end: last } = datesOf(toFinancialYear(year));
    const from = start > first ? start : first;
    const to = end < last ? end : last;
    parts.push({ year: toFinancialYear(year), days: inclusiveDays(from, to) });
    if (end <= last) return parts;
  }
}
