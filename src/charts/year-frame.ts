import { scaleLinear } from 'd3-scale';
import { CHART_WIDTH, GRID, INK, line, numberLabel, QUIET, text, textWidth } from './marks.ts';

const PLOT = 236;
const [LEAST_LEFT, RIGHT] = [54, CHART_WIDTH - 8];
/** More names than this do not fit beside each other. */
const MOST_NAMES = 11;

/** The grid of a picture of tonnes by financial year, with what places things on it. */
export type YearFrame = {
  readonly marks: string;
  /** Below the names of the years. */
  readonly bottom: number;
  readonly pitch: number;
  readonly x: (index: number) => number;
  readonly y: (tonnes: number) => number;
};

/** Axes for tonnes of CO2e up to `largest` in these years, below `top`. */
export function yearFrame(years: readonly string[], largest: number, top: number): YearFrame {
  const [high, low] = [top + 24, top + 24 + PLOT];
  const y = scaleLinear([0, Math.max(1e-9, largest)], [low, high]).nice(5);
  const ticks = y.ticks(5);
  const labels = ticks.map((tick) => numberLabel(tick, 3));
  const left = Math.max(LEAST_LEFT, ...labels.map((label) => textWidth(label, 11) + 8));
  const pitch = (RIGHT - left) / Math.max(1, years.length);
  const x = (index: number) => left + pitch * (index + 0.5);
  const grid = ticks.map(
    (tick, index) =>
      line(left, y(tick), RIGHT, y(tick), GRID) +
      text(left - 6, y(tick) + 4, labels[index] ?? '', { size: 11, anchor: 'end', fill: QUIET }),
  );
  const every = Math.ceil(years.length / MOST_NAMES);
  const names = years.map((year, index) =>
    index % every === 0 ? text(x(index), low + 16, year, { size: 9.5, anchor: 'middle', fill: QUIET }) : '',
  );
  const marks =
    text(0, top + 12, 'Tonnes of CO₂e a year', { size: 11, fill: QUIET }) +
    grid.join('') +
    names.join('') +
    line(left, low, RIGHT, low, INK);
  return { marks, bottom: low + 24, pitch, x, y };
}
