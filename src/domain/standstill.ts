import { addDays, dateParts, type IsoDate } from './iso-date.ts';

/** When a standstill ends, and which weekdays were left out of the count. */
export type Standstill = { readonly ends: IsoDate; readonly holidays: readonly IsoDate[] };

/**
 * The last day of a standstill: so many working days beginning with the day on which the contract award notice is
 * published (Procurement Act 2023, section 51(2)). A working day is no Saturday or Sunday, Christmas Day, Good Friday
 * or bank holiday; `isHoliday` knows the last three. A contract may be entered into after the end of that day.
 * Throws RangeError below one day.
 */
export function standstillFrom(
  noticeDay: IsoDate,
  workingDays: number,
  isHoliday: (day: IsoDate) => boolean,
): Standstill {
  if (!Number.isInteger(workingDays) || workingDays < 1) throw new RangeError('A standstill has a day at least');
  const holidays: IsoDate[] = [];
  let left = workingDays;
  for (let day = noticeDay; ; day = addDays(day, 1)) {
    if (isWeekend(day)) continue;
    if (isHoliday(day)) {
      holidays.push(day);
      continue;
    }
    left -= 1;
    if (left === 0) return { ends: day, holidays };
  }
}

function isWeekend(date: IsoDate): boolean {
  const { year, month, day } = dateParts(date);
  return [0, 6].includes(new Date(Date.UTC(year, month - 1, day)).getUTCDay());
}
