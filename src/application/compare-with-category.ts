import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { type Contract, type IctCategory, OWN_ICT } from '../domain/contract.ts';
import { isWorkedOut } from '../domain/figure-working.ts';
import type { FactorOn } from '../domain/line-figures.ts';
import { daysByMonth, type Month } from '../domain/period-split.ts';
import {
  compare,
  decimalText,
  type Fraction,
  type Grams,
  nearestDouble,
  toFraction,
  ZERO,
} from '../domain/quantity.ts';
import { kilogramsOf, type ReturnQuestion } from './compare-with-record.ts';
import type { ReturnReading } from './register-upload.ts';
import type { Stores } from './stores.ts';

/** Fewer contracts than this are no measure for another. */
const FEWEST_CONTRACTS = 5;
/** A slip is a thousand; contracts of one category differ, by half as much again on a scale of tens as one from itself. */
const DECADES_OF_A_SLIP = 3;
const NEAR_A_SLIP = 0.5;
const MONTHS_OF_A_YEAR = 12;

/** Kilograms over some months, as of a year. */
type Reported = { kilograms: Fraction; readonly months: Set<Month> };

/**
 * Contracts that report for the first time have no history to compare with: those are compared with the others of
 * their ICT category, in kilograms a year for a pound of annual value. Asks where one stands about a thousand times
 * above or below the median of at least five. Figures that were worked out here are left out on both sides.
 */
export async function compareWithCategory(
  stores: Pick<Stores, 'contracts' | 'ledger'>,
  organisation: string,
  reading: Pick<ReturnReading, 'contracts' | 'lines'>,
  factorOn: (factorId: string) => FactorOn,
): Promise<ReturnQuestion[]> {
  const version = await stores.ledger.version(organisation);
  const versions = await stores.contracts.versions(organisation, 0, version);
  const contracts = new Map(versions.map(({ contract }) => [contract.reference, contract]));
  const candidates = reading.contracts.flatMap(({ contract }) => {
    const known = contracts.get(contract);
    return known === undefined || contract === OWN_ICT || !hasValue(known) ? [] : [known];
  });
  if (candidates.length === 0) return [];
  const onRecord = await reportedOnRecord(stores, organisation, version);
  const medians = mediansOf([...contracts.values()], onRecord);
  const asked = candidates.filter(({ reference, ictCategory }) => !onRecord.has(reference) && medians.has(ictCategory));
  if (asked.length === 0) return [];
  const stated = await statedBy(reading, new Set(asked.map(({ reference }) => reference)), factorOn);
  return asked.flatMap((contract) => {
    const [figures, median] = [stated.get(contract.reference), medians.get(contract.ictCategory)];
    return figures === undefined || median === undefined ? [] : question(contract, figures, median);
  });
}

function hasValue({ annualValue }: Contract): boolean {
  return annualValue !== undefined && toFraction(annualValue).compare(ZERO) > 0;
}

/** What stands on record as actual, by contract. */
async function reportedOnRecord(
  { ledger }: Pick<Stores, 'ledger'>,
  organisation: string,
  version: number,
): Promise<Map<string, Reported>> {
  const sums = new Map<number, { grams: Grams; lines: number }>();
  for await (const { group, grams, locatedLines } of ledger.changes(organisation, 0, version)) {
    const known = sums.get(group);
    sums.set(group, { grams: (known?.grams ?? 0n) + grams, lines: (known?.lines ?? 0) + locatedLines });
  }
  const reported = new Map<string, Reported>();
  for await (const { id, dimensions } of ledger.groups(organisation, 0)) {
    const { contract, month, kind, basis, factor } = dimensions;
    const sum = sums.get(id);
    if (sum === undefined || sum.lines <= 0 || kind !== 'emission' || basis !== 'actual' || isWorkedOut(factor))
      continue;
    addTo(reported, contract, toFraction(sum.grams).div(1000), [month]);
  }
  return reported;
}

function addTo(reported: Map<string, Reported>, contract: string, kilograms: Fraction, months: readonly Month[]): void {
  const known = reported.get(contract) ?? { kilograms: ZERO, months: new Set() };
  reported.set(contract, known);
  known.kilograms = known.kilograms.add(kilograms);
  for (const month of months) known.months.add(month);
}

type Median = { readonly perPound: Fraction; readonly contracts: number };

/** The lower median of kilograms a year for a pound, of each category in which enough contracts have both. */
function mediansOf(
  contracts: readonly Contract[],
  reported: ReadonlyMap<string, Reported>,
): ReadonlyMap<IctCategory, Median> {
  const rates = contracts.flatMap((contract) => {
    const figures = reported.get(contract.reference);
    const perPound = figures === undefined || !hasValue(contract) ? ZERO : ratePerPound(contract, figures);
    return perPound.n === 0n ? [] : [{ category: contract.ictCategory, perPound }];
  });
  return new Map(
    [...Map.groupBy(rates, ({ category }) => category)].flatMap(([category, ofCategory]) => {
      const sorted = ofCategory.map(({ perPound }) => perPound).toSorted(compare);
      const perPound = sorted[Math.floor((sorted.length - 1) / 2)];
      if (perPound === undefined || sorted.length < FEWEST_CONTRACTS) return [];
      return [[category, { perPound, contracts: sorted.length }] as const];
    }),
  );
}

function ratePerPound({ annualValue }: Contract, { kilograms, months }: Reported): Fraction {
  return kilograms
    .mul(MONTHS_OF_A_YEAR)
    .div(months.size)
    .div(toFraction(annualValue ?? '1'));
}

type Stated = Reported & { largest: { readonly line: CarbonReturnLine; readonly kilograms: Fraction } };

async function statedBy(
  { lines }: Pick<ReturnReading, 'lines'>,
  wanted: ReadonlySet<string>,
  factorOn: (factorId: string) => FactorOn,
): Promise<Map<string, Stated>> {
  const stated = new Map<string, Stated>();
  for await (const batch of lines()) {
    for (const line of batch) {
      if (!wanted.has(line.contract) || line.kind !== 'emission' || line.basis !== 'actual') continue;
      const kilograms = line.working === undefined ? kilogramsOf(line, factorOn) : undefined;
      if (kilograms === undefined) continue;
      const known = stated.get(line.contract) ?? { kilograms: ZERO, months: new Set(), largest: { line, kilograms } };
      stated.set(line.contract, known);
      known.kilograms = known.kilograms.add(kilograms);
      for (const { month } of daysByMonth(line.periodStart, line.periodEnd)) known.months.add(month);
      if (kilograms.compare(known.largest.kilograms) > 0) known.largest = { line, kilograms };
    }
  }
  return stated;
}

function question(contract: Contract, stated: Stated, median: Median): ReturnQuestion[] {
  const rate = ratePerPound(contract, stated);
  if (rate.n === 0n) return [];
  const decades = Math.log10(nearestDouble(rate.div(median.perPound)));
  if (Math.abs(Math.abs(decades) - DECADES_OF_A_SLIP) > NEAR_A_SLIP) return [];
  const { line } = stated.largest;
  const times = decades > 0 ? 'about a thousand times' : 'about a thousandth of';
  return [
    {
      kind: 'unit-slip',
      found: `what ${contract.reference} reports, ${rateText(rate)} a year for a pound of its annual value`,
      onRecord: `${times} the median of ${median.contracts} ${contract.ictCategory} contracts, ${rateText(median.perPound)}`,
      source: line.source,
      field: line.quantity === undefined ? 'amount' : 'quantity',
    },
  ];
}

function rateText(perPound: Fraction): string {
  return `${decimalText(perPound, 6)} kg`;
}
