import { dateParts } from '../domain/iso-date.ts';
import { type Lot, lotFacts, type LotFacts, type Procurement } from '../domain/procurement.ts';
import { type Fraction, HUNDRED, toFraction } from '../domain/quantity.ts';
import type { Bid } from '../domain/bid.ts';
import { type AgreedJudgement, checkAgreed, inAgreedOrder } from './agreed-judgements.ts';
import type {
  Assessment,
  AssessmentStatus,
  BidAssessment,
  Flag,
  ImpliedCarbonPrice,
  LotAssessment,
} from './assessment.ts';
import { assessAsAgreed, type LotContext, type UnrankedBid } from './assess-bid.ts';
import { type Catalogue, getRuleSet } from './catalogue.ts';
import { routeDuties } from './conditions.ts';
import { consistencyFlags } from './consistency.ts';
import { type AnswerSources, typedAnswer } from './computed-answers.ts';
import { factorSetFor } from './factor-set.ts';
import { impliedCarbonPrice } from './implied-carbon-price.ts';
import { outlierFlags } from './outliers.ts';
import { type PreparedRuleSet, prepareRuleSet } from './prepared-rule-set.ts';
import type { Question } from './question.ts';
import { rankBids } from './ranking.ts';
import { canonicalSha256, findProfile, ruleSetKey, weightOf } from './rule-set.ts';

export type AssessmentRequest = {
  readonly procurement: Procurement;
  readonly bids: readonly Bid[];
  readonly softwareVersion: string;
  readonly status: AssessmentStatus;
  /** What the panel agreed: corrected facts, and points where a criterion is judged. */
  readonly agreed?: readonly AgreedJudgement[];
};

/** The rule whose benchmarks and weight say what a tonne of carbon is worth in points. */
const CARBON_CRITERION = 'contract-carbon-intensity';

/**
 * Assesses a checked tender: every bid by itself, then ranking for each lot. Pure: the same catalogue and request
 * give the same assessment, whatever the order of bids. What was agreed is applied to the bids as they were sent, so
 * that proposals stand beside it. Throws AppError when the rule set is not known, or when something was agreed that
 * the rule set does not let people decide.
 */
export function assess(catalogue: Catalogue, request: AssessmentRequest): Assessment {
  const ruleSet = getRuleSet(catalogue, request.procurement.ruleSet);
  const rules = prepareRuleSet(catalogue, ruleSet, request.status === 'trial');
  const bids = request.bids.toSorted((a, b) => (bidKey(a) < bidKey(b) ? -1 : 1));
  const agreed = inAgreedOrder(request.agreed ?? []);
  checkAgreed(rules, agreed);
  const inputHash = hashInput(rules, { ...request, bids, agreed });
  const lots: (Lot | undefined)[] = request.procurement.lots.length === 0 ? [undefined] : [...request.procurement.lots];
  return {
    procurement: request.procurement,
    ruleSet: rules.applied,
    status: request.status,
    agreed,
    inputHash,
    softwareVersion: request.softwareVersion,
    lots: lots.map((lot) => {
      const own = bids.filter((bid) => bid.lot === lot?.id);
      return assessLot(catalogue, rules, { ...request, bids: own, agreed }, lot, inputHash);
    }),
  };
}

/** Bids in the order in which they are hashed and shown. */
function bidKey(bid: Pick<Bid, 'lot' | 'reference'>): string {
  return `${bid.lot ?? ''}\n${bid.reference}`;
}

/**
 * `SHA-256(JCS({rule_set_sha256, software_version, procurement, bids}))`: what is assessed, by what, without clock,
 * file or user. Rules on trial, and what was agreed, are named too where there are any.
 */
function hashInput(
  rules: PreparedRuleSet,
  { procurement, bids, softwareVersion, agreed = [] }: AssessmentRequest,
): string {
  const onTrial = rules.applied.rules
    .filter(({ isTrialRule }) => isTrialRule)
    .map(({ rule }) => `${rule.id}@${rule.version}`);
  return canonicalSha256({
    rule_set_sha256: rules.sha256,
    software_version: softwareVersion,
    procurement,
    bids,
    ...(onTrial.length === 0 ? {} : { trial_rules: onTrial }),
    ...(agreed.length === 0 ? {} : { agreed }),
  });
}

function assessLot(
  catalogue: Catalogue,
  rules: PreparedRuleSet,
  { procurement, bids, agreed = [] }: AssessmentRequest,
  lot: Lot | undefined,
  inputHash: string,
): LotAssessment {
  const { referenceData } = catalogue;
  const stated = lotFacts(procurement, lot);
  const profile = findProfile(rules.ruleSet, stated.profile);
  if (profile === undefined) {
    throw new RangeError(`Rule set ${ruleSetKey(rules.ruleSet)} has no profile "${stated.profile}"`);
  }
  const facts = { ...stated, profile: profile.id };
  const duties = routeDuties(procurement, referenceData);
  const factors = factorSetFor(referenceData, procurement.bidDeadline);
  const context: LotContext = { rules, procurement, facts, duties, factors: factors.factors, referenceData };
  const unranked = bids.map((bid) => assessAsAgreed(bid, agreed, context));
  const outliers = outlierFlags(new Map(unranked.flatMap(declaredPerUnit)), referenceData.checks);
  const flagged: BidAssessment[] = unranked.map((bid) => ({
    ...bid,
    flags: [...flagsOf(bid, catalogue, context), ...(outliers.get(bid.bid.reference) ?? [])],
  }));
  const { ranking, tieBreak } = rankBids(flagged, rules.ruleSet.tieBreak, inputHash);
  return {
    ...(lot === undefined ? {} : { lot }),
    facts,
    profile: { id: profile.id, title: profile.title },
    shares: facts.shares,
    priceMethod: facts.shares === undefined ? undefined : (facts.priceMethod ?? 'fixed-benchmark'),
    bids: flagged.map((bid) => withRank(bid, ranking)),
    ranking,
    tieBreak,
    impliedCarbonPrice: impliedPrice(rules, facts, procurement, catalogue),
    factorSet: factors.set,
    notices: factors.notices,
  };
}

function withRank(bid: BidAssessment, ranking: readonly string[]): BidAssessment {
  const index = ranking.indexOf(bid.bid.reference);
  return index < 0 ? bid : { ...bid, rank: index + 1 };
}

function declaredPerUnit({ bid, carbon }: UnrankedBid): [string, Fraction][] {
  const { grossKilograms, functionalUnits } = carbon.footprint;
  return grossKilograms === undefined ? [] : [[bid.reference, grossKilograms.div(functionalUnits)]];
}

/** Checks of the bid's own figures and claims. They ask; they never move a score. */
function flagsOf({ bid, carbon }: UnrankedBid, catalogue: Catalogue, { procurement, facts }: LotContext): Flag[] {
  const { bidDeadline } = procurement;
  const sources = { bid, facts, footprint: carbon.footprint, bidDeadline };
  return consistencyFlags(
    {
      answer: (id) => typedByBidder(id, bid) ?? publishedFact(catalogue.questions.get(id), sources),
      profile: facts.profile,
      tenderYear: dateParts(bidDeadline).year,
      bidDeadline,
      footprint: carbon.footprint,
      devices: bid.devices,
      netZeroMet: carbon.netZeroClaim.met,
    },
    catalogue.referenceData,
  );
}

function typedByBidder(id: string, bid: Bid): string | boolean | undefined {
  const answer = bid.answers[id];
  return answer?.state === 'given' ? answer.value : undefined;
}

/** What the council published, as the answer to its own question; computed figures are left out on purpose. */
function publishedFact(question: Question | undefined, sources: AnswerSources): string | undefined {
  if (question?.source !== 'about') return undefined;
  const answer = typedAnswer(question, sources);
  return answer.state === 'given' ? answer.text : undefined;
}

/** Pounds that the published weights and benchmarks give for a tonne, beside the year's published carbon values. */
function impliedPrice(
  { ruleSet }: PreparedRuleSet,
  facts: LotFacts,
  procurement: Procurement,
  { referenceData }: Catalogue,
): ImpliedCarbonPrice | undefined {
  const { shares, priceBenchmarkHigh, priceBenchmarkLow } = facts;
  const method = facts.priceMethod ?? 'fixed-benchmark';
  const year = String(dateParts(procurement.bidDeadline).year);
  const published = referenceData.carbonValues.values.find((value) => value.year === year);
  if (shares === undefined || priceBenchmarkHigh === undefined || priceBenchmarkLow === undefined) return undefined;
  const carbon = carbonCriterion(ruleSet, facts);
  if (method !== 'fixed-benchmark' || published === undefined || carbon === undefined) return undefined;
  return impliedCarbonPrice(
    {
      carbonPoints: toFraction(shares.environment).mul(carbon.weight).div(HUNDRED),
      pricePoints: toFraction(shares.price),
      priceSpread: toFraction(priceBenchmarkHigh).sub(toFraction(priceBenchmarkLow)),
      tonnesSpread: carbon.spreadPerUnit.mul(toFraction(facts.functionalUnits)).div(1000),
    },
    published,
  );
}

function carbonCriterion(
  ruleSet: PreparedRuleSet['ruleSet'],
  facts: LotFacts,
): { weight: Fraction; spreadPerUnit: Fraction } | undefined {
  const entry = ruleSet.criteria.find(({ rule }) => rule.startsWith(`${CARBON_CRITERION}@`));
  const scorecard = ruleSet.scorecards.find(({ id }) => id === entry?.scorecard);
  const high = facts.carbonBenchmarkHigh ?? entry?.parameters['benchmarkHigh'];
  const low = facts.carbonBenchmarkLow ?? entry?.parameters['benchmarkLow'];
  if (scorecard === undefined || typeof high !== 'string' || typeof low !== 'string') return undefined;
  return {
    weight: toFraction(weightOf(scorecard, facts.profile, CARBON_CRITERION)),
    spreadPerUnit: toFraction(high).sub(toFraction(low)),
  };
}
