import { nameCode, XmlScanner } from './xml-scanner.ts';
import { decodeWorkbookEscapes, XmlFault } from './xml-text.ts';

const SST = nameCode('sst');
const SI = nameCode('si');
const T = nameCode('t');
const R = nameCode('r');

const AMPERSAND = 0x26;
const UNDERSCORE = 0x5f;
const CARRIAGE_RETURN = 0x0d;

const SEGMENT_BITS = 20;
const SEGMENT_BYTES = 2 ** SEGMENT_BITS;
/** Texts that are used more than once are kept as strings: only short ones, and not too many. */
const CACHED_TEXTS = 100_000;
const CACHED_CHARACTERS = 200;

/** The texts that cells name by number. Kept as UTF-8 bytes and made into strings only when asked for. */
export class SharedStrings {
  private readonly segments: Buffer[] = [];
  private used = SEGMENT_BYTES;
  private starts = new Uint32Array(1024);
  private lengths = new Uint32Array(1024);
  private readonly cache = new Map<number, string>();
  /** Which texts were asked for once: only those asked for again are worth keeping. */
  private seen = new Uint8Array();
  count = 0;

  /** Adds the next text, from its bytes. */
  addBytes(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    const at = this.room(length);
    bytes.copy(this.segments.at(-1) as Buffer, this.used, start, end);
    this.added(at, length);
  }

  addText(text: string): void {
    const bytes = Buffer.from(text);
    this.addBytes(bytes, 0, bytes.length);
  }

  isEmpty(index: number): boolean {
    return this.lengths[index] === 0;
  }

  /** The text of that number, which must be below `count`. */
  text(index: number): string {
    if (this.seen.length < this.count) this.seen = new Uint8Array(this.count);
    const again = this.seen[index] === 1;
    if (again) {
      const cached = this.cache.get(index);
      if (cached !== undefined) return cached;
    }
    this.seen[index] = 1;
    const length = this.lengths[index] as number;
    if (length === 0) return '';
    const start = this.starts[index] as number;
    const segment = this.segments[start >>> SEGMENT_BITS] as Buffer;
    const from = start & (SEGMENT_BYTES - 1);
    const text = segment.toString('utf8', from, from + length);
    if (again && length <= CACHED_CHARACTERS && this.cache.size < CACHED_TEXTS) this.cache.set(index, text);
    return text;
  }

  private room(length: number): number {
    if (length > SEGMENT_BYTES) throw new XmlFault('it holds a text of more than 1 MB');
    if (this.used + length > SEGMENT_BYTES || this.segments.length === 0) {
      this.segments.push(Buffer.allocUnsafeSlow(SEGMENT_BYTES));
      this.used = 0;
    }
    return (this.segments.length - 1) * SEGMENT_BYTES + this.used;
  }

  private added(at: number, length: number): void {
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts);
      this.lengths = grown(this.lengths);
    }
    this.starts[this.count] = at;
    this.lengths[this.count] = length;
    this.count++;
    this.used += length;
  }
}

function grown(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}

/**
 * Reads the shared strings part. A text is its `t`, or the runs of a rich text one after the other; phonetic text
 * (`rPh`) is how to pronounce it and is dropped. Space is kept as written, with or without xml:space.
 */
export class SharedStringsScanner extends XmlScanner {
  readonly strings = new SharedStrings();
  private readonly maximumCharacters: number;
  private runs = '';
  private added = false;

  constructor(maximumCharacters: number) {
    super();
    this.maximumCharacters = maximumCharacters;
  }

  protected opened(code: number): void {
    if (this.depth === 1 && code !== SST) throw new XmlFault('it is not a list of shared strings');
    if (this.depth === 2 && code === SI) {
      this.runs = '';
      this.added = false;
    }
    if (code === T && this.isText()) this.capturing = true;
  }

  protected closed(code: number): void {
    if (code === T && this.capturing) this.closedText();
    else if (this.depth === 2 && code === SI && !this.added) this.strings.addText(this.runs);
  }

  protected readWhole(): number {
    return -1;
  }

  /** A `t` of the string itself or of one of its runs. */
  private isText(): boolean {
    const parent = this.elements[this.depth - 1];
    if (this.elements[2] !== SI) return false;
    return (this.depth === 3 && parent === SI) || (this.depth === 4 && parent === R);
  }

  private closedText(): void {
    if (this.added) throw new XmlFault(`text ${this.strings.count} is given twice`);
    const length = this.textEnd - this.textStart;
    if (this.depth === 3 && length <= this.maximumCharacters && this.isPlain() && this.runs === '') {
      this.strings.addBytes(this.bytes, this.textStart, this.textEnd);
      this.added = true;
      return;
    }
    this.runs += decodeWorkbookEscapes(this.text());
    if (this.runs.length > this.maximumCharacters) {
      const most = this.maximumCharacters.toLocaleString('en-GB');
      throw new XmlFault(`text ${this.strings.count + 1} has more than ${most} characters`);
    }
  }

  /** Whether the bytes are the text itself: no reference, no escape, no line end to be changed. */
  private isPlain(): boolean {
    if (this.textBefore !== '') return false;
    for (let at = this.textStart; at < this.textEnd; at++) {
      const byte = this.bytes[at];
      if (byte === AMPERSAND || byte === UNDERSCORE || byte === CARRIAGE_RETURN) return false;
    }
    return true;
  }
}
