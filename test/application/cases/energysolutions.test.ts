import { beforeEach, describe, expect, it } from 'vitest';
import { approveChange } from '../../../src/application/approve-change.ts';
import { listAudit } from '../../../src/application/audit-queries.ts';
import { getModeration } from '../../../src/application/moderation-queries.ts';
import { recordConsensus } from '../../../src/application/record-consensus.ts';
import { recordScores, type ScoreInput } from '../../../src/application/record-scores.ts';
import type { Judgement } from '../../../src/application/evaluation-records.ts';
import type { Person } from '../../../src/domain/person.ts';
import type { TestPorts } from '../../support/service-ports.ts';
import {
  CARYS,
  DEV,
  JUDGED,
  judged,
  MODERATOR,
  OFFICER,
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

  const approve = (person: Person, rule: string, reason = 'I have read the letter of the regulator.') =>
    approveChange(ports, person, REFERENCE, { bid: 'B1', rule, reason });
  const missing = async () => (await getModeration(ports, OFFICER, REFERENCE)).missing.join('; ');

  it('lets a changed score of a bid that had failed count only once a second person has approved it', async () => {
    await expect(agree(judged('B1', '5'))).rejects.toThrow('Enter the reason: why the consensus on C11 is changed.');
    await agree(judged('B1', '5'), { changeReason: 'A page was overlooked' });
    const waits =
      'C11 of B1 was changed after the bid had failed (condition G2): a second person, not Edith Navarro, must approve the change';
    expect(await missing()).toContain(waits);
    await expect(approve(MODERATOR, JUDGED)).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Edith Navarro changed the consensus on C11 of B1. A second person approves the change.',
    });
    await expect(approve(CARYS, JUDGED)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(approve(OFFICER, JUDGED, ' ')).rejects.toMatchObject({ issues: [{ code: 'missing' }] });
    expect(await missing()).toContain(waits);
    await approve(OFFICER, JUDGED);
    expect(await missing()).not.toContain('a second person');
    await expect(approve(OFFICER, JUDGED)).rejects.toMatchObject({ code: 'not-allowed-in-state' });
  });

  it('lets no second change slip in behind one that takes the failure away and waits', async () => {
    await agree(law(STANDS), { changeReason: 'A letter was overlooked' });
    await agree(judged('B1', '5'), { changeReason: 'A page was overlooked' });
    await agree(law(STANDS), { changeReason: 'Worded better' });
    expect(await missing()).toMatch(/G2 of B1 was changed after .*C11 of B1 was changed after/);
    await approve(OFFICER, LAW);
    expect(await missing()).toContain('C11 of B1 was changed after the bid had failed (condition G2)');
    await approve(OFFICER, JUDGED);
    expect(await missing()).not.toContain('a second person');
    await agree(judged('B1', '4'), { changeReason: 'The bid fails nothing any more' });
    expect(await missing()).not.toContain('a second person');
  });

  it('keeps what was agreed before, and says in the audit chain who changed it, why, and who approved', async () => {
    await agree(law(STANDS), { changeReason: 'A letter was overlooked' });
    await approve(OFFICER, LAW);
    const records = await ports.database.read(({ evaluation }) => evaluation.records('northshire', REFERENCE));
    expect(records.filter((one) => one.kind === 'consensus' && one.rule === LAW)).toMatchObject([
      { judgement: FAILS },
      { judgement: STANDS, changeReason: 'A letter was overlooked', failedBefore: ['condition G2'] },
    ]);
    expect((await listAudit(ports, OFFICER, { limit: 2 })).items.map(({ event }) => event)).toMatchObject([
      {
        action: 'evaluation.change-approved',
        actor: OFFICER.id,
        data: { item: `B1 ${LAW}`, changed_by: MODERATOR.id, reason: 'I have read the letter of the regulator.' },
      },
      {
        action: 'evaluation.consensus-changed',
        actor: MODERATOR.id,
        data: { item: `B1 ${LAW}`, change_reason: 'A letter was overlooked', failed_before: ['condition G2'] },
      },
    ]);
  });
});
