import { isAscii, isUtf8 } from 'node:buffer';
import { unfinishedBytes } from './utf8.ts';
import { decodeXmlText, XmlFault } from './xml-text.ts';

const EMPTY = Buffer.alloc(0);
const ROOM_BYTES = 131_072;
/**
 * One tag, comment or text that is cut by the end of a block is kept up to this size. The longest text a cell can
 * hold, 32,767 characters, takes 330 kB when each is written as a numeric reference.
 */
const MAXIMUM_KEPT_BYTES = 400_000;

/**
 * XML that comes in blocks of bytes. Holds the block being read with what was left over from the one before, so that
 * a reader always sees whole tags and whole characters, and checks that all of it is UTF-8.
 */
export abstract class XmlBlocks {
  /** The block being read. */
  protected bytes: Buffer = EMPTY;
  /** Where what was left over and the next block are put together; taken anew only when it is too small. */
  private room: Buffer = EMPTY;
  private ascii = true;
  private kept: Buffer = EMPTY;
  private checked = 0;
  private started = false;
  /** Where in the next block reading goes on. */
  protected resumeAt = 0;

  /** Reads as far as there are whole tags; sets `resumeAt` and returns the first byte that is still needed. */
  protected abstract scan(from: number, end: number): number;

  /** Reads one block. */
  write(block: Buffer): void {
    this.bytes = this.join(block);
    if (!this.started) this.checkStart();
    const whole = this.bytes.length - unfinishedBytes(this.bytes);
    if (!isUtf8(this.bytes.subarray(this.checked, whole))) throw notUtf8();
    this.ascii = isAscii(this.bytes);
    const from = this.scan(this.resumeAt, whole);
    if (this.bytes.length - from > MAXIMUM_KEPT_BYTES) throw tooLong();
    this.kept = this.bytes.subarray(from);
    this.checked = whole - from;
  }

  /** What was left over, which may stand in the room already, and the block behind it. */
  private join(block: Buffer): Buffer {
    const { kept, room } = this;
    const length = kept.length + block.length;
    if (length > room.length) this.room = Buffer.allocUnsafeSlow(Math.max(ROOM_BYTES, 2 * length));
    kept.copy(this.room);
    block.copy(this.room, kept.length);
    return this.room.subarray(0, length);
  }

  /** Says that there are no more blocks. */
  end(): void {
    if (this.checked < this.kept.length) throw notUtf8();
  }

  /** A piece of the block as text, references replaced. */
  protected slice(start: number, end: number): string {
    return decodeXmlText(this.rawSlice(start, end));
  }

  /** A piece of the block as it is written. */
  protected rawSlice(start: number, end: number): string {
    return this.ascii ? this.bytes.toString('latin1', start, end) : this.bytes.toString('utf8', start, end);
  }

  private checkStart(): void {
    this.started = true;
    const [first, second, third] = this.bytes;
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0) {
      throw new XmlFault('it is written in UTF-16; only UTF-8 is read');
    }
    if (first === 0xef && second === 0xbb && third === 0xbf) this.resumeAt = 3;
  }
}

function notUtf8(): XmlFault {
  return new XmlFault('it holds bytes that are not UTF-8 text');
}

/** A text that goes on and on, whether in one piece or cut by comments. */
export function checkTextLength(characters: number): void {
  if (characters > MAXIMUM_KEPT_BYTES) throw tooLong();
}

function tooLong(): XmlFault {
  return new XmlFault('it holds a text, a tag or a comment of more than 400 kB');
}
