import { line as lineShape } from 'd3-shape';
import { graphemes, visibleText } from '../domain/visible-text.ts';

type Pattern = 'solid' | 'diagonal' | 'horizontal' | 'cross' | 'dots' | 'vertical';

/** How a part looks. Each pattern is used once in a chart, so that colour is never needed. */
export type Look = { readonly fill: string; readonly ink: string; readonly pattern: Pattern };

export const CHART_WIDTH = 560;
export const INK = '#0b0c0c';
export const QUIET = '#505a5f';
export const GRID = '#d5d8d9';
const STEP = 5;

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
type TextLook = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
};

/** A text of a picture. */
export function text(
  x: number,
  y: number,
  words: string,
  { size = 12, bold, anchor, fill = INK }: TextLook = {},
): string {
  const weight = bold === true ? ' font-weight="bold"' : '';
  const side = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}"${weight}${side} fill="${fill}">${escapeXml(words)}</text>`;
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, stroke: string, width = 1): string {
  return `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" stroke="${stroke}" stroke-width="${width}" fill="none"/>`;
}

/** A rectangle with its pattern drawn as lines, so that nothing depends on ids or on a viewer's patterns. */
export function patternedBox(box: Box, { fill, ink, pattern }: Look): string {
  const { x, y, width, height } = box;
  const hatch = pattern === 'solid' ? '' : hatchPath(box, pattern);
  const frame = `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}" stroke="${ink}" stroke-width="1"/>`;
  return hatch === '' ? frame : `${frame}<path d="${hatch}" stroke="${ink}" stroke-width="0.9" fill="none"/>`;
}

/** Samples of the looks with their names, in lines of the chart's width. Returns the marks and the height used. */
export function legend(
  y: number,
  entries: readonly { readonly label: string; readonly sample: (x: number, y: number) => string }[],
) {
  let x = 0;
  let top = y;
  const marks = entries.map(({ label: whole, sample }) => {
    const label = fitted(whole, CHART_WIDTH - 32, 12);
    const width = 32 + textWidth(label, 12) + 16;
    if (x > 0 && x + width > CHART_WIDTH) {
      x = 0;
      top += 20;
    }
    const mark = sample(x + 1, top) + text(x + 32, top + 11, label);
    x += width;
    return mark;
  });
  return { marks: marks.join(''), height: top + 20 - y };
}

/** The sample of a patterned part in a legend. */
export function boxSample(look: Look): (x: number, y: number) => string {
  return (x, y) => patternedBox({ x, y, width: 24, height: 13 }, look);
}

/** The steps of a path through points; a point without a height is a gap. Empty where there is no point. */
export function linePath(points: readonly (readonly [number, number | undefined])[]): string {
  const path = lineShape<readonly [number, number | undefined]>()
    .defined(([, y]) => y !== undefined)
    .x(([x]) => x)
    .y(([, y]) => y ?? 0)
    .digits(2);
  return path(points) ?? '';
}

export type PointMark = 'none' | 'circle' | 'square' | 'triangle';

/** What stands at each point of a line. */
export function pointMark(mark: PointMark, x: number, y: number, fill: string): string {
  switch (mark) {
    case 'none':
      return '';
    case 'circle':
      return `<circle cx="${round(x)}" cy="${round(y)}" r="4" fill="#ffffff" stroke="${fill}" stroke-width="2"/>`;
    case 'square':
      return `<rect x="${round(x - 4)}" y="${round(y - 4)}" width="8" height="8" fill="${fill}"/>`;
    case 'triangle':
      return `<path d="M${round(x)} ${round(y - 5.5)}l5.5 9.5h-11z" fill="${fill}"/>`;
  }
}

/** Of the size of a text: how wide a character is on average. Bold ones leave room for the wide fonts of some machines. */
const CHARACTER = { plain: 0.56, bold: 0.66 } as const;

/** Estimated width of text, in units of the picture. */
export function textWidth(words: string, size: number, weight: keyof typeof CHARACTER = 'plain'): number {
  return words.length * size * CHARACTER[weight];
}

/** Shortened with an ellipsis to fit; the table beside the chart has the whole. */
export function fitted(words: string, width: number, size: number, weight: keyof typeof CHARACTER = 'plain'): string {
  const characters = graphemes(visibleText(words));
  const most = Math.floor(width / (size * CHARACTER[weight]));
  return characters.length <= most
    ? characters.join('')
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

/** Broken at spaces into lines that fit; a word that is wider is shortened. */
export function wrapped(words: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of visibleText(words).split(' ')) {
    const last = lines.at(-1);
    const longer = `${last ?? ''} ${word}`;
    if (last !== undefined && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(fitted(word, width, size));
  }
  return lines;
}

/** "1,234.5" with at most `places` decimals. */
export function numberLabel(value: number, places = 0): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: places });
}

/** A number of a picture, to two places. */
export function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text as XML holds it, with what is hidden in it made visible. */
export function escapeXml(words: string): string {
  return visibleText(words)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function hatchPath(box: Box, pattern: Exclude<Pattern, 'solid'>): string {
  switch (pattern) {
    case 'diagonal':
      return diagonals(box, false);
    case 'cross':
      return diagonals(box, false) + diagonals(box, true);
    case 'horizontal':
      return steps(box.height)
        .map((d) => `M${round(box.x)} ${round(box.y + d)}h${round(box.width)}`)
        .join('');
    case 'vertical':
      return steps(box.width)
        .map((d) => `M${round(box.x + d)} ${round(box.y)}v${round(box.height)}`)
        .join('');
    case 'dots':
      return steps(box.width)
        .flatMap((dx) => steps(box.height).map((dy) => `M${round(box.x + dx - 0.7)} ${round(box.y + dy)}h1.4`))
        .join('');
  }
}

/** Lines at 45 degrees, cut at the edges of the box. */
function diagonals({ x, y, width, height }: Box, falling: boolean): string {
  return steps(width + height)
    .map((c) => {
      const [x1, y1] = [Math.max(0, c - height), Math.min(c, height)];
      const [x2, y2] = [Math.min(c, width), Math.max(0, c - width)];
      const at = (dx: number, dy: number) => `${round(x + (falling ? width - dx : dx))} ${round(y + dy)}`;
      return `M${at(x1, y1)}L${at(x2, y2)}`;
    })
    .join('');
}

function steps(length: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil(length / STEP) - 1) }, (_, index) => (index + 1) * STEP);
}
