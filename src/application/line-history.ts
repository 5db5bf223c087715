import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { inclusiveDays } from '../domain/iso-date.ts';
import { compare, type Fraction, ZERO } from '../domain/quantity.ts';

/** Periods count as alike in length up to this ratio: a month is no measure for a year. */
const ALIKE_IN_LENGTH = 2;

/** A line that stands on record, as far as another is compared with it. */
export type HistoryLine = {
  readonly line: string;
  readonly start: string;
  readonly end: string;
  readonly kilograms: Fraction | undefined;
};

/** Lines of one contract, kind, scope, category, stage and basis, in the order in which they were recorded. */
export class LineHistory {
  readonly lines: HistoryLine[] = [];
  private readonly byName = new Map<string, HistoryLine[]>();
  /** The lower median of the lines alike in length, by that length in days: few lengths come again and again. */
  private readonly medians = new Map<number, HistoryLine | undefined>();

  add(line: HistoryLine): void {
    this.lines.push(line);
    const known = this.byName.get(line.line);
    if (known === undefined) this.byName.set(line.line, [line]);
    else known.push(line);
  }

  /** What the amount of a line is compared with: the lines of its name or the one it supersedes, else all; the lower median. */
  measureFor({ line, supersedes, periodStart, periodEnd }: CarbonReturnLine): HistoryLine | undefined {
    const days = inclusiveDays(periodStart, periodEnd);
    const named = [
      ...(this.byName.get(line) ?? []),
      ...(supersedes === undefined || supersedes === line ? [] : (this.byName.get(supersedes) ?? [])),
    ];
    return medianOf(named, days) ?? this.medianOfAll(days);
  }

  private medianOfAll(days: number): HistoryLine | undefined {
    if (!this.medians.has(days)) this.medians.set(days, medianOf(this.lines, days));
    return this.medians.get(days);
  }
}

/** The lower median of those with an amount whose periods are about so long. */
function medianOf(lines: readonly HistoryLine[], days: number): HistoryLine | undefined {
  const alike = lines.filter(({ kilograms, start, end }) => {
    if (kilograms === undefined || kilograms.n === 0n) return false;
    const other = inclusiveDays(start, end);
    return Math.max(days, other) <= ALIKE_IN_LENGTH * Math.min(days, other);
  });
  const sorted = alike.toSorted((a, b) => compare(a.kilograms ?? ZERO, b.kilograms ?? ZERO));
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
