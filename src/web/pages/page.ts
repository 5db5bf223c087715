import type { Request, RequestHandler, Response } from 'express';
import type { Environment } from 'nunjucks';
import type { UseCases } from '../../application/use-cases.ts';
import { AppError } from '../../domain/errors.ts';
import type { Person, Role } from '../../domain/person.ts';
import { getPerson, type LocalPerson } from '../auth.ts';
import type { ImportRunner } from '../import-runner.ts';
import type { AssetPaths } from './assets.ts';
import { ROLE_WORDS } from './words.ts';

declare module 'express-session' {
  interface SessionData {
    /** What was just done, told once on the next page. */
    done?: string;
  }
}

export type PageServices = {
  readonly useCases: UseCases;
  readonly people: readonly LocalPerson[];
  readonly imports: ImportRunner;
  /** The tender workbook of the worked example. */
  readonly workedExample: () => Promise<{ readonly name: string; readonly bytes: Uint8Array }>;
  readonly views: Environment;
  readonly assets: AssetPaths;
};

/** Which part of the service a page belongs to, for the navigation. */
export type Section =
  | 'start'
  | 'procurements'
  | 'imports'
  | 'rules'
  | 'factors'
  | 'suppliers'
  | 'contracts'
  | 'carbon'
  | 'trajectory'
  | 'audit';

export type Crumb = { readonly text: string; readonly href?: string };

export type PageContent = {
  /** The heading, and the first part of the title of the window. */
  readonly title: string;
  readonly section?: Section;
  readonly breadcrumbs?: readonly Crumb[];
  readonly [name: string]: unknown;
};

const SECTIONS: readonly { readonly section: Section; readonly text: string; readonly href: string }[] = [
  { section: 'procurements', text: 'Procurements', href: '/procurements' },
  { section: 'imports', text: 'Imports', href: '/imports' },
  { section: 'contracts', text: 'Contracts', href: '/contracts' },
  { section: 'carbon', text: 'Carbon', href: '/carbon/totals' },
  { section: 'trajectory', text: 'Trajectory', href: '/trajectory' },
  { section: 'suppliers', text: 'Suppliers', href: '/suppliers' },
  { section: 'rules', text: 'Rules', href: '/rules' },
  { section: 'factors', text: 'Factors', href: '/conversion-factor-sets' },
  { section: 'audit', text: 'Audit', href: '/audit' },
];

/** Renders a view inside the layout and sends it. Pages are never kept by a cache: they hold bids. */
export function showPage(
  { views, assets }: Pick<PageServices, 'views' | 'assets'>,
  request: Request,
  response: Response,
  view: string,
  content: PageContent,
  status = 200,
): void {
  const html = views.render(`${view}.njk`, {
    ...content,
    assets,
    person: request.person,
    mayAct: request.person !== undefined && hasRole(request.person, 'officer', 'admin'),
    mayImport: request.person !== undefined && hasRole(request.person, 'officer', 'sustainability', 'admin'),
    roleWords: ROLE_WORDS,
    flash: takeDone(request),
    csrfToken: response.locals['csrfToken'] as unknown,
    cspNonce: response.locals['cspNonce'] as unknown,
    navigation: SECTIONS.map(({ section, text, href }) => ({ text, href, active: section === content.section })),
  });
  response.status(status).set('cache-control', 'no-store').type('html').send(html);
}

/** Says what was done on the next page, and goes there. */
export function goTo(request: Request, response: Response, path: string, done?: string): void {
  if (done !== undefined && request.session !== undefined) request.session.done = done;
  response.redirect(303, path);
}

function takeDone(request: Request): string | undefined {
  const done = request.session?.done;
  if (done !== undefined) delete request.session.done;
  return done;
}

/** A page for somebody known; others are asked who they are, and come back. */
export function forPerson(
  handle: (person: Person, request: Request, response: Response) => Promise<void>,
): RequestHandler {
  return async (request, response) => {
    if (request.person === undefined && request.method === 'GET') {
      response.redirect(303, `/act-as?next=${encodeURIComponent(request.originalUrl)}`);
      return;
    }
    await handle(getPerson(request), request, response);
  };
}

export function hasRole(person: Person, ...roles: readonly Role[]): boolean {
  return roles.some((role) => person.roles.includes(role));
}

/** A field of the form as text without surrounding space; "" when it was not sent. */
export function field(request: Request, name: string): string {
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null) return '';
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value.trim() : '';
}

/** Every value of a field that may stand in the form more than once, as those of boxes that are ticked. */
export function fieldsOf(request: Request, name: string): string[] {
  const body: unknown = request.body;
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'string');
}

/** The revision that the form was shown with. */
export function revisionOf(request: Request): { readonly revision: number } {
  const text = field(request, 'revision');
  if (!/^\d{1,9}$/.test(text))
    throw new AppError('malformed', 'The form lacks its revision. Reload the page and send it again.');
  return { revision: Number(text) };
}

export function param(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

export function query(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The slice of a list that the address asks for. */
export function pageRequest(request: Request, limit = 50): { readonly after?: string; readonly limit: number } {
  const after = query(request, 'after');
  return after === undefined ? { limit } : { after, limit };
}

/** An entry of the error summary, with the field it is about. */
export type FormError = { readonly text: string; readonly href: string; readonly field: string };

/**
 * The faults of a form for its error summary, or undefined when the failure is of another kind. Faults about a field
 * that the form lacks stand at its first.
 */
export function toFormErrors(error: unknown, fields: readonly string[]): FormError[] | undefined {
  if (!(error instanceof AppError) || error.code !== 'invalid-input') return undefined;
  const [first = ''] = fields;
  const about = (pointer: string) => pointer.split('/').findLast((part) => fields.includes(part)) ?? first;
  const issues = error.issues.length > 0 ? error.issues : [{ pointer: `#/${first}`, message: error.message }];
  return issues.map(({ pointer, message }) => ({ text: message, href: `#${about(pointer)}`, field: about(pointer) }));
}

/** The faults by field, as the components want them. */
export function byField(errors: readonly FormError[]): Readonly<Record<string, { readonly text: string }>> {
  return Object.fromEntries(errors.toReversed().map(({ field: name, text }) => [name, { text }]));
}

/** Sends a file of ours to be saved under its name. */
export function sendFile(response: Response, bytes: Uint8Array, name: string, type: string): void {
  response.set('cache-control', 'no-store').type(type).attachment(name).send(Buffer.from(bytes));
}
