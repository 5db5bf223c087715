import { type CarbonPrice, type Discount, presentCarbonCost, type YearlyTonnes } from '../domain/carbon-value.ts';
import { clamp, type Fraction, HUNDRED, ONE, sum, ZERO } from '../domain/quantity.ts';
import type { Footprint } from './footprint.ts';

/**
 * The price methods. Each reads one bid and published figures only: a formula that reads another bid can let a
 * hopeless bid change the winner, so there is none here.
 */

/** Points 0 to 100: `100 x clamp((high - P) / (high - low), 0, 1)`, both benchmarks published. Throws unless high > low. */
export function fixedBenchmarkPoints(price: Fraction, high: Fraction, low: Fraction): Fraction {
  return HUNDRED.mul(benchmarkShare(price, high, low));
}

/** `clamp((high - value) / (high - low), 0, 1)`: 1 at or below the low benchmark, 0 at or above the high one. */
function benchmarkShare(value: Fraction, high: Fraction, low: Fraction): Fraction {
  if (high.lte(low)) throw new RangeError('The high benchmark must be above the low one');
  return clamp(high.sub(value).div(high.sub(low)), ZERO, ONE);
}

/** Pounds for each quality point, lowest wins; undefined for a bid without quality points, which cannot win. */
export function pricePerQualityPoint(price: Fraction, qualityPoints: Fraction): Fraction | undefined {
  return qualityPoints.lte(ZERO) ? undefined : price.div(qualityPoints);
}

/**
 * Price with its carbon at the published value, pounds, lowest wins: `P + sum over years of value x tonnes`,
 * discounted from the contract's first year where a discount is given. It stands in place of the carbon criterion:
 * both together would count the same tonnes twice.
 */
export function shadowPricedCost(
  price: Fraction,
  emissions: readonly YearlyTonnes[],
  carbonPrice: CarbonPrice,
  discount?: Discount,
): Fraction {
  return price.add(presentCarbonCost(emissions, carbonPrice, discount === undefined ? {} : { discount }));
}

/**
 * The evaluated carbon of a bid by year, tCO2e, for the shadow price: with uplift and published defaults, so that a
 * bid gains nothing by leaving a line out. A line falls in the year it names; lines without a year, and defaults,
 * are spread evenly over the contract's years. The parts add to the evaluated total exactly.
 */
export function evaluatedTonnesByYear(footprint: Footprint, contractYears: readonly number[]): YearlyTonnes[] {
  if (contractYears.length === 0) throw new RangeError('A contract has at least one year');
  const dated = footprint.lines.flatMap((line) => {
    const year = yearOf(line.source.year);
    return year === undefined ? [] : [{ year, kilograms: line.evaluatedKilograms }];
  });
  const undated = footprint.evaluatedKilograms.sub(sum(dated.map(({ kilograms }) => kilograms)));
  const share = undated.div(contractYears.length);
  const parts = [...dated, ...contractYears.map((year) => ({ year, kilograms: share }))];
  const years = [...new Set(parts.map(({ year }) => year))].sort((a, b) => a - b);
  return years.map((year) => ({
    year,
    tonnes: sum(parts.filter((part) => part.year === year).map(({ kilograms }) => kilograms)).div(1000),
  }));
}

/** "2027", or the first year of "2027/28"; undefined for anything else. */
function yearOf(text: string | undefined): number | undefined {
  const year = /^(\d{4})(?:\/\d{2})?$/.exec(text ?? '')?.[1];
  return year === undefined ? undefined : Number(year);
}

/** Price less a notional discount for the level of carbon management offered, pounds, lowest wins; the price paid stays. */
export function notionalPrice(price: Fraction, discountPercent: Fraction): Fraction {
  return price.mul(ONE.sub(discountPercent.div(HUNDRED)));
}

/** What missing the promised level costs: a factor times the advantage it gave, pounds (CO2 Performance Ladder: 1.5). */
export function missedLevelSanction(price: Fraction, discountPercent: Fraction, factor: Fraction): Fraction {
  return price.sub(notionalPrice(price, discountPercent)).mul(factor);
}
