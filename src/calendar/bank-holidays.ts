import Holidays from 'date-holidays';
import type { IsoDate } from '../domain/iso-date.ts';

/** England and Wales share theirs; Scotland and Northern Ireland have days of their own. */
const PARTS = { 'england-and-wales': 'ENG', scotland: 'SCT', 'northern-ireland': 'NIR' } as const;
export type UkPart = keyof typeof PARTS;

/** Christmas Day, Good Friday and the bank holidays of one part of the United Kingdom in a year, substitutes too. */
export function bankHolidaysOf(part: UkPart, year: number): IsoDate[] {
  const found = new Holidays('GB', PARTS[part], { types: ['bank', 'public'] }).getHolidays(year);
  return found.map(({ date }) => date.slice(0, 10));
}

const known = new Map<number, ReadonlySet<IsoDate>>();

/**
 * Whether a day is Christmas Day, Good Friday or a bank holiday in any part of the United Kingdom: that is how the
 * Procurement Act 2023 (section 123) tells working days, whichever part the authority is in.
 */
export function isUkBankHoliday(day: IsoDate): boolean {
  const year = Number(day.slice(0, 4));
  let holidays = known.get(year);
  if (holidays === undefined) {
    const parts = Object.keys(PARTS) as UkPart[];
    holidays = new Set(parts.flatMap((part) => bankHolidaysOf(part, year)));
    known.set(year, holidays);
  }
  return holidays.has(day);
}
