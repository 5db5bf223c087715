import { dateParts, type IsoDate } from '../domain/iso-date.ts';
import type { AppliedFactor } from '../domain/line-figures.ts';
import type { ReferenceData } from '../domain/reference-data.ts';

/**
 * The conversion factor that holds on a date: that of the approved set of its year. Where that year has none the
 * newest approved set before it stands in, and the figure is provisional. Undefined when no approved set has it.
 */
export function resolveFactor(
  { emissionFactors }: Pick<ReferenceData, 'emissionFactors'>,
  factorId: string,
  date: IsoDate,
): AppliedFactor | undefined {
  const year = String(dateParts(date).year);
  const [newest] = emissionFactors
    .filter(({ id, status, set }) => id === factorId && status === 'official' && set <= year)
    .toSorted((a, b) => Number(b.set) - Number(a.set));
  if (newest === undefined) return undefined;
  const { id, set, kgCo2e, unit } = newest;
  return { id, set, kgCo2e, unit, provisional: set !== year };
}
