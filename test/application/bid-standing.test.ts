import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { admitLateBid } from '../../src/application/admit-late-bid.ts';
import { listAudit } from '../../src/application/audit-queries.ts';
import { getBid, listBids } from '../../src/application/bid-queries.ts';
import { cancelProcurement } from '../../src/application/cancel-procurement.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Person } from '../../src/domain/person.ts';
import { lotsTender } from '../../fixtures/eastham/lots-tender.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { bidFile, importFile, tenderFile } from '../support/upload-files.ts';

const { procurement, bids } = northshireTender;
const [kestrel, rowan] = bids as readonly [Bid, Bid];
const REFERENCE = procurement.reference;
const TOO_LATE = '2026-12-19T00:00:00Z';
const WROTE = 'The bidder wrote so on 20 December';
const OUTAGE = 'The portal was down from 16:00 to midnight';

describe('a bid', () => {
  const officer = aPerson('officer');
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  const revision = async () => ({ revision: (await getProcurement(ports, officer, REFERENCE)).revision });
  /** The example's procurement, open with these bids. */
  const givenOpen = async (...own: readonly Bid[]) => {
    const record = await importFile(ports, officer, await tenderFile(ports, { procurement, bids: own }));
    expect(record.issues).toEqual([]);
    await publishProcurement(ports, officer, REFERENCE, await revision());
    await openProcurement(ports, officer, REFERENCE, await revision());
  };
  const close = async () =>
    closeProcurement(ports, officer, REFERENCE, { ...(await revision()), reason: 'All are in' });
  const send = async (bid: Bid) => importFile(ports, officer, await bidFile(ports, bid));
  const withdraw = (bid: string, reason = WROTE, person: Person = officer) =>
    withdrawBid(ports, person, REFERENCE, bid, { reason });
  const admit = (bid: string, reason = OUTAGE, person: Person = officer) =>
    admitLateBid(ports, person, REFERENCE, bid, { reason });
  const counts = async () => (await getProcurement(ports, officer, REFERENCE)).bidCounts;
  const lastEvent = async () => (await listAudit(ports, officer, { limit: 1 })).items[0]?.event;
  const versionsOf = async (bid: string) =>
    (await getBid(ports, officer, REFERENCE, bid)).versions.map(({ version, status }) => `${version} ${status}`);

  describe('that is sealed', () => {
    const readers = [officer, aPerson('auditor'), aPerson('sustainability'), aPerson('admin')];
    const expectSealed = async (told: string) => {
      for (const person of readers) {
        await expect(listBids(ports, person, REFERENCE)).rejects.toMatchObject({
          code: 'not-allowed-in-state',
          message: expect.stringContaining(told) as string,
        });
        await expect(getBid(ports, person, REFERENCE, 'B1')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      }
      expect(await getProcurement(ports, officer, REFERENCE)).toMatchObject({ sealed: true });
    };

    it('is read by nobody before closing, draft or published; no more is told than how many there are', async () => {
      await importFile(ports, officer, await tenderFile(ports, northshireTender));
      await expectSealed('5 bids are held sealed');
      await publishProcurement(ports, officer, REFERENCE, await revision());
      await expectSealed('5 bids are held sealed');
      await openProcurement(ports, officer, REFERENCE, await revision());
      await expectSealed('5 bids are held sealed');
      ports.setClock(TOO_LATE);
      await expectSealed('5 bids are held sealed');
      await close();
      for (const person of readers) {
        const { standing, setAside } = await listBids(ports, person, REFERENCE);
        expect(standing.map(({ bid }) => bid)).toEqual(bids);
        expect(setAside).toEqual([]);
        expect((await getBid(ports, person, REFERENCE, 'B2')).bid.price).toBe('4480000');
      }
    });

    it('stays so for good when the procurement is cancelled before closing', async () => {
      await givenOpen(kestrel);
      await cancelProcurement(ports, officer, REFERENCE, { ...(await revision()), reason: 'No longer needed' });
      await expectSealed('One bid is held sealed. It was cancelled before closing, so they stay sealed.');
    });

    it('is open to be read when the procurement is cancelled after closing', async () => {
      await givenOpen(kestrel);
      await close();
      await cancelProcurement(ports, officer, REFERENCE, { ...(await revision()), reason: 'No longer needed' });
      expect((await listBids(ports, aPerson('auditor'), REFERENCE)).standing).toHaveLength(1);
    });

    it('is not shown to evaluators and moderators even when it is unsealed', async () => {
      await givenOpen(kestrel);
      await close();
      for (const role of ['evaluator', 'moderator'] as const) {
        await expect(listBids(ports, aPerson(role), REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
        await expect(getBid(ports, aPerson(role), REFERENCE, 'B1')).rejects.toMatchObject({ code: 'forbidden' });
      }
    });
  });

  describe('that is withdrawn', () => {
    it('stays on record with its reason, and is not assessed', async () => {
      await givenOpen(kestrel, rowan);
      const record = await withdraw('B1', ` ${WROTE} `);
      expect(record).toMatchObject({ version: 2, status: 'withdrawn', statusReason: WROTE, bid: kestrel });
      expect(await counts()).toEqual({ standing: 1, late: 0, withdrawn: 1 });
      expect(await lastEvent()).toMatchObject({
        action: 'bid.withdrawn',
        subject: `bid:${REFERENCE}/B1`,
        actor: officer.id,
        data: { procurement: REFERENCE, bid: 'B1', version: '2', reason: WROTE },
      });
      await close();
      expect(await versionsOf('B1')).toEqual(['1 superseded', '2 withdrawn']);
      const { record: scored } = await scoreProcurement(ports, officer, REFERENCE);
      expect(Object.keys(scored.input_parts.bids)).toEqual(['B2']);
    });

    it('needs a reason, is not withdrawn twice, and must be there', async () => {
      await givenOpen(kestrel);
      await expect(withdraw('B1', ' ')).rejects.toMatchObject({
        code: 'invalid-input',
        issues: [{ pointer: '#/reason', code: 'missing' }],
      });
      await expect(withdraw('B9')).rejects.toMatchObject({ code: 'not-found' });
      expect(await counts()).toEqual({ standing: 1, late: 0, withdrawn: 0 });
      await withdraw('B1');
      await expect(withdraw('B1')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect(await counts()).toEqual({ standing: 0, late: 0, withdrawn: 1 });
    });

    it('stands again when its bidder sends another one in time', async () => {
      await givenOpen(kestrel);
      await withdraw('B1');
      expect(await send({ ...kestrel, price: '4750000' })).toMatchObject({ state: 'committed' });
      await close();
      const { standing, setAside } = await listBids(ports, officer, REFERENCE);
      expect(standing.map(({ version, bid }) => [version, bid.price])).toEqual([[3, '4750000']]);
      expect(setAside).toEqual([]);
    });

    it('does not come back by being sent again too late', async () => {
      await givenOpen(kestrel, rowan);
      await withdraw('B1');
      ports.setClock(TOO_LATE);
      await send({ ...kestrel, price: '4750000' });
      await close();
      expect(await versionsOf('B1')).toEqual(['1 superseded', '2 withdrawn', '3 late']);
      const { standing } = await listBids(ports, officer, REFERENCE);
      expect(standing.map(({ reference }) => reference)).toEqual(['B2']);
      expect(await counts()).toEqual({ standing: 1, late: 1, withdrawn: 1 });
      await expect(withdraw('B1')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    });

    it('is withdrawn as it stood, not as its late version said', async () => {
      await givenOpen(kestrel);
      ports.setClock(TOO_LATE);
      await send({ ...kestrel, price: '4750000' });
      expect((await withdraw('B1')).bid.price).toBe(kestrel.price);
      expect(await counts()).toEqual({ standing: 0, late: 0, withdrawn: 1 });
    });

    it('is a bid of its lot only, and the lot must be said where there are several', async () => {
      await importFile(ports, officer, await tenderFile(ports, lotsTender));
      const { reference } = lotsTender.procurement;
      await expect(withdrawBid(ports, officer, reference, 'E2', { reason: WROTE })).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringContaining('say which of 1, 2') as string,
      });
      await expect(withdrawBid(ports, officer, reference, 'E2', { reason: WROTE, lot: '9' })).rejects.toMatchObject({
        code: 'not-found',
      });
      expect(await withdrawBid(ports, officer, reference, 'E2', { reason: WROTE, lot: '2' })).toMatchObject({
        lot: '2',
        status: 'withdrawn',
      });
      const { bidCounts } = await getProcurement(ports, officer, reference);
      expect(bidCounts).toEqual({ standing: lotsTender.bids.length - 1, late: 0, withdrawn: 1 });
      const { record } = await scoreProcurement(ports, officer, reference);
      expect(Object.keys(record.input_parts.bids)).not.toContain('E2, lot 2');
      expect(Object.keys(record.input_parts.bids)).toContain('E2, lot 1');
    });
  });

  describe('that came late', () => {
    it('is assessed once it is admitted, with the reason on record', async () => {
      await givenOpen(kestrel);
      ports.setClock(TOO_LATE);
      await send(rowan);
      await close();
      expect(await counts()).toEqual({ standing: 1, late: 1, withdrawn: 0 });
      const before = await scoreProcurement(ports, officer, REFERENCE);
      expect(Object.keys(before.record.input_parts.bids)).toEqual(['B1']);
      expect(await admit('B2', ` ${OUTAGE} `)).toMatchObject({ version: 2, status: 'current', statusReason: OUTAGE });
      expect(await lastEvent()).toMatchObject({
        action: 'bid.late-admitted',
        subject: `bid:${REFERENCE}/B2`,
        data: { version: '2', reason: OUTAGE },
      });
      expect(await counts()).toEqual({ standing: 2, late: 0, withdrawn: 0 });
      expect(await versionsOf('B2')).toEqual(['1 late', '2 current']);
      const after = await scoreProcurement(ports, officer, REFERENCE);
      expect(Object.keys(after.record.input_parts.bids)).toEqual(['B1', 'B2']);
    });

    it('takes the place of the one that came in time, which stays on record', async () => {
      await givenOpen(kestrel);
      ports.setClock(TOO_LATE);
      await send({ ...kestrel, price: '4750000' });
      await close();
      await admit('B1');
      expect(await versionsOf('B1')).toEqual(['1 superseded', '2 late', '3 current']);
      const { standing } = await listBids(ports, officer, REFERENCE);
      expect(standing.map(({ bid }) => bid.price)).toEqual(['4750000']);
    });

    it('is admitted for a reason only, and only when it is late', async () => {
      await givenOpen(kestrel);
      ports.setClock(TOO_LATE);
      await send(rowan);
      await expect(admit('B2', '\t')).rejects.toMatchObject({ issues: [{ pointer: '#/reason', code: 'missing' }] });
      await expect(admit('B1')).rejects.toMatchObject({
        code: 'not-allowed-in-state',
        message: 'Bid B1 is current: only a late bid is admitted.',
      });
      await admit('B2');
      await expect(admit('B2')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect(await counts()).toEqual({ standing: 2, late: 0, withdrawn: 0 });
    });

    it('can be admitted while bids are sealed without being read', async () => {
      await givenOpen(kestrel);
      ports.setClock(TOO_LATE);
      await send(rowan);
      await admit('B2');
      await expect(getBid(ports, officer, REFERENCE, 'B2')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
      expect(await counts()).toEqual({ standing: 2, late: 0, withdrawn: 0 });
    });
  });

  it('stands or not by word of officers and administrators of its own organisation only', async () => {
    await givenOpen(kestrel);
    ports.setClock(TOO_LATE);
    await send(rowan);
    for (const role of ['evaluator', 'moderator', 'sustainability', 'auditor'] as const) {
      await expect(withdraw('B1', WROTE, aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
      await expect(admit('B2', OUTAGE, aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
    }
    const stranger: Person = { ...officer, organisation: 'eastham' };
    await expect(withdraw('B1', WROTE, stranger)).rejects.toMatchObject({ code: 'not-found' });
    await expect(admit('B2', OUTAGE, stranger)).rejects.toMatchObject({ code: 'not-found' });
    expect(await counts()).toEqual({ standing: 1, late: 1, withdrawn: 0 });
    await admit('B2', OUTAGE, aPerson('admin'));
    await withdraw('B1', WROTE, aPerson('admin'));
    expect(await counts()).toEqual({ standing: 1, late: 0, withdrawn: 1 });
  });

  it('that changes makes a stale view of the procurement known to whoever would move it', async () => {
    await givenOpen(kestrel, rowan);
    const seen = await revision();
    await withdraw('B1');
    await expect(closeProcurement(ports, officer, REFERENCE, { ...seen, reason: 'All are in' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('of a cancelled procurement stays as it is', async () => {
    await givenOpen(kestrel);
    ports.setClock(TOO_LATE);
    await send(rowan);
    await cancelProcurement(ports, officer, REFERENCE, { ...(await revision()), reason: 'No longer needed' });
    await expect(withdraw('B1')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(admit('B2')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    expect(await counts()).toEqual({ standing: 1, late: 1, withdrawn: 0 });
  });
});
