import type { Request, RequestHandler } from 'express';
import { AppError } from '../domain/errors.ts';
import type { Person, Role } from '../domain/person.ts';
import { isApiPath } from './paths.ts';
import { SAFE_METHODS } from './security.ts';

declare module 'express-session' {
  interface SessionData {
    actingAs?: string;
  }
}
declare module 'express-serve-static-core' {
  interface Request {
    /** Who acts; absent until somebody has said who they are. */
    person?: Person;
  }
}

/** What a local person does, for the page on which one is chosen. */
export type LocalPerson = Person & { readonly does: string };

/** The header by which a program says for whom it acts while no sign-in is configured. */
export const ACTING_AS = 'X-Acting-As';

/** Named local people, one or two for each role, so that every journey can be shown without sign-in. */
export function localPeople(organisation: string): LocalPerson[] {
  const person = (id: string, name: string, roles: readonly Role[], does: string): LocalPerson => ({
    id,
    name,
    organisation,
    roles,
    how: 'local',
    does,
  });
  return [
    person('officer', 'Asha Okafor', ['officer'], 'Procurement officer: uploads, publishes, scores, issues'),
    person('second-officer', 'Ben Whitlock', ['officer'], 'Second procurement officer: confirms what the first adopts'),
    person('evaluator', 'Carys Lund', ['evaluator'], 'Evaluator: verifies facts and gives points'),
    person('second-evaluator', 'Dev Marlowe', ['evaluator'], 'Second evaluator: scores independently'),
    person('moderator', 'Edith Navarro', ['moderator'], 'Moderator: records the consensus'),
    person('sustainability', 'Farid Holloway', ['sustainability'], 'Sustainability team: carbon and the trajectory'),
    person('auditor', 'Grace Tan', ['auditor'], 'Auditor: reads everything, changes nothing'),
    person('admin', 'Hugh Penrose', ['admin'], 'Administrator: keeps the service running'),
  ];
}

/**
 * Says who acts, in `req.person`: by header for programs, else by the session of the pages. A header that names nobody
 * is refused. By session alone the JSON interface can only be read: a header of its own cannot be sent across sites.
 */
export function identifyPerson(people: readonly Person[]): RequestHandler {
  return (request, _response, next) => {
    const named = request.get(ACTING_AS);
    const bySession =
      isApiPath(request.path) && !SAFE_METHODS.has(request.method) ? undefined : request.session?.actingAs;
    const id = named ?? bySession;
    const person = id === undefined ? undefined : people.find((one) => one.id === id);
    if (named !== undefined && person === undefined) {
      const known = people.map((one) => one.id).join(', ');
      next(new AppError('not-signed-in', `${ACTING_AS} names nobody known here. Known: ${known}.`));
      return;
    }
    if (person !== undefined) request.person = person;
    next();
  };
}

/** The person who acts. Throws AppError `not-signed-in` when nobody has said who they are. */
export function getPerson(request: Request): Person {
  if (request.person !== undefined) return request.person;
  throw new AppError(
    'not-signed-in',
    `Say who is acting: choose a person on the page "Act as", or send the header ${ACTING_AS}.`,
  );
}

/** Chooses the local person of this session, in a session of a new id. Throws AppError `not-found`. */
export async function actAs(request: Request, people: readonly Person[], id: string): Promise<Person> {
  const person = people.find((one) => one.id === id);
  if (person === undefined) throw new AppError('not-found', 'Choose one of the people listed.');
  await regenerate(request);
  request.session.actingAs = person.id;
  request.person = person;
  return person;
}

/** Ends the session's choice. */
export async function stopActing(request: Request): Promise<void> {
  await regenerate(request);
  delete request.person;
}

function regenerate(request: Request): Promise<void> {
  return new Promise((resolve, reject) => {
    request.session.regenerate((error: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('The session could not be renewed'));
    });
  });
}
