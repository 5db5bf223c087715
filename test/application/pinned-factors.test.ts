import ExcelJS from 'exceljs';
import { beforeEach, describe, expect, it } from 'vitest';
import { approveFactorSet } from '../../src/application/approve-factor-set.ts';
import { verifyAudit } from '../../src/application/audit-queries.ts';
import { closeProcurement } from '../../src/application/close-procurement.ts';
import { importFactorSet } from '../../src/application/import-factor-set.ts';
import { openProcurement } from '../../src/application/open-procurement.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { publishProcurement } from '../../src/application/publish-procurement.ts';
import { reviseFacts } from '../../src/application/revise-facts.ts';
import { getAssessment, scoreProcurement } from '../../src/application/score-procurement.ts';
import { templateFor } from '../../src/application/templates.ts';
import { tryOut } from '../../src/application/try-out.ts';
import type { Bid, CarbonLine } from '../../src/domain/bid.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { describeWithDatabases } from '../support/databases.ts';
import { flatFile } from '../support/factor-workbook.ts';
import { aPerson, createTestPorts, type TestPorts } from '../support/service-ports.ts';
import { bidFile, importFile, tenderFile } from '../support/upload-files.ts';

/** The publisher's id of electricity generated in the United Kingdom. */
const ELECTRICITY = '7_400_4000_5_1';
const officer = aPerson('officer');
const keeper = aPerson('sustainability');
const [kestrel] = northshireTender.bids as readonly [Bid, ...Bid[]];
const { procurement } = northshireTender;
const { reference } = procurement;

const power = (line: Partial<CarbonLine>): CarbonLine => ({
  line: '1',
  stage: 'use',
  quantity: '1000',
  unit: 'kWh',
  factor: 'electricity.uk.generation',
  tier: 'A',
  ...line,
});
const withPower = (line: Partial<CarbonLine>): Bid => ({ ...kestrel, carbon: [power(line)] });

describeWithDatabases('the conversion factors of a tender', (makeDatabase) => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await createTestPorts(await makeDatabase());
  });

  const approve = async (value: number, edition = '1', year = '2026') => {
    const bytes = await flatFile({ year, edition, rows: [{ id: ELECTRICITY, value }] });
    const { set } = await importFactorSet(ports, keeper, { name: `${year}-${edition}.xlsx`, bytes });
    await approveFactorSet(ports, keeper, set.id, { note: 'Made up for this test' });
  };
  const now = () => getProcurement(ports, officer, reference);
  const revision = async () => ({ revision: (await now()).revision });
  const sendTender = async (line: Partial<CarbonLine>) =>
    importFile(ports, officer, await tenderFile(ports, { procurement, bids: [withPower(line)] }));
  const sendBid = async (line: Partial<CarbonLine>) =>
    importFile(ports, officer, await bidFile(ports, withPower(line)));
  const codes = ({ issues }: Awaited<ReturnType<typeof sendBid>>) => issues.map(({ code }) => code);
  const grossKg = async () => {
    const { record } = await scoreProcurement(ports, officer, reference);
    expect(replayDecisionRecord(record, ports.catalogue)).toEqual([]);
    return record.assessment.bids[0]?.carbon.gross_kg;
  };

  it('are the shipped ones of the latest year until a set of the year of its deadline is approved', async () => {
    await sendTender({});
    expect(await grossKg()).toBe('177.000');
    await approve(0.13);
    expect((await now()).assessment?.changedSince).toEqual(['The conversion factors are others.']);
    expect(await grossKg()).toBe('130.000');
    expect((await now()).assessment?.changedSince).toEqual([]);
  });

  it('are those that are approved on the day of its publication, whatever is approved afterwards', async () => {
    await approve(0.13);
    await sendTender({ declaredKg: '130' });
    const trial = await grossKg();
    await publishProcurement(ports, officer, reference, await revision());
    expect((await now()).publication).toMatchObject({
      factorSet: 'Government conversion factors 2026, imported file',
      factors: [{ id: 'electricity.uk.generation', set: '2026', kgCo2e: '0.13', status: 'official' }],
    });
    await approve(0.2, '2');
    await openProcurement(ports, officer, reference, await revision());
    await closeProcurement(ports, officer, reference, { ...(await revision()), reason: 'All have sent their bids' });
    expect([trial, await grossKg()]).toEqual(['130.000', '130.000']);
    expect((await getAssessment(ports, officer, reference)).changedSince).toEqual([]);
    expect(await verifyAudit(ports, officer)).toMatchObject({ holds: true });
  });

  it('are named in the report', async () => {
    await approve(0.13);
    await sendTender({});
    await scoreProcurement(ports, officer, reference);
    const files = await buildProcurementPack(ports, officer, reference);
    const report = files.find(({ name }) => name === 'for-council/evaluation-report.html');
    expect(Buffer.from(report?.bytes ?? []).toString('utf8')).toMatch(/Conversion factors<[^]{1,80}The set of 2026/);
  });

  it('are what a bid for it is checked with, also where only the bid says what it is for', async () => {
    await approve(0.13);
    await sendTender({});
    await publishProcurement(ports, officer, reference, await revision());
    await openProcurement(ports, officer, reference, await revision());
    await approve(0.2, '2');
    expect(codes(await sendBid({ declaredKg: '200' }))).toEqual(['figures-differ']);
    const taken = await sendBid({ declaredKg: '130' });
    expect([taken.state, codes(taken)]).toEqual(['committed', []]);
    expect(codes(await sendBid({ factor: 'rail.national.pkm', unit: 'pkm' }))).toEqual(['unknown-factor']);
  });

  it('are pinned anew when its deadline moves to another year', async () => {
    await approve(0.13);
    await sendTender({});
    await publishProcurement(ports, officer, reference, await revision());
    await approve(0.11, '1', '2027');
    const facts = { ...procurement, bidDeadline: '2027-01-15' };
    await reviseFacts(ports, officer, reference, { ...(await revision()), facts, reason: 'More time for bids' });
    expect((await now()).publication?.factors).toMatchObject([{ set: '2027', kgCo2e: '0.11' }]);
    const kept = { ...facts, bidDeadline: '2027-01-22' };
    await approve(0.1, '2', '2027');
    await reviseFacts(ports, officer, reference, { ...(await revision()), facts: kept, reason: 'Still more time' });
    expect((await now()).publication?.factors).toMatchObject([{ set: '2027', kgCo2e: '0.11' }]);
    expect(await verifyAudit(ports, officer)).toMatchObject({ holds: true });
  });

  it('stand in the template for its bidders, and are tried on made-up bids', async () => {
    await sendTender({});
    await approve(0.13);
    const { bytes } = await templateFor(ports, { kind: 'bid', procurement: reference }, officer);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
    const lists = workbook.getWorksheet('Lists')?.getSheetValues();
    expect(JSON.stringify(lists)).toContain('"electricity.uk.generation","kWh","0.13","2026"');
    // Shipped factors would be those of the year before, with a notice of it.
    expect((await tryOut(ports, officer, reference)).assessment.lots[0]?.notices).toEqual([]);
  });
});

describe('a procurement that was published before factors were pinned', () => {
  it('keeps the shipped ones', async () => {
    const ports = await createTestPorts();
    await importFile(ports, officer, await tenderFile(ports, { procurement, bids: [withPower({})] }));
    const { revision } = await getProcurement(ports, officer, reference);
    await publishProcurement(ports, officer, reference, { revision });
    await ports.database.transaction(async ({ procurements }) => {
      const record = await procurements.find(officer.organisation, reference);
      if (record?.publication === undefined) throw new Error('It is published');
      const { factors: _factors, factorSet: _name, ...publication } = record.publication;
      await procurements.save({ ...record, publication, updatedAt: record.updatedAt });
    });
    const bytes = await flatFile({ year: '2026', rows: [{ id: ELECTRICITY, value: 0.13 }] });
    const { set } = await importFactorSet(ports, keeper, { name: '2026.xlsx', bytes });
    await approveFactorSet(ports, keeper, set.id, { note: 'Made up for this test' });
    const open = await openProcurement(ports, officer, reference, await getProcurement(ports, officer, reference));
    await closeProcurement(ports, officer, reference, { revision: open.revision, reason: 'All have sent their bids' });
    const { record } = await scoreProcurement(ports, officer, reference);
    expect(record.assessment.bids[0]?.carbon.gross_kg).toBe('177.000');
  });
});
