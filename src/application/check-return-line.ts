import { STAGES, TIERS } from '../domain/bid.ts';
import { BASES, type CarbonReturnLine, FIGURE_KINDS } from '../domain/carbon-figure.ts';
import { OWN_ICT } from '../domain/contract.ts';
import { inclusiveDays, parseIsoDate } from '../domain/iso-date.ts';
import {
  activityKilograms,
  daysByYear,
  declaredKilograms,
  type FactorOn,
  factorDate,
  type FactorPolicy,
} from '../domain/line-figures.ts';
import { decimalText, type Fraction, toFraction, ZERO } from '../domain/quantity.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { isUnitOf, unitAdvice } from './factor-unit.ts';
import { checkDecimal, checkText, type DecimalLimits, type FaultDetail, type FaultList } from './fault-list.ts';
import { GoodPeriods } from './good-periods.ts';
import { listed, nearestNames } from './nearest-names.ts';

/** How far a declared amount may stand from quantity x factor, as a share of the latter. */
const AGREEMENT = toFraction('0.01');
/** Ten million tonnes: more than any council's line, and a slip of the unit for most of what is above. */
const MOST_KILOGRAMS = '10000000000';
const IN_KILOGRAMS: DecimalLimits = { what: 'an amount of CO2e', maximum: MOST_KILOGRAMS };
const IN_TONNES: DecimalLimits = { what: 'an amount of CO2e', maximum: '10000000' };
const QUANTITY: DecimalLimits = { what: 'a quantity' };
const LONGEST_DAYS = 3660;
const SCOPES = ['1', '2', '3'];
const STATED_BASES = BASES.filter((basis) => basis !== 'committed');
const AMOUNT_UNITS = ['kg', 't'];
const CATEGORIES = Array.from({ length: 15 }, (_, index) => String(index + 1));

/** A figure that is plainly within every limit; any other is looked at more closely. */
const PLAIN_FIGURE = /^\d{1,7}(\.\d{1,12})?$/;

/** A factor below 1000, by which ten million come to no more than the most kilograms. */
const PLAIN_FACTOR = /^\d{1,3}(\.\d+)?$/;

export type LineCheck = {
  readonly catalogue: Catalogue;
  readonly policy: FactorPolicy;
  /** References of the contracts on record; absent where they are asked for later. */
  readonly contracts?: ReadonlySet<string>;
  readonly factorOn: (factorId: string) => FactorOn;
  readonly good: GoodPeriods;
};

/** A check of the lines of one return; `factorOn` looks a factor up. */
export function createLineCheck(given: Omit<LineCheck, 'good'>): LineCheck {
  return { ...given, good: new GoodPeriods() };
}

/**
 * Checks one line of a carbon return; `at` is the pointer of the line, `#/figures/12` for row 12. True when it has no
 * fault and can be turned into figures.
 */
export function checkReturnLine(line: CarbonReturnLine, at: string, faults: FaultList, check: LineCheck): boolean {
  const before = faults.issues.length;
  checkText(faults, `${at}/line`, line.line, 'a number or name for the line');
  checkContract(line.contract, at, faults, check);
  checkChoices(line, at, faults);
  checkPeriod(line, at, faults, check);
  if (faults.issues.length > before) return false;
  checkFigure(line, at, faults, check);
  return faults.issues.length === before;
}

/** Whether a line's contract is on record, or it names none; a fault with the nearest names where it is not. */
export function checkContract(
  reference: string,
  at: string,
  faults: FaultList,
  { contracts }: Pick<LineCheck, 'contracts'>,
): void {
  if (contracts === undefined || reference === OWN_ICT || contracts.has(reference)) return;
  const near = nearestNames(reference, contracts);
  const advice = near.length === 0 ? `enter ${OWN_ICT} where there is no contract` : `did you mean ${listed(near)}?`;
  faults.add(`${at}/contract`, 'unknown-contract', `There is no contract "${reference}"; ${advice}`, {
    found: reference,
    expected: near.length === 0 ? 'the reference of a contract on record' : listed(near),
  });
}

function checkChoices(line: CarbonReturnLine, at: string, faults: FaultList): void {
  checkChoice('kind', line.kind, FIGURE_KINDS, at, faults);
  checkChoice('stage', line.stage, STAGES, at, faults);
  checkChoice('scope', line.scope, SCOPES, at, faults);
  checkChoice('basis', line.basis, STATED_BASES, at, faults);
  checkChoice('tier', line.tier, TIERS, at, faults);
  checkChoice('amountUnit', line.amountUnit, AMOUNT_UNITS, at, faults);
  checkChoice('category', line.category, CATEGORIES, at, faults);
}

function checkChoice(
  field: string,
  value: string | undefined,
  known: readonly string[],
  at: string,
  faults: FaultList,
): void {
  if (value === undefined || known.includes(value)) return;
  faults.add(`${at}/${field}`, 'not-a-choice', `Enter one of ${listed(known)}, got "${value}"`, {
    found: value,
    expected: listed(known),
  });
}

function checkPeriod(line: CarbonReturnLine, at: string, faults: FaultList, { good }: LineCheck): void {
  if (good.has(line)) return;
  const { periodStart, periodEnd } = line;
  const wrong = (field: string, code: string, message: string, detail: FaultDetail): void =>
    faults.add(`${at}/${field}`, code, message, detail);
  for (const [field, date] of [
    ['periodStart', periodStart],
    ['periodEnd', periodEnd],
  ] as const) {
    if (parseIsoDate(date) === undefined) {
      wrong(field, 'not-a-date', `Enter a date as 2026-04-01, got "${date}"`, { found: date, expected: 'a date' });
    }
  }
  if (parseIsoDate(periodStart) === undefined || parseIsoDate(periodEnd) === undefined) return;
  const days = inclusiveDays(periodStart, periodEnd);
  if (days < 1) {
    const message = `The period ends on ${periodEnd}, before it starts on ${periodStart}`;
    wrong('periodEnd', 'ends-before-start', message, { found: periodEnd, expected: `${periodStart} or later` });
  } else if (days > LONGEST_DAYS) {
    const message = `The period is longer than ten years: from ${periodStart} to ${periodEnd}`;
    wrong('periodEnd', 'period-too-long', message, { found: periodEnd, expected: 'at most ten years' });
  } else good.add(line);
}

function checkFigure(line: CarbonReturnLine, at: string, faults: FaultList, check: LineCheck): void {
  const ofAmount = line.amountUnit === 't' ? IN_TONNES : IN_KILOGRAMS;
  const isQuantity = isFigure('quantity', line.quantity, QUANTITY, at, faults, check);
  const isAmount = isFigure('amount', line.amount, ofAmount, at, faults, check);
  isFigure('marketBasedAmount', line.marketBasedAmount, ofAmount, at, faults, check);
  if (line.quantity === undefined && line.amount === undefined && line.marketBasedAmount === undefined) {
    const expected = 'a figure; leave the line out where there is none';
    faults.add(`${at}/amount`, 'no-figure', 'Enter an amount, or a quantity with its unit and conversion factor', {
      expected,
    });
    return;
  }
  if (checkFactor(line, at, faults, check) && isQuantity) checkActivity(line, isAmount, at, faults, check);
}

/** Whether quantity times factor is within limits, and agrees with a declared amount. */
function checkActivity(
  line: CarbonReturnLine,
  isAmount: boolean,
  at: string,
  faults: FaultList,
  { good, policy, factorOn }: LineCheck,
): void {
  if (line.factor === undefined) return;
  if (line.amount === undefined && good.factor(line) === 'modest' && PLAIN_FIGURE.test(line.quantity ?? '')) return;
  const computed = activityKilograms(line, policy, factorOn(line.factor)) ?? ZERO;
  if (computed.gt(toFraction(MOST_KILOGRAMS))) {
    const figure = decimalText(computed, 3);
    faults.add(`${at}/quantity`, 'out-of-range', `Quantity times factor is ${figure} kg: check the unit`, {
      found: line.quantity ?? '',
      expected: `at most ${MOST_KILOGRAMS} kg`,
    });
  }
  const declared = isAmount ? declaredKilograms(line) : undefined;
  if (declared !== undefined) checkAgreement(computed, declared, at, faults);
}

/** Whether a field of the line has a figure, and it is one. */
function isFigure(
  field: string,
  text: string | undefined,
  limits: DecimalLimits,
  at: string,
  faults: FaultList,
  { catalogue }: LineCheck,
): boolean {
  if (text === undefined) return false;
  return PLAIN_FIGURE.test(text) || checkDecimal(faults, catalogue, `${at}/${field}`, text, limits) !== undefined;
}

/** Whether the factor and unit of the line may be used, at every date of its period. */
function checkFactor(line: CarbonReturnLine, at: string, faults: FaultList, check: LineCheck): boolean {
  const { factor: id, quantity, unit } = line;
  if (id === undefined) {
    if (quantity !== undefined) {
      const expected = 'the id of a conversion factor';
      faults.add(`${at}/factor`, 'factor-missing', 'Enter the conversion factor of the quantity', { expected });
    }
    return quantity === undefined;
  }
  if (quantity === undefined) {
    const message = `Enter the quantity for the conversion factor ${id}`;
    faults.add(`${at}/quantity`, 'quantity-missing', message, { expected: 'a number' });
    return false;
  }
  if (check.good.factor(line) !== undefined) return true;
  const factorOn = check.factorOn(id);
  const years = daysByYear(line.periodStart, line.periodEnd);
  const factors = years.map(({ year }) => factorOn(factorDate(line, year, check.policy)));
  const missing = years[factors.indexOf(undefined)];
  if (missing !== undefined) {
    reportUnknownFactor(id, missing.year, at, faults, check);
    return false;
  }
  if (!checkUnit(id, unit, at, faults, check)) return false;
  const isModest = factors.every((factor) => PLAIN_FACTOR.test(factor?.kgCo2e ?? ''));
  check.good.addFactor(line, isModest ? 'modest' : 'good');
  return true;
}

function checkUnit(
  id: string,
  unit: string | undefined,
  at: string,
  faults: FaultList,
  { catalogue }: LineCheck,
): boolean {
  const factor = catalogue.referenceData.emissionFactors.find((one) => one.id === id);
  if (factor === undefined) return true;
  if (unit === undefined) {
    const message = `Enter the unit of the quantity: ${id} is for each ${factor.unit}`;
    faults.add(`${at}/unit`, 'unit-missing', message, { expected: factor.unit });
    return false;
  }
  if (isUnitOf(factor, unit)) return true;
  faults.add(`${at}/unit`, 'wrong-unit', unitAdvice(factor, unit), { found: unit, expected: factor.unit });
  return false;
}

function reportUnknownFactor(id: string, year: number, at: string, faults: FaultList, { catalogue }: LineCheck): void {
  const known = new Set(catalogue.referenceData.emissionFactors.map((factor) => factor.id));
  if (known.has(id)) {
    faults.add(`${at}/factor`, 'factor-not-in-set', `No approved set up to ${year} has the conversion factor ${id}`, {
      found: id,
      expected: `a factor of the set of ${year} or before`,
      fix: 'Declare the amount instead, with where it comes from.',
    });
    return;
  }
  const near = nearestNames(id, known);
  const advice = near.length === 0 ? 'see the list of conversion factors' : `did you mean ${listed(near)}?`;
  faults.add(`${at}/factor`, 'unknown-factor', `There is no conversion factor "${id}"; ${advice}`, {
    found: id,
    expected: near.length === 0 ? 'the id of a conversion factor' : listed(near),
  });
}

function checkAgreement(computed: Fraction, declared: Fraction, at: string, faults: FaultList): void {
  if (declared.sub(computed).abs().lte(computed.mul(AGREEMENT))) return;
  const [figure, stated] = [decimalText(computed, 3), decimalText(declared, 3)];
  faults.add(
    `${at}/amount`,
    'figures-differ',
    `Quantity times factor is ${figure} kg, but ${stated} kg is declared; they must agree within 1%`,
    {
      found: stated,
      expected: `${figure} kg, within 1%`,
      fix: 'Put one of them right, or leave the amount blank.',
    },
  );
}
