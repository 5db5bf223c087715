import { type DecimalText, decimalText, type Fraction, toFraction } from './quantity.ts';

/** A count of devices times what one of them stands for, as its maker or a benchmark says. */
export type ProductWorking = {
  readonly method: 'product';
  readonly model: string;
  readonly units: DecimalText;
  readonly kgEach: DecimalText;
  /** Who says so. */
  readonly source: string;
};

/** The contract's part of a total that its supplier published: by its value as a share of the supplier's turnover. */
export type AllocatedWorking = {
  readonly method: 'allocated';
  readonly total: DecimalText;
  readonly totalUnit: 'kg' | 't';
  /** What the total holds, as "scopes 1 and 2". */
  readonly covers: string;
  /** Pounds excluding VAT, both of the period of the line. */
  readonly contractValue: DecimalText;
  readonly turnover: DecimalText;
};

/** How an amount was worked out from what was sent; it stands beside the amount, and shows where it comes from. */
export type FigureWorking = ProductWorking | AllocatedWorking;

/** Units times kilograms each, exact. */
export function productKilograms({ units, kgEach }: Pick<ProductWorking, 'units' | 'kgEach'>): DecimalText {
  return decimalText(toFraction(units).mul(toFraction(kgEach)), MOST_PLACES);
}

/** Two decimals of a cell, multiplied, have no more places than this. */
const MOST_PLACES = 30;

/** The share of a supplier's total that falls to a contract, exact; undefined without a turnover. */
export function allocatedShare({
  contractValue,
  turnover,
}: Pick<AllocatedWorking, 'contractValue' | 'turnover'>): Fraction | undefined {
  const whole = toFraction(turnover);
  return whole.n === 0n ? undefined : toFraction(contractValue).div(whole);
}

/**
 * Total x contract value / turnover in kilograms, rounded once, half up, to a gram (economic allocation, as in the
 * GHG Protocol's Scope 3 Standard, chapter 8). Undefined without a turnover.
 */
export function allocatedKilograms(working: Omit<AllocatedWorking, 'method' | 'covers'>): DecimalText | undefined {
  const share = allocatedShare(working);
  const kilograms = toFraction(working.total).mul(working.totalUnit === 't' ? 1000 : 1);
  return share === undefined ? undefined : decimalText(kilograms.mul(share), 3);
}

/**
 * What lines worked out alike have in common, as the factor of their figures: those of one product's footprint are
 * wrong by it together, and what is allocated can be told from what was reported.
 */
export function workingFactor(working: FigureWorking, contract: string): string {
  return working.method === 'product' ? `product:${working.model}` : `${ALLOCATED_FACTORS}${contract}`;
}

/** Begins the factor of every allocated figure. */
const ALLOCATED_FACTORS = 'allocated:';

/** The working in words: "120 units of Example Book 14 at 241 kg each (maker's sheet)". */
export function workingText(working: FigureWorking): string {
  if (working.method === 'product') {
    const { units, model, kgEach, source } = working;
    return `${units} ${units === '1' ? 'unit' : 'units'} of ${model} at ${kgEach} kg each (${source})`;
  }
  const { total, totalUnit, covers, contractValue, turnover } = working;
  return `${total} ${totalUnit} (${covers}) times GBP ${contractValue} of a turnover of GBP ${turnover}`;
}
