const PLACES = 4096;

/**
 * Texts met before, so that a text that stands in many cells is one string: a column of a large sheet says the same
 * few things over and over. A fixed number of places, each for the last text that fell on it.
 */
export class TextMemory {
  private readonly texts: (string | undefined)[] = Array.from({ length: PLACES });

  /** The text of these ASCII bytes; `hash` follows from them. */
  get(bytes: Buffer, start: number, end: number, hash: number): string {
    const place = (hash ^ (hash >>> 12)) & (PLACES - 1);
    const known = this.texts[place];
    if (known !== undefined && isWritten(known, bytes, start, end)) return known;
    const text = bytes.toString('latin1', start, end);
    this.texts[place] = text;
    return text;
  }
}

function isWritten(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}
