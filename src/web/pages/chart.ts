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
  const largest = chart.maximum ?? Math.max(1e-9, ...chart.bars.map(({ parts }) => sizeOf(parts)));
  return framedChart({ ...chart, looks: used, rows: chart.bars.length, least: 0, largest }, (index, top, x) => {
    const bar = chart.bars[index];
    return bar === undefined ? '' : barMarks(chart.id, bar, top, used, x);
  });
}

/** Legend, grid and axis, and in between a row at a time, drawn by whoever knows what stands in it. */
function framedChart(
  chart: Pick<BarChart, 'id' | 'title' | 'description' | 'axis' | 'looks'> & {
    readonly rows: number;
    readonly least: number;
    readonly largest: number;
  },
  drawRow: (index: number, top: number, x: (value: number) => number) => string,
): string {
  const { id, looks } = chart;
  const legend = legendMarks(id, looks);
  const top = legend.height + 8;
  const bottom = top + chart.rows * PITCH;
  const { start, end, ticks } = axisScale(chart.least, chart.largest);
  const x = (value: number) => LABEL + ((value - start) / (end - start)) * (WIDTH - LABEL - RESULT);
  const grid = ticks.map(
    (tick) =>
      `<path d="M${at(x(tick))} ${at(top)}V${at(bottom)}" stroke="#d5d8d9" fill="none"/>` +
      words(x(tick), bottom + 18, tick.toLocaleString('en-GB'), { anchor: 'middle', fill: QUIET, size: 13 }),
  );
  const rows = Array.from({ length: chart.rows }, (_, index) => drawRow(index, top + index * PITCH, x));
  const axis =
    `<path d="M${at(x(0))} ${at(top)}V${at(bottom)}" stroke="${INK}" fill="none"/>` +
    words(LABEL, bottom + 40, chart.axis, { fill: QUIET, size: 13 });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${at(bottom + 48)}" role="img" aria-labelledby="${id}-title ${id}-text">` +
    `<title id="${id}-title">${escaped(chart.title)}</title><desc id="${id}-text">${escaped(chart.description)}</desc>` +
    `<defs>${looks.map((look) => patternMark(id, look)).join('')}</defs>${legend.marks}${grid.join('')}${rows.join('')}${axis}</svg>`
  );
}

/** A row of a waterfall: a total that stands on the axis, or a change from one height to the next. */
export type WaterfallStep = {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'total' | 'change';
  readonly result: string;
};

const WATERFALL_LOOKS = [
  { name: 'Total', fill: '#1b3a57', pattern: 'solid' },
  { name: 'More', fill: '#8a2b6b', pattern: 'diagonal' },
  { name: 'Less', fill: '#00524c', pattern: 'dots' },
] as const satisfies readonly PartLook[];

/** A waterfall from one total to another as SVG text: each change begins where the one before it ended. */
export function waterfallChart(
  chart: Pick<BarChart, 'id' | 'title' | 'description' | 'axis'> & { readonly steps: readonly WaterfallStep[] },
): string {
  const { id, steps } = chart;
  const values = steps.flatMap(({ from, to }) => [from, to]);
  const frame = { ...chart, looks: WATERFALL_LOOKS, rows: steps.length };
  const [least, largest] = [Math.min(0, ...values), Math.max(1e-9, ...values)];
  return framedChart({ ...frame, least, largest }, (index, top, x) => {
    const step = steps[index];
    return step === undefined ? '' : stepMarks(id, step, top, index < steps.length - 1, x);
  });
}

function stepMarks(
  id: string,
  { label, from, to, kind, result }: WaterfallStep,
  top: number,
  goesOn: boolean,
  x: (value: number) => number,
): string {
  const y = top + (PITCH - BAR) / 2;
  const [total, more, less] = WATERFALL_LOOKS;
  const look = kind === 'total' ? total : to >= from ? more : less;
  const [left, right] = [x(Math.min(from, to)), x(Math.max(from, to))];
  const on = `<path d="M${at(x(to))} ${at(y + BAR)}V${at(y + PITCH)}" stroke="${QUIET}" stroke-dasharray="3 3" fill="none"/>`;
  return (
    words(LABEL - 10, y + 18, fitted(label, 22), { anchor: 'end', bold: kind === 'total', size: 14 }) +
    (from === to ? '' : box(id, look, { x: left, y, width: right - left, height: BAR })) +
    (goesOn ? on : '') +
    words(right + 8, y + 18, result, { bold: true, size: 15 })
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

/** Round ends of the axis at or beyond the values, with four or five ticks between. */
export function axisScale(
  least: number,
  largest: number,
): { readonly start: number; readonly end: number; readonly ticks: readonly number[] } {
  const range = largest - least;
  const power = 10 ** Math.floor(Math.log10(range / 4));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((one) => one * 5 >= range) ?? power * 10;
  const first = Math.floor(least / step + 1e-9);
  const count = Math.ceil(largest / step - 1e-9) - first;
  return {
    start: first * step,
    end: (first + count) * step,
    ticks: Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(6))),
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
