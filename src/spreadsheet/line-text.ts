import { compareNames } from '../application/tender.ts';
import type { PieceNumbers, TextPieces } from '../application/written-bid.ts';

const LARGEST_SHORT = 65_535;

/** Named lines of JSON, as the numbers of the pieces that they are made of, given back in the order of their names. */
export class LineText {
  private readonly pieces: TextPieces;
  private readonly comma: number;
  private readonly names: string[] = [];
  private readonly starts: number[] = [];
  private numbers: PieceNumbers = new Uint16Array(64);
  /** The first place is for what comes before the lines. */
  private end = 1;
  private inOrder = true;

  constructor(pieces: TextPieces) {
    this.pieces = pieces;
    this.comma = pieces.numberOf(',');
  }

  /** Begins a line; its pieces follow. */
  start(name: string): void {
    const last = this.names.at(-1);
    if (last !== undefined) {
      this.inOrder &&= compareNames(last, name) < 0;
      this.add(this.comma);
    }
    this.names.push(name);
    this.starts.push(this.end);
  }

  add(piece: number): void {
    if (piece > LARGEST_SHORT && this.numbers instanceof Uint16Array) this.numbers = new Uint32Array(this.numbers);
    if (this.end === this.numbers.length) this.numbers = longer(this.numbers);
    this.numbers[this.end++] = piece;
  }

  /**
   * The lines in order, with commas between them, and something before and after; undefined when two have one name.
   * To be called once: what is given is the very place where the lines were kept, when they came in order.
   */
  between(before: string, after: string): PieceNumbers | undefined {
    const first = this.pieces.add(before);
    // Its number is higher than that of the piece before: where it has room, both have.
    this.add(this.pieces.add(after));
    const whole = this.inOrder ? this.numbers : this.sorted();
    if (whole !== undefined) whole[0] = first;
    return whole?.subarray(0, this.end);
  }

  private sorted(): PieceNumbers | undefined {
    const { names, starts, numbers } = this;
    const order = names.map((_, index) => index).sort((a, b) => compareNames(names[a] ?? '', names[b] ?? ''));
    const sorted = numbers.slice();
    let at = 1;
    for (const [place, index] of order.entries()) {
      if (place > 0) {
        if (names[index] === names[order[place - 1] ?? -1]) return undefined;
        sorted[at++] = this.comma;
      }
      const line = numbers.subarray(starts[index], (starts[index + 1] ?? this.end) - 1);
      sorted.set(line, at);
      at += line.length;
    }
    sorted[at] = numbers[this.end - 1] ?? 0;
    return sorted;
  }
}

/** Twice as long; the shorter one is given back at once, not when it is next looked for. */
function longer(numbers: PieceNumbers): PieceNumbers {
  const buffer = numbers.buffer.transfer(2 * numbers.buffer.byteLength);
  return numbers instanceof Uint16Array ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
