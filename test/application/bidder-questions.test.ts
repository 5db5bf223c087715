import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listAudit } from '../../src/application/audit-queries.ts';
import {
  getClarifications,
  listPublishedAnswers,
  publishedAnswersText,
} from '../../src/application/clarification-queries.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { type AnswerToAll, publishAnswer } from '../../src/application/publish-answer.ts';
import { recordBidderQuestion } from '../../src/application/record-bidder-question.ts';
import { reviseFacts } from '../../src/application/revise-facts.ts';
import { CLOSED_AT, officer, openWith, REFERENCE, revisionOf, scoredWith } from '../support/clarified-procurement.ts';
import { aPerson, createTestPorts, TEST_NOW, type TestPorts } from '../support/service-ports.ts';

const ASKER = 'Linnet Example Networks Ltd';
const QUESTION = 'Linnet Example Networks asks whether refurbished screens count.';
const TO_ALL: AnswerToAll = {
  question: 'Do refurbished screens count?',
  answer: 'Yes, where they carry a warranty of two years.',
  changesFacts: false,
};

describe('a question of a bidder before the deadline', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
    await openWith(ports);
  });

  const today = TEST_NOW.slice(0, 10);
  const receive = (given = {}) =>
    recordBidderQuestion(ports, officer, REFERENCE, {
      receivedOn: today,
      askedBy: ASKER,
      question: QUESTION,
      ...given,
    });
  const publish = (number: number, given: Partial<AnswerToAll> = {}) =>
    publishAnswer(ports, officer, REFERENCE, number, { ...TO_ALL, ...given });
  const published = () => listPublishedAnswers(ports, aPerson('evaluator'), REFERENCE);
  const extend = async (bidDeadline: string) => {
    const { facts } = await getProcurement(ports, officer, REFERENCE);
    return reviseFacts(ports, officer, REFERENCE, {
      ...(await revisionOf(ports)),
      facts: { ...facts, bidDeadline },
      reason: 'A bidder asked for more time',
    });
  };

  it('is kept with who asked, and answered to all without', async () => {
    const number = await receive();
    expect(await publish(number)).toBe(1);
    expect((await getClarifications(ports, officer, REFERENCE)).questions[0]).toMatchObject({
      number,
      received: { askedBy: ASKER, question: QUESTION, receivedOn: today, by: 'officer' },
      published: { published: 1 },
    });
    expect(await published()).toEqual([{ number: 1, at: TEST_NOW, question: TO_ALL.question, answer: TO_ALL.answer }]);
    const text = await publishedAnswersText(ports, aPerson('evaluator'), REFERENCE);
    expect(text).toContain('1. 23 November 2026\nQuestion: Do refurbished screens count?\nAnswer: Yes, where');
    const { items } = await listAudit(ports, officer, { limit: 2 });
    expect(items.map(({ event }) => event.action)).toEqual([
      'clarification.answer-published',
      'clarification.question-received',
    ]);
    expect(JSON.stringify([items, text, await published()])).not.toContain('Linnet');
  });

  it('shows who asked to officers and auditors only', async () => {
    await receive();
    for (const role of ['auditor', 'admin'] as const) {
      expect((await getClarifications(ports, aPerson(role), REFERENCE)).questions).toHaveLength(1);
    }
    for (const role of ['evaluator', 'moderator', 'sustainability'] as const) {
      await expect(getClarifications(ports, aPerson(role), REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await published()).toEqual([]);
  });

  it.each([
    ['who asked', 'LINNET example-networks would like to know.'],
    ['a bidder whose bid is here', 'The offer of Kestrel Example Systems is fine.'],
    ['a company by its number', 'Company 01234567 asks.'],
  ])('is not published while a text names %s', async (_who, text) => {
    const number = await receive({ askedBy: '01234567' });
    await receive();
    await expect(publish(number, { question: text })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ pointer: '#/question', code: 'names-a-supplier' }],
    });
    await expect(publish(number, { answer: text })).rejects.toMatchObject({ issues: [{ pointer: '#/answer' }] });
    expect(await published()).toEqual([]);
  });

  it('is not published however the name is written, and whatever stands around it', async () => {
    const number = await receive();
    const written = fc.tuple(
      fc.string(),
      fc.constantFrom('Linnet Example Networks', 'LINNET EXAMPLE NETWORKS', 'linnet example networks'),
      fc.constantFrom(' ', '  ', '-', ', ', '\n', '·'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(written, async ([before, name, between, after]) => {
        const answer = `${before} ${name.replaceAll(' ', between)} ${after}`;
        await expect(publish(number, { answer })).rejects.toMatchObject({ issues: [{ code: 'names-a-supplier' }] });
      }),
      { numRuns: 30 },
    );
    expect(await publish(number, { answer: 'A linnet is a bird; example networks are not meant.' })).toBe(1);
  });

  it('is numbered as it is published, not as it came', async () => {
    const [first, second] = [await receive(), await receive()];
    expect(await publish(second)).toBe(1);
    expect(await publish(first)).toBe(2);
    await expect(publish(first)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(publish(9)).rejects.toMatchObject({ code: 'not-found' });
    expect((await published()).map(({ number }) => number)).toEqual([1, 2]);
  });

  it('that changes the facts is answered with the new version of them', async () => {
    const number = await receive();
    await expect(publish(number, { changesFacts: true })).rejects.toMatchObject({
      issues: [{ pointer: '#/factsVersion', code: 'missing' }],
    });
    await expect(publish(number, { changesFacts: true, factsVersion: 1 })).rejects.toMatchObject({
      issues: [{ code: 'unknown-version', message: expect.stringContaining('there is none yet') as string }],
    });
    const { factsVersion } = await extend('2027-01-15');
    await expect(publish(number, { factsVersion })).rejects.toMatchObject({ issues: [{ code: 'not-needed' }] });
    await publish(number, { changesFacts: true, factsVersion });
    expect(await published()).toMatchObject([{ number: 1, factsVersion: 2, bidDeadline: '2027-01-15' }]);
    expect(await publishedAnswersText(ports, officer, REFERENCE)).toContain('The bid deadline is now 15 January 2027.');
  });

  it('is told every fault at once', async () => {
    await expect(receive({ receivedOn: '23/11/2026', askedBy: '', question: ' ' })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [
        { pointer: '#/receivedOn', code: 'not-a-date' },
        { pointer: '#/askedBy', code: 'missing' },
        { pointer: '#/question', code: 'missing' },
      ],
    });
    await expect(receive({ receivedOn: '2026-11-24' })).rejects.toMatchObject({ issues: [{ code: 'in-the-future' }] });
  });

  it('is answered before the deadline or not at all', async () => {
    const number = await receive();
    ports.setClock(CLOSED_AT);
    await expect(publish(number)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('Extend the deadline first') as string,
    });
    await expect(receive({ receivedOn: '2026-12-20' })).rejects.toMatchObject({ issues: [{ code: 'after-deadline' }] });
  });

  it('is recorded by officers and administrators of its own organisation only', async () => {
    for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
      await expect(
        recordBidderQuestion(ports, aPerson(role), REFERENCE, {
          receivedOn: today,
          askedBy: ASKER,
          question: QUESTION,
        }),
      ).rejects.toMatchObject({ code: 'forbidden' });
    }
    const stranger = { ...officer, organisation: 'eastham' };
    await expect(listPublishedAnswers(ports, stranger, REFERENCE)).rejects.toMatchObject({ code: 'not-found' });
  });
});

it('a question of a bidder is not taken once the procurement is closed', async () => {
  const ports = await createTestPorts();
  onTestFinished(() => ports.database.close());
  await scoredWith(ports);
  await expect(
    recordBidderQuestion(ports, officer, REFERENCE, { receivedOn: '2026-12-01', askedBy: ASKER, question: QUESTION }),
  ).rejects.toMatchObject({ code: 'not-allowed-in-state' });
});
