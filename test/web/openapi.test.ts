import SwaggerParser from '@apidevtools/swagger-parser';
import { describe, expect, it } from 'vitest';
import { ACCESS, type RouteKey } from '../../src/web/api/access.ts';
import { apiRoutes } from '../../src/web/api/routes.ts';
import { checkedAnswer } from '../../src/web/api/check-answer.ts';
import { createApiDocument } from '../../src/web/openapi.ts';
import { createTestApp } from '../support/app.ts';

const KEYS = Object.keys(ACCESS) as RouteKey[];

describe('the table of routes', () => {
  it('is served whole, and nothing is served that is not in it', () => {
    expect(
      apiRoutes()
        .all.map(({ key }) => key)
        .sort(),
    ).toEqual([...KEYS].sort());
  });
});

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 and describes every route', async () => {
    const { as } = await createTestApp();
    const { body } = await as().get('/openapi.json').expect(200);
    expect(body.openapi).toMatch(/^3\.1\./);
    const api = await SwaggerParser.validate(structuredClone(body));
    const described = Object.entries(api.paths ?? {}).flatMap(([path, methods]) =>
      Object.keys(methods ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...KEYS].sort());
  });

  it('says of every route who may use it, and of every change that it takes an Idempotency-Key', () => {
    const { paths = {} } = createApiDocument(apiRoutes().all, '1.0.0');
    for (const { path, method, access } of apiRoutes().all) {
      const operation = paths[path]?.[method];
      expect(operation?.description).toBe(access === 'anyone' ? 'Open to anyone.' : `Roles: ${access.join(', ')}.`);
      const names = JSON.stringify(operation?.parameters ?? []);
      expect(names.includes('Idempotency-Key')).toBe(method !== 'get');
      for (const name of path.match(/(?<=\{)\w+(?=\})/g) ?? []) expect(names).toContain(`"${name}"`);
    }
  });

  it('has a schema for every JSON answer, and a test would notice an answer that differs', () => {
    const route = apiRoutes().all.find(({ key }) => key === 'GET /version');
    if (route === undefined) throw new Error('no such route');
    const right = { software: '1.0.0', rule_sets: [], factor_sets: [], sets_in_force: [] };
    expect(checkedAnswer(route, { json: right })).toEqual({ json: right });
    expect(() => checkedAnswer(route, { json: { ...right, more: 1 } })).toThrow(
      'GET /version answered 200 against its schema',
    );
    expect(() => checkedAnswer(route, { status: 418, json: right })).toThrow('418');
  });

  it('is readable at /docs, without script and without anything from elsewhere', async () => {
    const { as } = await createTestApp();
    const { text } = await as().get('/docs').expect(200);
    for (const { path } of apiRoutes().all) expect(text).toContain(`<code>${path}</code>`);
    expect(text).not.toMatch(/<script|<style|style=|(?:src|href)="https?:/);
    expect(text.match(/<h1/g)).toHaveLength(1);
    const problem = await as().get('/api/v1/nothing').expect(404);
    const anchor = String(problem.body.type).split('#')[1];
    expect(text).toContain(`id="${anchor}"`);
    await as().get('/docs.css').expect(200);
  });
});
