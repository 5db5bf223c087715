import { type Colour, textOperators } from './pdf-document.ts';
import type { Face, Faces, Typeface } from './pdf-fonts.ts';
import { graphemes } from '../domain/visible-text.ts';
import type { Inline, Line } from './report-content.ts';

/** A stretch of text in one face and colour. */
export type Run = { readonly text: string; readonly face: Face; readonly colour: Colour; readonly href?: string };

type Piece = { readonly run: Run; readonly text: string; readonly width: number };
/** Pieces that no line may part, with the space before them. */
type Word = { readonly space: Piece | undefined; readonly pieces: readonly Piece[]; readonly width: number };

/** A set line: its pieces with their places from the line's left end. */
export type SetLine = {
  readonly height: number;
  readonly width: number;
  readonly pieces: readonly {
    readonly run: Run;
    readonly x: number;
    readonly width: number;
    readonly words: readonly string[];
  }[];
};

export type TextStyle = { readonly size: number; readonly typeface?: Typeface; readonly colour?: Colour };

/** A line of a report as runs, in the style of its paragraph. */
export function toRuns(line: Line, style: TextStyle, faces: Faces): Run[] {
  return line.map((inline) => toRun(inline, style, faces));
}

/** Breaks runs into lines of at most `width` points. A word that is wider is broken where it must be. */
export function breakLines(runs: readonly Run[], width: number): SetLine[] {
  const lines: SetLine[] = [];
  let words: Word[] = [];
  let used = 0;
  for (const word of wordsOf(runs, width)) {
    const space = words.length === 0 ? 0 : (word.space?.width ?? 0);
    if (words.length > 0 && used + space + word.width > width) {
      lines.push(setLine(words, true));
      words = [];
      used = 0;
    }
    used += (words.length === 0 ? 0 : space) + word.width;
    words.push(word);
  }
  lines.push(setLine(words, false, runs[0]));
  return lines;
}

/** Operators for the pieces of a line. */
export function lineOperators(line: SetLine, x: number, top: number): string {
  return line.pieces.map((piece) => pieceOperators(piece, line, x, top)).join('\n');
}

/** Operators for one piece of a line. */
export function pieceOperators(
  { run, x: offset, words }: SetLine['pieces'][number],
  line: SetLine,
  x: number,
  top: number,
): string {
  // Capitals stand in the middle of the line.
  const baseline = top + line.height / 2 + 0.357 * run.face.size;
  const operands = words.map((word) => run.face.operands(word)).join('');
  return textOperators(run.face, run.colour, x + offset, baseline, operands);
}

export function linesHeight(lines: readonly SetLine[]): number {
  return lines.reduce((height, line) => height + line.height, 0);
}

function toRun(inline: Inline, { size, typeface = 'regular', colour = 'ink' }: TextStyle, faces: Faces): Run {
  if (typeof inline === 'string') return createRun(inline, faces(typeface, size), colour);
  switch (inline.kind) {
    case 'strong':
      return createRun(inline.text, faces('bold', size), colour);
    case 'quiet':
      return createRun(inline.text, faces(typeface, size), 'quiet');
    case 'link':
      return { ...createRun(inline.text, faces(typeface, size), 'link'), href: inline.href };
    case 'name':
    case 'code':
      return createRun(inline.text, faces(typeface, size), colour);
  }
}

function createRun(text: string, face: Face, colour: Colour): Run {
  return { text: face.printable(text), face, colour };
}

function* wordsOf(runs: readonly Run[], maximum: number): Generator<Word> {
  let pieces: Piece[] = [];
  let space: Piece | undefined;
  for (const run of runs) {
    for (const text of run.text.match(/ +|[^ ]+/g) ?? []) {
      if (text.startsWith(' ')) {
        if (pieces.length > 0) yield* wordsWithin(pieces, space, maximum);
        pieces = [];
        space = { run, text: ' ', width: run.face.width(' ') };
      } else {
        pieces.push({ run, text, width: run.face.width(text) });
      }
    }
  }
  if (pieces.length > 0) yield* wordsWithin(pieces, space, maximum);
}

/** The word itself, or its parts where it is wider than a line. */
function* wordsWithin(pieces: readonly Piece[], space: Piece | undefined, maximum: number): Generator<Word> {
  const width = widthOf(pieces);
  if (width <= maximum) {
    yield { space, pieces, width };
    return;
  }
  let before = space;
  for (const piece of pieces) {
    for (const text of partsWithin(piece.text, piece.run.face, maximum)) {
      const part = { run: piece.run, text, width: piece.run.face.width(text) };
      yield { space: before, pieces: [part], width: part.width };
      before = undefined;
    }
  }
}

/** Parts of a long word, each as long as fits; after a hyphen, slash, dot or the like where there is one. */
function partsWithin(word: string, face: Face, maximum: number): string[] {
  const parts: string[] = [];
  let rest = graphemes(word);
  while (rest.length > 0) {
    let count = 1;
    let width = face.width(rest[0] ?? '');
    while (count < rest.length) {
      width += face.width(rest[count] ?? '');
      if (width > maximum) break;
      count++;
    }
    const fitting = rest.slice(0, count).join('');
    const natural = count < rest.length ? /^.*[-/._@:;,?&=]/su.exec(fitting)?.[0] : undefined;
    const part = natural !== undefined && natural.length > fitting.length / 2 ? natural : fitting;
    parts.push(part);
    rest = rest.slice(graphemes(part).length);
  }
  return parts;
}

/** Joins neighbours of one run. A line that goes on ends in a space, so that its last word stays one word. */
function setLine(words: readonly Word[], goesOn: boolean, empty?: Run): SetLine {
  const pieces: { run: Run; x: number; width: number; words: string[] }[] = [];
  let x = 0;
  words.forEach((word, index) => {
    const all = index === 0 || word.space === undefined ? word.pieces : [word.space, ...word.pieces];
    for (const piece of all) {
      const last = pieces.at(-1);
      if (last?.run === piece.run) {
        last.words.push(piece.text);
        last.width += piece.width;
      } else {
        pieces.push({ run: piece.run, x, width: piece.width, words: [piece.text] });
      }
      x += piece.width;
    }
  });
  if (goesOn) pieces.at(-1)?.words.push(' ');
  const heights = pieces.map(({ run }) => run.face.lineHeight);
  return { height: Math.max(...heights, empty?.face.lineHeight ?? 0), width: x, pieces };
}

function widthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((width, piece) => width + piece.width, 0);
}
