import type { ContractYearsOnRecord } from '../domain/contract-years.ts';
import type { FinancialYear } from '../domain/financial-year.ts';
import type { Grams } from '../domain/quantity.ts';

/** What the record holds of a financial year at a moment: reported, estimated and forecast together, whole grams. */
export type YearForecast = {
  readonly year: FinancialYear;
  readonly gross: Grams;
  /** Of it, as reported. */
  readonly actual: Grams;
  readonly estimated: Grams;
  /** Gross by reference; they add up to it. */
  readonly contracts: ReadonlyMap<string, Grams>;
};

/** One that was kept with an edition of the ledger when it was published. */
export type EditionForecast = YearForecast & {
  readonly edition: string;
  /** Whose share it is, or `all`. */
  readonly bearer: string;
};

/** A year of a list of contracts; undefined where none has a figure in it, which is not zero. */
export function yearForecast({ contracts }: ContractYearsOnRecord, year: FinancialYear): YearForecast | undefined {
  let [actual, estimated, gross, isKnown] = [0n, 0n, 0n, false];
  const byContract = new Map<string, Grams>();
  for (const { reference, years } of contracts) {
    for (const one of years.filter((part) => part.year === year)) {
      isKnown = true;
      const grams = one.actual + one.estimated + one.forecast;
      actual += one.actual;
      estimated += one.estimated;
      gross += grams;
      byContract.set(reference, (byContract.get(reference) ?? 0n) + grams);
    }
  }
  return isKnown ? { year, gross, actual, estimated, contracts: byContract } : undefined;
}
