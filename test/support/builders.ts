import type { Answers, AnswerValue } from '../../src/domain/answer.ts';
import type { Bid } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';

/** A published procurement of 12,000 user-years, priced between two benchmarks, profile mixed. */
export function aProcurement(overrides: Partial<Procurement> = {}): Procurement {
  return {
    organisation: 'Northshire County Council',
    reference: 'ICT-2026-001',
    title: 'End-user computing',
    route: 'open',
    ruleSet: 'ict-net-zero-2030@2',
    profile: 'mixed',
    bidDeadline: '2026-12-18',
    functionalUnit: 'user-year',
    functionalUnits: '12000',
    shares: { environment: '25', quality: '35', price: '40' },
    priceMethod: 'fixed-benchmark',
    priceBenchmarkHigh: '1800000',
    priceBenchmarkLow: '1000000',
    adoptions: [],
    lots: [],
    ...overrides,
  };
}

/** Every condition in order, by self-declaration. */
const CONDITIONS_MET = { 'crp-compliant': true, 'legal-compliance': true, 'environmental-policy': true } as const;

type BidOverrides = Partial<Omit<Bid, 'answers'>> & { readonly answers?: Readonly<Record<string, AnswerValue>> };

/** A bid that meets every condition and declares one carbon line; answers given are added to that. */
export function aBid(reference: string, { answers = {}, ...overrides }: BidOverrides = {}): Bid {
  return {
    reference,
    supplier: { name: `Supplier of ${reference}` },
    price: '1400000',
    qualityPoints: '70',
    answers: toAnswers({ ...CONDITIONS_MET, ...answers }),
    carbon: [{ line: '1', stage: 'make', declaredKg: '1200000', tier: 'B' }],
    devices: [],
    removals: [],
    ...overrides,
  };
}

/** Given answers without evidence, by question id. */
function toAnswers(values: Readonly<Record<string, AnswerValue>>): Answers {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { state: 'given', value }]));
}
