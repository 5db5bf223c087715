import { datesOf, parseFinancialYear } from './financial-year.ts';
import { inclusiveDays, type IsoDate, toIsoDate } from './iso-date.ts';

/** From the first day to the last, both included. A purchase has one day. */
export type ReportingPeriod = { readonly start: IsoDate; readonly end: IsoDate };

/** `2027` as 1 January to 31 December, `2027/28` as 1 April to 31 March; undefined for any other text. */
export function periodOfYear(year: string): ReportingPeriod | undefined {
  if (/^(19|20|21)\d{2}$/.test(year))
    return { start: toIsoDate(Number(year), 1, 1), end: toIsoDate(Number(year), 12, 31) };
  const financial = parseFinancialYear(year);
  return financial === undefined ? undefined : datesOf(financial);
}

/** Days that are in both; 0 when they do not meet. */
export function sharedDays(a: ReportingPeriod, b: ReportingPeriod): number {
  const start = a.start > b.start ? a.start : b.start;
  const end = a.end < b.end ? a.end : b.end;
  return start > end ? 0 : inclusiveDays(start, end);
}
