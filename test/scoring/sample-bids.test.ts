import { beforeAll, describe, expect, it } from 'vitest';
import type { Adoption } from '../../src/domain/procurement.ts';
import { fractionText, roundHalfUp } from '../../src/domain/quantity.ts';
import type { Assessment, LotAssessment } from '../../src/scoring/assessment.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { expectedV1, expectedV2, SAMPLE_PROFILES, sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';

type Exact = { readonly exact: string; readonly shown: string };
type ExpectedBidV2 = {
  readonly points: Readonly<Record<string, Exact>>;
  readonly award: Exact;
  readonly supplierScorecard: Exact | null;
  readonly conditions: Readonly<Record<string, { outcome: string; codes: string[] }>>;
  readonly thresholds: Readonly<Record<string, boolean>>;
  readonly pricePoints: Exact;
  readonly total: Exact;
  readonly evaluatedGrossTonnes: string;
};
type ExpectedProfileV2 = {
  readonly bids: Readonly<Record<string, ExpectedBidV2>>;
  readonly ranking: {
    thresholdsNotAdopted: string[];
    thresholdsAdopted: string[];
    oneAdopted: Record<string, string[]>;
  };
  readonly impliedCarbonPrice: { gbpPerTonne: Exact };
};
type ExpectedBidV1 = {
  readonly scores: Readonly<Record<string, string>>;
  readonly environmentExact: string;
  readonly gates: Readonly<Record<string, boolean>>;
  readonly pricePoints: string;
  readonly totalExact: string;
};

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await testCatalogue();
});

function assessSample(version: 1 | 2, profile: string, adoptions: readonly Adoption[] = []): Assessment {
  const { procurement, bids } = sampleTender(version, profile);
  return assess(catalogue, {
    procurement: { ...procurement, adoptions },
    bids,
    softwareVersion: 'test',
    status: 'draft',
  });
}

function onlyLot({ lots }: Assessment): LotAssessment {
  const [lot] = lots;
  if (lot === undefined || lots.length !== 1) throw new Error('The sample tenders have no lots');
  return lot;
}

const adopt = (...codes: string[]): Adoption[] =>
  ['T1', 'T2', 'T3'].map((code) => ({ code, on: codes.includes(code), reason: 'for the test' }));

describe.skipIf(!sharedExists)('the sample bids under ict-net-zero-2030@2 (needs ../shared)', () => {
  describe.each(SAMPLE_PROFILES[2])('in profile %s', (profile) => {
    const expected = () => expectedV2().profiles[profile] as ExpectedProfileV2;

    it('earn the expected points, to the last exact digit', () => {
      const lot = onlyLot(assessSample(2, profile));
      const points = Object.fromEntries(
        lot.bids.map(({ bid, criteria }) => [
          bid.reference,
          Object.fromEntries(criteria.map(({ rule, points }) => [rule.id, fractionText(points)])),
        ]),
      );
      const wanted = Object.fromEntries(
        Object.entries(expected().bids).map(([bid, { points }]) => [
          bid,
          Object.fromEntries(Object.entries(points).map(([id, { exact }]) => [id, exact])),
        ]),
      );
      expect(points).toEqual(wanted);
    });

    it('get the expected scorecards, price points, totals and evaluated carbon', () => {
      const lot = onlyLot(assessSample(2, profile));
      for (const { bid, scorecards, pricePoints, total, carbon } of lot.bids) {
        const wanted = expected().bids[bid.reference];
        const totals = Object.fromEntries(scorecards.map((card) => [card.id, fractionText(card.total)]));
        expect(totals['award']).toBe(wanted?.award.exact);
        expect(totals['supplier']).toBe(wanted?.supplierScorecard?.exact);
        expect(pricePoints === undefined ? undefined : fractionText(pricePoints)).toBe(wanted?.pricePoints.exact);
        expect(total === undefined ? undefined : fractionText(total)).toBe(wanted?.total.exact);
        expect(roundHalfUp(carbon.footprint.evaluatedKilograms.div(1000), 6)).toBe(wanted?.evaluatedGrossTonnes);
      }
    });

    it('pass the expected conditions and thresholds', () => {
      const lot = onlyLot(assessSample(2, profile));
      for (const { bid, conditions, thresholds } of lot.bids) {
        const wanted = expected().bids[bid.reference];
        const outcomes = Object.fromEntries(conditions.map(({ code, outcome, codes }) => [code, { outcome, codes }]));
        for (const [code, { outcome, codes }] of Object.entries(wanted?.conditions ?? {})) {
          expect({ code, ...outcomes[code] }).toEqual({ code, outcome, codes });
        }
        expect(Object.fromEntries(thresholds.map(({ code, met }) => [code, met]))).toEqual(wanted?.thresholds);
      }
    });

    it('rank as expected without thresholds, with all, and with each alone', () => {
      const { ranking } = expected();
      expect(onlyLot(assessSample(2, profile)).ranking).toEqual(ranking.thresholdsNotAdopted);
      expect(onlyLot(assessSample(2, profile, adopt('T1', 'T2', 'T3'))).ranking).toEqual(ranking.thresholdsAdopted);
      for (const [code, order] of Object.entries(ranking.oneAdopted)) {
        expect({ code, order: onlyLot(assessSample(2, profile, adopt(code))).ranking }).toEqual({ code, order });
      }
    });

    it('imply the expected price of carbon', () => {
      const price = onlyLot(assessSample(2, profile)).impliedCarbonPrice;
      expect(price === undefined ? undefined : fractionText(price.poundsPerTonne)).toBe(
        expected().impliedCarbonPrice.gbpPerTonne.exact,
      );
      expect(price?.isBelowLow).toBe(true);
    });
  });

  it('raise the flag IC10b where a typed share differs from the lines, and nowhere else', () => {
    const wanted = (expectedV2() as unknown as { bids: Record<string, { flagsIC10b: string[] }> }).bids;
    const bids = [
      ...onlyLot(assessSample(2, 'mixed')).bids,
      ...onlyLot(assessSample(2, 'services')).bids.filter(({ bid }) => bid.reference === 'B6'),
    ];
    const flags = Object.fromEntries(
      bids.map(({ bid, flags }) => [
        bid.reference,
        flags.filter(({ code }) => code === 'IC10b').flatMap(({ questions }) => questions),
      ]),
    );
    expect(flags).toEqual(Object.fromEntries(Object.entries(wanted).map(([bid, { flagsIC10b }]) => [bid, flagsIC10b])));
  });
});

describe.skipIf(!sharedExists)('the sample bids under ict-net-zero-2030@1 (needs ../shared)', () => {
  describe.each(SAMPLE_PROFILES[1])('in profile %s', (profile) => {
    const expected = () =>
      expectedV1().profiles[profile] as Record<string, ExpectedBidV1> & {
        ranking: { withFloor: string[]; withoutFloor: string[] };
      };

    it('earn the expected points, totals, gates and price points', () => {
      for (const { bid, criteria, environment, total, pricePoints, conditions, thresholds } of onlyLot(
        assessSample(1, profile),
      ).bids) {
        const wanted = expected()[bid.reference];
        expect(Object.fromEntries(criteria.map(({ rule, points }) => [rule.id, roundHalfUp(points, 4)]))).toEqual(
          wanted?.scores,
        );
        expect(fractionText(environment)).toBe(wanted?.environmentExact);
        expect(total === undefined ? undefined : fractionText(total)).toBe(wanted?.totalExact);
        expect(pricePoints === undefined ? undefined : roundHalfUp(pricePoints, 4)).toBe(wanted?.pricePoints);
        const gates = [
          ...conditions.map(({ code, outcome }) => [code, outcome === 'pass'] as const),
          ...thresholds.map(({ code, met }) => [code, met] as const),
        ];
        expect(Object.fromEntries(gates)).toEqual(wanted?.gates);
      }
    });

    it('rank as expected with and without the environmental floor', () => {
      expect(onlyLot(assessSample(1, profile)).ranking).toEqual(expected().ranking.withFloor);
      expect(onlyLot(assessSample(1, profile, adopt('T1', 'T2'))).ranking).toEqual(expected().ranking.withoutFloor);
    });
  });

  it('imply £62.50 a tonne in profile mixed', () => {
    const price = onlyLot(assessSample(1, 'mixed')).impliedCarbonPrice;
    expect(price === undefined ? undefined : roundHalfUp(price.poundsPerTonne, 2)).toBe('62.50');
  });
});
