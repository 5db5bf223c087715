import type { Request, Response, Router } from 'express';
import type { ClarificationsView } from '../../application/clarification-queries.ts';
import { REMOVAL_KINDS } from '../../domain/bid.ts';
import { ANSWER_CLASSES, type Clarification, type Reply } from '../../domain/clarification.ts';
import { AppError } from '../../domain/errors.ts';
import { evidenceText } from '../../domain/evidence.ts';
import type { Person } from '../../domain/person.ts';
import { numberOf } from './bidder-question-pages.ts';
import { clarificationCrumbs, clarificationsPath, replyPath, toReplyView } from './clarification-pages.ts';
import { atValueFields, readPointer, readValues, valueFields } from './clarified-values-form.ts';
import {
  byField,
  field,
  type FormError,
  forPerson,
  goTo,
  type PageServices,
  param,
  query,
  showPage,
  toFormErrors,
} from './page.ts';
import { procurementPath } from '../paths.ts';
import { ANSWER_CLASS_WORDS, REPLY_TAGS, STAGE_WORDS } from './words.ts';

/** One clarification, and the answer of each of its bids with the step that comes next. */
export function clarificationReplyPages(router: Router, services: PageServices): void {
  const address = '/procurements/:reference/clarifications/:number';
  router.get(
    address,
    forPerson((person, request, response) => showClarification(services, person, request, response)),
  );
  router.post(
    address,
    forPerson(async (person, request, response) => {
      const reference = param(request, 'reference');
      const isDrop = field(request, 'step') === 'drop';
      try {
        const done = isDrop ? await drop(services, person, request) : await send(services, person, request);
        goTo(request, response, clarificationsPath(reference), done);
      } catch (error) {
        const errors = toFormErrors(error, isDrop ? ['reason'] : ['replyBy']);
        if (errors === undefined) throw error;
        await showClarification(services, person, request, response, errors);
      }
    }),
  );
  router.get(
    `${address}/bids/:bid`,
    forPerson((person, request, response) => showReply(services, person, request, response)),
  );
  router.post(
    `${address}/bids/:bid`,
    forPerson((person, request, response) => takeStep(services, person, request, response)),
  );
}

async function send({ useCases }: PageServices, person: Person, request: Request): Promise<string> {
  const number = numberOf(request);
  const input = { numbers: [number], replyBy: field(request, 'replyBy') };
  await useCases.sendClarifications(person, param(request, 'reference'), input);
  return `Clarification ${number} is recorded as sent.`;
}

async function drop({ useCases }: PageServices, person: Person, request: Request): Promise<string> {
  const number = numberOf(request);
  await useCases.dropClarification(person, param(request, 'reference'), number, { reason: field(request, 'reason') });
  return `Clarification ${number} is dropped.`;
}

async function takeStep(services: PageServices, person: Person, request: Request, response: Response): Promise<void> {
  const reference = param(request, 'reference');
  const { clarification, reply } = await findReply(services, person, request);
  const { topic } = clarification.raised;
  const fields = ['answeredOn', 'answer', 'document', 'as', 'agrees', 'reason', ...valueFields(topic)];
  try {
    const done = await record(services, person, request, clarification, reply);
    goTo(request, response, `${clarificationsPath(reference)}/${clarification.number}`, done);
  } catch (error) {
    const placed = atValueFields(error, topic, readValues(request, topic, clarification.number));
    const shown = reply.state === 'awaited' ? fields : fields.filter((name) => name === 'reason' || name === 'as');
    const errors = toFormErrors(placed, reply.state === 'classified' ? ['reason', 'agrees'] : shown);
    if (errors === undefined) throw error;
    await showReply(services, person, request, response, errors);
  }
}

/** Takes the step that the form is for, and says what was done. */
async function record(
  { useCases }: PageServices,
  person: Person,
  request: Request,
  { number, raised }: Clarification,
  { bid, lot }: Reply,
): Promise<string> {
  const reference = param(request, 'reference');
  const name = { bid, ...(lot === undefined ? {} : { lot }) };
  const reason = field(request, 'reason');
  switch (field(request, 'step')) {
    case 'no-answer':
      await useCases.recordNoAnswer(person, reference, number, { ...name, note: field(request, 'note') });
      return `It is recorded that bid ${bid} did not answer in time.`;
    case 'classify': {
      const as = ANSWER_CLASSES.find((one) => one === field(request, 'as'));
      if (as === undefined) throw chooseFirst('as', 'Choose what the answer does.');
      await useCases.classifyAnswer(person, reference, number, { ...name, as, reason });
      return `The answer of bid ${bid} is classified. A second person must agree.`;
    }
    case 'agree': {
      const word = field(request, 'agrees');
      if (word !== 'yes' && word !== 'no') throw chooseFirst('agrees', 'Choose whether you agree.');
      const agrees = word === 'yes';
      const version = await useCases.agreeClassification(person, reference, number, { ...name, agrees, reason });
      if (!agrees) return `You disagree. The answer of bid ${bid} is to be classified again.`;
      return version === undefined
        ? `Agreed. Nothing changes in bid ${bid}.`
        : `Agreed. Version ${version} of bid ${bid} was made. Before people evaluate, score again; from then on the draft assessment follows by itself.`;
    }
    default: {
      const evidence = readPointer(request, 'document', 'place');
      const values = readValues(request, raised.topic, number);
      await useCases.recordClarificationAnswer(person, reference, number, {
        ...name,
        answeredOn: field(request, 'answeredOn'),
        answer: field(request, 'answer'),
        ...(evidence === undefined ? {} : { evidence }),
        ...(values === undefined ? {} : { values }),
      });
      return `The answer of bid ${bid} is recorded.`;
    }
  }
}

function chooseFirst(name: string, message: string): AppError {
  return new AppError('invalid-input', message, [{ pointer: `#/${name}`, code: 'missing', message }]);
}

async function findClarification({ useCases }: PageServices, person: Person, request: Request) {
  const view = await useCases.getClarifications(person, param(request, 'reference'));
  const number = numberOf(request);
  const clarification = view.clarifications.find((one) => one.number === number);
  if (clarification === undefined) throw new AppError('not-found', `There is no clarification ${number} to bidders.`);
  return { view, clarification };
}

async function findReply(
  services: PageServices,
  person: Person,
  request: Request,
): Promise<{ readonly view: ClarificationsView; readonly clarification: Clarification; readonly reply: Reply }> {
  const { view, clarification } = await findClarification(services, person, request);
  const lot = query(request, 'lot');
  const reply = clarification.replies.find((one) => one.bid === param(request, 'bid') && one.lot === lot);
  if (reply === undefined) throw new AppError('not-found', 'The clarification was not put to this bid.');
  return { view, clarification, reply };
}

async function showClarification(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const reference = param(request, 'reference');
  const { view, clarification } = await findClarification(services, person, request);
  const { number, raised, sent, dropped, replies } = clarification;
  const content = {
    title: `Clarification ${number}: ${raised.topic.title}`,
    section: 'procurements' as const,
    breadcrumbs: clarificationCrumbs(reference, { text: `Clarification ${number}` }),
    reference,
    path: clarificationsPath(reference),
    clarification,
    isPrepared: sent === undefined && dropped === undefined,
    mayAsk: view.mayAsk,
    replies: replies.map((one) => toReplyView(reference, number, one)),
    values: { replyBy: field(request, 'replyBy'), reason: field(request, 'reason') },
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'clarification', content, errors.length === 0 ? 200 : 422);
}

async function showReply(
  services: PageServices,
  person: Person,
  request: Request,
  response: Response,
  errors: readonly FormError[] = [],
): Promise<void> {
  const reference = param(request, 'reference');
  const { view, clarification, reply } = await findReply(services, person, request);
  const { number, raised, sent } = clarification;
  const { topic } = raised;
  const known = new Map(services.useCases.listQuestions().map(({ question }) => [question.id, question]));
  const names = ['answeredOn', 'answer', 'document', 'place', 'as', 'agrees', 'reason', 'note', ...valueFields(topic)];
  const title = `Answer of bid ${reply.bid}${reply.lot === undefined ? '' : `, lot ${reply.lot}`}`;
  const content = {
    title,
    section: 'procurements' as const,
    breadcrumbs: clarificationCrumbs(
      reference,
      { text: `Clarification ${number}`, href: `${clarificationsPath(reference)}/${number}` },
      { text: title },
    ),
    clarification,
    reply,
    stateTag: REPLY_TAGS[reply.state],
    action: replyPath(reference, number, reply),
    path: `${clarificationsPath(reference)}/${number}`,
    bidPath: `${procurementPath(reference)}/bids/${encodeURIComponent(reply.bid)}${reply.lot === undefined ? '' : `?lot=${encodeURIComponent(reply.lot)}`}`,
    mayAsk: view.mayAsk,
    isOverdue: sent !== undefined && view.today > sent.replyBy,
    isClassifier: reply.classified?.by === person.id,
    askedQuestions: topic.questions.flatMap((id) => known.get(id) ?? []),
    askedLists: topic.lists ?? [],
    removalKinds: REMOVAL_KINDS,
    askedStages: topic.stages.map((stage) => ({ stage, words: STAGE_WORDS[stage] ?? stage })),
    answerEntries: Object.entries(reply.answered?.values?.answers ?? {}),
    shownIn: reply.answered?.evidence === undefined ? undefined : evidenceText(reply.answered.evidence),
    classWords: ANSWER_CLASS_WORDS,
    stageWords: STAGE_WORDS,
    values: Object.fromEntries(names.map((name) => [name, field(request, name)])),
    errors,
    fieldErrors: byField(errors),
  };
  showPage(services, request, response, 'clarification-reply', content, errors.length === 0 ? 200 : 422);
}
