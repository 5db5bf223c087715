import type { Bid } from '../domain/bid.ts';
import type { Issue } from '../domain/issue.ts';
import type { Procurement } from '../domain/procurement.ts';
import { type IsoDate, parseIsoDate } from '../domain/iso-date.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { checkBid } from './check-bid.ts';
import { checkProcurement } from './check-procurement.ts';
import { createFaultList, type FaultList } from './fault-list.ts';
import { listed, nearestNames } from './nearest-names.ts';
import { bidPointer, type Tender } from './tender.ts';

/**
 * Everything that is wrong with a tender, all at once, each fault with a JSON pointer to the value:
 * `#/procurement/shares`, `#/procurement/lots/2/profile`, `#/bids/B1/answers/net-zero-year`,
 * `#/bids/B1/carbon/3/factor`. A tender without faults can be scored. Nothing is corrected or filled in.
 */
export function checkTender(tender: Tender, catalogue: Catalogue): Issue[] {
  return [...checkProcurement(tender.procurement, catalogue), ...checkBids(tender.bids, catalogue, tender.procurement)];
}

/**
 * Checks bids as such, and against the procurement where it is known. Without one, conversion factors are those of
 * `deadline`, or of the latest official set.
 */
export function checkBids(
  bids: readonly Bid[],
  catalogue: Catalogue,
  procurement?: Procurement,
  deadline?: IsoDate,
): Issue[] {
  const faults = createFaultList();
  checkDuplicates(bids, faults);
  const known = procurement?.bidDeadline ?? deadline;
  const factorDate = known !== undefined && parseIsoDate(known) !== undefined ? known : '9999-12-31';
  for (const bid of bids) {
    if (procurement !== undefined) {
      checkLot(bid, procurement, faults);
      checkPriceIsAbsent(bid, procurement, faults);
    }
    checkBid(bid, { catalogue, faults, factorDate });
  }
  return faults.issues;
}

function checkDuplicates(bids: readonly Bid[], faults: FaultList): void {
  const seen = new Set<string>();
  for (const bid of bids) {
    const key = JSON.stringify([bid.reference, bid.lot ?? null]);
    if (seen.has(key)) {
      const where = bid.lot === undefined ? '' : ` for lot ${bid.lot}`;
      faults.add(
        bidPointer(bid),
        'duplicate-bid',
        `Give each bid a reference of its own; ${bid.reference}${where} stands here twice`,
        {
          found: bid.reference,
        },
      );
    }
    seen.add(key);
  }
}

/** A price that everybody could see before the consensus is refused; the fault does not repeat it. */
function checkPriceIsAbsent(bid: Bid, { prices, reference }: Procurement, faults: FaultList): void {
  if (prices !== 'separate' || bid.price === undefined) return;
  const message = `The prices of ${reference} come in a file of their own, after the consensus: leave the price of bid ${bid.reference} out`;
  faults.add(`${bidPointer(bid)}/price`, 'price-too-early', message, { expected: 'nothing here' });
}

function checkLot(bid: Bid, { lots }: Procurement, faults: FaultList): void {
  const ids = lots.map(({ id }) => id);
  const pointer = `${bidPointer(bid)}/lot`;
  if (bid.lot === undefined) {
    if (ids.length > 0)
      faults.add(pointer, 'lot-missing', `Say which lot bid ${bid.reference} is for: ${listed(ids)}`, {
        expected: listed(ids),
      });
    return;
  }
  if (ids.includes(bid.lot)) return;
  if (ids.length === 0) {
    const fix = 'List the lots in the sheet Lots, or leave the lot of the bid blank.';
    faults.add(pointer, 'unknown-lot', `The procurement has no lots, but bid ${bid.reference} names lot ${bid.lot}`, {
      found: bid.lot,
      fix,
    });
    return;
  }
  const near = nearestNames(bid.lot, ids);
  faults.add(pointer, 'unknown-lot', `Enter one of the lots ${listed(ids)}, got "${bid.lot}"`, {
    found: bid.lot,
    expected: listed(near.length > 0 ? near : ids),
  });
}
