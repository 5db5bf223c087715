import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { LedgerPage } from '../application/ledger-page.ts';

/**
 * Pages of the ledger on their way to the record: as JSON, some together, compressed. A million lines take some 25 MB,
 * a tenth of their file and a fiftieth of what they take as objects.
 */
export type PackedPages = Uint8Array<ArrayBuffer>;

/** So many lines are packed together. */
const LINES_TOGETHER = 500;
const FASTEST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Packs pages as they come; what is packed is given to `take`. */
export class PagePacker {
  private readonly take: (packed: PackedPages) => void;
  private texts: string[] = [];
  private lines = 0;

  constructor(take: (packed: PackedPages) => void) {
    this.take = take;
  }

  /** Each page is three lines of text, for JSON has no line breaks: what is long in it need not be quoted and read again. */
  add({ statements, figures, ...page }: LedgerPage): void {
    this.texts.push(JSON.stringify(page), statements, figures);
    this.lines += page.lines;
    if (this.lines >= LINES_TOGETHER) this.finish();
  }

  /** Packs what is left. */
  finish(): void {
    if (this.texts.length === 0) return;
    // A copy: small buffers share a larger one.
    this.take(Uint8Array.from(zstdCompressSync(this.texts.join('\n'), FASTEST)));
    [this.texts, this.lines] = [[], 0];
  }
}

/** The pages of a pack. */
export function unpackPages(packed: PackedPages): LedgerPage[] {
  const texts = zstdDecompressSync(packed).toString().split('\n');
  const pages: LedgerPage[] = [];
  for (let at = 0; at < texts.length; at += 3) {
    const [page = '', statements = '', figures = ''] = texts.slice(at, at + 3);
    pages.push({ ...(JSON.parse(page) as Omit<LedgerPage, 'statements' | 'figures'>), statements, figures });
  }
  return pages;
}
