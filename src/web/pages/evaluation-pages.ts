import type { Request, Response, Router } from 'express';
import type { OwnItem } from '../../application/evaluation-queries.ts';
import type { Interest } from '../../application/evaluation-records.ts';
import { consensusIsLocked } from '../../domain/lifecycle.ts';
import type { Person } from '../../domain/person.ts';
import { procurementPath } from '../paths.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  hasRole,
  type PageServices,
  param,
  revisionOf,
  showPage,
  toFormErrors,
} from './page.ts';
import { PROCUREMENTS } from './procurement-pages.ts';
import { counted, INTEREST_WORDS, ITEM_TAGS } from './words.ts';

const DECLARATION_FIELDS = ['interest', 'details', 'mitigation'];

/** Declarations of interests, and the evaluation as each person sees it: an evaluator's list, the officer's overview. */
export function evaluationPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  addDeclarations(router, services);
  router.get(
    '/procurements/:reference/evaluation',
    forPerson((person, request, response) => showEvaluation(services, person, request, response)),
  );
  const act = (address: string, work: (person: Person, reference: string, request: Request) => Promise<string>) =>
    router.post(
      `/procurements/:reference/${address}`,
      forPerson(async (person, request, response) => {
        const reference = param(request, 'reference');
        goTo(request, response, `${procurementPath(reference)}/evaluation`, await work(person, reference, request));
      }),
    );
  act('evaluation/assignments', async (person, reference, request) => {
    const chosen = services.people.find(({ id }) => id === field(request, 'person'));
    const name = chosen?.name ?? field(request, 'person');
    const off = field(request, 'off') !== '';
    await useCases.assignEvaluator(person, reference, {
      person: field(request, 'person'),
      personName: name,
      ...(off ? { rules: [] } : {}),
    });
    return off ? `${name} is no longer an evaluator here.` : `${name} evaluates every criterion and condition.`;
  });
  act('evaluate', async (person, reference, request) => {
    await useCases.startEvaluation(person, reference, {
      ...revisionOf(request),
      blind: field(request, 'blind') === 'yes',
    });
    return 'The evaluation has begun. Evaluators declare their interests, then verify and score.';
  });
  act('moderate', async (person, reference, request) => {
    await useCases.lockConsensus(person, reference, revisionOf(request));
    return 'The consensus is locked, and the agreed assessment is on record.';
  });
  act('evaluation/confirm-facts', async (person, reference) => {
    const { drafts, leftOut } = await useCases.confirmFacts(person, reference);
    const left = leftOut.length === 0 ? '' : ` ${counted(leftOut.length, 'item')} left for you to look at.`;
    return `${counted(drafts, 'draft')} made, with the findings as the reason.${left} Nothing is locked yet.`;
  });
  act('evaluation/lock', async (person, reference) => {
    const { locked } = await useCases.recordScores(person, reference, { scores: [], lock: true });
    return `${counted(locked, 'item')} locked. You can now see what the others locked for them.`;
  });
}

async function showEvaluation(services: PageServices, person: Person, request: Request, response: Response) {
  const reference = param(request, 'reference');
  const view = await services.useCases.getEvaluation(person, reference);
  const path = procurementPath(reference);
  const assigned = view.progress.map(({ assignment }) => assignment.person);
  showPage(services, request, response, 'evaluation', {
    title: hasRole(person, 'evaluator') ? 'Your evaluation' : 'Evaluation',
    section: 'procurements',
    breadcrumbs: [PROCUREMENTS, { text: reference, href: path }, { text: 'Evaluation' }],
    view,
    path,
    groups: groupByBid(view.own, path),
    drafts: view.own.filter(({ state }) => state === 'draft').length,
    open: view.own.filter(({ state }) => state === 'open' || state === 'again').length,
    itemTags: ITEM_TAGS,
    isEvaluator: hasRole(person, 'evaluator'),
    isLocked: consensusIsLocked(view.record.state),
    mayBring: view.elsewhere === undefined ? view.record.state === 'closed' : view.record.state === 'evaluating',
    mayModerate: hasRole(person, 'moderator', 'officer', 'auditor', 'admin'),
    candidates: services.people.filter((one) => hasRole(one, 'evaluator') && !assigned.includes(one.id)),
  });
}

/** The items under their bidder. */
function groupByBid(own: readonly OwnItem[], path: string) {
  const keys = [...new Set(own.map(({ bid, item }) => JSON.stringify([bid, item.lot ?? ''])))];
  return keys.map((key) => {
    const items = own.filter(({ bid, item }) => JSON.stringify([bid, item.lot ?? '']) === key);
    const [first] = items;
    const lot = first?.item.lot === undefined ? '' : `, lot ${first.item.lot}`;
    return {
      title: `${first?.bidder ?? ''}${lot}`,
      items: items.map((one) => ({ ...one, href: itemPath(path, 'evaluation', one) })),
    };
  });
}

/** The page of one item; bids are named as they are shown. */
export function itemPath(
  path: string,
  part: 'evaluation' | 'moderation',
  { bid, item }: { readonly bid: string; readonly item: { readonly lot?: string; readonly rule: string } },
): string {
  const query = new URLSearchParams({ bid, ...(item.lot === undefined ? {} : { lot: item.lot }), rule: item.rule });
  return `${path}/${part}/item?${query.toString()}`;
}

function addDeclarations(router: Router, services: PageServices): void {
  const { useCases } = services;
  const address = '/procurements/:reference/declarations';
  router.get(
    address,
    forPerson((person, request, response) => showDeclarations(services, person, request, response)),
  );
  router.post(
    address,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const interest = field(request, 'interest');
      try {
        await useCases.declareInterests(person, reference, {
          interest: toInterest(interest),
          details: field(request, 'details'),
          mitigation: field(request, 'mitigation'),
        });
        goTo(request, response, procurementPath(reference), 'Your declaration is on record.');
      } catch (error) {
        const errors = interest === '' ? [CHOOSE] : toFormErrors(error, DECLARATION_FIELDS);
        if (errors === undefined) throw error;
        await showDeclarations(services, person, request, response, errors);
      }
    }),
  );
  router.post(
    `${address}/decision`,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      try {
        await useCases.decideInterest(person, reference, {
          person: field(request, 'person'),
          decision: field(request, 'decision') === 'mitigation-accepted' ? 'mitigation-accepted' : 'replaced',
          reason: field(request, 'reason'),
        });
        goTo(request, response, `${procurementPath(reference)}/declarations`, 'Your decision is on record.');
      } catch (error) {
        const errors = toFormErrors(error, ['reason']);
        if (errors === undefined) throw error;
        await showDeclarations(services, person, request, response, errors);
      }
    }),
  );
}

const CHOOSE: FormError = { text: 'Choose what you declare', href: '#interest', field: 'interest' };

function toInterest(text: string): Interest {
  return text === 'none' || text === 'potential' || text === 'perceived' ? text : 'actual';
}

async function showDeclarations(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const reference = param(request, 'reference');
  const view = await services.useCases.getInterests(person, reference);
  const path = procurementPath(reference);
  const values = Object.fromEntries(DECLARATION_FIELDS.map((name) => [name, field(request, name)]));
  const content = {
    title: 'Declare interests',
    section: 'procurements' as const,
    breadcrumbs: [PROCUREMENTS, { text: reference, href: path }, { text: 'Declare interests' }],
    view,
    path,
    errors,
    fieldErrors: byField(errors),
    values,
    interestWords: INTEREST_WORDS,
    mayDeclare: hasRole(person, 'evaluator', 'moderator') && ['closed', 'evaluating'].includes(view.record.state),
    mayDecide: hasRole(person, 'officer', 'admin'),
  };
  showPage(services, request, response, 'declarations', content, errors.length === 0 ? 200 : 422);
}
