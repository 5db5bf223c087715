import { describe, expect, it } from 'vitest';
import { assignEvaluator } from '../../../src/application/assign-evaluator.ts';
import { getEvaluationItem } from '../../../src/application/evaluation-queries.ts';
import { getProcurement } from '../../../src/application/procurement-queries.ts';
import { recordConsensus } from '../../../src/application/record-consensus.ts';
import { recordScores } from '../../../src/application/record-scores.ts';
import { prepareRuleSet } from '../../../src/scoring/prepared-rule-set.ts';
import { CARYS, judged, JUDGED, MODERATOR, OFFICER, REFERENCE, startedEvaluation } from '../../support/evaluation.ts';

/*
 * Letting International v Newham [2008] EWHC 1583 (QB): bids were scored by sub-criteria and weights that had not been
 * published, and the top marks needed more than was told.
 */
describe('Letting International v Newham', () => {
  it('refuses a score, a consensus and an evaluator for what is not in the published, hashed rule set', async () => {
    const ports = await startedEvaluation();
    const { publication } = await getProcurement(ports, OFFICER, REFERENCE);
    const hidden = { ...judged('B1', '3'), rule: 'quality-of-presentation' };
    const refusal = {
      code: 'invalid-input',
      message: `"quality-of-presentation" is not in the published rule set of ${REFERENCE} (SHA-256 ${publication?.ruleSetSha256 ?? ''}): nothing is scored by it.`,
    };
    await expect(recordScores(ports, CARYS, REFERENCE, { scores: [hidden], lock: true })).rejects.toMatchObject(
      refusal,
    );
    await expect(recordConsensus(ports, MODERATOR, REFERENCE, hidden)).rejects.toMatchObject(refusal);
    await expect(
      assignEvaluator(ports, OFFICER, REFERENCE, { person: 'x', personName: 'X', rules: [hidden.rule] }),
    ).rejects.toMatchObject({ issues: [{ found: hidden.rule }] });
  });

  it('shows evaluators the whole published scale, the top mark included', async () => {
    const ports = await startedEvaluation();
    const { item } = await getEvaluationItem(ports, CARYS, REFERENCE, { bid: 'B1', rule: JUDGED });
    const { publication } = await getProcurement(ports, OFFICER, REFERENCE);
    const published = prepareRuleSet(ports.catalogue, publication?.ruleSet ?? fail(), false).applied.rules;
    expect(item.scale).toEqual(published.find(({ rule }) => rule.id === JUDGED)?.scale);
    expect(item.scale.length).toBeGreaterThan(0);
  });
});

function fail(): never {
  throw new Error('It has been published');
}
