import type { Bid } from '../domain/bid.ts';
import { dateParts } from '../domain/iso-date.ts';
import type { LotFacts, Procurement } from '../domain/procurement.ts';
import { type Fraction, HUNDRED, parseDecimal, sum, toFraction } from '../domain/quantity.ts';
import type { CarbonValue } from '../domain/reference-data.ts';
import type { Footprint } from './footprint.ts';
import {
  evaluatedTonnesByYear,
  fixedBenchmarkPoints,
  notionalPrice,
  pricePerQualityPoint,
  shadowPricedCost,
} from './price-method.ts';
import type { RuleSet } from './rule-set.ts';

/** What the overall total of one bid is made of. Points are 0 to 100. */
export type OverallResult = {
  readonly quality: Fraction | undefined;
  readonly pricePoints: Fraction | undefined;
  readonly evaluatedPrice: Fraction | undefined;
  readonly total: Fraction | undefined;
  /** Why there is no result yet. */
  readonly pending: readonly string[];
};

export type OverallInput = {
  readonly bid: Bid;
  readonly environment: Fraction;
  readonly footprint: Footprint;
  readonly facts: LotFacts;
  readonly procurement: Procurement;
  readonly ruleSet: RuleSet;
  readonly carbonValues: readonly CarbonValue[];
};

/**
 * Combines environment, quality and price as published. Without shares the environment total stands alone. Price
 * methods read one bid only, so that no bid can change how two others compare.
 */
export function overallResult(input: OverallInput): OverallResult {
  const { bid, facts, environment } = input;
  const quality = bid.qualityPoints === undefined ? undefined : parseDecimal(bid.qualityPoints);
  const price = bid.price === undefined ? undefined : parseDecimal(bid.price);
  const empty = { quality, pricePoints: undefined, evaluatedPrice: undefined, total: undefined, pending: [] };
  if (facts.shares === undefined) return { ...empty, total: environment };
  const pending = [
    ...(quality === undefined && isWeighed(facts.shares.quality) ? ['the quality points'] : []),
    ...(price === undefined && isWeighed(facts.shares.price) ? ['the price'] : []),
  ];
  if (pending.length > 0) return { ...empty, pending };
  const method = facts.priceMethod ?? 'fixed-benchmark';
  if (method === 'fixed-benchmark') return { ...empty, ...weightedTotal(input, quality, price) };
  return price === undefined
    ? { ...empty, pending: ['the price'] }
    : { ...empty, ...evaluatedPrice(input, method, quality, price) };
}

/** `environment share x E + quality share x Q + price share x P`, of 100. */
function weightedTotal(
  { facts, environment }: OverallInput,
  quality: Fraction | undefined,
  price: Fraction | undefined,
) {
  const shares = facts.shares;
  if (shares === undefined) return {};
  const high = facts.priceBenchmarkHigh;
  const low = facts.priceBenchmarkLow;
  const isPriced = price !== undefined && high !== undefined && low !== undefined;
  const pricePoints = isPriced ? fixedBenchmarkPoints(price, toFraction(high), toFraction(low)) : undefined;
  const parts: [string, Fraction | undefined][] = [
    [shares.environment, environment],
    [shares.quality, quality],
    [shares.price, pricePoints],
  ];
  const weighed = parts.filter(([share]) => isWeighed(share));
  if (weighed.some(([, points]) => points === undefined)) return { pricePoints, pending: ['the price benchmarks'] };
  const total = sum(weighed.map(([share, points]) => toFraction(share).mul(points ?? HUNDRED))).div(HUNDRED);
  return { pricePoints, total };
}

function evaluatedPrice(
  input: OverallInput,
  method: 'price-per-quality-point' | 'shadow-priced' | 'notional-discount',
  quality: Fraction | undefined,
  price: Fraction,
): Pick<OverallResult, 'evaluatedPrice'> | Pick<OverallResult, 'pending'> {
  if (method === 'notional-discount') return { evaluatedPrice: notionalPrice(price, discountPercent(input)) };
  const points = nonPricePoints(input, quality);
  const cost = method === 'shadow-priced' ? wholeLifeCost(input, price) : price;
  const index = points === undefined ? undefined : pricePerQualityPoint(cost, points);
  return index === undefined ? { pending: ['quality points above 0'] } : { evaluatedPrice: index };
}

/** Environment and quality by their shares, 0 to 100; quality alone where the environment share is 0. */
function nonPricePoints({ facts, environment }: OverallInput, quality: Fraction | undefined): Fraction | undefined {
  const environmentShare = toFraction(facts.shares?.environment ?? '0');
  const qualityShare = toFraction(facts.shares?.quality ?? '0');
  const total = environmentShare.add(qualityShare);
  if (total.n === 0n || (quality === undefined && qualityShare.n > 0n)) return undefined;
  return environmentShare
    .mul(environment)
    .add(qualityShare.mul(quality ?? HUNDRED))
    .div(total);
}

/** Price and carbon at the published values by year, discounted from the contract's first year (HM Treasury Green Book). */
function wholeLifeCost(
  { facts, procurement, footprint, ruleSet, carbonValues }: OverallInput,
  price: Fraction,
): Fraction {
  const years = contractYears(facts, procurement);
  const { series, discountPercent } = ruleSet.shadowPrice;
  const prices = new Map(carbonValues.map((value) => [Number(value.year), toFraction(value[series])]));
  const discount = { percent: toFraction(discountPercent), firstYear: years[0] ?? 0 };
  return shadowPricedCost(price, evaluatedTonnesByYear(footprint, years), { poundsPerTonneByYear: prices }, discount);
}

/** Calendar years of the contract, first to last; the year of the deadline where no dates are published. */
function contractYears(facts: LotFacts, procurement: Procurement): number[] {
  const first = dateParts(facts.contractStart ?? procurement.bidDeadline).year;
  const last = dateParts(facts.contractEnd ?? facts.contractStart ?? procurement.bidDeadline).year;
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
}

function discountPercent({ bid, ruleSet }: OverallInput): Fraction {
  const discount = ruleSet.notionalDiscount;
  const answer = discount === undefined ? undefined : bid.answers[discount.question];
  const level = answer?.state === 'given' ? String(answer.value) : undefined;
  return toFraction((level === undefined ? undefined : discount?.percentByLevel[level]) ?? '0');
}

function isWeighed(share: string): boolean {
  return toFraction(share).n > 0n;
}
