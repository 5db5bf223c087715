/** What a number format makes of a number. */
export type FormatKind = 'number' | 'percent' | 'date' | 'time' | 'elapsed';

/**
 * The formats that a workbook names by number only (ECMA-376 part 1, 18.8.30). 27 to 36 and 50 to 58 are dates and
 * times in East Asian editions.
 */
const BUILT_IN = new Map<number, FormatKind>([
  ...numbered([9, 10], 'percent'),
  ...numbered([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58], 'date'),
  ...numbered([18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56], 'time'),
  ...numbered([46], 'elapsed'),
]);

function numbered(ids: readonly number[], kind: FormatKind): [number, FormatKind][] {
  return ids.map((id) => [id, kind]);
}

export function builtInFormatKind(id: number): FormatKind {
  return BUILT_IN.get(id) ?? 'number';
}

/** Quoted text, escaped and padding characters, colours, conditions and locales: none of it is a part of a date. */
const NOT_A_TOKEN = /"[^"]*"?|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General/gis;
const ELAPSED = /\[(h+|m+|s+)\]/i;
const CLOCK = /[hs]|AM\/PM|A\/P/i;
const MINUTES = /(h[^a-z]*m{1,2}(?!m))|((?<!m)m{1,2}[^a-z]*s)/gi;

/**
 * What a custom format code makes of a number: `dd/mm/yyyy` a date, `hh:mm` a time of day, `[h]:mm` elapsed time,
 * `0.0%` a percentage. m stands for minutes beside hours or seconds, else for months. The sections of a code
 * (positive; negative; zero; text) count together: one that shows a date makes it a date.
 */
export function formatKind(code: string): FormatKind {
  const tokens = code.replace(NOT_A_TOKEN, ' ');
  const clock = CLOCK.test(tokens);
  const withoutMinutes = tokens.replace(MINUTES, ' ');
  if (/[ymde]|b{2}/i.test(withoutMinutes.replace(/[0#?.]e[+-]/gi, ' ').replace(/AM\/PM|A\/P/gi, ' '))) {
    return ELAPSED.test(tokens) && !/[yd]/i.test(withoutMinutes) ? 'elapsed' : 'date';
  }
  if (ELAPSED.test(tokens)) return 'elapsed';
  if (clock) return 'time';
  return tokens.includes('%') ? 'percent' : 'number';
}
