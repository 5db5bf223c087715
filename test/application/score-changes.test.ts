import { expect, it } from 'vitest';
import { getEvaluation } from '../../src/application/evaluation-queries.ts';
import { recordConsensus } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import { exportScoreChanges, getScoreChanges } from '../../src/application/score-changes.ts';
import { CARYS, DEV, JUDGED, judged, MODERATOR, OFFICER, REFERENCE, startedEvaluation } from '../support/evaluation.ts';

const FACT = 'environmental-management-system';

it('each change after a lock is in the log with who, when, from, to and why, and nothing else is', async () => {
  const ports = await startedEvaluation();
  const facts = (corrections: object) => ({
    ...judged('B1', '0'),
    rule: FACT,
    judgement: { kind: 'facts' as const, corrections: corrections as Record<string, 'missing'> },
  });
  await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3'), facts({})], lock: true });
  await recordScores(ports, DEV, REFERENCE, { scores: [judged('B1', '3')], lock: true });
  expect(await getScoreChanges(ports, OFFICER, REFERENCE)).toEqual([]);
  ports.setClock('2026-11-23T10:00:00Z');
  const again = { ...facts({ 'ems-covers-delivery': 'missing' }), changeReason: '=The scope on page 2 was overlooked' };
  await recordScores(ports, CARYS, REFERENCE, { scores: [again], lock: true });
  await recordConsensus(ports, MODERATOR, REFERENCE, judged('B1', '3'));
  await recordConsensus(ports, MODERATOR, REFERENCE, { ...judged('B1', '4'), changeReason: 'Annex C was overlooked' });

  const changes = await getScoreChanges(ports, OFFICER, REFERENCE);
  expect(changes).toMatchObject([
    {
      at: '2026-11-23T10:00:00Z',
      by: 'Carys Lund',
      of: 'locked score',
      bid: 'B1',
      rule: FACT,
      from: '4 points (facts accepted)',
      to: '3 points (facts corrected: ems-covers-delivery = missing)',
      reason: '=The scope on page 2 was overlooked',
    },
    {
      by: 'Edith Navarro',
      of: 'consensus',
      rule: JUDGED,
      code: 'C11',
      from: '3 points',
      to: '4 points',
      reason: 'Annex C was overlooked',
    },
  ]);
  expect((await getEvaluation(ports, OFFICER, REFERENCE)).changes).toEqual(changes);
  expect((await getEvaluation(ports, CARYS, REFERENCE)).changes).toEqual([]);
  await expect(getScoreChanges(ports, CARYS, REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
  const lines = Buffer.from((await exportScoreChanges(ports, OFFICER, REFERENCE)).bytes)
    .toString()
    .split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe('at,by,of,bid,lot,code,rule,from,to,reason,second_approver');
  // A reason that a spreadsheet would run is told as text.
  expect(lines[1]).toContain("'=The scope on page 2 was overlooked");
});

it('bidders of a blind evaluation are named by code in the log of the moderator', async () => {
  const ports = await startedEvaluation({ blind: true });
  const [own] = (await getEvaluation(ports, CARYS, REFERENCE)).own;
  const bid = own?.bid ?? '';
  const { item } = own ?? {};
  if (item === undefined) throw new Error('Nothing is assigned');
  const score = (text: string) => ({
    ...judged(item.bid, '0'),
    bid,
    rule: item.rule,
    judgement: { kind: 'facts' as const, corrections: {} },
    reason: text.padEnd(50, '.'),
  });
  await recordScores(ports, CARYS, REFERENCE, { scores: [score('It says so on page 4')], lock: true });
  const again = { ...score('It says so on page 4, and in the annex'), changeReason: 'The annex' };
  await recordScores(ports, CARYS, REFERENCE, { scores: [again], lock: true });
  const [change] = await getScoreChanges(ports, MODERATOR, REFERENCE);
  expect(change?.bid).toMatch(/^Bidder [A-E]$/);
  expect(change?.to).toContain('with its reason or its place in the bid written anew');
});
