const LINE_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
/** Control, format, private-use and unpaired characters, and all that Unicode says may be drawn as nothing. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const SEGMENTER = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

/**
 * Text from outside as it may be shown on one line: line breaks become spaces, and every character that would be
 * invisible or would turn the direction of the line is printed as its code point, "[U+202E]", so that no name can
 * pose as another.
 */
export function visibleText(text: string): string {
  return text.replaceAll(LINE_SPACE, ' ').replaceAll(HIDDEN, codePointText);
}

/** "[U+202E]" */
export function codePointText(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** The characters as a reader counts them: a letter with its accents is one. */
export function graphemes(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}
