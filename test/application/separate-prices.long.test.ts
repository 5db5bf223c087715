import ExcelJS from 'exceljs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { approveProcurement } from '../../src/application/approve-procurement.ts';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { listBids } from '../../src/application/bid-queries.ts';
import { computeAgreedAssessment } from '../../src/application/agreed-assessment.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import { priceTemplateFor } from '../../src/application/price-template.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { confirmUndisputed } from '../../src/application/record-consensus.ts';
import { reviseFacts } from '../../src/application/revise-facts.ts';
import { getAssessment } from '../../src/application/score-procurement.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import type { AssessmentView } from '../../src/application/score-procurement.ts';
import { HUNDRED, roundHalfUp, toFraction } from '../../src/domain/quantity.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { APPROVER, moderatedEvaluation, SEEN } from '../support/award.ts';
import { places, setCell } from '../support/changed-tender.ts';
import {
  CARYS,
  DEV,
  MODERATOR,
  OFFICER,
  REFERENCE,
  revisionOf,
  scoreEverything,
  startedEvaluation,
} from '../support/evaluation.ts';
import { PRICES, pricesFile, separateTender } from '../support/separate-prices.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { number, tenderTables, toWorkbook } from '../support/tender-workbook.ts';
import { bidFile, importFile, tenderFile } from '../support/upload-files.ts';

const open = async (ports: TestPorts, file?: Awaited<ReturnType<typeof pricesFile>>, dryRun = false) =>
  importFile(ports, OFFICER, file ?? (await pricesFile()), { dryRun });
const approve = async (ports: TestPorts) =>
  approveProcurement(ports, APPROVER, REFERENCE, { ...(await revisionOf(ports)), acknowledgement: SEEN });
const pricesOf = async (ports: TestPorts) =>
  (await listBids(ports, OFFICER, REFERENCE)).standing.map(({ reference, bid }) => [reference, bid.price]);
const results = ({ record: { assessment } }: AssessmentView) =>
  assessment.bids.map(({ bid, total, price_points, environment }) => ({ bid, total, price_points, environment }));

/** A database that is closed when the test ends. */
async function newPorts(): Promise<TestPorts> {
  const ports = await createTestPorts();
  onTestFinished(() => ports.database.close());
  return ports;
}

describe('prices that come separately', () => {
  it('give the totals and the ranking that the same prices give where they come with the bids', async () => {
    const together = await getAssessment(await moderatedEvaluation(), OFFICER, REFERENCE);
    const ports = await moderatedEvaluation({ tender: separateTender });
    const before = await getAssessment(ports, OFFICER, REFERENCE);
    expect(before.record.assessment.ranking).toEqual([]);
    expect(before.record.assessment.bids.map(({ total }) => total)).toEqual(PRICES.map(() => null));
    expect((await getProcurement(ports, OFFICER, REFERENCE)).prices).toBe('awaited');

    expect(await open(ports)).toMatchObject({
      state: 'committed',
      kind: 'prices',
      result: { procurement: REFERENCE, bids: PRICES.map(([bid]) => bid) },
    });
    const after = await getAssessment(ports, OFFICER, REFERENCE);
    expect(after).toMatchObject({ reason: 'The prices were opened: prices.xlsx.', changedSince: [] });
    expect(results(after)).toEqual(results(together));
    expect(after.record.assessment.ranking).toEqual(together.record.assessment.ranking);
    expect(after.record.assessment.ranking.length).toBeGreaterThan(1);
    // The published formula by hand: (7,000,000 - P) / (7,000,000 - 4,000,000) of 100 points.
    for (const [bid, price] of PRICES) {
      const points = toFraction('7000000').sub(toFraction(price)).div(3_000_000).mul(HUNDRED);
      const shown = after.record.assessment.bids.find((one) => one.bid === bid)?.price_points;
      const within = points.gt(HUNDRED) ? HUNDRED : points.lt(0) ? toFraction('0') : points;
      expect(shown, bid).toBe(roundHalfUp(within, 4));
    }
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(after.record)), ports.catalogue)).toEqual([]);
    expect((await getProcurement(ports, OFFICER, REFERENCE)).prices).toBe('on-record');
  });

  it('leave what the panel agreed as it is, and an event that names every price and the assessment', async () => {
    const ports = await moderatedEvaluation({ tender: separateTender });
    const agreed = async () =>
      (await ports.database.read((stores) => computeAgreedAssessment(ports, stores, 'northshire', REFERENCE))).reasons;
    const before = await agreed();
    const { id } = await open(ports);
    expect(await agreed()).toEqual(before);
    const { standing } = await listBids(ports, OFFICER, REFERENCE);
    expect(standing.map(({ version, statusReason }) => [version, statusReason])).toEqual(
      PRICES.map(() => [2, 'Price from prices.xlsx, after the consensus was locked.']),
    );
    const { items } = await listAudit(ports, OFFICER, { limit: 2 });
    expect(items.map(({ event }) => event.action)).toEqual(['import.committed', 'procurement.prices-opened']);
    expect(items[1]?.event).toMatchObject({
      subject: `procurement:${REFERENCE}`,
      data: {
        import: id,
        prices: PRICES.map(([bid, price]) => `Bid ${bid}, version 2: ${price}`),
        assessment: (await getAssessment(ports, OFFICER, REFERENCE)).id,
      },
    });
    expect((await verifyAudit(ports, OFFICER)).holds).toBe(true);
  });

  it('are needed for approval, by a person who did not lock the consensus; then the pack is issued', async () => {
    const ports = await moderatedEvaluation({ tender: separateTender });
    await expect(approve(ports)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringMatching(/prices come separately, and there is none of B1; B2/) as string,
    });
    // Whoever opened the prices may approve; whoever locked the consensus may not.
    await importFile(ports, APPROVER, await pricesFile());
    await expect(
      approveProcurement(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), acknowledgement: SEEN }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect((await approve(ports)).state).toBe('approved');
    const files = await buildProcurementPack(ports, OFFICER, REFERENCE);
    const report = files.find(({ name }) => name === 'for-council/evaluation-report.html');
    expect(new TextDecoder().decode(report?.bytes)).not.toContain('Still to come: the price');
  });

  it('are not needed of a bid that was withdrawn meanwhile', async () => {
    const ports = await moderatedEvaluation({ tender: separateTender });
    await withdrawBid(ports, OFFICER, REFERENCE, 'B5', { reason: 'By letter' });
    const all = await open(ports);
    expect(all.issues).toMatchObject([{ code: 'unknown-bid', found: 'B5', sheet: 'Prices', cell: 'A6' }]);
    const four = PRICES.slice(0, 4).map(([bid, price]) => [bid, number(price)] as const);
    expect((await open(ports, await pricesFile(four))).state).toBe('committed');
  });
});

describe('a price workbook', () => {
  it('is filled in with the bids that stand, for officers, and read back once the prices are in it', async () => {
    const ports = await moderatedEvaluation({ tender: separateTender });
    await expect(priceTemplateFor(ports, REFERENCE, aPerson('auditor'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(priceTemplateFor(ports, REFERENCE)).rejects.toMatchObject({ code: 'not-signed-in' });
    const { name, bytes } = await priceTemplateFor(ports, REFERENCE, OFFICER);
    const left = await open(ports, { name, bytes });
    expect(left.issues.map(({ sheet, header, code }) => `${sheet} ${header} ${code}`)).toEqual(
      PRICES.map(() => 'Prices Price missing'),
    );
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(bytes).buffer);
    const sheet = workbook.getWorksheet('Prices');
    sheet?.eachRow((row) => {
      const price = PRICES.find(([bid]) => bid === row.getCell(1).value)?.[1];
      if (price !== undefined) row.getCell(4).value = Number(price);
    });
    const filled = new Uint8Array(await workbook.xlsx.writeBuffer());
    expect((await open(ports, { name, bytes: filled })).issues).toEqual([]);
    expect(await pricesOf(ports)).toEqual(PRICES);
  });

  it('with faults tells all of them by cell, and nothing of it is taken', async () => {
    const ports = await moderatedEvaluation({ tender: separateTender });
    const bad = await open(
      ports,
      await pricesFile([
        ['B1', number('5100000')],
        ['B2', 'on request'],
        ['B3', number('0')],
        ['B4', number('-5')],
        ['B5', undefined],
      ]),
    );
    expect(bad.state).toBe('faulty');
    expect(places(bad.issues)).toEqual([
      'Prices!B3 not-a-number',
      'Prices!B4 out-of-range',
      'Prices!B5 negative',
      'Prices!B6 missing',
    ]);
    const unmatched = await open(
      ports,
      await pricesFile([
        ['B1', number('5100000')],
        ['B02', number('5200000')],
      ]),
    );
    expect(unmatched.issues.map(({ code, cell, pointer }) => [code, cell ?? pointer])).toEqual([
      ['unknown-bid', 'A3'],
      ['price-missing', '#/bids/B2'],
      ['price-missing', '#/bids/B3'],
      ['price-missing', '#/bids/B4'],
      ['price-missing', '#/bids/B5'],
    ]);
    expect(await pricesOf(ports)).toEqual(PRICES.map(([bid]) => [bid, undefined]));
  });

  it('may be checked before it is taken, and is taken once', async () => {
    const ports = await moderatedEvaluation({ tender: separateTender });
    expect((await open(ports, undefined, true)).state).toBe('checked');
    expect(await pricesOf(ports)).toEqual(PRICES.map(([bid]) => [bid, undefined]));
    await open(ports);
    const cheaper = PRICES.map(([bid]) => [bid, number('4000001')] as const);
    const again = await open(ports, await pricesFile(cheaper));
    expect(again.issues).toMatchObject([{ code: 'prices-on-record' }]);
    await approve(ports);
    expect((await open(ports)).issues).toMatchObject([{ code: 'prices-on-record' }]);
    expect(await pricesOf(ports)).toEqual(PRICES);
  });

  it.each([
    ['evaluating', startedEvaluation],
    ['closed', () => startedEvaluation({ tender: separateTender, until: 'assigned' })],
  ] as const)('is refused while %s: the consensus is not locked', async (state, start) => {
    const ports = await start({ tender: separateTender });
    const { issues, notices } = await open(ports);
    expect(issues).toMatchObject([
      { code: 'consensus-not-locked', message: expect.stringContaining(`is ${state}`) as string },
    ]);
    for (const [, price] of PRICES) expect(JSON.stringify([issues, notices])).not.toContain(price);
    expect(await pricesOf(ports)).toEqual(PRICES.map(([bid]) => [bid, undefined]));
  });

  it('is refused for a procurement whose prices come with the bids, or that is not there or not named', async () => {
    const ports = await moderatedEvaluation();
    expect((await open(ports)).issues).toMatchObject([{ code: 'prices-not-separate' }]);
    expect((await open(ports, await pricesFile(undefined, 'ICT-9'))).issues).toMatchObject([
      { code: 'unknown-procurement', found: 'ICT-9', sheet: 'About', cell: 'B3' },
    ]);
    const csv = { name: 'prices.csv', bytes: Buffer.from('Bid reference,Lot,Supplier,Price\nB1,,,5100000') };
    expect((await open(ports, csv)).issues).toMatchObject([{ code: 'procurement-not-named' }]);
    const named = await importFile(ports, OFFICER, csv, { procurement: REFERENCE });
    expect(named.issues).toMatchObject([{ code: 'prices-not-separate' }]);
    await expect(priceTemplateFor(ports, REFERENCE, OFFICER)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(importFile(ports, aPerson('sustainability'), await pricesFile())).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('a price before its time', () => {
  it('is a fault at its cell in a tender and in a bid workbook, which does not repeat it', async () => {
    const ports = await newPorts();
    const tables = tenderTables(separateTender);
    setCell(tables, 'Bids', 3, 'Price', number('5123457'));
    const sent = await importFile(ports, OFFICER, { name: 'tender.xlsx', bytes: await toWorkbook(tables) });
    expect(sent.issues).toMatchObject([{ code: 'price-too-early', sheet: 'Bids', header: 'Price' }]);
    expect(JSON.stringify(sent)).not.toContain('5123457');

    expect((await importFile(ports, OFFICER, await tenderFile(ports, separateTender))).state).toBe('committed');
    const [kestrel] = northshireTender.bids;
    if (kestrel === undefined) throw new Error('The example has bids');
    const bid = await importFile(ports, OFFICER, await bidFile(ports, kestrel));
    expect(bid.issues).toMatchObject([{ code: 'price-too-early', sheet: 'About', header: 'Price' }]);
  });

  it('is asked for by no template of such a procurement', async () => {
    const ports = await newPorts();
    const { bytes } = await tenderFile(ports, separateTender);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(new Uint8Array(bytes).buffer);
    const headers = workbook.getWorksheet('Bids')?.getSheetValues().flat().map(String) ?? [];
    expect(headers).toContain('Quality points');
    expect(headers).not.toContain('Price');
  });

  it('cannot be let in by changing the published facts', async () => {
    const ports = await newPorts();
    await importFile(ports, OFFICER, await tenderFile(ports, separateTender));
    await publishProcurement(ports, OFFICER, REFERENCE, await revisionOf(ports));
    const { prices: _prices, ...facts } = separateTender.procurement;
    await expect(
      reviseFacts(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), facts, reason: 'To see them early' }),
    ).rejects.toMatchObject({ issues: [{ pointer: '#/procurement/prices', code: 'cannot-change' }] });
  });

  it('cannot have been there already when a draft is changed to separate prices', async () => {
    const ports = await newPorts();
    await importFile(ports, OFFICER, await tenderFile(ports, northshireTender));
    const facts = { ...northshireTender.procurement, prices: 'separate' as const };
    await expect(
      reviseFacts(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), facts, reason: 'Two envelopes' }),
    ).rejects.toMatchObject({ issues: PRICES.map(([bid]) => ({ pointer: `#/bids/${bid}/price` })) });
  });
});

describe('the consensus where prices come after it', () => {
  it('is not locked without the quality points, which nobody may enter once prices are seen', async () => {
    const [first, ...others] = separateTender.bids;
    if (first === undefined) throw new Error('The example has bids');
    const { qualityPoints: _points, ...unscored } = first;
    const ports = await startedEvaluation({ tender: { ...separateTender, bids: [unscored, ...others] } });
    for (const one of [CARYS, DEV]) await scoreEverything(ports, one, '3');
    await confirmUndisputed(ports, MODERATOR, REFERENCE);
    await expect(lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports))).rejects.toThrow(
      'there are no quality points of B1',
    );
  });
});
