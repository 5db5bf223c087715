import type { Bid } from '../domain/bid.ts';

/** What a bid is known by, without what makes it long. */
type BidHead = Omit<Bid, 'answers' | 'carbon' | 'devices' | 'removals'>;

/**
 * A long text that says the same few things over and over: every different piece once, and the text as the numbers of
 * its pieces. Several texts share the pieces.
 */
export type PiecedText = { readonly pieces: readonly string[]; readonly numbers: PieceNumbers };

/** Two bytes for each piece while there are few enough of them, for a large sheet has a million. */
export type PieceNumbers = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/**
 * A bid as the thread that has read it hands it over: what it is known by, and all of it as JSON. A bid can have as
 * many lines as a sheet has rows, which take ten times the room as objects, and most are stored without a look at them.
 */
export type WrittenBid = { readonly head: BidHead; readonly json: string | PiecedText };

/** The pieces of texts, by number. */
export class TextPieces {
  readonly all: string[] = [];
  private readonly numbers = new Map<string, number>();

  /** Adds a piece that is not expected again. */
  add(piece: string): number {
    return this.all.push(piece) - 1;
  }

  /** The number of a piece that may be there. */
  numberOf(piece: string): number {
    const known = this.numbers.get(piece) ?? this.add(piece);
    this.numbers.set(piece, known);
    return known;
  }
}

/** The JSON of bids that came as such, for the store: the same text, without making all the lines for it. */
const writtenAs = new WeakMap<Bid, WrittenBid['json']>();

/** A bid as JSON; a caller that has the JSON already gives it. */
export function writeBid(bid: Bid, json: WrittenBid['json'] = JSON.stringify(bid)): WrittenBid {
  const { answers: _answers, carbon: _carbon, devices: _devices, removals: _removals, ...head } = bid;
  return { head, json };
}

/** The bid again. What it is known by is there at once; the rest is read when it is first asked for. */
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

function joined(text: WrittenBid['json']): string {
  if (typeof text === 'string') return text;
  const pieces: (string | undefined)[] = [];
  // At its full length at once: an array that grows is copied again and again.
  pieces.length = text.numbers.length;
  for (let place = 0; place < pieces.length; place++) pieces[place] = text.pieces[text.numbers[place] ?? 0];
  return pieces.join('');
}
