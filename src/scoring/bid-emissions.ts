import type { YearlyTonnes } from '../domain/carbon-value.ts';
import { datesOf, parseFinancialYear } from '../domain/financial-year.ts';
import type { IsoDate } from '../domain/iso-date.ts';
import { daysByYear, doubleCountGroupOf } from '../domain/line-figures.ts';
import type { LotFacts, Procurement } from '../domain/procurement.ts';
import { type Fraction, toGrams, ZERO } from '../domain/quantity.ts';
import { spreadOverFinancialYears, type YearlyGrams } from '../domain/trajectory.ts';
import type { BidAssessment } from './assessment.ts';
import type { FootprintLine } from './footprint.ts';

/** What a bid says it would emit, gross as declared: without uplift, and without a default where nothing is said. */
export type BidEmissions = {
  /** By financial year, in the inventory view: without the electricity of devices in the council's own buildings. */
  readonly inventory: readonly YearlyGrams[];
  /** All of it by calendar year, exact; a carbon cost is of the whole life. */
  readonly wholeLife: readonly YearlyTonnes[];
};

/**
 * A bid's declared carbon by year. A line that names a year falls on the part of it that lies in the term, by days; one
 * that names none on the whole term; a year outside the term whole on its first of April. Undefined when the bid
 * declares no carbon: that is not zero.
 */
export function bidEmissions(
  { carbon }: BidAssessment,
  facts: LotFacts,
  { bidDeadline }: Pick<Procurement, 'bidDeadline'>,
): BidEmissions | undefined {
  const { lines } = carbon.footprint;
  if (lines.length === 0) return undefined;
  const start = facts.contractStart ?? bidDeadline;
  const placed = lines.map((line) => ({ line, period: periodOf(line, start, facts.contractEnd ?? start) }));
  return {
    inventory: addGrams(
      placed
        .filter(({ line: { source } }) => doubleCountGroupOf({ contract: '', ...source }) === '')
        .flatMap(({ line, period }) => spreadOverFinancialYears(toGrams(line.kilograms), period.start, period.end)),
    ),
    wholeLife: addTonnes(
      placed.flatMap(({ line, period }) => {
        const parts = daysByYear(period.start, period.end);
        const days = parts.reduce((sum, part) => sum + part.days, 0);
        return parts.map((part) => ({
          year: part.year,
          tonnes: line.kilograms.mul(part.days).div(days).div(1000),
        }));
      }),
    ),
  };
}

type Period = { readonly start: IsoDate; readonly end: IsoDate };

function periodOf({ source }: FootprintLine, start: IsoDate, end: IsoDate): Period {
  const named = datesNamed(source.year);
  if (named === undefined) return { start, end };
  const from = named.start > start ? named.start : start;
  const to = named.end < end ? named.end : end;
  if (from <= to) return { start: from, end: to };
  const april = `${named.start.slice(0, 4)}-04-01`;
  return { start: april, end: april };
}

/** The dates of "2027" or "2027/28"; undefined for anything else. */
function datesNamed(year: string | undefined): Period | undefined {
  if (year === undefined) return undefined;
  if (/^\d{4}$/.test(year)) return { start: `${year}-01-01`, end: `${year}-12-31` };
  return parseFinancialYear(year) === undefined ? undefined : datesOf(year);
}

function addGrams(parts: readonly YearlyGrams[]): YearlyGrams[] {
  const byYear = new Map<string, bigint>();
  for (const { year, grams } of parts) byYear.set(year, (byYear.get(year) ?? 0n) + grams);
  return [...byYear].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([year, grams]) => ({ year, grams }));
}

function addTonnes(parts: readonly YearlyTonnes[]): YearlyTonnes[] {
  const byYear = new Map<number, Fraction>();
  for (const { year, tonnes } of parts) byYear.set(year, (byYear.get(year) ?? ZERO).add(tonnes));
  return [...byYear].toSorted(([a], [b]) => a - b).map(([year, tonnes]) => ({ year, tonnes }));
}
