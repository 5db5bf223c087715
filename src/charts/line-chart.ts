import { type Chart, type ChartWords, createChart } from './chart.ts';
import { legend, linePath, pointMark, type PointMark } from './marks.ts';
import { yearFrame } from './year-frame.ts';

/** Lines are told apart by dashes and marks, so that colour is never needed. */
const LOOKS = {
  path: { stroke: '#00524c', dash: '', mark: 'none' },
  record: { stroke: '#0b0c0c', dash: '', mark: 'square' },
  forecast: { stroke: '#1d5fa8', dash: '7 4', mark: 'circle' },
  'what-if': { stroke: '#a34700', dash: '2 3', mark: 'triangle' },
} as const satisfies Readonly<Record<string, { stroke: string; dash: string; mark: PointMark }>>;

/** One line of a picture: tonnes of CO2e by year, undefined where a year has no figure. */
export type ChartLine = {
  readonly kind: keyof typeof LOOKS;
  readonly label: string;
  readonly tonnes: readonly (number | undefined)[];
};

export type LineChart = ChartWords & {
  readonly years: readonly string[];
  /** At most one of each kind. */
  readonly lines: readonly ChartLine[];
};

/** Lines over financial years. A year without a figure is a gap in the line. */
export function lineChart(chart: LineChart): Chart {
  const { years, lines } = chart;
  const key = legend(
    0,
    lines.map(({ kind, label }) => ({ label, sample: (x: number, y: number) => sample(kind, x, y) })),
  );
  const largest = Math.max(0, ...lines.flatMap(({ tonnes }) => tonnes.filter((value) => value !== undefined)));
  const { marks, bottom, x, y } = yearFrame(years, largest, key.height);
  const drawn = lines.map(({ kind, tonnes }) =>
    lineMarks(
      kind,
      tonnes.map((value, index) => [x(index), value === undefined ? undefined : y(value)]),
    ),
  );
  return createChart(chart, bottom, key.marks + marks + drawn.join(''));
}

function lineMarks(kind: ChartLine['kind'], points: readonly (readonly [number, number | undefined])[]): string {
  const { stroke, dash, mark } = LOOKS[kind];
  const d = linePath(points);
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  const path = d === '' ? '' : `<path d="${d}" stroke="${stroke}" stroke-width="2.5" fill="none"${dashes}/>`;
  return path + points.map(([x, y]) => (y === undefined ? '' : pointMark(mark, x, y, stroke))).join('');
}

function sample(kind: ChartLine['kind'], x: number, y: number): string {
  return lineMarks(kind, [
    [x + 5, y + 7],
    [x + 22, y + 7],
  ]);
}
