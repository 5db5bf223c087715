import type { RequestHandler } from 'express';
import session, { type Store } from 'express-session';
import { csrfSync } from 'csrf-sync';
import { AppError } from '../domain/errors.ts';
import { SAFE_METHODS } from './security.ts';

export type SessionOptions = { readonly store: Store; readonly secret: string; readonly isHttps: boolean };

const EIGHT_HOURS = 8 * 60 * 60 * 1000;

/** Sessions of the pages: a cookie that scripts cannot read, kept by the given store, ended after a working day. */
export function pageSession({ store, secret, isHttps }: SessionOptions): RequestHandler {
  return session({
    store,
    secret,
    name: isHttps ? '__Host-scorer' : 'scorer',
    resave: false,
    saveUninitialized: false,
    rolling: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: isHttps, path: '/', maxAge: EIGHT_HOURS },
  });
}

const csrf = csrfSync({ getTokenFromRequest: (request) => formToken(request.body) });

/** Puts the token for the forms of this session into `res.locals.csrfToken`. */
export const offerFormToken: RequestHandler = (request, response, next) => {
  response.locals['csrfToken'] = csrf.generateToken(request);
  next();
};

/** Refuses a form without the token of its session. Forms carry it in a hidden field named `_csrf`. */
export const checkFormToken: RequestHandler = (request, _response, next) => {
  if (SAFE_METHODS.has(request.method) || csrf.isRequestValid(request)) next();
  else next(new AppError('forbidden', 'This form has expired. Go back, reload the page and send it again.'));
};

function formToken(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('_csrf' in body)) return undefined;
  return typeof body._csrf === 'string' ? body._csrf : undefined;
}
