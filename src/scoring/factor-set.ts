import { dateParts, type IsoDate } from '../domain/iso-date.ts';
import type { EmissionFactor, ReferenceData } from '../domain/reference-data.ts';

/** The conversion factors pinned for a procurement, and what a reader should be told of them. */
export type PinnedFactors = {
  readonly set: string;
  readonly factors: readonly EmissionFactor[];
  readonly notices: readonly string[];
};

/**
 * The latest official set of a year not after the bid deadline's. Draft sets are never pinned: a deadline in a year
 * whose set is still a draft uses the year before, and says so.
 */
export function factorSetFor(
  referenceData: Pick<ReferenceData, 'emissionFactors'>,
  bidDeadline: IsoDate,
): PinnedFactors {
  const year = String(dateParts(bidDeadline).year);
  const official = referenceData.emissionFactors.filter(({ status, set }) => status === 'official' && set <= year);
  const set =
    official
      .map((factor) => factor.set)
      .sort()
      .at(-1) ?? '';
  const notices =
    set === year ? [] : [`Conversion factors: the set of ${set} is used; the set of ${year} is not approved.`];
  return { set, factors: official.filter((factor) => factor.set === set), notices };
}
