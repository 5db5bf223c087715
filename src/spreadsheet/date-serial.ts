import { parseIsoDate, toIsoDate } from '../domain/iso-date.ts';

/** How a cell shows its serial number. */
export type SerialShown = 'date' | 'time' | 'elapsed';

export type SerialRead =
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'time'; readonly text: string }
  | { readonly kind: 'none'; readonly reason: string };

const SECONDS_A_DAY = 86_400;
/** 9999-12-31 in the 1900 system; in the 1904 system 1,462 days less. */
const LAST_SERIAL = 2_958_465;
const DAYS_1900_TO_1904 = 1462;
/** The day that the 1900 system counts although it never was: 29 February 1900 (ECMA-376 part 1, 18.17.4.1). */
const FALSE_LEAP_DAY = 60;

/**
 * A date serial in words: "2026-12-18", or "2026-12-18T09:30:00" when it has a time of day. Times are rounded to
 * the second, which is as exact as a double of that size allows to be shown. In the 1900 system serial 1 is
 * 1900-01-01 and serial 60 is no date; in the 1904 system serial 0 is 1904-01-01. Before the first day and after
 * 9999 there is no date. A time of day without a day gives "09:30:00"; elapsed time gives hours that may pass 24.
 * Source: ECMA-376 part 1, 18.17.4 (dates and times).
 */
export function dateSerialText(serial: number, shown: SerialShown, date1904: boolean): SerialRead {
  if (serial < 0) return { kind: 'none', reason: `the date number ${serial} is before the first date a workbook has` };
  if (shown === 'elapsed') return { kind: 'time', text: clock(Math.round(serial * SECONDS_A_DAY)) };
  let day = Math.floor(serial);
  let second = Math.round((serial - day) * SECONDS_A_DAY);
  if (second === SECONDS_A_DAY) {
    day += 1;
    second = 0;
  }
  if (day === 0 && shown === 'time') return { kind: 'time', text: clock(second) };
  const date = dayText(day, date1904);
  if (date === undefined) return { kind: 'none', reason: `the date number ${serial} is no date` };
  return { kind: 'date', text: second === 0 ? date : `${date}T${clock(second)}` };
}

function dayText(day: number, date1904: boolean): string | undefined {
  const last = date1904 ? LAST_SERIAL - DAYS_1900_TO_1904 : LAST_SERIAL;
  if (day > last) return undefined;
  if (date1904) return toIsoDate(1904, 1, 1 + day);
  if (day === 0 || day === FALSE_LEAP_DAY) return undefined;
  return toIsoDate(1900, 1, day < FALSE_LEAP_DAY ? day : day - 1);
}

function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const parts = [hours, Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const ISO_DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$/;

/**
 * The text of a cell of type "d" (ISO 8601, ECMA-376 part 1, 18.18.11) in the same form as above, or undefined when
 * it is no date. Parts of a second are dropped; a closing Z too, as a workbook knows no time zones. Another offset
 * is not a date here: it would have to be guessed whose day is meant.
 */
export function parseIsoDateCell(text: string): string | undefined {
  const match = ISO_DATE_TIME.exec(text.trim());
  const date = match?.[1] === undefined ? undefined : parseIsoDate(match[1]);
  if (match === null || date === undefined) return undefined;
  const [hour = 0, minute = 0, second = 0] = match.slice(2, 5).map((part) => Number(part ?? '0'));
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const seconds = hour * 3600 + minute * 60 + second;
  return seconds === 0 ? date : `${date}T${clock(seconds)}`;
}
