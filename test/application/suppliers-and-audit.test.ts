import type { Knex } from 'knex';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listAudit, verifyAudit, verifyChain } from '../../src/application/audit-queries.ts';
import { cancelProcurement } from '../../src/application/cancel-procurement.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { reviseFacts } from '../../src/application/revise-facts.ts';
import { scoreProcurement } from '../../src/application/score-procurement.ts';
import { getSupplier, listSuppliers } from '../../src/application/suppliers.ts';
import type { Tender } from '../../src/application/tender.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import { firstHash, nextHash } from '../../src/domain/audit-event.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Person } from '../../src/domain/person.ts';
import { connect } from '../../src/persistence/connections.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { makeSqlite } from '../support/databases.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { exampleFile, importFile, tenderFile } from '../support/upload-files.ts';

const { procurement, bids } = northshireTender;
const [kestrel, rowan] = bids as readonly [Bid, Bid];
const REFERENCE = procurement.reference;
const KESTREL = 'GB-COH-99999901';
const officer = aPerson('officer');
const auditor = aPerson('auditor');

describe('suppliers', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  const list = async (person: Person = officer) => (await listSuppliers(ports, person, { limit: 50 })).items;
  const send = async (tender: Tender) => {
    const record = await importFile(ports, officer, await tenderFile(ports, tender));
    expect(record.issues).toEqual([]);
  };

  it('are hidden from everybody while bids are sealed, for who has bid is sealed too', async () => {
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    const expectHidden = async () => {
      for (const person of [officer, auditor, aPerson('admin'), aPerson('sustainability')]) {
        expect(await list(person)).toEqual([]);
        await expect(getSupplier(ports, person, KESTREL)).rejects.toMatchObject({ code: 'not-found' });
      }
    };
    await expectHidden();
    await publish(ports);
    await expectHidden();
    await open(ports);
    await expectHidden();
    await close(ports);
    expect((await list(auditor)).map(({ name }) => name)).toEqual(
      bids.map(({ supplier }) => supplier.name).toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
    );
    expect(await getSupplier(ports, auditor, KESTREL)).toMatchObject({
      scheme: 'GB-COH',
      id: '99999901',
      name: kestrel.supplier.name,
      bids: [{ procurement: REFERENCE, bid: 'B1', status: 'current' }],
    });
  });

  it('stay hidden when the procurement is cancelled before closing', async () => {
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    await publish(ports);
    await cancelProcurement(ports, officer, REFERENCE, { ...(await revision(ports)), reason: 'No longer needed' });
    expect(await list()).toEqual([]);
  });

  it('have their evidence by when it ends, each document of a bid once', async () => {
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    await unseal(ports);
    const of = { bid: 'B1', procurement: REFERENCE };
    expect((await getSupplier(ports, officer, KESTREL)).evidence).toEqual([
      { document: 'ISO 14001 certificate.pdf', validUntil: '2028-03-13', ...of },
      { document: 'Ecolabel register extract.pdf', validUntil: '2028-10-04', ...of },
    ]);
  });

  it('show the bids of one company together, and only those of procurements that are closed', async () => {
    const second = { ...procurement, reference: 'NCC-2026-015' };
    await send({ procurement, bids: [kestrel, rowan] });
    await send({ procurement: second, bids: [{ ...kestrel, reference: 'X7' }] });
    await unseal(ports);
    expect((await getSupplier(ports, officer, KESTREL)).bids.map(({ bid }) => bid)).toEqual(['B1']);
    await unseal(ports, second.reference);
    expect((await getSupplier(ports, officer, KESTREL)).bids).toEqual([
      { procurement: REFERENCE, bid: 'B1', status: 'current' },
      { procurement: second.reference, bid: 'X7', status: 'current' },
    ]);
    expect(await list()).toHaveLength(2);
    const { evidence } = await getSupplier(ports, officer, KESTREL);
    const ends = evidence.map(({ validUntil }) => validUntil);
    expect(ends).toEqual(['2028-03-13', '2028-03-13', '2028-10-04', '2028-10-04']);
  });

  it('without a number are one company by their name, however it is spaced and cased', async () => {
    const second = { ...procurement, reference: 'NCC-2026-015' };
    await send({ procurement, bids: [{ ...kestrel, supplier: { name: 'Wren & Sons' } }] });
    await send({ procurement: second, bids: [{ ...rowan, supplier: { name: 'WREN &  sons' } }] });
    await unseal(ports);
    await unseal(ports, second.reference);
    const [only, ...more] = await list();
    expect(more).toEqual([]);
    expect(only).toMatchObject({ scheme: 'unregistered' });
    expect(only?.id).toMatch(/^wren-sons-[0-9a-f]{8}$/);
    expect(only?.bids).toHaveLength(2);
  });

  it('are paged without losing or repeating one, and an unknown place in the list is refused', async () => {
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    await unseal(ports);
    const names: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await listSuppliers(ports, officer, { limit: 2, ...(after === undefined ? {} : { after }) });
      names.push(...page.items.map(({ name }) => name));
      after = page.next;
    }
    expect(after).toBeUndefined();
    expect(names).toEqual((await list()).map(({ name }) => name));
    expect(new Set(names).size).toBe(5);
    await expect(listSuppliers(ports, officer, { limit: 2, after: 'nobody' })).rejects.toMatchObject({
      code: 'malformed',
    });
  });

  it('are not for evaluators and moderators, nor for another organisation', async () => {
    await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
    await unseal(ports);
    for (const role of ['evaluator', 'moderator'] as const) {
      await expect(list(aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await list({ ...officer, organisation: 'eastham' })).toEqual([]);
  });
});

describe('the audit chain', () => {
  let ports: TestPorts;
  let url: string;
  beforeEach(async () => {
    const database = await makeSqlite();
    onTestFinished(() => database.close());
    url = database.url ?? '';
    ports = await createTestPorts(database);
    await journey(ports);
  });

  it('holds after a journey, and names every step of it with who took it', async () => {
    const { items } = await listAudit(ports, auditor, { limit: 100 });
    expect(items.map(({ event }) => `${event.seq} ${event.action} ${event.actor}`).toReversed()).toEqual([
      '1 import.received officer',
      '2 procurement.created officer',
      '3 procurement.bids-recorded officer',
      '4 import.committed officer',
      '5 procurement.scored officer',
      '6 procurement.published officer',
      '7 procurement.facts-revised officer',
      '8 procurement.opened officer',
      '9 procurement.closed officer',
      '10 bid.withdrawn officer',
      '11 procurement.scored officer',
    ]);
    expect(await verifyAudit(ports, auditor)).toEqual({
      organisation: 'northshire',
      holds: true,
      events: 11,
      head: items[0]?.hash ?? '',
      sentence: 'The chain holds. 11 events follow from the first hash.',
    });
  });

  it('has nothing more for what was refused', async () => {
    const stale = { revision: 1, reason: 'A reason' };
    await expect(cancelProcurement(ports, officer, REFERENCE, stale)).rejects.toMatchObject({ code: 'conflict' });
    await expect(withdrawBid(ports, officer, REFERENCE, 'B9', { reason: 'None' })).rejects.toThrow('B9');
    await expect(scoreProcurement(ports, auditor, REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await verifyAudit(ports, auditor)).toMatchObject({ holds: true, events: 11 });
  });

  it('names an event that was changed', async () => {
    await tamper(url, async (database) => {
      const row = await eventRow(database, 7);
      await database('audit_events')
        .where({ seq: 7 })
        .update({ event: row.event.replace('More users', 'No reason') });
    });
    const verification = await verifyAudit(ports, auditor);
    expect(verification).toMatchObject({
      holds: false,
      events: 6,
      firstBroken: { event: { seq: '7', action: 'procurement.facts-revised', data: { reason: 'No reason' } } },
    });
    expect(verification.sentence).toContain(
      `broken at event 7 (procurement.facts-revised of procurement:${REFERENCE}, 2026-11-23T09:00:00Z)`,
    );
  });

  it('names the event after one that was changed together with its hash', async () => {
    await tamper(url, async (database) => {
      const [before, row] = [await eventRow(database, 6), await eventRow(database, 7)];
      const event = row.event.replace('More users', 'No reason');
      const hash = nextHash(before.hash, JSON.parse(event) as Record<string, unknown>);
      await database('audit_events').where({ seq: 7 }).update({ event, hash });
    });
    expect(await verifyAudit(ports, auditor)).toMatchObject({
      holds: false,
      events: 7,
      firstBroken: { event: { seq: '8', action: 'procurement.opened' } },
    });
  });

  it('names the event after one that was removed', async () => {
    await tamper(url, async (database) => {
      await database('audit_events').where({ seq: 5 }).delete();
    });
    expect(await verifyAudit(ports, auditor)).toMatchObject({
      holds: false,
      events: 4,
      firstBroken: { event: { seq: '6', action: 'procurement.published' } },
    });
  });

  it('is known to lack its last event', async () => {
    const whole = await verifyAudit(ports, auditor);
    await tamper(url, async (database) => {
      await database('audit_events').where({ seq: 11 }).delete();
    });
    const verification = await verifyAudit(ports, auditor);
    expect(verification).toMatchObject({ holds: false, events: 10 });
    expect(verification.firstBroken).toBeUndefined();
    expect(verification.sentence).toContain(`after event 10 its head should be ${verification.head}`);
    expect(verification.sentence).toContain(`but ${whole.head} is kept`);
  });

  it('of each organisation stands by itself', async () => {
    const eastham: Person = { ...officer, organisation: 'eastham' };
    await importFile(ports, eastham, exampleFile('northshire', 'tender.xlsx'));
    await tamper(url, async (database) => {
      await database('audit_events').where({ organisation: 'northshire', seq: 1 }).delete();
    });
    expect(await verifyAudit(ports, auditor)).toMatchObject({ holds: false, events: 0 });
    expect(await verifyAudit(ports, eastham)).toMatchObject({ organisation: 'eastham', holds: true, events: 4 });
    expect((await listAudit(ports, eastham, { limit: 100 })).items).toHaveLength(4);
    expect(await verifyChain(ports, 'nobody')).toMatchObject({ holds: true, events: 0, head: firstHash('nobody') });
  });

  it('is read by officers, auditors and administrators', async () => {
    for (const role of ['evaluator', 'moderator', 'sustainability'] as const) {
      await expect(listAudit(ports, aPerson(role), { limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(verifyAudit(ports, aPerson(role))).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await verifyAudit(ports, aPerson('admin'))).toMatchObject({ holds: true });
  });
});

async function revision(ports: TestPorts, reference = REFERENCE): Promise<{ readonly revision: number }> {
  return { revision: (await getProcurement(ports, officer, reference)).revision };
}

async function publish(ports: TestPorts, reference = REFERENCE): Promise<void> {
  await publishProcurement(ports, officer, reference, await revision(ports, reference));
}

async function open(ports: TestPorts, reference = REFERENCE): Promise<void> {
  await openProcurement(ports, officer, reference, await revision(ports, reference));
}

async function close(ports: TestPorts, reference = REFERENCE): Promise<void> {
  await closeProcurement(ports, officer, reference, { ...(await revision(ports, reference)), reason: 'All are in' });
}

async function unseal(ports: TestPorts, reference = REFERENCE): Promise<void> {
  await publish(ports, reference);
  await open(ports, reference);
  await close(ports, reference);
}

/** From the workbook to the scores, with everything between that leaves an event. */
async function journey(ports: TestPorts): Promise<void> {
  await importFile(ports, officer, exampleFile('northshire', 'tender.xlsx'));
  await scoreProcurement(ports, officer, REFERENCE);
  await publish(ports);
  const facts = { ...procurement, functionalUnits: '25000' };
  await reviseFacts(ports, officer, REFERENCE, { ...(await revision(ports)), facts, reason: 'More users' });
  await open(ports);
  await close(ports);
  await withdrawBid(ports, officer, REFERENCE, 'B2', { reason: 'The bidder wrote so' });
  await scoreProcurement(ports, officer, REFERENCE);
}

/** What somebody with the database file in hand could do, who takes the triggers away first. */
async function tamper(url: string, change: (database: Knex) => Promise<void>): Promise<void> {
  const { writer, reader } = connect(url);
  await writer.raw('drop trigger audit_events_no_update');
  await writer.raw('drop trigger audit_events_no_delete');
  await change(writer);
  await writer.destroy();
  if (reader !== writer) await reader.destroy();
}

async function eventRow(database: Knex, seq: number): Promise<{ readonly event: string; readonly hash: string }> {
  const row = await database<{ seq: number; event: string; hash: string }>('audit_events').where({ seq }).first();
  if (row === undefined) throw new Error(`There is no event ${seq}`);
  return row;
}
