import { scaleLinear } from 'd3-scale';
import { line as lineShape } from 'd3-shape';
import type { TrajectoryPicture } from '../application/trajectory-picture.ts';
import {
  type Chart,
  CHART_WIDTH,
  createChart,
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
} from './chart-parts.ts';

const PARTS = ['actual', 'estimated', 'forecast'] as const;
const LOOKS: Readonly<Record<(typeof PARTS)[number], Look & { readonly label: string }>> = {
  actual: { label: 'Actual', fill: '#1b3a57', ink: '#1b3a57', pattern: 'solid' },
  estimated: { label: 'Estimated', fill: '#fdeed3', ink: '#8a5a00', pattern: 'diagonal' },
  forecast: { label: 'Forecast', fill: '#dde6f6', ink: '#31548f', pattern: 'dots' },
};
const PATH = '#00524c';
const [LEFT, RIGHT, PLOT] = [54, CHART_WIDTH - 8, 236];

/**
 * A line to a target: a bar for each financial year, stacked of actual, estimated and forecast, and the path drawn
 * over it, with the residual in words at its end. A year without a figure has no bar. Nothing depends on colour.
 */
export function trajectoryLineChart(picture: TrajectoryPicture, id = 'trajectory'): Chart {
  const { years, milestones } = picture;
  const key = legend(0, legendEntries(picture));
  const top = key.height + 24;
  const bottom = top + PLOT;
  const sums = years.map(({ parts }) => (parts === undefined ? 0 : parts.actual + parts.estimated + parts.forecast));
  const largest = Math.max(1e-9, ...sums, ...years.map(({ pathway }) => pathway));
  const y = scaleLinear([0, largest], [bottom, top]).nice(5);
  const pitch = (RIGHT - LEFT) / Math.max(1, years.length);
  const x = (index: number) => LEFT + pitch * (index + 0.5);
  const grid = y
    .ticks(5)
    .map(
      (tick) =>
        line(LEFT, y(tick), RIGHT, y(tick), GRID) +
        text(LEFT - 6, y(tick) + 4, numberLabel(tick, 3), { size: 11, anchor: 'end', fill: QUIET }),
    );
  const every = Math.ceil(years.length / 11);
  const names = years.map(({ year }, index) =>
    index % every === 0 ? text(x(index), bottom + 16, year, { size: 9.5, anchor: 'middle', fill: QUIET }) : '',
  );
  const bars = years.map(({ parts }, index) => (parts === undefined ? '' : bar(parts, x(index), pitch * 0.62, y)));
  const points = years.map(({ pathway }, index) => [x(index), y(pathway)] as const);
  const marks = milestones.map(({ year, tonnes }) => {
    const index = years.findIndex((one) => one.year === year);
    return index < 0 ? '' : diamond(x(index), y(tonnes));
  });
  const axis =
    text(0, key.height + 12, 'Tonnes of CO₂e a year', { size: 11, fill: QUIET }) +
    line(LEFT, bottom, RIGHT, bottom, INK) +
    text(0, bottom + 36, picture.standing, { size: 11, bold: true });
  return createChart(
    id,
    picture,
    bottom + 44,
    key.marks + grid.join('') + bars.join('') + path(points) + marks.join('') + names.join('') + axis,
  );
}

function legendEntries({ years, milestones }: TrajectoryPicture) {
  const used = PARTS.filter((part) => years.some(({ parts }) => (parts?.[part] ?? 0) > 0));
  const entries = used.map((part) => ({
    label: LOOKS[part].label,
    sample: (x: number, y: number) => patternedBox({ x, y, width: 24, height: 13 }, LOOKS[part]),
  }));
  const pathEntry = {
    label: 'Path',
    sample: (x: number, y: number) =>
      path([
        [x, y + 7],
        [x + 24, y + 7],
      ]),
  };
  const milestone = { label: 'Milestone', sample: (x: number, y: number) => diamond(x + 12, y + 7) };
  return [...entries, pathEntry, ...(milestones.length > 0 ? [milestone] : [])];
}

function bar(
  parts: Readonly<Record<(typeof PARTS)[number], number>>,
  middle: number,
  width: number,
  y: (value: number) => number,
): string {
  let reached = 0;
  return PARTS.map((part) => {
    const size = parts[part];
    if (size <= 0) return '';
    const box = { x: middle - width / 2, y: y(reached + size), width, height: y(reached) - y(reached + size) };
    reached += size;
    return patternedBox(box, LOOKS[part]);
  }).join('');
}

/** The path, on a white rim so that it is told from the bars that it crosses. */
function path(points: readonly (readonly [number, number])[]): string {
  const d = lineShape().digits(2)(points.map(([x, y]) => [x, y])) ?? '';
  const dots = points.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="2.6" fill="${PATH}"/>`);
  return (
    `<path d="${d}" stroke="#ffffff" stroke-width="5" fill="none"/>` +
    `<path d="${d}" stroke="${PATH}" stroke-width="2.5" fill="none"/>${dots.join('')}`
  );
}

function diamond(x: number, y: number): string {
  return `<path d="M${round(x)} ${round(y - 6)}l6 6l-6 6l-6 -6z" fill="#ffffff" stroke="#a34700" stroke-width="2"/>`;
}
