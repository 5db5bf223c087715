/** The longest text a cell can hold, in UTF-16 units. */
const LONGEST_CELL_TEXT = 32_767;

// The control characters but tab and line feed, the two non-characters, and an underscore that would read as the
// start of an escape. \p{Cc} is the control characters.
const NEEDS_ESCAPE = /[\p{Cc}\uFFFE\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)/gu;
const NEEDS_ENTITY = /[&<>"]/g;
const PLAIN = /^[ !#-%'-;=?-^`-~£€·–—‘’“”₂À-ɏ]*$/u;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Text as a cell can hold it: characters that XML cannot carry become the workbook's own escapes (a NUL is
 * `_x0000_`; ECMA-376 part 1, 22.9.2.19), half a surrogate pair becomes U+FFFD, and text over 32,767 characters is
 * cut and says so. Reading it gives the text back. Entities are left to whoever writes the XML.
 */
export function toCellText(text: string): string {
  return PLAIN.test(text) && text.length <= LONGEST_CELL_TEXT ? text : escapeUnwritable(cut(text).toWellFormed());
}

/** The same, as it stands between two tags. */
export function toXmlText(text: string): string {
  if (PLAIN.test(text) && text.length <= LONGEST_CELL_TEXT) return text;
  return escapeUnwritable(cut(text).toWellFormed()).replace(NEEDS_ENTITY, (character) => ENTITIES[character] ?? '');
}

function escapeUnwritable(text: string): string {
  return text.replace(NEEDS_ESCAPE, (character) =>
    character === '\t' || character === '\n'
      ? character
      : `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );
}

function cut(text: string): string {
  if (text.length <= LONGEST_CELL_TEXT) return text;
  const notice = ` [cut here: the whole text has ${text.length} characters]`;
  return text.slice(0, LONGEST_CELL_TEXT - notice.length) + notice;
}
