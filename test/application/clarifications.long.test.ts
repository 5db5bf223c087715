import ExcelJS from 'exceljs';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { getBid } from '../../src/application/bid-queries.ts';
import { closeClarifications } from '../../src/application/close-clarifications.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import { getAssessment, scoreProcurement } from '../../src/application/score-procurement.ts';
import { sendClarifications } from '../../src/application/send-clarifications.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { ClarifiedValues } from '../../src/domain/clarification.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { colleague, officer, REFERENCE, REPLY_BY, scoredWith, withoutStage } from '../support/clarified-procurement.ts';
import { clarifying } from '../support/clarifying.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';

const [kestrel, rowan] = northshireTender.bids as readonly [Bid, Bid];
const NO_VALUES: ClarifiedValues = { answers: {}, carbon: [], evidence: {} };

describe('answers of bidders to clarifications', () => {
  let ports: TestPorts;
  let steps: ReturnType<typeof clarifying>;
  beforeEach(async () => {
    ports = await createTestPorts();
    steps = clarifying(ports);
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  const useLine = kestrel.carbon.filter(({ stage }) => stage === 'use');

  describe('that correct an obvious error', () => {
    const forgotten = { values: { ...NO_VALUES, carbon: useLine } };

    it('make a new version of the bid once a second person agrees, and the default is gone', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      await steps.answer(number, 'B1', forgotten);
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
      await steps.classify(number, 'B1', 'corrects-obvious-error');
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
      expect(await steps.agree(number, 'B1')).toBe(2);
      const bid = await getBid(ports, officer, REFERENCE, 'B1');
      expect(bid.versions.map(({ version, status }) => `${version} ${status}`)).toEqual(['1 superseded', '2 current']);
      expect(bid.statusReason).toContain(`Clarification ${number}`);
      expect(bid.bid).toEqual(kestrel);
      expect((await getAssessment(ports, officer, REFERENCE)).changedSince).toEqual(['Bid B1 has changed.']);
      await scoreProcurement(ports, officer, REFERENCE);
      expect((await steps.defaults()).map(({ bid: name }) => name)).toEqual(['B2']);
      expect(await verifyAudit(ports, officer)).toMatchObject({ holds: true });
    });

    it('need a second person: not whoever classified', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      await steps.answer(number, 'B1', forgotten);
      await steps.classify(number, 'B1', 'corrects-obvious-error');
      await expect(steps.agree(number, 'B1', officer)).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringContaining('A second person') as string,
      });
      for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
        await expect(steps.agree(number, 'B1', aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
      }
      await steps.agree(number, 'B1', aPerson('admin'));
      expect((await steps.one(number)).replies[0]).toMatchObject({
        state: 'agreed',
        agreed: { by: 'admin', version: 2 },
      });
    });

    it('are classified again when the second person disagrees; both words stay', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      await steps.answer(number, 'B1', forgotten);
      await steps.classify(number, 'B1', 'corrects-obvious-error');
      await steps.agree(number, 'B1', colleague, false);
      expect((await steps.one(number)).replies[0]?.state).toBe('answered');
      await steps.classify(number, 'B1', 'improves-offer', colleague);
      expect(await steps.agree(number, 'B1', officer)).toBeUndefined();
      const [reply] = (await steps.one(number)).replies;
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
      const number = await steps.ask('carbon:use');
      const faulty = { ...NO_VALUES, carbon: [{ line: 'X1', stage: 'use' as const, declaredKg: '-5', year: 'soon' }] };
      await expect(steps.answer(number, 'B1', { values: faulty })).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [
          { pointer: '#/bids/B1/carbon/X1/year', code: 'not-a-year' },
          { pointer: '#/bids/B1/carbon/X1/declaredKg', code: 'negative' },
        ],
      });
      expect((await steps.one(number)).replies[0]?.state).toBe('awaited');
    });

    it('say what is corrected', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      await steps.answer(number, 'B1');
      await expect(steps.classify(number, 'B1', 'corrects-obvious-error')).rejects.toMatchObject({
        issues: [{ pointer: '#/as', code: 'nothing-to-correct' }],
      });
    });

    it('cannot correct a bid that has been withdrawn meanwhile', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      await steps.answer(number, 'B1', forgotten);
      await steps.classify(number, 'B1', 'corrects-obvious-error');
      await withdrawBid(ports, officer, REFERENCE, 'B1', { reason: 'By letter' });
      await expect(steps.agree(number, 'B1')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect((await steps.open()).map(({ bid }) => bid)).not.toContain('B1');
    });
  });

  describe('that would improve the offer', () => {
    it('are refused where they go beyond what was asked', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      const [make] = kestrel.carbon.filter(({ stage }) => stage === 'make');
      if (make === undefined) throw new Error('The example has no line for making');
      const values: ClarifiedValues = {
        answers: { 'net-zero-year': { state: 'given', value: '2030' }, 'bid-price': { state: 'given', value: '1' } },
        carbon: [{ ...make, declaredKg: '1' }],
        evidence: {},
      };
      await expect(steps.answer(number, 'B1', { values })).rejects.toMatchObject({
        issues: expect.arrayContaining([
          expect.objectContaining({ pointer: '#/values/answers/net-zero-year', code: 'not-asked' }),
          expect.objectContaining({ pointer: '#/values/answers/bid-price', code: 'not-asked' }),
          expect.objectContaining({ pointer: `#/values/carbon/${make.line}`, code: 'not-asked' }),
        ]) as unknown,
      });
    });

    it('never change the bid, and are kept on record', async () => {
      await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
      const number = await steps.ask('carbon:use');
      await steps.answer(number, 'B1', { values: { ...NO_VALUES, carbon: useLine } });
      await steps.classify(number, 'B1', 'improves-offer');
      expect(await steps.agree(number, 'B1')).toBeUndefined();
      expect((await getBid(ports, officer, REFERENCE, 'B1')).version).toBe(1);
      expect((await steps.one(number)).replies[0]?.answered?.values?.carbon).toEqual(useLine);
      const before = await getAssessment(ports, officer, REFERENCE);
      expect((await scoreProcurement(ports, officer, REFERENCE)).id).toBe(before.id);
      expect(await steps.defaults()).toContainEqual({
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
      const number = await steps.ask('flag:IC15');
      const pointer = { document: 'Certificate.pdf', page: '1' };
      const later = { state: 'given', value: '2029-12-31' } as const;
      await steps.answer(number, 'B2', {
        values: { answers: { [question]: later }, carbon: [], evidence: { [question]: pointer } },
      });
      await steps.classify(number, 'B2', 'explains');
      expect(await steps.agree(number, 'B2')).toBe(2);
      const { bid, statusReason } = await getBid(ports, officer, REFERENCE, 'B2');
      expect(bid.answers[question]).toEqual({ ...rowan.answers[question], evidence: pointer });
      expect({ ...bid, answers: {} }).toEqual({ ...rowan, answers: {} });
      expect(statusReason).toContain('missing evidence pointers were added');
    });

    it('leave the bid as it is where they bring no pointer', async () => {
      await scoredWith(ports);
      const number = await steps.ask('carbon:total');
      await steps.answer(number, 'B2', { evidence: { document: 'Letter.pdf', page: '2' } });
      await steps.classify(number, 'B2', 'explains');
      expect(await steps.agree(number, 'B2')).toBeUndefined();
      expect((await getBid(ports, officer, REFERENCE, 'B2')).version).toBe(1);
      expect((await steps.defaults())[0]?.sentence).toContain('explains and gives no figure, so the default stays');
    });
  });

  it('are told with each default that counts, in the pack of the council and to the bidder alone', async () => {
    await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
    await steps.ask('carbon:use');
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
  }, 60_000);

  it('count as open until they are settled, defaults that nobody asked about among them', async () => {
    await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
    const kinds = async () => (await steps.open()).map(({ kind, bid }) => `${bid} ${kind}`);
    expect(await kinds()).toEqual(['B1 default-not-asked', 'B2 default-not-asked']);
    expect((await steps.defaults()).map(({ outcome }) => outcome)).toEqual(['not-asked', 'not-asked']);
    const number = await steps.raise('carbon:use');
    expect(await kinds()).toEqual(['B1 not-sent', 'B2 default-not-asked']);
    await sendClarifications(ports, officer, REFERENCE, { replyBy: REPLY_BY });
    expect(await kinds()).toEqual(['B1 awaited', 'B2 default-not-asked']);
    ports.setClock('2027-01-05T12:00:00Z');
    await steps.answer(number, 'B1');
    expect(await kinds()).toEqual(['B1 answered', 'B2 default-not-asked']);
    await steps.classify(number, 'B1', 'explains');
    expect(await kinds()).toEqual(['B1 classified', 'B2 default-not-asked']);
    await steps.agree(number, 'B1');
    expect(await kinds()).toEqual(['B2 default-not-asked']);
  });

  it('closes the period over the defaults that nobody is asked about, with a reason, and over no later one', async () => {
    await scoredWith(ports, [withoutStage(kestrel, 'use'), rowan]);
    const close = (reason: string) => closeClarifications(ports, officer, REFERENCE, { reason });
    await expect(close(' ')).rejects.toMatchObject({ code: 'invalid-input', issues: [{ code: 'missing' }] });
    await steps.ask('carbon:use');
    await close('The notice said that no bidder is asked.');
    expect((await steps.view()).closings).toMatchObject([
      { reason: 'The notice said that no bidder is asked.', unasked: [{ bid: 'B2', topic: 'carbon:total' }] },
    ]);
    expect((await steps.open()).map(({ kind, bid }) => `${bid} ${kind}`)).toEqual(['B1 awaited']);
    expect((await steps.defaults()).map(({ outcome, sentence }) => [outcome, sentence])).toEqual([
      ['awaited', expect.stringContaining('the answer is awaited')],
      [
        'period-closed',
        'No carbon figure was given, so the published default total stands in. The bidder was not asked: the clarification period was closed on 5 January 2027, with a reason on record.',
      ],
    ]);
    await expect(close('Once more')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    expect((await listAudit(ports, officer, { limit: 1 })).items[0]?.event).toMatchObject({
      action: 'clarification.period-closed',
      data: { reason: 'The notice said that no bidder is asked.', unasked: ['B2: carbon:total'] },
    });
  });

  it.each(['moderated', 'approved', 'awarded', 'cancelled'] as const)(
    'cannot be asked, answered or classified once the procurement is %s',
    async (state) => {
      await scoredWith(ports);
      const number = await steps.ask('carbon:total');
      await steps.inState('evaluating');
      await steps.answer(number, 'B2');
      await steps.inState(state);
      const refused = { code: 'not-allowed-in-state', message: expect.stringContaining(`is ${state}`) as string };
      await expect(steps.raise('flag:IC15')).rejects.toMatchObject(refused);
      await expect(sendClarifications(ports, officer, REFERENCE, { replyBy: '2027-02-01' })).rejects.toMatchObject(
        refused,
      );
      await expect(steps.classify(number, 'B2', 'explains')).rejects.toMatchObject(refused);
      await expect(steps.agree(number, 'B2')).rejects.toMatchObject(refused);
    },
  );

  it('leave an event for each step, which says who and what but not the bidder’s words', async () => {
    await scoredWith(ports);
    const number = await steps.ask('carbon:total');
    await steps.answer(number, 'B2', { answer: 'Our secret figure is 12.' });
    await steps.classify(number, 'B2', 'improves-offer');
    await steps.agree(number, 'B2');
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
