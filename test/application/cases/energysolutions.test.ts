import { beforeEach, describe, expect, it } from 'vitest';
import { listAudit } from '../../../src/application/audit-queries.ts';
import { recordConsensus } from '../../../src/application/record-consensus.ts';
import { recordScores, type ScoreInput } from '../../../src/application/record-scores.ts';
import type { Judgement } from '../../../src/application/evaluation-records.ts';
import type { TestPorts } from '../../support/service-ports.ts';
import {
  CARYS,
  DEV,
  judged,
  MODERATOR,
  OFFICER,
  REASON,
  REFERENCE,
  startedEvaluation,
} from '../../support/evaluation.ts';

const LAW = 'environmental-law-compliance';
const FAILS: Judgement = {
  kind: 'facts',
  corrections: { 'legal-compliance': { state: 'given', value: false } },
};
const STANDS: Judgement = { kind: 'facts', corrections: {} };

/*
 * EnergySolutions EU v Nuclear Decommissioning Authority [2016] EWHC 1988 (TCC): scores were moved so that the bid
 * that was to win did not fail a mandatory minimum.
 */
describe('EnergySolutions v Nuclear Decommissioning Authority', () => {
  let ports: TestPorts;
  const law = (judgement: Judgement): ScoreInput => ({ ...judged('B1', '0'), rule: LAW, judgement });
  const agree = (score: ScoreInput, more: object = {}) =>
    recordConsensus(ports, MODERATOR, REFERENCE, { ...score, ...more });
  beforeEach(async () => {
    ports = await startedEvaluation();
    for (const one of [CARYS, DEV]) {
      await recordScores(ports, one, REFERENCE, { scores: [law(FAILS), judged('B1', '3')], lock: true });
    }
    await agree(law(FAILS));
    await agree(judged('B1', '3'));
  });

  it('refuses to move a score of a bid that has failed a condition unless a second person approves', async () => {
    const changeReason = 'A letter of the regulator was overlooked';
    const refusal = {
      code: 'invalid-input',
      message: `Bid B1 has failed (condition G2), so a change of its scores needs a second approver: one of those who take part in ${REFERENCE}, and not Edith Navarro.`,
    };
    await expect(agree(law(STANDS), { changeReason, answersDissent: REASON })).rejects.toMatchObject(refusal);
    for (const secondApprover of ['edith navarro', 'Nobody Known']) {
      await expect(agree(judged('B1', '5'), { changeReason, secondApprover })).rejects.toMatchObject(refusal);
    }
    await expect(agree(judged('B1', '5'), { secondApprover: 'Asha Okafor' })).rejects.toThrow(
      'Enter the reason: why the consensus on C11 is changed.',
    );
    await agree(judged('B1', '5'), { changeReason, secondApprover: 'Asha Okafor' });
  });

  it('keeps what was agreed before, and says in the audit chain who changed it, why, and who approved', async () => {
    await agree(law(STANDS), { changeReason: 'A letter was overlooked', secondApprover: 'Asha Okafor' });
    const records = await ports.database.read(({ evaluation }) => evaluation.records('northshire', REFERENCE));
    expect(records.filter((one) => one.kind === 'consensus' && one.rule === LAW)).toMatchObject([
      { judgement: FAILS },
      { judgement: STANDS, changeReason: 'A letter was overlooked', secondApprover: 'Asha Okafor' },
    ]);
    expect((await listAudit(ports, OFFICER, { limit: 1 })).items[0]?.event).toMatchObject({
      action: 'evaluation.consensus-changed',
      actor: MODERATOR.id,
      data: { item: `B1 ${LAW}`, change_reason: 'A letter was overlooked', second_approver: 'Asha Okafor' },
    });
  });
});
