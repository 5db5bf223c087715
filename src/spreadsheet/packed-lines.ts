import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { ReadLine } from '../application/ledger-stores.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';

/**
 * Lines of a return on their way to the record: as JSON, a few hundred together, compressed. A million take some 25 MB,
 * a tenth of their file and a fiftieth of what they take as objects.
 */
export type PackedLines = Uint8Array<ArrayBuffer>;

/** So many lines are handed over at once: few enough that they are gone before they are taken for lasting. */
const LINES_A_PIECE = 100;
const LINES_TOGETHER = 5 * LINES_A_PIECE;
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packs lines as they come; what is packed is given to `take`. */
export class LinePacker {
  private readonly take: (packed: PackedLines) => void;
  private lines: string[] = [];

  constructor(take: (packed: PackedLines) => void) {
    this.take = take;
  }

  add(line: CarbonReturnLine): void {
    this.lines.push(JSON.stringify(line));
    if (this.lines.length >= LINES_TOGETHER) this.finish();
  }

  /** Packs what is left. */
  finish(): void {
    if (this.lines.length === 0) return;
    // JSON has no line breaks but inside its strings, where they are escaped. A copy: small buffers share a larger one.
    this.take(Uint8Array.from(zstdCompressSync(this.lines.join('\n'), FASTEST)));
    this.lines = [];
  }
}

/** The lines of a pack, a piece at a time. Each is parsed alone: its text is what is stored, and need not be made again. */
export function* unpackLines(packed: PackedLines): Generator<ReadLine[]> {
  const texts = zstdDecompressSync(packed).toString().split('\n');
  for (let start = 0; start < texts.length; start += LINES_A_PIECE) {
    const piece = texts.slice(start, start + LINES_A_PIECE);
    yield piece.map((text) => ({ line: JSON.parse(text) as CarbonReturnLine, text }));
  }
}
