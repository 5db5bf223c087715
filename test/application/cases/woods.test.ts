import { describe, expect, it } from 'vitest';
import { getEvaluationItem } from '../../../src/application/evaluation-queries.ts';
import { getModeration } from '../../../src/application/moderation-queries.ts';
import { recordConsensus } from '../../../src/application/record-consensus.ts';
import { recordScores, type ScoreInput } from '../../../src/application/record-scores.ts';
import { northshireTender } from '../../../fixtures/northshire/tender.ts';
import { CARYS, DEV, judged, JUDGED, MODERATOR, REFERENCE, startedEvaluation } from '../../support/evaluation.ts';

/*
 * Woods Building Services v Milton Keynes Council [2015] EWHC 2011 (TCC): hardly any notes of the time, notes that
 * paraphrased the descriptors, and bidders treated unequally for the same thing.
 */
describe('Woods v Milton Keynes', () => {
  it('refuses a score without a reason of its own or a place in the bid', async () => {
    const ports = await startedEvaluation();
    const record = (given: Partial<ScoreInput>) =>
      recordScores(ports, CARYS, REFERENCE, { scores: [{ ...judged('B1', '4'), ...given }], lock: true });
    await expect(record({ reason: 'Meets the requirement' })).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [{ message: 'Write the reason in 40 characters or more, with what the bid says; it has 21.' }],
    });
    await expect(record({ pointers: [] })).rejects.toThrow('Point to at least one place in the bid');
    await expect(record({ pointers: [{ kind: 'nothing-submitted', question: 'free-take-back' }] })).rejects.toThrow(
      '"Nothing submitted" is only for a question of C11 that the bid leaves out',
    );
  });

  it('points out a reason that repeats the published scale', async () => {
    const ports = await startedEvaluation();
    const { item } = await getEvaluationItem(ports, CARYS, REFERENCE, { bid: 'B1', rule: JUDGED });
    const [row] = item.scale.filter(({ text }) => text.length >= 40);
    const scores = [{ ...judged('B1', '4'), reason: `${row?.text.toUpperCase() ?? ''}!` }];
    const { warnings } = await recordScores(ports, CARYS, REFERENCE, { scores, lock: true });
    expect(warnings).toMatchObject([{ code: 'echoes-the-scale' }]);
    expect((await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B2', '4')], lock: true })).warnings).toEqual(
      [],
    );
  });

  it('points out two bids that answer the same and are scored apart', async () => {
    const [first, second, ...others] = northshireTender.bids;
    if (first === undefined || second === undefined) throw new Error('The example has five bids');
    const answers = { ...second.answers };
    for (const id of ['free-take-back', 'approved-treatment-evidence', 'reuse-share', 'landfill-share'])
      delete answers[id];
    const same = Object.entries(first.answers).filter(([id]) =>
      ['free-take-back', 'approved-treatment-evidence', 'reuse-share', 'landfill-share'].includes(id),
    );
    const twin = { ...second, answers: { ...answers, ...Object.fromEntries(same) } };
    const tender = { ...northshireTender, bids: [first, twin, ...others] };
    const ports = await startedEvaluation({ tender });
    for (const one of [CARYS, DEV]) {
      await recordScores(ports, one, REFERENCE, { scores: [judged('B1', '5'), judged('B2', '3')], lock: true });
    }
    expect(await recordConsensus(ports, MODERATOR, REFERENCE, judged('B1', '5'))).toEqual({ warnings: [] });
    const { warnings } = await recordConsensus(ports, MODERATOR, REFERENCE, judged('B2', '3'));
    expect(warnings).toMatchObject([
      { code: 'same-fact-apart', message: expect.stringContaining('the bids answer the same') as string },
    ]);
    expect((await getModeration(ports, MODERATOR, REFERENCE)).warnings).toMatchObject([{ code: 'same-fact-apart' }]);
  });
});
