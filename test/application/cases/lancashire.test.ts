import { beforeEach, describe, expect, it } from 'vitest';
import { recordConsensus } from '../../../src/application/record-consensus.ts';
import { recordScores } from '../../../src/application/record-scores.ts';
import { getModeration } from '../../../src/application/moderation-queries.ts';
import type { TestPorts } from '../../support/service-ports.ts';
import { CARYS, DEV, judged, MODERATOR, REASON, REFERENCE, startedEvaluation } from '../../support/evaluation.ts';

/*
 * Lancashire Care NHS Foundation Trust v Lancashire County Council [2018] EWHC 1589 (TCC): the award was set aside
 * because the notes did not let anybody follow how the panel came from different scores to the agreed one.
 */
describe('Lancashire Care v Lancashire', () => {
  let ports: TestPorts;
  beforeEach(async () => {
    ports = await startedEvaluation();
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '5')], lock: true });
    await recordScores(ports, DEV, REFERENCE, { scores: [judged('B1', '2')], lock: true });
  });
  const agree = (more: object) => recordConsensus(ports, MODERATOR, REFERENCE, { ...judged('B1', '4'), ...more });

  it('shows what must be discussed, with what each evaluator found', async () => {
    const { items } = await getModeration(ports, MODERATOR, REFERENCE);
    expect(items.filter(({ state }) => state === 'to-moderate')).toMatchObject([
      {
        mustModerate: ['The scores differ by 2 points or more.'],
        found: [
          { by: 'Carys Lund', text: '5 points' },
          { by: 'Dev Marlowe', text: '2 points' },
        ],
      },
    ]);
  });

  it('refuses a consensus whose reason does not answer those who found otherwise', async () => {
    await expect(agree({})).rejects.toMatchObject({
      code: 'invalid-input',
      issues: [
        {
          pointer: '#/answersDissent',
          message:
            'Write how the panel answers who found otherwise in 40 characters or more, with what the bid says; it has 0.',
        },
      ],
    });
    await expect(agree({ answersDissent: 'The panel agreed.' })).rejects.toThrow('it has 17');
    await expect(agree({ answersDissent: REASON, reason: 'Agreed.' })).rejects.toThrow('Write the reason in 40');
  });

  it('keeps one agreed score with its one reason, beside what each had found', async () => {
    await agree({ answersDissent: REASON });
    const records = await ports.database.read(({ evaluation }) => evaluation.records('northshire', REFERENCE));
    expect(records.filter(({ kind }) => kind === 'consensus')).toMatchObject([
      { judgement: { kind: 'points', points: '4' }, reason: REASON, answersDissent: REASON, byName: 'Edith Navarro' },
    ]);
    expect(records.filter(({ kind }) => kind === 'individual')).toHaveLength(2);
  });
});
