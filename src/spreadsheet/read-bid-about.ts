import { listed } from '../application/nearest-names.ts';
import { bidPointer } from '../application/tender.ts';
import { type DraftBid, findListedBid, headFacts, readBidHead, readSupplier } from './read-bids.ts';
import { createReadingLog } from './reading-log.ts';
import type { FileContext } from './read-tender-sheets.ts';
import type { RowValues } from './row-values.ts';

/**
 * The bids of a bid workbook: one, or one for each lot that its sheet Bids names. The reference is the council's
 * where it lists the supplier, else the one in `About`, else the supplier's identifier or name, which is said.
 */
export function readBidAbout(about: RowValues, lotRows: readonly RowValues[], context: FileContext): DraftBid[] {
  const { log, listed: known = [], procurement } = context;
  const lots = lotRows.length === 0 ? [about.get('lot')] : lotRows.map((row) => row.get('lot'));
  const reference = settleReference(about, lots[0], context);
  checkProcurementReference(about, context);
  checkLotNamed(about, lots[0], reference, context);
  const bids = lots.map((lot) => {
    const listedBid = known.find((bid) => bid.reference === reference && (lot === undefined || bid.lot === lot));
    return readBidHead(about, lot ?? listedBid?.lot, reference, log);
  });
  for (const [index, bid] of bids.entries()) {
    const row = lotRows[index];
    const pointer = bidPointer(bid);
    if (index === 0) about.report(log, pointer, 'supplier');
    else log.locateRow(pointer, about, 'supplier');
    if (row === undefined) continue;
    row.report(log, pointer, 'lot');
    Object.assign(bid, headFacts(row));
  }
  if (known.length > 0 && bids.every((bid) => !known.some((one) => one.reference === bid.reference))) {
    const expected = known
      .map((bid) => `${bid.reference} ${bid.supplier.name}`)
      .slice(0, 8)
      .join(', ');
    log.fault(
      about.place('supplier'),
      bidPointer({ reference }),
      'bid-not-listed',
      `The tender workbook lists no bid of "${about.get('supplier') ?? ''}"`,
      {
        expected,
        fix: `Add the bid to the sheet Bids of ${procurement?.reference ?? 'the tender workbook'}, or enter its reference in About.`,
      },
    );
  }
  return bids;
}

/** A supplier that the council lists for several lots must say for which one the workbook is. */
function checkLotNamed(
  about: RowValues,
  lot: string | undefined,
  reference: string,
  { log, listed: bids = [] }: FileContext,
): void {
  const lots = bids.filter((bid) => bid.reference === reference).flatMap((bid) => bid.lot ?? []);
  if (lot !== undefined || lots.length < 2) return;
  const message = `Say for which lot the workbook is: ${listed(lots)}`;
  log.fault(about.place('lot'), bidPointer({ reference }), 'lot-missing', message, { expected: listed(lots) });
}

function settleReference(about: RowValues, lot: string | undefined, { log, listed: bids }: FileContext): string {
  const given = about.get('bidReference');
  const supplier = readSupplier(about, createReadingLog(new Set()), '#');
  const known = findListedBid(bids ?? [], {
    supplier,
    ...(given === undefined ? {} : { reference: given }),
    ...(lot === undefined ? {} : { lot }),
  });
  if (known !== undefined) return known.reference;
  if (given !== undefined) return given;
  const { identifier, name } = supplier;
  const made = identifier === undefined ? name : `${identifier.scheme}-${identifier.id}`;
  if (made === '') return 'bid';
  log.notice(`No bid reference is given; "${made}" stands for it.`);
  return made;
}

function checkProcurementReference(about: RowValues, { log, procurement }: FileContext): void {
  const named = about.get('procurementReference');
  if (procurement === undefined || named === undefined || named === procurement.reference) return;
  log.fault(
    about.place('procurementReference'),
    '#/procurement/reference',
    'other-procurement',
    `The bid is for procurement ${named}, not ${procurement.reference}`,
    {
      found: named,
      expected: procurement.reference,
    },
  );
}
