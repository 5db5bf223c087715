import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import type { AppErrorCode } from '../domain/errors.ts';
import type { ApiRoute, Success } from './api/route.ts';
import { problem } from './api/schemas/shared.ts';
import { ACTING_AS } from './auth.ts';
import { API_BASE } from './paths.ts';
import { statusOf, TITLES } from './problem.ts';

export type ApiDocument = ReturnType<typeof createDocument>;

const PROBLEM = 'application/problem+json';
const JSON_TYPE = 'application/json';

/** The OpenAPI 3.1 document of the JSON interface, made from the schemas that read requests and check answers. */
export function createApiDocument(routes: readonly ApiRoute[], version: string): ApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: toOperation(route) };
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Supplier Sustainability Scorer',
      version,
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Assesses bids in ICT procurements on environmental policy and net-carbon impact. Numbers that matter are decimal text. Failures are RFC 9457 problems.',
    },
    servers: [{ url: API_BASE }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    components: {
      securitySchemes: {
        actingAs: {
          type: 'apiKey',
          in: 'header',
          name: ACTING_AS,
          description: 'While no sign-in is configured: the id of the local person who acts. It proves nothing.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'scorer',
          description: 'The session of the pages; for reading only',
        },
      },
    },
    paths,
  });
}

function toOperation(route: ApiRoute): ZodOpenApiOperationObject {
  const { access } = route;
  const isChange = route.method !== 'get';
  const header = headersOf(route);
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: access === 'anyone' ? 'Open to anyone.' : `Roles: ${access.join(', ')}.`,
    tags: [route.tag],
    security: access === 'anyone' ? [] : isChange ? [{ actingAs: [] }] : [{ actingAs: [] }, { session: [] }],
    requestParams: {
      ...(route.params === undefined ? {} : { path: route.params }),
      ...(route.query === undefined ? {} : { query: route.query }),
      ...(header === undefined ? {} : { header }),
    },
    ...bodyOf(route),
    responses: { ...successesOf(route), ...failuresOf(route) },
  };
}

function headersOf({ method, takesIfMatch }: ApiRoute): z.ZodObject | undefined {
  if (method === 'get') return undefined;
  const key = z
    .string()
    .optional()
    .meta({ description: 'The same request with the same key is answered once and for all' });
  const match = z
    .string()
    .optional()
    .meta({ description: 'The ETag of what you looked at, as "5"; 409 when it has changed' });
  return z.object({ 'Idempotency-Key': key, ...(takesIfMatch === true ? { 'If-Match': match } : {}) });
}

function bodyOf({ body, takesFile }: ApiRoute): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (takesFile === true) {
    const file = z.string().meta({ format: 'binary', description: 'The one file' });
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema: z.object({ file }) } } } };
  }
  if (body === undefined) return {};
  return { requestBody: { required: !body.safeParse({}).success, content: { [JSON_TYPE]: { schema: body } } } };
}

function successesOf({ successes }: ApiRoute): ZodOpenApiResponsesObject {
  return Object.fromEntries(Object.entries(successes).map(([status, success]) => [status, toResponse(success)]));
}

function toResponse({ description, schema, mediaType = JSON_TYPE, alternatives = [] }: Success) {
  const file = z.string().meta({ format: 'binary' });
  const others = Object.fromEntries(alternatives.map((type) => [type, { schema: file }]));
  if (schema !== undefined) return { description, content: { [mediaType]: { schema }, ...others } };
  const text = z.string().meta(mediaType.startsWith('text/') ? {} : { format: 'binary' });
  return { description, content: { [mediaType]: { schema: text } } };
}

/** Each status once, with the titles of the failures that share it. */
function failuresOf(route: ApiRoute): ZodOpenApiResponsesObject {
  const codes: AppErrorCode[] = [
    ...(route.fails ?? []),
    ...(route.access === 'anyone' ? [] : (['not-signed-in', 'forbidden'] as const)),
    ...(route.method === 'get'
      ? []
      : (['malformed', 'unsupported-file', 'too-large', 'conflict', 'invalid-input'] as const)),
    'malformed',
    'too-many-requests',
  ];
  const byStatus = Map.groupBy(new Set(codes), statusOf);
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      {
        description: [...new Set(some.map((code) => TITLES[code]))].join('; '),
        content: { [PROBLEM]: { schema: problem } },
      },
    ]),
  );
}

/** `getImportsIdEvents`: stable, unique, and a name in every language. */
function operationId({ method, path }: ApiRoute): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}
