import express from 'express';
import supertest from 'supertest';
import { describe, expect, it } from 'vitest';
import { ROLES, type Role } from '../../src/domain/person.ts';
import { ACCESS, type RouteKey } from '../../src/web/api/access.ts';
import { actAs, localPeople } from '../../src/web/auth.ts';
import { createTestApp, TEST_ORGANISATION } from '../support/app.ts';
import { fixturePath } from '../support/cli.ts';

const KEYS = Object.keys(ACCESS) as RouteKey[];

/** An address for a route: what it names need not be there, because roles are checked first. */
function addressOf(key: RouteKey): { readonly method: 'get' | 'post' | 'put'; readonly path: string } {
  const [verb = '', path = ''] = key.split(' ');
  const values: Readonly<Record<string, string>> = {
    kind: 'tender',
    id: 'none',
    reference: 'NONE',
    bid: 'NONE',
    rule_set: 'none@1',
  };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'none');
  return { method: verb === 'POST' ? 'post' : verb === 'PUT' ? 'put' : 'get', path: `/api/v1${filled}` };
}

describe('every route', () => {
  it('answers nobody only where anyone may ask', async () => {
    const { as } = await createTestApp();
    for (const key of KEYS) {
      const { method, path } = addressOf(key);
      const { status, body } = await as()[method](path);
      if (ACCESS[key] === 'anyone') expect([200, 404], key).toContain(status);
      else expect({ key, status, code: body.code }).toEqual({ key, status: 401, code: 'not-signed-in' });
    }
  });

  it.each([...ROLES])('lets the role %s do what the table says, and nothing else', async (role: Role) => {
    const { as } = await createTestApp({
      people: [{ id: 'one', name: 'One', organisation: TEST_ORGANISATION, roles: [role], how: 'local', does: '' }],
    });
    for (const key of KEYS) {
      const access: readonly Role[] | 'anyone' = ACCESS[key];
      const { method, path } = addressOf(key);
      const { status } = await as('one')[method](path);
      const isAllowed = access === 'anyone' || access.includes(role);
      if (isAllowed) expect([200, 201, 400, 404, 409, 415, 422], key).toContain(status);
      else expect({ key, status }).toEqual({ key, status: 403 });
    }
  });

  it('changes nothing for an auditor', () => {
    const changes = KEYS.filter((key) => !key.startsWith('GET ') && key !== 'POST /procurements/{reference}/try-out');
    for (const key of changes) expect(ACCESS[key] as readonly string[]).not.toContain('auditor');
  });
});

describe('the person who acts', () => {
  it('is refused when the header names nobody, and says who is known', async () => {
    const { as } = await createTestApp();
    const { body } = await as('mallory').get('/api/v1/procurements').expect(401);
    expect(body.detail).toContain('second-officer');
    expect((await as().get('/api/v1/procurements').expect(401)).headers['www-authenticate']).toContain('Local');
  });

  it('may read the JSON interface by the session of the pages, and change nothing by it', async () => {
    const people = localPeople(TEST_ORGANISATION);
    const pages = express.Router();
    pages.post('/act-as', async (request, response) => {
      await actAs(request, people, 'officer');
      response.json({});
    });
    pages.get('/form', (_request, response) => void response.json({ token: response.locals['csrfToken'] }));
    const { app } = await createTestApp({ people, pages });
    const browser = supertest.agent(app);
    const { body, headers } = await browser.get('/form').expect(200);
    expect(headers['set-cookie']?.[0]).toMatch(/^scorer=.*; Path=\/; Expires=.*; HttpOnly; SameSite=Lax$/);
    const chosen = await browser.post('/act-as').type('form').send({ _csrf: body.token }).expect(200);
    expect(chosen.headers['set-cookie']?.[0]).not.toBe(headers['set-cookie']?.[0]);
    await browser.get('/api/v1/procurements').expect(200);
    await browser.post('/api/v1/imports').attach('file', fixturePath('northshire', 'tender.xlsx')).expect(401);
    await browser.post('/act-as').type('form').send({ _csrf: body.token }).expect(403);
  });
});

describe('forms', () => {
  it('are refused without the token of their session, also as multipart', async () => {
    const pages = express.Router();
    pages.post(
      '/form',
      (request, response) => void response.json({ file: request.file?.originalname, body: request.body }),
    );
    pages.get('/form', (_request, response) => void response.json({ token: response.locals['csrfToken'] }));
    const { app } = await createTestApp({ pages });
    const browser = supertest.agent(app).set('X-Acting-As', 'officer');
    const { token } = (await browser.get('/form').expect(200)).body;
    await browser.post('/form').type('form').send({ a: '1' }).expect(403);
    await browser
      .post('/form')
      .type('form')
      .send({ a: '1', _csrf: 'x'.repeat(64) })
      .expect(403);
    await browser.post('/form').type('form').send({ a: '1', _csrf: token }).expect(200);
    await browser.post('/form').attach('file', Buffer.from('x'), 'a.csv').expect(403);
    const sent = await browser
      .post('/form')
      .field('_csrf', token)
      .attach('file', Buffer.from('x'), 'a.csv')
      .expect(200);
    expect(sent.body.file).toBe('a.csv');
    await supertest(app).post('/form').attach('file', Buffer.from('x'), 'a.csv').expect(401);
  });

  it('are refused when another web site sends them', async () => {
    const { as } = await createTestApp();
    for (const site of ['cross-site', 'same-site']) {
      const { body } = await as('officer').post('/api/v1/procurements/X/score').set('Sec-Fetch-Site', site).expect(403);
      expect(body.code).toBe('forbidden');
    }
    await as('officer').post('/api/v1/procurements/X/score').set('Sec-Fetch-Site', 'same-origin').expect(404);
  });
});

describe('every answer', () => {
  it('carries the headers that keep a browser from doing what it should not', async () => {
    const { as } = await createTestApp();
    for (const path of ['/docs', '/api/v1/rules', '/api/v1/nothing', '/nothing', '/healthz']) {
      const { headers } = await as().get(path);
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';script-src 'nonce-[\w+/=]{22,}';/);
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
      });
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
    }
    const [one, two] = await Promise.all([as().get('/docs'), as().get('/docs')]);
    expect(one?.headers['content-security-policy']).not.toBe(two?.headers['content-security-policy']);
  });

  it('is for https only when the public address is', async () => {
    const { app } = await createTestApp({ publicUrl: 'https://scorer.example' });
    const { headers } = await supertest(app).get('/docs').set('Host', 'scorer.example').expect(200);
    expect(headers['strict-transport-security']).toContain('max-age=');
  });
});

describe('a request', () => {
  it('under another name than ours is refused: names can be made to point at this machine', async () => {
    const { app } = await createTestApp();
    await supertest(app).get('/docs').set('Host', 'attacker.example').expect(403);
    await supertest(app).get('/docs').set('Host', '127.0.0.1.attacker.example').expect(403);
    await supertest(app).get('/docs').set('Host', 'localhost:3000').expect(200);
    await supertest(app).get('/docs').set('Host', '[::1]:3000').expect(200);
  });

  it('with an encoded body is refused before anything reads it', async () => {
    const { as } = await createTestApp();
    for (const encoding of ['br', 'gzip', 'deflate', 'zstd', 'identity, br']) {
      await as('officer').post('/api/v1/procurements/X/score').set('Content-Encoding', encoding).send('{}').expect(415);
    }
  });

  it('with a body that is too large, not JSON, or of another type is refused', async () => {
    const { as } = await createTestApp();
    const post = () => as('officer').post('/api/v1/procurements/X/publish');
    await post().type('json').send('{"reason":').expect(400);
    await post()
      .type('json')
      .send(JSON.stringify({ reason: 'x'.repeat(1_100_000) }))
      .expect(413);
    await post().type('text').send('reason').expect(415);
    await post().type('json').send('{"__proto__":{"admin":true}}').expect(422);
    await post().send({ reason: 'x', more: 1 }).expect(422);
    await as('officer').get('/api/v1/procurements/%E0%A4%A').expect(400);
    await as('officer').delete('/api/v1/procurements/X').expect(405);
  });

  it('too many of a kind is refused with when to come again, health checks excepted', async () => {
    const { as } = await createTestApp({ requestsPerMinute: 3 });
    for (let count = 0; count < 3; count++) await as().get('/version').expect(200);
    const { body, headers } = await as().get('/version').expect(429);
    expect(body).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await as().get('/healthz').expect(200);
  });
});
