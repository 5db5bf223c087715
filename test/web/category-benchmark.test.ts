import { beforeEach, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../support/app.ts';

const CONTRACTS = 'Contract reference,Title,Supplier,ICT category,Start,End,Annual value';
const RETURN = 'Contract reference,Line,Kind,Period start,Period end,Amount,Amount unit,Basis';
/** Kilograms a year for a pound: 0.05, 0.08, 0.1, 0.2, 0.9. The median is 0.1. */
const REPORTED = ['5000', '8000', '10000', '20000', '90000'];

describe('a contract that reports for the first time', () => {
  let test: TestApp;
  let key = 0;
  const send = (headers: string, ...rows: readonly string[]) =>
    test
      .as('sustainability')
      .post('/api/v1/imports')
      .set('Idempotency-Key', `file-${++key}`)
      .attach('file', Buffer.from([headers, ...rows].join('\n')), 'sent.csv');
  const reports = (reference: string, amount: string, unit: string, period = '2025-04-01,2026-03-31') =>
    `${reference},1,emission,${period},${amount},${unit},actual`;
  const questions = (body: { readonly errors?: readonly { cell: string; code: string; message: string }[] }) =>
    body.errors?.map(({ cell, code }) => `${cell} ${code}`);

  beforeEach(async () => {
    test = await createTestApp();
    const references = [...REPORTED.map((_, index) => `H${index}`), 'new', 'small', 'free'];
    await send(
      CONTRACTS,
      ...references.map((reference) => {
        const value = reference === 'free' ? '' : reference === 'small' ? '1000' : '100000';
        return `${reference},Devices,Rowan Example Devices Ltd,hardware,2025-04-01,2030-03-31,${value}`;
      }),
      'cloud,Hosting,Fern Example Hosting Ltd,cloud,2025-04-01,2030-03-31,100000',
    ).expect(201);
  });

  const fill = (count: number) =>
    send(RETURN, ...REPORTED.slice(0, count).map((amount, index) => reports(`H${index}`, amount, 'kg'))).expect(201);

  it('is asked about a figure a thousand times the median of its category for a pound, at the largest line', async () => {
    await fill(5);
    const row = reports('new', '12000', 't');
    const { body } = await send(RETURN, `new,0,emission,2025-04-01,2026-03-31,3,kg,actual`, row).expect(422);
    expect(questions(body)).toEqual(['F3 likely-unit-slip']);
    expect(body.errors[0].message).toContain(
      'what new reports, 120.00003 kg a year for a pound of its annual value is about a thousand times the median of 5 hardware contracts, 0.1 kg',
    );
    const { name } = body.import.proposed_mapping;
    await test
      .as('sustainability')
      .post(`/api/v1/imports/${body.import.id}/mapping`)
      .set('Idempotency-Key', 'accept')
      .send({ name })
      .expect(201);
  });

  it('is asked about a thousandth, of part of a year too', async () => {
    await fill(5);
    // 0.9 kg in one month is 10.8 kg a year: 0.000108 for a pound.
    const { body } = await send(RETURN, reports('new', '0.9', 'kg', '2025-04-01,2025-04-30')).expect(422);
    expect(questions(body)).toEqual(['F2 likely-unit-slip']);
    expect(body.errors[0].message).toContain('about a thousandth of the median');
  });

  it('is not asked where it only differs, has no value, is of another category, or has a history', async () => {
    await fill(5);
    const { body } = await send(
      RETURN,
      reports('new', '900000', 'kg'),
      reports('small', '10', 't'),
      reports('free', '12000', 't'),
      reports('cloud', '12000', 't'),
    ).expect(201);
    expect(body.registered.lines).toBe(4);
    const later = await send(RETURN, reports('H0', '6000', 'kg', '2026-04-01,2026-10-31')).expect(201);
    expect(later.body.registered.lines).toBe(1);
  });

  it('is not asked where fewer than five contracts have figures', async () => {
    await fill(4);
    const { body } = await send(RETURN, reports('new', '12000', 't')).expect(201);
    expect(body.registered.lines).toBe(1);
  });
});
