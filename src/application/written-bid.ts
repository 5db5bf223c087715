import type { Bid } from '../domain/bid.ts';

/** What a bid is known by, without what makes it long. */
type BidHead = Omit<Bid, 'answers' | 'carbon' | 'devices' | 'removals'>;

/**
 * A bid as the thread that has read it hands it over: all of it as JSON, in pieces of UTF-8 that change hands instead
 * of being copied. A bid can have as many lines as there are rows in a sheet, and most of them are stored unread.
 */
export type WrittenBid = { readonly head: BidHead; readonly json: readonly Uint8Array<ArrayBuffer>[] };

/** The JSON of bids that came as such, for the store: the same bytes, without making all lines for it. */
const writtenAs = new WeakMap<Bid, WrittenBid['json']>();

/** Splits a bid into what it is known by and its JSON, whose pieces the caller may make by itself. */
export function writeBid(bid: Bid, json: WrittenBid['json'] = [new TextEncoder().encode(JSON.stringify(bid))]): WrittenBid {
  const { answers: _answers, carbon: _carbon, devices: _devices, removals: _removals, ...head } = bid;
  return { head, json };
}

/** The bid of these bytes. What it is known by is there at once; the rest is read when it is first asked for. */
export function readWrittenBid({ head, json }: WrittenBid): Bid {
  let whole: Bid | undefined;
  const read = (): Bid => {
    whole ??= JSON.parse(joined(json)) as Bid;
    return whole;
  };
  const bid: Bid = {
    ...head,
    get answers() {
      return read().answers;
    },
    get carbon() {
      return read().carbon;
    },
    get devices() {
      return read().devices;
    },
    get removals() {
      return read().removals;
    },
  };
  writtenAs.set(bid, json);
  return bid;
}

/** The bid as JSON, as it is recorded. */
export function bidJson(bid: Bid): string {
  const json = writtenAs.get(bid);
  return json === undefined ? JSON.stringify(bid) : joined(json);
}

/** Pieces end between characters. */
function joined(pieces: WrittenBid['json']): string {
  return pieces.map((piece) => Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('utf8')).join('');
}
