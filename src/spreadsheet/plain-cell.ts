const QUOTE = 0x22;
const SPACE = 0x20;
const EQUALS = 0x3d;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const ZERO = 0x30;
const AMPERSAND = 0x26;
const UNDERSCORE = 0x5f;
const CARRIAGE_RETURN = 0x0d;
const FIRST_BEYOND_ASCII = 0x80;
const LETTER_C = 0x63;
const LETTER_R = 0x72;
const LETTER_S = 0x73;
const LETTER_T = 0x74;
const LETTER_V = 0x76;
const BEFORE_A = 0x40;

const OPENING_BYTES = 6;
const VALUE_BYTES = 32;
const TEXT_BYTES = 128;

const INLINE_TYPE = Buffer.from(' t="inlineStr"><is><t');
const KEPT_SPACE = Buffer.from(' xml:space="preserve"');
const VALUE_END = Buffer.from('</v></c>');
const TEXT_END = Buffer.from('</t></is></c>');

/**
 * More than the longest cell that is read here. Where fewer bytes are left of a block the cell is read tag by tag: a
 * look past the end of the block would be harmless, but makes all of this several times slower.
 */
export const PLAIN_CELL_BYTES = 256;

/** How the value of a plain cell is written: the number itself, the number of a shared text, or the text. */
const PLAIN_NUMBER = 0;
export const PLAIN_SHARED = 1;
export const PLAIN_TEXT = 2;

/** A cell written as nearly all are: where it stands, its style, how its value is written, and where. */
export type PlainCell = {
  column: number;
  row: number;
  style: number;
  written: number;
  valueStart: number;
  valueEnd: number;
  /** Of a text: a number that follows from its bytes, by which a text met before is found again. */
  hash: number;
};

/**
 * Reads `<c r="B7" s="3" t="s"><v>12</v></c>` in one go, style and type left out or not, or the same with its text
 * inside, `t="inlineStr"><is><t>Yes</t></is>`: nine cells of ten are written so, byte for byte. Returns where it ends,
 * or -1 when it is written in any other way, which is then read tag by tag; whatever is read here is what would be
 * read there.
 */
export function readPlainCell(bytes: Buffer, tag: number, into: PlainCell): number {
  if (!opens(bytes, tag)) return -1;
  let at = readAddress(bytes, tag + OPENING_BYTES, into);
  if (bytes[at] !== QUOTE || into.row === 0) return -1;
  at = readStyle(bytes, at + 1, into);
  at = readType(bytes, at, into);
  if (!opensValue(bytes, at)) return readInlineText(bytes, at, into);
  into.valueStart = at + 4;
  const limit = into.valueStart + VALUE_BYTES;
  for (at = into.valueStart; at < limit; at++) if (bytes[at] === LESS_THAN) break;
  into.valueEnd = at;
  return at > into.valueStart && stands(VALUE_END, bytes, at) ? at + VALUE_END.length : -1;
}

/** ` t="inlineStr"><is><t>Yes</t></is></c>`, where the bytes are the text: ASCII, no reference, escape or line end. */
function readInlineText(bytes: Buffer, type: number, into: PlainCell): number {
  if (!stands(INLINE_TYPE, bytes, type)) return -1;
  let at = type + INLINE_TYPE.length;
  if (bytes[at] === SPACE && stands(KEPT_SPACE, bytes, at)) at += KEPT_SPACE.length;
  if (bytes[at] !== GREATER_THAN) return -1;
  at++;
  into.written = PLAIN_TEXT;
  into.valueStart = at;
  const limit = at + TEXT_BYTES;
  let hash = 0;
  for (; at < limit; at++) {
    const byte = bytes[at] as number;
    if (byte === LESS_THAN) break;
    if (byte >= FIRST_BEYOND_ASCII || byte === AMPERSAND || byte === UNDERSCORE || byte === CARRIAGE_RETURN) return -1;
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  into.valueEnd = at;
  into.hash = hash;
  return stands(TEXT_END, bytes, at) ? at + TEXT_END.length : -1;
}

/** Whether these bytes stand here. */
function stands(wanted: Buffer, bytes: Buffer, at: number): boolean {
  for (let index = 0; index < wanted.length; index++) if (bytes[at + index] !== wanted[index]) return false;
  return true;
}

function opens(bytes: Buffer, at: number): boolean {
  return (
    bytes[at + 1] === LETTER_C &&
    bytes[at + 2] === SPACE &&
    bytes[at + 3] === LETTER_R &&
    bytes[at + 4] === EQUALS &&
    bytes[at + 5] === QUOTE
  );
}

/** Up to three capital letters and seven digits; row 0 when it is something else. */
function readAddress(bytes: Buffer, start: number, into: PlainCell): number {
  let at = start;
  let column = 0;
  for (; at < start + 3; at++) {
    const letter = (bytes[at] as number) - BEFORE_A;
    if (!(letter >= 1 && letter <= 26)) break;
    column = column * 26 + letter;
  }
  const digits = at;
  let row = 0;
  for (; at < digits + 7; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    row = row * 10 + digit;
  }
  into.column = column;
  into.row = bytes[digits] === ZERO ? 0 : row;
  return at;
}

/** ` s="3"`; where there is none the style is -1. */
function readStyle(bytes: Buffer, start: number, into: PlainCell): number {
  into.style = -1;
  if (bytes[start + 1] !== LETTER_S || bytes[start + 2] !== EQUALS || bytes[start + 3] !== QUOTE) return start;
  let style = 0;
  let at = start + 4;
  for (; at < start + 10; at++) {
    const digit = (bytes[at] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) break;
    style = style * 10 + digit;
  }
  if (bytes[at] !== QUOTE || bytes[start] !== SPACE || at === start + 4) return start;
  into.style = style;
  return at + 1;
}

/** ` t="s"`. */
function readType(bytes: Buffer, at: number, into: PlainCell): number {
  const shared =
    bytes[at + 1] === LETTER_T &&
    bytes[at] === SPACE &&
    bytes[at + 2] === EQUALS &&
    bytes[at + 3] === QUOTE &&
    bytes[at + 4] === LETTER_S &&
    bytes[at + 5] === QUOTE;
  into.written = shared ? PLAIN_SHARED : PLAIN_NUMBER;
  return shared ? at + 6 : at;
}

/** `><v>`. */
function opensValue(bytes: Buffer, at: number): boolean {
  return (
    bytes[at] === GREATER_THAN &&
    bytes[at + 1] === LESS_THAN &&
    bytes[at + 2] === LETTER_V &&
    bytes[at + 3] === GREATER_THAN
  );
}
