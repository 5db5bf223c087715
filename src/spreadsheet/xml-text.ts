const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);
const REFERENCE = /&(?:#x([0-9A-Fa-f]{1,8})|#(\d{1,10})|([A-Za-z]+));|&/g;
const ESCAPED_CHARACTER = /_x([0-9A-Fa-f]{4})_/g;

/** What is wrong with a piece of XML, in the words of a message. */
export class XmlFault extends Error {}

/**
 * Text between tags as it is meant: line ends as XML 1.0 (2.11) wants them and the five named and the numeric
 * references replaced. Any other reference is a fault, since no document type is read.
 */
export function decodeXmlText(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return text.includes('&') ? text.replace(REFERENCE, replaceReference) : text;
}

function replaceReference(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) {
    const character = NAMED.get(name);
    if (character === undefined) throw new XmlFault(`it uses the undefined entity ${whole}`);
    return character;
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (!isXmlCharacter(code)) throw new XmlFault(`it holds "${whole}", which stands for no character`);
  return String.fromCodePoint(code);
}

/** The characters that XML 1.0 (2.2) allows. */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/**
 * A workbook's own escape for characters that XML cannot hold: `_x000D_` is a carriage return and `_x005F_` an
 * underscore that must not be read as the start of an escape (ECMA-376 part 1, 22.9.2.19, ST_Xstring). Half a
 * surrogate pair becomes the replacement character.
 */
export function decodeWorkbookEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text
    .replace(ESCAPED_CHARACTER, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .toWellFormed();
}
