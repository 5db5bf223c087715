import { AppError } from '../domain/errors.ts';
import { consensusIsLocked } from '../domain/lifecycle.ts';
import type { Bid } from '../domain/bid.ts';
import type { Procurement } from '../domain/procurement.ts';
import { parseDecimal } from '../domain/quantity.ts';
import { bidOfLotText } from './award-records.ts';
import type { ProcurementRecord } from './records.ts';

/**
 * Where the prices stand of a procurement whose prices come separately: `sealed` until the consensus is locked, then
 * `awaited`, then `on-record`. Undefined where prices come with the bids.
 */
export type PricesState = 'sealed' | 'awaited' | 'on-record';

export function pricesState(
  { facts, state }: Pick<ProcurementRecord, 'facts' | 'state'>,
  bids: readonly Bid[],
): PricesState | undefined {
  if (facts.prices !== 'separate') return undefined;
  if (bids.length > 0 && withoutPrice(bids).length === 0) return 'on-record';
  return consensusIsLocked(state) ? 'awaited' : 'sealed';
}

/** Throws AppError `not-allowed-in-state` while a price that comes separately is not on record. */
export function requirePrices(procurement: Procurement, bids: readonly Bid[]): void {
  const missing = procurement.prices === 'separate' ? withoutPrice(bids) : [];
  if (missing.length === 0) return;
  throw new AppError(
    'not-allowed-in-state',
    `${procurement.reference} cannot be issued yet: its prices come separately, and there is none of ${missing.join('; ')}. Upload the price workbook.`,
  );
}

/** What a lock of the consensus lacks where prices come after it: nothing but prices may be entered from then on. */
export function qualityPointsMissing({ prices, shares, lots }: Procurement, bids: readonly Bid[]): string[] {
  if (prices !== 'separate') return [];
  const isWeighed = (bid: Bid): boolean => {
    const own = lots.find(({ id }) => id === bid.lot)?.shares ?? shares;
    return own !== undefined && parseDecimal(own.quality)?.n !== 0n;
  };
  const missing = bids.filter((bid) => bid.qualityPoints === undefined && isWeighed(bid)).map(nameOf);
  return missing.length === 0 ? [] : [`there are no quality points of ${missing.join('; ')}`];
}

function withoutPrice(bids: readonly Bid[]): string[] {
  return bids.filter(({ price }) => price === undefined).map(nameOf);
}

function nameOf({ reference: bid, lot }: Pick<Bid, 'reference' | 'lot'>): string {
  return bidOfLotText({ bid, ...(lot === undefined ? {} : { lot }) });
}
