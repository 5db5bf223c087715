import type { Request, Router } from 'express';
import { CHART_FORMATS } from '../../application/draw-chart.ts';
import type { Chart } from '../../charts/chart.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { PNG, SVG } from '../api/media-types.ts';
import { forPerson, type PageServices, sendFile } from './page.ts';

const MEDIA_TYPES = { svg: SVG, png: PNG } as const;

/** A chart as a page shows it: the picture, and where it is to be had as a file. */
export type ChartView = Pick<Chart, 'svg' | 'title' | 'description'> & {
  readonly files: readonly { readonly text: string; readonly href: string }[];
};

/** The view of a chart whose files stand at `path`, without their ending, with the same query as their page. */
export function chartView({ svg, title, description }: Chart, path: string, query = ''): ChartView {
  const files = CHART_FORMATS.toReversed().map((format) => ({
    text: format.toUpperCase(),
    href: `${path}.${format}${query === '' ? '' : `?${query}`}`,
  }));
  return { svg, title, description, files };
}

/** Serves the chart of a page as SVG and PNG at `path`; `chartOf` gives none where there is nothing to draw. */
export function chartFiles(
  router: Router,
  { useCases }: PageServices,
  path: string,
  chartOf: (person: Person, request: Request) => Promise<Chart | undefined>,
): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  for (const format of CHART_FORMATS) {
    router.get(
      `${path}.${format}`,
      forPerson(async (person, request, response) => {
        const chart = await chartOf(person, request);
        if (chart === undefined) throw new AppError('not-found', 'There is nothing to draw here.');
        sendFile(response, await useCases.drawChart(chart, format), `${name}.${format}`, MEDIA_TYPES[format]);
      }),
    );
  }
}
