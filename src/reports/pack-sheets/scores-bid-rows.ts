import type { BidAssessment, LotAssessment } from '../../scoring/assessment.ts';
import type { LiveFormula, PackSheet } from './pack-sheet.ts';
import { type LotFactRows, type PriceRows, writePriceRows } from './scores-price-rows.ts';
import { bidWriter, cellOf } from './scores-row-writer.ts';

/** Links to a bid’s figures. */
export type BidRows = PriceRows & { readonly environment: LiveFormula };

/** The rows of one bid: criteria by scorecard with their sums, then quality, price and the overall result. */
export function writeBidRows(sheet: PackSheet, lot: LotAssessment, bid: BidAssessment, facts: LotFactRows): BidRows {
  const writer = bidWriter(sheet, lot, bid);
  sheet.addRow(
    [
      ...writer.identity,
      'Bid',
      '',
      bid.qualified ? 'Qualified' : 'Not ranked',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      bid.notRankedBecause,
    ],
    'section',
  );
  let environment: LiveFormula | undefined;
  for (const scorecard of bid.scorecards) {
    const rows = bid.criteria.filter((criterion) => criterion.scorecard === scorecard.id).map(writer.criterion);
    const total = writer.total(`${scorecard.title}, of 100`, sumOf(rows), scorecard.total, scorecard.entersTotal);
    if (scorecard.entersTotal) environment ??= total;
  }
  const known = new Set(bid.scorecards.map(({ id }) => id));
  bid.criteria.filter(({ scorecard }) => !known.has(scorecard)).forEach(writer.criterion);
  environment = writer.live(
    { line: 'Environment', what: 'Environment points, of 100' },
    environment?.formula ?? '0',
    bid.environment,
    'subtotal',
  );
  if (lot.shares === undefined) {
    return {
      environment,
      quality: undefined,
      pricePoints: undefined,
      result: writer.overall(bid, cellOf(environment)),
    };
  }
  return { environment, ...writePriceRows(writer, lot, bid, facts, cellOf(environment)) };
}

function sumOf(rows: readonly number[]): string {
  const first = rows[0];
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return '0';
  const isOneBlock = last - first === rows.length - 1;
  return `SUM(${isOneBlock ? `J${first}:J${last}` : rows.map((row) => `J${row}`).join(',')})`;
}
