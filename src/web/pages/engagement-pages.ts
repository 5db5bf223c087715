import type { Request, Response, Router } from 'express';
import type { EngagementView } from '../../application/engagement-queries.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { procurementPath } from '../paths.ts';
import type { FormField } from './award-forms.ts';
import { STEP_FORMS, type StepForm, stepText } from './engagement-steps.ts';
import { field, forPerson, hasRole, type PageServices, param, query, revisionOf, showPage } from './page.ts';
import { actionPath, contractPath, supplierPagePath, yearView } from './performance-view.ts';
import { answerForm, type PlainForm, showForm } from './plain-form.ts';

export const WORK = { text: 'Work with suppliers', href: '/engagement-actions' };

/** What to do next with suppliers, and engagement actions with their steps. */
export function engagementPages(router: Router, services: PageServices): void {
  router.get(
    WORK.href,
    forPerson((person, request, response) => showWork(services, person, request, response)),
  );
  router.get(
    `${WORK.href}/new`,
    forPerson(async (_person, request, response) => showForm(services, request, response, newForm(services, request))),
  );
  router.post(
    WORK.href,
    forPerson((person, request, response) => openAction(services, person, request, response)),
  );
  router.get(
    `${WORK.href}/:number`,
    forPerson((person, request, response) => showAction(services, person, request, response)),
  );
  for (const step of STEP_FORMS) addStep(router, services, step);
}

/** The form of a step in an action, and taking it. */
function addStep(router: Router, services: PageServices, step: StepForm): void {
  const formFor = (action: EngagementView): PlainForm => ({
    title: step.title,
    section: 'suppliers',
    breadcrumbs: [WORK, { text: `Action ${action.number}`, href: actionPath(action.number) }, { text: step.title }],
    caption: action.what,
    intro: step.intro,
    fields: step.fields(action, owners(services)),
    revision: action.revision,
    action: `${actionPath(action.number)}/${step.path}`,
    button: step.button,
    back: actionPath(action.number),
  });
  router.get(
    `${WORK.href}/:number/${step.path}`,
    forPerson(async (person, request, response) => {
      const action = await services.useCases.getEngagementAction(person, numberOf(request));
      showForm(services, request, response, formFor(action));
    }),
  );
  router.post(
    `${WORK.href}/:number/${step.path}`,
    forPerson(async (person, request, response) => {
      const number = numberOf(request);
      const action = await services.useCases.getEngagementAction(person, number);
      await answerForm(services, request, response, formFor(action), async () => {
        const taken = step.toStep((name) => field(request, name), services.people);
        await services.useCases.takeEngagementStep(person, number, { ...revisionOf(request), step: taken });
        return { path: actionPath(number), done: step.done };
      });
    }),
  );
}

/** People who may see to an action, for a choice. */
function owners({ people }: PageServices): NonNullable<FormField['options']> {
  return people
    .filter((one) => hasRole(one, 'officer', 'sustainability', 'admin'))
    .map(({ id, name }) => ({ value: id, text: name }));
}

function numberOf(request: Request): number {
  const text = param(request, 'number');
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new AppError('not-found', `There is no engagement action "${text}".`);
}

async function showWork(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const work = await services.useCases.listSupplierWork(person);
  showPage(services, request, response, 'supplier-work', {
    title: WORK.text,
    section: 'suppliers',
    breadcrumbs: [{ text: 'Suppliers', href: '/suppliers' }, { text: WORK.text }],
    actions: work.actions.map(actionView),
    proposals: work.proposals.map(({ contract, supplierName, supplier, year }) => ({
      ...yearView(contract, year),
      supplierName,
      supplierHref: supplierPagePath(supplier),
      openHref: `${WORK.href}/new?contract=${encodeURIComponent(contract)}&year=${encodeURIComponent(year.financialYear)}`,
    })),
    unregistered: work.unregistered.map((one) => ({
      ...one,
      href: `${procurementPath(one.procurement)}/award/register`,
    })),
    evidence: work.evidence.map((one) => ({
      ...one,
      ended: one.until !== undefined && one.until < work.today,
      supplierHref: supplierPagePath(one.supplier),
      contractHref: contractPath(one.contract),
    })),
    withoutReturn: work.withoutReturn.map(({ contract, year }) => ({
      ...yearView(contract.reference, year),
      supplierName: contract.supplier.name,
      covered: `${year.monthsReported} of ${year.months} months`,
    })),
    largest: work.largest.map(({ contract, year }) => ({
      ...yearView(contract.reference, year),
      supplierName: contract.supplier.name,
    })),
    furthestAbove: work.furthestAbove.map(({ contract, year }) => ({
      ...yearView(contract.reference, year),
      supplierName: contract.supplier.name,
    })),
  });
}

/** An action as a row, with its page. */
export function actionView(action: EngagementView) {
  const { number, what, supplierName, contract, ownerName, dueOn, state, overdue } = action;
  const tag = overdue
    ? { text: 'Overdue', classes: 'govuk-tag--red' }
    : { open: OPEN, done: DONE, dropped: DROPPED }[state];
  const about = contract === undefined ? supplierName : `${supplierName}, contract ${contract}`;
  return { number, what, about, ownerName, dueOn, tag, href: actionPath(number) };
}

const OPEN = { text: 'Open', classes: 'govuk-tag--yellow' };
const DONE = { text: 'Done', classes: 'govuk-tag--green' };
const DROPPED = { text: 'Dropped', classes: 'govuk-tag--grey' };

function newForm(services: PageServices, request: Request): PlainForm {
  const title = 'Open an engagement action';
  return {
    title,
    section: 'suppliers',
    breadcrumbs: [WORK, { text: title }],
    intro:
      'Name a contract, or else a supplier. What is to be done and the date appear in the letter to the supplier; notes and reasons do not.',
    fields: [
      { name: 'contract', kind: 'text', label: 'Contract reference', value: query(request, 'contract') ?? '' },
      {
        name: 'supplier',
        kind: 'text',
        label: 'Supplier, if it is about no one contract',
        hint: 'As its page shows it, for example GB-COH-01234567',
        value: query(request, 'supplier') ?? '',
      },
      {
        name: 'financialYear',
        kind: 'text',
        label: 'Financial year that fell short (optional)',
        hint: 'For example 2026/27',
        value: query(request, 'year') ?? '',
      },
      { name: 'what', kind: 'long-text', label: 'What is to be done?' },
      { name: 'owner', kind: 'choice', label: 'Who sees to it?', options: owners(services) },
      { name: 'dueOn', kind: 'date', label: 'By when?' },
    ],
    revision: 0,
    action: WORK.href,
    button: 'Open the action',
    back: WORK.href,
  };
}

async function openAction(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  await answerForm(services, request, response, newForm(services, request), async () => {
    const [contract, supplier, financialYear] = ['contract', 'supplier', 'financialYear'].map((name) =>
      field(request, name),
    );
    const owner = field(request, 'owner');
    const number = await services.useCases.openEngagementAction(person, {
      what: field(request, 'what'),
      ...(contract === '' || contract === undefined ? {} : { contract }),
      ...(supplier === '' || supplier === undefined ? {} : { supplier }),
      ...(financialYear === '' || financialYear === undefined ? {} : { financialYear }),
      owner,
      ownerName: services.people.find(({ id }) => id === owner)?.name ?? '',
      dueOn: field(request, 'dueOn'),
    });
    return { path: actionPath(number), done: `Engagement action ${number} is open.` };
  });
}

async function showAction(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const action = await services.useCases.getEngagementAction(person, numberOf(request));
  showPage(services, request, response, 'engagement-action', {
    title: action.what,
    section: 'suppliers',
    breadcrumbs: [WORK, { text: `Action ${action.number}` }],
    action,
    view: actionView(action),
    supplierHref: supplierPagePath(action.supplier),
    contractHref: action.contract === undefined ? undefined : contractPath(action.contract),
    steps: action.steps.map((step) => ({ ...stepText(step), byName: step.byName, at: step.at })),
    forms: STEP_FORMS.map(({ path, title }) => ({ href: `${actionPath(action.number)}/${path}`, text: title })),
  });
}
