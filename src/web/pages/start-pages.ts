import type { Request, Response, Router } from 'express';
import { AppError } from '../../domain/errors.ts';
import type { Person } from '../../domain/person.ts';
import { actAs, stopActing } from '../auth.ts';
import { importPath, procurementPath } from '../paths.ts';
import { field, forPerson, goTo, hasRole, type PageServices, query, showPage } from './page.ts';
import { nextStepText } from './procurement-steps.ts';
import { IMPORT_TAGS, ROLE_WORDS, STATE_TAGS } from './words.ts';

const SHOWN = 5;
/** Imports that wait for somebody. */
const WAITING = ['faulty', 'mapping-proposed', 'interrupted', 'failed', 'reading', 'received'];

/** The start page, the choice of who acts, and the worked example. */
export function startPages(router: Router, services: PageServices): void {
  router.get('/', async (request, response) => {
    const content = request.person === undefined ? {} : await whatToDo(services, request.person);
    showPage(services, request, response, 'start', {
      title: 'What to do next',
      section: 'start',
      stateTags: STATE_TAGS,
      importTags: IMPORT_TAGS,
      ...content,
    });
  });
  router.get('/act-as', async (request, response) => {
    showActAs(services, request, response);
  });
  router.post('/act-as', (request, response) => choosePerson(services, request, response));
  router.post('/act-as/end', async (request, response) => {
    await stopActing(request);
    goTo(request, response, '/');
  });
  router.post('/worked-example', async (request, response, next) => {
    if (request.person === undefined) {
      const officer = services.people.find((one) => hasRole(one, 'officer'));
      if (officer !== undefined) await actAs(request, services.people, officer.id);
    }
    await loadWorkedExample(request, response, next);
  });
  const loadWorkedExample = forPerson(async (person, request, response) => {
    const file = await services.workedExample();
    const received = await services.useCases.receiveImport(person, { ...file, dryRun: false });
    const { result, id } = await services.imports.run(received.id);
    const path = result === undefined ? importPath(id) : procurementPath(result.procurement);
    goTo(request, response, path, 'The worked example is loaded: an invented council, and bids of invented suppliers.');
  });
}

async function whatToDo({ useCases }: PageServices, person: Person) {
  const [turns, procurements, imports] = await Promise.all([
    useCases.listTurns(person),
    useCases.listProcurements(person, { limit: SHOWN }),
    hasRole(person, 'officer', 'admin', 'auditor')
      ? useCases.listImports(person, { limit: 20 })
      : Promise.resolve({ items: [] }),
  ]);
  return {
    turns: turns.map((one) =>
      'action' in one
        ? { ...one, procurement: 'Work with', href: `/engagement-actions/${one.action}` }
        : { ...one, href: `${procurementPath(one.procurement)}/${one.page}` },
    ),
    procurements: procurements.items.map((record) => ({
      record,
      href: procurementPath(record.reference),
      next: nextStepText(record),
    })),
    hasMore: procurements.next !== undefined,
    waiting: imports.items
      .filter(({ state }) => WAITING.includes(state))
      .slice(0, SHOWN)
      .map((record) => ({ record, href: importPath(record.id) })),
  };
}

function showActAs(services: PageServices, request: Request, response: Response, error?: string): void {
  const errors = error === undefined ? [] : [{ text: error, href: `#person` }];
  const items = services.people.map(({ id, name, roles, does }) => ({
    value: id,
    text: name,
    hint: { text: does.includes(':') ? does : roles.map((role) => ROLE_WORDS[role]).join(', ') },
    checked: request.person?.id === id,
  }));
  const next = query(request, 'next') ?? field(request, 'next');
  const content = { title: 'Choose who you act as', errors, error, items, next };
  showPage(services, request, response, 'act-as', content, error === undefined ? 200 : 422);
}

async function choosePerson(services: PageServices, request: Request, response: Response): Promise<void> {
  const next = field(request, 'next');
  try {
    const { name } = await actAs(request, services.people, field(request, 'person'));
    goTo(request, response, ownPath(next), `You now act as ${name}.`);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
    showActAs(services, request, response, 'Choose who you act as');
  }
}

/** A path of this service; anything else, another host above all, leads to the start page. */
function ownPath(next: string): string {
  const base = 'http://own.invalid';
  const isPath = next.startsWith('/') && URL.canParse(next, base) && new URL(next, base).origin === base;
  return isPath && !next.startsWith('//') && !next.includes('\\') ? next : '/';
}
