import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';

/**
 * Lines of a return on their way to the record: as JSON, a few hundred together, compressed. A million take some 25 MB,
 * a tenth of their file and a fiftieth of what they take as objects.
 */
export type PackedLines = Uint8Array<ArrayBuffer>;

/** So many lines are packed together, and handed over: few enough that nobody waits while they are unpacked. */
const LINES_TOGETHER = 100;
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packs lines as they come; what is packed is given to `take`. */
export class LinePacker {
  private readonly take: (packed: PackedLines) => void;
  private texts: string[] = [];

  constructor(take: (packed: PackedLines) => void) {
    this.take = take;
  }

  add(line: CarbonReturnLine): void {
    this.texts.push(JSON.stringify(line));
    if (this.texts.length >= LINES_TOGETHER) this.finish();
  }

  /** Packs what is left. */
  finish(): void {
    if (this.texts.length === 0) return;
    // A copy of its own: small buffers share a larger one.
    this.take(Uint8Array.from(zstdCompressSync(`[${this.texts.join(',')}]`, FASTEST)));
    this.texts = [];
  }
}

export function unpackLines(packed: PackedLines): CarbonReturnLine[] {
  return JSON.parse(zstdDecompressSync(packed).toString()) as CarbonReturnLine[];
}
