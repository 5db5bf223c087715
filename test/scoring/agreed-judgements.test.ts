import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Judgement } from '../../src/domain/judgement.ts';
import { applyCorrections } from '../../src/scoring/agreed-judgements.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { aBid, aProcurement } from '../support/builders.ts';
import { testCatalogue } from '../support/catalogue.ts';

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.record({ state: fc.constant('given' as const), value: fc.oneof(fc.boolean(), fc.string()) }),
  fc.record({ state: fc.constant('not-applicable' as const), reason: fc.string() }),
);
const bidWith = (answers: Readonly<Record<string, Answer>>): Bid => ({ ...aBid('B1'), answers });
const bid = fc.dictionary(id, answer).map(bidWith);
const corrections = fc.dictionary(id, fc.oneof(answer, fc.constant('missing' as const)));
const facts = (found: Readonly<Record<string, Answer | 'missing'>>): Judgement => ({
  kind: 'facts',
  corrections: found,
});

describe('corrections of a bid', () => {
  it('say what was found where something was, and leave every other answer as it was stated', () => {
    fc.assert(
      fc.property(bid, corrections, (stated, found) => {
        const { answers } = applyCorrections(stated, facts(found));
        for (const one of ['a', 'b', 'c', 'd', 'e']) {
          const expected = Object.hasOwn(found, one) ? found[one] : stated.answers[one];
          expect(answers[one]).toEqual(expected === 'missing' ? undefined : expected);
        }
      }),
    );
  });

  it('touch nothing but answers, and not the bid that was given', () => {
    fc.assert(
      fc.property(bid, corrections, (stated, found) => {
        const before = structuredClone(stated);
        const corrected = applyCorrections(stated, facts(found));
        expect({ ...corrected, answers: {} }).toEqual({ ...stated, answers: {} });
        expect(stated).toEqual(before);
      }),
    );
  });

  it('applied twice are the same as once, and none or points change nothing', () => {
    fc.assert(
      fc.property(bid, corrections, (stated, found) => {
        const once = applyCorrections(stated, facts(found));
        expect(applyCorrections(once, facts(found))).toEqual(once);
        expect(applyCorrections(stated, facts({}))).toEqual(stated);
        expect(applyCorrections(stated, { kind: 'points', points: '3' })).toEqual(stated);
      }),
    );
  });
});

describe('agreed judgements in an assessment', () => {
  const request = {
    procurement: aProcurement(),
    bids: [aBid('B1'), aBid('B2')],
    softwareVersion: '1',
    status: 'draft' as const,
  };
  const fail = {
    bid: 'B1',
    rule: 'environmental-law-compliance',
    judgement: facts({ 'legal-compliance': { state: 'given', value: false } }),
  };
  const accept = { bid: 'B2', rule: 'environmental-law-compliance', judgement: facts({}) };

  it('are part of the input hash, whatever their order, and leave it alone where there are none', async () => {
    const catalogue = await testCatalogue();
    const plain = assess(catalogue, request).inputHash;
    expect(assess(catalogue, { ...request, agreed: [] }).inputHash).toBe(plain);
    const agreed = assess(catalogue, { ...request, agreed: [fail, accept] }).inputHash;
    expect(agreed).not.toBe(plain);
    expect(assess(catalogue, { ...request, agreed: [accept, fail] }).inputHash).toBe(agreed);
  });

  it('move the outcome of their own bid only, beside the proposal', async () => {
    const { lots } = assess(await testCatalogue(), { ...request, agreed: [fail, accept] });
    const law = lots[0]?.bids.map(({ conditions, qualified }) => {
      const found = conditions.find(({ rule }) => rule.id === fail.rule);
      return { outcome: found?.outcome, proposed: found?.proposed, qualified };
    });
    expect(law).toEqual([
      { outcome: 'fail', proposed: 'pass', qualified: false },
      { outcome: 'pass', proposed: 'pass', qualified: true },
    ]);
  });

  it('are refused where points are typed over facts, or a rule was not published', async () => {
    const catalogue = await testCatalogue();
    const points = { ...accept, rule: 'end-of-life', judgement: { kind: 'points' as const, points: '5' } };
    expect(() => assess(catalogue, { ...request, agreed: [points] })).toThrow('follow from the facts');
    expect(() => assess(catalogue, { ...request, agreed: [{ ...accept, rule: 'charm' }] })).toThrow(
      '"charm" is not in the published rule set',
    );
  });
});
