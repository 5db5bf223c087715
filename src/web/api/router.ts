import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { fileSha256 } from '../../application/file-source.ts';
import { AppError } from '../../domain/errors.ts';
import { toIssues } from '../../domain/issue.ts';
import type { Person } from '../../domain/person.ts';
import { getPerson } from '../auth.ts';
import { createIdempotency, type Idempotency, type PlainAnswer } from '../idempotency.ts';
import { requestId, logUnexpected, notFound, sendProblem, toProblem } from '../problem.ts';
import { isMultipart, receiveFile } from '../upload.ts';
import type { Answer, ApiRoute } from './route.ts';
import { expressPath } from './route.ts';
import type { ApiServices } from './services.ts';
import { checkedAnswer } from './check-answer.ts';

const BODY_LIMIT = '1mb';
const NOBODY: Person = { id: 'nobody', name: 'Nobody', organisation: '', roles: [], how: 'system' };

/**
 * The routes of the JSON interface, each behind its check of the role, its parsers and its keeper of answers. What is
 * none of them is refused, or passed on to what stands behind.
 */
export function createApiRouter(routes: readonly ApiRoute[], services: ApiServices, others: 'refuse' | 'pass'): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const idempotency = createIdempotency(services.status);
  for (const route of routes) {
    const path = expressPath(route.path);
    router[route.method](
      path,
      nameRoute(route),
      checkAccess(route),
      ...bodyParsers(route, services),
      answerRoute(route, services, idempotency),
    );
  }
  for (const [path, methods] of methodsByPath(routes)) router.all(path, refuseMethod(methods));
  if (others === 'refuse') {
    router.use((_request, _response, next) =>
      next(notFound('There is no such route. The routes are listed at /docs.')),
    );
  }
  return router;
}

function nameRoute({ key }: ApiRoute): RequestHandler {
  return (_request, response, next) => {
    response.locals['route'] = key;
    response.setHeader('Cache-Control', 'no-store');
    next();
  };
}

/** Before anything of the body is read. */
function checkAccess({ access }: ApiRoute): RequestHandler {
  return (request, _response, next) => {
    if (access === 'anyone') {
      next();
      return;
    }
    const { name, roles } = getPerson(request);
    if (roles.some((role) => access.includes(role))) next();
    else next(new AppError('forbidden', `${name} cannot do this: it takes the role ${access.join(' or ')}.`));
  };
}

function bodyParsers(route: ApiRoute, { upload }: ApiServices): RequestHandler[] {
  if (route.method === 'get') return [];
  if (route.takesFile === true) return [requireMultipart, receiveFile(upload)];
  return [requireJson, express.json({ inflate: false, limit: BODY_LIMIT, strict: true })];
}

const requireMultipart: RequestHandler = (request, _response, next) => {
  if (isMultipart(request)) next();
  else next(new AppError('unsupported-file', 'Send the file as multipart/form-data, in the field named "file".'));
};

const requireJson: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody || request.is('application/json') !== false) next();
  else next(new AppError('unsupported-file', 'Send the body as application/json.'));
};

/** Parses, calls, and answers; a change with an Idempotency-Key is answered once and for all. */
function answerRoute(route: ApiRoute, services: ApiServices, idempotency: Idempotency): RequestHandler {
  return async (request, response) => {
    const key = request.get('Idempotency-Key');
    if (key === undefined || route.method === 'get') {
      await send(response, await callRoute(route, services, request, response));
      return;
    }
    const person = getPerson(request);
    const plain = await idempotency(
      { key, owner: `${person.organisation}\n${person.id}`, parts: await requestParts(route, request) },
      () => toPlainAnswer(route, services, request, response),
    );
    response.status(plain.status).set(plain.headers).send(plain.body);
  };
}

async function callRoute(
  route: ApiRoute,
  services: ApiServices,
  request: Request,
  response: Response,
): Promise<Answer> {
  const answer = await route.handle({
    params: parse(route.params, request.params, 'not-found'),
    query: parse(route.query, request.query, 'malformed'),
    body: parse(route.body, request.body ?? {}, 'invalid-input'),
    person: route.access === 'anyone' ? NOBODY : getPerson(request),
    request,
    response,
    services,
  });
  return services.checkAnswers ? checkedAnswer(route, answer) : answer;
}

function parse(
  schema: z.ZodType | undefined,
  value: unknown,
  code: 'not-found' | 'malformed' | 'invalid-input',
): unknown {
  if (schema === undefined) return {};
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  if (code === 'not-found') throw notFound();
  const summary = code === 'malformed' ? 'The query in the address has faults.' : 'The body of the request has faults.';
  throw new AppError(code, summary, toIssues(result.error));
}

/** The answer as text, failures included, so that both can be given again. */
async function toPlainAnswer(
  route: ApiRoute,
  services: ApiServices,
  request: Request,
  response: Response,
): Promise<PlainAnswer> {
  try {
    const answer = await callRoute(route, services, request, response);
    if (answer === 'answered' || !('json' in answer))
      throw new TypeError(`${route.key} changes something and answers no JSON`);
    return {
      status: answer.status ?? 200,
      headers: { 'Content-Type': JSON_TYPE, ...answer.headers },
      body: JSON.stringify(answer.json),
    };
  } catch (error) {
    logUnexpected(error, response);
    const problem = toProblem(error, requestId(request));
    return {
      status: problem.status,
      headers: { 'Content-Type': 'application/problem+json; charset=utf-8' },
      body: JSON.stringify(problem),
    };
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';

async function requestParts(route: ApiRoute, request: Request): Promise<(string | Uint8Array)[]> {
  const head = [route.key, request.originalUrl, request.get('If-Match') ?? '', JSON.stringify(request.body ?? {})];
  if (request.file === undefined) return head;
  const { originalname, path } = request.file;
  return [...head, originalname, await fileSha256({ name: originalname, path })];
}

async function send(response: Response, answer: Answer): Promise<void> {
  if (answer === 'answered') return;
  if ('text' in answer) {
    response.type(answer.mediaType).send(answer.text);
    return;
  }
  response.set(answer.headers ?? {});
  if ('json' in answer) {
    response
      .status(answer.status ?? 200)
      .type(JSON_TYPE)
      .send(JSON.stringify(answer.json));
    return;
  }
  if (answer.fileName !== undefined) response.attachment(answer.fileName);
  response.type(answer.mediaType).send(Buffer.from(answer.file.buffer, answer.file.byteOffset, answer.file.byteLength));
}

function methodsByPath(routes: readonly ApiRoute[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) {
    const known = methods.get(expressPath(path)) ?? [];
    methods.set(expressPath(path), [...known, method.toUpperCase()]);
  }
  return methods;
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  return (request, response) => {
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    response.setHeader('Allow', allowed.join(', '));
    sendProblem(response, {
      type: 'about:blank',
      title: 'Method not allowed',
      status: 405,
      detail: `This address takes ${allowed.join(', ')}.`,
      code: 'method-not-allowed',
      request_id: requestId(request),
    });
  };
}
