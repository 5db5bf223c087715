import { type Contract, OWN_ICT } from './contract.ts';
import { screeningOf } from './figure-working.ts';
import { datesOf, parseFinancialYear } from './financial-year.ts';
import type { FigureColumns } from './figure-columns.ts';
import type { IsoDate } from './iso-date.ts';
import type { FigureDimensions } from './line-figures.ts';
import { monthsBetween } from './month-range.ts';
import { daysByMonth, type Month, monthOf, sharesOf, splitGrams, wholeWeights } from './period-split.ts';
import { type Grams, toFraction, toGrams } from './quantity.ts';
import { type ReportedMonths, reportedMonths } from './reported-months.ts';
import { type StandIn, yearsOfMonth } from './totals-query.ts';

/** Takes a figure that is derived from contracts. */
type Taker = (dimensions: FigureDimensions, grams: Grams) => void;

/**
 * What contracts say beyond the lines of returns, each figure given to `take`: their commitments by month, and for each
 * contract without any return in a financial year an estimate of the months of its term that are over (`until`), never
 * 0. The estimate is its own commitment for the month; without one the average month of contracts of its ICT category
 * that have returns; without any of these that of all contracts. Answers what stands in for which return.
 */
export function deriveFigures(
  contracts: readonly Contract[],
  figures: FigureColumns,
  organisation: string,
  until: Month,
  take: Taker,
): StandIn[] {
  const committed = new Map(contracts.map((contract) => [contract.reference, commitmentsByMonth(contract)]));
  for (const contract of contracts) {
    spread(contract, organisation, committed.get(contract.reference) ?? new Map(), { basis: 'committed' }, take);
  }
  const reported = reportedMonths(figures, () => true);
  // What only screens for where to look is no measure for another contract.
  const measured = reportedMonths(figures, ({ factor }) => screeningOf(factor) === undefined);
  const averages = averageMonths(contracts, measured);
  return contracts.flatMap((contract) => {
    const years = unreportedYears(contract, reported.of(contract.reference), until);
    return [...years].map(([financialYear, months]): StandIn => {
      const stand = standInFor(contract, financialYear, months, committed.get(contract.reference), averages);
      spread(contract, organisation, stand.byMonth, { basis: 'estimated', factor: stand.shared }, take);
      return stand.standIn;
    });
  });
}

/** Promised grams by month: each year's tonnes over the days of the year that lie in the term, else over the year. */
function commitmentsByMonth({ commitments, start, end }: Contract): Map<Month, Grams> {
  const byMonth = new Map<Month, Grams>();
  for (const { year, tonnes } of commitments) {
    const dates = datesOfYear(year);
    const from = start > dates.start ? start : dates.start;
    const to = end < dates.end ? end : dates.end;
    const parts = from <= to ? daysByMonth(from, to) : daysByMonth(dates.start, dates.end);
    const grams = splitGrams(
      toGrams(toFraction(tonnes).mul(1000)),
      parts.map(({ days }) => BigInt(days)),
    );
    for (const [index, { month }] of parts.entries()) {
      byMonth.set(month, (byMonth.get(month) ?? 0n) + (grams[index] ?? 0n));
    }
  }
  return byMonth;
}

function datesOfYear(year: string): { readonly start: IsoDate; readonly end: IsoDate } {
  return parseFinancialYear(year) === undefined ? { start: `${year}-01-01`, end: `${year}-12-31` } : datesOf(year);
}

const ALL = '';

/** Average grams of a reported contract-month by ICT category, and of all. Rounded half up to a gram. */
function averageMonths(contracts: readonly Contract[], reported: ReportedMonths): Map<string, Grams> {
  const sums = new Map<string, { grams: Grams; months: bigint }>();
  for (const { reference, ictCategory } of contracts) {
    for (const grams of reported.of(reference).values()) {
      for (const key of [ictCategory, ALL]) {
        const known = sums.get(key) ?? { grams: 0n, months: 0n };
        sums.set(key, { grams: known.grams + grams, months: known.months + 1n });
      }
    }
  }
  return new Map([...sums].map(([key, { grams, months }]) => [key, (2n * grams + months) / (2n * months)]));
}

/** Months of the term that are over, in financial years in which the contract has no return. */
function unreportedYears(
  { reference, status, start, end }: Contract,
  reported: ReadonlyMap<Month, Grams>,
  until: Month,
): Map<string, Month[]> {
  if (status === 'planned' || reference === OWN_ICT) return new Map();
  const lastDay = `${until}-31`;
  const to = end < lastDay ? end : lastDay;
  if (start > to) return new Map();
  const months = monthsBetween(monthOf(start), monthOf(to));
  const years = Map.groupBy(months, (month) => yearsOfMonth(month).financialYear);
  const withReturn = new Set([...reported.keys()].map((month) => yearsOfMonth(month).financialYear));
  for (const year of withReturn) years.delete(year);
  return years;
}

function standInFor(
  { reference, ictCategory }: Contract,
  financialYear: string,
  months: readonly Month[],
  committed: ReadonlyMap<Month, Grams> | undefined,
  averages: ReadonlyMap<string, Grams>,
): { readonly standIn: StandIn; readonly byMonth: ReadonlyMap<Month, Grams>; readonly shared: string } {
  const average = averages.get(ictCategory) ?? averages.get(ALL);
  const ofCategory = averages.has(ictCategory);
  const fromCommitment = months.some((month) => committed?.has(month) === true);
  const byMonth = new Map<Month, Grams>();
  for (const month of months) {
    const grams = fromCommitment ? committed?.get(month) : average;
    if (grams !== undefined) byMonth.set(month, grams);
  }
  const method = fromCommitment
    ? 'its commitment'
    : average === undefined
      ? undefined
      : ofCategory
        ? `average month of ${ictCategory} contracts with returns`
        : 'average month of all contracts with returns';
  const grams = [...byMonth.values()].reduce((total, part) => total + part, 0n);
  const shared = fromCommitment ? `estimate:${reference}` : `estimate:${ofCategory ? ictCategory : 'all'}`;
  return { standIn: { contract: reference, financialYear, method, grams }, byMonth, shared };
}

/** Monthly grams of a contract as figures of the organisations that share it. */
function spread(
  { reference, shares: stated }: Contract,
  organisation: string,
  byMonth: ReadonlyMap<Month, Grams>,
  { basis, factor = '' }: { readonly basis: 'committed' | 'estimated'; readonly factor?: string },
  take: Taker,
): void {
  if (byMonth.size === 0) return;
  const shares = sharesOf(stated, organisation);
  const weights = wholeWeights(shares.map(({ percent }) => percent));
  for (const [month, grams] of byMonth) {
    for (const [index, part] of splitGrams(grams, weights).entries()) {
      const bearer = shares[index]?.organisation ?? organisation;
      take({ ...NOT_STATED, contract: reference, organisation: bearer, month, basis, factor }, part);
    }
  }
}

const NOT_STATED = {
  kind: 'emission',
  scope: '',
  category: '',
  stage: '',
  tier: '',
  factorSet: '',
  doubleCountGroup: '',
  provisional: false,
} as const satisfies Partial<FigureDimensions>;

/** The last month that is over at an instant. */
export function lastWholeMonth(instant: string): Month {
  const date = new Date(instant);
  return monthOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0)).toISOString());
}
