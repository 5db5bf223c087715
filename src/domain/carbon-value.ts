import { AppError } from './errors.ts';
import { type Fraction, HUNDRED, ONE, sum } from './quantity.ts';

/** What is emitted in a year, tCO2e. */
export type YearlyTonnes = { readonly year: number; readonly tonnes: Fraction };

/** Pounds a tonne: one value for all years, or the published value of each year. */
export type CarbonPrice =
  | { readonly flatPoundsPerTonne: Fraction }
  | { readonly poundsPerTonneByYear: ReadonlyMap<number, Fraction> };

/** `firstYear` is year 0 and is not discounted. */
export type Discount = { readonly percent: Fraction; readonly firstYear: number };

/** Index values of the price level: a value in prices of `from` becomes one in prices of `to`. */
export type Deflator = { readonly from: Fraction; readonly to: Fraction };

/**
 * Present value of emissions, pounds: `sum over years of tonnes x value / (1 + rate)^(year - first year)`, each value
 * rebased by `to / from` where a deflator is given. Without a discount all years count in full. Exact. A cost is
 * positive. After HM Treasury, The Green Book, and the DESNZ valuation of greenhouse gas emissions.
 * Throws `invalid-input` for a year that has no published value; nothing is extrapolated.
 */
export function presentCarbonCost(
  emissions: readonly YearlyTonnes[],
  price: CarbonPrice,
  options: { readonly discount?: Discount; readonly deflator?: Deflator } = {},
): Fraction {
  const rebase = options.deflator === undefined ? ONE : options.deflator.to.div(options.deflator.from);
  return sum(
    emissions.map(({ year, tonnes }) =>
      tonnes.mul(poundsPerTonne(price, year)).mul(rebase).div(discountFactor(options.discount, year)),
    ),
  );
}

function poundsPerTonne(price: CarbonPrice, year: number): Fraction {
  if ('flatPoundsPerTonne' in price) return price.flatPoundsPerTonne;
  const value = price.poundsPerTonneByYear.get(year);
  if (value === undefined)
    throw new AppError('invalid-input', `There is no published carbon value for the year ${year}.`);
  return value;
}

function discountFactor(discount: Discount | undefined, year: number): Fraction {
  if (discount === undefined) return ONE;
  const yearly = ONE.add(discount.percent.div(HUNDRED));
  let factor = ONE;
  for (let passed = discount.firstYear; passed < year; passed++) factor = factor.mul(yearly);
  for (let ahead = year; ahead < discount.firstYear; ahead++) factor = factor.div(yearly);
  return factor;
}
