import { fractionText, type Fraction, roundHalfUp, toFraction } from '../../domain/quantity.ts';
import type { BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import { getBid } from '../../scoring/explain.ts';
import { rankedFigure } from '../../scoring/ranking.ts';
import { lotId } from '../report-words.ts';
import { type CellContent, type LiveFormula, type PackSheet, toCellNumber } from './pack-sheet.ts';
import type { BidRows } from './scores-bid-rows.ts';
import { cellOf, checkCell } from './scores-row-writer.ts';

/** Spreadsheets work in doubles, so results are compared at nine places. */
const PLACES = 9;

/**
 * The ranking of one lot: each qualified bid's result rounded to nine places, and its rank among them as a live
 * formula, with the published tie-break's order for equal results. Where two results differ by less than that,
 * doubles cannot tell them apart: the rank is then written as a value, and a note says so.
 */
export function writeRanking(
  sheet: PackSheet,
  lot: LotAssessment,
  rows: ReadonlyMap<BidAssessment, BidRows>,
): Map<BidAssessment, LiveFormula> {
  sheet.addRow([lotId(lot.lot), '', '', 'Ranking'], 'section');
  const first = sheet.nextRow();
  const last = first + lot.bids.length - 1;
  const ranks = new Map<BidAssessment, LiveFormula>();
  for (const bid of lot.bids) {
    const link = writeRank(sheet, lot, bid, rows.get(bid)?.result, { first, last });
    if (link !== undefined) ranks.set(bid, link);
  }
  return ranks;
}

type Span = { readonly first: number; readonly last: number };

function writeRank(
  sheet: PackSheet,
  lot: LotAssessment,
  bid: BidAssessment,
  result: LiveFormula | undefined,
  span: Span,
): LiveFormula | undefined {
  const at = sheet.nextRow();
  const identity = [lotId(lot.lot), bid.bid.reference, bid.bid.supplier.name, 'Rank', ''];
  const figure = rankedFigure(bid);
  if (bid.rank === undefined || figure === undefined || result === undefined) {
    sheet.addRow([
      ...identity,
      'Not ranked',
      undefined,
      undefined,
      undefined,
      'not ranked',
      'not ranked',
      undefined,
      undefined,
      bid.notRankedBecause,
    ]);
    return undefined;
  }
  const rounded = toFraction(roundHalfUp(figure.value, PLACES));
  const rank = canRankLive(lot, figure.value)
    ? { formula: rankFormula(at, span, figure.lowestWins), result: bid.rank }
    : bid.rank;
  const cells: CellContent[] = [
    ...identity,
    figure.lowestWins ? 'Rank, lowest evaluated price first' : 'Rank, highest total first',
    undefined,
    { formula: `ROUND(${cellOf(result)},${PLACES})`, result: toCellNumber(rounded) },
    fractionText(figure.value),
    rank,
    bid.rank,
    checkCell(at),
    tieOrder(lot, figure.value, bid.bid.reference),
    noteOf(lot, bid, typeof rank === 'number'),
  ];
  sheet.addRow(cells, 'subtotal');
  for (const column of ['J', 'K']) sheet.worksheet.getCell(`${column}${at}`).numFmt = '0';
  return { formula: `Scores!$J$${at}`, result: bid.rank };
}

/** One more than the bids that are better, and those that are equal but earlier in the tie-break. */
function rankFormula(row: number, { first, last }: Span, lowestWins: boolean): string {
  const results = `$H$${first}:$H$${last}`;
  const order = `$M$${first}:$M$${last}`;
  const better = `SUMPRODUCT(ISNUMBER(${results})*(${results}${lowestWins ? '<' : '>'}H${row}))`;
  const earlier = `SUMPRODUCT(ISNUMBER(${results})*(${results}=H${row})*(${order}<M${row}))`;
  return `1+${better}+${earlier}`;
}

/** 1, 2, ... among the bids with exactly the same result, as the tie-break ordered them. */
function tieOrder(lot: LotAssessment, value: Fraction, reference: string): number {
  return sameResult(lot, value).indexOf(reference) + 1;
}

function sameResult(lot: LotAssessment, value: Fraction): string[] {
  return lot.ranking.filter((reference) => resultOf(lot, reference)?.equals(value) === true);
}

function resultOf(lot: LotAssessment, reference: string): Fraction | undefined {
  return rankedFigure(getBid(lot, reference))?.value;
}

/**
 * Whether nine places and doubles give the exact order: no other result lies within two units of the ninth place,
 * and equal results do not sit on the edge of rounding, where the last bit of a double would part them.
 */
function canRankLive(lot: LotAssessment, value: Fraction): boolean {
  const scale = 10n ** BigInt(PLACES);
  const results = lot.ranking.flatMap((reference) => resultOf(lot, reference) ?? []);
  const isNear = (other: Fraction) => !other.equals(value) && other.sub(value).abs().mul(scale).lt(2);
  if (results.some(isNear)) return false;
  const beyondEdge = value.abs().mul(scale).mod(1).sub(toFraction('0.5')).abs();
  return sameResult(lot, value).length === 1 || beyondEdge.gt(toFraction('0.01'));
}

function noteOf(lot: LotAssessment, { bid }: BidAssessment, isValue: boolean): string {
  const tie = lot.tieBreak.find(({ bids }) => bids.includes(bid.reference));
  return [
    ...(tie === undefined ? [] : [tie.sentence]),
    ...(isValue
      ? [
          'Written as a value: another result differs from this one only after the ninth decimal place, which a spreadsheet cannot tell apart. The exact figures decide.',
        ]
      : []),
  ].join(' ');
}
