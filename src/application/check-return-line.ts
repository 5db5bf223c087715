import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { dateParts, inclusiveDays, type IsoDate } from '../domain/iso-date.ts';
import { type DecimalText, decimalText, type Fraction, toFraction } from '../domain/quantity.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { factorSetFor } from '../scoring/factor-set.ts';
import { isUnitOf, unitAdvice } from './factor-unit.ts';
import { checkDecimal, type FaultList } from './fault-list.ts';
import { listed, nearestNames } from './nearest-names.ts';

/** How far an amount may stand from quantity x factor, as a share of the latter. */
const AGREEMENT = toFraction('0.01');
/** A return is for a year, at most for two that a contract's year straddles. */
const LONGEST_PERIOD_DAYS = 731;
const LATEST: IsoDate = '9999-12-31';

/** Checks lines one by one; what it looks up for a year it keeps for the next line. */
export type ReturnLineCheck = (line: CarbonReturnLine, faults: FaultList) => void;

/** `#/lines/Figures/14`: a line by its sheet and row. */
export function linePointer({ source }: Pick<CarbonReturnLine, 'source'>): string {
  return `#/lines/${source.sheet === undefined ? '' : `${source.sheet}/`}${source.row}`;
}

/**
 * What is wrong with a line in itself, each fault with a pointer to the value: periods in order, one figure that can
 * be relied on or two that agree, a unit that fits its factor. Whether its contract exists, and what is on record
 * already, is for whoever stores it. Nothing is filled in: a blank is missing, never 0.
 */
export function createReturnLineCheck(catalogue: Catalogue): ReturnLineCheck {
  const factorsOn = createFactorLookup(catalogue);
  return (line, faults) => {
    const at = linePointer(line);
    checkPeriod(line, at, faults);
    checkLabels(line, at, faults);
    checkFigures(line, at, { catalogue, factorsOn }, faults);
  };
}

type FactorLookup = (year: number) => { readonly set: string; readonly factors: ReadonlyMap<string, EmissionFactor> };
type Context = { readonly catalogue: Catalogue; readonly factorsOn: FactorLookup };

function createFactorLookup({ referenceData }: Catalogue): FactorLookup {
  const byYear = new Map<number, ReturnType<FactorLookup>>();
  return (year) => {
    const known = byYear.get(year);
    if (known !== undefined) return known;
    const { set, factors } = factorSetFor(referenceData, `${year}-12-31`);
    const made = { set, factors: new Map(factors.map((factor) => [factor.id, factor])) };
    byYear.set(year, made);
    return made;
  };
}

function checkPeriod({ periodStart, periodEnd }: CarbonReturnLine, at: string, faults: FaultList): void {
  if (periodStart === '' || periodEnd === '') return;
  if (periodStart > periodEnd) {
    const message = `Enter a last day that is not before the first: ${periodEnd} is before ${periodStart}`;
    faults.add(`${at}/periodEnd`, 'end-before-start', message, {
      found: periodEnd,
      expected: `a date from ${periodStart}`,
    });
    return;
  }
  if (inclusiveDays(periodStart, periodEnd) <= LONGEST_PERIOD_DAYS) return;
  const message = `Enter a period of at most two years; ${periodStart} to ${periodEnd} is longer`;
  faults.add(`${at}/periodEnd`, 'period-too-long', message, {
    found: periodEnd,
    expected: 'two years at most',
    fix: 'Give each year a line of its own.',
  });
}

function checkLabels({ scope, category, line, supersedes }: CarbonReturnLine, at: string, faults: FaultList): void {
  if (category !== undefined && !/^([1-9]|1[0-5])$/.test(category)) {
    faults.add(`${at}/category`, 'out-of-range', `Enter a scope 3 category from 1 to 15, got "${category}"`, {
      found: category,
      expected: '1 to 15',
    });
  } else if (category !== undefined && scope !== '3') {
    const message = `Categories belong to scope 3: enter 3 as the scope, or leave category ${category} out`;
    faults.add(`${at}/category`, 'category-without-scope-3', message, {
      found: category,
      expected: 'blank, or scope 3',
    });
  }
  if (supersedes === line) {
    const message = `Give the corrected line a name of its own; "${line}" cannot supersede itself`;
    faults.add(`${at}/supersedes`, 'supersedes-itself', message, { found: line, expected: 'another line' });
  }
}

function checkFigures(line: CarbonReturnLine, at: string, context: Context, faults: FaultList): void {
  const decimal = (field: string, text: DecimalText | undefined, what: string): Fraction | undefined =>
    checkDecimal(faults, context.catalogue, `${at}/${field}`, text, { what });
  const quantity = decimal('quantity', line.quantity, 'a quantity');
  const amount = decimal('amount', line.amount, 'an amount of CO2e');
  decimal('marketBasedAmount', line.marketBasedAmount, 'an amount of CO2e');
  const range = checkFactor(line, at, context, faults);
  checkAmountUnit(line, at, faults);
  if (line.quantity === undefined && line.amount === undefined && line.marketBasedAmount === undefined) {
    const message = 'Enter an amount, or a quantity with its unit and conversion factor; a blank is not read as 0';
    faults.add(`${at}/amount`, 'no-figure', message, { expected: 'a figure; leave out a line that has none' });
  }
  if (quantity === undefined || amount === undefined || range === undefined || line.amountUnit === undefined) return;
  checkAgreement(line, at, { quantity, amount, range }, faults);
}

function checkAmountUnit(
  { amount, amountUnit, marketBasedAmount }: CarbonReturnLine,
  at: string,
  faults: FaultList,
): void {
  const hasAmount = amount !== undefined || marketBasedAmount !== undefined;
  if (!hasAmount || amountUnit !== undefined) return;
  const message = 'Say whether the amount is in kg or t: nobody can tell a slip of a thousand otherwise';
  faults.add(`${at}/amountUnit`, 'amount-unit-missing', message, { expected: 'kg or t' });
}

type FactorRange = { readonly least: Fraction; readonly most: Fraction; readonly sets: string };

/** The factors of the years that a line touches, where it names one that may be used with its unit. */
function checkFactor(line: CarbonReturnLine, at: string, context: Context, faults: FaultList): FactorRange | undefined {
  const { factor: id, quantity, unit } = line;
  if (id === undefined) {
    if (quantity === undefined) return undefined;
    faults.add(`${at}/factor`, 'factor-missing', 'Enter the conversion factor of the quantity', {
      expected: 'the id of a conversion factor',
    });
    return undefined;
  }
  if (quantity === undefined) {
    const message = `Enter the quantity for the conversion factor ${id}`;
    faults.add(`${at}/quantity`, 'quantity-missing', message, { expected: 'a number' });
  }
  const factors = factorsOf(id, line, at, context, faults);
  const [first] = factors;
  if (first === undefined) return undefined;
  if (unit === undefined) {
    const message = `Enter the unit of the quantity: ${id} is for each ${first.unit}`;
    faults.add(`${at}/unit`, 'unit-missing', message, { expected: first.unit });
    return undefined;
  }
  if (!isUnitOf(first, unit)) {
    faults.add(`${at}/unit`, 'wrong-unit', unitAdvice(first, unit), { found: unit, expected: first.unit });
    return undefined;
  }
  const sorted = factors.map(({ kgCo2e }) => toFraction(kgCo2e)).toSorted((a, b) => a.compare(b));
  const [least, most] = [sorted[0], sorted.at(-1)];
  return least === undefined || most === undefined
    ? undefined
    : { least, most, sets: [...new Set(factors.map(({ set }) => set))].join(' and ') };
}

/** One factor for each calendar year of the period; none, and said, where one of them lacks it. */
function factorsOf(
  id: string,
  { periodStart, periodEnd }: CarbonReturnLine,
  at: string,
  { catalogue, factorsOn }: Context,
  faults: FaultList,
): EmissionFactor[] {
  const found: EmissionFactor[] = [];
  for (const year of yearsOf(periodStart, periodEnd)) {
    const { set, factors } = factorsOn(year);
    const factor = factors.get(id);
    if (factor === undefined) {
      reportUnknownFactor(id, set, [...factors.keys()], at, catalogue, faults);
      return [];
    }
    found.push(factor);
  }
  return found;
}

function reportUnknownFactor(
  id: string,
  set: string,
  known: readonly string[],
  at: string,
  { referenceData }: Catalogue,
  faults: FaultList,
): void {
  const elsewhere = referenceData.emissionFactors.filter((one) => one.id === id).map((one) => one.set);
  if (elsewhere.length > 0) {
    const message = `The conversion factor ${id} is not in the set of ${set === '' ? 'that year' : set}, which holds for this period`;
    faults.add(`${at}/factor`, 'factor-not-in-set', message, {
      found: id,
      expected: `a factor of the set of ${set}`,
      fix: `It is in ${listed(elsewhere)}. Enter the amount instead, with where it comes from.`,
    });
    return;
  }
  const near = nearestNames(id, known);
  const advice = near.length === 0 ? 'see the list in the template' : `did you mean ${listed(near)}?`;
  faults.add(`${at}/factor`, 'unknown-factor', `There is no conversion factor "${id}"; ${advice}`, {
    found: id,
    expected: near.length === 0 ? 'the id of a conversion factor' : listed(near),
  });
}

type Figures = { readonly quantity: Fraction; readonly amount: Fraction; readonly range: FactorRange };

/** A line of two years is between what either year's factor gives, whatever its days are. */
function checkAgreement(
  line: CarbonReturnLine,
  at: string,
  { quantity, amount, range }: Figures,
  faults: FaultList,
): void {
  const inKilograms = line.amountUnit === 't' ? amount.mul(1000) : amount;
  const [least, most] = [quantity.mul(range.least), quantity.mul(range.most)];
  const isNear = inKilograms.gte(least.sub(least.mul(AGREEMENT))) && inKilograms.lte(most.add(most.mul(AGREEMENT)));
  if (isNear) return;
  const figure = decimalText(most, 3);
  const given = `${line.amount ?? ''} ${line.amountUnit ?? ''}`;
  const message = `Enter one of the two, or figures that agree within 1%: quantity x conversion factor of ${range.sets} is ${figure} kg, got ${given}`;
  faults.add(`${at}/amount`, 'figures-disagree', message, { found: given, expected: `${figure} kg` });
}

/** A date that could not be read is reported by itself; the other stands for it here. */
function yearsOf(start: IsoDate, end: IsoDate): number[] {
  const [first, last] = [start || end || LATEST, end || start || LATEST].map((date) => dateParts(date).year);
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
}
