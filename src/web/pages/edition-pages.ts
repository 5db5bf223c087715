import type { Request, Response, Router } from 'express';
import type { Waterfall } from '../../application/editions.ts';
import type { LedgerEdition } from '../../application/ledger-stores.ts';
import { CARBON_KEEPERS } from '../../application/roles.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import type { TotalsQuery } from '../../domain/totals-query.ts';
import {
  DEFAULT_QUESTION,
  filtersText,
  filtersView,
  readQuestion,
  requireQuestion,
  toQuestionErrors,
  viewChoices,
} from './carbon-question.ts';
import { kilograms, queryTexts } from './carbon-view.ts';
import { chartFiles, chartView } from './chart-files.ts';
import {
  byField,
  field,
  forPerson,
  type FormError,
  goTo,
  hasRole,
  type PageServices,
  query,
  showPage,
} from './page.ts';
import { waterfallPicture, waterfallView } from './waterfall-view.ts';

const TOTALS = { text: 'Carbon totals', href: '/carbon/totals' };
const EDITIONS = { text: 'Published editions', href: '/carbon/editions' };
const WATERFALL = '/carbon/waterfall';
const MOST_CHARACTERS = { name: 200, reason: 2000 };

/** The published states of the carbon ledger, and what moved a total between two of them. */
export function editionPages(router: Router, services: PageServices): void {
  router.get(
    EDITIONS.href,
    forPerson((person, request, response) => showEditions(services, person, request, response)),
  );
  router.post(
    EDITIONS.href,
    forPerson((person, request, response) => publish(services, person, request, response)),
  );
  router.get(
    WATERFALL,
    forPerson((person, request, response) => showWaterfall(services, person, request, response)),
  );
  chartFiles(router, services, WATERFALL, async (person, request) => {
    const editions = await services.useCases.listEditions(person);
    const { query: question } = requireQuestion(request);
    const names = editionsAsked(request, editions);
    if (names === undefined) return undefined;
    return waterfallPicture(await services.useCases.explainChange(person, names, question), filtersText(question));
  });
}

async function showEditions(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const { useCases, people } = services;
  const editions = await useCases.listEditions(person);
  const rows: object[] = [];
  for (const [index, { name, at, reason, by }] of editions.entries()) {
    const { total } = await useCases.carbonTotals(person, { by: [], view: 'whole-life', only: {} }, { asOf: at });
    const before = editions[index - 1]?.name;
    rows.push({
      name,
      at,
      reason,
      by: people.find(({ id }) => id === by)?.name ?? by,
      total: kilograms(total.total),
      totals: `${TOTALS.href}?${new URLSearchParams({ as_of: at }).toString()}`,
      sinceBefore: before === undefined ? undefined : waterfallPath({ from_edition: before, to_edition: name }),
      sinceThen: waterfallPath({ from_edition: name }),
    });
  }
  const content = {
    title: EDITIONS.text,
    section: 'carbon' as const,
    breadcrumbs: [TOTALS, { text: EDITIONS.text }],
    editions: rows.toReversed(),
    mayPublish: hasRole(person, ...CARBON_KEEPERS),
    form: { name: field(request, 'name'), reason: field(request, 'reason') },
    errors,
    errorOf: byField(errors),
  };
  showPage(services, request, response, 'carbon-editions', content, errors.length > 0 ? 422 : 200);
}

async function publish(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const given = { name: field(request, 'name'), reason: field(request, 'reason') };
  const errors = formErrors(given);
  if (errors.length === 0) {
    try {
      const { name } = await services.useCases.nameEdition(person, given);
      goTo(request, response, EDITIONS.href, `Edition “${name}” is published. Its figures stay as they are for good.`);
      return;
    } catch (error) {
      if (!(error instanceof AppError) || !['conflict', 'not-allowed-in-state'].includes(error.code)) throw error;
      errors.push({ text: error.message, href: '#name', field: 'name' });
    }
  }
  await showEditions(services, person, request, response, errors);
}

function formErrors({ name, reason }: { readonly name: string; readonly reason: string }): FormError[] {
  const wrong = (text: string, id: string) => [{ text, href: `#${id}`, field: id }];
  const tooLong = (what: string, most: number) => `${what} must be ${most} characters or fewer`;
  return [
    ...(name === '' ? wrong('Enter a name, such as “Annual report 2026/27”', 'name') : []),
    ...(name.length > MOST_CHARACTERS.name ? wrong(tooLong('The name', MOST_CHARACTERS.name), 'name') : []),
    ...(reason === '' ? wrong('Enter why it is published', 'reason') : []),
    ...(reason.length > MOST_CHARACTERS.reason ? wrong(tooLong('The reason', MOST_CHARACTERS.reason), 'reason') : []),
  ];
}

async function showWaterfall(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
): Promise<void> {
  const { useCases } = services;
  const editions = await useCases.listEditions(person);
  const asked = readQuestion(request);
  const question = 'issues' in asked ? DEFAULT_QUESTION : asked.query;
  const errors = 'issues' in asked ? toQuestionErrors(asked.issues) : [];
  const names = editionsAsked(request, editions);
  const waterfall = await explained(services, person, names, question, errors);
  const title = 'What moved a published total';
  const content = {
    title,
    section: 'carbon' as const,
    breadcrumbs: [TOTALS, EDITIONS, { text: title }],
    form: waterfallForm(request, editions, names),
    errors,
    errorOf: byField(errors),
    filters: filtersView(question),
    editionsPath: EDITIONS.href,
    waterfall: waterfall && waterfallView(waterfall),
    chart:
      waterfall &&
      chartView(waterfallPicture(waterfall, filtersText(question)), WATERFALL, sameQuestion(waterfall, question)),
  };
  showPage(services, request, response, 'carbon-waterfall', content, errors.length > 0 ? 422 : 200);
}

type NamesOfEditions = { readonly from: string; readonly to?: string };

/** The editions of the address; the latest to now where it names none. Undefined where there is no edition yet. */
function editionsAsked(request: Request, editions: readonly LedgerEdition[]): NamesOfEditions | undefined {
  const from = query(request, 'from_edition') ?? editions.at(-1)?.name;
  const to = query(request, 'to_edition');
  return from === undefined ? undefined : { from, ...(to === undefined ? {} : { to }) };
}

/** What a waterfall was drawn for, as an address asks it. */
function sameQuestion({ from, to }: Waterfall, question: TotalsQuery): string {
  const names = { from_edition: from.name, ...(to === undefined ? {} : { to_edition: to.name }) };
  return new URLSearchParams({ ...names, ...queryTexts(question) }).toString();
}

/** Undefined where there is no edition yet, or where the two are given the wrong way round, which is a fault of the form. */
async function explained(
  { useCases }: PageServices,
  person: Person,
  names: NamesOfEditions | undefined,
  question: TotalsQuery,
  errors: FormError[],
): Promise<Waterfall | undefined> {
  if (names === undefined) return undefined;
  try {
    return await useCases.explainChange(person, names, question);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'malformed') throw error;
    errors.push({ text: error.message, href: '#to_edition', field: 'to_edition' });
    return undefined;
  }
}

function waterfallForm(
  request: Request,
  editions: readonly LedgerEdition[],
  { from, to }: Partial<NamesOfEditions> = {},
) {
  const choices = (chosen: string | undefined) =>
    editions.map(({ name }) => ({ value: name, text: name, selected: name === chosen }));
  const value = (name: string) => query(request, name) ?? '';
  return {
    from_edition: choices(from),
    to_edition: [{ value: '', text: 'Now', selected: to === undefined }, ...choices(to)],
    view: viewChoices(value('view')),
    from: value('from'),
    to: value('to'),
    organisation: value('organisation'),
    contract: value('contract'),
  };
}

function waterfallPath(names: Readonly<Record<string, string>>): string {
  return `${WATERFALL}?${new URLSearchParams(names).toString()}`;
}
