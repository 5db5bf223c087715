import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { listBids, getBid } from '../../src/application/bid-queries.ts';
import { confirmFacts } from '../../src/application/confirm-facts.ts';
import { declareInterests } from '../../src/application/declare-interests.ts';
import { getEvaluation, getEvaluationItem } from '../../src/application/evaluation-queries.ts';
import { getInterests } from '../../src/application/interest-queries.ts';
import { getModeration } from '../../src/application/moderation-queries.ts';
import { buildProcurementPack } from '../../src/application/procurement-pack.ts';
import { confirmUndisputed, recordConsensus } from '../../src/application/record-consensus.ts';
import { recordScores } from '../../src/application/record-scores.ts';
import { getAssessment } from '../../src/application/score-procurement.ts';
import { connect } from '../../src/persistence/connections.ts';
import { makeSqlite } from '../support/databases.ts';
import { CARYS, DEV, judged, JUDGED, MODERATOR, OFFICER, REFERENCE, startedEvaluation } from '../support/evaluation.ts';
import type { TestPorts } from '../support/service-ports.ts';

const ITEM = { bid: 'B1', rule: JUDGED };

describe('what must never happen while people evaluate', () => {
  it('nobody on the panel sees anything of a bid before declaring interests, by any way', async () => {
    const ports = await startedEvaluation({ declared: [] });
    const lock = { scores: [judged('B1', '3')], lock: true };
    const ways = [
      getEvaluation(ports, CARYS, REFERENCE),
      getEvaluationItem(ports, CARYS, REFERENCE, ITEM),
      confirmFacts(ports, CARYS, REFERENCE),
      recordScores(ports, CARYS, REFERENCE, lock),
      getEvaluationItem(ports, MODERATOR, REFERENCE, ITEM),
      getModeration(ports, MODERATOR, REFERENCE),
      recordConsensus(ports, MODERATOR, REFERENCE, judged('B1', '3')),
      confirmUndisputed(ports, MODERATOR, REFERENCE),
    ];
    for (const way of await Promise.allSettled(ways)) {
      expect(way).toMatchObject({
        status: 'rejected',
        reason: { code: 'forbidden', message: expect.stringContaining('Declare your interests') as string },
      });
    }
    const { bidders } = await getInterests(ports, CARYS, REFERENCE);
    expect(bidders).toEqual(bidders.toSorted((a, b) => a.localeCompare(b, 'en')));
    expect(bidders).toHaveLength(5);
  });

  describe('once it has begun', () => {
    let ports: TestPorts;
    beforeEach(async () => {
      ports = await startedEvaluation();
    });

    it('no evaluator sees another’s record before locking, not even that of an item locked by the other', async () => {
      await recordScores(ports, DEV, REFERENCE, { scores: [judged('B1', '1')], lock: true });
      const before = await getEvaluationItem(ports, CARYS, REFERENCE, ITEM);
      expect(before).toMatchObject({ others: [] });
      expect([before.comparison, before.consensus]).toEqual([undefined, undefined]);
      await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '2')], lock: true });
      expect((await getEvaluationItem(ports, CARYS, REFERENCE, ITEM)).others).toMatchObject([
        { by: DEV.id, judgement: { points: '1' } },
      ]);
      await expect(getModeration(ports, CARYS, REFERENCE)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('no evaluator sees prices, totals or ranking, whatever other role he or she has', async () => {
      const both = { ...CARYS, roles: ['evaluator', 'sustainability', 'officer'] as const };
      for (const way of await Promise.allSettled([
        getAssessment(ports, both, REFERENCE),
        listBids(ports, both, REFERENCE),
        getBid(ports, both, REFERENCE, 'B1'),
        buildProcurementPack(ports, both, REFERENCE),
      ])) {
        expect(way).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } });
      }
      expect((await getAssessment(ports, OFFICER, REFERENCE)).record.assessment.ranking).toEqual(['B1', 'B5', 'B2']);
    });

    it('nobody types points over a formula, and no average stands as the consensus', async () => {
      const typed = { ...judged('B1', '5'), rule: 'contract-carbon-intensity' };
      await expect(recordScores(ports, CARYS, REFERENCE, { scores: [typed], lock: true })).rejects.toThrow(
        'Nobody types over them.',
      );
      const figure = {
        ...typed,
        judgement: { kind: 'facts' as const, corrections: { 'carbon-per-functional-unit': 'missing' as const } },
      };
      await expect(recordScores(ports, CARYS, REFERENCE, { scores: [figure], lock: true })).rejects.toThrow(
        'follows from other figures: ask the bidder',
      );
    });

    it('nobody who is not assigned or has another role scores or agrees', async () => {
      const stranger = { ...CARYS, id: 'stranger', name: 'A Stranger' };
      await declareInterests(ports, stranger, REFERENCE, { interest: 'none' });
      await expect(
        recordScores(ports, stranger, REFERENCE, { scores: [judged('B1', '3')], lock: true }),
      ).rejects.toThrow('is not assigned to you');
      for (const person of [OFFICER, CARYS]) {
        await expect(recordConsensus(ports, person, REFERENCE, judged('B1', '3'))).rejects.toMatchObject({
          code: 'forbidden',
        });
      }
    });
  });

  it('no record of an evaluation is overwritten or removed, not even by SQL', async () => {
    const database = await makeSqlite();
    onTestFinished(() => database.close());
    const ports = await startedEvaluation({ database });
    await recordScores(ports, CARYS, REFERENCE, { scores: [judged('B1', '3')], lock: true });
    const { writer, reader } = connect(database.url ?? '');
    for (const statement of [
      `update evaluation_records set details = replace(details, '"3"', '"5"') where kind = 'individual'`,
      `delete from evaluation_records`,
      `replace into evaluation_records select * from evaluation_records`,
    ]) {
      await expect(writer.raw(statement), statement).rejects.toThrow('evaluation_records is a table of record');
    }
    await writer.destroy();
    await reader.destroy();
  });
});
