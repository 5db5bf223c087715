import type { NotRated, YearPerformance } from '../domain/contract-performance.ts';

/** The ratings as the Procurement Regulations 2024, regulation 39(5), call them. */
export const RATING_WORDS = {
  good: 'Good',
  'approaching-target': 'Approaching target',
  'requires-improvement': 'Requires improvement',
  inadequate: 'Inadequate',
  other: 'Other',
} as const;

/** Why a year is rated Other, in one sentence. */
export function notRatedText(
  reason: NotRated,
  { months, monthsReported, monthsCommitted }: Pick<YearPerformance, 'months' | 'monthsReported' | 'monthsCommitted'>,
): string {
  switch (reason) {
    case 'no-commitment':
      return 'No commitment is on record for this year.';
    case 'year-not-over':
      return 'The year is not over.';
    case 'no-return':
      return 'No carbon return with actual figures is on record for this year.';
    case 'return-incomplete':
      return `The carbon return covers ${monthsReported} of ${months} months.`;
    case 'commitment-incomplete':
      return `The commitment covers ${monthsCommitted} of ${months} months.`;
    case 'market-based-only':
      return 'Some lines give a market-based figure alone, so the location-based one is not whole.';
  }
}
