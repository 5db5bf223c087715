import { BAR, barLabel, framedBars } from './bar-chart.ts';
import type { Chart, ChartWords } from './chart.ts';
import { CHANGE_LOOKS } from './looks.ts';
import { patternedBox, QUIET, round, text } from './marks.ts';

/** A row of a waterfall: a total that stands on the axis, or a change from one height to the next. */
export type WaterfallStep = {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'total' | 'change';
  readonly result: string;
};

export type WaterfallChart = ChartWords & { readonly axis: string; readonly steps: readonly WaterfallStep[] };

/** A waterfall from one total to another: each change begins where the one before it ended. */
export function waterfallChart(chart: WaterfallChart): Chart {
  const { steps } = chart;
  const values = steps.flatMap(({ from, to }) => [from, to]);
  const frame = {
    ...chart,
    looks: Object.entries(CHANGE_LOOKS),
    least: Math.min(0, ...values),
    largest: Math.max(1e-9, ...values),
    results: steps.map(({ result }) => result),
  };
  return framedBars(frame, (index, top, x) => {
    const step = steps[index];
    return step === undefined ? '' : stepMarks(step, top, index < steps.length - 1, x);
  });
}

function stepMarks(
  { label, from, to, kind, result }: WaterfallStep,
  top: number,
  goesOn: boolean,
  x: (value: number) => number,
): string {
  const look = kind === 'total' ? CHANGE_LOOKS.Total : to >= from ? CHANGE_LOOKS.More : CHANGE_LOOKS.Less;
  const [left, right] = [x(Math.min(from, to)), x(Math.max(from, to))];
  const middle = top + BAR.height / 2;
  const on = `<path d="M${round(x(to))} ${round(top + BAR.height)}v${BAR.pitch - BAR.height}" stroke="${QUIET}" stroke-dasharray="3 3" fill="none"/>`;
  return (
    barLabel(label, middle, { bold: kind === 'total' }) +
    (from === to ? '' : patternedBox({ x: left, y: top, width: right - left, height: BAR.height }, look)) +
    (goesOn ? on : '') +
    text(right + 6, middle + 4, result, { bold: true })
  );
}
