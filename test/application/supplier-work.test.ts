import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getContract } from '../../src/application/contract-queries.ts';
import { draftNotice } from '../../src/application/draft-notice.ts';
import { listTurns } from '../../src/application/list-turns.ts';
import { openEngagementAction } from '../../src/application/open-engagement-action.ts';
import { recordCarbonReturn } from '../../src/application/record-carbon-return.ts';
import { recordContracts } from '../../src/application/record-contracts.ts';
import { registerContract } from '../../src/application/register-contract.ts';
import { getSupplierProfile, supplierFiguresCsv } from '../../src/application/supplier-profile.ts';
import { listSupplierWork, type SupplierWork } from '../../src/application/supplier-work.ts';
import { supplierIdentity, supplierPath } from '../../src/application/suppliers.ts';
import type { Tender } from '../../src/application/tender.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { contractedProcurement } from '../support/award.ts';
import { aContract, aLine } from '../support/carbon.ts';
import { makeSqlite, type TestDatabase } from '../support/databases.ts';
import { OFFICER, REFERENCE } from '../support/evaluation.ts';
import { aPerson, type TestPorts } from '../support/service-ports.ts';

const keeper = aPerson('sustainability');
const auditor = aPerson('auditor');
const FERN = 'GB-COH-00000001';
const YEAR = { periodStart: '2025-04-01', periodEnd: '2026-03-31' };

/** The worked example; the latest emissions of each bid are shown by a rating that counts for 12 months, its devices by a list without a date. */
const tender: Tender = {
  ...northshireTender,
  bids: northshireTender.bids.map((bid) => {
    const evidence = { document: 'EcoVadis scorecard.pdf', date: '2026-02-01' };
    const known = bid.answers['latest-emissions'];
    const label = { document: 'TCO Certified list.pdf' };
    const devices = bid.devices.map((device) => ({ ...device, evidence: label }));
    return known === undefined
      ? bid
      : { ...bid, devices, answers: { ...bid.answers, 'latest-emissions': { ...known, evidence } } };
  }),
};

describe('working with suppliers', { timeout: 120_000 }, () => {
  let ports: TestPorts;
  let winner: string;
  let path: string;
  let others: readonly string[];
  let database: TestDatabase;
  /** As it was before the contract of the award was on the register. */
  let before: SupplierWork;

  beforeAll(async () => {
    database = await makeSqlite();
    ({ ports, winner } = await contractedProcurement({ tender, database }));
    const supplier = northshireTender.bids.find(({ reference }) => reference === winner)?.supplier;
    path = supplier === undefined ? '' : supplierPath(supplierIdentity(supplier));
    others = northshireTender.bids.filter(({ reference }) => reference !== winner).map((bid) => bid.supplier.name);
    await recordContracts(ports, keeper, [
      aContract('C1', { commitments: [{ year: '2025/26', tonnes: '1' }] }),
      aContract('C2', { commitments: [{ year: '2025/26', tonnes: '1' }] }),
      aContract('quiet', { start: '2024-04-01' }),
      aContract('plan', { status: 'planned' }),
    ]);
    await recordCarbonReturn(ports, keeper, [
      aLine('C1', 'L1', { amount: '1200', ...YEAR }),
      aLine('C2', 'L1', { amount: '3000', ...YEAR }),
    ]);
    before = await listSupplierWork(ports, auditor);
    const registered = { bid: winner, contract: 'ICT-C-1', ictCategory: 'hardware' } as const;
    await registerContract(ports, OFFICER, REFERENCE, registered);
  }, 120_000);
  afterAll(() => database.close());

  it('begins with what is to be done next: shortfalls, contracts to register, returns that are missing', async () => {
    const work = before;
    expect(work.today).toBe('2027-01-22');
    expect(work.proposals.map(({ contract, year }) => [contract, year.financialYear, year.rating])).toEqual([
      ['C2', '2025/26', 'inadequate'],
      ['C1', '2025/26', 'requires-improvement'],
    ]);
    expect(work.unregistered).toMatchObject([{ procurement: REFERENCE, bid: winner }]);
    expect(work.withoutReturn.map(({ contract, year }) => [contract.reference, year.financialYear])).toEqual([
      ['quiet', '2025/26'],
      ['quiet', '2024/25'],
    ]);
    expect(work.largest.map(({ contract }) => contract.reference)).toEqual(['C2', 'C1']);
    expect(work.furthestAbove.map(({ contract }) => contract.reference)).toEqual(['C2', 'C1']);
    await expect(listSupplierWork(ports, aPerson('evaluator'))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lists evidence of the bids of running contracts by its end, ahead of time, and shows the rest on the supplier', async () => {
    const work = await listSupplierWork(ports, auditor);
    expect(work.unregistered).toEqual([]);
    const rating = { kind: 'EcoVadis rating', until: '2027-02-01', documents: ['EcoVadis scorecard.pdf'] };
    expect(work.evidence).toContainEqual(expect.objectContaining({ ...rating, contract: 'ICT-C-1', bid: winner }));
    expect(work.evidence.find(({ kind }) => kind === 'EcoVadis rating')?.because).toMatch(
      /^12 months from 2026-02-01\. EcoVadis/,
    );
    const [last] = work.evidence.slice(-1);
    expect(last).toMatchObject({ kind: 'TCO Certified', because: 'The bid gives no date' });
    expect(last).not.toHaveProperty('until');
    expect(work.evidence.map(({ kind }) => kind)).not.toContain('ISO 14001 certificate');
    const { evidence } = await getSupplierProfile(ports, auditor, path);
    // Signed on 30 June 2026.
    expect(evidence.find(({ kind }) => kind === 'Carbon Reduction Plan')).toMatchObject({ until: '2027-06-30' });
    const certificate = evidence.find(({ kind }) => kind === 'ISO 14001 certificate');
    const stated = Object.values(northshireTender.bids.find(({ reference }) => reference === winner)?.answers ?? {})
      .map((answer) => answer.evidence)
      .find((one) => one?.document === 'ISO 14001 certificate.pdf');
    expect(certificate).toMatchObject({ until: stated?.validUntil, because: 'As the bid states it', isDue: false });
    const ends = work.evidence.map(({ until }) => until ?? '9999');
    expect(ends).toEqual(ends.toSorted());
  });

  it('stands on the list of the person it was given to, overdue first', async () => {
    const owner = { owner: keeper.id, ownerName: keeper.name };
    const open = (what: string, dueOn: string) =>
      openEngagementAction(ports, keeper, { what, contract: 'C1', financialYear: '2025/26', ...owner, dueOn });
    await open('Agree a plan', '2027-02-28');
    await open('Ask for the meters', '2027-01-25');
    expect((await listSupplierWork(ports, auditor)).proposals.map(({ contract }) => contract)).toEqual(['C2']);
    ports.setClock('2027-01-26T09:00:00Z');
    const texts = async (person = keeper) => (await listTurns(ports, person)).map(({ text }) => text);
    expect(await texts()).toEqual([
      'Overdue since 25 January 2027: Ask for the meters',
      'Due on 28 February 2027: Agree a plan',
    ]);
    expect(await texts(auditor)).toEqual([]);
  });

  it('shows a supplier what is its own, and nothing of those it bid against', async () => {
    const { supplier } = await getContract(ports, auditor, 'ICT-C-1');
    const profile = await getSupplierProfile(ports, auditor, path);
    expect(profile).toMatchObject({ name: supplier.name, contracts: [{ contract: { reference: 'ICT-C-1' } }] });
    const csv = new TextDecoder().decode(await supplierFiguresCsv(ports, auditor, path));
    const everything = `${JSON.stringify(profile, (_, one: unknown) => (typeof one === 'bigint' ? `${one}` : one))}${csv}`;
    expect(others.length).toBeGreaterThan(1);
    for (const name of [...others, 'Fictional Fern Hosting Ltd']) expect(everything).not.toContain(name);

    const fern = await getSupplierProfile(ports, auditor, FERN);
    expect(fern.contracts.map(({ contract }) => contract.reference)).toEqual(['C1', 'C2', 'plan', 'quiet']);
    const figures = new TextDecoder().decode(await supplierFiguresCsv(ports, auditor, FERN)).split('\r\n');
    expect(figures[0]).toBe('contract,title,financial_year,committed_kg,actual_kg,months,months_reported,rating,note');
    expect(figures[1]).toBe('C1,Contract C1,2025/26,1000,1200,12,12,Requires improvement,');
    await expect(getSupplierProfile(ports, auditor, 'GB-COH-77777777')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('drafts a performance notice with the fields of regulation 39, and names what it does not know', async () => {
    const { fields, text, toComplete } = await draftNotice(ports, auditor, 'C1', '2025/26');
    expect(fields).toMatchObject({
      contract: { id: 'C1' },
      supplier: { name: 'Fictional Fern Hosting Ltd', identifier: { scheme: 'GB-COH', id: '00000001' } },
      indicator: { committedTonnes: '1', actualTonnes: '1.2' },
      rating: 'Requires improvement',
      period: { startDate: '2025-04-01', endDate: '2026-03-31' },
    });
    expect(text).toMatch(/^DRAFT/);
    expect(toComplete).toContain('The supplier’s contact postal address');
    const other = await draftNotice(ports, auditor, 'quiet', '2024/25');
    expect(other.fields).toMatchObject({ rating: 'Other', ratingReason: 'No commitment is on record for this year.' });
    await expect(draftNotice(ports, auditor, 'C1', '2026/27')).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await expect(draftNotice(ports, auditor, 'C1', '2019/20')).rejects.toMatchObject({ code: 'not-found' });
  });
});
