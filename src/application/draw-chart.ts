import { type Chart, pictureSvg } from '../charts/chart.ts';
import type { Ports } from './ports.ts';

export const CHART_FORMATS = ['svg', 'png'] as const;
export type ChartFormat = (typeof CHART_FORMATS)[number];

/** A chart as a picture that stands by itself, with its title and note. The same chart gives the same bytes. */
export async function drawChart(
  { drawPng }: Pick<Ports, 'drawPng'>,
  chart: Chart,
  format: ChartFormat,
): Promise<Uint8Array> {
  const svg = pictureSvg(chart);
  return format === 'png' ? drawPng(svg) : Buffer.from(svg, 'utf8');
}
