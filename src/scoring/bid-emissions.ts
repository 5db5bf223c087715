import type { YearlyTonnes } from '../domain/carbon-value.ts';
import { datesOf, type FinancialYear, parseFinancialYear } from '../domain/financial-year.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import { daysByYear, doubleCountGroupOf } from '../domain/line-figures.ts';
import { type Fraction, type Grams, toGrams, ZERO } from '../domain/quantity.ts';
import { spreadOverFinancialYears } from '../domain/trajectory.ts';
import type { FootprintLine } from './footprint.ts';

type DeclaredLine = Pick<FootprintLine, 'source' | 'kilograms'>;

/** A bid's carbon in one financial year, whole grams. */
export type BidYear = {
  readonly year: FinancialYear;
  readonly wholeLife: Grams;
  /** Of these what the inventory view leaves out: electricity of devices in the council's own buildings. */
  readonly outsideInventory: Grams;
};

/** What a bid says it would emit, gross as declared: without uplift, and without a default where nothing is said. */
export type BidEmissions = {
  /** In the order of the years. */
  readonly years: readonly BidYear[];
  /** All of it by calendar year, exact; a carbon cost is of the whole life. */
  readonly byCalendarYear: readonly YearlyTonnes[];
  /**
   * Declared for the use of devices with neither a scope nor a conversion factor: nobody can tell whether it is on the
   * council's meters, so it counts in both views. Whole grams.
   */
  readonly useNotTold: Grams;
};

export type Term = { readonly start: IsoDate; readonly end: IsoDate };

/**
 * A bid's declared carbon by year of a term. A line that names a year falls on the part of it that lies in the term, by
 * days; one that names none on the whole term; a year before the term whole on its first day, for what was made or
 * bought ahead comes with the contract; a year after it whole on its first of April. Undefined when the bid declares no
 * carbon: that is not zero.
 */
export function bidEmissions(lines: readonly DeclaredLine[], term: Term): BidEmissions | undefined {
  if (lines.length === 0) return undefined;
  const placed = lines.map((line) => ({ line, period: periodOf(line, term) }));
  return {
    years: addYears(placed.flatMap(({ line, period }) => yearsOfLine(line, period))),
    byCalendarYear: addTonnes(placed.flatMap(({ line, period }) => tonnesOfLine(line, period))),
    useNotTold: lines
      .filter(({ source: { stage, scope, factor } }) => stage === 'use' && scope === undefined && factor === undefined)
      .reduce((sum, { kilograms }) => sum + toGrams(kilograms), 0n),
  };
}

function periodOf({ source }: DeclaredLine, { start, end }: Term): Term {
  const named = datesNamed(source.year);
  if (named === undefined) return { start, end };
  const from = named.start > start ? named.start : start;
  const to = named.end < end ? named.end : end;
  if (from <= to) return { start: from, end: to };
  if (named.end < start) return { start, end: start };
  const april = `${named.start.slice(0, 4)}-04-01`;
  return { start: april, end: april };
}

/** The dates of "2027" or "2027/28"; undefined for anything else. */
function datesNamed(year: string | undefined): Term | undefined {
  if (year === undefined) return undefined;
  if (/^\d{4}$/.test(year)) return { start: `${year}-01-01`, end: `${year}-12-31` };
  return parseFinancialYear(year) === undefined ? undefined : datesOf(year);
}

function yearsOfLine({ source, kilograms }: DeclaredLine, { start, end }: Term): BidYear[] {
  const isOutside = doubleCountGroupOf({ contract: '', ...source }) !== '';
  return spreadOverFinancialYears(toGrams(kilograms), start, end).map(({ year, grams }) => ({
    year,
    wholeLife: grams,
    outsideInventory: isOutside ? grams : 0n,
  }));
}

function tonnesOfLine({ kilograms }: DeclaredLine, { start, end }: Term): YearlyTonnes[] {
  const parts = daysByYear(start, end);
  const days = parts.reduce((sum, part) => sum + part.days, 0);
  return parts.map((part) => ({ year: part.year, tonnes: kilograms.mul(part.days).div(days).div(1000) }));
}

function addYears(parts: readonly BidYear[]): BidYear[] {
  const byYear = new Map<FinancialYear, BidYear>();
  for (const { year, wholeLife, outsideInventory } of parts) {
    const known = byYear.get(year) ?? { year, wholeLife: 0n, outsideInventory: 0n };
    byYear.set(year, {
      year,
      wholeLife: known.wholeLife + wholeLife,
      outsideInventory: known.outsideInventory + outsideInventory,
    });
  }
  return [...byYear.values()].toSorted((a, b) => (a.year < b.year ? -1 : 1));
}

function addTonnes(parts: readonly YearlyTonnes[]): YearlyTonnes[] {
  const byYear = new Map<number, Fraction>();
  for (const { year, tonnes } of parts) byYear.set(year, (byYear.get(year) ?? ZERO).add(tonnes));
  return [...byYear].toSorted(([a], [b]) => a - b).map(([year, tonnes]) => ({ year, tonnes }));
}
