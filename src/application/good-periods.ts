import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { IsoDate } from '../domain/iso-date.ts';

/** How much of what was found good is remembered. */
const REMEMBERED = 5000;

/** `modest`: it brings no plain figure above what a line may come to. */
export type GoodFactor = 'modest' | 'good';
/** By unit, and by factor. */
type Factors = Map<string | undefined, Map<string | undefined, GoodFactor>>;

/**
 * Periods that were found good, and factors with their unit in such a period: most lines of a return share them. Maps
 * in maps, because one key for all of it would have to be put together for every line.
 */
export class GoodPeriods {
  private readonly starts = new Map<IsoDate, Map<IsoDate, Factors>>();
  private remembered = 0;

  has({ periodStart, periodEnd }: CarbonReturnLine): boolean {
    return this.starts.get(periodStart)?.has(periodEnd) === true;
  }

  add({ periodStart, periodEnd }: CarbonReturnLine): void {
    if (this.remembered >= REMEMBERED) return;
    const ends = this.starts.get(periodStart) ?? new Map<IsoDate, Factors>();
    this.starts.set(periodStart, ends);
    ends.set(periodEnd, new Map());
    this.remembered += 1;
  }

  /** What was found of the factor and unit of a line in its period. */
  factor({ periodStart, periodEnd, unit, factor }: CarbonReturnLine): GoodFactor | undefined {
    return this.starts.get(periodStart)?.get(periodEnd)?.get(unit)?.get(factor);
  }

  addFactor(line: CarbonReturnLine, found: GoodFactor): void {
    const period = this.starts.get(line.periodStart)?.get(line.periodEnd);
    if (period === undefined || this.remembered >= REMEMBERED) return;
    const factors = period.get(line.unit) ?? new Map<string | undefined, GoodFactor>();
    period.set(line.unit, factors);
    factors.set(line.factor, found);
    this.remembered += 1;
  }
}
