import { type Bid, type CarbonLine, STAGES, TIERS } from '../domain/bid.ts';
import { encodePointerPart } from '../domain/issue.ts';
import { decimalText, type Fraction, parseDecimal, toFraction } from '../domain/quantity.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import { factorSetFor, type PinnedFactors } from '../scoring/factor-set.ts';
import { checkEvidence, checkYear } from './check-evidence.ts';
import { type BidContext, checkDecimal, checkText } from './fault-list.ts';
import { isUnitOf, unitAdvice } from './factor-unit.ts';
import { listed, nearestNames } from './nearest-names.ts';

/** How far a declared figure may stand from quantity x factor, as a share of the latter. */
const AGREEMENT = toFraction('0.01');

/** Checks the carbon lines of a bid: each has one figure that can be relied on, or two that agree. */
export function checkCarbonLines(bid: Bid, at: string, context: BidContext): void {
  const pinned = factorSetFor(context.catalogue.referenceData, context.factorDate);
  const seen = new Set<string>();
  for (const line of bid.carbon) {
    const pointer = `${at}/carbon/${encodePointerPart(line.line)}`;
    checkText(context.faults, `${pointer}/line`, line.line, 'a number or name for the line');
    if (seen.has(line.line)) {
      context.faults.add(
        `${pointer}/line`,
        'duplicate-line',
        `Give each line a name of its own; "${line.line}" stands here twice`,
        { found: line.line },
      );
    }
    seen.add(line.line);
    checkLabels(line, pointer, context);
    checkFigure(line, pointer, pinned, context);
    checkEvidence(line.evidence, `${pointer}/evidence`, context.faults);
  }
}

function checkLabels(
  { stage, scope, category, tier, year }: CarbonLine,
  pointer: string,
  { faults }: BidContext,
): void {
  const oneOf = (field: string, value: string | undefined, known: readonly string[]): void => {
    if (value === undefined || known.includes(value)) return;
    faults.add(`${pointer}/${field}`, 'not-a-choice', `Enter one of ${listed(known)}, got "${value}"`, {
      found: value,
      expected: listed(known),
    });
  };
  oneOf('stage', stage, STAGES);
  oneOf('scope', scope, ['1', '2', '3']);
  oneOf('tier', tier, TIERS);
  if (category !== undefined && !/^([1-9]|1[0-5])$/.test(category)) {
    faults.add(`${pointer}/category`, 'out-of-range', `Enter a scope 3 category from 1 to 15, got "${category}"`, {
      found: category,
      expected: '1 to 15',
    });
  }
  checkYear(year, `${pointer}/year`, faults);
}

function checkFigure(line: CarbonLine, pointer: string, pinned: PinnedFactors, context: BidContext): void {
  const { catalogue, faults } = context;
  const factor = checkFactor(line, pointer, pinned, context);
  const quantity = checkDecimal(faults, catalogue, `${pointer}/quantity`, line.quantity, { what: 'a quantity' });
  const declared = checkDecimal(faults, catalogue, `${pointer}/declaredKg`, line.declaredKg, {
    what: 'a number of kilograms',
    maximum: maximumKilograms(context),
  });
  if (line.quantity === undefined && line.declaredKg === undefined) {
    faults.add(
      `${pointer}/declaredKg`,
      'no-figure',
      'Enter declared kilograms, or a quantity with its unit and conversion factor',
      {
        expected: 'a figure; a stage without one needs no line',
      },
    );
    return;
  }
  const computed = quantity === undefined || factor === undefined ? undefined : quantity.mul(toFraction(factor.kgCo2e));
  if (computed !== undefined && declared !== undefined) checkAgreement(computed, declared, pointer, context);
  checkZero(computed ?? (line.quantity === undefined ? declared : undefined), line, pointer, context);
}

/** The factor of the line, when the line names one that may be used with its unit. */
function checkFactor(
  line: CarbonLine,
  pointer: string,
  pinned: PinnedFactors,
  context: BidContext,
): EmissionFactor | undefined {
  const { faults } = context;
  const { factor: id, unit, quantity } = line;
  if (id === undefined) {
    if (quantity !== undefined) {
      faults.add(`${pointer}/factor`, 'factor-missing', 'Enter the conversion factor of the quantity', {
        expected: 'the id of a conversion factor',
      });
    }
    return undefined;
  }
  if (quantity === undefined)
    faults.add(`${pointer}/quantity`, 'quantity-missing', `Enter the quantity for the conversion factor ${id}`, {
      expected: 'a number',
    });
  const factor = pinned.factors.find((one) => one.id === id);
  if (factor === undefined) {
    reportUnknownFactor(id, pointer, pinned, context);
    return undefined;
  }
  if (unit === undefined) {
    faults.add(`${pointer}/unit`, 'unit-missing', `Enter the unit of the quantity: ${id} is for each ${factor.unit}`, {
      expected: factor.unit,
    });
    return undefined;
  }
  if (isUnitOf(factor, unit)) return factor;
  faults.add(`${pointer}/unit`, 'wrong-unit', unitAdvice(factor, unit), { found: unit, expected: factor.unit });
  return undefined;
}

function reportUnknownFactor(
  id: string,
  pointer: string,
  pinned: PinnedFactors,
  { catalogue, faults }: BidContext,
): void {
  const elsewhere = catalogue.referenceData.emissionFactors
    .filter((one) => one.id === id)
    .map(({ set, status }) => `${set} (${status})`);
  if (elsewhere.length > 0) {
    faults.add(
      `${pointer}/factor`,
      'factor-not-in-set',
      `The conversion factor ${id} is not in the set of ${pinned.set}, which holds for this deadline`,
      {
        found: id,
        expected: `a factor of the set of ${pinned.set}`,
        fix: `It is in ${listed(elsewhere)}. Declare the kilograms instead, with where they come from.`,
      },
    );
    return;
  }
  const near = nearestNames(
    id,
    pinned.factors.map((one) => one.id),
  );
  const advice = near.length === 0 ? 'see the list in the template' : `did you mean ${listed(near)}?`;
  faults.add(`${pointer}/factor`, 'unknown-factor', `There is no conversion factor "${id}"; ${advice}`, {
    found: id,
    expected: near.length === 0 ? 'the id of a conversion factor' : listed(near),
  });
}

function checkAgreement(computed: Fraction, declared: Fraction, pointer: string, { faults }: BidContext): void {
  if (declared.sub(computed).abs().lte(computed.mul(AGREEMENT))) return;
  const figure = decimalText(computed, 3);
  faults.add(
    `${pointer}/declaredKg`,
    'figures-differ',
    `Quantity times factor is ${figure} kg, but ${decimalText(declared, 3)} kg is declared; they must agree within 1%`,
    {
      found: decimalText(declared, 3),
      expected: `${figure} kg, within 1%`,
      fix: 'Put one of them right, or leave the declared kilograms blank.',
    },
  );
}

/** A nought counts as given only with its reason: without one it may as well mean "not known". */
function checkZero(kilograms: Fraction | undefined, line: CarbonLine, pointer: string, { faults }: BidContext): void {
  if (kilograms === undefined || kilograms.n !== 0n || (line.reason ?? '').trim() !== '') return;
  faults.add(
    `${pointer}/reason`,
    'zero-without-reason',
    `Say in the column Reason why line ${line.line} is 0, or leave the line out if it is not known`,
    {
      found: '0',
      expected: 'a reason',
    },
  );
}

function maximumKilograms({ catalogue }: BidContext): string {
  const tonnes = parseDecimal(catalogue.questions.get('contract-line-emissions')?.maximum ?? '10000000');
  return decimalText((tonnes ?? toFraction('10000000')).mul(1000));
}
