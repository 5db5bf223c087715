import type { Answer } from '../domain/answer.ts';
import type { Bid, CarbonLine, Stage, Tier } from '../domain/bid.ts';
import { dateParts } from '../domain/iso-date.ts';
import type { LotFacts } from '../domain/procurement.ts';
import { type DecimalText, type Fraction, HUNDRED, roundHalfUp, toFraction } from '../domain/quantity.ts';
import { type Catalogue, getRule } from '../scoring/catalogue.ts';
import type { Question } from '../scoring/question.ts';
import type { Rule } from '../scoring/rule.ts';
import type { RuleSet } from '../scoring/rule-set.ts';

/** A bid that nobody has made, to see what the rules would do with one like it. */
export type MadeUpBid = { readonly bid: Bid; readonly title: string; readonly description: string };

const SOUND = 'SOUND';
const MIDDLING = 'MIDDLING';
export const NO_CARBON_DATA = 'NO-CARBON-DATA';
export const OFFSET_ONLY = 'OFFSET-ONLY';

type Quality = 'best' | 'middling' | 'worst';

/** Where nothing is published, what a tender of no particular size would cost. */
const PRICE_WITHOUT_BENCHMARKS = '1000000';
const CHEAPER_PERCENT = '80';
const QUALITY_POINTS = '70';

/**
 * Four bids for a procurement or a lot, made from its rule set alone: every answer is the best, the middle or the
 * worst that its question allows. Quality points are equal, so that price and the environment decide. Answers that
 * are neither better nor worse (names, dates, text) are left out.
 */
export function makeUpBids(
  catalogue: Catalogue,
  ruleSet: RuleSet,
  facts: LotFacts,
  context: MadeUpContext,
): MadeUpBid[] {
  const maker = createMaker(catalogue, ruleSet, facts, context);
  const { low, high, price } = maker;
  const middle = low.add(high).div(2);
  const nearLow = low.add(high.sub(low).div(4));
  return [
    {
      title: 'Sound',
      description: 'Best answers, a verified carbon figure a quarter of the way up the benchmarks, middle price',
      bid: maker.bid(SOUND, { price, answers: maker.answers('best'), carbon: maker.carbon(nearLow, 'A') }),
    },
    {
      title: 'Middling',
      description: 'Middling answers, a modelled carbon figure half-way up the benchmarks, middle price',
      bid: maker.bid(MIDDLING, { price, answers: maker.answers('middling'), carbon: maker.carbon(middle, 'C') }),
    },
    {
      title: 'No carbon data, 20% cheaper',
      description: 'Middling answers, nothing at all about carbon, 20% below the middle price',
      bid: maker.bid(NO_CARBON_DATA, {
        price: price.mul(toFraction(CHEAPER_PERCENT)).div(HUNDRED),
        answers: maker.answers('middling', (rule) => (readsCarbon(rule) ? 'none' : 'middling')),
      }),
    },
    {
      title: 'Offset-only',
      description:
        'Middling answers, carbon at the high benchmark, all of it covered by bought credits instead of cuts',
      bid: maker.bid(OFFSET_ONLY, {
        price,
        answers: maker.answers('middling', (rule) => (asksForRefusal(rule) ? 'worst' : 'middling')),
        carbon: maker.carbon(high, 'C'),
        removals: maker.credits(high),
      }),
    },
  ];
}

export type MadeUpContext = { readonly bidDeadline: string; readonly lot?: string };

type Parts = {
  readonly price: Fraction;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly carbon?: readonly CarbonLine[];
  readonly removals?: Bid['removals'];
};

function createMaker(catalogue: Catalogue, ruleSet: RuleSet, facts: LotFacts, { bidDeadline, lot }: MadeUpContext) {
  const rules = ruleSet.criteria.map(({ rule }) => getRule(catalogue, rule));
  const conditions = ruleSet.conditions.map(({ rule }) => getRule(catalogue, rule));
  const year = dateParts(bidDeadline).year;
  const { low, high } = carbonBenchmarks(ruleSet, facts);
  const units = toFraction(facts.functionalUnits);
  const stages = facts.boundaryStages ?? ruleSet.footprint.boundaryStages;
  return {
    low,
    high,
    price: middlePrice(facts),
    bid: (reference: string, { price, answers, carbon = [], removals = [] }: Parts): Bid => ({
      reference,
      ...(lot === undefined ? {} : { lot }),
      supplier: { name: `Made-up bid ${reference}` },
      price: roundHalfUp(price, 2),
      qualityPoints: QUALITY_POINTS,
      answers,
      carbon,
      devices: [],
      removals,
    }),
    answers: (quality: Quality, forRule: (rule: Rule) => Quality | 'none' = () => quality) =>
      Object.fromEntries([
        ...rules.flatMap((rule) => answersFor(rule, forRule(rule), year)),
        // Documents are not made up: each condition is declared to be met, by its first question.
        ...conditions.flatMap((rule) => answersFor(rule, 'best', year).slice(0, 1)),
      ]),
    carbon: (perUnit: Fraction, tier: Tier) => carbonLines(perUnit.mul(units), stages, tier),
    credits: (perUnit: Fraction) => [
      { tonnes: roundHalfUp(perUnit.mul(units).div(1000), 3), kind: 'avoidance', retired: true } as const,
    ],
  };
}

/** The same share of the whole on each stage of the boundary. */
function carbonLines(kilograms: Fraction, stages: readonly Stage[], tier: Tier): CarbonLine[] {
  const each = roundHalfUp(kilograms.div(Math.max(1, stages.length)), 3);
  return stages.map((stage, index) => ({ line: String(index + 1), stage, declaredKg: each, tier }));
}

function answersFor(rule: Rule, quality: Quality | 'none', year: number): [string, Answer][] {
  if (quality === 'none') return [];
  const asked = Object.values(rule.questions).filter(({ source }) => source === 'answer');
  return asked.flatMap((question, index): [string, Answer][] => {
    const value = answerValue(question, quality, { year, index });
    return value === undefined ? [] : [[question.id, { state: 'given', value }]];
  });
}

/** Undefined where no answer is better than another, or the question sets no limit to choose between. */
function answerValue(
  question: Question,
  quality: Quality,
  { year, index }: { readonly year: number; readonly index: number },
): boolean | string | undefined {
  const { type, better, choices = [] } = question;
  if (better === 'none') return undefined;
  if (type === 'boolean') {
    // Of several yes-or-no questions a middling bid does well on every other one.
    const good = quality === 'best' || (quality === 'middling' && index % 2 === 0);
    return good === (better === 'yes');
  }
  if (type === 'choice') {
    const place = { worst: 0, middling: Math.floor((choices.length - 1) / 2), best: choices.length - 1 }[quality];
    return choices[place];
  }
  return type === 'year' ? yearText(question, quality, year) : numberText(question, quality);
}

/** A promised year counts from the deadline: the next year, fifteen years on, or as late as can be said. */
function yearText({ better, minimum, maximum }: Question, quality: Quality, year: number): string | undefined {
  if (better !== 'less') return quality === 'worst' ? minimum : maximum;
  if (quality === 'worst') return maximum;
  return String(year + (quality === 'best' ? 1 : 15));
}

function numberText({ type, better, minimum, maximum }: Question, quality: Quality): string | undefined {
  if (minimum === undefined || maximum === undefined) return undefined;
  const [worst, best] = better === 'more' ? [minimum, maximum] : [maximum, minimum];
  if (quality !== 'middling') return quality === 'best' ? best : worst;
  const middle = toFraction(worst).add(toFraction(best)).div(2);
  return roundHalfUp(middle, type === 'integer' ? 0 : 2);
}

/** Rules that value the carbon declaration: one of their questions is computed from it or stands in it. */
function readsCarbon(rule: Rule): boolean {
  return Object.values(rule.questions).some(({ source }) => source === 'carbon' || source === 'computed');
}

/** Rules with something a bidder should say no to, as "only offsets". */
function asksForRefusal(rule: Rule): boolean {
  return Object.values(rule.questions).some(({ better }) => better === 'no');
}

function middlePrice({ priceBenchmarkHigh, priceBenchmarkLow, estimatedValue }: LotFacts): Fraction {
  if (priceBenchmarkHigh !== undefined && priceBenchmarkLow !== undefined) {
    return toFraction(priceBenchmarkHigh).add(toFraction(priceBenchmarkLow)).div(2);
  }
  return toFraction(estimatedValue ?? PRICE_WITHOUT_BENCHMARKS);
}

/** kgCO2e for each functional unit: the procurement's benchmarks, else the rule set's, else around its default. */
function carbonBenchmarks(ruleSet: RuleSet, facts: LotFacts): { readonly low: Fraction; readonly high: Fraction } {
  const parameter = (name: string): DecimalText | undefined => {
    const found = ruleSet.criteria.map(({ parameters }) => parameters[name]).find((value) => typeof value === 'string');
    return typeof found === 'string' ? found : undefined;
  };
  const total = toFraction(facts.carbonDefaultTotal ?? ruleSet.footprint.defaultTotal);
  const high = facts.carbonBenchmarkHigh ?? parameter('benchmarkHigh');
  const low = facts.carbonBenchmarkLow ?? parameter('benchmarkLow');
  return {
    high: high === undefined ? total : toFraction(high),
    low: low === undefined ? total.div(3) : toFraction(low),
  };
}
