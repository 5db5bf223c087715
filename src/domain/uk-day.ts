import type { IsoDate, IsoInstant } from './iso-date.ts';

/**
 * The calendar day in the United Kingdom at an instant. Summer time runs from 01:00 UTC on the last Sunday of March
 * to 01:00 UTC on the last Sunday of October (Summer Time Order 2002, SI 2002/262); deadlines are days in this time.
 */
export function ukDay(instant: IsoInstant): IsoDate {
  const time = Date.parse(instant);
  const year = new Date(time).getUTCFullYear();
  const isSummer = time >= lastSundayAtOne(year, 2) && time < lastSundayAtOne(year, 9);
  return new Date(isSummer ? time + 3_600_000 : time).toISOString().slice(0, 10);
}

/** Whether an instant is after the end of a day in the United Kingdom. */
export function isAfterUkDay(instant: IsoInstant, day: IsoDate): boolean {
  return ukDay(instant) > day;
}

/** 01:00 UTC on the last Sunday of a month (0 to 11) of 31 days. */
function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31));
  return Date.UTC(year, month, 31 - last.getUTCDay(), 1);
}
