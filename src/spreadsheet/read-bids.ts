import { listed, nearestNames, plainCompanyName } from '../application/nearest-names.ts';
import { bidPointer } from '../application/tender.ts';
import type { Bid } from '../domain/bid.ts';
import type { Supplier } from '../domain/supplier.ts';
import type { ReadingLog } from './reading-log.ts';
import type { RowValues } from './row-values.ts';

/** The bids of an upload while their answers and lines are still being read. */
export type DraftBid = { -readonly [K in keyof Bid]: Bid[K] };

/** Finds the bids that a row is about, by the reference and lot it names. */
export type BidFinder = (row: RowValues) => readonly DraftBid[];

/** Starts a bid from its row in `Bids`, or from the `About` of a bid workbook. */
export function readBidHead(row: RowValues, lot: string | undefined, reference: string, log: ReadingLog): DraftBid {
  const bid: DraftBid = {
    reference,
    ...(lot === undefined ? {} : { lot }),
    supplier: readSupplier(row, log, bidPointer({ reference, ...(lot === undefined ? {} : { lot }) })),
    ...headFacts(row),
    answers: {},
    carbon: [],
    devices: [],
    removals: [],
  };
  return bid;
}

/** When a bid came in, its price and its quality points. */
export function headFacts(row: RowValues): Pick<Bid, 'receivedAt' | 'price' | 'qualityPoints'> {
  const [receivedAt, price, qualityPoints] = ['receivedAt', 'price', 'qualityPoints'].map(row.get);
  return {
    ...(receivedAt === undefined ? {} : { receivedAt }),
    ...(price === undefined ? {} : { price }),
    ...(qualityPoints === undefined ? {} : { qualityPoints }),
  };
}

/** One bid for each row of `Bids`. */
export function readBidRows(rows: readonly RowValues[], log: ReadingLog): DraftBid[] {
  return rows.map((row) => {
    const reference = row.get('bidReference') ?? '';
    const lot = row.get('lot');
    const pointer = bidPointer({
      reference: reference === '' ? `row ${row.number}` : reference,
      ...(lot === undefined ? {} : { lot }),
    });
    row.report(log, pointer, 'bidReference');
    return readBidHead(row, lot, reference, log);
  });
}

/**
 * Finds bids by reference. A row that names no lot is about every lot its bid is for; a figure must not count more
 * than once, so carbon and removals have to name one.
 */
export function createBidFinder(
  bids: readonly DraftBid[],
  log: ReadingLog,
  sheet: { readonly oneLot: boolean },
): BidFinder {
  const byReference = Map.groupBy(bids, (bid) => bid.reference);
  return (row) => {
    const reference = row.get('bidReference');
    if (reference === undefined) {
      row.report(log, `#/bids/row ${row.number}`, 'bidReference');
      return [];
    }
    const [place, pointer] = [row.place('bidReference'), bidPointer({ reference })];
    const known = byReference.get(reference) ?? [];
    if (known.length === 0) {
      reportUnknownBid(reference, bids, place, pointer, log);
      return [];
    }
    const lot = row.get('lot');
    if (lot !== undefined) {
      const ofLot = known.filter((bid) => bid.lot === lot);
      if (ofLot.length > 0) return ofLot;
      const lots = known.flatMap((bid) => (bid.lot === undefined ? [] : [bid.lot]));
      log.fault(row.place('lot'), pointer, 'unknown-lot', `Bid ${reference} is not for lot ${lot}`, {
        found: lot,
        expected: lots.length === 0 ? 'nothing here' : listed(lots),
      });
      return [];
    }
    if (known.length > 1 && sheet.oneLot) {
      const lots = listed(known.map((bid) => bid.lot ?? ''));
      log.fault(
        row.place('lot'),
        pointer,
        'lot-missing',
        `Say in a column Lot which lot of bid ${reference} this row is for: ${lots}`,
        { expected: lots },
      );
      return [];
    }
    return known;
  };
}

/** The bid of a supplier that the council has listed, by reference, by identifier, or by name. */
export function findListedBid(
  listedBids: readonly Bid[],
  wanted: { readonly reference?: string; readonly supplier: Supplier; readonly lot?: string },
): Bid | undefined {
  const ofLot = listedBids.filter(({ lot }) => wanted.lot === undefined || lot === wanted.lot);
  if (wanted.reference !== undefined) return ofLot.find(({ reference }) => reference === wanted.reference);
  const { identifier, name } = wanted.supplier;
  const sameId = ofLot.filter(
    ({ supplier }) =>
      identifier !== undefined &&
      supplier.identifier?.scheme === identifier.scheme &&
      supplier.identifier.id === identifier.id,
  );
  const sameName = ofLot.filter(({ supplier }) => plainCompanyName(supplier.name) === plainCompanyName(name));
  return sameId.length > 0 ? sameId[0] : sameName.length === 1 ? sameName[0] : undefined;
}

export function readSupplier(row: RowValues, log: ReadingLog, pointer: string): Supplier {
  const [scheme, id, email] = ['identifierScheme', 'identifier', 'contactEmail'].map(row.get);
  if (id !== undefined && scheme === undefined && row.cell('identifierScheme') === undefined) {
    log.fault(
      row.place('identifierScheme'),
      `${pointer}/supplier/identifier/scheme`,
      'missing',
      `Enter the register of the identifier ${id}, as GB-COH`,
      {
        expected: 'GB-COH, GB-PPON or another register',
      },
    );
  }
  if (scheme !== undefined && id === undefined && row.cell('identifier') === undefined) {
    log.fault(
      row.place('identifier'),
      `${pointer}/supplier/identifier`,
      'missing',
      `Enter the number in the register ${scheme}`,
      { expected: 'an identifier' },
    );
  }
  return {
    name: row.get('supplier') ?? '',
    ...(scheme === undefined || id === undefined ? {} : { identifier: { scheme, id } }),
    ...(email === undefined ? {} : { email }),
  };
}

function reportUnknownBid(
  reference: string,
  bids: readonly DraftBid[],
  place: ReturnType<RowValues['place']>,
  pointer: string,
  log: ReadingLog,
): void {
  const references = [...new Set(bids.map((bid) => bid.reference))];
  const near = nearestNames(reference, references);
  const expected = listed(near.length > 0 ? near : references.slice(0, 5));
  log.fault(place, pointer, 'unknown-bid', `There is no bid "${reference}" in the sheet Bids`, {
    found: reference,
    ...(expected === '' ? {} : { expected }),
    fix: 'Enter a reference that the sheet Bids lists.',
  });
}
