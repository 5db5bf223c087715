import { scaleLinear } from 'd3-scale';
import { type Chart, type ChartWords, createChart } from './chart.ts';
import type { Looks } from './looks.ts';
import {
  boxSample,
  CHART_WIDTH,
  fitted,
  GRID,
  INK,
  legend,
  line,
  type Look,
  numberLabel,
  patternedBox,
  QUIET,
  round,
  text,
  textWidth,
} from './marks.ts';

/** One bar: what it is for, its parts, and the figure that stands at its end. */
export type Bar = {
  readonly label: string;
  /** A second, quieter line under the label. */
  readonly note?: string;
  /** Part name to size, in the unit of the axis. A part that is absent is not drawn: it is not zero. */
  readonly parts: ReadonlyMap<string, number>;
  /** What to print at the end of the bar. */
  readonly result: string;
};

export type BarChart = ChartWords & {
  /** Title of the axis with its unit. */
  readonly axis: string;
  readonly looks: Looks;
  readonly bars: readonly Bar[];
  /** The end of the axis, where it is not the longest bar. */
  readonly maximum?: number;
};

const LABEL_WIDTH = 176;
export const BAR = { height: 22, pitch: 34 } as const;
const LEAST_RESULT_WIDTH = 74;

/** A bar for each of several things, each made of its parts. */
export function barChart(chart: BarChart): Chart {
  const used = [...chart.looks].filter(([name]) => chart.bars.some(({ parts }) => parts.has(name)));
  const largest = chart.maximum ?? Math.max(1e-9, ...chart.bars.map(({ parts }) => barLength(parts)));
  const frame = { ...chart, looks: used, least: 0, largest, results: chart.bars.map(({ result }) => result) };
  return framedBars(frame, (index, top, x) => {
    const bar = chart.bars[index];
    return bar === undefined ? '' : barMarks(bar, top, x, used);
  });
}

type Frame = ChartWords & {
  readonly axis: string;
  readonly looks: readonly (readonly [string, Look])[];
  readonly least: number;
  readonly largest: number;
  /** What stands at the end of each bar; there is one for each. */
  readonly results: readonly string[];
};

/** Legend, grid and axis, and in between a bar at a time, drawn by whoever knows what stands in it. */
export function framedBars(
  chart: Frame,
  drawBar: (index: number, top: number, x: (value: number) => number) => string,
): Chart {
  const key = legend(
    0,
    chart.looks.map(([label, look]) => ({ label, sample: boxSample(look) })),
  );
  const top = key.height + 6;
  const bottom = top + chart.results.length * BAR.pitch;
  const resultWidth = Math.max(LEAST_RESULT_WIDTH, ...chart.results.map((result) => textWidth(result, 12, 'bold') + 8));
  const x = scaleLinear([chart.least, chart.largest], [LABEL_WIDTH, CHART_WIDTH - resultWidth]).nice(5);
  const grid = x
    .ticks(5)
    .map(
      (tick) =>
        line(x(tick), top, x(tick), bottom, GRID) +
        text(x(tick), bottom + 15, numberLabel(tick, 3), { size: 11, anchor: 'middle', fill: QUIET }),
    );
  const bars = chart.results.map((_, index) =>
    drawBar(index, top + index * BAR.pitch + (BAR.pitch - BAR.height) / 2, x),
  );
  const foot =
    line(x(0), top, x(0), bottom, INK) + text(LABEL_WIDTH, bottom + 33, chart.axis, { size: 11, fill: QUIET });
  return createChart(chart, bottom + 40, key.marks + grid.join('') + bars.join('') + foot);
}

type LabelLook = { readonly note?: string | undefined; readonly bold?: boolean };

/** What a bar is for, left of the axis. */
export function barLabel(label: string, middle: number, { note, bold = true }: LabelLook = {}): string {
  const name = fitted(label, LABEL_WIDTH - 10, 12, 'bold');
  if (note === undefined) return text(LABEL_WIDTH - 8, middle + 4, name, { anchor: 'end', bold });
  const quiet = { size: 10.5, anchor: 'end', fill: QUIET } as const;
  return (
    text(LABEL_WIDTH - 8, middle - 2, name, { anchor: 'end', bold }) +
    text(LABEL_WIDTH - 8, middle + 11, fitted(note, LABEL_WIDTH - 10, 10.5), quiet)
  );
}

function barMarks(
  { label, note, parts, result }: Bar,
  top: number,
  x: (value: number) => number,
  looks: readonly (readonly [string, Look])[],
): string {
  const middle = top + BAR.height / 2;
  let reached = 0;
  let marks = '';
  for (const [name, look] of looks) {
    const size = parts.get(name);
    if (size === undefined || size <= 0) continue;
    const box = { x: x(reached), y: top, width: x(reached + size) - x(reached), height: BAR.height };
    marks += patternedBox(box, look) + partLabel(numberLabel(size, size < 10 ? 1 : 0), box, look);
    reached += size;
  }
  return barLabel(label, middle, { note }) + marks + text(x(reached) + 6, middle + 4, result, { bold: true });
}

/** The part's size in its middle, on a plate where there is a pattern behind; left out where there is no room. */
function partLabel(
  words: string,
  box: { x: number; y: number; width: number; height: number },
  { pattern, fill }: Look,
): string {
  const width = textWidth(words, 11) + 6;
  if (width + 6 > box.width) return '';
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (pattern === 'solid') return text(x, y + 4, words, { size: 11, anchor: 'middle', fill: '#ffffff' });
  const plate = `<rect x="${round(x - width / 2)}" y="${round(y - 7.5)}" width="${round(width)}" height="15" fill="${fill}"/>`;
  return plate + text(x, y + 4, words, { size: 11, anchor: 'middle' });
}

function barLength(parts: Bar['parts']): number {
  return [...parts.values()].reduce((total, part) => total + part, 0);
}
