import type { Request, Response, Router } from 'express';
import type { ClarificationProposal } from '../../application/clarification-proposals.ts';
import type { ClarificationsView } from '../../application/clarification-queries.ts';
import { bidText } from '../../application/change-clarifications.ts';
import type { BidName, Clarification, Reply } from '../../domain/clarification.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { capitalised } from '../../domain/plain-english.ts';
import { procurementPath } from '../paths.ts';
import {
  byField,
  type Crumb,
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
import { PROCUREMENTS } from './procurement-pages.ts';
import { standingOf } from './standing.ts';
import { counted, REPLY_TAGS } from './words.ts';

/** What bidders were told, what can be asked of them, and where every question stands. */
export function clarificationPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  const address = '/procurements/:reference/clarifications';
  router.get(
    address,
    forPerson((person, request, response) => showClarifications(services, person, request, response)),
  );
  router.get(
    `${address}.txt`,
    forPerson(async (person, request, response) => {
      const text = await useCases.publishedAnswersText(person, param(request, 'reference'));
      response.set('cache-control', 'no-store').type('text/plain').send(text);
    }),
  );
  addRaising(router, services, address);
  addSending(router, services, address);
  addClosing(router, services, address);
}

/** Preparing one question, in its own words or others, or all that are proposed. */
function addRaising(router: Router, services: PageServices, address: string): void {
  const { useCases } = services;
  router.post(
    `${address}/raise`,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const topic = field(request, 'topic');
      const topics = topic === 'all' ? topic : [topic];
      // The form of one question sends its words; the buttons of the list send none.
      const own = field(request, 'worded') === 'yes' ? { text: field(request, 'text') } : {};
      try {
        const numbers = await useCases.raiseClarifications(person, reference, { topics, ...own });
        const done = `${capitalised(counted(numbers.length, 'clarification'))} prepared. Nothing has been sent.`;
        goTo(request, response, clarificationsPath(reference), done);
      } catch (error) {
        const errors = toFormErrors(error, ['text']);
        if (errors === undefined || topic === 'all') throw error;
        await showProposal(services, person, request, response, topic, errors);
      }
    }),
  );
  router.get(
    `${address}/prepare`,
    forPerson((person, request, response) =>
      showProposal(services, person, request, response, query(request, 'topic') ?? ''),
    ),
  );
}

/** Recording that everything prepared was sent. */
function addSending(router: Router, services: PageServices, address: string): void {
  const { useCases } = services;
  router.post(
    `${address}/send`,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      try {
        const numbers = await useCases.sendClarifications(person, reference, { replyBy: field(request, 'replyBy') });
        const done = `Recorded as sent: ${numbers.join(', ')}.`;
        goTo(request, response, clarificationsPath(reference), done);
      } catch (error) {
        const errors = toFormErrors(error, ['replyBy']);
        if (errors === undefined) throw error;
        await showClarifications(services, person, request, response, errors);
      }
    }),
  );
}

/** Closing the period over defaults that nobody was asked about. */
function addClosing(router: Router, services: PageServices, address: string): void {
  router.post(
    `${address}/close`,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      try {
        await services.useCases.closeClarifications(person, reference, { reason: field(request, 'reason') });
        const done = 'The clarification period is closed: the published defaults count where nobody was asked.';
        goTo(request, response, clarificationsPath(reference), done);
      } catch (error) {
        const errors = toFormErrors(error, ['reason']);
        if (errors === undefined) throw error;
        await showClarifications(services, person, request, response, errors);
      }
    }),
  );
}

export function clarificationsPath(reference: string): string {
  return `${procurementPath(reference)}/clarifications`;
}

export function replyPath(reference: string, number: number, { bid, lot }: BidName): string {
  const ofLot = lot === undefined ? '' : `?lot=${encodeURIComponent(lot)}`;
  return `${clarificationsPath(reference)}/${number}/bids/${encodeURIComponent(bid)}${ofLot}`;
}

/** The breadcrumbs of a page below the list. */
export function clarificationCrumbs(reference: string, ...last: readonly Crumb[]): Crumb[] {
  return [
    PROCUREMENTS,
    { text: reference, href: procurementPath(reference) },
    { text: 'Clarifications', href: clarificationsPath(reference) },
    ...last,
  ];
}

/** Who may see who asked, and what is asked of bidders. */
function maySeeRegister(person: Person): boolean {
  return hasRole(person, 'officer', 'auditor', 'admin');
}

async function showClarifications(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const { useCases } = services;
  const view = await useCases.getProcurement(person, param(request, 'reference'));
  const { reference } = view;
  const register = maySeeRegister(person) ? await useCases.getClarifications(person, reference) : undefined;
  const content = {
    title: 'Clarifications',
    section: 'procurements' as const,
    breadcrumbs: [PROCUREMENTS, { text: reference, href: procurementPath(reference) }, { text: 'Clarifications' }],
    view,
    path: clarificationsPath(reference),
    procurementPath: procurementPath(reference),
    banner: standingOf(view),
    published: await useCases.listPublishedAnswers(person, reference),
    mayReceive: view.state === 'published' || view.state === 'open',
    errors,
    fieldErrors: byField(errors),
    replyBy: field(request, 'replyBy'),
    ...(register === undefined ? {} : registerContent(reference, register)),
  };
  showPage(services, request, response, 'clarifications', content, errors.length === 0 ? 200 : 422);
}

/** One question that could be asked, with its words to be changed before it is prepared. */
async function showProposal(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  id: string,
  errors: readonly FormError[] = [],
): Promise<void> {
  const reference = param(request, 'reference');
  const { proposals } = await services.useCases.getClarifications(person, reference);
  const proposal = proposals.find(({ topic }) => topic.id === id);
  if (proposal === undefined) throw new AppError('not-found', `Nothing is to be asked about "${id}".`);
  const title = `Ask: ${proposal.topic.title}`;
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: clarificationCrumbs(reference, { text: 'Ask' }),
    reference,
    path: clarificationsPath(reference),
    proposal: toProposalView(proposal),
    text: request.method === 'POST' ? field(request, 'text') : proposal.text,
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'clarification-prepare', content, errors.length === 0 ? 200 : 422);
}

function toProposalView(proposal: ClarificationProposal) {
  const recipients = proposal.recipients.map((recipient) => ({ ...recipient, name: bidText(recipient) }));
  return { ...proposal, recipients };
}

function registerContent(reference: string, register: ClarificationsView) {
  const rows = register.clarifications.map((one) => toRow(reference, one));
  return {
    register,
    proposals: register.proposals.map(toProposalView),
    prepared: rows.filter(({ stage }) => stage === 'prepared'),
    underWay: rows.filter(({ stage }) => stage === 'under-way'),
    settled: rows.filter(({ stage }) => stage === 'settled'),
    mayClose: register.open.some(({ kind }) => kind === 'default-not-asked'),
  };
}

function toRow(reference: string, { number, raised, sent, dropped, replies }: Clarification) {
  return {
    number,
    title: raised.topic.title,
    href: `${clarificationsPath(reference)}/${number}`,
    replyBy: sent?.replyBy,
    replies: replies.map((one) => toReplyView(reference, number, one)),
    stage:
      sent === undefined && dropped === undefined
        ? 'prepared'
        : replies.every(({ state }) => isSettled(state))
          ? 'settled'
          : 'under-way',
  };
}

function isSettled(state: Reply['state']): boolean {
  return state === 'agreed' || state === 'not-answered' || state === 'dropped';
}

/** One bid in a list, with where it stands and the page of its answer. */
export function toReplyView(reference: string, number: number, reply: Reply) {
  return { ...reply, name: bidText(reply), tag: REPLY_TAGS[reply.state], href: replyPath(reference, number, reply) };
}
