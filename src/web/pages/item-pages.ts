import type { Request, Response, Router } from 'express';
import type { ItemView } from '../../application/evaluation-queries.ts';
import type { ItemKey } from '../../application/evaluation-state.ts';
import { CHANGE_APPROVERS } from '../../application/roles.ts';
import type { Person } from '../../domain/person.ts';
import { roundHalfUp } from '../../domain/quantity.ts';
import { procurementPath } from '../paths.ts';
import { itemPath } from './evaluation-pages.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  hasRole,
  type PageServices,
  param,
  query,
  showPage,
  toFormErrors,
} from './page.ts';
import { carbonLineText } from './line-form.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { pointerText, readScoreForm, type ScoreForm, scoreFormContent, scoreFormErrors } from './score-form.ts';
import { MODERATION_TAGS } from './words.ts';

type Part = 'evaluation' | 'moderation';

/** Where moderation stands, and the page of each item: the evaluator's own, and the panel's. */
export function itemPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  router.get(
    '/procurements/:reference/moderation',
    forPerson((person, request, response) => showModeration(services, person, request, response)),
  );
  router.post(
    '/procurements/:reference/moderation/confirm-undisputed',
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const { confirmed, leftOut } = await useCases.confirmUndisputed(person, reference);
      const done = `Confirmed: ${confirmed}. Left for the panel: ${leftOut.length}.`;
      goTo(request, response, `${procurementPath(reference)}/moderation`, done);
    }),
  );
  addApproval(router, services);
  addItem(router, services, 'evaluation', async (person, view, form, request) => {
    const lock = field(request, 'do') === 'lock';
    const score = { ...keyOf(view), ...form, changeReason: field(request, 'changeReason') };
    const { warnings } = await useCases.recordScores(person, view.record.reference, { scores: [score], lock });
    const pointed = warnings.map(({ message }) => ` Look at this: ${message}`).join('');
    return `${view.item.code} of ${view.bidder} is ${lock ? 'locked' : 'saved as a draft'}.${pointed}`;
  });
  addItem(router, services, 'moderation', async (person, view, form, request) => {
    const { warnings } = await useCases.recordConsensus(person, view.record.reference, {
      ...keyOf(view),
      ...form,
      answersDissent: field(request, 'answersDissent'),
      changeReason: field(request, 'changeReason'),
    });
    const pointed = warnings.map(({ message }) => ` Look at this: ${message}`).join('');
    return `The consensus on ${view.item.code} of ${view.bidder} is on record.${pointed}`;
  });
}

/** The item as it is named to the person. */
function keyOf({ bid, item }: ItemView): ItemKey {
  return { bid, ...(item.lot === undefined ? {} : { lot: item.lot }), rule: item.rule };
}

function wantedItem(request: Request): ItemKey {
  const of = (name: string) => query(request, name) ?? field(request, name);
  const lot = of('lot');
  return { bid: of('bid'), ...(lot === '' ? {} : { lot }), rule: of('rule') };
}

function addItem(
  router: Router,
  services: PageServices,
  part: Part,
  record: (person: Person, view: ItemView, form: ScoreForm, request: Request) => Promise<string>,
): void {
  const address = `/procurements/:reference/${part}/item`;
  const read = (person: Person, request: Request) =>
    services.useCases.getEvaluationItem(person, param(request, 'reference'), wantedItem(request));
  router.get(
    address,
    forPerson(async (person, request, response) => {
      const view = await read(person, request);
      showItem(services, person, request, response, { part, view, form: onRecord(view, part), errors: [] });
    }),
  );
  router.post(
    address,
    forPerson(async (person, request, response) => {
      const view = await read(person, request);
      const form = readScoreForm(request, view);
      try {
        const done = await record(person, view, form, request);
        goTo(request, response, whereNext(view, part, request), done);
      } catch (error) {
        const errors = scoreFormErrors(error);
        if (errors === undefined) throw error;
        showItem(services, person, request, response, { part, view, form, errors });
      }
    }),
  );
}

/** A second person's approval of a consensus that was changed after a failure. */
function addApproval(router: Router, services: PageServices): void {
  router.post(
    '/procurements/:reference/moderation/approve-change',
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const key = wantedItem(request);
      try {
        const reason = field(request, 'approvalReason');
        await services.useCases.approveChange(person, reference, { ...key, reason });
        goTo(request, response, `${procurementPath(reference)}/moderation`, 'The change is approved.');
      } catch (error) {
        const errors = toFormErrors(error, ['approvalReason']);
        if (errors === undefined) throw error;
        const view = await services.useCases.getEvaluationItem(person, reference, key);
        const form = onRecord(view, 'moderation');
        showItem(services, person, request, response, { part: 'moderation', view, form, errors });
      }
    }),
  );
}

function mayApproveChange(person: Person, { consensus }: ItemView): boolean {
  return consensus?.awaitsApproval === true && consensus.by !== person.id && hasRole(person, ...CHANGE_APPROVERS);
}

/** What the form begins with. */
function onRecord(view: ItemView, part: Part): ScoreForm | undefined {
  return part === 'evaluation' ? (view.draft ?? view.own) : view.consensus;
}

/** After a draft or a lock the next open item, else the list. */
function whereNext({ record, next }: ItemView, part: Part, request: Request): string {
  const path = procurementPath(record.reference);
  return part === 'evaluation' && next !== undefined && field(request, 'do') !== 'stay'
    ? itemPath(path, 'evaluation', { bid: next.bid, item: next })
    : `${path}/${part}`;
}

function showItem(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  shown: {
    readonly part: Part;
    readonly view: ItemView;
    readonly form: ScoreForm | undefined;
    readonly errors: readonly FormError[];
  },
): void {
  const { part, view, form, errors } = shown;
  const path = procurementPath(view.record.reference);
  const isRunning = view.record.state === 'evaluating';
  const content = {
    title: `${view.item.code} ${view.item.definition.title}`,
    section: 'procurements' as const,
    breadcrumbs: [
      PROCUREMENTS,
      { text: view.record.reference, href: path },
      { text: part === 'evaluation' ? 'Evaluation' : 'Moderation', href: `${path}/${part}` },
      { text: `${view.item.code}, ${view.bidder}` },
    ],
    view,
    path,
    action: `${path}/${part}/item`,
    errors,
    fieldErrors: byField(errors),
    form: scoreFormContent(view, form),
    locked: [...(view.own === undefined ? [] : [view.own]), ...view.others],
    pointerText,
    carbonLineText,
    questionText: (id: string) => view.facts.find(({ question }) => question.id === id)?.question.text ?? id,
    values: Object.fromEntries(
      ['answersDissent', 'changeReason', 'approvalReason'].map((name) => [name, field(request, name)]),
    ),
    maySave: isRunning && hasRole(person, 'evaluator') && view.consensus === undefined,
    mayApprove: isRunning && mayApproveChange(person, view),
    mayAgree: isRunning && hasRole(person, 'moderator') && view.waitingFor.length === 0,
  };
  showPage(services, request, response, `${part}-item`, content, errors.length === 0 ? 200 : 422);
}

async function showModeration(services: PageServices, person: Person, request: Request, response: Response) {
  const reference = param(request, 'reference');
  const view = await services.useCases.getModeration(person, reference);
  const path = procurementPath(reference);
  const inState = (state: string) => view.items.filter((one) => one.state === state).length;
  showPage(services, request, response, 'moderation', {
    title: 'Moderation',
    section: 'procurements',
    breadcrumbs: [PROCUREMENTS, { text: reference, href: path }, { text: 'Moderation' }],
    view,
    path,
    items: view.items.map((one) => ({
      ...one,
      href: itemPath(path, 'moderation', one),
      tag: MODERATION_TAGS[one.state],
    })),
    counts: {
      agreed: inState('agreed'),
      undisputed: inState('undisputed'),
      toModerate: inState('to-moderate'),
      waiting: inState('waiting'),
    },
    alpha: view.agreement === undefined ? undefined : roundHalfUp(view.agreement.alpha, 3),
    mayConfirm: hasRole(person, 'moderator') && view.record.state === 'evaluating',
  });
}
