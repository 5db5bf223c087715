import { effectNotes } from '../application/effect-words.ts';
import {
  type BidEffect,
  carbonValuesText,
  type EffectOrWhy,
  type TrajectoryEffect,
} from '../application/trajectory-effect.ts';
import { grouped, listed } from '../domain/plain-english.ts';
import { type DecimalText, type Grams, roundHalfUp, toFraction } from '../domain/quantity.ts';
import type { TrajectoryLine } from '../domain/trajectory-line.ts';

/** What each bid of a lot would do to the organisation's trajectory, as documents print it; tonnes by year of `years`. */
export type ShownTrajectory = {
  readonly boundary: string;
  readonly plan: string;
  /** No plan has been adopted: the pathway is an example. */
  readonly isIllustrative: boolean;
  readonly remainingBudgetTonnes: DecimalText;
  /** What the carbon values are of. */
  readonly carbonValues: string;
  readonly years: readonly string[];
  readonly pathwayTonnes: readonly (DecimalText | undefined)[];
  readonly actualTonnes: readonly (DecimalText | undefined)[];
  /** Actual, estimated and forecast together. */
  readonly forecastTonnes: readonly (DecimalText | undefined)[];
  readonly bids: readonly {
    readonly reference: string;
    /** The forecast with this bid in it. */
    readonly tonnes: readonly (DecimalText | undefined)[];
    readonly tonnesToTarget?: DecimalText;
    readonly remainingBudgetSharePercent?: DecimalText;
    readonly changeOfTargetYearGapTonnes?: DecimalText;
    /** Low, central, high. */
    readonly carbonCostPounds?: readonly DecimalText[];
    /** What is not known of it. */
    readonly note?: string;
  }[];
};

/** What stands in the documents, or the sentences why nothing does and what to do about it. */
export type LotTrajectory = ShownTrajectory | { readonly why: string; readonly next: string };

/** The trajectory of a lot, or of a procurement without lots, by its place. Undefined without a database. */
export function lotTrajectory(shown: EffectOrWhy | undefined, index: number): LotTrajectory | undefined {
  if (shown === undefined || 'why' in shown) return shown;
  const { effect } = shown;
  const { trajectory, line, lots } = effect;
  const { record, boundary } = trajectory;
  return {
    boundary,
    plan: record.plan.name,
    isIllustrative: record.plan.decisionReference === undefined,
    remainingBudgetTonnes: tonnes(line.budget.remaining),
    carbonValues: carbonValuesText(effect),
    years: line.years.map(({ year }) => year),
    pathwayTonnes: line.years.map(({ pathway }) => tonnes(pathway)),
    actualTonnes: line.years.map(({ figures }) => positive(figures?.actual)),
    forecastTonnes: grossTonnes(line),
    bids: (lots[index]?.bids ?? []).map((bid) => shownBid(bid, effect)),
  };
}

/** What the picture and the tables are of, in sentences. */
export function aboutTrajectory({
  boundary,
  plan,
  isIllustrative,
  remainingBudgetTonnes,
  carbonValues,
}: ShownTrajectory): string[] {
  return [
    `Plan: ${plan}. Boundary: ${boundary}.`,
    ...(isIllustrative ? ['The pathway is illustrative, not an adopted target.'] : []),
    remainingBudgetTonnes.startsWith('-')
      ? `Its budget is overspent by ${grouped(remainingBudgetTonnes.slice(1))} tonnes.`
      : `${grouped(remainingBudgetTonnes)} tonnes of its budget remain.`,
    'The forecast of a year holds what is actual and estimated of it.',
    'Gross as each bid declares it, one bid at a time, as if the organisation bore the whole contract; without the electricity of devices in its own buildings, which its own meters hold. The forecast moves by just this once the contract is on the carbon register for the published term.',
    `The carbon cost is of the whole life, at the published UK values (${carbonValues}), discounted to the first year of the contract.`,
  ];
}

function shownBid(bid: BidEffect, { line }: TrajectoryEffect) {
  const { reference, effect, missingStages, carbonCost } = bid;
  if (effect === undefined) {
    return { reference, tonnes: line.years.map(() => undefined), note: effectNotes(bid).join(' ') };
  }
  const notes = [
    ...(missingStages.length === 0 ? [] : [`Without ${listed(missingStages)}, for which it declares nothing.`]),
    ...effectNotes(bid),
  ];
  const { toTarget, shareOfBudgetPercent, changeOfGap } = effect;
  return {
    reference,
    tonnes: grossTonnes(effect.line),
    tonnesToTarget: tonnes(toTarget),
    ...(shareOfBudgetPercent === undefined
      ? {}
      : { remainingBudgetSharePercent: roundHalfUp(shareOfBudgetPercent, 2) }),
    changeOfTargetYearGapTonnes: tonnes(changeOfGap),
    ...(carbonCost === undefined
      ? {}
      : { carbonCostPounds: [carbonCost.low, carbonCost.central, carbonCost.high].map((one) => roundHalfUp(one, 0)) }),
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
  };
}

function grossTonnes({ years }: TrajectoryLine): (DecimalText | undefined)[] {
  return years.map(({ figures }) => (figures === undefined ? undefined : tonnes(figures.gross)));
}

/** A year without an actual figure is a gap in its line, not zero. */
function positive(grams: Grams | undefined): DecimalText | undefined {
  return grams === undefined || grams === 0n ? undefined : tonnes(grams);
}

function tonnes(grams: Grams): DecimalText {
  return roundHalfUp(toFraction(grams).div(1_000_000), 1);
}
