import { type Contract, OWN_ICT } from './contract.ts';
import { screeningOf } from './figure-working.ts';
import { datesOf, parseFinancialYear } from './financial-year.ts';
import type { ColumnFilling } from './figure-columns.ts';
import type { IsoDate } from './iso-date.ts';
import { BUILDING_ELECTRICITY, type FigureDimensions } from './line-figures.ts';
import { monthsBetween } from './month-range.ts';
import { daysByMonth, type Month, monthOf, sharesOf, splitGrams, wholeWeights } from './period-split.ts';
import { type Grams, toFraction, toGrams } from './quantity.ts';
import { type ReportedMonths, reportedMonths } from './reported-months.ts';
import { type StandIn, yearsOfMonth } from './totals-query.ts';
import { addViews, NOTHING, type ViewGrams } from './view-grams.ts';
import { fromWholeGrams } from './whole-tonnes.ts';

/** What stands in for returns, with its grams by view. */
export type StandInByView = Omit<StandIn, 'grams'> & ViewGrams;

type MonthlyGrams = ReadonlyMap<Month, ViewGrams>;

/**
 * What contracts say beyond the lines of returns, added to the figures of these: their commitments by month, and for
 * each contract without any return in a financial year an estimate of the months of its term that are over (`until`),
 * never 0. The estimate is its own commitment for the month; without one the average month of contracts of its ICT
 * category that have returns; without any of these that of all contracts. Answers what stands in for which return.
 */
export function deriveFigures(
  contracts: readonly Contract[],
  figures: ColumnFilling,
  organisation: string,
  until: Month,
): StandInByView[] {
  const { columns } = figures;
  const reported = reportedMonths(columns, () => true);
  // What only screens for where to look is no measure for another contract.
  const measured = reportedMonths(columns, ({ factor }) => screeningOf(factor) === undefined);
  const averages = averageMonths(contracts, measured);
  const committed = new Map(contracts.map((contract) => [contract.reference, commitmentsByMonth(contract)]));
  for (const contract of contracts) {
    const byMonth = committed.get(contract.reference) ?? new Map();
    spread(contract, organisation, byMonth, { basis: 'committed' }, figures);
  }
  return contracts.flatMap((contract) => {
    const years = unreportedYears(contract, reported.of(contract.reference), until);
    return [...years].map(([financialYear, months]): StandInByView => {
      const stand = standInFor(contract, financialYear, months, committed.get(contract.reference), averages);
      spread(contract, organisation, stand.byMonth, { basis: 'estimated', factor: stand.shared }, figures);
      return stand.standIn;
    });
  });
}

/** Promised grams by month: each year's tonnes over the days of the year that lie in the term, else over the year. */
function commitmentsByMonth({ commitments, start, end }: Contract): MonthlyGrams {
  const byMonth = new Map<Month, ViewGrams>();
  for (const { year, tonnes, outsideInventoryTonnes = '0' } of commitments) {
    const dates = datesOfYear(year);
    const from = start > dates.start ? start : dates.start;
    const to = end < dates.end ? end : dates.end;
    const parts = from <= to ? daysByMonth(from, to) : daysByMonth(dates.start, dates.end);
    const days = parts.map((part) => BigInt(part.days));
    const whole = gramsOfTonnes(tonnes);
    const outsideWhole = gramsOfTonnes(outsideInventoryTonnes);
    // Each part by itself: what is rounded of one may never come out of the other.
    const inventory = splitGrams(whole - outsideWhole, days);
    const outside = splitGrams(outsideWhole, days);
    for (const [index, { month }] of parts.entries()) {
      const share = { inventory: inventory[index] ?? 0n, outside: outside[index] ?? 0n };
      byMonth.set(month, addViews(byMonth.get(month) ?? NOTHING, share));
    }
  }
  return byMonth;
}

function gramsOfTonnes(tonnes: string): Grams {
  return toGrams(toFraction(tonnes).mul(1000));
}

function datesOfYear(year: string): { readonly start: IsoDate; readonly end: IsoDate } {
  return parseFinancialYear(year) === undefined ? { start: `${year}-01-01`, end: `${year}-12-31` } : datesOf(year);
}

const ALL = '';

/** Average grams of a reported contract-month by ICT category, and of all. Rounded half up to a gram. */
function averageMonths(contracts: readonly Contract[], reported: ReportedMonths): Map<string, ViewGrams> {
  const sums = new Map<string, { grams: ViewGrams; months: bigint }>();
  for (const { reference, ictCategory } of contracts) {
    for (const grams of reported.of(reference).values()) {
      for (const key of [ictCategory, ALL]) {
        const known = sums.get(key) ?? { grams: NOTHING, months: 0n };
        sums.set(key, { grams: addViews(known.grams, grams), months: known.months + 1n });
      }
    }
  }
  return new Map([...sums].map(([key, { grams, months }]) => [key, averageOf(grams, months)]));
}

/** Both views' averages are rounded; what lies outside the inventory is what they differ by. */
function averageOf({ inventory, outside }: ViewGrams, months: bigint): ViewGrams {
  const rounded = (grams: Grams): Grams => (2n * grams + months) / (2n * months);
  const ofInventory = rounded(inventory);
  return { inventory: ofInventory, outside: rounded(inventory + outside) - ofInventory };
}

/** Months of the term that are over, in financial years in which the contract has no return. */
function unreportedYears(
  { reference, status, start, end }: Contract,
  reported: MonthlyGrams,
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
  committed: MonthlyGrams | undefined,
  averages: ReadonlyMap<string, ViewGrams>,
): {
  readonly standIn: StandInByView;
  readonly byMonth: MonthlyGrams;
  readonly shared: string;
} {
  const average = averages.get(ictCategory) ?? averages.get(ALL);
  const ofCategory = averages.has(ictCategory);
  const fromCommitment = months.some((month) => committed?.has(month) === true);
  const byMonth = new Map<Month, ViewGrams>();
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
  const total = [...byMonth.values()].reduce(addViews, NOTHING);
  const shared = fromCommitment ? `estimate:${reference}` : `estimate:${ofCategory ? ictCategory : 'all'}`;
  return { standIn: { contract: reference, financialYear, method, ...total }, byMonth, shared };
}

/**
 * Monthly grams of a contract as figures of the organisations that share it. Those of the inventory are there even as
 * 0, so that the month is known in both views.
 */
function spread(
  { reference: contract, shares: stated }: Contract,
  organisation: string,
  byMonth: MonthlyGrams,
  { basis, factor = '' }: { readonly basis: 'committed' | 'estimated'; readonly factor?: string },
  figures: ColumnFilling,
): void {
  if (byMonth.size === 0) return;
  const shares = sharesOf(stated, organisation);
  const weights = wholeWeights(shares.map(({ percent }) => percent));
  const take = (month: Month, grams: Grams, doubleCountGroup: string): void => {
    for (const [index, part] of splitGrams(grams, weights).entries()) {
      const bearer = shares[index]?.organisation ?? organisation;
      const row = figures.addRow(0, {
        ...NOT_STATED,
        contract,
        organisation: bearer,
        month,
        basis,
        factor,
        doubleCountGroup,
      });
      const { tonnes, rest } = fromWholeGrams(part);
      figures.addAmounts(row, { ...NO_LINES, tonnes, restGrams: rest });
    }
  };
  for (const [month, { inventory, outside }] of byMonth) {
    take(month, inventory, '');
    if (outside !== 0n) take(month, outside, BUILDING_ELECTRICITY);
  }
}

const NOT_STATED = {
  kind: 'emission',
  scope: '',
  category: '',
  stage: '',
  tier: '',
  factorSet: '',
  provisional: false,
} as const satisfies Partial<FigureDimensions>;

/** What follows from a contract is no line of a return, and has a location-based amount alone. */
const NO_LINES = { marketTonnes: 0, marketRest: 0, lines: 0, locatedLines: 1, marketLines: 0, receivedIn: 0 };

/** The last month that is over at an instant. */
export function lastWholeMonth(instant: string): Month {
  const date = new Date(instant);
  return monthOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0)).toISOString());
}
