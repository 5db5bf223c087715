/** A calendar date, `2026-12-18`. Dates have no time zone here; instants are `IsoInstant`. */
export type IsoDate = string;
/** A point in time in UTC, `2026-12-18T12:00:00Z`. */
export type IsoInstant = string;

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;

/** The date, or undefined when the text is not one or the day does not exist. */
export function parseIsoDate(text: string): IsoDate | undefined {
  if (!ISO_DATE.test(text)) return undefined;
  const { year, month, day } = dateParts(text);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? text : undefined;
}

/** Of the Gregorian calendar, also before it was in force. */
export function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** Builds a date; a day or month past the end rolls over, as in Date.UTC. */
export function toIsoDate(year: number, month: number, day: number): IsoDate {
  const isMonth = year >= 1000 && year <= 9999 && month >= 1 && month <= 12;
  if (isMonth && day >= 1 && (day <= 28 || day <= daysInMonth(year, month))) return dateText(year, month, day);
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const found = date.getUTCFullYear();
  if (found < 1000 || found > 9999) return date.toISOString().slice(0, 10);
  return dateText(found, date.getUTCMonth() + 1, date.getUTCDate());
}

function dateText(year: number, month: number, day: number): IsoDate {
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

/** Year, month (1-12) and day of a date. */
export function dateParts(date: IsoDate): { readonly year: number; readonly month: number; readonly day: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The same day `months` later or earlier; the last day of that month where it has no such day. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const { year, month, day } = dateParts(date);
  const lastDay = dateParts(toIsoDate(year, month + months + 1, 0)).day;
  return toIsoDate(year, month + months, Math.min(day, lastDay));
}

export function addDays(date: IsoDate, days: number): IsoDate {
  const { year, month, day } = dateParts(date);
  return toIsoDate(year, month, day + days);
}

/** Days from the first date to the second, both included: the same date gives 1. */
export function inclusiveDays(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
}

/** Within the months that end on `end`: from the same day n months earlier to the day itself, both included. */
export function isWithinMonthsBefore(date: IsoDate, months: number, end: IsoDate): boolean {
  return date >= addMonths(end, -months) && date <= end;
}
