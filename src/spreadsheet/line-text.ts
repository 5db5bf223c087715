import { compareNames } from '../application/tender.ts';
import type { TextPieces } from '../application/written-bid.ts';

/** Named lines of JSON, as the numbers of the pieces that they are made of, given back in the order of their names. */
export class LineText {
  private readonly pieces: TextPieces;
  private readonly comma: number;
  private readonly names: string[] = [];
  private readonly starts: number[] = [];
  private numbers = new Uint32Array(64);
  private end = 0;
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
    if (this.end === this.numbers.length) {
      const longer = new Uint32Array(this.end * 2);
      longer.set(this.numbers);
      this.numbers = longer;
    }
    this.numbers[this.end++] = piece;
  }

  /** The lines in order, with commas between them, and something before and after; undefined when two have one name. */
  between(before: string, after: string): Uint32Array<ArrayBuffer> | undefined {
    const { names, starts, end } = this;
    const order = names.map((_, index) => index);
    if (!this.inOrder) order.sort((a, b) => compareNames(names[a] ?? '', names[b] ?? ''));
    const whole = new Uint32Array(end + 2);
    whole[0] = this.pieces.add(before);
    let at = 1;
    for (const [place, index] of order.entries()) {
      if (place > 0) {
        if (names[index] === names[order[place - 1] ?? -1]) return undefined;
        whole[at++] = this.comma;
      }
      const line = this.numbers.subarray(starts[index], index + 1 < starts.length ? (starts[index + 1] ?? 0) - 1 : end);
      whole.set(line, at);
      at += line.length;
    }
    whole[at] = this.pieces.add(after);
    return whole;
  }
}
