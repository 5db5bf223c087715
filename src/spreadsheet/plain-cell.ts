const QUOTE = 0x22;
const SPACE = 0x20;
const EQUALS = 0x3d;
const LESS_THAN = 0x3c;
const GREATER_THAN = 0x3e;
const SLASH = 0x2f;
const ZERO = 0x30;
const LETTER_C = 0x63;
const LETTER_R = 0x72;
const LETTER_S = 0x73;
const LETTER_T = 0x74;
const LETTER_V = 0x76;
const BEFORE_A = 0x40;

const OPENING_BYTES = 6;
const VALUE_BYTES = 32;
const CLOSING_BYTES = 8;

/**
 * More than the longest cell that is read here. Where fewer bytes are left of a block the cell is read tag by tag: a
 * look past the end of the block would be harmless, but makes all of this several times slower.
 */
export const PLAIN_CELL_BYTES = 96;

/** A cell written as nearly all are: where it stands, its style, whether its value is a shared text, and where. */
export type PlainCell = {
  column: number;
  row: number;
  style: number;
  shared: boolean;
  valueStart: number;
  valueEnd: number;
};

/**
 * Reads `<c r="B7" s="3" t="s"><v>12</v></c>` in one go, style and type left out or not: nine cells of ten are written
 * so, byte for byte. Returns where it ends, or -1 when it is written in any other way, which is then read tag by tag;
 * whatever is read here is what would be read there.
 */
export function readPlainCell(bytes: Buffer, tag: number, into: PlainCell): number {
  if (!opens(bytes, tag)) return -1;
  let at = readAddress(bytes, tag + OPENING_BYTES, into);
  if (bytes[at] !== QUOTE || into.row === 0) return -1;
  at = readStyle(bytes, at + 1, into);
  at = readType(bytes, at, into);
  if (!opensValue(bytes, at)) return -1;
  into.valueStart = at + 4;
  const limit = into.valueStart + VALUE_BYTES;
  for (at = into.valueStart; at < limit; at++) if (bytes[at] === LESS_THAN) break;
  into.valueEnd = at;
  return at > into.valueStart && closes(bytes, at) ? at + CLOSING_BYTES : -1;
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
  into.shared =
    bytes[at + 1] === LETTER_T &&
    bytes[at] === SPACE &&
    bytes[at + 2] === EQUALS &&
    bytes[at + 3] === QUOTE &&
    bytes[at + 4] === LETTER_S &&
    bytes[at + 5] === QUOTE;
  return into.shared ? at + 6 : at;
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

/** `</v></c>`. */
function closes(bytes: Buffer, at: number): boolean {
  return (
    bytes[at + 1] === SLASH &&
    bytes[at + 2] === LETTER_V &&
    bytes[at + 3] === GREATER_THAN &&
    bytes[at + 4] === LESS_THAN &&
    bytes[at + 5] === SLASH &&
    bytes[at + 6] === LETTER_C &&
    bytes[at + 7] === GREATER_THAN
  );
}
