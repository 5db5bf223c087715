import { type Fraction, toFraction, ZERO } from '../domain/quantity.ts';
import type { CarbonValue } from '../domain/reference-data.ts';
import type { ImpliedCarbonPrice } from './assessment.ts';

/** What the weights and benchmarks say; all published before bids. */
export type CarbonTradeOff = {
  /** Points of the overall total that the carbon criterion can earn: environment share times its weight, of 100. */
  readonly carbonPoints: Fraction;
  /** Points of the overall total for price. */
  readonly pricePoints: Fraction;
  /** Pounds between the two price benchmarks. */
  readonly priceSpread: Fraction;
  /** Tonnes between the two carbon benchmarks, over the whole quantity. */
  readonly tonnesSpread: Fraction;
};

/**
 * Pounds that the method gives for a tonne less: `w_C x dP / (w_P x dT)`. A weight alone says nothing; its
 * worth depends on the spread it is divided over. Undefined where there is no price weight or no spread.
 */
export function poundsPerTonne(tradeOff: CarbonTradeOff): Fraction | undefined {
  const { carbonPoints, pricePoints, priceSpread, tonnesSpread } = tradeOff;
  if (pricePoints.lte(ZERO) || tonnesSpread.lte(ZERO)) return undefined;
  return carbonPoints.mul(priceSpread).div(pricePoints.mul(tonnesSpread));
}

/** The points of the total that carbon would need for a tonne to be worth `poundsPerTonne`. */
export function carbonPointsFor(
  pounds: Fraction,
  tradeOff: Omit<CarbonTradeOff, 'carbonPoints'>,
): Fraction | undefined {
  const { pricePoints, priceSpread, tonnesSpread } = tradeOff;
  if (priceSpread.lte(ZERO)) return undefined;
  return pounds.mul(pricePoints).mul(tonnesSpread).div(priceSpread);
}

/** The implied price beside the published values of one year; below the low value it deserves a warning. */
export function impliedCarbonPrice(tradeOff: CarbonTradeOff, published: CarbonValue): ImpliedCarbonPrice | undefined {
  const implied = poundsPerTonne(tradeOff);
  if (implied === undefined) return undefined;
  const low = toFraction(published.low);
  return {
    poundsPerTonne: implied,
    year: published.year,
    low,
    central: toFraction(published.central),
    high: toFraction(published.high),
    isBelowLow: implied.lt(low),
  };
}
