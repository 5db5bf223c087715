import { type AwardEffect, awardEffect } from '../domain/award-effect.ts';
import type { Stage } from '../domain/bid.ts';
import { type Discount, presentCarbonCost, type YearlyTonnes } from '../domain/carbon-value.ts';
import { AppError } from '../domain/errors.ts';
import { dateParts, type IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type DecimalText, type Fraction, type Grams, toFraction } from '../domain/quantity.ts';
import type { CarbonValue } from '../domain/reference-data.ts';
import { type LineInput, type TrajectoryLine, trajectoryLine } from '../domain/trajectory-line.ts';
import type { Assessment, BidAssessment } from '../scoring/assessment.ts';
import { bidEmissions } from '../scoring/bid-emissions.ts';
import { type Catalogue, getRuleSet } from '../scoring/catalogue.ts';
import { type LineEntered, termOf, yearsOfBid } from './bid-contract.ts';
import { carbonValuesInForce } from './carbon-values-in-force.ts';
import { ledgerPicture } from './ledger-picture.ts';
import type { ServicePorts } from './ports.ts';
import { type Trajectory, trajectory } from './trajectory.ts';

/** Stands beside every effect that is shown. */
export const INFORMATION_MARK = 'Information, not used in the assessment';

/** Pounds at the UK carbon values in force, whole life, discounted to the contract's first year. */
export type CarbonCost = { readonly low: Fraction; readonly central: Fraction; readonly high: Fraction };

export type BidEffect = {
  readonly reference: string;
  readonly supplier: string;
  /** Absent where the bid declares no carbon: its effect is not known, which is not none. */
  readonly effect?: AwardEffect;
  /** Stages of the boundary for which it declares nothing; the effect is without them. */
  readonly missingStages: readonly Stage[];
  /** Declared for the use of devices in a way that does not tell whose electricity it is: counted. Whole grams. */
  readonly useNotTold: Grams;
  /** Where it was not, the effect is what is declared, by year. */
  readonly isTermPublished: boolean;
  /** Absent too where a year of the contract has no published value. */
  readonly carbonCost?: CarbonCost;
};

/** What each bid would do to the line of the organisation, one at a time. Information, never a part of a score. */
export type TrajectoryEffect = {
  readonly trajectory: Trajectory;
  /** Without any of the bids, and without a contract that came of this procurement already. */
  readonly line: TrajectoryLine;
  /** The year of the prices of the carbon values. */
  readonly priceBase: string;
  /** The imported set of carbon values; absent where it is the shipped one. */
  readonly carbonValueSet?: string;
  /** In the order of the lots; `first` is the bid ranked first, where there is one. */
  readonly lots: readonly { readonly lot?: string; readonly first?: string; readonly bids: readonly BidEffect[] }[];
};

/** An effect, or the sentences why there is none and what to do about it. */
export type EffectOrWhy = { readonly effect: TrajectoryEffect } | { readonly why: string; readonly next: string };

/** How to get an effect where no plan has been stated. */
const NO_PLAN = {
  why: 'No trajectory plan has been stated, so there is no path to compare with.',
  next: 'State a baseline and a target on the page “Trajectory”, or with scorer trajectory plan.',
};

/**
 * The effect of each assessed bid on the trajectory of the person's organisation, now or as both were at an instant.
 * Gross as declared, in the inventory view, as if the organisation bore the whole contract: by how much the line moves
 * once the contract of the bid stands on the register for the published term. Whoever may read the assessment decides
 * whether to ask; the ledger is for those who may read it.
 */
export async function effectOf(
  ports: ServicePorts,
  person: Person,
  { procurement, lots }: Assessment,
  { catalogue, asOf }: { readonly catalogue: Catalogue; readonly asOf?: IsoInstant },
): Promise<EffectOrWhy> {
  const found = await findTrajectory(ports, person, asOf);
  if (found === undefined) return NO_PLAN;
  const { material, moment } = found;
  const { contracts } = await ledgerPicture(ports.database, person.organisation, moment.version, moment.until);
  const others = material.contracts.filter(
    ({ reference }) => contracts.get(reference)?.procurementReference !== procurement.reference,
  );
  const input = { ...material, contracts: others };
  const line = trajectoryLine(input);
  const carbonValues = await carbonValuesInForce(ports, person.organisation, asOf);
  const shared: Shared = {
    input,
    line,
    entered: { organisation: person.organisation, until: moment.until, targetYear: material.plan.targetYear },
    values: carbonValues.values,
    discountPercent: getRuleSet(catalogue, procurement.ruleSet).shadowPrice.discountPercent,
  };
  return {
    effect: {
      trajectory: found,
      line,
      priceBase: carbonValues.priceBase,
      ...(carbonValues.set === undefined ? {} : { carbonValueSet: carbonValues.set }),
      lots: lots.map((lot) => ({
        ...(lot.lot === undefined ? {} : { lot: lot.lot.id }),
        ...(lot.ranking[0] === undefined ? {} : { first: lot.ranking[0] }),
        bids: lot.bids.map((bid) => effectOfBid(bid, termOf(lot.facts, procurement), shared)),
      })),
    },
  };
}

/** What the carbon values are of: "2022", or of an imported set "2022, set carbon-values-2022". */
export function carbonValuesText({
  priceBase,
  carbonValueSet,
}: Pick<TrajectoryEffect, 'priceBase' | 'carbonValueSet'>): string {
  return carbonValueSet === undefined ? priceBase : `${priceBase}, set ${carbonValueSet}`;
}

/** What the effect of every bid is worked out with. */
type Shared = {
  readonly input: LineInput;
  readonly line: TrajectoryLine;
  readonly entered: LineEntered;
  readonly values: readonly CarbonValue[];
  readonly discountPercent: DecimalText;
};

function effectOfBid(assessed: BidAssessment, term: ReturnType<typeof termOf>, shared: Shared): BidEffect {
  const { bid, carbon } = assessed;
  const { input, line, entered, values, discountPercent } = shared;
  const about = {
    reference: bid.reference,
    supplier: bid.supplier.name,
    missingStages: carbon.footprint.stagesWithoutLine,
    isTermPublished: term.isPublished,
  };
  const emissions = bidEmissions(carbon.footprint.lines, term);
  if (emissions === undefined) return { ...about, useNotTold: 0n };
  const discount = { percent: toFraction(discountPercent), firstYear: dateParts(term.start).year };
  const cost = carbonCost(emissions.byCalendarYear, values, discount);
  return {
    ...about,
    effect: awardEffect(input, line, yearsOfBid(assessed, emissions, term, entered)),
    useNotTold: emissions.useNotTold,
    ...(cost === undefined ? {} : { carbonCost: cost }),
  };
}

/** Undefined where no plan has been stated. */
async function findTrajectory(
  ports: ServicePorts,
  person: Person,
  asOf: IsoInstant | undefined,
): Promise<Trajectory | undefined> {
  try {
    return await trajectory(ports, person, asOf === undefined ? {} : { asOf });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** Undefined where a year has no published value: nothing is extrapolated. */
function carbonCost(
  emissions: readonly YearlyTonnes[],
  values: readonly CarbonValue[],
  discount: Discount,
): CarbonCost | undefined {
  const years = new Set(values.map(({ year }) => Number(year)));
  if (!emissions.every(({ year }) => years.has(year))) return undefined;
  const at = (series: keyof CarbonCost) => {
    const poundsPerTonneByYear = new Map(values.map((value) => [Number(value.year), toFraction(value[series])]));
    return presentCarbonCost(emissions, { poundsPerTonneByYear }, { discount });
  };
  return { low: at('low'), central: at('central'), high: at('high') };
}
