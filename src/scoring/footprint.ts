import type { Bid, CarbonLine, Stage, Tier } from '../domain/bid.ts';
import type { LotFacts } from '../domain/procurement.ts';
import { type DecimalText, type Fraction, HUNDRED, parseDecimal, sum, toFraction, ZERO } from '../domain/quantity.ts';
import type { EmissionFactor, StageDefaults } from '../domain/reference-data.ts';

/** How a rule set values carbon declarations; the procurement may publish its own figures instead. */
export type FootprintParameters = {
  /** `kgCO2e` for each functional unit. */
  readonly unit: string;
  readonly boundaryStages: readonly Stage[];
  /** Multiplies a line's kilograms by the tier of its data. */
  readonly tierUplift: Readonly<Record<Tier, DecimalText>>;
  /** Stands for a boundary stage without a line, kgCO2e for each functional unit, added without uplift. */
  readonly stageDefaults: StageDefaults;
  /** Stands for the whole figure when no line is given. */
  readonly defaultTotal: DecimalText;
};

export type FootprintLine = {
  readonly source: CarbonLine;
  readonly kilograms: Fraction;
  /** With the uplift of the tier. */
  readonly evaluatedKilograms: Fraction;
  readonly tier: Tier;
  /** No tier was given: read as D. */
  readonly tierAssumed: boolean;
  readonly basis: 'factor' | 'declared';
};

/** A bid's carbon, gross: removals and avoided emissions are no part of it. */
export type Footprint = {
  readonly lines: readonly FootprintLine[];
  readonly functionalUnits: Fraction;
  readonly boundaryStages: readonly Stage[];
  readonly stagesWithoutLine: readonly Stage[];
  /** Published defaults that stand in, kgCO2e for each functional unit. */
  readonly stageDefaults: readonly { readonly stage: Stage; readonly perUnit: Fraction }[];
  /** No line at all: the published default total stands for the whole, assumed by the authority. */
  readonly assumedByAuthority: boolean;
  /** Declared, without uplift or defaults; undefined when nothing is declared, which is not zero. */
  readonly grossKilograms: Fraction | undefined;
  /** What the evaluated figure is made of, kgCO2e for each functional unit: lines as declared, their uplift, defaults. */
  readonly declaredPerUnit: Fraction;
  readonly upliftPerUnit: Fraction;
  readonly defaultsPerUnit: Fraction;
  /** With uplift and defaults, kgCO2e for each functional unit: what is compared. */
  readonly evaluatedPerUnit: Fraction;
  readonly evaluatedKilograms: Fraction;
  /** Stages of the boundary with a line, percent of the stages. */
  readonly completenessPercent: Fraction;
  /** Kilograms of tier A and B lines, percent of all; undefined without a line. */
  readonly primaryPercent: Fraction | undefined;
};

/**
 * Values a bid's carbon lines: `q = sum(kg x uplift of the line's tier) / functional units + the published default
 * of each boundary stage without a line`. Exact. A line's quantity with factor counts before its declared figure.
 */
export function evaluateFootprint(
  bid: Pick<Bid, 'carbon'>,
  facts: LotFacts,
  parameters: FootprintParameters,
  factors: readonly EmissionFactor[],
): Footprint {
  const units = toFraction(facts.functionalUnits);
  const boundaryStages = facts.boundaryStages ?? parameters.boundaryStages;
  const lines = bid.carbon.map((line) => evaluateLine(line, parameters, factors));
  const stagesWithoutLine = boundaryStages.filter((stage) => !lines.some((line) => line.source.stage === stage));
  const stageDefaults = stagesWithoutLine.map((stage) => ({
    stage,
    perUnit: toFraction(facts.stageDefaults?.[stage] ?? parameters.stageDefaults[stage]),
  }));
  const gross = sum(lines.map((line) => line.kilograms));
  const declaredPerUnit = gross.div(units);
  const withUplift = sum(lines.map((line) => line.evaluatedKilograms)).div(units);
  const defaultsPerUnit =
    lines.length === 0
      ? toFraction(facts.carbonDefaultTotal ?? parameters.defaultTotal)
      : sum(stageDefaults.map(({ perUnit }) => perUnit));
  const evaluatedPerUnit = withUplift.add(defaultsPerUnit);
  return {
    lines,
    functionalUnits: units,
    boundaryStages,
    stagesWithoutLine,
    stageDefaults,
    assumedByAuthority: lines.length === 0,
    grossKilograms: lines.length === 0 ? undefined : gross,
    declaredPerUnit,
    upliftPerUnit: withUplift.sub(declaredPerUnit),
    defaultsPerUnit,
    evaluatedPerUnit,
    evaluatedKilograms: evaluatedPerUnit.mul(units),
    completenessPercent: HUNDRED.mul(boundaryStages.length - stagesWithoutLine.length).div(boundaryStages.length),
    primaryPercent: primaryShare(lines, gross),
  };
}

/** The kilograms of a line: quantity times factor where both stand, else the declared figure. */
function lineKilograms(line: CarbonLine, factors: readonly EmissionFactor[]): Fraction | undefined {
  return factorKilograms(line, factors) ?? (line.declaredKg === undefined ? undefined : toFraction(line.declaredKg));
}

/** Quantity times factor, or undefined when the line has not both or the factor is not in the set. */
function factorKilograms(line: CarbonLine, factors: readonly EmissionFactor[]): Fraction | undefined {
  const factor = factors.find((one) => one.id === line.factor);
  const quantity = line.quantity === undefined ? undefined : parseDecimal(line.quantity);
  return factor === undefined || quantity === undefined ? undefined : quantity.mul(toFraction(factor.kgCo2e));
}

function evaluateLine(
  line: CarbonLine,
  parameters: FootprintParameters,
  factors: readonly EmissionFactor[],
): FootprintLine {
  const kilograms = lineKilograms(line, factors);
  if (kilograms === undefined)
    throw new Error(`Carbon line ${line.line} has no figure; the upload check refuses such a line`);
  const tier = line.tier ?? 'D';
  return {
    source: line,
    kilograms,
    evaluatedKilograms: kilograms.mul(toFraction(parameters.tierUplift[tier])),
    tier,
    tierAssumed: line.tier === undefined,
    basis: factorKilograms(line, factors) === undefined ? 'declared' : 'factor',
  };
}

function primaryShare(lines: readonly FootprintLine[], gross: Fraction): Fraction | undefined {
  if (gross.equals(ZERO)) return undefined;
  const primary = lines.filter(({ tier }) => tier === 'A' || tier === 'B');
  return HUNDRED.mul(sum(primary.map((line) => line.kilograms))).div(gross);
}
