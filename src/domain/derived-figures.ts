import { type Contract, OWN_ICT } from './contract.ts';
import { screeningOf } from './figure-working.ts';
import { datesOf, parseFinancialYear } from './financial-year.ts';
import type { IsoDate } from './iso-date.ts';
import { BUILDING_ELECTRICITY, type FigureDimensions } from './line-figures.ts';
import { daysByMonth, type Month, monthOf, sharesOf, splitGrams, wholeWeights } from './period-split.ts';
import { type Grams, toFraction, toGrams } from './quantity.ts';
import { type StandIn, yearsOfMonth } from './totals-query.ts';

/** Figures counted together: what the ledger holds of one set of dimensions, or what is derived from contracts. */
export type CountedFigures = {
  readonly dimensions: FigureDimensions;
  readonly grams: Grams;
  readonly marketBased: Grams;
  readonly lines: number;
  readonly locatedLines: number;
  readonly marketLines: number;
};

export type DerivedFigures = {
  readonly commitments: readonly CountedFigures[];
  readonly estimates: readonly CountedFigures[];
  readonly standIns: readonly StandInByView[];
};

/** With the grams of the inventory view, and those that only the whole-life view holds beside them. */
export type StandInByView = Omit<StandIn, 'grams'> & ViewGrams;

/** An amount by view: the whole-life view holds both parts, the inventory view the first alone. */
type ViewGrams = { readonly inventory: Grams; readonly outside: Grams };
type MonthlyGrams = ReadonlyMap<Month, ViewGrams>;

const NOTHING: ViewGrams = { inventory: 0n, outside: 0n };

function add(one: ViewGrams, other: ViewGrams): ViewGrams {
  return { inventory: one.inventory + other.inventory, outside: one.outside + other.outside };
}

/**
 * What contracts say beyond the lines of returns: their commitments by month, and for each contract without any return
 * in a financial year an estimate of the months of its term that are over (`until`), never 0. The estimate is its own
 * commitment for the month; without one the average month of contracts of its ICT category that have returns; without
 * any of these that of all contracts.
 */
export function deriveFigures(
  contracts: readonly Contract[],
  figures: readonly CountedFigures[],
  organisation: string,
  until: Month,
): DerivedFigures {
  const committed = new Map(contracts.map((contract) => [contract.reference, commitmentsByMonth(contract)]));
  const commitments = contracts.flatMap((contract) =>
    spread(contract, organisation, committed.get(contract.reference) ?? new Map(), 'committed', ''),
  );
  const reported = reportedMonths(figures);
  // What only screens for where to look is no measure for another contract.
  const measured = figures.filter(({ dimensions }) => screeningOf(dimensions.factor) === undefined);
  const averages = averageMonths(contracts, reportedMonths(measured));
  const estimates: CountedFigures[] = [];
  const standIns: StandInByView[] = [];
  for (const contract of contracts) {
    for (const [financialYear, months] of unreportedYears(contract, reported.get(contract.reference), until)) {
      const stand = standInFor(contract, financialYear, months, committed.get(contract.reference), averages);
      standIns.push(stand.standIn);
      estimates.push(...spread(contract, organisation, stand.byMonth, 'estimated', stand.shared));
    }
  }
  return { commitments, estimates, standIns };
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
      byMonth.set(month, add(byMonth.get(month) ?? NOTHING, share));
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

/** Grams of each month that count, by contract: actual, else estimated, else forecast. */
function reportedMonths(figures: readonly CountedFigures[]): Map<string, MonthlyGrams> {
  const best = new Map<string, Map<Month, { rank: number; grams: ViewGrams }>>();
  for (const { dimensions, grams, locatedLines } of figures) {
    const rank = BASIS_RANKS.indexOf(dimensions.basis);
    if (dimensions.kind !== 'emission' || locatedLines <= 0 || rank < 0) continue;
    const months = best.get(dimensions.contract) ?? new Map<Month, { rank: number; grams: ViewGrams }>();
    best.set(dimensions.contract, months);
    const known = months.get(dimensions.month);
    const found =
      dimensions.doubleCountGroup === '' ? { ...NOTHING, inventory: grams } : { ...NOTHING, outside: grams };
    if (known === undefined || rank < known.rank) months.set(dimensions.month, { rank, grams: found });
    else if (rank === known.rank) known.grams = add(known.grams, found);
  }
  return new Map(
    [...best].map(([contract, months]) => [
      contract,
      new Map([...months].map(([month, { grams }]) => [month, grams] as const)),
    ]),
  );
}

/** The first that a contract-month has is its total. */
export const BASIS_RANKS: readonly string[] = ['actual', 'estimated', 'forecast'];

const ALL = '';

/** Average grams of a reported contract-month by ICT category, and of all. Rounded half up to a gram. */
function averageMonths(
  contracts: readonly Contract[],
  reported: ReadonlyMap<string, MonthlyGrams>,
): Map<string, ViewGrams> {
  const sums = new Map<string, { grams: ViewGrams; months: bigint }>();
  for (const { reference, ictCategory } of contracts) {
    for (const grams of reported.get(reference)?.values() ?? []) {
      for (const key of [ictCategory, ALL]) {
        const known = sums.get(key) ?? { grams: NOTHING, months: 0n };
        sums.set(key, { grams: add(known.grams, grams), months: known.months + 1n });
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
  reported: MonthlyGrams | undefined,
  until: Month,
): Map<string, Month[]> {
  if (status === 'planned' || reference === OWN_ICT) return new Map();
  const lastDay = `${until}-31`;
  const to = end < lastDay ? end : lastDay;
  if (start > to) return new Map();
  const months = daysByMonth(start, to).map(({ month }) => month);
  const years = Map.groupBy(months, (month) => yearsOfMonth(month).financialYear);
  const withReturn = new Set([...(reported?.keys() ?? [])].map((month) => yearsOfMonth(month).financialYear));
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
  const total = [...byMonth.values()].reduce(add, NOTHING);
  const shared = fromCommitment ? `estimate:${reference}` : `estimate:${ofCategory ? ictCategory : 'all'}`;
  return { standIn: { contract: reference, financialYear, method, ...total }, byMonth, shared };
}

/**
 * Monthly grams of a contract as figures of the organisations that share it. Those of the inventory are there even as
 * 0, so that the month is known in both views.
 */
function spread(
  contract: Contract,
  organisation: string,
  byMonth: MonthlyGrams,
  basis: 'committed' | 'estimated',
  factor: string,
): CountedFigures[] {
  const shares = sharesOf(contract.shares, organisation);
  const weights = wholeWeights(shares.map(({ percent }) => percent));
  const partsOf = (month: Month, grams: Grams, doubleCountGroup: string): CountedFigures[] =>
    splitGrams(grams, weights).map((part, index) => ({
      dimensions: {
        contract: contract.reference,
        organisation: shares[index]?.organisation ?? organisation,
        month,
        kind: 'emission',
        scope: '',
        category: '',
        stage: '',
        basis,
        tier: '',
        factor,
        factorSet: '',
        doubleCountGroup,
        provisional: false,
      },
      grams: part,
      marketBased: 0n,
      lines: 0,
      locatedLines: 1,
      marketLines: 0,
    }));
  return [...byMonth].flatMap(([month, { inventory, outside }]) => [
    ...partsOf(month, inventory, ''),
    ...(outside === 0n ? [] : partsOf(month, outside, BUILDING_ELECTRICITY)),
  ]);
}

/** The last month that is over at an instant. */
export function lastWholeMonth(instant: string): Month {
  const date = new Date(instant);
  return monthOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 0)).toISOString());
}
