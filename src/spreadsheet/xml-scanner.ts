import { checkTextLength, XmlBlocks } from './xml-blocks.ts';
import { XmlFault } from './xml-text.ts';

const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;
const COLON = 0x3a;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const SPACE = 0x20;
/** How far a tag is looked for byte by byte. */
const NEAR_BYTES = 48;

/** No element of the workbook's own namespace. */
const FOREIGN = 0;
const MAXIMUM_DEPTH = 100;
const MAXIMUM_ATTRIBUTES = 256;

const WORKBOOK_NAMESPACES = [
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
];

/** The number by which the scanner knows an element or attribute name: no string is built for a tag. */
export function nameCode(name: string): number {
  let code = 0;
  for (const byte of Buffer.from(name)) code = (Math.imul(code, 31) + byte) | 0;
  return code;
}

/**
 * Reads XML from blocks of bytes, in order, without building a string for any tag: the large parts of a workbook
 * are read at a fraction of the cost of a general parser. It checks that the bytes are UTF-8, that tags nest and
 * match, and refuses document types, so nothing is ever expanded. A subclass says what the elements mean.
 * Elements of the workbook's namespace are known by their local name, whatever the prefix; all others are FOREIGN.
 */
export abstract class XmlScanner extends XmlBlocks {
  /** How deep the current element stands; the root is 1. `elements[depth]` is its code. */
  protected depth = 0;
  protected readonly elements = new Int32Array(MAXIMUM_DEPTH + 2);
  private readonly tags = new Int32Array(MAXIMUM_DEPTH + 2);
  private prefixes: number[] = [];
  /** The first of them, which is the one of nearly every element. */
  protected mainPrefix = Number.NaN;
  /** The attributes of the tag that is being opened. */
  protected attributes = 0;
  protected readonly attributeCodes = new Int32Array(MAXIMUM_ATTRIBUTES);
  protected readonly attributeStarts = new Int32Array(MAXIMUM_ATTRIBUTES);
  protected readonly attributeEnds = new Int32Array(MAXIMUM_ATTRIBUTES);
  /** Set by a subclass when the text of the element just opened is wanted; its bytes are then here when it closes. */
  protected capturing = false;
  protected textStart = 0;
  protected textEnd = 0;
  /** Text before the bytes, when a comment or CDATA section cut it. Empty in nearly every file. */
  protected textBefore = '';

  private ended = false;
  private codeEnd = 0;
  private prefix = 0;

  protected abstract opened(code: number): void;
  protected abstract closed(code: number): void;
  /** For a subclass that knows a whole element at a glance: where the element ends, or -1 to read it tag by tag. */
  protected abstract readWhole(tag: number, end: number): number;

  override end(): void {
    if (this.depth > 0 || !this.ended) throw new XmlFault('it is cut short');
    super.end();
  }

  /** The captured text of the element that is being closed. */
  protected text(): string {
    return this.textBefore + this.slice(this.textStart, this.textEnd);
  }

  /** The value of an attribute of the tag being opened. */
  protected attribute(code: number): string | undefined {
    for (let index = 0; index < this.attributes; index++) {
      if (this.attributeCodes[index] === code) return this.attributeText(index);
    }
    return undefined;
  }

  private attributeText(index: number): string {
    return this.slice(this.attributeStarts[index] as number, this.attributeEnds[index] as number);
  }

  protected scan(from: number, end: number): number {
    let at = from;
    while (at < end) {
      const tag = this.nextTag(at, end);
      if (tag === -1) return this.keepFrom(end, end);
      const whole = this.readWhole(tag, end);
      const next = whole === -1 ? this.markup(tag, end) : whole;
      if (next === -1) return this.keepFrom(tag, tag);
      at = next;
    }
    return this.keepFrom(end, end);
  }

  /** Where the next tag starts. Most are near; a call of `indexOf` pays only for those that are not. */
  private nextTag(from: number, end: number): number {
    const bytes = this.bytes;
    const near = Math.min(end, from + NEAR_BYTES);
    for (let at = from; at < near; at++) if (bytes[at] === LESS_THAN) return at;
    const found = near < end ? bytes.indexOf(LESS_THAN, near) : -1;
    return found < end ? found : -1;
  }

  private keepFrom(needed: number, resume: number): number {
    const start = this.capturing ? this.textStart : needed;
    if (this.capturing) this.textStart = 0;
    this.resumeAt = resume - start;
    return start;
  }

  private markup(tag: number, end: number): number {
    if (tag + 1 >= end) return -1;
    const kind = this.bytes[tag + 1];
    if (kind === SLASH) return this.closesOneLetter(tag, end) ? this.closeOneLetter(tag) : this.closeTag(tag, end);
    if (kind === EXCLAMATION) return this.declaration(tag, end);
    if (kind === QUESTION) return this.instruction(tag, end);
    return this.openTag(tag, end);
  }

  /** Nearly all tags are `</v>` and `</c>`: the code of a name of one letter is the letter. */
  private closesOneLetter(tag: number, end: number): boolean {
    if (tag + 3 >= end || this.bytes[tag + 3] !== GREATER_THAN) return false;
    return this.depth > 0 && this.bytes[tag + 2] === this.tags[this.depth];
  }

  private closeOneLetter(tag: number): number {
    this.pop(tag);
    return tag + 4;
  }

  private openTag(tag: number, end: number): number {
    let at = this.name(tag + 1, end);
    if (at === -1) return -1;
    const local = this.codeEnd;
    const prefix = this.prefix;
    this.attributes = 0;
    while (true) {
      while (at < end && (this.bytes[at] as number) <= SPACE) at++;
      if (at >= end) return -1;
      const byte = this.bytes[at];
      if (byte === GREATER_THAN) {
        this.push(local, prefix, at + 1);
        return at + 1;
      }
      if (byte === SLASH) {
        if (at + 1 >= end) return -1;
        if (this.bytes[at + 1] !== GREATER_THAN) throw new XmlFault('it has a broken tag');
        this.push(local, prefix, at + 2);
        this.pop(at + 2);
        return at + 2;
      }
      at = this.readAttribute(at, end);
      if (at === -1) return -1;
    }
  }

  /** Reads a name; leaves the code of its local part and of its prefix. Returns where it ends. */
  private name(from: number, end: number): number {
    const bytes = this.bytes;
    let code = 0;
    let at = from;
    this.prefix = 0;
    for (; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte <= SPACE || byte === GREATER_THAN || byte === SLASH || byte === EQUALS) break;
      if (byte === COLON) {
        this.prefix = code;
        code = 0;
      } else {
        if (byte === LESS_THAN || byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE)
          throw new XmlFault('it has a broken tag');
        code = (Math.imul(code, 31) + byte) | 0;
      }
    }
    if (at >= end) return -1;
    if (at === from) throw new XmlFault('it has a tag without a name');
    this.codeEnd = code;
    return at;
  }

  private readAttribute(from: number, end: number): number {
    const letter = this.bytes[from] as number;
    if (letter > SPACE && from + 2 < end && this.bytes[from + 1] === EQUALS && this.bytes[from + 2] === DOUBLE_QUOTE) {
      return this.attributeValue(letter, from + 3, end, DOUBLE_QUOTE);
    }
    let at = this.name(from, end);
    if (at === -1) return -1;
    const code = this.prefix === 0 ? this.codeEnd : (Math.imul(this.prefix, 31) + this.codeEnd) | 0;
    at = this.skipSpace(at, end);
    if (at >= end) return -1;
    if (this.bytes[at] !== EQUALS) throw new XmlFault('it has an attribute without a value');
    at = this.skipSpace(at + 1, end);
    if (at >= end) return -1;
    const quote = this.bytes[at];
    if (quote !== DOUBLE_QUOTE && quote !== SINGLE_QUOTE) throw new XmlFault('it has an attribute without quotes');
    return this.attributeValue(code, at + 1, end, quote);
  }

  private attributeValue(code: number, start: number, end: number, quote: number): number {
    const close = this.closingQuote(start, end, quote);
    if (close === -1) return -1;
    if (this.attributes >= MAXIMUM_ATTRIBUTES) throw new XmlFault('it has a tag with too many attributes');
    this.attributeCodes[this.attributes] = code;
    this.attributeStarts[this.attributes] = start;
    this.attributeEnds[this.attributes] = close;
    this.attributes++;
    return close + 1;
  }

  private skipSpace(from: number, end: number): number {
    let at = from;
    while (at < end && (this.bytes[at] as number) <= SPACE) at++;
    return at;
  }

  private closingQuote(from: number, end: number, quote: number): number {
    const bytes = this.bytes;
    for (let at = from; at < end; at++) {
      const byte = bytes[at];
      if (byte === quote) return at;
      if (byte === LESS_THAN) throw new XmlFault('it has a tag inside an attribute');
    }
    return -1;
  }

  private push(local: number, prefix: number, textStart: number): void {
    if (this.capturing) throw new XmlFault('it has a tag inside a value');
    if (this.ended) throw new XmlFault('it goes on after its end');
    this.depth++;
    if (this.depth > MAXIMUM_DEPTH) throw new XmlFault(`its elements are nested more than ${MAXIMUM_DEPTH} deep`);
    if (this.depth === 1) this.readNamespaces();
    const code = prefix === this.mainPrefix || this.prefixes.includes(prefix) ? local : FOREIGN;
    this.elements[this.depth] = code;
    this.tags[this.depth] = (Math.imul(prefix, 31) + local) | 0;
    this.textStart = textStart;
    this.opened(code);
  }

  private pop(textEnd: number): void {
    this.textEnd = textEnd;
    this.closed(this.elements[this.depth] as number);
    if (this.capturing) {
      this.capturing = false;
      this.textBefore = '';
    }
    this.depth--;
    if (this.depth === 0) this.ended = true;
  }

  /** The prefixes, of the root, that stand for the workbook's namespace; 0 for no prefix. */
  private readNamespaces(): void {
    for (let index = 0; index < this.attributes; index++) {
      const start = this.attributeStarts[index] as number;
      const name = this.rawSlice(Math.max(0, start - 80), start).match(/\sxmlns(?::([^\s:=]+))?\s*=\s*["']$/);
      if (name === null || !WORKBOOK_NAMESPACES.includes(this.attributeText(index))) continue;
      this.prefixes.push(name[1] === undefined ? 0 : nameCode(name[1]));
    }
    this.mainPrefix = this.prefixes[0] ?? Number.NaN;
    if (this.prefixes.length === 0) throw new XmlFault('it is not written as a part of an Excel workbook');
  }

  private closeTag(tag: number, end: number): number {
    let at = this.name(tag + 2, end);
    if (at === -1) return -1;
    if (this.bytes[at] !== GREATER_THAN) at = this.skipSpace(at, end);
    if (at >= end) return -1;
    if (this.bytes[at] !== GREATER_THAN) throw new XmlFault('it has a broken tag');
    if (this.depth === 0 || this.tags[this.depth] !== ((Math.imul(this.prefix, 31) + this.codeEnd) | 0)) {
      throw new XmlFault('its tags do not match');
    }
    this.pop(tag);
    return at + 1;
  }

  private declaration(tag: number, end: number): number {
    if (end - tag < 9) return -1;
    const opening = this.bytes.toString('latin1', tag, tag + 9);
    if (opening === '<![CDATA[') return this.cut(tag, end, ']]>', 9);
    if (opening.startsWith('<!--')) return this.cut(tag, end, '-->', 4);
    throw new XmlFault('it declares a document type or entities, which are not allowed in a workbook');
  }

  private instruction(tag: number, end: number): number {
    const close = this.bytes.indexOf('?>', tag);
    if (close === -1 || close + 2 > end) return -1;
    const text = this.rawSlice(tag, close);
    const encoding = /^<\?xml\s[^>]*encoding\s*=\s*["']([^"']*)["']/i.exec(text)?.[1];
    if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
      throw new XmlFault(`it says that it is written in ${encoding.slice(0, 40)}; only UTF-8 is read`);
    }
    return this.cut(tag, end, '?>', 2);
  }

  /** Steps over a comment, an instruction or a CDATA section; the text of a captured element goes on after it. */
  private cut(tag: number, end: number, closing: string, opening: number): number {
    const close = this.bytes.indexOf(closing, tag + opening);
    if (close === -1 || close + closing.length > end) return -1;
    const next = close + closing.length;
    if (this.capturing) {
      this.textBefore += this.slice(this.textStart, tag);
      if (closing === ']]>') this.textBefore += this.rawSlice(tag + opening, close).replace(/\r\n?/g, '\n');
      checkTextLength(this.textBefore.length);
      this.textStart = next;
    }
    return next;
  }
}
