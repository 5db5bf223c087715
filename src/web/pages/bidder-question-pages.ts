import type { Request, Response, Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { clarificationCrumbs, clarificationsPath } from './clarification-pages.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  param,
  showPage,
  toFormErrors,
} from './page.ts';

const RECEIVED = ['receivedOn', 'askedBy', 'question'] as const;
const PUBLISHED = ['question', 'answer', 'factsVersion'] as const;

/** A bidder's question before the deadline: recorded with who asked, answered to all without. */
export function bidderQuestionPages(router: Router, services: PageServices): void {
  const { useCases } = services;
  const address = '/procurements/:reference/bidder-questions';
  router.get(
    `${address}/new`,
    forPerson((_person, request, response) => showNew(services, request, response)),
  );
  router.post(
    address,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const [receivedOn, askedBy, question] = RECEIVED.map((name) => field(request, name));
      const given = { receivedOn: receivedOn ?? '', askedBy: askedBy ?? '', question: question ?? '' };
      try {
        const number = await useCases.recordBidderQuestion(person, reference, given);
        goTo(request, response, clarificationsPath(reference), `Question ${number} is recorded.`);
      } catch (error) {
        const errors = toFormErrors(error, RECEIVED);
        if (errors === undefined) throw error;
        await showNew(services, request, response, errors);
      }
    }),
  );
  router.get(
    `${address}/:number`,
    forPerson((person, request, response) => showQuestion(services, person, request, response)),
  );
  router.post(
    `${address}/:number`,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      try {
        const number = await publish(services, person, request);
        const done = `Answer ${number} is published. Copy the text into the portal, so that all bidders read it.`;
        goTo(request, response, clarificationsPath(reference), done);
      } catch (error) {
        const errors = toFormErrors(error, PUBLISHED);
        if (errors === undefined) throw error;
        await showQuestion(services, person, request, response, errors);
      }
    }),
  );
}

async function publish({ useCases }: PageServices, person: Person, request: Request): Promise<number> {
  const version = field(request, 'factsVersion');
  if (version !== '' && !/^\d{1,6}$/.test(version)) {
    const message = `Enter the version as a number, as 2, got "${version}".`;
    throw new AppError('invalid-input', message, [{ pointer: '#/factsVersion', code: 'not-a-number', message }]);
  }
  return useCases.publishAnswer(person, param(request, 'reference'), numberOf(request), {
    question: field(request, 'question'),
    answer: field(request, 'answer'),
    changesFacts: field(request, 'changesFacts') === 'yes',
    ...(version === '' ? {} : { factsVersion: Number(version) }),
  });
}

/** The number in the address; AppError `not-found` where it is none. */
export function numberOf(request: Request): number {
  const text = param(request, 'number');
  if (!/^\d{1,6}$/.test(text)) throw new AppError('not-found', `There is no clarification "${text}".`);
  return Number(text);
}

async function showNew(
  services: PageServices,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const reference = param(request, 'reference');
  const title = 'Record a bidder’s question';
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: clarificationCrumbs(reference, { text: title }),
    reference,
    path: clarificationsPath(reference),
    action: `/procurements/${encodeURIComponent(reference)}/bidder-questions`,
    values: Object.fromEntries(RECEIVED.map((name) => [name, field(request, name)])),
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'bidder-question-new', content, errors.length === 0 ? 200 : 422);
}

async function showQuestion(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const { useCases } = services;
  const view = await useCases.getProcurement(person, param(request, 'reference'));
  const { questions } = await useCases.getClarifications(person, view.reference);
  const number = numberOf(request);
  const asked = questions.find((one) => one.number === number);
  if (asked === undefined) throw new AppError('not-found', `There is no bidder’s question ${number}.`);
  const isSent = request.method === 'POST';
  const title = `Question ${number}`;
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: clarificationCrumbs(view.reference, { text: title }),
    view,
    asked,
    path: clarificationsPath(view.reference),
    action: `/procurements/${encodeURIComponent(view.reference)}/bidder-questions/${number}`,
    factsPath: `/procurements/${encodeURIComponent(view.reference)}/facts`,
    mayPublish: (view.state === 'published' || view.state === 'open') && !view.deadlinePassed,
    values: {
      question: isSent ? field(request, 'question') : asked.received.question,
      answer: field(request, 'answer'),
      changesFacts: field(request, 'changesFacts'),
      factsVersion: field(request, 'factsVersion'),
    },
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'bidder-question', content, errors.length === 0 ? 200 : 422);
}
