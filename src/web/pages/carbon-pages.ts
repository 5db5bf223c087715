import type { Request, Response, Router } from 'express';
import { readTotalsQuery, TOTAL_FILTERS, type TotalsQueryText } from '../../application/read-totals-query.ts';
import { BASES } from '../../domain/carbon-figure.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { TOTAL_KEYS, type TotalKey, type TotalsQuery } from '../../domain/totals-query.ts';
import { XLSX } from '../api/media-types.ts';
import { amountsView, chartView, coverageView, figureView, MOST_ROWS, queryTexts, rowsView } from './carbon-view.ts';
import { BASIS_WORDS, KEY_WORDS } from './carbon-words.ts';
import {
  byField,
  forPerson,
  type FormError,
  type PageServices,
  pageRequest,
  query,
  sendFile,
  showPage,
} from './page.ts';

const TOTALS = { text: 'Carbon totals', href: '/carbon/totals' };
const NAMES = ['by', 'then', 'from', 'to', 'basis', 'view', 'as_of', ...TOTAL_FILTERS] as const;

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
        const { bytes } = await useCases.serveTotals(person, readWhole(request), form === 'csv' ? 'csv' : 'xlsx');
        sendFile(response, bytes, `carbon-totals.${form}`, type);
      }),
    );
  }
  router.get(
    '/carbon/figures',
    forPerson((person, request, response) => showFigures(services, person, request, response)),
  );
}

async function showTotals(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const { useCases } = services;
  const asked = read(request);
  const errors = 'issues' in asked ? toErrors(asked.issues) : [];
  const { query: question, asOf } = 'issues' in asked ? { query: DEFAULT, asOf: undefined } : asked;
  const options = asOf === undefined ? {} : { asOf };
  const totals = await useCases.carbonTotals(person, question, options);
  const [first = 'financial_year'] = question.by;
  const byBasis = await useCases.carbonTotals(person, { ...question, by: [first, 'basis'] }, options);
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
    chart: chartView(first, byBasis),
    coverage: coverageView(totals),
    asOf: totals.asOf,
    address: address.toString(),
  };
  showPage(services, request, response, 'carbon-totals', content, errors.length > 0 ? 422 : 200);
}

async function showFigures(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const { query: question, asOf } = readWhole(request);
  const page = { ...pageRequest(request, 100), ...(asOf === undefined ? {} : { asOf }) };
  const { items, next } = await services.useCases.listFigures(person, question, page);
  const title = 'Lines of the carbon ledger';
  showPage(services, request, response, 'carbon-figures', {
    title,
    section: 'carbon',
    breadcrumbs: [TOTALS, { text: title }],
    filters: filtersView(question),
    figures: items.map(figureView),
    next: next === undefined ? undefined : nextPath(request, next),
  });
}

const DEFAULT: TotalsQuery = { by: ['financial_year'], view: 'whole-life', only: {} };

/** The question of the address; by financial year where it names no key. */
function read(request: Request) {
  const texts: TotalsQueryText = Object.fromEntries(NAMES.map((name) => [name, query(request, name)]));
  const by = [texts['by'] ?? 'financial_year', texts['then']].filter((key) => key !== undefined).join(',');
  return readTotalsQuery({ ...texts, by });
}

function readWhole(request: Request) {
  const asked = read(request);
  if ('issues' in asked) throw new AppError('malformed', asked.issues.map(({ message }) => message).join(' '));
  return asked;
}

function toErrors(issues: readonly { readonly pointer: string; readonly message: string }[]): FormError[] {
  return issues.map(({ pointer, message }) => {
    const name = pointer.slice(2);
    return { text: message, href: `#${name}`, field: name };
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
    view: [
      { value: 'whole-life', text: 'Whole life', selected: value('view') !== 'inventory' },
      { value: 'inventory', text: 'Inventory', selected: value('view') === 'inventory' },
    ],
    from: value('from'),
    to: value('to'),
    as_of: value('as_of'),
    organisation: value('organisation'),
    contract: value('contract'),
  };
}

function filtersView({
  only,
  from,
  to,
  basis,
  view,
}: TotalsQuery): { readonly text: string; readonly value: string }[] {
  const months = from === undefined && to === undefined ? [] : [`${from ?? 'the first'} to ${to ?? 'the last'}`];
  return [
    ...Object.entries(only).map(([key, value]) => ({ text: KEY_WORDS[key as TotalKey], value })),
    ...months.map((value) => ({ text: 'Months', value })),
    ...(basis === undefined ? [] : [{ text: 'Basis', value: BASIS_WORDS[basis] ?? basis }]),
    { text: 'View', value: view === 'inventory' ? 'Inventory' : 'Whole life' },
  ];
}

function nextPath(request: Request, next: string): string {
  const address = new URLSearchParams(
    NAMES.flatMap((name) => {
      const value = query(request, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  address.set('after', next);
  return `/carbon/figures?${address.toString()}`;
}
