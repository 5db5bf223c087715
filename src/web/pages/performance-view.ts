import { notRatedText, RATING_WORDS } from '../../application/performance-words.ts';
import type { Rating, YearPerformance } from '../../domain/contract-performance.ts';
import { kilograms } from './carbon-view.ts';
import type { TagWords } from './words.ts';

const RATING_CLASSES: Readonly<Record<Rating, string>> = {
  good: 'govuk-tag--green',
  'approaching-target': 'govuk-tag--yellow',
  'requires-improvement': 'govuk-tag--orange',
  inadequate: 'govuk-tag--red',
  other: 'govuk-tag--grey',
};

function ratingTag(rating: Rating): TagWords {
  return { text: RATING_WORDS[rating], classes: RATING_CLASSES[rating] };
}

export function contractPath(reference: string): string {
  return `/contracts/${encodeURIComponent(reference)}`;
}

export function supplierPagePath(supplier: string): string {
  return `/suppliers/${encodeURIComponent(supplier)}`;
}

export function actionPath(number: number): string {
  return `/engagement-actions/${number}`;
}

/** A year of a contract as a row. */
export function yearView(contract: string, year: YearPerformance) {
  const path = contractPath(contract);
  return {
    contract,
    href: path,
    financialYear: year.financialYear,
    committed: year.committed === undefined ? 'None' : kilograms(year.committed),
    actual: year.actual === undefined ? 'None' : kilograms(year.actual),
    tag: ratingTag(year.rating),
    why: year.notRated === undefined ? '' : notRatedText(year.notRated, year),
    provisional: year.provisional,
    notice: year.isOver ? `${path}/performance-notice?year=${encodeURIComponent(year.financialYear)}` : undefined,
  };
}
