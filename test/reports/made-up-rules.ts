import type { ReferenceData } from '../../src/domain/reference-data.ts';
import type { Catalogue } from '../../src/scoring/catalogue.ts';
import { ruleKit } from '../../src/scoring/rule-kit.ts';
import { parseRuleSet } from '../../src/scoring/rule-set-schema.ts';

/** A small rule set of three criteria and one condition, with rules of its own, so that every case of a pack is here. */

const { question, defineRule, bands, decimal, factsOf, exact, z } = ruleKit;

const base = { source: 'answer', answeredBy: 'bidder', hint: 'As in the bid.' } as const;
const reusedShare = question({
  ...base,
  id: 'reused-share',
  type: 'percent',
  unit: '%',
  about: 'bid',
  better: 'more',
  minimum: '0',
  maximum: '100',
  text: 'Share of devices that are reused',
});
const hasPolicy = question({
  ...base,
  id: 'has-policy',
  type: 'boolean',
  about: 'supplier',
  better: 'yes',
  text: 'Is there a climate policy?',
});
const meetsLaw = question({
  ...base,
  id: 'meets-law',
  type: 'boolean',
  about: 'bid',
  better: 'yes',
  text: 'Does the offer meet environmental law?',
});
const level = question({
  ...base,
  id: 'ladder-level',
  type: 'choice',
  choices: ['1', '3', '5'],
  about: 'bid',
  better: 'later-choice',
  text: 'Level offered',
});

const references = [
  { title: 'A made-up act', url: 'https://example.org/act', paragraph: 'section 1', inForce: { from: '2020-01-01' } },
] as const;
const about = { version: 1, references, contractLink: 'What is bought.' } as const;

const carbonRule = defineRule({
  ...about,
  id: 'contract-carbon-intensity',
  kind: 'criterion',
  subject: 'bid',
  assessment: 'facts',
  title: 'Gross carbon for each user',
  questions: { reused: reusedShare },
  parameters: z.strictObject({
    benchmarkHigh: decimal('0 points from here on.'),
    benchmarkLow: decimal('5 points up to here.'),
  }),
  messages: { figure: 'The evaluated figure is {{perUnit}}.', none: 'No figure is given.' },
  evaluate: (input, { benchmarkHigh, benchmarkLow }) => {
    const facts = factsOf({ reused: reusedShare }, input);
    const q = input.footprint.evaluatedPerUnit;
    if (input.footprint.assumedByAuthority)
      return {
        status: 'not-assessed',
        findings: [{ message: 'none', data: {}, facts: [{ question: 'carbon-lines' }] }],
      };
    const share = exact.clamp(benchmarkHigh.sub(q).div(benchmarkHigh.sub(benchmarkLow)), exact.zero, exact.one);
    return {
      status: 'scored',
      points: share.mul(5),
      findings: [{ message: 'figure', data: { perUnit: exact.decimalText(q, 4) }, facts }],
    };
  },
  scale: () => [
    { points: '5', text: 'At the low benchmark or below.' },
    { points: '0', text: 'At the high benchmark or above.' },
  ],
});

const reuseRule = defineRule({
  ...about,
  id: 'reuse',
  kind: 'criterion',
  subject: 'bid',
  assessment: 'facts',
  title: 'Reuse of devices',
  questions: { reused: reusedShare },
  parameters: z.strictObject({
    share5: decimal('Share for 5 points, percent.'),
    share2: decimal('Share for 2 points, percent.'),
  }),
  messages: {
    most: 'At least {{share5}}% are reused.',
    some: 'At least {{share2}}% are reused.',
    few: 'Fewer are reused.',
    nothing: 'Nothing is said on reuse.',
  },
  method: bands(
    [
      { points: 5, message: 'most', all: [{ of: 'reused', atLeast: 'share5' }] },
      { points: 2, message: 'some', all: [{ of: 'reused', atLeast: 'share2' }] },
    ],
    { otherwise: 'few', nothingSubmitted: 'nothing' },
  ),
});

const policyRule = defineRule({
  ...about,
  id: 'policy',
  kind: 'criterion',
  subject: 'supplier',
  assessment: 'judgement',
  title: 'Climate policy',
  questions: { policy: hasPolicy },
  parameters: z.strictObject({}),
  messages: { has: 'There is a policy.', hasNot: 'There is none.', nothing: 'Nothing is said on the policy.' },
  method: bands([{ points: 4, message: 'has', all: [{ of: 'policy', is: true }] }], {
    otherwise: 'hasNot',
    nothingSubmitted: 'nothing',
  }),
});

const lawRule = defineRule({
  ...about,
  id: 'law',
  kind: 'condition',
  subject: 'bid',
  title: 'Environmental law',
  questions: { meetsLaw },
  parameters: z.strictObject({}),
  messages: {
    met: 'The offer meets the law.',
    unmet: 'The offer does not meet the law.',
    open: 'The bidder has not said.',
  },
  evaluate: (input) => {
    const facts = factsOf({ meetsLaw }, input);
    if (input.answers.meetsLaw.state !== 'given')
      return { outcome: 'clarify', codes: ['C-LAW'], findings: [{ message: 'open', data: {}, facts }] };
    return input.answers.meetsLaw.value
      ? { outcome: 'pass', codes: [], findings: [{ message: 'met', data: {}, facts }] }
      : { outcome: 'fail', codes: ['L1'], findings: [{ message: 'unmet', data: {}, facts }] };
  },
  scale: () => [{ text: 'Pass: the offer meets the law.' }],
});

const source = { title: 'A made-up act', url: 'https://example.org/act', checked: true };
const weights = { full: { 'contract-carbon-intensity': '72.5', reuse: '27.5' } };
const parsed = parseRuleSet(
  {
    id: 'made-up',
    version: 1,
    title: 'A made-up rule set',
    status: 'for tests',
    inForce: { from: '2025-01-01' },
    references: [source],
    profiles: [{ id: 'full', title: 'everything', crossChecks: false }],
    scorecards: [
      {
        id: 'award',
        title: 'Award: the bid',
        stage: 'award',
        subject: 'bid',
        entersTotal: true,
        use: 'ranks bids',
        weights,
      },
      {
        id: 'supplier',
        title: 'Supplier: the company',
        stage: 'participation',
        subject: 'supplier',
        entersTotal: false,
        use: 'information',
        weights: { full: { policy: '100' } },
      },
    ],
    criteria: [
      {
        rule: 'contract-carbon-intensity@1',
        code: 'C01',
        group: 'Carbon',
        scorecard: 'award',
        assessment: 'facts',
        whenNotAssessed: '0',
        evidence: [],
        parameters: { benchmarkHigh: '260', benchmarkLow: '60' },
      },
      {
        rule: 'reuse@1',
        code: 'C02',
        group: 'Products',
        scorecard: 'award',
        assessment: 'facts',
        whenNotAssessed: '0',
        evidence: [],
        parameters: { share5: '50', share2: '10' },
      },
      {
        rule: 'policy@1',
        code: 'C03',
        group: 'Company',
        scorecard: 'supplier',
        assessment: 'judgement',
        whenNotAssessed: '0',
        evidence: [],
        parameters: {},
      },
    ],
    conditions: [
      {
        rule: 'law@1',
        code: 'G1',
        stage: 'award',
        consequence: 'the bid is not ranked',
        on: true,
        reasonRequired: false,
        parameters: {},
      },
    ],
    thresholds: [
      {
        id: 'least',
        code: 'T1',
        title: 'Least environment',
        stage: 'award',
        test: { total: 'award', operator: '>=', value: '20' },
        consequence: 'the bid is not ranked',
        adopted: false,
        adoptionReason: null,
        references: [source],
      },
    ],
    footprint: {
      unit: 'kgCO2e',
      boundaryStages: ['make', 'use', 'end'],
      tierUplift: { A: '1.03', B: '1.1', C: '1.19', D: '1.37' },
      stageDefaults: { make: '150', ship: '10', use: '48', serve: '43', end: '9' },
      defaultTotal: '260',
    },
    netCarbon: {
      cap: '0.1',
      quality: { 'permanent-removal': '1', 'nature-removal': '0.5', avoidance: '0', unknown: '0' },
      natureRegistries: ['A registry'],
    },
    notionalDiscount: {
      question: 'ladder-level',
      percentByLevel: { '1': '1', '3': '4', '5': '10' },
      sanctionFactor: '1.5',
    },
    shadowPrice: { series: 'central', discountPercent: '3.5' },
    tieBreak: [{ higherPoints: 'contract-carbon-intensity' }, 'lower-evaluated-gross', 'lower-price', 'lot'],
  },
  '#',
);
if ('issues' in parsed) throw new Error(`The made-up rule set is faulty: ${JSON.stringify(parsed.issues)}`);

const referenceData = {
  emissionFactors: [{ id: 'grid', set: '2026', kgCo2e: '0.20705', unit: 'kWh', scope: '2', status: 'official' }],
  routes: [
    {
      route: 'open',
      from: '2025-02-24',
      title: 'Open procedure',
      participationStage: true,
      notRequired: [],
      assessmentSummaries: true,
      standstill: 'mandatory',
      note: '',
    },
  ],
  moneyThresholds: [],
  carbonValues: {
    priceBase: '2022',
    values: [
      { year: '2026', low: '140', central: '280', high: '420' },
      { year: '2027', low: '142', central: '284', high: '426' },
    ],
    source: { title: 'Made up' },
  },
  deviceBenchmarks: [],
  checks: [],
  claimWords: { netZero: [], broad: [], comparing: [], future: [] },
} satisfies ReferenceData;

const questions = [reusedShare, hasPolicy, meetsLaw, level];

/** Rules, questions and rule set of the made-up tender. */
export const madeUpCatalogue: Catalogue = {
  rules: [carbonRule, lawRule, policyRule, reuseRule],
  questions: new Map(questions.map((one) => [one.id, one])),
  ruleSets: [parsed.ruleSet],
  referenceData,
  officialFactors: { publisher: 'Made up', source: { title: 'Made up' }, workbooks: [], rows: [] },
  estimationTables: {
    makeShares: [],
    spendMultipliers: {
      source: { title: 'Made up' },
      edition: '1',
      status: 'official',
      trade: [],
      deflators: { source: { title: 'Made up' }, index: {} },
      rows: [],
    },
  },
  contractPerformance: {
    bands: { approachingPercent: '110', improvementPercent: '125', source: { title: 'Made up' } },
    noticeMonths: 3,
    evidence: [],
  },
};
