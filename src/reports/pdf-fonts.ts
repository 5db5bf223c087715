import { createRequire } from 'node:module';
import { codePointText } from '../domain/visible-text.ts';

/** The two embedded fonts, by path: pdfkit parses a font again for each use when it is registered under a name. */
export const FONT_PATHS = {
  regular: fontPath('400Regular/NotoSans_400Regular.ttf'),
  bold: fontPath('700Bold/NotoSans_700Bold.ttf'),
} as const;

/** What this layer needs of a font that pdfkit has opened and will embed. */
type EmbeddedFont = {
  readonly id: string;
  readonly ascender: number;
  readonly descender: number;
  /** The parsed font file; it shapes text and knows nothing of the document. */
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
  ref(): unknown;
  encode(text: string): readonly [readonly string[], readonly GlyphPosition[]];
};

type GlyphPosition = {
  readonly xAdvance: number;
  readonly advanceWidth: number;
  readonly xOffset: number;
  readonly yOffset: number;
};

/** A font at a size, with the words it has drawn before. Widths and heights in points. */
export type Face = {
  readonly size: number;
  readonly ascent: number;
  readonly lineHeight: number;
  readonly fontId: string;
  fontReference(): unknown;
  /** The text as this font can show it: a character without a glyph is printed as its code point. */
  printable(text: string): string;
  width(word: string): number;
  /** The elements of a TJ array that draw the word. */
  operands(word: string): string;
};

export type Typeface = keyof typeof FONT_PATHS;
export type Faces = (typeface: Typeface, size: number) => Face;

/** Fonts that an earlier document has parsed. Reading the kerning tables takes longer than drawing a short report. */
const parsedFonts = new Map<Typeface, EmbeddedFont['font']>();

const LINE_SPACING = 1.42;
/** Characters of rule texts and tables that the font lacks, in plain characters that say the same. */
const SPELLED: Readonly<Record<string, string>> = {
  '→': '->',
  '≥': '>=',
  '≤': '<=',
  '≈': '~',
  '≠': '!=',
  '✓': 'yes',
  '✗': 'no',
};

/**
 * Gives each font at each size once, for one document. `open` makes pdfkit open the font of a path and returns it.
 */
export function createFaces(open: (path: string) => unknown): Faces {
  const fonts = new Map<Typeface, EmbeddedFont>();
  const faces = new Map<string, Face>();
  return (typeface, size) => {
    const key = `${typeface} ${size}`;
    const known = faces.get(key);
    if (known !== undefined) return known;
    const font = fonts.get(typeface) ?? withParsedTables(typeface, open(FONT_PATHS[typeface]) as EmbeddedFont);
    fonts.set(typeface, font);
    const face = createFace(font, size);
    faces.set(key, face);
    return face;
  };
}

type LaidOut = { readonly width: number; readonly operands: string };

const FIGURE = /^[\d.,]+$/;

function joined(parts: readonly LaidOut[]): LaidOut {
  return {
    width: parts.reduce((width, part) => width + part.width, 0),
    operands: parts
      .map(({ operands }) => operands)
      .join('')
      .replaceAll('> <', ''),
  };
}

/** The document's own font, with its subset, over a font file whose tables need not be parsed again. */
function withParsedTables(typeface: Typeface, embedded: EmbeddedFont): EmbeddedFont {
  const parsed = parsedFonts.get(typeface);
  if (parsed === undefined) parsedFonts.set(typeface, embedded.font);
  else embedded.font = parsed;
  return embedded;
}

function createFace(font: EmbeddedFont, size: number): Face {
  const drawn = new Map<string, LaidOut>();
  const layOut = (word: string): LaidOut => {
    const known = drawn.get(word);
    if (known !== undefined) return known;
    // Figures are set digit by digit: there are too many different ones to shape each as a word.
    const laidOut =
      word.length > 1 && FIGURE.test(word) ? joined(word.split('').map(layOut)) : layOutWord(font, size, word);
    drawn.set(word, laidOut);
    return laidOut;
  };
  return {
    size,
    ascent: (font.ascender / 1000) * size,
    lineHeight: LINE_SPACING * size,
    fontId: font.id,
    fontReference: () => font.ref(),
    printable: (text) => printable((code) => font.font.hasGlyphForCodePoint(code), text),
    width: (word) => layOut(word).width,
    operands: (word) => layOut(word).operands,
  };
}

/** Glyph codes with the kerning between them; an accent that stands off the line is raised by Ts. */
function layOutWord(font: EmbeddedFont, size: number, word: string): LaidOut {
  const [codes, positions] = font.encode(word);
  let operands = '';
  let run = '';
  let advance = 0;
  positions.forEach((position, index) => {
    const code = codes[index] ?? '';
    const kern = position.xAdvance - position.advanceWidth;
    advance += position.xAdvance;
    if (position.xOffset !== 0 || position.yOffset !== 0) {
      const rise = `${decimal((position.yOffset / 1000) * size)} Ts`;
      operands += `${hex(run)}] TJ ${rise} [${decimal(-position.xOffset)} <${code}> ${decimal(position.xOffset - kern)}] TJ 0 Ts [`;
      run = '';
      return;
    }
    run += code;
    if (kern !== 0) {
      operands += `${hex(run)}${decimal(-kern)} `;
      run = '';
    }
  });
  return { width: (advance / 1000) * size, operands: operands + hex(run) };
}

function hex(codes: string): string {
  return codes === '' ? '' : `<${codes}> `;
}

/** A number as PDF wants it: no exponent, three places at most. */
export function decimal(value: number): string {
  const text = value.toFixed(3);
  return text.replace(/\.?0+$/, '').replace(/^-0$/, '0');
}

/** The text as a font can show it: a character without a glyph is spelled, or printed as its code point. */
export function printable(hasGlyph: (codePoint: number) => boolean, text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let shown = '';
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0) ?? 0;
    shown += hasGlyph(code) ? character : (SPELLED[character] ?? codePointText(character));
  }
  return shown;
}

function fontPath(file: string): string {
  return createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans/${file}`);
}
