import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { admitLateBid } from '../../src/application/admit-late-bid.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { raiseClarifications } from '../../src/application/raise-clarifications.ts';
import { recordClarificationAnswer, recordNoAnswer } from '../../src/application/record-clarification-answer.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import { getClarifications } from '../../src/application/clarification-queries.ts';
import { dropClarification, sendClarifications } from '../../src/application/send-clarifications.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { lotsTender } from '../../fixtures/eastham/lots-tender.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import {
  officer,
  REFERENCE,
  REPLY_BY,
  revisionOf,
  scoredWith,
  withoutStage,
} from '../support/clarified-procurement.ts';
import { clarifying } from '../support/clarifying.ts';
import { createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { bidFile, importFile, tenderFile } from '../support/upload-files.ts';

const [kestrel, rowan, curlew] = northshireTender.bids as readonly [Bid, Bid, Bid];
const LATE = '2027-01-09T09:00:00Z';

describe('clarifications that the council asks', () => {
  let ports: TestPorts;
  let steps: ReturnType<typeof clarifying>;
  beforeEach(async () => {
    ports = await createTestPorts();
    steps = clarifying(ports);
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  describe('that could be asked', () => {
    it('come from flags, conditions in doubt, missing answers and missing figures of the latest assessment', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan, ...northshireTender.bids.slice(2)]);
      const { proposals, clarifications } = await steps.view();
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
      const number = await steps.raise('carbon:use');
      const { raised, replies } = await steps.one(number);
      expect(replies.map(({ bid, state }) => [bid, state])).toEqual([
        ['B1', 'not-sent'],
        ['B3', 'not-sent'],
      ]);
      const { proposals } = await steps.view();
      for (const text of [raised.text, ...proposals.map((each) => each.text)]) {
        for (const { supplier } of [kestrel, rowan, curlew]) expect(text).not.toContain(supplier.name);
      }
      const flagged = proposals.find(({ topic }) => topic.id === 'flag:GW01');
      expect(flagged?.recipients[0]?.finding).toContain('3338.6');
      expect(flagged?.text).not.toContain('3338.6');
    });

    it('ask in the words of the questions, also where only the council can tell what was found', async () => {
      await scoredWith(ports);
      const { proposals } = await steps.view();
      const textOf = (id: string) => proposals.find(({ topic }) => topic.id === id)?.text ?? '';
      expect(textOf('flag:IC08')).toContain('(device-carbon)');
      expect(textOf('flag:IC08')).not.toContain('0.262');
      expect(textOf('condition:G1/period-clarify')).toMatch(/current reporting period is missing.*2026-12-18\.\n/);
      expect(textOf('question:footprint-assurance')).toContain('(footprint-assurance)');
      expect(textOf('carbon:total')).toContain('Your bid gives no carbon line for any stage.');
    });

    it('are all prepared at once, and none is sent by itself', async () => {
      await scoredWith(ports);
      const { proposals } = await steps.view();
      const numbers = await raiseClarifications(ports, officer, REFERENCE, { topics: 'all' });
      expect(numbers).toEqual(proposals.map((_, index) => index + 1));
      const after = await steps.view();
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
      expect((await steps.one(number)).raised.text).toBe('Where does your carbon figure stand?');
    });

    it('are put to a bid that is admitted later in the words in which others were asked', async () => {
      await scoredWith(ports, [kestrel, rowan]);
      const text = 'Where does your carbon figure stand?';
      await raiseClarifications(ports, officer, REFERENCE, { topics: ['carbon:total'], text });
      await importFile(ports, officer, await bidFile(ports, { ...curlew, carbon: [] }));
      await admitLateBid(ports, officer, REFERENCE, 'B3', { reason: 'The portal was down' });
      await scoreProcurement(ports, officer, REFERENCE);
      const again = (await steps.view()).proposals.find(({ topic }) => topic.id === 'carbon:total');
      expect(again).toMatchObject({ text, recipients: [{ bid: 'B3' }] });
      const other = { topics: ['carbon:total'], text: 'Another text' };
      await expect(raiseClarifications(ports, officer, REFERENCE, other)).rejects.toMatchObject({
        issues: [{ pointer: '#/text', code: 'other-text', expected: text }],
      });
      expect((await steps.one(await steps.raise('carbon:total'))).raised.text).toBe(text);
    });

    it('are asked again only after they were dropped unsent, with a reason', async () => {
      await scoredWith(ports);
      const number = await steps.raise('carbon:total');
      await expect(steps.raise('carbon:total')).rejects.toMatchObject({ code: 'not-found' });
      await expect(dropClarification(ports, officer, REFERENCE, number, { reason: ' ' })).rejects.toMatchObject({
        issues: [{ pointer: '#/reason' }],
      });
      await dropClarification(ports, officer, REFERENCE, number, { reason: 'Asked of the wrong lot' });
      expect(await steps.raise('carbon:total')).toBe(number + 1);
      await expect(
        sendClarifications(ports, officer, REFERENCE, { numbers: [number], replyBy: REPLY_BY }),
      ).rejects.toMatchObject({ code: 'not-allowed-in-state', message: 'Clarification 1 was dropped.' });
    });
  });

  describe('that are sent', () => {
    it('have a day to reply by, after today, and are sent once', async () => {
      await scoredWith(ports);
      const number = await steps.raise('carbon:total');
      const send = (replyBy: string) => sendClarifications(ports, officer, REFERENCE, { replyBy });
      await expect(send('2026-12-21')).rejects.toMatchObject({ issues: [{ code: 'not-after-today' }] });
      await expect(send('soon')).rejects.toMatchObject({ issues: [{ code: 'not-a-date' }] });
      expect(await send(REPLY_BY)).toEqual([number]);
      await expect(send(REPLY_BY)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await steps.one(number)).sent).toMatchObject({ by: 'officer', replyBy: REPLY_BY });
    });

    it('are answered in time or recorded as not answered', async () => {
      await scoredWith(ports);
      const number = await steps.ask('carbon:total');
      await expect(recordNoAnswer(ports, officer, REFERENCE, number, { bid: 'B2' })).rejects.toMatchObject({
        code: 'not-allowed-in-state',
        message: `Bid B2 has until the end of ${REPLY_BY} to answer clarification ${number}.`,
      });
      ports.setClock(LATE);
      await expect(steps.answer(number, 'B2', { answeredOn: '2027-01-09', answer: ' ' })).rejects.toMatchObject({
        issues: [{ code: 'after-reply-by' }, { pointer: '#/answer', code: 'missing' }],
      });
      await expect(steps.answer(number, 'B2', { answeredOn: '2027-02-01' })).rejects.toMatchObject({
        issues: [{ code: 'in-the-future' }],
      });
      await recordNoAnswer(ports, officer, REFERENCE, number, { bid: 'B2', note: 'One came on 9 January.' });
      expect((await steps.one(number)).replies[0]).toMatchObject({
        state: 'not-answered',
        notAnswered: { note: 'One came on 9 January.', by: 'officer' },
      });
      await expect(steps.answer(number, 'B2')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await steps.defaults())[0]).toMatchObject({ clarification: number, outcome: 'not-answered' });
    });

    it('are not put to other bids', async () => {
      await scoredWith(ports);
      const number = await steps.ask('carbon:total');
      await expect(steps.answer(number, 'B1')).rejects.toMatchObject({ code: 'not-found' });
      await expect(steps.answer(number + 5, 'B2')).rejects.toMatchObject({ code: 'not-found' });
    });
  });

  it('are put to the bid of a lot, which must be said where the bidder bids for several', async () => {
    const { reference } = lotsTender.procurement;
    ports.setClock('2026-10-01T09:00:00Z');
    const bids = lotsTender.bids.map((bid) => (bid.reference === 'E2' ? { ...bid, carbon: [] } : bid));
    await importFile(ports, officer, await tenderFile(ports, { ...lotsTender, bids }));
    await publishProcurement(ports, officer, reference, await revisionOf(ports, reference));
    await openProcurement(ports, officer, reference, await revisionOf(ports, reference));
    ports.setClock('2027-06-01T09:00:00Z');
    await closeProcurement(ports, officer, reference, await revisionOf(ports, reference));
    await scoreProcurement(ports, officer, reference);
    await raiseClarifications(ports, officer, reference, { topics: ['carbon:total'] });
    await sendClarifications(ports, officer, reference, { replyBy: '2027-06-10' });
    const replies = async () => (await getClarifications(ports, officer, reference)).clarifications[0]?.replies;
    expect((await replies())?.map(({ bid, lot }) => `${bid} ${lot}`)).toEqual(['E2 1', 'E2 2']);
    const given = { bid: 'E2', answeredOn: '2027-06-01', answer: 'It stands in the schedule.' };
    await expect(recordClarificationAnswer(ports, officer, reference, 1, given)).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Bid E2 is for several lots: say which of 1, 2.',
    });
    await recordClarificationAnswer(ports, officer, reference, 1, { ...given, lot: '2' });
    expect((await replies())?.map(({ state }) => state)).toEqual(['awaited', 'answered']);
  });
});
