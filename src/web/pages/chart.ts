/** One part of a bar: what it is, and how it is told from the others without colour. */
export type PartLook = { readonly name: string; readonly fill: string; readonly pattern: Pattern };
type Pattern = 'solid' | 'diagonal' | 'dots' | 'horizontal' | 'cross' | 'vertical' | 'plain';

export type Bar = {
  readonly label: string;
  /** A second, quieter line under the label. */
  readonly note: string;
  /** Part name to size in the unit of the axis; an absent part is not drawn: it is not zero. */
  readonly parts: ReadonlyMap<string, number>;
  /** What stands at the end of the bar. */
  readonly result: string;
};

export type BarChart = {
  /** Unique in its page; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** What the picture says, for those who do not see it. */
  readonly description: string;
  readonly axis: string;
  readonly looks: readonly PartLook[];
  readonly bars: readonly Bar[];
  /** The end of the axis, where it is not the longest bar. */
  readonly maximum?: number;
};

export const RESULT_LOOKS: readonly PartLook[] = [
  { name: 'Environment', fill: '#00524c', pattern: 'solid' },
  { name: 'Quality', fill: '#1d5fa8', pattern: 'diagonal' },
  { name: 'Price', fill: '#8a5a00', pattern: 'dots' },
];

export const STAGE_LOOKS: readonly PartLook[] = [
  { name: 'Making', fill: '#1b3a57', pattern: 'solid' },
  { name: 'Shipping', fill: '#2d6a2d', pattern: 'diagonal' },
  { name: 'Use', fill: '#8a5a00', pattern: 'horizontal' },
  { name: 'Service delivery', fill: '#31548f', pattern: 'cross' },
  { name: 'End of life', fill: '#8a2b6b', pattern: 'dots' },
];

const WIDTH = 760;
const LABEL = 190;
const RESULT = 96;
const PITCH = 46;
const BAR = 26;
export const INK = '#0b0c0c';
export const QUIET = '#484949';

/** A stacked bar for each bid as SVG text, without style attributes or scripts. */
export function barChart(chart: BarChart): string {
  const used = chart.looks.filter(({ name }) => chart.bars.some(({ parts }) => parts.has(name)));
  const legend = legendMarks(chart.id, used);
  const top = legend.height + 8;
  const bottom = top + chart.bars.length * PITCH;
  const scale = axisScale(chart.maximum ?? Math.max(1e-9, ...chart.bars.map(({ parts }) => sizeOf(parts))));
  const x = (value: number) => LABEL + (value / scale.end) * (WIDTH - LABEL - RESULT);
  const grid = scale.ticks.map(
    (tick) =>
      `<path d="M${at(x(tick))} ${at(top)}V${at(bottom)}" stroke="#d5d8d9" fill="none"/>` +
      words(x(tick), bottom + 18, tick.toLocaleString('en-GB'), { anchor: 'middle', fill: QUIET, size: 13 }),
  );
  const bars = chart.bars.map((bar, index) => barMarks(chart.id, bar, top + index * PITCH, used, x));
  const axis =
    `<path d="M${LABEL} ${at(top)}V${at(bottom)}" stroke="${INK}" fill="none"/>` +
    words(LABEL, bottom + 40, chart.axis, { fill: QUIET, size: 13 });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${at(bottom + 48)}" role="img" aria-labelledby="${chart.id}-title ${chart.id}-text">` +
    `<title id="${chart.id}-title">${escaped(chart.title)}</title><desc id="${chart.id}-text">${escaped(chart.description)}</desc>` +
    `<defs>${used.map((look) => patternMark(chart.id, look)).join('')}</defs>${legend.marks}${grid.join('')}${bars.join('')}${axis}</svg>`
  );
}

function barMarks(
  id: string,
  { label, note, parts, result }: Bar,
  top: number,
  looks: readonly PartLook[],
  x: (value: number) => number,
): string {
  const y = top + (PITCH - BAR) / 2;
  let reached = 0;
  let marks =
    words(LABEL - 10, y + 11, fitted(label, 18), { anchor: 'end', bold: true, size: 14 }) +
    words(LABEL - 10, y + 26, fitted(note, 26), { anchor: 'end', fill: QUIET, size: 12 });
  for (const look of looks) {
    const size = parts.get(look.name);
    if (size === undefined || size <= 0) continue;
    marks += box(id, look, { x: x(reached), y, width: x(reached + size) - x(reached), height: BAR });
    reached += size;
  }
  return marks + words(x(reached) + 8, y + 18, result, { bold: true, size: 15 });
}

function legendMarks(id: string, looks: readonly PartLook[]): { readonly marks: string; readonly height: number } {
  let x = 0;
  let y = 0;
  let marks = '';
  for (const look of looks) {
    const width = 52 + look.name.length * 8;
    if (x + width > WIDTH) {
      x = 0;
      y += 26;
    }
    marks +=
      box(id, look, { x: x + 1, y: y + 1, width: 26, height: 16 }) + words(x + 34, y + 14, look.name, { size: 14 });
    x += width;
  }
  return { marks, height: y + 28 };
}

function box(
  id: string,
  { name, fill, pattern }: PartLook,
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): string {
  const paint = pattern === 'solid' ? fill : `url(#${patternId(id, name)})`;
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${paint}" stroke="${fill}"/>`;
}

const PATTERN_PATHS: Readonly<Record<Pattern, string>> = {
  solid: '',
  plain: '',
  diagonal: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  dots: 'M2 2h1.6v1.6H2zM6 6h1.6v1.6H6z',
  horizontal: 'M0 2H8M0 6H8',
  vertical: 'M2 0V8M6 0V8',
  cross: 'M0 4H8M4 0V8',
};

function patternMark(id: string, { name, fill, pattern }: PartLook): string {
  if (pattern === 'solid') return '';
  return (
    `<pattern id="${patternId(id, name)}" width="8" height="8" patternUnits="userSpaceOnUse">` +
    `<rect width="8" height="8" fill="#ffffff"/><path d="${PATTERN_PATHS[pattern]}" stroke="${fill}" stroke-width="1.6" fill="none"/></pattern>`
  );
}

function patternId(id: string, name: string): string {
  return `${id}-${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
}

/** A round end of the axis at or above the largest value, with four or five ticks. */
export function axisScale(largest: number): { readonly end: number; readonly ticks: readonly number[] } {
  const power = 10 ** Math.floor(Math.log10(largest / 4));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one * 5 >= largest) ?? power * 10;
  const count = Math.ceil(largest / step - 1e-9);
  return {
    end: count * step,
    ticks: Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6))),
  };
}

type WordLook = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly anchor?: 'middle' | 'end';
  readonly fill?: string;
};

/** A text of a picture. */
export function words(x: number, y: number, text: string, { size = 14, bold, anchor, fill = INK }: WordLook): string {
  const weight = bold === true ? ' font-weight="bold"' : '';
  const side = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}"${weight}${side} fill="${fill}">${escaped(text)}</text>`;
}

function fitted(text: string, characters: number): string {
  const letters = Array.from(text);
  return letters.length <= characters ? text : `${letters.slice(0, characters - 1).join('')}…`;
}

function sizeOf(parts: ReadonlyMap<string, number>): number {
  return [...parts.values()].reduce((total, part) => total + part, 0);
}

/** A number of a picture, to two places. */
export function at(value: number): string {
  return String(Number(value.toFixed(2)));
}

/** Text as XML holds it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
