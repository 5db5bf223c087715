import { scaleLinear } from 'd3-scale';
import { line as lineShape } from 'd3-shape';
import {
  type Chart,
  CHART_WIDTH,
  createChart,
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
} from './chart-parts.ts';

/** One bar: what it is for, its parts, and the figure that stands at its end. */
type Bar = {
  readonly label: string;
  /** A second, quieter line under the label. */
  readonly note?: string;
  /** Part name to size, in the unit of the axis. A part that is absent is not drawn: it is not zero. */
  readonly parts: ReadonlyMap<string, number>;
  /** What to print at the end of the bar. */
  readonly result: string;
};

export type BarChart = {
  /** Unique in its page; letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Title of the axis with its unit. */
  readonly axis: string;
  readonly bars: readonly Bar[];
};

/** Lines of the trajectory, tonnes of CO2e a year; undefined where a year has no figure. */
export type TrajectoryChart = {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly years: readonly string[];
  readonly lines: readonly {
    readonly kind: TrajectoryLine;
    readonly label: string;
    readonly tonnes: readonly (number | undefined)[];
  }[];
};
type TrajectoryLine = 'pathway' | 'actual' | 'forecast' | 'with-contract';

const PART_LOOKS = new Map<string, Look>([
  ['Environment', { fill: '#00524c', ink: '#00524c', pattern: 'solid' }],
  ['Quality', { fill: '#d8e8f8', ink: '#1d5fa8', pattern: 'diagonal' }],
  ['Price', { fill: '#fdeed3', ink: '#8a5a00', pattern: 'dots' }],
]);

const STAGE_LOOKS = new Map<string, Look>([
  ['Making', { fill: '#1b3a57', ink: '#1b3a57', pattern: 'solid' }],
  ['Shipping', { fill: '#dcefdc', ink: '#2d6a2d', pattern: 'diagonal' }],
  ['Use', { fill: '#fdeed3', ink: '#8a5a00', pattern: 'horizontal' }],
  ['Service delivery', { fill: '#dde6f6', ink: '#31548f', pattern: 'cross' }],
  ['End of life', { fill: '#f5e0ee', ink: '#8a2b6b', pattern: 'dots' }],
  ['Published default', { fill: '#ffffff', ink: '#505a5f', pattern: 'vertical' }],
]);

const LINE_LOOKS: Readonly<
  Record<TrajectoryLine, { stroke: string; dash: string; mark: 'none' | 'circle' | 'square' | 'triangle' }>
> = {
  pathway: { stroke: '#00524c', dash: '', mark: 'none' },
  actual: { stroke: '#0b0c0c', dash: '', mark: 'square' },
  forecast: { stroke: '#1d5fa8', dash: '7 4', mark: 'circle' },
  'with-contract': { stroke: '#a34700', dash: '2 3', mark: 'triangle' },
};

const LABEL_WIDTH = 152;
const RESULT_WIDTH = 74;
const BAR = { height: 22, pitch: 34 } as const;

/** Totals by bid, each bar made of what environment, quality and price add to it; 0 to 100. */
export function totalsChart(chart: BarChart): Chart {
  return stackedBars(chart, PART_LOOKS, 100);
}

/** Tonnes of CO2e by bid, each bar made of its life-cycle stages. */
export function stagesChart(chart: BarChart): Chart {
  return stackedBars(chart, STAGE_LOOKS);
}

/** The pathway to the target with actual, forecast and, where given, the forecast with a contract in it. */
export function trajectoryChart(chart: TrajectoryChart): Chart {
  const [left, right, top, plotHeight] = [58, CHART_WIDTH - 16, 8, 230];
  const key = legend(
    0,
    chart.lines.map(({ kind, label }) => ({ label, sample: (x: number, y: number) => lineSample(kind, x, y) })),
  );
  const bottom = key.height + top + plotHeight;
  const largest = Math.max(1e-9, ...chart.lines.flatMap(({ tonnes }) => tonnes.filter((value) => value !== undefined)));
  const y = scaleLinear([0, largest], [bottom, key.height + top]).nice();
  const x = (index: number) => left + ((right - left) * (index + 0.5)) / Math.max(1, chart.years.length);
  const grid = y
    .ticks(5)
    .map(
      (tick) =>
        line(left, y(tick), right, y(tick), GRID) +
        text(left - 6, y(tick) + 4, numberLabel(tick, 3), { size: 11, anchor: 'end', fill: QUIET }),
    );
  const every = Math.ceil(chart.years.length / 11);
  const years = chart.years.map((year, index) =>
    index % every === 0 ? text(x(index), bottom + 17, year, { size: 11, anchor: 'middle', fill: QUIET }) : '',
  );
  const drawn = chart.lines.map(({ kind, tonnes }) =>
    trajectoryLine(
      kind,
      tonnes.map((value, index) => [x(index), value === undefined ? undefined : y(value)]),
    ),
  );
  const axis =
    line(left, bottom, right, bottom, INK) + text(0, bottom + 36, 'Tonnes of CO₂e a year', { size: 11, fill: QUIET });
  return createChart(chart.id, chart, bottom + 42, key.marks + grid.join('') + years.join('') + axis + drawn.join(''));
}

function stackedBars(chart: BarChart, looks: ReadonlyMap<string, Look>, maximum?: number): Chart {
  const used = [...looks].filter(([name]) => chart.bars.some(({ parts }) => parts.has(name)));
  const key = legend(
    0,
    used.map(([label, look]) => ({ label, sample: (x, y) => patternedBox({ x, y, width: 24, height: 13 }, look) })),
  );
  const top = key.height + 6;
  const bottom = top + chart.bars.length * BAR.pitch;
  const largest = maximum ?? Math.max(1e-9, ...chart.bars.map(({ parts }) => barLength(parts)));
  const x = scaleLinear([0, largest], [LABEL_WIDTH, CHART_WIDTH - RESULT_WIDTH]).nice();
  const grid = x
    .ticks(5)
    .map(
      (tick) =>
        line(x(tick), top, x(tick), bottom, GRID) +
        text(x(tick), bottom + 15, numberLabel(tick, 3), { size: 11, anchor: 'middle', fill: QUIET }),
    );
  const bars = chart.bars.map((bar, index) =>
    barMarks(bar, top + index * BAR.pitch + (BAR.pitch - BAR.height) / 2, x, used),
  );
  const axis =
    line(LABEL_WIDTH, top, LABEL_WIDTH, bottom, INK) +
    text(LABEL_WIDTH, bottom + 33, chart.axis, { size: 11, fill: QUIET });
  return createChart(chart.id, chart, bottom + 40, key.marks + grid.join('') + bars.join('') + axis);
}

function barMarks(
  { label, note, parts, result }: Bar,
  top: number,
  x: (value: number) => number,
  looks: readonly (readonly [string, Look])[],
): string {
  const middle = top + BAR.height / 2;
  const names =
    note === undefined
      ? text(LABEL_WIDTH - 8, middle + 4, fitted(label, LABEL_WIDTH - 10, 12), { anchor: 'end', bold: true })
      : text(LABEL_WIDTH - 8, middle - 2, fitted(label, LABEL_WIDTH - 10, 12), { anchor: 'end', bold: true }) +
        text(LABEL_WIDTH - 8, middle + 11, fitted(note, LABEL_WIDTH - 10, 10.5), {
          size: 10.5,
          anchor: 'end',
          fill: QUIET,
        });
  let reached = 0;
  let marks = '';
  for (const [name, look] of looks) {
    const size = parts.get(name);
    if (size === undefined || size <= 0) continue;
    const box = { x: x(reached), y: top, width: x(reached + size) - x(reached), height: BAR.height };
    marks += patternedBox(box, look) + partLabel(numberLabel(size, size < 10 ? 1 : 0), box, look);
    reached += size;
  }
  return names + marks + text(x(reached) + 6, middle + 4, result, { bold: true });
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

/** A gap in the figures is a gap in the line. */
function trajectoryLine(kind: TrajectoryLine, points: readonly (readonly [number, number | undefined])[]): string {
  const { stroke, dash, mark } = LINE_LOOKS[kind];
  const path = lineShape<readonly [number, number | undefined]>()
    .defined(([, y]) => y !== undefined)
    .x(([x]) => x)
    .y(([, y]) => y ?? 0)
    .digits(2)(points);
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  const marks = points.map(([x, y]) => (y === undefined ? '' : pointMark(mark, x, y, stroke))).join('');
  return path === null
    ? marks
    : `<path d="${path}" stroke="${stroke}" stroke-width="2.5" fill="none"${dashes}/>${marks}`;
}

function pointMark(mark: 'none' | 'circle' | 'square' | 'triangle', x: number, y: number, fill: string): string {
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

function lineSample(kind: TrajectoryLine, x: number, y: number): string {
  return trajectoryLine(kind, [
    [x, y + 7],
    [x + 24, y + 7],
  ]);
}
