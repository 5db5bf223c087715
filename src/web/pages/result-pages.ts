import type { Response, Router } from 'express';
import type { MadeFile } from '../../application/ports.ts';
import type { ProcurementView } from '../../application/procurement-queries.ts';
import { AppError } from '../../domain/errors.ts';
import { procurementPath } from '../paths.ts';
import { type LotView, toLotViews } from './assessment-view.ts';
import { chartFiles, chartView } from './chart-files.ts';
import { forPerson, type PageServices, param, query, sendFile, showPage } from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { ruleTitles } from './rule-titles.ts';
import { standingOf } from './standing.ts';
import { OUTCOME_TAGS } from './words.ts';

/** Where the files of the pack are offered, what each is called inside it, and its media type. */
const PACK_FILES: Readonly<Record<string, { readonly inPack: string; readonly type: string }>> = {
  'pack.zip': { inPack: 'pack.zip', type: 'application/zip' },
  'pack.xlsx': {
    inPack: 'for-council/evaluation-pack.xlsx',
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  },
  'pack.pdf': { inPack: 'for-council/evaluation-report.pdf', type: 'application/pdf' },
  'pack.html': { inPack: 'for-council/evaluation-report.html', type: 'text/html' },
  'decision-record.json': { inPack: 'for-council/decision-record.json', type: 'application/json' },
};

/** The comparison of bids, and the files of the pack. */
export function resultPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/procurements/:reference/comparison',
    forPerson(async (person, request, response) => {
      const view = await useCases.getProcurement(person, param(request, 'reference'));
      const assessment = await useCases.getAssessment(person, view.reference);
      const path = procurementPath(view.reference);
      const title = 'Comparison of bids';
      showPage(services, request, response, 'comparison', {
        title,
        section: 'procurements',
        breadcrumbs: [PROCUREMENTS, { text: view.reference, href: path }, { text: title }],
        view,
        path,
        banner: standingOf(view, assessment),
        assessment,
        lots: toLotViews(assessment.record, ruleTitles(services)).map((lot) => ({ ...lot, ...lotCharts(lot, path) })),
        scorecards: assessment.record.rule_set.scorecards,
        outcomeTags: OUTCOME_TAGS,
        notices: assessment.record.assessment.notices,
      });
    }),
  );
  comparisonCharts(router, services);
  for (const [name, { inPack, type }] of Object.entries(PACK_FILES)) {
    router.get(
      `/procurements/:reference/${name}`,
      forPerson(async (person, request, response) => {
        const reference = param(request, 'reference');
        const [files, view] = await Promise.all([
          useCases.buildProcurementPack(person, reference),
          useCases.getProcurement(person, reference),
        ]);
        sendFromPack(response, files, inPack, `${fileStem(view)}-${name}`, type);
      }),
    );
  }
  router.get(
    '/procurements/:reference/assessment-summaries/:file',
    forPerson(async (person, request, response) => {
      const bid = param(request, 'file').replace(/\.pdf$/, '');
      const files = await useCases.buildProcurementPack(person, param(request, 'reference'));
      const inPack = `for-bidders/${bid}/assessment-summary.pdf`;
      sendFromPack(response, files, inPack, `assessment-summary-${bid}.pdf`, 'application/pdf');
    }),
  );
}

/** The charts of the comparison as files, each with what its figures are worth. */
function comparisonCharts(router: Router, services: PageServices): void {
  const { useCases } = services;
  for (const kind of ['totals', 'carbon'] as const) {
    chartFiles(router, services, `/procurements/:reference/comparison-${kind}`, async (person, request) => {
      const view = await useCases.getProcurement(person, param(request, 'reference'));
      const assessment = await useCases.getAssessment(person, view.reference);
      const lots = toLotViews(assessment.record, ruleTitles(services));
      const lot = lots.find(({ id }) => id === query(request, 'lot'));
      const chart = lot?.[kind];
      const standing = standingOf(view, assessment);
      const worth = standing === undefined ? '' : ` ${standing.title}. ${standing.text}`;
      return chart && { ...chart, note: `${view.reference} ${lot?.title ?? ''}.${worth}` };
    });
  }
}

/** The charts of a lot, with where they are to be had as files. */
function lotCharts({ id, totals, carbon }: LotView, path: string) {
  const address = id === undefined ? '' : new URLSearchParams({ lot: id }).toString();
  return {
    totals: totals && chartView(totals, `${path}/comparison-totals`, address),
    carbon: carbon && chartView(carbon, `${path}/comparison-carbon`, address),
  };
}

function sendFromPack(
  response: Response,
  files: readonly MadeFile[],
  inPack: string,
  name: string,
  type: string,
): void {
  const file = files.find((one) => one.name === inPack);
  if (file === undefined) throw new AppError('not-found', `The pack holds no ${inPack}.`);
  sendFile(response, file.bytes, name, type);
}

function fileStem({ reference }: ProcurementView): string {
  return reference.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
}
