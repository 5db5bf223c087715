import ExcelJS from 'exceljs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { getBid } from '../../src/application/bid-queries.ts';
import { agreeClassification, classifyAnswer } from '../../src/application/classify-answer.ts';
import { getClarifications } from '../../src/application/clarification-queries.ts';
import { openClarifications } from '../../src/application/open-clarifications.ts';
import { raiseClarifications } from '../../src/application/raise-clarifications.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import {
  type ClarificationAnswer,
  recordClarificationAnswer,
  recordNoAnswer,
} from '../../src/application/record-clarification-answer.ts';
import { getAssessment, scoreProcurement } from '../../src/application/score-procurement.ts';
import { dropClarification, sendClarifications } from '../../src/application/send-clarifications.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { AnswerClass, ClarifiedValues } from '../../src/domain/clarification.ts';
import type { ProcurementState } from '../../src/domain/lifecycle.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { colleague, officer, REFERENCE, REPLY_BY, scoredWith, withoutStage } from '../support/clarified-procurement.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const [kestrel, rowan, curlew] = northshireTender.bids as readonly [Bid, Bid, Bid];
const ANSWERED = '2027-01-05T12:00:00Z';
const LATE = '2027-01-09T09:00:00Z';
const NO_VALUES: ClarifiedValues = { answers: {}, carbon: [], evidence: {} };
const SOLD = 'The schedule of the same bid gives the figure on page 4; the sheet left it out.';

describe('clarifications after the deadline', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  const view = () => getClarifications(ports, officer, REFERENCE);
  const one = async (number: number) => {
    const found = (await view()).clarifications.find((each) => each.number === number);
    if (found === undefined) throw new Error(`There is no clarification ${number}`);
    return found;
  };
  const open = () => ports.database.read((stores) => openClarifications(stores, officer.organisation, REFERENCE));
  const defaults = async () => (await getAssessment(ports, officer, REFERENCE)).defaults;
  const raise = async (topic: string) => {
    const [number = 0] = await raiseClarifications(ports, officer, REFERENCE, { topics: [topic] });
    return number;
  };
  /** Raised, sent, and time passes to the day of the answer. */
  const ask = async (topic: string) => {
    const number = await raise(topic);
    await sendClarifications(ports, officer, REFERENCE, { numbers: [number], replyBy: REPLY_BY });
    ports.setClock(ANSWERED);
    return number;
  };
  const answer = (number: number, bid: string, given: Partial<ClarificationAnswer> = {}) =>
    recordClarificationAnswer(ports, officer, REFERENCE, number, {
      bid,
      answeredOn: '2027-01-05',
      answer: 'The figure stands in our schedule.',
      ...given,
    });
  const classify = (number: number, bid: string, as: AnswerClass, person = officer) =>
    classifyAnswer(ports, person, REFERENCE, number, { bid, as, reason: SOLD });
  const agree = (number: number, bid: string, person = colleague, agrees = true) =>
    agreeClassification(ports, person, REFERENCE, number, { bid, agrees, reason: 'I have compared it with the bid.' });
  const inState = async (state: ProcurementState) =>
    ports.database.transaction(async ({ procurements }) => {
      const record = await procurements.find(officer.organisation, REFERENCE);
      if (record !== undefined) await procurements.save({ ...record, state });
    });
  const useLine = kestrel.carbon.filter(({ stage }) => stage === 'use');

  describe('that could be asked', () => {
    it('come from flags, conditions in doubt, missing answers and missing figures of the latest assessment', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan, ...northshireTender.bids.slice(2)]);
      const { proposals, clarifications } = await view();
      const byTopic = new Map(proposals.map(({ topic, recipients }) => [topic.id, recipients.map(({ bid }) => bid)]));
      expect(Object.fromEntries(byTopic)).toMatchObject({
        'carbon:use': ['B1'],
        'carbon:total': ['B2'],
        'flag:IC15': ['B2'],
        'flag:IC08': ['B4'],
        'flag:GW01': ['B3'],
        'condition:G1/period-clarify': ['B4'],
        'condition:G1/fresh-clarify': ['B4'],
        'question:footprint-assurance': ['B2'],
      });
      expect(byTopic.has('question:carbon-per-functional-unit')).toBe(false);
      expect(clarifications).toEqual([]);
    });

    it('put the same text to every bid concerned, and tell none what was found in another', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan, withoutStage(curlew, 'use')]);
      const number = await raise('carbon:use');
      const { raised, replies } = await one(number);
      expect(replies.map(({ bid, state }) => [bid, state])).toEqual([
        ['B1', 'not-sent'],
        ['B3', 'not-sent'],
      ]);
      const { proposals } = await view();
      for (const text of [raised.text, ...proposals.map((each) => each.text)]) {
        for (const { supplier } of [kestrel, rowan, curlew]) expect(text).not.toContain(supplier.name);
      }
      const flagged = proposals.find(({ topic }) => topic.id === 'flag:GW01');
      expect(flagged?.recipients[0]?.finding).toContain('3338.6');
      expect(flagged?.text).not.toContain('3338.6');
    });

    it('ask in the words of the questions, also where only the council can tell what was found', async () => {
      await scoredWith(ports);
      const { proposals } = await view();
      const textOf = (id: string) => proposals.find(({ topic }) => topic.id === id)?.text ?? '';
      expect(textOf('flag:IC08')).toContain('(device-carbon)');
      expect(textOf('flag:IC08')).not.toContain('0.262');
      expect(textOf('condition:G1/period-clarify')).toMatch(/current reporting period is missing.*2026-12-18\.\n/);
      expect(textOf('question:footprint-assurance')).toContain('(footprint-assurance)');
      expect(textOf('carbon:total')).toContain('Your bid gives no carbon line for any stage.');
    });

    it('are all prepared at once, and none is sent by itself', async () => {
      await scoredWith(ports);
      const { proposals } = await view();
      const numbers = await raiseClarifications(ports, officer, REFERENCE, { topics: 'all' });
      expect(numbers).toEqual(proposals.map((_, index) => index + 1));
      const after = await view();
      expect(after.proposals).toEqual([]);
      expect(after.clarifications.every(({ sent }) => sent === undefined)).toBe(true);
      await expect(raiseClarifications(ports, officer, REFERENCE, { topics: 'all' })).rejects.toMatchObject({
        code: 'not-allowed-in-state',
      });
    });

    it('are asked in other words where they name no supplier', async () => {
      await scoredWith(ports);
      const put = (text: string) => raiseClarifications(ports, officer, REFERENCE, { topics: ['carbon:total'], text });
      await expect(put('Rowan Example Devices sent no figure. Why?')).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [{ pointer: '#/text', code: 'names-a-supplier' }],
      });
      await expect(put(' ')).rejects.toMatchObject({ issues: [{ pointer: '#/text', code: 'missing' }] });
      const [number = 0] = await put(' Where does your carbon figure stand? ');
      expect((await one(number)).raised.text).toBe('Where does your carbon figure stand?');
    });

    it('are asked again only after they were dropped unsent, with a reason', async () => {
      await scoredWith(ports);
      const number = await raise('carbon:total');
      await expect(raise('carbon:total')).rejects.toMatchObject({ code: 'not-found' });
      await expect(dropClarification(ports, officer, REFERENCE, number, { reason: ' ' })).rejects.toMatchObject({
        issues: [{ pointer: '#/reason' }],
      });
      await dropClarification(ports, officer, REFERENCE, number, { reason: 'Asked of the wrong lot' });
      expect(await raise('carbon:total')).toBe(number + 1);
      await expect(
        sendClarifications(ports, officer, REFERENCE, { numbers: [number], replyBy: REPLY_BY }),
      ).rejects.toMatchObject({ code: 'not-allowed-in-state', message: 'Clarification 1 was dropped.' });
    });
  });

  describe('that are sent', () => {
    it('have a day to reply by, after today, and are sent once', async () => {
      await scoredWith(ports);
      const number = await raise('carbon:total');
      const send = (replyBy: string) => sendClarifications(ports, officer, REFERENCE, { replyBy });
      await expect(send('2026-12-21')).rejects.toMatchObject({ issues: [{ code: 'not-after-today' }] });
      await expect(send('soon')).rejects.toMatchObject({ issues: [{ code: 'not-a-date' }] });
      expect(await send(REPLY_BY)).toEqual([number]);
      await expect(send(REPLY_BY)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await one(number)).sent).toMatchObject({ by: 'officer', replyBy: REPLY_BY });
    });

    it('are answered in time or recorded as not answered', async () => {
      await scoredWith(ports);
      const number = await ask('carbon:total');
      await expect(recordNoAnswer(ports, officer, REFERENCE, number, { bid: 'B2' })).rejects.toMatchObject({
        code: 'not-allowed-in-state',
        message: `Bid B2 has until the end of ${REPLY_BY} to answer clarification ${number}.`,
      });
      ports.setClock(LATE);
      await expect(answer(number, 'B2', { answeredOn: '2027-01-09', answer: ' ' })).rejects.toMatchObject({
        issues: [{ code: 'after-reply-by' }, { pointer: '#/answer', code: 'missing' }],
      });
      await expect(answer(number, 'B2', { answeredOn: '2027-02-01' })).rejects.toMatchObject({
        issues: [{ code: 'in-the-future' }],
      });
      await recordNoAnswer(ports, officer, REFERENCE, number, { bid: 'B2', note: 'One came on 9 January.' });
      expect((await one(number)).replies[0]).toMatchObject({
        state: 'not-answered',
        notAnswered: { note: 'One came on 9 January.', by: 'officer' },
      });
      await expect(answer(number, 'B2')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await defaults())[0]).toMatchObject({ clarification: number, outcome: 'not-answered' });
    });

    it('are not put to other bids', async () => {
      await scoredWith(ports);
      const number = await ask('carbon:total');
      await expect(answer(number, 'B1')).rejects.toMatchObject({ code: 'not-found' });
      await expect(answer(number + 5, 'B2')).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  describe('that correct an obvious error', () => {
    const forgotten = { values: { ...NO_VALUES, carbon: useLine } };

    it('make a new version of the bid once a second person agrees, and the default is gone', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      await answer(number, 'B1', forgotten);
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
      await classify(number, 'B1', 'corrects-obvious-error');
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
      expect(await agree(number, 'B1')).toBe(2);
      const bid = await getBid(ports, officer, REFERENCE, 'B1');
      expect(bid.versions.map(({ version, status }) => `${version} ${status}`)).toEqual(['1 superseded', '2 current']);
      expect(bid.statusReason).toContain(`Clarification ${number}`);
      expect(bid.bid).toEqual(kestrel);
      expect((await getAssessment(ports, officer, REFERENCE)).changedSince).toEqual(['Bid B1 has changed.']);
      await scoreProcurement(ports, officer, REFERENCE);
      expect((await defaults()).map(({ bid: name }) => name)).toEqual(['B2']);
      expect(await verifyAudit(ports, officer)).toMatchObject({ holds: true });
    });

    it('need a second person: not whoever classified', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      await answer(number, 'B1', forgotten);
      await classify(number, 'B1', 'corrects-obvious-error');
      await expect(agree(number, 'B1', officer)).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('A second person') as string,
      });
      for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
        await expect(agree(number, 'B1', aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
      }
      await agree(number, 'B1', aPerson('admin'));
      expect((await one(number)).replies[0]).toMatchObject({ state: 'agreed', agreed: { by: 'admin', version: 2 } });
    });

    it('are classified again when the second person disagrees; both words stay', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      await answer(number, 'B1', forgotten);
      await classify(number, 'B1', 'corrects-obvious-error');
      await agree(number, 'B1', colleague, false);
      expect((await one(number)).replies[0]?.state).toBe('answered');
      await classify(number, 'B1', 'improves-offer', colleague);
      expect(await agree(number, 'B1', officer)).toBeUndefined();
      const [reply] = (await one(number)).replies;
      expect(reply?.history.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
        'classified officer',
        'disagreed second-officer',
        'classified second-officer',
        'agreed officer',
      ]);
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
    });

    it('are checked as a bid is, with every fault told', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      const faulty = { ...NO_VALUES, carbon: [{ line: 'X1', stage: 'use' as const, declaredKg: '-5', year: 'soon' }] };
      await expect(answer(number, 'B1', { values: faulty })).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [
          { pointer: '#/bids/B1/carbon/X1/year', code: 'not-a-year' },
          { pointer: '#/bids/B1/carbon/X1/declaredKg', code: 'negative' },
        ],
      });
      expect((await one(number)).replies[0]?.state).toBe('awaited');
    });

    it('say what is corrected', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      await answer(number, 'B1');
      await expect(classify(number, 'B1', 'corrects-obvious-error')).rejects.toMatchObject({
        issues: [{ pointer: '#/as', code: 'nothing-to-correct' }],
      });
    });

    it('cannot correct a bid that has been withdrawn meanwhile', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      await answer(number, 'B1', forgotten);
      await classify(number, 'B1', 'corrects-obvious-error');
      await withdrawBid(ports, officer, REFERENCE, 'B1', { reason: 'By letter' });
      await expect(agree(number, 'B1')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await open()).map(({ bid }) => bid)).not.toContain('B1');
    });
  });

  describe('that would improve the offer', () => {
    it('are refused where they go beyond what was asked', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      const [make] = kestrel.carbon.filter(({ stage }) => stage === 'make');
      if (make === undefined) throw new Error('The example has no line for making');
      const values: ClarifiedValues = {
        answers: { 'net-zero-year': { state: 'given', value: '2030' }, 'bid-price': { state: 'given', value: '1' } },
        carbon: [{ ...make, declaredKg: '1' }],
        evidence: {},
      };
      await expect(answer(number, 'B1', { values })).rejects.toMatchObject({
        issues: expect.arrayContaining([
          expect.objectContaining({ pointer: '#/values/answers/net-zero-year', code: 'not-asked' }),
          expect.objectContaining({ pointer: '#/values/answers/bid-price', code: 'not-asked' }),
          expect.objectContaining({ pointer: `#/values/carbon/${make.line}`, code: 'not-asked' }),
        ]) as unknown,
      });
    });

    it('never change the bid, and are kept on record', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await ask('carbon:use');
      await answer(number, 'B1', { values: { ...NO_VALUES, carbon: useLine } });
      await classify(number, 'B1', 'improves-offer');
      expect(await agree(number, 'B1')).toBeUndefined();
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
      expect((await one(number)).replies[0]?.answered?.values?.carbon).toEqual(useLine);
      const before = await getAssessment(ports, officer, REFERENCE);
      expect((await scoreProcurement(ports, officer, REFERENCE)).id).toBe(before.id);
      expect(await defaults()).toContainEqual({
        bid: 'B1',
        topic: 'carbon:use',
        clarification: number,
        outcome: 'improves-offer',
        sentence: `No carbon line was given for use, so the published default stands in. Clarification ${number} was sent on 21 December 2026; the answer would have improved the offer, so the default stays.`,
      });
    });
  });

  describe('that explain', () => {
    const withoutPointer = (bid: Bid, id: string): Bid => {
      const { evidence: _evidence, ...answered } = bid.answers[id] ?? { state: 'given', value: '' };
      return { ...bid, answers: { ...bid.answers, [id]: answered } };
    };

    it('add a missing evidence pointer and nothing else', async () => {
      const question = 'certificate-expiry-date';
      await scoredWith(ports, [kestrel, withoutPointer(rowan, question)]);
      const number = await ask('flag:IC15');
      const pointer = { document: 'Certificate.pdf', page: '1' };
      const later = { state: 'given', value: '2029-12-31' } as const;
      await answer(number, 'B2', {
        values: { answers: { [question]: later }, carbon: [], evidence: { [question]: pointer } },
      });
      await classify(number, 'B2', 'explains');
      expect(await agree(number, 'B2')).toBe(2);
      const { bid, statusReason } = await getBid(ports, officer, REFERENCE, 'B2');
      expect(bid.answers[question]).toEqual({ ...rowan.answers[question], evidence: pointer });
      expect({ ...bid, answers: {} }).toEqual({ ...rowan, answers: {} });
      expect(statusReason).toContain('missing evidence pointers were added');
    });

    it('leave the bid as it is where they bring no pointer', async () => {
      await scoredWith(ports);
      const number = await ask('carbon:total');
      await answer(number, 'B2', { evidence: { document: 'Letter.pdf', page: '2' } });
      await classify(number, 'B2', 'explains');
      expect(await agree(number, 'B2')).toBeUndefined();
      expect((await getBid(ports, officer, REFERENCE, 'B2')).version).toBe(1);
      expect((await defaults())[0]?.sentence).toContain('explains and gives no figure, so the default stays');
    });
  });

  it('are told with each default that counts, in the pack of the council and to the bidder alone', async () => {
    await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
    await ask('carbon:use');
    const files = await buildProcurementPack(ports, officer, REFERENCE);
    const bytesOf = (name: string) => files.find((file) => file.name === name)?.bytes ?? new Uint8Array();
    const text = (name: string) => new TextDecoder().decode(bytesOf(name));
    const asked = 'Clarification 1 was sent on 21 December 2026; the answer is awaited.';
    const never = 'the published default total stands in. The bidder has not been asked.';
    const report = text('for-council/evaluation-report.html');
    expect(report).toContain(asked);
    expect(report).toContain(never);
    expect(text('for-bidders/B1/assessment-summary.html')).toContain(asked);
    expect(text('for-bidders/B1/assessment-summary.html')).not.toContain(never);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(bytesOf('for-council/evaluation-pack.xlsx')).buffer);
    const summary = JSON.stringify(workbook.getWorksheet('Summary')?.getSheetValues());
    expect(summary).toContain(asked);
    expect(summary).toContain(never);
  }, 30_000);

  it('count as open until they are settled, defaults that nobody asked about among them', async () => {
    await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
    const kinds = async () => (await open()).map(({ kind, bid }) => `${bid} ${kind}`);
    expect(await kinds()).toEqual(['B1 default-not-asked', 'B2 default-not-asked']);
    expect((await defaults()).map(({ outcome }) => outcome)).toEqual(['not-asked', 'not-asked']);
    const number = await raise('carbon:use');
    expect(await kinds()).toEqual(['B1 not-sent', 'B2 default-not-asked']);
    await sendClarifications(ports, officer, REFERENCE, { replyBy: REPLY_BY });
    expect(await kinds()).toEqual(['B1 awaited', 'B2 default-not-asked']);
    ports.setClock(ANSWERED);
    await answer(number, 'B1');
    expect(await kinds()).toEqual(['B1 answered', 'B2 default-not-asked']);
    await classify(number, 'B1', 'explains');
    expect(await kinds()).toEqual(['B1 classified', 'B2 default-not-asked']);
    await agree(number, 'B1');
    expect(await kinds()).toEqual(['B2 default-not-asked']);
  });

  it.each(['moderated', 'approved', 'awarded', 'cancelled'] as const)(
    'cannot be asked, answered or classified once the procurement is %s',
    async (state) => {
      await scoredWith(ports);
      const number = await ask('carbon:total');
      await inState('evaluating');
      await answer(number, 'B2');
      await inState(state);
      const refused = { code: 'not-allowed-in-state', message: expect.stringContaining(`is ${state}`) as string };
      await expect(raise('flag:IC15')).rejects.toMatchObject(refused);
      await expect(sendClarifications(ports, officer, REFERENCE, { replyBy: '2027-02-01' })).rejects.toMatchObject(
        refused,
      );
      await expect(classify(number, 'B2', 'explains')).rejects.toMatchObject(refused);
      await expect(agree(number, 'B2')).rejects.toMatchObject(refused);
    },
  );

  it('leave an event for each step, which says who and what but not the bidder’s words', async () => {
    await scoredWith(ports);
    const number = await ask('carbon:total');
    await answer(number, 'B2', { answer: 'Our secret figure is 12.' });
    await classify(number, 'B2', 'improves-offer');
    await agree(number, 'B2');
    const { items } = await listAudit(ports, officer, { limit: 5 });
    expect(items.map(({ event }) => [event.action, event.actor, event.subject])).toEqual([
      ['clarification.agreed', 'second-officer', `procurement:${REFERENCE}`],
      ['clarification.classified', 'officer', `procurement:${REFERENCE}`],
      ['clarification.answered', 'officer', `procurement:${REFERENCE}`],
      ['clarification.sent', 'officer', `procurement:${REFERENCE}`],
      ['clarification.raised', 'officer', `procurement:${REFERENCE}`],
    ]);
    expect(JSON.stringify(items)).not.toContain('secret');
    expect(items[1]?.event.data).toMatchObject({ clarification: String(number), bid: 'B2', as: 'improves-offer' });
  });
});
