import { beforeEach, describe, expect, it } from 'vitest';
import { approveProcurement, issueEdition } from '../../src/application/approve-procurement.ts';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { getAward } from '../../src/application/award-queries.ts';
import { type AwardInput, awardProcurement } from '../../src/application/award-procurement.ts';
import { enterContract } from '../../src/application/enter-contract.ts';
import { exportOcds } from '../../src/application/export-ocds.ts';
import type { MadeFile } from '../../src/application/ports.ts';
import { buildProcurementPack, restoreAssessment } from '../../src/application/procurement-pack.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { recordSummarySent } from '../../src/application/record-summary-sent.ts';
import { redactExplanation } from '../../src/application/redact-explanation.ts';
import { getAssessment } from '../../src/application/score-procurement.ts';
import { type SetAsideInput, setAsideBid } from '../../src/application/set-aside-bid.ts';
import { startStandstill } from '../../src/application/start-standstill.ts';
import { supplierNote } from '../../src/application/supplier-note.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import type { Tender } from '../../src/application/tender.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import {
  APPROVAL_DAY,
  approvedEvaluation,
  APPROVER,
  moderatedEvaluation,
  SEEN,
  sendSummaries,
} from '../support/award.ts';
import { BIDS, MODERATOR, OFFICER, REFERENCE, revisionOf, startedEvaluation } from '../support/evaluation.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { ocdsFaults } from '../support/ocds-schema.ts';
import { sharedExists } from '../support/shared-data.ts';
import type { TestPorts } from '../support/service-ports.ts';

/** Evaluations and packs are made anew for each test: more than the usual time on a busy machine. */
const SLOW = { timeout: 120_000 };

const WHY = 'It is the most advantageous tender by the published method.';
const WITHHELD = 'Commercially sensitive: it tells how the bidder makes its prices';

const textOf = (files: readonly MadeFile[], name: string) =>
  new TextDecoder().decode(files.find((file) => file.name === name)?.bytes);
const zipOf = (files: readonly MadeFile[]) => Buffer.from(files.at(-1)?.bytes ?? []).toString('base64');
const pack = (ports: TestPorts, edition?: number) => buildProcurementPack(ports, OFFICER, REFERENCE, edition);
const award = async (ports: TestPorts, bid: string, input: Partial<AwardInput> = {}) =>
  awardProcurement(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    winners: [{ bid }],
    reason: WHY,
    ...input,
  });
const setAside = async (ports: TestPorts, bid: string, input: Partial<SetAsideInput> = {}) =>
  setAsideBid(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    bid,
    ground: 'excluded',
    duty: 'may',
    reason: 'A discretionary ground was found, and the bidder was heard',
    ...input,
  });
const standstill = async (ports: TestPorts, noticeDate: string, ends?: string) =>
  startStandstill(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    noticeReference: '2027/S 000-000009',
    noticeDate,
    ...(ends === undefined ? {} : { ends }),
  });
const contract = async (ports: TestPorts, signedOn: string) =>
  enterContract(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), signedOn });
const withhold = async (ports: TestPorts, bid: string, words?: string) =>
  redactExplanation(ports, OFFICER, REFERENCE, {
    ...(await revisionOf(ports)),
    bid,
    rule: 'end-of-life',
    reason: WITHHELD,
    ...(words === undefined ? {} : { words }),
  });
const edition = async (ports: TestPorts, reason: string) =>
  issueEdition(ports, APPROVER, REFERENCE, { ...(await revisionOf(ports)), reason, acknowledgement: SEEN });

describe('from approval to contract', SLOW, () => {
  it('issues, sends, awards, waits and signs, with every step in a chain that holds and a release that is valid', async () => {
    const ports = await approvedEvaluation();
    const [first = '', second = ''] = (await getAward(ports, OFFICER, REFERENCE)).ranked.map(({ bid }) => bid);
    await sendSummaries(ports, APPROVAL_DAY);
    await award(ports, first);
    ports.setClock('2027-01-13T10:00:00Z');
    expect((await standstill(ports, '2027-01-12')).state).toBe('standstill');
    expect(await getAward(ports, OFFICER, REFERENCE)).toMatchObject({
      standstillEnds: '2027-01-21',
      mayContract: false,
    });
    ports.setClock('2027-01-22T10:00:00Z');
    await expect(contract(ports, '2027-01-21')).rejects.toMatchObject({ issues: [{ code: 'in-standstill' }] });
    expect((await getAward(ports, OFFICER, REFERENCE)).mayContract).toBe(true);
    expect((await contract(ports, '2027-01-22')).state).toBe('contracted');
    expect((await getAward(ports, OFFICER, REFERENCE)).register).toEqual([{ bid: first }]);

    const release = JSON.parse(new TextDecoder().decode(await exportOcds(ports, OFFICER, REFERENCE)));
    expect(release.tag).toEqual(['tender', 'award', 'contract']);
    expect(release.awards[0]).toMatchObject({ status: 'active', date: '2027-01-11T00:00:00Z' });
    expect(JSON.stringify(release)).not.toContain(
      (await getAssessment(ports, OFFICER, REFERENCE)).record.inputs.bids.find(({ reference }) => reference === second)
        ?.supplier.name,
    );
    if (sharedExists) expect(ocdsFaults()(release)).toEqual([]);
    const actions = (await listAudit(ports, OFFICER, { limit: 20 })).items.map(({ event }) => event.action);
    expect(actions.toReversed().slice(-9)).toEqual([
      'procurement.approved',
      ...BIDS.map(() => 'procurement.summary-sent'),
      'procurement.awarded',
      'procurement.standstill-started',
      'procurement.contracted',
    ]);
    expect(await verifyAudit(ports, OFFICER)).toMatchObject({ holds: true });
  });
});

describe('approval', SLOW, () => {
  it('is for a second person: neither who agreed the scores nor who locked them', async () => {
    const ports = await moderatedEvaluation();
    const approve = async (person = APPROVER) =>
      approveProcurement(ports, person, REFERENCE, { ...(await revisionOf(ports)), acknowledgement: SEEN });
    await expect(approve(OFFICER)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(approve({ ...MODERATOR, roles: ['moderator', 'officer'] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(approve({ ...APPROVER, roles: ['auditor'] })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await approve()).state).toBe('approved');
    await expect(approve()).rejects.toMatchObject({ code: 'not-allowed-in-state' });
  });

  it('issues what was agreed, with a decision record that replays, the proposed award, and the head of the chain', async () => {
    const ports = await approvedEvaluation();
    const issued = await getAssessment(ports, OFFICER, REFERENCE);
    expect([issued.status, issued.changedSince]).toEqual(['issued', []]);
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(issued.record)), ports.catalogue)).toEqual([]);
    const { chainHead, steps } = await getAward(ports, OFFICER, REFERENCE);
    const [link] = (await listAudit(ports, OFFICER, { limit: 1 })).items;
    expect([link?.event.action, link?.hash]).toEqual(['procurement.approved', chainHead]);
    expect(steps).toMatchObject([
      { kind: 'approval', edition: 1, proposed: [{ bid: issued.record.assessment.ranking[0] }], byName: APPROVER.name },
    ]);
    const files = await pack(ports);
    expect(JSON.parse(textOf(files, 'manifest.json'))).toMatchObject({
      status: 'issued',
      chain_head: chainHead,
      edition: 1,
    });
    const report = textOf(files, 'for-council/evaluation-report.html');
    for (const words of [chainHead, 'Issued, edition 1', APPROVER.name, 'Agreed by the evaluators']) {
      expect(report).toContain(words);
    }
    expect(report).not.toContain('DRAFT');
  });

  it('gives the same bytes for an edition whenever it is made, also after the next one', async () => {
    const ports = await approvedEvaluation();
    const before = zipOf(await pack(ports));
    const [first] = (await getAward(ports, OFFICER, REFERENCE)).ranked;
    await withhold(ports, first?.bid ?? '');
    expect(zipOf(await pack(ports))).toBe(before);
    ports.setClock('2027-01-14T10:00:00Z');
    await edition(ports, 'An explanation told how the bidder makes its prices');
    expect(zipOf(await pack(ports, 1))).toBe(before);
    const files = await pack(ports);
    expect(zipOf(files)).not.toBe(before);
    expect(JSON.parse(textOf(files, 'manifest.json'))).toMatchObject({ edition: 2 });
    await expect(pack(ports, 3)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('cannot be undone, and nothing of it can be scored again', async () => {
    const ports = await approvedEvaluation();
    await expect(edition(ports, ' ')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(approveProcurement(ports, APPROVER, REFERENCE, await revisionOf(ports))).rejects.toMatchObject({
      code: 'not-allowed-in-state',
    });
    expect((await getProcurement(ports, OFFICER, REFERENCE)).moves.map(({ move }) => move)).toEqual([
      'award',
      'cancel',
    ]);
  });
});

describe('assessment summaries', SLOW, () => {
  let ports: TestPorts;
  let [first, second] = ['', ''];
  beforeEach(async () => {
    ports = await approvedEvaluation();
    [first = '', second = ''] = (await getAward(ports, OFFICER, REFERENCE)).ranked.map(({ bid }) => bid);
  });
  const summary = (files: readonly MadeFile[], bid: string) =>
    textOf(files, `for-bidders/${bid}/assessment-summary.html`);

  it('tell every bidder the agreed reason of each of its scores, and of the first-ranked bid', async () => {
    const { reasons } = await getAward(ports, OFFICER, REFERENCE);
    const own = reasons.find(({ bid, rule }) => bid === second && rule === 'end-of-life');
    const files = await pack(ports);
    expect(summary(files, second)).toContain(own?.reason);
    expect(summary(files, second)).toContain('Why it has these scores');
    expect(summary(files, first)).toContain('It is your own bid');
    expect(summary(files, first)).not.toContain(second);
  });

  it('leave out what was withheld, say why, and are not sent before the edition that leaves it out', async () => {
    const words = 'units counted at the depot';
    const before = summary(await pack(ports), second).split(words).length;
    await expect(withhold(ports, first, 'no such words')).rejects.toMatchObject({ issues: [{ code: 'not-there' }] });
    await withhold(ports, first, words);
    await expect(sendSummaries(ports, APPROVAL_DAY)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
    await edition(ports, 'Words were withheld');
    const files = await pack(ports);
    // Its own reason uses the same words; that part stays.
    expect(summary(files, second).split(words)).toHaveLength(before - 1);
    expect(summary(files, second)).toContain(WITHHELD);
    expect(summary(files, first)).toContain(words);
    await sendSummaries(ports, APPROVAL_DAY);
  });

  it('are all sent before the award notice can be dated, and each once', async () => {
    await award(ports, first);
    await expect(standstill(ports, APPROVAL_DAY)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      issues: BIDS.map(() => ({ code: 'summary-not-sent' })),
    });
    const send = async (bid: string, sentOn: string) =>
      recordSummarySent(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), bid, sentOn });
    await expect(send(first, '2027-01-12')).rejects.toMatchObject({ issues: [{ code: 'in-the-future' }] });
    await expect(send(first, '2027-01-10')).rejects.toMatchObject({ issues: [{ code: 'too-early' }] });
    await send(first, APPROVAL_DAY);
    await expect(send(first, APPROVAL_DAY)).rejects.toMatchObject({ issues: [{ code: 'sent-already' }] });
    ports.setClock('2027-01-13T10:00:00Z');
    for (const bid of BIDS.filter((one) => one !== first)) await send(bid, '2027-01-13');
    await expect(standstill(ports, '2027-01-12')).rejects.toMatchObject({
      message: expect.not.stringContaining(`${first};`),
    });
    expect((await standstill(ports, '2027-01-13')).state).toBe('standstill');
  });
});

/** The worked example without its minimums, so that four bids are ranked. */
const withoutMinimums: Tender = {
  ...northshireTender,
  procurement: {
    ...northshireTender.procurement,
    adoptions: northshireTender.procurement.adoptions.filter(({ code }) => !code.startsWith('T')),
  },
};

describe('an award', SLOW, () => {
  let ports: TestPorts;
  let [first, second, third] = ['', '', ''];
  beforeEach(async () => {
    ports = await approvedEvaluation({ tender: withoutMinimums });
    [first = '', second = '', third = ''] = (await getAward(ports, OFFICER, REFERENCE)).ranked.map(({ bid }) => bid);
  });

  it('goes to the first-ranked bid only, unless each higher one is out with its grounds', async () => {
    await expect(award(ports, second)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining(`${second} is ranked 2nd, below ${first}. Only the first-ranked bid`),
    });
    await setAside(ports, first);
    await expect(award(ports, third)).rejects.toMatchObject({ message: expect.stringContaining(`below ${second}`) });
    await expect(award(ports, first)).rejects.toMatchObject({ message: expect.stringContaining('set aside') });
    await expect(award(ports, second, { reason: ' ' })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await award(ports, second)).state).toBe('awarded');
  });

  it('passes a bid that its bidder has withdrawn', async () => {
    await withdrawBid(ports, OFFICER, REFERENCE, first, { reason: 'The bidder wrote so' });
    expect((await getAward(ports, OFFICER, REFERENCE)).ranked.slice(0, 3)).toMatchObject([
      { setAside: true, canBeAwarded: false },
      { setAside: false, canBeAwarded: true },
      { canBeAwarded: false },
    ]);
    expect((await award(ports, second)).state).toBe('awarded');
  });

  it('is refused for a bid that is not ranked, or of a lot that there is not', async () => {
    const { ranked } = await getAward(ports, OFFICER, REFERENCE);
    const unranked = BIDS.find((one) => !ranked.some(({ bid }) => bid === one)) ?? '';
    await expect(award(ports, unranked)).rejects.toMatchObject({ message: expect.stringContaining('is not ranked') });
    await expect(award(ports, first, { winners: [{ bid: first, lot: 'L9' }] })).rejects.toMatchObject({
      issues: [{ code: 'unknown-lot' }],
    });
    await expect(award(ports, first, { winners: [] })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('is followed by a standstill that ends no earlier than the law asks, and later where the notice says so', async () => {
    await sendSummaries(ports, APPROVAL_DAY);
    await award(ports, first);
    await expect(contract(ports, APPROVAL_DAY)).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringContaining('mandatory'),
    });
    await expect(standstill(ports, '2027-01-12')).rejects.toMatchObject({ issues: [{ code: 'in-the-future' }] });
    await expect(standstill(ports, APPROVAL_DAY, '2027-01-19')).rejects.toMatchObject({
      issues: [{ code: 'too-early', message: expect.stringContaining('2027-01-20') }],
    });
    await standstill(ports, APPROVAL_DAY, '2027-01-25');
    expect((await getAward(ports, OFFICER, REFERENCE)).standstillEnds).toBe('2027-01-25');
  });
});

describe('what is internal', SLOW, () => {
  it('shows how firm a ranking of real bids is only once the consensus is locked, and to no bidder', async () => {
    const evaluating = await startedEvaluation();
    expect((await restoreAssessment(evaluating, OFFICER, REFERENCE)).sensitivity).toEqual([]);
    const ports = await moderatedEvaluation();
    const { sensitivity } = await restoreAssessment(ports, OFFICER, REFERENCE);
    expect(sensitivity.map(({ light }) => light)).toEqual(['green']);
    const files = await pack(ports);
    expect(textOf(files, 'for-council/evaluation-report.html')).toContain('not used in the assessment');
    const summaries = files.filter(({ name }) => name.startsWith('for-bidders') && name.endsWith('html'));
    expect(summaries).toHaveLength(BIDS.length);
    for (const { bytes } of summaries) expect(new TextDecoder().decode(bytes)).not.toMatch(/sensitivity|Near miss/i);
  });

  it('keeps the note for a supplier internal until the standstill has ended', async () => {
    const ports = await approvedEvaluation();
    const [{ bid: first } = { bid: '' }, { bid: second } = { bid: '' }] = (await getAward(ports, OFFICER, REFERENCE))
      .ranked;
    const note = () => supplierNote(ports, OFFICER, REFERENCE, second);
    expect(await note()).toMatchObject({ internal: true });
    const { criteria } = await note();
    expect(criteria.find(({ code }) => code === 'C10')?.nextMark.join()).toContain('security-updates-years');
    expect(criteria.find(({ code }) => code === 'C11')?.nextMark).toEqual([]);
    await sendSummaries(ports, APPROVAL_DAY);
    await award(ports, first);
    await standstill(ports, APPROVAL_DAY);
    expect(await note()).toMatchObject({ internal: true, internalUntil: '2027-01-20' });
    ports.setClock('2027-01-21T09:00:00Z');
    expect(await note()).toMatchObject({ internal: false });
    await expect(supplierNote(ports, OFFICER, REFERENCE, 'B99')).rejects.toMatchObject({ code: 'not-found' });
  });
});
