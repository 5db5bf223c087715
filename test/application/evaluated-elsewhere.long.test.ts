import { beforeEach, describe, expect, it } from 'vitest';
import { agreedScoresTemplate } from '../../src/application/agreed-scores-template.ts';
import { approveChange } from '../../src/application/approve-change.ts';
import { assignEvaluator } from '../../src/application/assign-evaluator.ts';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { declareInterests } from '../../src/application/declare-interests.ts';
import { importAgreedScores } from '../../src/application/import-agreed-scores.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import { getProcurementRecord } from '../../src/application/change-procurement.ts';
import { getModeration } from '../../src/application/moderation-queries.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { readEvaluation } from '../../src/application/read-evaluation.ts';
import { recordConsensus } from '../../src/application/record-consensus.ts';
import { getAssessment } from '../../src/application/score-procurement.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import { type Filling, fillAgreedScores, JUDGED_CODE, type TypedRow } from '../support/agreed-scores.ts';
import {
  BIDS,
  CARYS,
  DEV,
  JUDGED,
  judged,
  MODERATOR,
  OFFICER,
  REFERENCE,
  revisionOf,
  startedEvaluation,
} from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';

const SECOND_OFFICER = { ...OFFICER, id: 'second-officer', name: 'Ben Whitlock' };

type More = { readonly changeReason?: string };

const only = (bid: string, code: string, more: TypedRow): NonNullable<Filling['row']> => {
  return (typed, ofBid, ofCode) => (ofBid === bid && ofCode === code ? { ...typed, ...more } : typed);
};

describe('an evaluation that was done elsewhere', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await startedEvaluation({ until: 'closed' });
  });
  const fill = async (filling?: Filling) => {
    const { bytes } = await agreedScoresTemplate(ports, OFFICER, REFERENCE);
    return { name: 'agreed.xlsx', bytes: await fillAgreedScores(bytes, filling) };
  };
  const bring = async (filling?: Filling, more: More = {}) =>
    importAgreedScores(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), file: await fill(filling), ...more });
  const faultsOf = async (filling: Filling) => {
    const failure: unknown = await bring(filling).catch((error: unknown) => error);
    if (!(failure instanceof Error) || !('issues' in failure)) throw new Error('The workbook has no fault');
    return failure.issues as { code: string; cell?: string; sheet?: string; message: string }[];
  };
  const records = () => ports.database.read(({ evaluation }) => evaluation.records('northshire', REFERENCE));

  it('comes by workbook, is marked with its hash and importer, and is locked as any other', async () => {
    const done = await bring({ row: only('B1', JUDGED_CODE, { 'Agreed score': 2 }) });
    expect(done).toMatchObject({ items: 90, recorded: 90, warnings: [] });
    expect((await getProcurement(ports, OFFICER, REFERENCE)).state).toBe('evaluating');
    const kept = await records();
    expect(kept.filter(({ kind }) => kind === 'start')).toMatchObject([
      { elsewhere: { file: 'agreed.xlsx', sha256: done.sha256, evaluators: ['Ana Example', 'Ben Example'] } },
    ]);
    const consensus = kept.filter(({ kind }) => kind === 'consensus');
    expect(consensus).toHaveLength(90);
    for (const one of consensus) expect(one).toMatchObject({ importedFrom: done.sha256, by: OFFICER.id });
    const { event } = (await listAudit(ports, OFFICER, { limit: 1 })).items[0] ?? {};
    expect(event).toMatchObject({ action: 'procurement.evaluated-elsewhere', data: { file_sha256: done.sha256 } });

    expect((await lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports))).state).toBe('moderated');
    const { record } = await getAssessment(ports, OFFICER, REFERENCE);
    const criterion = record.assessment.bids[0]?.criteria.find(({ rule }) => rule === JUDGED);
    expect(criterion).toMatchObject({ points: '2', agreed: '2', proposal: '5' });
    expect(record.inputs.agreed).toHaveLength(90);
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(record)), ports.catalogue)).toEqual([]);
    expect((await verifyAudit(ports, OFFICER)).holds).toBe(true);
  });

  it('lets a corrected fact move the points', async () => {
    await bring({ row: only('B1', 'C06', { Facts: 'EMS covers delivery = no' }) });
    const found = (await records()).find(
      (one) => one.kind === 'consensus' && one.bid === 'B1' && one.rule === 'environmental-management-system',
    );
    expect(found).toMatchObject({
      judgement: { kind: 'facts', corrections: { 'ems-covers-delivery': { state: 'given', value: false } } },
    });
  });

  it('tells every fault by its cell, and stores nothing', async () => {
    const before = await getProcurement(ports, OFFICER, REFERENCE);
    const faults = await faultsOf({
      about: { Evaluators: 'Ana Example' },
      row: (typed, bid, code) => {
        if (bid === 'B1' && code === 'C06') return { ...typed, 'Agreed score': 5 };
        if (bid === 'B1' && code === JUDGED_CODE) return { ...typed, 'Agreed score': '2.5' };
        if (bid === 'B2' && code === 'C06') return { ...typed, Reason: 'Good', 'Evidence document': 'Nowhere.pdf' };
        if (bid === 'B2' && code === JUDGED_CODE) return { ...typed, 'Agreed score': undefined };
        if (bid === 'B3' && code === 'C06') return { ...typed, Facts: 'ems-covers-delivry = no' };
        if (bid === 'B3' && code === 'C07') return { ...typed, Criterion: 'C77' };
        if (bid === 'B4' && code === 'C06') return { ...typed, 'Bid reference': 'B44' };
        if (bid === 'B4' && code === 'C07') return 'left out';
        return typed;
      },
    });
    const told = faults.map(({ code, sheet, cell }) => `${code} ${sheet ?? ''}!${cell?.replace(/\d+/, '') ?? ''}`);
    expect(told.toSorted()).toEqual(
      [
        'too-few-evaluators About!B',
        'points-follow-from-facts Agreed scores!J',
        'not-a-whole-number Agreed scores!J',
        'reason-too-short Agreed scores!K',
        'no-such-document Agreed scores!L',
        'missing Agreed scores!J',
        'unknown-question Agreed scores!I',
        'unknown-criterion Agreed scores!C',
        'unknown-bid Agreed scores!A',
        'missing-row Agreed scores!',
        'missing-row Agreed scores!',
        'missing-row Agreed scores!',
      ].toSorted(),
    );
    expect(faults.map(({ message }) => message)).toContain('C07 of B4 has no row: enter what was agreed');
    expect(await getProcurement(ports, OFFICER, REFERENCE)).toEqual(before);
    expect(await records()).toEqual([]);
  });

  it('refuses a reason in the words of the scale, a criterion that stands twice, and a fact taken in two ways', async () => {
    const { items } = await ports.database.read(async (stores) => {
      const record = await getProcurementRecord(stores, OFFICER, REFERENCE);
      return readEvaluation(ports, stores, record);
    });
    const scale = items.find(({ rule }) => rule === JUDGED)?.scale ?? [];
    const echo = scale.find(({ text }) => text.length >= 40)?.text ?? '';
    const faults = await faultsOf({
      row: (typed, bid, code) => {
        if (bid === 'B1' && code === JUDGED_CODE) return { ...typed, Reason: echo };
        if (bid === 'B3' && code === 'G3') return { ...typed, Facts: 'environmental-policy = missing' };
        return bid === 'B2' && code === 'C07' ? { ...typed, Criterion: 'C06' } : typed;
      },
    });
    expect(faults.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['echoes-the-scale', 'duplicate-row', 'missing-row', 'contradiction']),
    );
  });

  it('is corrected by another workbook with its reason, which keeps what it does not change', async () => {
    await bring();
    expect(await bring()).toMatchObject({ recorded: 0 });
    const corrected = { row: only('B1', JUDGED_CODE, { 'Agreed score': 4 }) };
    await expect(bring(corrected)).rejects.toMatchObject({ issues: [{ pointer: '#/reason', code: 'missing' }] });
    const more = { changeReason: 'The panel had overlooked annex C' };
    expect(await bring(corrected, more)).toMatchObject({ items: 90, recorded: 1 });
    const consensus = (await records()).filter((one) => one.kind === 'consensus' && one.rule === JUDGED);
    expect(consensus.filter((one) => 'bid' in one && one.bid === 'B1')).toMatchObject([
      { judgement: { points: '3' } },
      { judgement: { points: '4' }, changeReason: 'The panel had overlooked annex C' },
    ]);
  });

  it('waits for a second person where a bid that changes has failed', async () => {
    const fails = only('B1', 'G2', { Facts: 'legal-compliance = no' });
    await bring({ row: fails });
    const corrected: Filling = {
      row: (typed, bid, code) => {
        const agreed = fails(typed, bid, code);
        return bid === 'B1' && code === JUDGED_CODE ? { ...typed, 'Agreed score': 5 } : agreed;
      },
    };
    const changeReason = 'The panel had overlooked annex C';
    expect(await bring(corrected, { changeReason })).toMatchObject({ recorded: 1 });
    const waiting = expect.stringContaining('a second person, not Asha Okafor, must approve the change');
    expect((await getModeration(ports, OFFICER, REFERENCE)).missing).toEqual([waiting]);
    const change = { bid: 'B1', rule: JUDGED, reason: 'I have read annex C myself' };
    await expect(approveChange(ports, OFFICER, REFERENCE, change)).rejects.toMatchObject({ code: 'forbidden' });
    await approveChange(ports, SECOND_OFFICER, REFERENCE, change);
    expect((await getModeration(ports, OFFICER, REFERENCE)).missing).toEqual([]);
  });

  it('is never mixed with one that is done here', async () => {
    await bring();
    await expect(
      assignEvaluator(ports, OFFICER, REFERENCE, { person: CARYS.id, personName: CARYS.name }),
    ).rejects.toThrow('was evaluated elsewhere and imported from agreed.xlsx');
    await expect(declareInterests(ports, MODERATOR, REFERENCE, { interest: 'none' })).rejects.toThrow('elsewhere');
    await expect(recordConsensus(ports, MODERATOR, REFERENCE, judged('B1', '3'))).rejects.toThrow('elsewhere');
  });

  it('is for officers alone, none of whom evaluated', async () => {
    const { revision } = await revisionOf(ports);
    const file = await fill();
    await expect(importAgreedScores(ports, MODERATOR, REFERENCE, { revision, file })).rejects.toThrow('officer');
    const faults = await faultsOf({ about: { Evaluators: `Ana Example; ${OFFICER.name}` } });
    expect(faults).toMatchObject([{ code: 'evaluator-imports', sheet: 'About' }]);
    await expect(importAgreedScores(ports, OFFICER, REFERENCE, { revision: revision - 1, file })).rejects.toMatchObject(
      { code: 'conflict' },
    );
  });
});

it('a procurement that is evaluated here refuses what was agreed elsewhere, and says why', async () => {
  const ports = await startedEvaluation({ until: 'assigned' });
  const file = { name: 'agreed.xlsx', bytes: new Uint8Array() };
  const bring = async () =>
    importAgreedScores(ports, OFFICER, REFERENCE, { ...(await revisionOf(ports)), file }).catch(
      (error: unknown) => (error as Error).message,
    );
  expect(await bring()).toContain(`${CARYS.name} and ${DEV.name} are to evaluate it here`);
  const begun = await startedEvaluation();
  const refused = importAgreedScores(begun, OFFICER, REFERENCE, { ...(await revisionOf(begun)), file });
  await expect(refused).rejects.toThrow('its evaluation was begun here');
  expect(BIDS).toHaveLength(5);
});
