import type { FactorSet, SetKind } from '../domain/conversion-factor.ts';

/** What tells the sets of one kind apart from those of another, in words. */
type SetKindFacts = {
  /** Begins the ids of imported sets. */
  readonly idPrefix: string;
  readonly title: (year: string) => string;
  readonly publisher: string;
  /** What its rows are called, one of them and many. */
  readonly row: readonly [one: string, many: string];
  readonly words: string;
  /** What a set is used for once it is approved. */
  readonly usedFor: (year: string) => string;
};

const FACTS: Readonly<Record<SetKind, SetKindFacts>> = {
  factors: {
    idPrefix: 'desnz',
    title: (year) => `Government conversion factors ${year}`,
    publisher: 'Department for Energy Security and Net Zero',
    row: ['factor', 'factors'],
    words: 'conversion factors',
    usedFor: (year) =>
      `activity in ${year}, and for tenders with a deadline in that year that are published from now on`,
  },
  'spend-multipliers': {
    idPrefix: 'spend-multipliers',
    title: (year) => `UK spend multipliers up to ${year}`,
    publisher: 'Department for Environment, Food and Rural Affairs, and University of Leeds',
    row: ['multiplier', 'multipliers'],
    words: 'spend multipliers',
    usedFor: () => 'spend exports that come in from now on',
  },
  'carbon-values': {
    idPrefix: 'carbon-values',
    title: (year) => `UK carbon values in prices of ${year}`,
    publisher: 'Department for Energy Security and Net Zero',
    row: ['value', 'values'],
    words: 'carbon values',
    usedFor: () => 'the carbon cost of what bids do to the trajectory',
  },
};

/** The words for sets of a kind. */
export function setKindOf(kind: SetKind): SetKindFacts {
  return FACTS[kind];
}

/** What a set is used for once it is approved: "activity in 2025, and …". */
export function usedFor({ kind, year }: Pick<FactorSet, 'kind' | 'year'>): string {
  return FACTS[kind].usedFor(year);
}
