import type { IsoDate, IsoInstant } from './iso-date.ts';

/**
 * The calendar day in the United Kingdom at an instant. Summer time runs from 01:00 UTC on the last Sunday of March
 * to 01:00 UTC on the last Sunday of October (Summer Time Order 2002, SI 2002/262); deadlines are days in this time.
 */
export function ukDay(instant: IsoInstant): IsoDate {
  const time = Date.parse(instant);
  return new Date(isSummerTime(time) ? time + HOUR_MS : time).toISOString().slice(0, 10);
}

/** The last second of a day in the United Kingdom. */
export function endOfUkDay(day: IsoDate): IsoInstant {
  const time = Date.parse(`${day}T23:59:59Z`);
  return new Date(isSummerTime(time - HOUR_MS) ? time - HOUR_MS : time).toISOString().replace('.000Z', 'Z');
}

/** Whether an instant is after the end of a day in the United Kingdom. */
export function isAfterUkDay(instant: IsoInstant, day: IsoDate): boolean {
  return ukDay(instant) > day;
}

const HOUR_MS = 3_600_000;

function isSummerTime(time: number): boolean {
  const year = new Date(time).getUTCFullYear();
  return time >= lastSundayAtOne(year, 2) && time < lastSundayAtOne(year, 9);
}

/** 01:00 UTC on the last Sunday of a month (0 to 11) of 31 days. */
function lastSundayAtOne(year: number, month: number): number {
  const last = new Date(Date.UTC(year, month, 31));
  return Date.UTC(year, month, 31 - last.getUTCDay(), 1);
}
