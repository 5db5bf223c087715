import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';

/**
 * Lines of a return on their way to the record: as JSON, a few hundred together, compressed. A million take some 25 MB,
 * a tenth of their file and a fiftieth of what they take as objects.
 */
export type PackedLines = Uint8Array<ArrayBuffer>;

/** So many lines are handed over at once: few enough that they are gone before they are taken for lasting. */
const LINES_A_PIECE = 100;
const PIECES_TOGETHER = 5;
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packs lines as they come; what is packed is given to `take`. */
export class LinePacker {
  private readonly take: (packed: PackedLines) => void;
  private lines: string[] = [];
  private pieces: string[] = [];

  constructor(take: (packed: PackedLines) => void) {
    this.take = take;
  }

  add(line: CarbonReturnLine): void {
    this.lines.push(JSON.stringify(line));
    if (this.lines.length >= LINES_A_PIECE) this.endPiece();
    if (this.pieces.length >= PIECES_TOGETHER) this.pack();
  }

  /** Packs what is left. */
  finish(): void {
    this.endPiece();
    this.pack();
  }

  private endPiece(): void {
    if (this.lines.length > 0) this.pieces.push(`[${this.lines.join(',')}]`);
    this.lines = [];
  }

  private pack(): void {
    if (this.pieces.length === 0) return;
    // JSON has no line breaks but inside its strings, where they are escaped. A copy: small buffers share a larger one.
    this.take(Uint8Array.from(zstdCompressSync(this.pieces.join('\n'), FASTEST)));
    this.pieces = [];
  }
}

export function* unpackLines(packed: PackedLines): Generator<CarbonReturnLine[]> {
  for (const piece of zstdDecompressSync(packed).toString().split('\n')) yield JSON.parse(piece) as CarbonReturnLine[];
}
