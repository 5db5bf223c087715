import type { Request, Response, Router } from 'express';
import type { OwedReturn, ReturnsOwed } from '../../application/list-returns-owed.ts';
import { returnTemplatePath } from '../../application/returns-owed-json.ts';
import { CARBON_KEEPERS } from '../../application/roles.ts';
import { AppError } from '../../domain/errors.ts';
import { startYearOf, toFinancialYear } from '../../domain/financial-year.ts';
import type { Person } from '../../domain/person.ts';
import type { OwedState, RequestKind } from '../../domain/return-request.ts';
import {
  byField,
  field,
  fieldsOf,
  type FormError,
  forPerson,
  goTo,
  hasRole,
  type PageServices,
  query,
  sendFile,
  showPage,
  toFormErrors,
} from './page.ts';

const PATH = '/carbon/returns-owed';
const FIELDS = ['contracts', 'kind', 'on', 'reply_by', 'note'];
const KINDS: Readonly<Record<string, RequestKind>> = { asked: 'asked', chased: 'chased' };
/** Years that can be chosen around the one shown. */
const YEARS_AROUND = 3;

const STATE_TAGS: Readonly<Record<OwedState, { readonly text: string; readonly classes: string }>> = {
  'not-asked': { text: 'Not asked', classes: 'govuk-tag--grey' },
  asked: { text: 'Asked', classes: 'govuk-tag--blue' },
  chased: { text: 'Chased', classes: 'govuk-tag--orange' },
  'part-received': { text: 'Part received', classes: 'govuk-tag--yellow' },
  received: { text: 'Received', classes: 'govuk-tag--green' },
};

/** Which contracts owe a carbon return for a financial year, and the record of having asked for it. */
export function returnsOwedPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    PATH,
    forPerson((person, request, response) =>
      show(services, person, request, response, query(request, 'financial_year')),
    ),
  );
  router.get(
    `${PATH}.csv`,
    forPerson(async (person, request, response) => {
      const year = query(request, 'financial_year');
      const { bytes, name } = await useCases.returnsOwedFile(person, year === undefined ? {} : { financialYear: year });
      sendFile(response, bytes, name, 'text/csv; charset=utf-8');
    }),
  );
  router.post(
    '/carbon/return-requests',
    forPerson((person, request, response) => record(services, person, request, response)),
  );
}

async function record(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const financialYear = field(request, 'financial_year');
  const contracts = fieldsOf(request, 'contracts');
  const kind = KINDS[field(request, 'kind')];
  try {
    if (kind === undefined) throw kindMissing();
    await services.useCases.requestReturns(person, { financialYear, kind, contracts, ...optionalFields(request) });
    const done = `${contracts.length === 1 ? '1 return' : `${contracts.length} returns`} recorded as ${kind}.`;
    goTo(request, response, `${PATH}?${new URLSearchParams({ financial_year: financialYear }).toString()}`, done);
  } catch (error) {
    const errors = toFormErrors(error, FIELDS);
    if (errors === undefined) throw error;
    await show(services, person, request, response, financialYear, errors);
  }
}

function kindMissing(): AppError {
  const message = 'Say whether the returns were asked for, or chased';
  return new AppError('invalid-input', message, [{ pointer: '#/kind', code: 'missing', message }]);
}

function optionalFields(request: Request) {
  const [on, replyBy, note] = ['on', 'reply_by', 'note'].map((name) => field(request, name));
  return {
    ...(on === undefined || on === '' ? {} : { on }),
    ...(replyBy === undefined || replyBy === '' ? {} : { replyBy }),
    ...(note === undefined || note === '' ? {} : { note }),
  };
}

async function show(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  year: string | undefined,
  errors: readonly FormError[] = [],
): Promise<void> {
  const owed = await services.useCases.listReturnsOwed(person, year === undefined ? {} : { financialYear: year });
  const chosen = new Set(fieldsOf(request, 'contracts'));
  const content = {
    title: `Carbon returns owed for ${owed.financialYear}`,
    section: 'contracts' as const,
    breadcrumbs: [{ text: 'Contracts', href: '/contracts' }, { text: 'Returns owed' }],
    year: owed.financialYear,
    years: yearsAround(owed),
    returns: owed.returns.map((one) => ({ ...rowView(one), isChosen: chosen.has(one.contract.reference) })),
    received: owed.returns.filter(({ state }) => state === 'received').length,
    file: `${PATH}.csv?${new URLSearchParams({ financial_year: owed.financialYear }).toString()}`,
    mayRecord: hasRole(person, ...CARBON_KEEPERS),
    given: { kind: field(request, 'kind'), on: field(request, 'on') || owed.day, ...givenTexts(request) },
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'returns-owed', content, errors.length === 0 ? 200 : 422);
}

function givenTexts(request: Request) {
  return { replyBy: field(request, 'reply_by'), note: field(request, 'note') };
}

function yearsAround({ financialYear }: ReturnsOwed) {
  const start = startYearOf(financialYear);
  return Array.from({ length: 2 * YEARS_AROUND + 1 }, (_, index) => {
    const value = toFinancialYear(start + YEARS_AROUND - index);
    return { value, text: value, selected: value === financialYear };
  });
}

function rowView({ contract, months, state, replyBy, isOverdue, requests, received }: OwedReturn) {
  return {
    reference: contract.reference,
    title: contract.title,
    href: `/contracts/${encodeURIComponent(contract.reference)}`,
    supplier: contract.supplier.name,
    template: returnTemplatePath(contract),
    tag: STATE_TAGS[state],
    months: `${months.received} of ${months.owed}`,
    replyBy,
    isOverdue,
    receivedAt: received?.at,
    isReceived: state === 'received',
    requests: requests.map(({ kind, on, byName, note }) => ({
      text: kind === 'asked' ? 'Asked' : 'Chased',
      on,
      byName,
      note,
    })),
  };
}
