import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';
import nunjucks from 'nunjucks';
import { ACCESS } from './api/access.ts';
import type { ApiRoute } from './api/route.ts';
import { ACTING_AS } from './auth.ts';
import { createApiDocument } from './openapi.ts';
import { API_BASE } from './paths.ts';
import { statusOf, TITLES } from './problem.ts';

const VIEWS = join(import.meta.dirname, 'api', 'views');

/**
 * `/openapi.json`, and `/docs`: the same as a plain page, with no script and nothing from elsewhere. Made when first
 * asked for: it takes some tenths of a second, and 12 MB.
 */
export function createDocsRouter(routes: readonly ApiRoute[], version: string): Router {
  let made: Docs | undefined;
  const docs = () => (made ??= writeDocs(routes, version));
  const router = Router();
  router.get('/openapi.json', (_request, response) => {
    response.type('application/json').send(docs().json);
  });
  router.get('/docs', (_request, response) => {
    response.type('html').send(docs().html);
  });
  router.get('/docs.css', (_request, response) => {
    response.type('css').send(docs().css);
  });
  return router;
}

type Docs = { readonly json: string; readonly html: string; readonly css: string };

function writeDocs(routes: readonly ApiRoute[], version: string): Docs {
  const document = createApiDocument(routes, version);
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(VIEWS), {
    autoescape: true,
    throwOnUndefined: true,
  });
  const html = environment.render('docs.njk', {
    version,
    base: API_BASE,
    actingAs: ACTING_AS,
    groups: toGroups(routes, document),
    problems: problemKinds(),
  });
  return {
    json: JSON.stringify(document, undefined, 2),
    html,
    css: readFileSync(join(VIEWS, 'docs.css'), 'utf8'),
  };
}

type Operation = {
  readonly operationId?: string;
  readonly parameters?: unknown;
  readonly responses?: unknown;
  readonly requestBody?: unknown;
};

function toGroups(routes: readonly ApiRoute[], { paths }: ReturnType<typeof createApiDocument>) {
  const groups = Map.groupBy(routes, ({ tag }) => tag);
  return [...groups].map(([tag, some]) => ({
    tag,
    operations: some.map((route) => {
      const operation: Operation = paths?.[route.path]?.[route.method] ?? {};
      const access = ACCESS[route.key];
      return {
        id: operation.operationId ?? route.key,
        method: route.method.toUpperCase(),
        path: route.path,
        summary: route.summary,
        who: access === 'anyone' ? 'anyone' : access.join(', '),
        parameters: parametersOf(operation),
        body: bodyName(operation),
        responses: responsesOf(operation),
      };
    }),
  }));
}

function parametersOf({ parameters }: Operation) {
  const list = (parameters ?? []) as {
    name?: string;
    in?: string;
    required?: boolean;
    description?: string;
    schema?: { description?: string };
  }[];
  return list.map(({ name = '', in: place = '', required = false, description, schema }) => ({
    name,
    place,
    required,
    description: description ?? schema?.description ?? '',
  }));
}

function bodyName({ requestBody }: Operation): string {
  const { content = {} } = (requestBody ?? {}) as { content?: Record<string, unknown> };
  return Object.keys(content).join(', ');
}

function responsesOf({ responses }: Operation) {
  return Object.entries(
    (responses ?? {}) as Record<string, { description?: string; content?: Record<string, unknown> }>,
  ).map(([status, { description = '', content = {} }]) => ({
    status,
    description,
    media: Object.keys(content).join(', '),
  }));
}

function problemKinds() {
  const codes = Object.keys(TITLES) as (keyof typeof TITLES)[];
  return codes
    .filter((code) => statusOf(code) !== 500)
    .map((code) => ({ code, title: TITLES[code], status: statusOf(code) }));
}
