import { bidPointer } from '../application/tender.ts';
import type { DraftBid } from './read-bids.ts';
import { encodePointerPart } from '../domain/issue.ts';
import type { Place, ReadingLog } from './reading-log.ts';

/**
 * Puts what a bid workbook or a matrix says into the bid that the tender workbook lists. Neither overrules the
 * other: what both say must be the same. A bid that is not listed is added.
 */
export function mergeBids(
  all: DraftBid[],
  read: readonly DraftBid[],
  log: ReadingLog,
  known: readonly DraftBid[] = [],
): void {
  for (const bid of read) {
    const listed = known.find(
      ({ reference, lot }) => reference === bid.reference && (lot === bid.lot || bid.lot === undefined),
    );
    if (all.includes(bid)) continue;
    if (listed === undefined) all.push(bid);
    else mergeBid(listed, bid, log);
  }
}

function mergeBid(listed: DraftBid, bid: DraftBid, log: ReadingLog): void {
  const pointer = bidPointer(listed);
  for (const field of ['price', 'qualityPoints', 'receivedAt'] as const) {
    const [ours, theirs] = [listed[field], bid[field]];
    if (theirs === undefined || ours === theirs) continue;
    if (ours === undefined) Object.assign(listed, { [field]: theirs });
    else reportDifference(`${pointer}/${field}`, field, ours, theirs, log);
  }
  for (const [id, answer] of Object.entries(bid.answers)) {
    if (Object.hasOwn(listed.answers, id)) {
      const at = `${pointer}/answers/${encodePointerPart(id)}`;
      log.fault(
        placeIn(log, at, 'Answers'),
        at,
        'answered-in-two-files',
        `Bid ${listed.reference} answers ${id} in two files: keep one answer`,
      );
    } else listed.answers = { ...listed.answers, [id]: answer };
  }
  listed.carbon = [...listed.carbon, ...bid.carbon];
  listed.devices = [...listed.devices, ...bid.devices];
  listed.removals = [...listed.removals, ...bid.removals];
  const { identifier = bid.supplier.identifier, email = bid.supplier.email } = listed.supplier;
  listed.supplier = {
    name: listed.supplier.name,
    ...(identifier === undefined ? {} : { identifier }),
    ...(email === undefined ? {} : { email }),
  };
}

function reportDifference(pointer: string, field: string, listed: string, read: string, log: ReadingLog): void {
  const what = field === 'price' ? 'price' : field === 'qualityPoints' ? 'quality points' : 'time of receipt';
  log.fault(
    placeIn(log, pointer, 'About'),
    pointer,
    'files-differ',
    `The ${what} differs between two files: ${listed} in the tender workbook, ${read} in the bid`,
    {
      found: read,
      expected: listed,
    },
  );
}

/** Where the file that is being read says it. */
function placeIn(log: ReadingLog, pointer: string, sheet: string): Place {
  const found = log.find(pointer);
  if (found === undefined) return { sheet };
  const { file: _file, isBlank: _isBlank, ...place } = found;
  return place;
}
