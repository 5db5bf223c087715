import { type Fraction, HUNDRED, parseDecimal, toFraction, ZERO } from '../../domain/quantity.ts';
import type { BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import type { LiveFormula } from './pack-sheet.ts';
import { type BidWriter, cellOf } from './scores-row-writer.ts';

/** Rows of the published figures that formulas read; their figure stands in column H. */
export type LotFactRows = {
  readonly environmentShare?: number | undefined;
  readonly qualityShare?: number | undefined;
  readonly priceShare?: number | undefined;
  readonly benchmarkHigh?: number | undefined;
  readonly benchmarkLow?: number | undefined;
};

/** Links to the figures. */
export type PriceRows = {
  readonly quality: LiveFormula | undefined;
  readonly pricePoints: LiveFormula | undefined;
  readonly result: LiveFormula | undefined;
};

/** Quality, price and the overall result, for a lot with published shares. */
export function writePriceRows(
  writer: BidWriter,
  lot: LotAssessment,
  bid: BidAssessment,
  facts: LotFactRows,
  environment: string,
): PriceRows {
  const quality =
    bid.quality === undefined
      ? undefined
      : writer.live(
          { line: 'Quality', what: 'Quality points, of 100, entered by the officer', figure: bid.quality },
          `H${writer.nextRow()}`,
          bid.quality,
        );
  const price = bid.bid.price === undefined ? undefined : parseDecimal(bid.bid.price);
  const priceRow =
    price === undefined
      ? undefined
      : writer.entered({ line: 'Price', what: 'Price, pounds excluding VAT, over the whole term', figure: price });
  const qualityCell = quality === undefined ? undefined : cellOf(quality);
  if (lot.priceMethod !== 'fixed-benchmark') {
    return {
      quality,
      pricePoints: undefined,
      result: evaluatedPrice(writer, lot, bid, facts, { environment, quality: qualityCell, price, priceRow }),
    };
  }
  const pricePoints = benchmarkPoints(writer, bid, facts, priceRow);
  const parts = [
    [facts.environmentShare, environment],
    [facts.qualityShare, qualityCell],
    [facts.priceShare, pricePoints === undefined ? undefined : cellOf(pricePoints)],
  ].flatMap(([share, cell]) => (cell === undefined ? [] : [`$H$${share}*${cell}`]));
  if (bid.total === undefined)
    writer.entered({
      line: 'Overall total',
      what: 'Overall total, of 100',
      note: 'Not known yet: a part of it is still to come.',
    });
  return { quality, pricePoints, result: writer.overall(bid, `(${parts.join('+')})/100`) };
}

/** `100 x clamp((high - price) / (high - low), 0, 1)`. */
function benchmarkPoints(
  writer: BidWriter,
  { pricePoints }: BidAssessment,
  { benchmarkHigh, benchmarkLow }: LotFactRows,
  priceRow: number | undefined,
): LiveFormula | undefined {
  if (pricePoints === undefined || priceRow === undefined) return undefined;
  const formula = `100*MAX(0,MIN(1,($H$${benchmarkHigh}-H${priceRow})/($H$${benchmarkHigh}-$H$${benchmarkLow})))`;
  return writer.live(
    { line: 'Price points', what: 'Price points, of 100: between the published benchmarks' },
    formula,
    pricePoints,
  );
}

type PricedCells = {
  readonly environment: string;
  readonly quality: string | undefined;
  readonly price: Fraction | undefined;
  readonly priceRow: number | undefined;
};

/** The methods in which the lowest evaluated price wins. */
function evaluatedPrice(
  writer: BidWriter,
  lot: LotAssessment,
  bid: BidAssessment,
  facts: LotFactRows,
  cells: PricedCells,
): LiveFormula | undefined {
  const { price, priceRow } = cells;
  if (bid.evaluatedPrice === undefined || price === undefined || priceRow === undefined) return undefined;
  const look = 'subtotal';
  if (lot.priceMethod === 'notional-discount') {
    const discount = price.equals(ZERO) ? ZERO : HUNDRED.mul(price.sub(bid.evaluatedPrice)).div(price);
    const row = writer.entered({
      line: 'Discount',
      what: 'Notional discount for the level offered, percent',
      figure: discount,
    });
    return writer.live(
      { line: 'Evaluated price', what: 'Price less the notional discount, pounds; the lowest wins' },
      `H${priceRow}*(1-H${row}/100)`,
      bid.evaluatedPrice,
      look,
    );
  }
  const points = nonPricePoints(lot, bid);
  const environment = `$H$${facts.environmentShare}*${cells.environment}`;
  const quality = cells.quality === undefined ? '' : `+$H$${facts.qualityShare}*${cells.quality}`;
  const combined = writer.live(
    { line: 'Quality index', what: 'Environment and quality by their shares, of 100' },
    `(${environment}${quality})/($H$${facts.environmentShare}+$H$${facts.qualityShare})`,
    points,
  );
  const costRow =
    lot.priceMethod === 'shadow-priced'
      ? writer.entered({
          line: 'Whole-life cost',
          what: 'Price and its carbon at the published values, pounds of today',
          figure: bid.evaluatedPrice.mul(points),
          note: 'Worked out by the service from the carbon lines by year.',
        })
      : priceRow;
  return writer.live(
    { line: 'Evaluated price', what: 'Pounds for each point of the index; the lowest wins' },
    `H${costRow}/${cellOf(combined)}`,
    bid.evaluatedPrice,
    look,
  );
}

function nonPricePoints({ shares }: LotAssessment, { environment, quality }: BidAssessment): Fraction {
  const environmentShare = toFraction(shares?.environment ?? '0');
  const qualityShare = toFraction(shares?.quality ?? '0');
  return environmentShare
    .mul(environment)
    .add(qualityShare.mul(quality ?? ZERO))
    .div(environmentShare.add(qualityShare));
}
