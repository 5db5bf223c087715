import { expect, it, onTestFinished } from 'vitest';
import type { AgreedScoresReading, StatedScore } from '../../src/application/agreed-scores-upload.ts';
import { checkAgreedScores } from '../../src/application/check-agreed-scores.ts';
import { getProcurementRecord } from '../../src/application/change-procurement.ts';
import { readEvaluation } from '../../src/application/read-evaluation.ts';
import { lotsTender } from '../../fixtures/eastham/lots-tender.ts';
import { OFFICER, REASON } from '../support/evaluation.ts';
import { createTestPorts, TEST_NOW } from '../support/service-ports.ts';

const { procurement, bids } = lotsTender;
const [lot] = procurement.lots;
/** A bid for several lots. */
const several = bids.find((one) => bids.some((other) => other !== one && other.reference === one.reference));

it('agreed scores of lots name the lot where a bid is for several, and may leave it out where it is for one', async () => {
  const ports = await createTestPorts();
  onTestFinished(() => ports.database.close());
  const { organisation } = OFFICER;
  const evaluation = await ports.database.transaction(async (stores) => {
    const { reference } = procurement;
    const facts = { reference, organisation, facts: procurement, factsVersion: 1, createdAt: TEST_NOW };
    const record = { ...facts, updatedAt: TEST_NOW, closedAt: TEST_NOW, state: 'closed' as const, revision: 1 };
    await stores.procurements.create(record, 'First', OFFICER.id);
    await stores.bids.add(
      organisation,
      bids.map((bid) => ({
        procurement: reference,
        reference: bid.reference,
        ...(bid.lot === undefined ? {} : { lot: bid.lot }),
        version: 1,
        status: 'current',
        bid,
        importId: 'import-1',
        at: TEST_NOW,
      })),
    );
    return readEvaluation(ports, stores, await getProcurementRecord(stores, OFFICER, reference));
  });
  const codesOf = (scores: readonly Omit<StatedScore, 'pointer'>[]) => {
    const reading: AgreedScoresReading = {
      procurement: procurement.reference,
      evaluators: ['Ana Example', 'Ben Example'],
      moderator: 'Cleo Example',
      scores: scores.map((one, index) => ({ pointer: `#/scores/${index}`, ...one })),
      issues: [],
      notices: [],
      placeOf: () => undefined,
    };
    const { issues } = checkAgreedScores(evaluation, OFFICER, reading);
    return issues.flatMap(({ code, pointer }) => (code === 'missing-row' ? [] : `${code} ${pointer}`));
  };
  if (several === undefined || lot === undefined) throw new Error('The example has no bid for several lots');
  const item = evaluation.items.find(({ bid, lot: of }) => bid === several.reference && of === lot.id);
  const agreed = { bid: several.reference, rule: item?.code ?? '', corrections: {}, reason: REASON };
  const place = { document: 'Nowhere.pdf', page: '1' };
  expect(codesOf([{ ...agreed, ...place }])).toEqual(['missing #/scores/0/lot']);
  expect(codesOf([{ ...agreed, ...place, lot: `${lot.id}-x` }])).toEqual(['unknown-lot #/scores/0/lot']);
  expect(codesOf([{ ...agreed, ...place, lot: lot.id }])).toEqual(['no-such-document #/scores/0/pointers/0']);
  const single = bids.find(({ reference }) => bids.filter((one) => one.reference === reference).length === 1);
  const ofSingle = evaluation.items.find(({ bid }) => bid === single?.reference);
  const ownRow = { ...agreed, ...place, bid: single?.reference ?? '', rule: ofSingle?.code ?? '' };
  expect(codesOf([ownRow])).toEqual(['no-such-document #/scores/0/pointers/0']);
  const twice = [
    { ...agreed, ...place, lot: lot.id },
    { ...agreed, ...place, lot: lot.id, rule: item?.rule ?? '' },
  ];
  expect(codesOf(twice)).toContain('duplicate-row #/scores/1/rule');
});
