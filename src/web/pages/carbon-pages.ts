import type { Request, Response, Router } from 'express';
import { othersNotes } from '../../application/trajectory-words.ts';
import { BASES } from '../../domain/carbon-figure.ts';
import type { IsoInstant } from '../../domain/iso-date.ts';
import type { Person } from '../../domain/person.ts';
import { TOTAL_KEYS, type TotalKey, type TotalsQuery } from '../../domain/totals-query.ts';
import { XLSX } from '../api/media-types.ts';
import {
  amountsView,
  coverageView,
  figureView,
  MOST_ROWS,
  queryTexts,
  rowsView,
  totalsPicture,
} from './carbon-view.ts';
import {
  DEFAULT_QUESTION,
  filtersView,
  QUESTION_NAMES,
  readQuestion,
  requireQuestion,
  toQuestionErrors,
  viewChoices,
} from './carbon-question.ts';
import { BASIS_WORDS, KEY_WORDS } from './carbon-words.ts';
import { chartFiles, chartView } from './chart-files.ts';
import { byField, forPerson, type PageServices, pageRequest, query, sendFile, showPage } from './page.ts';

const TOTALS = { text: 'Carbon totals', href: '/carbon/totals' };

/** Carbon totals with their filters, chart, files, and the way down to the lines of the ledger. */
export function carbonPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get('/carbon', (_request, response) => response.redirect(303, TOTALS.href));
  router.get(
    '/carbon/totals',
    forPerson((person, request, response) => showTotals(services, person, request, response)),
  );
  for (const [form, type] of Object.entries({ csv: 'text/csv; charset=utf-8', xlsx: XLSX })) {
    router.get(
      `/carbon/totals.${form}`,
      forPerson(async (person, request, response) => {
        const { bytes } = await useCases.serveTotals(person, requireQuestion(request), form === 'csv' ? 'csv' : 'xlsx');
        sendFile(response, bytes, `carbon-totals.${form}`, type);
      }),
    );
  }
  chartFiles(router, services, TOTALS.href, async (person, request) => {
    const { query: question, asOf } = requireQuestion(request);
    return (await totalsChart(services, person, question, asOf))?.chart;
  });
  router.get(
    '/carbon/figures',
    forPerson((person, request, response) => showFigures(services, person, request, response)),
  );
}

async function showTotals(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { useCases } = services;
  const asked = readQuestion(request);
  const errors = 'issues' in asked ? toQuestionErrors(asked.issues) : [];
  const { query: question, asOf } = 'issues' in asked ? { query: DEFAULT_QUESTION, asOf: undefined } : asked;
  const options = asOf === undefined ? {} : { asOf };
  const totals = await useCases.carbonTotals(person, question, options);
  const picture = await totalsChart(services, person, question, asOf);
  const address = new URLSearchParams({ ...queryTexts(question), ...(asOf === undefined ? {} : { as_of: asOf }) });
  const content = {
    title: TOTALS.text,
    section: 'carbon' as const,
    errors,
    errorOf: byField(errors),
    form: formView(request),
    heads: question.by.map((key) => KEY_WORDS[key]),
    rows: rowsView(totals),
    rowCount: totals.rows.length,
    mostRows: MOST_ROWS,
    total: amountsView(totals.total),
    chart: picture && { ...picture, ...chartView(picture.chart, TOTALS.href, address.toString()) },
    coverage: coverageView(totals),
    others: othersNotes(totals),
    asOf: totals.asOf,
    address: address.toString(),
  };
  showPage(services, request, response, 'carbon-totals', content, errors.length > 0 ? 422 : 200);
}

/** The totals as a picture by the first key of a question, with its table; undefined where there is no total. */
async function totalsChart(
  { useCases }: PageServices,
  person: Person,
  question: TotalsQuery,
  asOf: IsoInstant | undefined,
) {
  const [first = 'financial_year'] = question.by;
  const options = asOf === undefined ? {} : { asOf };
  return totalsPicture(first, await useCases.carbonTotals(person, { ...question, by: [first, 'basis'] }, options));
}

async function showFigures(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const { query: question, asOf } = requireQuestion(request);
  const page = { ...pageRequest(request, 100), ...(asOf === undefined ? {} : { asOf }) };
  const { items, next } = await services.useCases.listFigures(person, question, page);
  const { keptByOthers } = await services.useCases.carbonTotals(person, question, asOf === undefined ? {} : { asOf });
  const title = 'Lines of the carbon ledger';
  showPage(services, request, response, 'carbon-figures', {
    title,
    section: 'carbon',
    breadcrumbs: [TOTALS, { text: title }],
    filters: filtersView(question),
    figures: items.map(figureView),
    keepers: keptByOthers.map(({ keeper }) => keeper).join(', '),
    next: next === undefined ? undefined : nextPath(request, next),
  });
}

/** What the form is shown with: as it was sent. */
function formView(request: Request) {
  const value = (name: string) => query(request, name) ?? '';
  const [first = '', second = ''] = (value('by') === '' ? 'financial_year' : value('by')).split(',');
  const then = value('then') === '' ? second : value('then');
  const key = (chosen: string) => (name: TotalKey) => ({
    value: name,
    text: KEY_WORDS[name],
    selected: name === chosen,
  });
  const none = { value: '', text: 'Nothing more', selected: then === '' };
  return {
    by: TOTAL_KEYS.map(key(first)),
    second: [none, ...TOTAL_KEYS.map(key(then))],
    basis: [
      { value: '', text: 'Actual, else estimated, else forecast', selected: value('basis') === '' },
      ...BASES.map((basis) => ({
        value: basis,
        text: `${BASIS_WORDS[basis]} figures only`,
        selected: value('basis') === basis,
      })),
    ],
    view: viewChoices(value('view')),
    from: value('from'),
    to: value('to'),
    as_of: value('as_of'),
    organisation: value('organisation'),
    contract: value('contract'),
  };
}

function nextPath(request: Request, next: string): string {
  const address = new URLSearchParams(
    QUESTION_NAMES.flatMap((name) => {
      const value = query(request, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  address.set('after', next);
  return `/carbon/figures?${address.toString()}`;
}
