import express from 'express';
import { describe, expect, it } from 'vitest';
import { AppError, type AppErrorCode } from '../../src/domain/errors.ts';
import { problem as problemSchema } from '../../src/web/api/schemas/shared.ts';
import { statusOf, TITLES, toProblem } from '../../src/web/problem.ts';
import { createTestApp } from '../support/app.ts';

describe('a problem', () => {
  it('has a status for every expected failure, and 500 only for what is not the sender’s', () => {
    const codes = Object.keys(TITLES) as AppErrorCode[];
    const statuses = Object.fromEntries(codes.map((code) => [code, statusOf(code)]));
    expect(statuses).toEqual({
      malformed: 400,
      'wrong-usage': 400,
      'not-signed-in': 401,
      forbidden: 403,
      'not-found': 404,
      'not-allowed-in-state': 409,
      conflict: 409,
      'too-large': 413,
      'unsupported-file': 415,
      'invalid-input': 422,
      'too-many-requests': 429,
      'invalid-configuration': 500,
    });
  });

  it('lists the first 200 faults with their cells and counts the others', () => {
    const issues = Array.from({ length: 250 }, (_, row) => ({
      pointer: `#/bids/B1/carbon/${row}`,
      code: 'not-a-number',
      message: 'Enter a number of kilograms, got "n/a"',
      found: 'n/a',
      sheet: 'Carbon',
      cell: `J${row + 2}`,
      header: 'Declared kgCO2e',
    }));
    const problem = toProblem(
      new AppError('invalid-input', 'x.xlsx has 250 faults.\nCarbon!J2 Enter …', issues),
      'request-1',
    );
    expect(problemSchema.parse(problem)).toMatchObject({
      status: 422,
      detail: 'x.xlsx has 250 faults.',
      not_listed: 50,
    });
    expect(problem.errors).toHaveLength(200);
    expect(problem.errors?.[0]).toMatchObject({ sheet: 'Carbon', cell: 'J2', header: 'Declared kgCO2e', found: 'n/a' });
  });

  it('says nothing of what went wrong inside', async () => {
    const pages = express.Router();
    pages.get('/bug', () => {
      throw new TypeError("Cannot read properties of undefined (reading 'secret')");
    });
    pages.get('/setting', () => {
      throw new AppError('invalid-configuration', 'DATABASE_URL is wrong: postgres://user:password@host');
    });
    pages.get('/odd', () => {
      throw Object.assign(new Error('inner'), { status: 200 });
    });
    const { as } = await createTestApp({ pages });
    for (const path of ['/bug', '/setting', '/odd']) {
      const { body, text } = await as().get(path).set('X-Request-Id', 'my-request-1').expect(500);
      expect(problemSchema.parse(body)).toMatchObject({ code: 'internal', request_id: 'my-request-1' });
      expect(text).not.toMatch(/secret|password|inner|undefined|at \w+ \(/);
    }
  });
});
