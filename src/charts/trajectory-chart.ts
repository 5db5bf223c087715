import { type Chart, type ChartWords, createChart } from './chart.ts';
import { BASIS_LOOKS } from './looks.ts';
import { boxSample, legend, linePath, patternedBox, round, text } from './marks.ts';
import { type YearFrame, yearFrame } from './year-frame.ts';

/** A line to a target as a picture: tonnes for drawing, never for reckoning. */
export type TrajectoryPicture = ChartWords & {
  /** Whether anybody adopted it. */
  readonly standing: string;
  readonly years: readonly {
    readonly year: string;
    readonly pathway: number;
    /** What each basis adds, by its name; undefined where the year has no figure. */
    readonly parts?: ReadonlyMap<string, number>;
  }[];
  readonly milestones: readonly { readonly year: string; readonly tonnes: number; readonly name: string }[];
};

const PATH = '#00524c';

/**
 * A line to a target: a bar for each financial year, stacked of actual, estimated and forecast, and the path drawn
 * over it, with its standing below. A year without a figure has no bar. Nothing depends on colour.
 */
export function trajectoryChart(picture: TrajectoryPicture): Chart {
  const { years, milestones } = picture;
  const key = legend(0, legendEntries(picture));
  const sums = years.map(({ parts }) => [...(parts?.values() ?? [])].reduce((sum, part) => sum + part, 0));
  const largest = Math.max(...sums, ...years.map(({ pathway }) => pathway), ...milestones.map(({ tonnes }) => tonnes));
  const names = years.map(({ year }) => year);
  const frame = yearFrame(names, largest, key.height);
  const { x, y, bottom } = frame;
  const bars = years.map(({ parts }, index) => (parts === undefined ? '' : bar(parts, index, frame)));
  const points = years.map(({ pathway }, index) => [x(index), y(pathway)] as const);
  const marks = milestones.map(({ year, tonnes }) => {
    const index = names.indexOf(year);
    return index < 0 ? '' : diamond(x(index), y(tonnes));
  });
  const standing = text(0, bottom + 12, picture.standing, { size: 11, bold: true });
  return createChart(
    picture,
    bottom + 20,
    key.marks + frame.marks + bars.join('') + path(points) + marks.join('') + standing,
  );
}

function legendEntries({ years, milestones }: TrajectoryPicture) {
  const used = [...BASIS_LOOKS].filter(([name]) => years.some(({ parts }) => (parts?.get(name) ?? 0) > 0));
  const entries = used.map(([label, look]) => ({ label, sample: boxSample(look) }));
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

function bar(parts: ReadonlyMap<string, number>, index: number, { x, y, pitch }: YearFrame): string {
  const width = pitch * 0.62;
  let reached = 0;
  let marks = '';
  for (const [name, look] of BASIS_LOOKS) {
    const size = parts.get(name) ?? 0;
    if (size <= 0) continue;
    const height = y(reached) - y(reached + size);
    marks += patternedBox({ x: x(index) - width / 2, y: y(reached + size), width, height }, look);
    reached += size;
  }
  return marks;
}

/** The path, on a white rim so that it is told from the bars that it crosses. */
function path(points: readonly (readonly [number, number])[]): string {
  const d = linePath(points);
  const dots = points.map(([x, y]) => `<circle cx="${round(x)}" cy="${round(y)}" r="2.6" fill="${PATH}"/>`);
  return (
    `<path d="${d}" stroke="#ffffff" stroke-width="5" fill="none"/>` +
    `<path d="${d}" stroke="${PATH}" stroke-width="2.5" fill="none"/>${dots.join('')}`
  );
}

function diamond(x: number, y: number): string {
  return `<path d="M${round(x)} ${round(y - 6)}l6 6l-6 6l-6 -6z" fill="#ffffff" stroke="#a34700" stroke-width="2"/>`;
}
