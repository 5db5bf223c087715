import type { Answers, AnswerValue } from '../../src/domain/answer.ts';
import type { Bid, CarbonLine, Stage, Tier } from '../../src/domain/bid.ts';
import type { Lot, Procurement } from '../../src/domain/procurement.ts';
import type { Assessment, AssessmentStatus } from '../../src/scoring/assessment.ts';
import { assess } from '../../src/scoring/evaluate.ts';
import { madeUpCatalogue } from './made-up-rules.ts';

/** Without shares: bids are ranked on the environment total. */
export const procurementWithoutShares: Procurement = {
  organisation: 'Northshire County Council',
  reference: 'ICT-2026-007',
  title: 'Laptops & screens',
  route: 'open',
  ruleSet: 'made-up@1',
  profile: 'full',
  bidDeadline: '2026-12-18',
  contractStart: '2026-12-31',
  contractEnd: '2027-12-30',
  functionalUnit: 'user-year',
  functionalUnits: '7',
  priceMethod: 'fixed-benchmark',
  priceBenchmarkHigh: '1800000',
  priceBenchmarkLow: '1000000',
  referenceFootprintTonnes: '1.5',
  adoptions: [],
  lots: [],
};

export const madeUpProcurement: Procurement = {
  ...procurementWithoutShares,
  shares: { environment: '25', quality: '35', price: '40' },
};

export type MadeUpBid = Partial<Omit<Bid, 'answers' | 'carbon'>> & {
  readonly reference: string;
  readonly kilograms?: readonly [Stage, Tier | undefined, string][];
  readonly answers?: Readonly<Record<string, AnswerValue>>;
};

/** A bid that meets the condition and gives a figure for each stage, unless told otherwise. */
export function madeUpBid({ reference, kilograms, answers, ...rest }: MadeUpBid): Bid {
  const lines = kilograms ?? [
    ['make', 'A', '400'],
    ['use', 'C', '100.1'],
    ['end', undefined, '30'],
  ];
  const given: Answers = Object.fromEntries(
    Object.entries({ 'reused-share': '33', 'has-policy': true, 'meets-law': true, ...answers }).map(([id, value]) => [
      id,
      {
        state: 'given',
        value,
        evidence: {
          document: `${reference} response.pdf`,
          page: id === 'meets-law' ? '10' : '9',
          date: '2026-03-01',
          validUntil: '2027-02-28',
          issuedTo: 'The bidder',
        },
      },
    ]),
  );
  const carbon = lines.map(
    ([stage, tier, declaredKg], index): CarbonLine => ({
      line: String(index + 1),
      stage,
      declaredKg,
      ...(tier === undefined ? {} : { tier }),
      ...(index === 0 ? { year: '2027', evidence: { document: 'Footprint study.pdf', page: '3' } } : {}),
    }),
  );
  return {
    reference,
    supplier: { name: `Supplier of ${reference}` },
    price: '1234567.89',
    qualityPoints: '61.7',
    answers: given,
    carbon,
    devices: [],
    removals: [],
    ...rest,
  };
}

/** Scores made-up bids with the made-up rules. */
export function madeUpAssessment(
  bids: readonly Bid[],
  procurement: Procurement = madeUpProcurement,
  status: AssessmentStatus = 'trial',
): Assessment {
  return assess(madeUpCatalogue, { procurement, bids, softwareVersion: '0.1.0', status });
}

/** Six bids: two exactly level, two that differ in the tenth decimal place, one without figures, one that fails. */
export function contestedBids(): Bid[] {
  return [
    madeUpBid({ reference: 'B1', price: '1100000', qualityPoints: '70' }),
    madeUpBid({ reference: 'B2', price: '1100000', qualityPoints: '70' }),
    madeUpBid({ reference: 'B3', qualityPoints: '80' }),
    madeUpBid({ reference: 'B4', qualityPoints: '80.0000000001' }),
    madeUpBid({
      reference: 'B5',
      kilograms: [],
      price: '2000000',
      removals: [{ tonnes: '2', kind: 'avoidance', retired: false }],
    }),
    madeUpBid({
      reference: 'B6',
      answers: { 'meets-law': false },
      price: '900000',
      removals: [{ tonnes: '0.7', kind: 'permanent-removal', retired: true, verifiedBy: 'A verifier', year: '2026' }],
    }),
  ];
}

/** A lot for each way of comparing bids, each with three bids, scored. */
export function lotsOfEveryPriceMethod(): Assessment {
  const lots: Lot[] = [
    { id: 'L1', title: 'Fixed benchmark' },
    { id: 'L2', title: 'Quality points', priceMethod: 'price-per-quality-point' },
    { id: 'L3', title: 'Whole-life cost', priceMethod: 'shadow-priced' },
    { id: 'L4', title: 'Notional discount', priceMethod: 'notional-discount' },
  ];
  const bids = lots.flatMap(({ id }) => [
    madeUpBid({ reference: 'B1', lot: id, price: '1200000', answers: { 'ladder-level': '5' } }),
    madeUpBid({
      reference: 'B2',
      lot: id,
      price: '1100000',
      qualityPoints: '55.5',
      kilograms: [
        ['make', 'B', '900'],
        ['use', 'D', '1000.001'],
      ],
      answers: { 'ladder-level': '1' },
    }),
    madeUpBid({ reference: 'B3', lot: id, answers: { 'meets-law': false } }),
  ]);
  return madeUpAssessment(bids, { ...madeUpProcurement, lots });
}
