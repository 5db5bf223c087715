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

/** Money spent in an industry times its kilograms for a pound: for screening only. */
export type SpendWorking = {
  readonly method: 'spend';
  /** Pounds excluding VAT, in prices of a year. */
  readonly spend: DecimalText;
  readonly priceYear: string;
  readonly sector: string;
  /** The supplier by whose name the contract was found. */
  readonly supplier?: string;
  readonly multiplierYear: string;
  readonly kgPerGbp: DecimalText;
  /** The price index of the multiplier's year and of the spend's; absent where these are one year. */
  readonly deflated?: { readonly from: DecimalText; readonly to: DecimalText; readonly indexYear: string };
  /** Of the shipped multipliers. */
  readonly edition?: string;
  /** The imported set whose multiplier it is. */
  readonly set?: string;
  /** The multiplier is neither official nor approved, or of another year than the prices. */
  readonly provisional: boolean;
};

/** How an amount was worked out from what was sent; it stands beside the amount, and shows where it comes from. */
export type FigureWorking = ProductWorking | AllocatedWorking | SpendWorking;

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
 * Spend x index of the multiplier's year / index of the spend's x kilograms for a pound, rounded once, half up, to a
 * gram. Both are without VAT and in basic prices.
 */
export function spendKilograms({
  spend,
  kgPerGbp,
  deflated,
}: Pick<SpendWorking, 'spend' | 'kgPerGbp' | 'deflated'>): DecimalText {
  const pounds = toFraction(spend);
  const asOfMultiplier =
    deflated === undefined ? pounds : pounds.mul(toFraction(deflated.to)).div(toFraction(deflated.from));
  return decimalText(asOfMultiplier.mul(toFraction(kgPerGbp)), 3);
}

/** What made a figure, as its dimensions name it. */
export type FigureSource = { readonly id: string; readonly set: string; readonly provisional: boolean };

/**
 * What lines worked out alike have in common, in the place of a conversion factor: those of one product's footprint
 * are wrong by it together, and what is allocated or comes from money spent can be told from what was reported.
 */
export function workingSource(working: FigureWorking, contract: string): FigureSource {
  switch (working.method) {
    case 'product':
      return { id: `${PRODUCT_FACTORS}${working.model}`, set: '', provisional: false };
    case 'allocated':
      return { id: `${ALLOCATED_FACTORS}${contract}`, set: '', provisional: false };
    case 'spend': {
      const { sector, multiplierYear: set, provisional } = working;
      return { id: `${SPEND_FACTORS}${sector}`, set, provisional };
    }
  }
}

/** Begin the factor of every figure that was worked out here. */
const PRODUCT_FACTORS = 'product:';
const ALLOCATED_FACTORS = 'allocated:';
const SPEND_FACTORS = 'spend:';

/** Whether a figure was worked out here, and so is nobody's report. */
export function isWorkedOut(factor: string): boolean {
  return factor.startsWith(PRODUCT_FACTORS) || screeningOf(factor) !== undefined;
}

/** Whether a figure came from money spent, or is a share of a supplier's total: neither tells a trend. */
export function screeningOf(factor: string): 'spend' | 'allocated' | undefined {
  if (factor.startsWith(SPEND_FACTORS)) return 'spend';
  return factor.startsWith(ALLOCATED_FACTORS) ? 'allocated' : undefined;
}

/** The working in words: "120 units of Example Book 14 at 241 kg each (maker's sheet)". */
export function workingText(working: FigureWorking): string {
  if (working.method === 'product') {
    const { units, model, kgEach, source } = working;
    return `${units} ${units === '1' ? 'unit' : 'units'} of ${model} at ${kgEach} kg each (${source})`;
  }
  if (working.method === 'spend') return spendText(working);
  const { total, totalUnit, covers, contractValue, turnover } = working;
  return `${total} ${totalUnit} (${covers}) times GBP ${contractValue} of a turnover of GBP ${turnover}`;
}

function spendText({
  spend,
  priceYear,
  sector,
  multiplierYear,
  kgPerGbp,
  deflated,
  edition,
  set,
  supplier,
}: SpendWorking): string {
  const prices =
    deflated === undefined
      ? ''
      : `, taken to prices of ${multiplierYear} by ${deflated.to} / ${deflated.from}${
          deflated.indexYear === priceYear ? '' : ` (the index of ${deflated.indexYear}, the last there is)`
        }`;
  const to = supplier === undefined ? '' : ` to ${supplier}`;
  const from = set === undefined ? `edition ${edition ?? ''}` : `set ${set}`;
  return `GBP ${spend}${to} of ${priceYear}${prices}, at ${kgPerGbp} kg for a pound of industry ${sector} in ${multiplierYear} (${from}); screening only`;
}
