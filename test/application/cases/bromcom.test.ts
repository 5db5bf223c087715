import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { confirmUndisputed, recordConsensus } from '../../../src/application/record-consensus.ts';
import { recordScores } from '../../../src/application/record-scores.ts';
import { CARYS, DEV, judged, MODERATOR, REASON, REFERENCE, startedEvaluation } from '../../support/evaluation.ts';

const APPLICATION = join(import.meta.dirname, '..', '..', '..', 'src', 'application');

/*
 * Bromcom Computers v United Learning Trust [2022] EWHC 3262 (TCC): scores were averaged, which gave decimals on a
 * published scale of whole numbers, and nobody moderated them.
 */
describe('Bromcom v United Learning', () => {
  it('refuses marks between the published ones, by evaluators and by the panel', async () => {
    const ports = await startedEvaluation();
    for (const points of ['3.5', '2.50', '3.0', '6', '-1', 'three']) {
      const scores = [judged('B1', points)];
      await expect(recordScores(ports, CARYS, REFERENCE, { scores, lock: true }), points).rejects.toMatchObject({
        issues: [
          {
            code: 'not-on-the-scale',
            message: `Give C11 one of the whole points of its published scale (0, 1, 2, 3, 4, 5); there are no half marks and no averages. Got "${points}"`,
          },
        ],
      });
    }
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: true });
    await recordScores(ports, DEV, REFERENCE, { scores: [judged('B1', '4')], lock: true });
    await expect(
      recordConsensus(ports, MODERATOR, REFERENCE, { ...judged('B1', '3.5'), answersDissent: REASON }),
    ).rejects.toMatchObject({ issues: [{ code: 'not-on-the-scale' }] });
  });

  it('does not agree by itself where evaluators differ by a single point', async () => {
    const ports = await startedEvaluation();
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: true });
    await recordScores(ports, DEV, REFERENCE, { scores: [judged('B1', '4')], lock: true });
    const { confirmed, leftOut } = await confirmUndisputed(ports, MODERATOR, REFERENCE);
    expect(confirmed).toBe(0);
    expect(leftOut).toContain('C11 of B1: the evaluators differ.');
  });

  it('has no function that averages anywhere in what people do', () => {
    const texts = readdirSync(APPLICATION).map((name) => readFileSync(join(APPLICATION, name), 'utf8'));
    const aboutPeople = texts.filter((text) => text.includes("from './evaluation-records.ts'"));
    expect(aboutPeople.length).toBeGreaterThan(10);
    const averaging = /function \w*(?:[aA]verage|[mM]edian|mean[A-Z(]|Mean[A-Z(])/;
    expect(aboutPeople.filter((text) => averaging.test(text))).toEqual([]);
  });
});
