import { beforeAll, describe, expect, test } from 'vitest';
import type { Procurement } from '../../src/domain/procurement.ts';
import { type Fraction, roundHalfUp, toFraction, ZERO } from '../../src/domain/quantity.ts';
import type { BidAssessment, LotAssessment } from '../../src/scoring/assessment.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import {
  type SensitivityReport,
  sensitivityReport,
  sensitivitySeed,
  type WeightAnalysis,
} from '../../src/scoring/sensitivity.ts';
import { testCatalogue } from '../support/catalogue.ts';
import { expectedV1, sampleTender } from '../support/sample-tenders.ts';
import { sharedExists } from '../support/shared-data.ts';
import { footprintOf } from '../support/footprints.ts';
import { workedExample } from '../support/worked-examples.ts';

const SEED = 20261123n;

type Made = { marks: readonly number[]; quality?: number; price?: number; tier?: 'A' | 'D'; kilograms?: string };

/** A ranking as the engine gives it, of made-up bids with two criteria of 60 and 40. */
function madeLot(
  bids: Readonly<Record<string, Made>>,
  shares?: LotAssessment['shares'],
  more: Partial<LotAssessment> = {},
): LotAssessment {
  const weights = [60, 40];
  const assessed = Object.entries(bids).map(([reference, made]) => {
    const criteria = made.marks.map((mark, index) => ({
      rule: { id: `rule-${index + 1}`, title: `Rule ${index + 1}` },
      code: `C0${index + 1}`,
      scorecard: 'award',
      weight: toFraction(weights[index] ?? 0),
      points: toFraction(mark),
    }));
    const environment = criteria.reduce((sum, { weight, points }) => sum.add(weight.mul(points).div(5)), ZERO);
    const quality = made.quality === undefined ? undefined : toFraction(made.quality);
    const pricePoints = made.price === undefined ? undefined : toFraction(made.price);
    const parts: [string, Fraction | undefined][] = [
      [shares?.environment ?? '100', environment],
      [shares?.quality ?? '0', quality],
      [shares?.price ?? '0', pricePoints],
    ];
    const total = parts.reduce(
      (sum, [share, points]) =>
        sum.add(
          toFraction(share)
            .mul(points ?? ZERO)
            .div(100),
        ),
      ZERO,
    );
    const footprint = footprintOf(
      made.kilograms === undefined ? [] : [{ stage: 'make', declaredKg: made.kilograms, tier: made.tier ?? 'A' }],
    );
    return {
      bid: { reference },
      criteria,
      environment,
      quality,
      pricePoints,
      total,
      scorecards: [{ id: 'award', entersTotal: true }],
      carbon: { footprint },
    };
  });
  const ranking = assessed.toSorted((a, b) => b.total.compare(a.total)).map(({ bid }) => bid.reference);
  // The report reads these fields of an assessment and no others.
  return { bids: assessed as unknown as BidAssessment[], ranking, shares, ...more } as LotAssessment;
}

function reportOn(...lot: Parameters<typeof madeLot>): SensitivityReport {
  return sensitivityReport(madeLot(...lot), SEED, 200);
}

describe('the light and the sentence', () => {
  test('a lead in everything is firm: no weights and no single mark would change it', () => {
    const report = reportOn({ B1: { marks: [5, 5] }, B2: { marks: [2, 2] } });
    expect(report.light).toBe('green');
    expect(report.sentence).toBe(
      'Firm: B1 leads B2 by 60.00 points of the environment score; no other weights would put B2 level, and no single mark would.',
    );
  });

  test('a single mark that would draw level makes it amber, and the sentence names it', () => {
    const report = reportOn({ B1: { marks: [4, 4] }, B2: { marks: [3, 4] } });
    expect(report.singleMarkFlips.map(({ bid, rule, change, newFirst }) => [bid, rule, change, newFirst])).toEqual([
      ['B1', 'rule-1', '-1', 'B2'],
      ['B2', 'rule-1', '+1', 'B2'],
    ]);
    expect(report.light).toBe('amber');
    expect(report.sentence).toContain('and so would one mark less for B1 in C01 (one of 2 such marks)');
  });

  test('the full marks of a rival cannot rise, nor marks of 0 fall', () => {
    const report = reportOn({ B1: { marks: [0, 5] }, B2: { marks: [0, 4.5] } });
    expect(report.singleMarkFlips.filter(({ rule }) => rule === 'rule-1').map(({ change }) => change)).toEqual(['+1']);
  });

  test('a criterion with decimals in any bid follows a formula, and is no mark to flip', () => {
    const report = reportOn({ B1: { marks: [4, 4] }, B2: { marks: [3.5, 4] } });
    expect(report.singleMarkFlips.filter(({ rule }) => rule === 'rule-1')).toEqual([]);
  });

  test('less than a point of weight to move is fragile', () => {
    const bids = { B1: { marks: [0, 0], quality: 60, price: 40 }, B2: { marks: [5, 5], quality: 59, price: 15.3 } };
    const report = reportOn(bids, { environment: '10', quality: '50', price: '40' });
    expect(report.light).toBe('red');
    expect(report.sentence).toMatch(
      /^Fragile: B1 leads B2 by 0\.38 points; moving 0\.30 points of weight from price to environment/,
    );
  });

  test('level bids are fragile, and the sentence says that the tie-break decided', () => {
    const report = reportOn({ B1: { marks: [4, 4] }, B2: { marks: [4, 4] } });
    expect([report.light, report.sentence]).toEqual([
      'red',
      'Fragile: B1 and B2 are exactly level; the published tie-break put B1 first.',
    ]);
  });

  test('a tiny difference is never printed as 0', () => {
    const report = reportOn({ B1: { marks: [3.00001, 3] }, B2: { marks: [3, 3] } });
    expect(report.sentence).toContain('by 0.0001 points');
  });

  test('without two ranked bids there is nothing to test', () => {
    expect(reportOn({}).sentence).toBe('No bid is ranked, so there is no ranking to test.');
    const alone = reportOn({ B1: { marks: [3, 3] } });
    expect([alone.light, alone.onTotal, alone.onEnvironment]).toEqual(['none', undefined, undefined]);
  });

  test('a block without a share is not drawn on, and unranked bids are left out', () => {
    const bids = {
      B1: { marks: [4, 4], price: 20 },
      B2: { marks: [3, 3], price: 50 },
      B3: { marks: [1, 1], price: 1 },
    };
    const report = reportOn(bids, { environment: '60', quality: '0', price: '40' }, { ranking: ['B1', 'B2'] });
    expect(report.onTotal?.parts.map(({ id }) => id)).toEqual(['environment', 'price']);
    expect(report.onTotal?.bids).toEqual(['B1', 'B2']);
  });

  test('where an evaluated price decides, the distance in percent gives the light', () => {
    const lot = madeLot({ B1: { marks: [4, 4] }, B2: { marks: [5, 5] } });
    const priced = (first: string, second: string) => ({
      ...lot,
      ranking: ['B1', 'B2'],
      bids: lot.bids.map(({ total: _total, ...bid }, index) => ({
        ...bid,
        total: undefined,
        evaluatedPrice: toFraction(index === 0 ? first : second),
      })),
    });
    const report = sensitivityReport(priced('24835', '25458'), SEED, 100);
    expect([report.light, report.sentence, report.onTotal]).toEqual([
      'amber',
      'Fairly firm: the evaluated price of B1 is 2.45% below that of B2; no weights decide this ranking.',
      undefined,
    ]);
    expect(sensitivityReport(priced('24000', '25458'), SEED, 100).light).toBe('green');
    expect(sensitivityReport(priced('25400', '25458'), SEED, 100).light).toBe('red');
  });
});

describe('carbon in comparison', () => {
  test('every pair stands with the lower bid first and its probability in words', () => {
    const bids = {
      B1: { marks: [1, 1], kilograms: '130', tier: 'D' as const },
      B2: { marks: [2, 2], kilograms: '100' },
      B3: { marks: [3, 3] },
    };
    expect(reportOn(bids).carbon.map(({ lower, higher, wording }) => [lower, higher, wording])).toEqual([
      ['B2', 'B1', 'not distinguishable'],
    ]);
  });
});

describe('sensitivitySeed', () => {
  test('a hash gives one seed of 64 bits, and another hash another', () => {
    const seed = sensitivitySeed('a'.repeat(64));
    expect(seed).toBeLessThan(2n ** 64n);
    expect(seed).not.toBe(sensitivitySeed('b'.repeat(64)));
  });

  test('anything but a SHA-256 in hexadecimal is refused', () => {
    expect(() => sensitivitySeed('abc')).toThrow('Not a SHA-256 hash');
  });
});

type Expected = {
  firstTwoOnEnvironment: string[];
  environmentTipWeightsPercent: Record<string, string | null>;
  environmentTransfer: { tauPoints: string; moves: string[][] };
  firstTwoOnTotal: string[];
  totalGap: string;
  totalTipWeightsPercent: Record<string, string>;
  totalTransfer: { tauPoints: string; moves: string[][] };
  singleScoreFlips: unknown[];
  box20Wins: Record<string, number>;
  simplexRankAcceptability: Record<string, number[]>;
};

describe.skipIf(!sharedExists)('the sample bids under version 1, profile mixed (needs ../shared)', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await testCatalogue();
  });

  function sampleReport(floor: boolean): SensitivityReport {
    const { procurement, bids } = sampleTender(1, 'mixed');
    const adopted: Procurement = { ...procurement, adoptions: [{ code: 'T3', on: floor, reason: 'for the test' }] };
    const { lots } = assess(catalogue, { procurement: adopted, bids, softwareVersion: 'test', status: 'draft' });
    const [lot] = lots;
    if (lot === undefined) throw new Error('The sample tender has one ranking');
    return sensitivityReport(lot, SEED);
  }

  const tips = (analysis: WeightAnalysis | undefined, places: number) =>
    Object.fromEntries(
      (analysis?.parts ?? []).map(({ id, tipPercent }) => [
        id,
        tipPercent === undefined ? null : roundHalfUp(tipPercent, places),
      ]),
    );
  const transferOf = (analysis: WeightAnalysis | undefined) => ({
    tauPoints: roundHalfUp(analysis?.transfer?.points ?? ZERO, 4),
    moves: (analysis?.transfer?.moves ?? []).map(({ from, to, points }) => [from, to, roundHalfUp(points, 4)]),
  });

  test.each(['noFloor', 'floor40'])('%s: gaps, tips, transfers, flips and draws come out', (name) => {
    const expected = (expectedV1()['sensitivityMIX'] as Record<string, Expected>)[name] as Expected;
    const { onTotal, onEnvironment, singleMarkFlips } = sampleReport(name === 'floor40');
    expect([onEnvironment?.first, onEnvironment?.second]).toEqual(expected.firstTwoOnEnvironment);
    expect(tips(onEnvironment, 2)).toEqual(expected.environmentTipWeightsPercent);
    expect(transferOf(onEnvironment)).toEqual(expected.environmentTransfer);
    expect([onTotal?.first, onTotal?.second]).toEqual(expected.firstTwoOnTotal);
    expect(roundHalfUp(onTotal?.gap ?? ZERO, 4)).toBe(expected.totalGap);
    expect(tips(onTotal, 4)).toEqual(expected.totalTipWeightsPercent);
    expect(transferOf(onTotal)).toEqual(expected.totalTransfer);
    expect(singleMarkFlips).toEqual(expected.singleScoreFlips);
    const bids = onTotal?.bids ?? [];
    const wins = bids.map((bid, index) => [bid, onTotal?.aroundWeights.rankAcceptability[index]?.[0]] as const);
    expect(Object.fromEntries(wins.filter(([, share]) => share !== 0))).toEqual(expected.box20Wins);
    expect(Object.fromEntries(bids.map((bid, index) => [bid, onTotal?.allWeights.rankAcceptability[index]]))).toEqual(
      expected.simplexRankAcceptability,
    );
  });

  test('without the floor the light is red, with it amber', () => {
    expect(sampleReport(false).light).toBe('red');
    expect(sampleReport(true).light).toBe('amber');
    expect(sampleReport(true).sentence).toBe(
      'Fairly firm: B3 leads B1 by 0.96 points; moving 3.97 points of weight from price to environment would put B1 level, ' +
        'and no single mark would.',
    );
  });
});

describe.skipIf(!sharedExists)('sensitivity figures of the worked examples (skipped without the shared data)', () => {
  test('O20: the seed of a hash, with the prefix of the example', () => {
    const { inputs, expected } = workedExample<{ headHash: string }, { seed: string }>('own', 'O20');
    expect(sensitivitySeed(inputs.headHash, 'occ-sensitivity/v1\n').toString()).toBe(expected.seed);
  });
});
