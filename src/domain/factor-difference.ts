import type { ConversionFactor } from './conversion-factor.ts';
import { type DecimalText, decimalText, type Fraction, HUNDRED, roundHalfUp, toFraction } from './quantity.ts';

/** A change of this many percent or more is more likely one of method or data than of what happens. */
const LARGE_PERCENT = 20;
/** The flat files are published to 5 places, zeros at the end left out; in 2023 they still had all digits. */
const FEWEST_PLACES = 5;

/**
 * `rounded`: the two are the same to the places of the one that is published to fewer. `renamed`: the value is the same; a change
 * of both is `changed`, with its former name.
 */
export const FACTOR_CHANGES = ['changed', 'added', 'removed', 'renamed', 'rounded'] as const;
export type FactorChangeKind = (typeof FACTOR_CHANGES)[number];

export type FactorChange = {
  readonly kind: FactorChangeKind;
  readonly id: string;
  readonly name: string;
  /** Where the publisher renamed it. */
  readonly formerName?: string;
  readonly unit: string;
  readonly formerUnit?: string;
  readonly ghgUnit: string;
  readonly before?: DecimalText;
  readonly after?: DecimalText;
  readonly difference?: DecimalText;
  /** Of the value before; absent where that is 0 or the unit is another. */
  readonly percent?: DecimalText;
  /** A possible change of method: to be looked at before figures of the two years are compared. */
  readonly isLarge: boolean;
};

export type FactorDifference = {
  readonly counts: Readonly<Record<FactorChangeKind | 'same' | 'large' | 'withFormerName', number>>;
  /** Changed ones first, the largest by percent first; then what is added, removed, renamed and only rounded. */
  readonly changes: readonly FactorChange[];
};

/** What one set has that another has not. Rows are the same by id; a blank is no factor, and never 0. */
export function compareFactors(
  before: readonly ConversionFactor[],
  after: readonly ConversionFactor[],
): FactorDifference {
  const earlier = new Map(before.map((factor) => [factor.id, factor]));
  const later = new Map(after.map((factor) => [factor.id, factor]));
  const ids = new Set([...later.keys(), ...earlier.keys()]);
  let same = 0;
  const ranked: RankedChange[] = [];
  for (const id of ids) {
    const pair = [earlier.get(id), later.get(id)] as const;
    if (pair.every((factor) => factor?.value === undefined)) continue;
    const change = compareFactor(...pair);
    if (change === undefined) same += 1;
    else ranked.push(change);
  }
  const changes = ranked.toSorted(largestFirst).map(({ change }) => change);
  const count = (test: (change: FactorChange) => boolean) => changes.filter(test).length;
  return {
    counts: {
      changed: count(({ kind }) => kind === 'changed'),
      added: count(({ kind }) => kind === 'added'),
      removed: count(({ kind }) => kind === 'removed'),
      renamed: count(({ kind }) => kind === 'renamed'),
      rounded: count(({ kind }) => kind === 'rounded'),
      same,
      large: count(({ isLarge }) => isLarge),
      withFormerName: count(({ formerName }) => formerName !== undefined),
    },
    changes,
  };
}

/** `size` is the percentage without its sign; without one (from 0, or in another unit) it comes first. */
type RankedChange = { readonly change: FactorChange; readonly size?: Fraction };

function largestFirst(a: RankedChange, b: RankedChange): number {
  const byKind = FACTOR_CHANGES.indexOf(a.change.kind) - FACTOR_CHANGES.indexOf(b.change.kind);
  if (byKind !== 0) return byKind;
  if (a.size !== undefined && b.size !== undefined) return b.size.compare(a.size);
  return Number(a.size !== undefined) - Number(b.size !== undefined);
}

/** The change of one row, or undefined where it is the same in both. */
function compareFactor(
  before: ConversionFactor | undefined,
  after: ConversionFactor | undefined,
): RankedChange | undefined {
  const about = aboutOf(before, after);
  if (before?.value !== undefined && after?.value !== undefined) {
    return compareValues(about, { before: before.value, after: after.value });
  }
  if (after?.value !== undefined) return { change: { ...about, kind: 'added', after: after.value, isLarge: false } };
  if (before?.value === undefined) return undefined;
  return { change: { ...about, kind: 'removed', before: before.value, isLarge: false } };
}

type About = Omit<FactorChange, 'kind' | 'isLarge'>;

function aboutOf(before: ConversionFactor | undefined, after: ConversionFactor | undefined): About {
  const shown = after ?? before;
  if (shown === undefined) throw new TypeError('A change is of a factor that one of the two sets has');
  const { id, name, unit, ghgUnit } = shown;
  return {
    id,
    name,
    unit,
    ghgUnit,
    ...(before === undefined || before.name === name ? {} : { formerName: before.name }),
    ...(before === undefined || before.unit === unit ? {} : { formerUnit: before.unit }),
  };
}

function compareValues(
  about: About,
  values: { readonly before: DecimalText; readonly after: DecimalText },
): RankedChange | undefined {
  if (about.formerUnit !== undefined) return { change: { ...about, ...values, kind: 'changed', isLarge: true } };
  const [before, after] = [toFraction(values.before), toFraction(values.after)];
  const difference = after.sub(before);
  if (difference.n === 0n) {
    return about.formerName === undefined
      ? undefined
      : { change: { ...about, ...values, kind: 'renamed', isLarge: false } };
  }
  const percent = before.n === 0n ? undefined : difference.mul(HUNDRED).div(before);
  const size = percent?.abs();
  const places = Math.max(FEWEST_PLACES, Math.min(placesOf(values.before), placesOf(values.after)));
  const isRounding = roundHalfUp(before, places) === roundHalfUp(after, places);
  const kind = isRounding ? (about.formerName === undefined ? 'rounded' : 'renamed') : 'changed';
  return {
    change: {
      ...about,
      ...values,
      kind,
      difference: decimalText(difference, 20),
      ...(percent === undefined ? {} : { percent: decimalText(percent, 4) }),
      isLarge: kind === 'changed' && (size === undefined || size.gte(LARGE_PERCENT)),
    },
    ...(size === undefined ? {} : { size }),
  };
}

function placesOf(text: DecimalText): number {
  return text.split('.')[1]?.length ?? 0;
}
