import { randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { AppError } from '../domain/errors.ts';

/** A new nonce for each answer, in `res.locals.cspNonce`; nothing is allowed that is not named here. */
export function securityHeaders(isHttps: boolean): RequestHandler[] {
  const nonce: RequestHandler = (_request, response, next) => {
    response.locals['cspNonce'] = randomBytes(16).toString('base64');
    next();
  };
  const ownScripts = (_request: IncomingMessage, response: ServerResponse) =>
    `'nonce-${String((response as ServerResponse & { locals: Record<string, unknown> }).locals['cspNonce'])}'`;
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: [ownScripts],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        manifestSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
  return [nonce, headers];
}

/** Inflating is never needed here, and decoders are where strangers attack: refused before anything reads the body. */
export const refuseEncodedBodies: RequestHandler = (request, _response, next) => {
  const encoding = request.headers['content-encoding'];
  if (encoding === undefined || encoding.trim().toLowerCase() === 'identity') next();
  else next(new AppError('unsupported-file', 'Send the body as it is, without Content-Encoding.'));
};

/**
 * Without sign-in, a web site could reach a local service under a name of its own that resolves to this machine
 * (DNS rebinding). So only names of this machine, and the published one, are answered.
 */
export function refuseForeignHosts(publicUrl: string | undefined): RequestHandler {
  const published = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  return (request, _response, next) => {
    const name = hostName(request.headers.host);
    if (name !== undefined && (name === published || isLoopbackName(name))) next();
    else next(new AppError('forbidden', 'This service answers only under its own name. Check the address.'));
  };
}

/** 127.0.0.0/8, ::1 and localhost. */
export function isLoopbackName(host: string): boolean {
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
}

/** A change is asked for by our own pages, by a program, or not at all. */
export const refuseCrossSiteChanges: RequestHandler = (request, _response, next) => {
  const site = request.headers['sec-fetch-site'];
  const isSafe = SAFE_METHODS.has(request.method);
  if (isSafe || site === undefined || site === 'same-origin' || site === 'none') next();
  else next(new AppError('forbidden', 'This change was asked for by another web site, so it was not made.'));
};

export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** How long a refused sender may go on sending before the connection is cut. */
const DRAIN_MILLISECONDS = 3000;

/**
 * Lets a refused sender end what it is sending, so that it reads the answer: who is cut off while sending only sees a
 * broken connection. What it sends is thrown away.
 */
export const drainRefusedBody: ErrorRequestHandler = (error: unknown, request, _response, next) => {
  if (request.complete || request.destroyed) {
    next(error);
    return;
  }
  const done = () => {
    clearTimeout(timer);
    request.off('end', done).off('close', done);
    next(error);
  };
  const timer = setTimeout(done, DRAIN_MILLISECONDS);
  request.on('end', done).on('close', done);
  request.resume();
};

/** So many requests a minute from one address; health checks are not counted. */
export function requestLimit(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: ({ path }) => path === '/healthz' || path === '/readyz',
    handler: (_request, response, next) => {
      if (response.getHeader('Retry-After') === undefined) response.setHeader('Retry-After', '60');
      next(new AppError('too-many-requests', `More than ${perMinute} requests in a minute. Wait, then try again.`));
    },
  });
}

function hostName(header: string | undefined): string | undefined {
  if (header === undefined || !URL.canParse(`http://${header}`)) return undefined;
  return new URL(`http://${header}`).hostname;
}
