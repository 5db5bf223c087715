import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { acceptMapping } from '../../src/application/accept-mapping.ts';
import type { BidRecord, ProcurementRecord } from '../../src/application/records.ts';
import { runImport } from '../../src/application/run-import.ts';
import { readBids } from '../../src/application/standing-bids.ts';
import { markSuperseded } from '../../src/application/superseded-versions.ts';
import type { Tender } from '../../src/application/tender.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';
import { lotsTender } from '../../fixtures/eastham/lots-tender.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { aPerson, createTestPorts, TEST_NOW, type TestPorts } from '../support/service-ports.ts';
import { bidFile, exampleFile, importFile, tenderFile } from '../support/upload-files.ts';

const { procurement, bids } = northshireTender;
const [kestrel, rowan] = bids as readonly [Bid, Bid];
const REFERENCE = procurement.reference;
/** The deadline is 18 December 2026; in December London keeps UTC. */
const LAST_MOMENT = '2026-12-18T23:59:59Z';
const TOO_LATE = '2026-12-19T00:00:00Z';

describe('the bids of an import', () => {
  const officer = aPerson('officer');
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts();
    const { database } = ports;
    onTestFinished(() => database.close());
  });

  /** The example's procurement with these bids, in this state. */
  async function given(own: readonly Bid[], state: ProcurementRecord['state'] = 'open'): Promise<void> {
    const record = await importFile(ports, officer, await tenderFile(ports, { procurement, bids: own }));
    expect(record.issues).toEqual([]);
    await ports.database.transaction(async (stores) => {
      const found = await stores.procurements.find('northshire', REFERENCE);
      if (found === undefined) throw new Error('There is no procurement');
      const closedAt = state === 'closed' ? { closedAt: ports.clock() } : {};
      await stores.procurements.save({ ...found, state, ...closedAt });
    });
  }

  const send = async (bid: Bid) => importFile(ports, officer, await bidFile(ports, bid));
  const sendTender = async (tender: Tender) => importFile(ports, officer, await tenderFile(ports, tender));
  const versionsOf = async (reference: string): Promise<BidRecord[]> =>
    markSuperseded(await ports.database.read((stores) => stores.bids.versions('northshire', REFERENCE, reference)));
  const statusesOf = async (reference: string) =>
    (await versionsOf(reference)).map(({ version, status }) => `${version} ${status}`);
  const standing = async () =>
    (await ports.database.read((stores) => readBids(stores, 'northshire', REFERENCE))).standing;

  it('are added to the procurement that their workbook names', async () => {
    await given([kestrel]);
    const record = await send(rowan);
    expect(record).toMatchObject({ state: 'committed', result: { procurement: REFERENCE, bids: ['B2'] } });
    expect(await statusesOf('B2')).toEqual(['1 current']);
  });

  it('give the procurement one more revision, so that who looked before notices', async () => {
    await given([kestrel]);
    const before = await procurementNow(ports);
    await send(rowan);
    expect((await procurementNow(ports))?.revision).toBe((before?.revision ?? 0) + 1);
  });

  it('of a zip are added together', async () => {
    await given([kestrel]);
    const record = await importFile(ports, officer, exampleFile('northshire', 'bids.zip'));
    expect(record).toMatchObject({ state: 'committed', result: { bids: ['B1', 'B2', 'B3', 'B4', 'B5'] } });
    expect((await standing()).map(({ reference }) => reference)).toEqual(['B1', 'B2', 'B3', 'B4', 'B5']);
  });

  it('that name a procurement nobody knows are a fault at their cell, which lists the known ones', async () => {
    await given([kestrel]);
    const other = { ...procurement, reference: 'NCC-2026-041' };
    const record = await importFile(ports, officer, await bidFile(ports, rowan, other));
    expect(record).toMatchObject({
      state: 'faulty',
      issues: [
        {
          code: 'unknown-procurement',
          found: 'NCC-2026-041',
          expected: REFERENCE,
          sheet: 'About',
          header: 'Procurement reference',
          message: `There is no procurement NCC-2026-041. On record: ${REFERENCE}.`,
        },
      ],
    });
    expect(record.issues[0]?.cell).toMatch(/^[A-Z]+\d+$/);
  });

  it('that name no procurement are a fault, unless the sender names it', async () => {
    await given([kestrel]);
    const { reference: _reference, ...unnamed } = procurement;
    const file = await bidFile(ports, rowan, { ...unnamed, reference: '' });
    expect(await importFile(ports, officer, file)).toMatchObject({
      state: 'faulty',
      issues: [{ code: 'procurement-not-named', expected: REFERENCE }],
    });
    expect(await importFile(ports, officer, file, { procurement: REFERENCE })).toMatchObject({ state: 'committed' });
    const contradicted = await importFile(ports, officer, await bidFile(ports, rowan), { procurement: 'OTHER' });
    expect(contradicted.issues).toMatchObject([{ code: 'several-procurements' }]);
  });

  it('of a cancelled procurement are refused', async () => {
    await given([kestrel], 'cancelled');
    expect((await send(rowan)).issues).toMatchObject([{ code: 'procurement-cancelled' }]);
  });

  it('sent again with the same content make no new version', async () => {
    await given([kestrel, rowan]);
    const record = await sendTender({ procurement, bids: [kestrel, rowan] });
    expect(record).toMatchObject({ state: 'committed', result: { bids: ['B1', 'B2'] } });
    expect(record.notices.filter((notice) => notice.includes('no new version'))).toHaveLength(2);
    expect(await statusesOf('B1')).toEqual(['1 current']);
    const events = await ports.database.read((stores) => stores.audit.list('northshire', { limit: 50 }));
    const committed = events.items.filter(({ event }) => event.subject === `import:${record.id}`);
    expect(committed.map(({ event }) => event.data['duplicates'])).toContainEqual(['B1@2', 'B2@2']);
  });

  it('that change before the deadline take the place of the version before', async () => {
    await given([kestrel]);
    ports.setClock(LAST_MOMENT);
    const record = await send({ ...kestrel, price: '4750000' });
    expect(record.state).toBe('committed');
    expect(await statusesOf('B1')).toEqual(['1 superseded', '2 current']);
    expect((await standing()).map(({ bid }) => bid.price)).toEqual(['4750000']);
  });

  it('keep what a bidder cannot send: quality points, time of receipt and the answers of an evaluator', async () => {
    await given([kestrel]);
    const record = await send({ ...kestrel, price: '4750000' });
    const [, second] = await versionsOf('B1');
    expect(second?.bid).toEqual({ ...kestrel, price: '4750000' });
    expect(record.notices).toContainEqual(expect.stringContaining('quality points, time of receipt, 6 answers'));
  });

  it('that come after the deadline are recorded as late and do not stand', async () => {
    await given([kestrel]);
    ports.setClock(TOO_LATE);
    await send({ ...kestrel, price: '4000000' });
    await send(rowan);
    expect(await statusesOf('B1')).toEqual(['1 current', '2 late']);
    expect(await statusesOf('B2')).toEqual(['1 late']);
    expect((await versionsOf('B2'))[0]?.statusReason).toContain('after the bid deadline of 2026-12-18');
    expect((await standing()).map(({ reference, version }) => [reference, version])).toEqual([['B1', 1]]);
    await send(rowan);
    expect(await statusesOf('B2')).toEqual(['1 late']);
  });

  it('that come after an early closing are late too', async () => {
    await given([kestrel], 'closed');
    await send(rowan);
    expect((await versionsOf('B2'))[0]).toMatchObject({
      status: 'late',
      statusReason: expect.stringContaining(`when ${REFERENCE} was closed`) as string,
    });
  });

  it('of summer are late by the clock of London, not of Greenwich', async () => {
    const summer: Procurement = { ...procurement, bidDeadline: '2027-07-01' };
    await importFile(ports, officer, await tenderFile(ports, { procurement: summer, bids: [kestrel] }));
    await ports.database.transaction(async (stores) => {
      const found = await stores.procurements.find('northshire', REFERENCE);
      if (found !== undefined) await stores.procurements.save({ ...found, state: 'open' });
    });
    ports.setClock('2027-07-01T22:59:59Z');
    await importFile(ports, officer, await bidFile(ports, rowan, summer));
    ports.setClock('2027-07-01T23:00:00Z');
    await importFile(ports, officer, await bidFile(ports, { ...rowan, price: '1' }, summer));
    expect(await statusesOf('B2')).toEqual(['1 current', '2 late']);
  });

  it('that the portal had in time stand, though they are uploaded after closing', async () => {
    ports.setClock(TOO_LATE);
    await given([kestrel], 'closed');
    const record = await sendTender({ procurement, bids: [kestrel, rowan] });
    expect(record.state).toBe('committed');
    const [version] = await versionsOf('B2');
    expect(version).toMatchObject({
      status: 'current',
      statusReason: expect.stringMatching(/^Received 2026-12-17T16:58:00Z by the time stated in the file/) as string,
    });
  });

  it('of a draft are never late by when they are uploaded, only by their stated time of receipt', async () => {
    ports.setClock('2027-03-01T09:00:00Z');
    await given([kestrel, { ...rowan, receivedAt: '2026-12-19T00:00:00Z' }], 'draft');
    expect(await statusesOf('B1')).toEqual(['1 current']);
    expect(await statusesOf('B2')).toEqual(['1 late']);
  });

  it('take quality points and the answers of an evaluator after closing, while the bidder’s own part is the same', async () => {
    const { qualityPoints: _points, ...unmarked } = kestrel;
    await given([unmarked]);
    await setClosed(ports, '2026-12-19T09:00:00Z');
    ports.setClock('2026-12-20T09:00:00Z');
    await sendTender({ procurement, bids: [kestrel] });
    expect(await statusesOf('B1')).toEqual(['1 superseded', '2 current']);
    await sendTender({ procurement, bids: [{ ...kestrel, qualityPoints: '90', price: '1000000' }] });
    expect(await statusesOf('B1')).toEqual(['1 superseded', '2 current', '3 late']);
  });

  it('cannot change once the evaluation is over', async () => {
    await given([kestrel], 'moderated');
    const record = await sendTender({ procurement, bids: [{ ...kestrel, qualityPoints: '99' }] });
    expect(record).toMatchObject({ state: 'faulty', issues: [{ code: 'evaluation-is-over', sheet: 'Bids' }] });
  });

  it('never take the place of another supplier’s bid', async () => {
    await given([kestrel]);
    const record = await sendTender({ procurement, bids: [{ ...rowan, reference: 'B1' }] });
    expect(record).toMatchObject({
      state: 'faulty',
      issues: [{ code: 'other-supplier', sheet: 'Bids', found: rowan.supplier.name, expected: kestrel.supplier.name }],
    });
    expect(await statusesOf('B1')).toEqual(['1 current']);
  });

  it('are known by their supplier where the workbook gives no reference', async () => {
    await given([kestrel]);
    const tables = await bidFile(ports, { ...kestrel, reference: '' });
    const record = await importFile(ports, officer, tables);
    expect(record.result?.bids).toEqual(['B1']);
    expect(await statusesOf('B1')).toEqual(['1 current']);
  });

  it('of a matrix change answers and nothing else', async () => {
    await given(bids);
    const matrix = exampleFile('northshire', 'portal-matrix.csv');
    const proposed = await importFile(ports, officer, matrix, { procurement: REFERENCE });
    await acceptMapping(ports, officer, proposed.id, proposed.proposedMapping?.name ?? '');
    const record = await runImport(ports, proposed.id);
    expect(record.issues).toEqual([]);
    expect(record.result?.bids).toEqual(['B1', 'B2', 'B3', 'B4', 'B5']);
    const now = await standing();
    for (const [index, { bid }] of now.entries()) {
      expect(bid.carbon).toEqual(bids[index]?.carbon);
      expect(bid.price).toBe(bids[index]?.price);
      expect(bid.supplier).toEqual(bids[index]?.supplier);
      expect(Object.keys(bid.answers)).toEqual(Object.keys(bids[index]?.answers ?? {}));
    }
  });

  it('are told apart by lot', async () => {
    const file = await tenderFile(ports, lotsTender);
    const record = await importFile(ports, officer, file);
    expect(record).toMatchObject({ state: 'committed', issues: [] });
    const { reference } = lotsTender.procurement;
    const latest = await ports.database.read((stores) => stores.bids.latest('northshire', reference));
    expect(latest.map(({ bid }) => bid)).toEqual(lotsTender.bids);
    const [first, ...rest] = lotsTender.bids;
    if (first === undefined) throw new Error('The example has no bids');
    await importFile(
      ports,
      officer,
      await tenderFile(ports, { ...lotsTender, bids: [{ ...first, qualityPoints: '1' }, ...rest] }),
    );
    const after = await ports.database.read((stores) => stores.bids.latest('northshire', reference));
    expect(after.map(({ version }) => version)).toEqual([2, ...rest.map(() => 1)]);
  });

  it('must come with the facts on record: each difference is a fault at its cell, and nothing is edited', async () => {
    await given([kestrel], 'published');
    const changed: Procurement = {
      ...procurement,
      title: 'Another title',
      contractEnd: '2032-03-31',
      shares: { environment: '20', quality: '40', price: '40' },
      adoptions: procurement.adoptions.filter(({ code }) => code !== 'T3'),
    };
    const record = await sendTender({ procurement: changed, bids: [kestrel] });
    expect(record.state).toBe('faulty');
    expect(record.issues.map(({ pointer, found, expected }) => [pointer, found, expected])).toEqual([
      ['#/procurement/title', 'Another title', procurement.title],
      ['#/procurement/contractEnd', '2032-03-31', '2031-03-31'],
      ['#/procurement/shares/environment', '20', '25'],
      ['#/procurement/shares/quality', '40', '35'],
      ['#/procurement/adoptions/T3', 'blank', expect.stringContaining('T3: ')],
    ]);
    for (const issue of record.issues) {
      expect(issue).toMatchObject({ code: 'differs-from-record', sheet: 'About' });
      expect(issue.cell).toMatch(/^B\d+$/);
    }
    expect(record.issues[1]?.message).toBe('Contract end was published as "2031-03-31", got "2032-03-31".');
    expect((await procurementNow(ports))?.facts).toEqual(procurement);
  });

  it('come with the same facts however a number is written', async () => {
    await given([kestrel]);
    await ports.database.transaction(async (stores) => {
      const found = await stores.procurements.find('northshire', REFERENCE);
      if (found !== undefined)
        await stores.procurements.save({ ...found, facts: { ...found.facts, functionalUnits: '24000.0' } });
    });
    expect(await sendTender({ procurement, bids: [kestrel] })).toMatchObject({ state: 'committed' });
  });

  it('have the time of the import', async () => {
    await given([kestrel]);
    expect((await versionsOf('B1'))[0]?.at).toBe(TEST_NOW);
  });
});

async function procurementNow({ database }: TestPorts): Promise<ProcurementRecord | undefined> {
  return database.read((stores) => stores.procurements.find('northshire', REFERENCE));
}

async function setClosed({ database }: TestPorts, closedAt: string): Promise<void> {
  await database.transaction(async (stores) => {
    const found = await stores.procurements.find('northshire', REFERENCE);
    if (found !== undefined) await stores.procurements.save({ ...found, state: 'closed', closedAt });
  });
}
