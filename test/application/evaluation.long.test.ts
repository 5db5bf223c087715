import { beforeEach, describe, expect, it } from 'vitest';
import { computeAgreedAssessment } from '../../src/application/agreed-assessment.ts';
import { assignEvaluator } from '../../src/application/assign-evaluator.ts';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { confirmFacts } from '../../src/application/confirm-facts.ts';
import { decideInterest } from '../../src/application/decide-interest.ts';
import { declareInterests } from '../../src/application/declare-interests.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import { getModeration } from '../../src/application/moderation-queries.ts';
import { getProcurement } from '../../src/application/procurement-queries.ts';
import { confirmUndisputed, recordConsensus } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import { getAssessment } from '../../src/application/score-procurement.ts';
import { startEvaluation } from '../../src/application/start-evaluation.ts';
import { replayDecisionRecord } from '../../src/scoring/decision-record.ts';
import {
  BIDS,
  CARYS,
  DEV,
  JUDGED,
  judged,
  MODERATOR,
  OFFICER,
  REASON,
  REFERENCE,
  revisionOf,
  scoreEverything,
  startedEvaluation,
} from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';

const DISSENT = 'The panel read the weights by month with Dev, who agreed that they cover the whole year.';

describe('an evaluation by two people and a moderator', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await startedEvaluation();
  });
  const lock = async () => lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));
  const agreed = () => ports.database.read((stores) => computeAgreedAssessment(ports, stores, 'northshire', REFERENCE));
  const agree = (bid: string, points: string, more = {}) =>
    recordConsensus(ports, MODERATOR, REFERENCE, { ...judged(bid, points), ...more });

  it('goes from facts confirmed together to a locked consensus whose decision record can be replayed', async () => {
    await scoreEverything(ports, CARYS, '3');
    await scoreEverything(ports, DEV, '1');
    const { confirmed, leftOut } = await confirmUndisputed(ports, MODERATOR, REFERENCE);
    // Every bid has 18 items; the judged one of each is disputed.
    expect(confirmed).toBe(85);
    expect(leftOut).toEqual(BIDS.map((bid) => `C11 of ${bid}: The scores differ by 2 points or more.`));
    await expect(lock()).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: `The consensus on ${REFERENCE} cannot be locked: there is no consensus on ${BIDS.map((bid) => `C11 of ${bid}`).join(', ')}.`,
    });
    for (const bid of BIDS) await agree(bid, '2', { answersDissent: DISSENT });
    expect((await lock()).state).toBe('moderated');

    const { record, changedSince } = await getAssessment(ports, OFFICER, REFERENCE);
    expect(changedSince).toEqual([]);
    const criterion = record.assessment.bids[0]?.criteria.find(({ rule }) => rule === JUDGED);
    expect(criterion).toMatchObject({ points: '2', agreed: '2', proposal: '5' });
    expect(record.inputs.agreed).toHaveLength(90);
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(record)), ports.catalogue)).toEqual([]);
    expect((await agreed()).assessment.inputHash).toBe(record.input_hash);
    expect((await agreed()).reasons).toHaveLength(90);
    expect((await verifyAudit(ports, OFFICER)).holds).toBe(true);
  });

  it('lets a corrected fact move the points, and never typed points', async () => {
    const item = { bid: 'B1', rule: 'environmental-management-system' };
    const pointers = judged('B1', '3').pointers;
    const before = (await agreed()).assessment.lots[0]?.bids[0]?.criteria.find(({ rule }) => rule.id === item.rule);
    const question = 'ems-covers-delivery';
    const correct = { kind: 'facts' as const, corrections: { [question]: { state: 'given' as const, value: false } } };
    await expect(
      recordScores(ports, CARYS, REFERENCE, {
        scores: [{ ...item, judgement: { kind: 'points', points: '5' }, reason: REASON, pointers }],
        lock: true,
      }),
    ).rejects.toMatchObject({ issues: [{ code: 'points-follow-from-facts' }] });
    for (const one of [CARYS, DEV]) {
      await recordScores(ports, one, REFERENCE, {
        scores: [{ ...item, judgement: correct, reason: REASON, pointers }],
        lock: true,
      });
    }
    await recordConsensus(ports, MODERATOR, REFERENCE, { ...item, judgement: correct, reason: REASON, pointers });
    const result = await agreed();
    const after = result.assessment.lots[0]?.bids[0]?.criteria.find(({ rule }) => rule.id === item.rule);
    expect(after?.proposed).toEqual(before?.points);
    expect(after?.points.lt(before?.points ?? 0)).toBe(true);
    expect(result.record.inputs.bids[0]?.answers[question]).toMatchObject({ state: 'given', value: true });
    expect(replayDecisionRecord(JSON.parse(JSON.stringify(result.record)), ports.catalogue)).toEqual([]);
  });

  it('keeps a change after the lock as a new record with its reason', async () => {
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: true });
    const again = { scores: [judged('B1', '4')], lock: true };
    await expect(recordScores(ports, CARYS, REFERENCE, again)).rejects.toMatchObject({
      issues: [{ pointer: '#/reason', code: 'missing' }],
    });
    const scores = [{ ...judged('B1', '4'), changeReason: 'I had overlooked the annex on page 9' }];
    await recordScores(ports, CARYS, REFERENCE, { scores, lock: true });
    const records = await ports.database.read(({ evaluation }) => evaluation.records('northshire', REFERENCE));
    expect(records.filter(({ kind }) => kind === 'individual')).toMatchObject([
      { judgement: { points: '3' } },
      { judgement: { points: '4' }, changeReason: 'I had overlooked the annex on page 9' },
    ]);
  });

  it('keeps drafts apart from records: they may change, and only their author locks them', async () => {
    expect(await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: false })).toMatchObject({
      drafts: 1,
      locked: 0,
    });
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '2')], lock: false });
    await expect(recordScores(ports, DEV, REFERENCE, { scores: [], lock: true })).rejects.toThrow('no draft to lock');
    expect(await recordScores(ports, CARYS, REFERENCE, { scores: [], lock: true })).toMatchObject({
      drafts: 0,
      locked: 1,
    });
    await expect(agree('B1', '2')).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: 'C11 of B1 cannot be agreed yet: Dev Marlowe has not locked it.',
    });
  });

  it('names every fault of a score at once', async () => {
    const faulty = {
      ...judged('B1', '2.5'),
      reason: 'Good',
      pointers: [{ kind: 'document' as const, document: 'Nowhere.pdf', page: '1' }],
    };
    await expect(recordScores(ports, CARYS, REFERENCE, { scores: [faulty], lock: false })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ code: 'not-on-the-scale' }, { code: 'reason-too-short' }, { code: 'no-such-document' }],
    });
    await expect(
      recordScores(ports, CARYS, REFERENCE, { scores: [{ ...judged('B1', '2'), pointers: [] }], lock: false }),
    ).rejects.toMatchObject({ issues: [{ code: 'no-pointer' }] });
  });

  it('takes a cell of the stored file as a pointer only where something stands in it', async () => {
    const at = (cell: string) => ({
      ...judged('B1', '2'),
      pointers: [{ kind: 'cell' as const, sheet: 'Answers', cell }],
    });
    await recordScores(ports, CARYS, REFERENCE, { scores: [at('A2')], lock: false });
    await expect(recordScores(ports, CARYS, REFERENCE, { scores: [at('A99999')], lock: false })).rejects.toMatchObject({
      issues: [{ code: 'no-such-cell', cell: 'A99999' }],
    });
  });

  it('leaves an event with the hash of every record', async () => {
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: true });
    const { event } = (await listAudit(ports, OFFICER, { limit: 1 })).items[0] ?? {};
    expect(event).toMatchObject({
      action: 'evaluation.scores-locked',
      actor: CARYS.id,
      data: { items: [`B1 ${JUDGED}`], sha256: [expect.stringMatching(/^[0-9a-f]{64}$/)] },
    });
  });
});

describe('a threshold', () => {
  it('that the bid meets by one evaluator and not by another is discussed, even for a single point', async () => {
    const ports = await startedEvaluation();
    // The example adopts a floor of 40: with 4 points bid B2 has 40.20 of 100, and a point is worth 1.
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B2', '4'), judged('B1', '4')], lock: true });
    await recordScores(ports, DEV, REFERENCE, { scores: [judged('B2', '3'), judged('B1', '3')], lock: true });
    const { items } = await getModeration(ports, MODERATOR, REFERENCE);
    const why = (wanted: string) => items.find(({ bid, item }) => bid === wanted && item.rule === JUDGED)?.mustModerate;
    expect(why('B2')).toEqual([expect.stringMatching(/^The threshold T3 .* is met by one and not by another\.$/)]);
    expect(why('B1')).toEqual([]);
  });
});

describe('a fact that a condition and a criterion both read', () => {
  it('has one agreed value, or the consensus cannot be locked', async () => {
    const ports = await startedEvaluation();
    const { reason, pointers } = judged('B1', '3');
    const finding = (rule: string, corrections: Record<string, 'missing'>) => ({
      bid: 'B1',
      rule,
      judgement: { kind: 'facts' as const, corrections },
      reason,
      pointers,
    });
    const struckOut = finding('environmental-policy', { 'environmental-policy': 'missing' });
    const accepted = finding('net-zero-target', {});
    for (const one of [CARYS, DEV]) {
      await recordScores(ports, one, REFERENCE, { scores: [struckOut, accepted], lock: true });
    }
    for (const one of [struckOut, accepted]) await recordConsensus(ports, MODERATOR, REFERENCE, one);
    const contradiction = expect.stringContaining(
      '"environmental-policy" of bid B1 was corrected in G3 and taken otherwise in',
    );
    expect((await getModeration(ports, MODERATOR, REFERENCE)).missing).toContainEqual(contradiction);
  });
});

describe('the beginning of an evaluation', () => {
  it('needs two evaluators for everything, and says which lack', async () => {
    const ports = await startedEvaluation({ until: 'assigned' });
    await assignEvaluator(ports, OFFICER, REFERENCE, { person: DEV.id, personName: DEV.name, rules: [JUDGED] });
    const start = async () => startEvaluation(ports, OFFICER, REFERENCE, await revisionOf(ports));
    await expect(start()).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringMatching(/assign two evaluators or more to .*C01/) as string,
    });
    await assignEvaluator(ports, OFFICER, REFERENCE, { person: DEV.id, personName: DEV.name });
    expect((await start()).state).toBe('evaluating');
    expect((await getProcurement(ports, OFFICER, REFERENCE)).state).toBe('evaluating');
  });

  it('refuses an officer as an evaluator, and rules that were not published', async () => {
    const ports = await startedEvaluation({ until: 'assigned' });
    const assign = (person: string, rules?: string[]) =>
      assignEvaluator(ports, OFFICER, REFERENCE, {
        person,
        personName: person,
        ...(rules === undefined ? {} : { rules }),
      });
    await expect(assign(OFFICER.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(assign('somebody', ['a-secret-rule'])).rejects.toMatchObject({
      issues: [{ code: 'not-published', found: 'a-secret-rule' }],
    });
  });
});

describe('a declaration of interests', () => {
  it('must come before any bid is shown', async () => {
    const ports = await startedEvaluation({ declared: [] });
    await expect(confirmFacts(ports, CARYS, REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('of an actual conflict waits for the decision of the officer, and a later one begins anew', async () => {
    const ports = await startedEvaluation({ declared: [] });
    const declare = (interest: 'actual' | 'potential') =>
      declareInterests(ports, CARYS, REFERENCE, {
        interest,
        details: 'My sister works for one of the bidders',
        mitigation: 'I do not score that bid',
      });
    const decide = (decision: 'mitigation-accepted' | 'replaced') =>
      decideInterest(ports, OFFICER, REFERENCE, { person: CARYS.id, decision, reason: 'She left in 2019' });
    await expect(decide('replaced')).rejects.toMatchObject({ code: 'not-found' });
    await declare('actual');
    await expect(confirmFacts(ports, CARYS, REFERENCE)).rejects.toThrow('Wait until the procurement officer');
    await decide('mitigation-accepted');
    expect((await confirmFacts(ports, CARYS, REFERENCE)).drafts).toBeGreaterThan(0);
    await declare('actual');
    await expect(confirmFacts(ports, CARYS, REFERENCE)).rejects.toThrow('Wait until the procurement officer');
    await decide('replaced');
    await expect(confirmFacts(ports, CARYS, REFERENCE)).rejects.toThrow('has replaced you');
    await declare('potential');
    expect((await confirmFacts(ports, CARYS, REFERENCE)).leftOut.length).toBeGreaterThan(0);
  });

  it('says what the interest is and what keeps it from bearing on the work', async () => {
    const ports = await startedEvaluation({ declared: [] });
    await expect(declareInterests(ports, CARYS, REFERENCE, { interest: 'perceived' })).rejects.toMatchObject({
      issues: [{ pointer: '#/details' }, { pointer: '#/mitigation' }],
    });
  });
});
