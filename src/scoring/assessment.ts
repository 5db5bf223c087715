import type { Bid, Stage } from '../domain/bid.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Lot, LotFacts, PriceMethod, Procurement, Shares } from '../domain/procurement.ts';
import type { Fraction } from '../domain/quantity.ts';
import type { AgreedJudgement } from './agreed-judgements.ts';
import type { DefaultNotice } from './default-notice.ts';
import type { Footprint } from './footprint.ts';
import type { Rule, ScaleRow } from './rule.ts';

/** What an assessment is worth: nothing is awarded on a trial. */
export type AssessmentStatus = 'trial' | 'draft' | 'issued';

/** A finding in the words of its rule, with what it read. */
export type StatedFinding = {
  readonly messageId: string;
  readonly message: string;
  readonly data: Readonly<Record<string, string>>;
  readonly facts: readonly { readonly question: string; readonly value?: string; readonly evidence?: Evidence }[];
  /** First evidence pointer among the facts, if any. */
  readonly evidence?: Evidence;
  readonly nearestMiss?: string;
};

export type CriterionResult = {
  readonly rule: Rule;
  readonly code: string;
  readonly scorecard: string;
  readonly weight: Fraction;
  /** 0 to 5; the rule set's value where nothing was submitted. */
  readonly points: Fraction;
  readonly status: 'scored' | 'not-assessed';
  /** What the rule proposed on the bid as it was sent, where the panel has agreed; `points` are then the agreed ones. */
  readonly proposed?: Fraction;
  /** weight x points / 5 */
  readonly weighted: Fraction;
  readonly findings: readonly StatedFinding[];
  /** The rule is in no rule set: shown for information, weight 0. */
  readonly isTrialRule: boolean;
};

export type ConditionResult = {
  readonly rule: Rule;
  readonly code: string;
  readonly stage: 'participation' | 'award';
  readonly outcome: 'pass' | 'fail' | 'clarify' | 'not-required';
  readonly codes: readonly string[];
  /** What the rule proposed on the bid as it was sent, where the panel has agreed. */
  readonly proposed?: ConditionResult['outcome'];
  readonly consequence: string;
  /** Why the condition is off here, where it is. */
  readonly reason?: string;
  readonly findings: readonly StatedFinding[];
};

export type ThresholdResult = {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly adopted: boolean;
  readonly reason?: string;
  readonly met: boolean;
  /** What was tested and its value: "award total", "carbon-reporting-duties". */
  readonly tested: string;
  readonly value: Fraction;
  readonly minimum: Fraction;
  readonly consequence: string;
};

/** Gross first; removals and net stand beside it, never in it. Kilograms of CO2e over the contract. */
export type CarbonResult = {
  readonly footprint: Footprint;
  readonly eligibleRemovalsKilograms: Fraction;
  readonly countedRemovalsKilograms: Fraction;
  /** Gross less counted removals; undefined where gross is not known or no reference is published. */
  readonly netKilograms: Fraction | undefined;
  /** The claim of a zero net carbon footprint, and why it is met or not. */
  readonly netZeroClaim: { readonly met: boolean; readonly reason: string };
  /** 95% range of the declared gross by the tiers of its lines; information, never scored. */
  readonly range: { readonly lowKilograms: number; readonly highKilograms: number } | undefined;
  readonly byYear: readonly { readonly year: string; readonly kilograms: Fraction }[];
  readonly byStage: readonly { readonly stage: Stage; readonly kilograms: Fraction | undefined }[];
};

/** A question to the bidder. It never moves a score. */
export type Flag = {
  readonly code: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly title: string;
  readonly message: string;
  readonly questions: readonly string[];
};

export type BidAssessment = {
  readonly bid: Bid;
  readonly scorecards: readonly {
    readonly id: string;
    readonly title: string;
    readonly entersTotal: boolean;
    readonly total: Fraction;
  }[];
  /** The total of the scorecard that enters the overall total, 0 to 100. */
  readonly environment: Fraction;
  readonly quality: Fraction | undefined;
  /** 0 to 100; undefined where the price method gives no points. */
  readonly pricePoints: Fraction | undefined;
  /** The figure an evaluated-price method compares, pounds or pounds a quality point; lowest wins. */
  readonly evaluatedPrice: Fraction | undefined;
  /** 0 to 100, higher wins; undefined for evaluated-price methods or where price or quality is still to come. */
  readonly total: Fraction | undefined;
  readonly qualified: boolean;
  /** Why the bid is not ranked, one sentence each. */
  readonly notRankedBecause: readonly string[];
  /** 1 is first; absent when not ranked. Equal results have been separated by the tie-break. */
  readonly rank?: number;
  readonly conditions: readonly ConditionResult[];
  readonly thresholds: readonly ThresholdResult[];
  readonly criteria: readonly CriterionResult[];
  readonly carbon: CarbonResult;
  readonly flags: readonly Flag[];
};

export type TieBreakNote = { readonly bids: readonly string[]; readonly step: string; readonly sentence: string };

export type ImpliedCarbonPrice = {
  readonly poundsPerTonne: Fraction;
  readonly year: string;
  readonly low: Fraction;
  readonly central: Fraction;
  readonly high: Fraction;
  /** The implied price is below the published low value. */
  readonly isBelowLow: boolean;
};

/** One ranking: the whole procurement, or one lot of it. */
export type LotAssessment = {
  readonly lot?: Lot;
  readonly facts: LotFacts;
  readonly profile: { readonly id: string; readonly title: string };
  readonly shares: Shares | undefined;
  readonly priceMethod: PriceMethod | undefined;
  /** In order of bid reference. */
  readonly bids: readonly BidAssessment[];
  /** References of the ranked bids, first to last. */
  readonly ranking: readonly string[];
  readonly tieBreak: readonly TieBreakNote[];
  readonly impliedCarbonPrice: ImpliedCarbonPrice | undefined;
  /** Year of the conversion factors that quantities are multiplied with; "" where there is none. */
  readonly factorSet: string;
  readonly notices: readonly string[];
};

/** The rule set as applied here: the published text that the pack prints. */
export type AppliedRuleSet = {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly status: string;
  readonly sha256: string;
  readonly rules: readonly AppliedRule[];
};

export type AppliedRule = {
  readonly rule: Rule;
  readonly code: string;
  readonly kind: 'condition' | 'criterion';
  /** As the rule set published it: points follow from facts, or are judged by people. */
  readonly assessment: 'facts' | 'judgement';
  readonly scorecard?: string;
  readonly consequence?: string;
  readonly scale: readonly ScaleRow[];
  readonly parameters: unknown;
  readonly isTrialRule: boolean;
};

export type Assessment = {
  readonly procurement: Procurement;
  readonly ruleSet: AppliedRuleSet;
  readonly status: AssessmentStatus;
  /** Set where the rules were published after the bid deadline: said wherever the result is shown. */
  readonly retrospective?: string;
  /** For each published default that counts: whether the bidder was asked, and how that ended. */
  readonly defaults?: readonly DefaultNotice[];
  /** What people agreed, where they have; part of the input. */
  readonly agreed: readonly AgreedJudgement[];
  readonly inputHash: string;
  readonly softwareVersion: string;
  readonly lots: readonly LotAssessment[];
};
