import { beforeEach, describe, expect, it } from 'vitest';
import { admitLateBid } from '../../src/application/admit-late-bid.ts';
import { listAudit, verifyAudit } from '../../src/application/audit-queries.ts';
import { confirmFacts } from '../../src/application/confirm-facts.ts';
import { getEvaluation, getEvaluationItem } from '../../src/application/evaluation-queries.ts';
import { lockConsensus } from '../../src/application/lock-consensus.ts';
import { getModeration } from '../../src/application/moderation-queries.ts';
import { confirmUndisputed } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import { getAssessment, scoreProcurement } from '../../src/application/score-procurement.ts';
import { withdrawBid } from '../../src/application/withdraw-bid.ts';
import type { Bid } from '../../src/domain/bid.ts';
import { northshireTender } from '../../fixtures/northshire/tender.ts';
import { withoutStage } from '../support/clarified-procurement.ts';
import { clarifying } from '../support/clarifying.ts';
import {
  CARYS,
  DEV,
  JUDGED,
  judged,
  MODERATOR,
  OFFICER,
  REFERENCE,
  revisionOf,
  scoreEverything,
  startedEvaluation,
} from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';
import { bidFile, importFile } from '../support/upload-files.ts';

const { procurement, bids } = northshireTender;
const [kestrel, rowan, ...others] = bids as readonly [Bid, Bid, ...Bid[]];
const useLine = kestrel.carbon.filter(({ stage }) => stage === 'use');
const tender = { procurement, bids: [withoutStage(kestrel, 'use'), rowan, ...others] };
/** The criteria that read the carbon lines. */
const READ_CARBON = ['contract-carbon-intensity', 'footprint-data-quality'];
const WHY =
  'Version 2 of the bid. Clarification 2: an obvious error was corrected. Asked: No carbon figure for use. Changed: carbon lines.';

describe('a clarified bid while people evaluate', () => {
  let ports: TestPorts;
  let steps: ReturnType<typeof clarifying>;
  beforeEach(async () => {
    ports = await startedEvaluation({ tender });
    steps = clarifying(ports);
  });

  const correct = async () => {
    const number = await steps.ask('carbon:use');
    await steps.answer(number, 'B1', { values: { answers: {}, evidence: {}, carbon: useLine } });
    await steps.classify(number, 'B1', 'corrects-obvious-error');
    await steps.agree(number, 'B1');
  };
  const assessments = () => ports.database.read((stores) => stores.assessments.list('northshire', REFERENCE));
  const states = async (person = CARYS) => {
    const { own } = await getEvaluation(ports, person, REFERENCE);
    return own.map(({ item, state, again }) => ({ key: `${item.bid} ${item.rule}`, state, again }));
  };
  const lock = async () => lockConsensus(ports, OFFICER, REFERENCE, await revisionOf(ports));

  it('renews the draft assessment at once, with an event and the reason, and keeps the one before', async () => {
    const [before] = await assessments();
    await correct();
    const reason = 'Clarification 2 made version 2 of bid B1.';
    const [first, renewed, ...more] = await assessments();
    expect(more).toEqual([]);
    expect(first).toEqual(before);
    expect(renewed).toMatchObject({ status: 'draft', reason, by: 'second-officer' });
    expect(await getAssessment(ports, OFFICER, REFERENCE)).toMatchObject({ id: renewed?.id, changedSince: [] });
    expect((await listAudit(ports, OFFICER, { limit: 1 })).items[0]?.event).toMatchObject({
      action: 'procurement.assessment-renewed',
      subject: `procurement:${REFERENCE}`,
      data: { assessment: renewed?.id, instead_of: before?.id, input_hash: renewed?.inputHash, reason },
    });
    // Scored again by hand it is the same: nothing is added.
    expect((await scoreProcurement(ports, OFFICER, REFERENCE)).id).toBe(renewed?.id);
    expect((await verifyAudit(ports, OFFICER)).holds).toBe(true);
  });

  it('keeps what people found of everything it does not touch, and says why the rest is verified again', async () => {
    for (const one of [CARYS, DEV]) await scoreEverything(ports, one, '3');
    await confirmUndisputed(ports, MODERATOR, REFERENCE);
    await correct();
    const after = await states();
    const again = after.filter(({ state }) => state === 'again');
    expect(again.map(({ key }) => key).toSorted()).toEqual(READ_CARBON.map((rule) => `B1 ${rule}`));
    expect(new Set(again.map((one) => one.again))).toEqual(new Set([WHY]));
    expect(after.filter(({ state }) => state === 'agreed')).toHaveLength(after.length - again.length);
    const { items } = await getModeration(ports, MODERATOR, REFERENCE);
    expect(items.filter((one) => one.again === WHY && one.state === 'waiting')).toHaveLength(READ_CARBON.length);
    expect(items.filter(({ state }) => state === 'agreed')).toHaveLength(items.length - READ_CARBON.length);
    const key = { bid: 'B1', rule: 'contract-carbon-intensity' };
    expect((await getEvaluationItem(ports, DEV, REFERENCE, key)).again).toBe(WHY);
    await expect(lock()).rejects.toThrow('there is no consensus on C01 of B1');
  });

  it('is verified again and agreed without a reason for change, since it is another bid; the old records stay', async () => {
    for (const one of [CARYS, DEV]) await scoreEverything(ports, one, '3');
    await confirmUndisputed(ports, MODERATOR, REFERENCE);
    const records = () => ports.database.read(({ evaluation }) => evaluation.records('northshire', REFERENCE));
    const before = await records();
    await correct();
    for (const one of [CARYS, DEV]) {
      expect((await confirmFacts(ports, one, REFERENCE)).drafts).toBe(READ_CARBON.length);
      await recordScores(ports, one, REFERENCE, { scores: [], lock: true });
    }
    expect((await confirmUndisputed(ports, MODERATOR, REFERENCE)).confirmed).toBe(READ_CARBON.length);
    expect((await lock()).state).toBe('moderated');
    expect((await records()).slice(0, before.length)).toEqual(before);
    const { record } = await getAssessment(ports, OFFICER, REFERENCE);
    expect(record.assessment.bids[0]?.carbon.stages_without_line).toEqual([]);
  });

  it('takes no draft that was made before it, until that is looked at again', async () => {
    await confirmFacts(ports, CARYS, REFERENCE);
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: false });
    await correct();
    const drafts = (await states()).filter(({ state }) => state === 'draft').map(({ key }) => key);
    expect(drafts).toContain(`B1 ${JUDGED}`);
    expect(drafts).not.toContain(`B1 ${READ_CARBON[0]}`);
    await expect(recordScores(ports, CARYS, REFERENCE, { scores: [], lock: true })).rejects.toMatchObject({
      code: 'not-allowed-in-state',
      message: expect.stringMatching(/^The bid has changed since you drafted C01 of B1, .*verify that again/) as string,
    });
    await confirmFacts(ports, CARYS, REFERENCE);
    expect((await recordScores(ports, CARYS, REFERENCE, { scores: [], lock: true })).locked).toBeGreaterThan(0);
  });
});

describe('the bids while people evaluate', () => {
  it('may grow by a late one that is admitted, and shrink by a withdrawal; the draft assessment follows', async () => {
    const ports = await startedEvaluation({ tender: { procurement, bids: [kestrel, rowan] }, blind: true });
    await confirmFacts(ports, CARYS, REFERENCE);
    await recordScores(ports, CARYS, REFERENCE, { scores: [], lock: true });
    const [third] = others;
    if (third === undefined) throw new Error('The example has three bids or more');
    const late = await importFile(ports, OFFICER, await bidFile(ports, third));
    expect(late.notices.join(' ')).toContain('recorded as late and not assessed');
    await admitLateBid(ports, OFFICER, REFERENCE, third.reference, { reason: 'The portal was down' });
    const { own } = await getEvaluation(ports, CARYS, REFERENCE);
    const open = own.filter(({ bidder }) => bidder === 'Later bidder 1');
    expect(new Set(open.map(({ state }) => state))).toEqual(new Set(['open']));
    expect(own.filter(({ state }) => state === 'locked').length).toBeGreaterThan(0);
    await withdrawBid(ports, OFFICER, REFERENCE, 'B2', { reason: 'By letter' });
    const made = await ports.database.read((stores) => stores.assessments.list('northshire', REFERENCE));
    expect(made.map(({ reason, record }) => [reason, Object.keys(record.input_parts.bids)])).toEqual([
      [undefined, ['B1', 'B2']],
      ['Bid B3 came late and was admitted: The portal was down', ['B1', 'B2', 'B3']],
      ['Bid B2 was withdrawn: By letter', ['B1', 'B3']],
    ]);
  });
});
