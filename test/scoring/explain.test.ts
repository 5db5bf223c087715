import { describe, expect, it } from 'vitest';
import type { BidAssessment, LotAssessment } from '../../src/scoring/assessment.ts';
import { contributions, getBid, inRankOrder, resultText, resultTexts, whyLine } from '../../src/scoring/explain.ts';
import {
  contestedBids,
  lotsOfEveryPriceMethod,
  madeUpAssessment,
  madeUpBid,
  procurementWithoutShares,
} from '../reports/made-up-tender.ts';

function onlyLot({ lots }: { readonly lots: readonly LotAssessment[] }): LotAssessment {
  const [lot] = lots;
  if (lot === undefined) throw new Error('The assessment has no lot');
  return lot;
}

function at(lot: LotAssessment, place: number): BidAssessment {
  return getBid(lot, lot.ranking[place] ?? '');
}

describe('why a bid stands where it does', () => {
  const contested = onlyLot(madeUpAssessment(contestedBids()));

  it('is how far the first is ahead of the second, by parts, the largest first', () => {
    const lot = onlyLot(
      madeUpAssessment([
        madeUpBid({ reference: 'B1', price: '1200000', qualityPoints: '60' }),
        madeUpBid({ reference: 'B2', price: '1400000', qualityPoints: '72' }),
      ]),
    );
    // Price: 40 x (75 - 50) / 100 = 10 ahead; quality: 35 x (60 - 72) / 100 = 4.20 behind.
    expect(whyLine(lot, getBid(lot, 'B1'))).toBe(
      'First: 5.80 ahead of Supplier of B2 (B2): 10.00 ahead on price, 4.20 behind on quality.',
    );
    expect(whyLine(lot, getBid(lot, 'B2'))).toBe(
      'Place 2: 5.80 behind Supplier of B1 (B1): 10.00 behind on price, 4.20 ahead on quality.',
    );
  });

  it('names what broke a tie', () => {
    const [first, second] = [at(contested, 0), at(contested, 1)];
    const [one, two] = [first.bid.reference, second.bid.reference];
    expect(whyLine(contested, first)).toMatch(
      new RegExp(
        `^First: exactly level with Supplier of ${two} \\(${two}\\)\\. The tie with ${two} is broken by .+\\.$`,
      ),
    );
    expect(whyLine(contested, second)).toMatch(
      new RegExp(
        `^Place 2: exactly level with Supplier of ${one} \\(${one}\\)\\. The tie with ${one} is broken by .+\\.$`,
      ),
    );
  });

  it('counts the others of a tie of many', () => {
    const bids = Array.from({ length: 6 }, (_, index) => madeUpBid({ reference: `B${index + 1}` }));
    const lot = onlyLot(madeUpAssessment(bids));
    expect(whyLine(lot, at(lot, 3))).toMatch(/ The tie with 5 other bids is broken by /);
  });

  it('gives the reasons of a bid that is not ranked', () => {
    expect(whyLine(contested, getBid(contested, 'B6'))).toBe(
      'Not ranked. G1 Environmental law: not met (L1). Consequence: the bid is not ranked.',
    );
  });

  it('says of a single ranked bid that it is the only one', () => {
    const lot = onlyLot(madeUpAssessment([madeUpBid({ reference: 'B1' })]));
    expect(whyLine(lot, getBid(lot, 'B1'))).toBe('The only ranked bid.');
  });

  it('says that a lead is small rather than printing it as nothing', () => {
    const lot = onlyLot(
      madeUpAssessment([
        madeUpBid({ reference: 'B1', qualityPoints: '60.0001' }),
        madeUpBid({ reference: 'B2', qualityPoints: '60' }),
      ]),
    );
    expect(whyLine(lot, getBid(lot, 'B1'))).toBe(
      'First: less than 0.01 ahead of Supplier of B2 (B2): less than 0.01 ahead on quality.',
    );
  });

  it('compares criteria where no shares are published', () => {
    const bids = [madeUpBid({ reference: 'B1' }), madeUpBid({ reference: 'B2', answers: { 'reused-share': '70' } })];
    const lot = onlyLot(madeUpAssessment(bids, procurementWithoutShares));
    expect(whyLine(lot, getBid(lot, 'B1'))).toBe(
      'Place 2: 16.50 behind Supplier of B2 (B2): 16.50 behind on C02 Reuse of devices.',
    );
  });

  it('compares evaluated prices in pounds, by the quality point where the method divides by it', () => {
    const [, perPoint, , notional] = lotsOfEveryPriceMethod().lots;
    for (const [lot, unit] of [
      [perPoint, ' a quality point'],
      [notional, ''],
    ] as const) {
      if (lot === undefined) throw new Error('A lot is missing');
      const [first, second] = [at(lot, 0), at(lot, 1)];
      const label = (bid: BidAssessment) => `Supplier of ${bid.bid.reference} \\(${bid.bid.reference}\\)`;
      const gap = `an evaluated price £[\\d,.]+${unit}`;
      expect(whyLine(lot, first)).toMatch(new RegExp(`^First: ${gap} below that of ${label(second)}\\.$`));
      expect(whyLine(lot, second)).toMatch(new RegExp(`^Place 2: ${gap} above that of ${label(first)}\\.$`));
      expect(resultText(lot, first)).toMatch(new RegExp(`^${gap.replace('price ', 'price of ')}$`));
    }
  });

  it('hides nothing of a name, and shows titles and reasons as it is told', () => {
    const lot = onlyLot(
      madeUpAssessment(
        [
          madeUpBid({ reference: 'B1', supplier: { name: 'CO2 Ald\u202Eer' }, answers: { 'reused-share': '70' } }),
          madeUpBid({ reference: 'B2' }),
        ],
        procurementWithoutShares,
      ),
    );
    const line = whyLine(lot, getBid(lot, 'B2'), (text) => text.toUpperCase());
    expect(line).toBe('Place 2: 16.50 behind CO2 Ald[U+202E]er (B1): 16.50 behind on C02 REUSE OF DEVICES.');
  });
});

describe('results for print', () => {
  const lot = onlyLot(madeUpAssessment(contestedBids()));

  it('differ where the results differ, and are alike where they are alike', () => {
    const texts = resultTexts(lot);
    expect(texts.get('B1')).toBe(texts.get('B2'));
    expect(texts.get('B3')).not.toBe(texts.get('B4'));
  });

  it('take more places in a sentence only where that bid needs them', () => {
    expect(resultText(lot, getBid(lot, 'B1'))).toBe('a total of 78.40 of 100');
    expect(resultText(lot, getBid(lot, 'B4'))).toBe('a total of 75.17591308932 of 100');
  });

  it('put the ranked bids first to last, then the others', () => {
    expect(inRankOrder(lot).map(({ bid }) => bid.reference)).toEqual([...lot.ranking, 'B6']);
  });

  it('are made of parts that add up to the total', () => {
    for (const tender of [
      madeUpAssessment(contestedBids()),
      madeUpAssessment(contestedBids(), procurementWithoutShares),
    ]) {
      const one = onlyLot(tender);
      for (const bid of one.bids) {
        const total = contributions(one, bid).reduce((sum, { points }) => sum.add(points), bid.environment.mul(0));
        expect(bid.total?.equals(total), bid.bid.reference).toBe(true);
      }
    }
  });

  it('refuse a reference that the lot does not have', () => {
    expect(() => getBid(lot, 'B99')).toThrow('No bid B99 in this lot');
  });
});
