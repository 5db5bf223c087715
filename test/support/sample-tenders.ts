import type { Tender } from '../../src/application/tender.ts';
import type { Answers, AnswerValue } from '../../src/domain/answer.ts';
import type { Bid, CarbonLine, Stage, Tier } from '../../src/domain/bid.ts';
import type { Procurement } from '../../src/domain/procurement.ts';
import { decimalText, toFraction } from '../../src/domain/quantity.ts';
import { readSharedJson } from './shared-data.ts';

/** The invented bids with which the method was worked out, and the results computed for them by other programs. */

type SampleAnswers = Readonly<Record<string, AnswerValue | null>>;
type SampleBid = {
  readonly id: string;
  readonly supplier: string;
  readonly profiles?: readonly string[];
  readonly price?: string;
  readonly qualityPoints?: string;
  readonly answers: SampleAnswers;
  readonly carbon?: readonly (Omit<CarbonLine, 'category'> & { readonly category: string | null })[];
};
type SampleTender = {
  readonly functionalUnit: string;
  readonly functionalUnits: string;
};
type SampleFile = { readonly tender: SampleTender; readonly bids: readonly SampleBid[] };

const VERSION_1_PROFILES: Readonly<Record<string, string>> = {
  MIX: 'mixed',
  HW: 'hardware',
  SAAS: 'saas',
  SERV: 'services',
};
/** In version 1 these stand among the answers; in a workbook they stand in the sheets Carbon and Bids. */
const NOT_IN_ANSWERS = new Set(['carbon-per-functional-unit', 'carbon-data-tier', 'quality-points', 'bid-price']);
/** Birch gives no figure for the use of the devices, Elder none for their end. */
const STAGES_WITHOUT_LINE: Readonly<Record<string, Stage>> = { B2: 'use', B5: 'end' };
const STAGES: readonly Stage[] = ['make', 'ship', 'use', 'serve', 'end'];

/** Profile ids that each version of the rule set was computed for. */
export const SAMPLE_PROFILES = {
  1: ['mixed', 'hardware', 'saas', 'services'],
  2: ['mixed', 'hardware', 'saas', 'services', 'short'],
} as const;

/** The sample procurement and bids for a version of `ict-net-zero-2030` and one of its profiles, in canonical order. */
export function sampleTender(version: 1 | 2, profile: string): Tender {
  const file = readSharedJson('data', 'sample-bids', version === 1 ? 'bids.json' : 'bids-v2.json') as SampleFile;
  const bids = file.bids.filter(({ profiles }) => profiles === undefined || profiles.includes(profile));
  return {
    procurement: toProcurement(file.tender, version, profile),
    bids: bids.map((bid) => (version === 1 ? toBidOfVersion1(bid, file.tender) : toBid(bid))),
  };
}

/** What version 1 must give, by profile id: scores, reasons, E, gates, totals and rankings. */
export function expectedV1(): { readonly profiles: Readonly<Record<string, unknown>> } & Readonly<
  Record<string, unknown>
> {
  const file = readSharedJson('data', 'sample-bids', 'expected.json') as {
    readonly profiles: Readonly<Record<string, unknown>>;
  };
  const profiles = Object.entries(file.profiles).map(([id, value]) => [VERSION_1_PROFILES[id] ?? id, value] as const);
  return { ...file, profiles: Object.fromEntries(profiles) };
}

/** What version 2 must give, by profile id. */
export function expectedV2(): { readonly profiles: Readonly<Record<string, unknown>> } & Readonly<
  Record<string, unknown>
> {
  return readSharedJson('data', 'sample-bids', 'expected-v2.json') as {
    readonly profiles: Readonly<Record<string, unknown>>;
  };
}

function toProcurement(tender: SampleTender, version: 1 | 2, profile: string): Procurement {
  return {
    organisation: 'Northshire County Council',
    reference: 'ICT-2026-001',
    title: 'End-user computing',
    route: 'open',
    ruleSet: `ict-net-zero-2030@${version}`,
    profile,
    bidDeadline: '2026-12-18',
    functionalUnit: tender.functionalUnit,
    functionalUnits: tender.functionalUnits,
    shares: { environment: '25', quality: '35', price: '40' },
    priceMethod: 'fixed-benchmark',
    priceBenchmarkHigh: '1800000',
    priceBenchmarkLow: '1000000',
    adoptions: [],
    lots: [],
  };
}

function toBid(sample: SampleBid): Bid {
  return {
    reference: sample.id,
    supplier: { name: sample.supplier },
    ...(sample.price === undefined ? {} : { price: sample.price }),
    ...(sample.qualityPoints === undefined ? {} : { qualityPoints: sample.qualityPoints }),
    answers: toAnswers(sample.answers),
    carbon: (sample.carbon ?? []).map(({ category, ...line }) => ({
      ...line,
      ...(category === null ? {} : { category }),
    })),
    devices: [],
    removals: [],
  };
}

function toBidOfVersion1(sample: SampleBid, { functionalUnits }: SampleTender): Bid {
  const { 'bid-price': price, 'quality-points': qualityPoints } = sample.answers;
  return toBid({
    ...sample,
    ...(typeof price === 'string' ? { price } : {}),
    ...(typeof qualityPoints === 'string' ? { qualityPoints } : {}),
    answers: Object.fromEntries(Object.entries(sample.answers).filter(([id]) => !NOT_IN_ANSWERS.has(id))),
    carbon: toLinesOfVersion1(sample, functionalUnits),
  });
}

/** The one declared figure per functional unit as equal lines, one for each stage the bidder covers. */
function toLinesOfVersion1({ id, answers }: SampleBid, functionalUnits: string): NonNullable<SampleBid['carbon']> {
  const { 'carbon-per-functional-unit': perUnit, 'carbon-data-tier': tier } = answers;
  if (typeof perUnit !== 'string' || typeof tier !== 'string') return [];
  const stages = STAGES.filter((stage) => stage !== STAGES_WITHOUT_LINE[id]);
  const kilograms = toFraction(perUnit).mul(toFraction(functionalUnits)).div(stages.length);
  return stages.map((stage, index) => ({
    line: String(index + 1),
    stage,
    declaredKg: decimalText(kilograms),
    tier: tier as Tier,
    category: null,
  }));
}

function toAnswers(answers: SampleAnswers): Answers {
  const given = Object.entries(answers).flatMap(([id, value]) =>
    value === null ? [] : [[id, { state: 'given', value }] as const],
  );
  return Object.fromEntries(given.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
