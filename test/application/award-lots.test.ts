import { describe, expect, it, onTestFinished } from 'vitest';
import { getAward } from '../../src/application/award-queries.ts';
import type { BidOfLot } from '../../src/application/award-records.ts';
import { awardProcurement } from '../../src/application/award-procurement.ts';
import { enterContract } from '../../src/application/enter-contract.ts';
import { exportOcds } from '../../src/application/export-ocds.ts';
import { setAsideBid } from '../../src/application/set-aside-bid.ts';
import { buildDecisionRecord } from '../../src/scoring/decision-record.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { lotsTender } from '../../fixtures/eastham/lots-tender.ts';
import { APPROVAL_DAY, APPROVER } from '../support/award.ts';
import { OFFICER } from '../support/evaluation.ts';
import { createTestPorts, type TestPorts } from '../support/service-ports.ts';

const { procurement, bids } = lotsTender;
const REFERENCE = procurement.reference;
const AT = `${APPROVAL_DAY}T09:00:00Z`;

/** A call-off in two lots whose evaluation has been approved; the panel's reasons are left out. */
async function approvedLots(): Promise<TestPorts> {
  const ports = await createTestPorts();
  onTestFinished(() => ports.database.close());
  ports.setClock(AT);
  const { catalogue, softwareVersion } = ports;
  const assessment = assess(catalogue, { procurement, bids, softwareVersion, status: 'issued' });
  const record = buildDecisionRecord(assessment, bids, catalogue);
  const { organisation } = OFFICER;
  await ports.database.transaction(async (stores) => {
    const facts = { reference: REFERENCE, organisation, facts: procurement, factsVersion: 1 };
    const times = { createdAt: AT, updatedAt: AT, closedAt: AT };
    await stores.procurements.create({ ...facts, ...times, state: 'approved', revision: 1 }, 'First', OFFICER.id);
    await stores.bids.add(
      organisation,
      bids.map((bid) => ({
        procurement: REFERENCE,
        reference: bid.reference,
        ...(bid.lot === undefined ? {} : { lot: bid.lot }),
        version: 1,
        status: 'current',
        bid,
        importId: 'import-1',
        at: AT,
      })),
    );
    const { inputHash } = assessment;
    const by = { by: APPROVER.id, at: AT };
    await stores.assessments.add(organisation, {
      id: 'issued-1',
      procurement: REFERENCE,
      status: 'issued',
      inputHash,
      record,
      ...by,
    });
    await stores.awards.add(organisation, REFERENCE, {
      kind: 'approval',
      number: 1,
      edition: 1,
      assessment: 'issued-1',
      proposed: [],
      chainHead: '0'.repeat(64),
      byName: APPROVER.name,
      ...by,
    });
  });
  return ports;
}

describe('an award in lots', () => {
  it('goes to the first-ranked bid of each lot by itself', async () => {
    const ports = await approvedLots();
    let revision = 1;
    const award = (...winners: readonly BidOfLot[]) =>
      awardProcurement(ports, OFFICER, REFERENCE, { revision, winners, reason: 'First in its lot' });
    const { ranked } = await getAward(ports, OFFICER, REFERENCE);
    const firsts = ranked.filter(({ rank }) => rank === 1).map(({ bid, lot }) => ({ bid, ...(lot ? { lot } : {}) }));
    expect(new Set(firsts.map(({ lot }) => lot)).size).toBe(procurement.lots.length);
    const [one, other] = firsts;
    const second = ranked.find(({ rank, lot }) => rank === 2 && lot === other?.lot);
    if (one === undefined || other === undefined || second === undefined) throw new Error('Two lots, two bids in one');

    await expect(award({ bid: one.bid })).rejects.toMatchObject({ issues: [{ code: 'unknown-lot' }] });
    await expect(award(one, one)).rejects.toMatchObject({ issues: [{ code: 'two-winners' }] });
    const lower = { bid: second.bid, ...(second.lot === undefined ? {} : { lot: second.lot }) };
    await expect(award(one, lower)).rejects.toMatchObject({
      message: expect.stringContaining(`${second.bid}, lot ${second.lot} is ranked 2nd, below ${other.bid}.`),
    });
    // Out in one lot is not out in another.
    const out = { ground: 'excluded', duty: 'may', reason: 'A discretionary ground was found' } as const;
    revision = (await setAsideBid(ports, OFFICER, REFERENCE, { revision, ...other, ...out })).revision;
    revision = (await award(one, lower)).revision;

    // A call-off may do without a standstill.
    await enterContract(ports, OFFICER, REFERENCE, { revision, signedOn: APPROVAL_DAY });
    const release = JSON.parse(new TextDecoder().decode(await exportOcds(ports, OFFICER, REFERENCE))) as {
      readonly awards: readonly { readonly id: string; readonly relatedLots: readonly string[] }[];
      readonly contracts: readonly { readonly awardID: string }[];
    };
    expect(new Set(release.awards.flatMap(({ relatedLots }) => relatedLots))).toEqual(
      new Set(procurement.lots.map(({ id }) => id)),
    );
    expect(release.contracts.map(({ awardID }) => awardID)).toEqual(release.awards.map(({ id }) => id));
  });
});
