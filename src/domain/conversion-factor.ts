import type { IsoInstant } from './iso-date.ts';
import type { Issue } from './issue.ts';
import { type DecimalText, type Fraction, toFraction } from './quantity.ts';
import type { Source } from './reference-data.ts';
import { convertQuantity, parseUnit } from './unit.ts';

/** The publisher's unit of a whole footprint; the splits by gas, and energy contents, are other rows. */
const WHOLE_FOOTPRINT = 'kg CO2e';

/** Where electricity comes into a factor: it is one of electricity, has electricity in it already, or neither. */
export type ElectricityPart = 'supplied' | 'contained' | 'none';

/** A row of a publication as it stands there. */
export type PublishedFactor = {
  /** The publisher's own id, `7_400_4000_5_1`; in the shipped sets the short one, `electricity.uk.generation`. */
  readonly id: string;
  /** From the widest to the narrowest; "" where the publisher leaves one out. */
  readonly levels: readonly string[];
  readonly columnText: string;
  /** Of the activity. */
  readonly publishedUnit: string;
  /** Of the value: `kg CO2e`, or a split of it by gas, or energy. */
  readonly ghgUnit: string;
  readonly scope: FactorScope;
  /** GHG Protocol category of scope 3, where the publication says it. */
  readonly category?: string;
  /** Absent where the publisher gives no number: blank is not 0. */
  readonly value?: DecimalText;
  /** What stands in the place of a number, "< 1". */
  readonly valueText?: string;
};

/** What one unit of an activity emits, in one set. */
export type ConversionFactor = PublishedFactor & {
  /** The same factor's id in the sets of the other kind: the short one of a published row, and the reverse. */
  readonly alias?: string;
  readonly set: string;
  readonly year: string;
  /** Levels and column text in one line. */
  readonly name: string;
  /** The id of the unit of the activity where it is known, else as published. */
  readonly unit: string;
  readonly status: 'official' | 'draft';
  readonly electricity: ElectricityPart;
  readonly source: Source;
};

/** `none`: of rows that are no emission, as a value of carbon in pounds. */
export const FACTOR_SCOPES = ['1', '2', '3', 'outside', 'none'] as const;
export type FactorScope = (typeof FACTOR_SCOPES)[number];

export type FactorCount = { readonly name: string; readonly withValue: number; readonly blank: number };

/** What a set holds, to be compared with what its publisher says of it. */
export type FactorCounts = {
  readonly withValue: number;
  readonly blank: number;
  /** Cells such as "< 1": kept as text, without a number. */
  readonly textOnly: number;
  readonly byScope: readonly FactorCount[];
  readonly byUnit: readonly FactorCount[];
};

export type FactorSetApproval = {
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
  /** How the file was found to be the publisher's; needed where its hash is not one we know. */
  readonly note?: string;
};

/** What a publication is of; only one of factors is for activity of a year. */
export const SET_KINDS = ['factors', 'spend-multipliers', 'carbon-values'] as const;
export type SetKind = (typeof SET_KINDS)[number];

/** One publication of factors. What it holds never changes; a corrected edition is a set of its own. */
export type FactorSet = {
  /** `desnz-2025`; of a corrected edition `desnz-2025-2`. */
  readonly id: string;
  readonly kind: SetKind;
  readonly title: string;
  readonly publisher: string;
  /** Of the activity; of spend multipliers the newest; of carbon values that of their prices. */
  readonly year: string;
  /** As the publisher counts editions: `1.1`. */
  readonly edition: string;
  /** As we count the sets of one year: 1, 2 ... */
  readonly version: number;
  readonly source: Source;
  readonly origin: 'shipped' | 'imported';
  /** Of an imported set. `isOfficial`: its hash is that of the publisher's file. */
  readonly file?: {
    readonly name: string;
    readonly sha256: string;
    readonly bytes: number;
    readonly isOfficial: boolean;
    readonly importedBy: string;
    readonly importedAt: IsoInstant;
  };
  readonly counts: FactorCounts;
  /** What somebody should look at before approving it. */
  readonly notices: readonly string[];
  readonly status: 'draft' | 'approved';
  readonly approval?: FactorSetApproval;
};

/**
 * What a set is called where people read it: a shipped table and an import of the same year must not look alike. Its
 * id is what records name.
 */
export function factorSetName({
  title,
  origin,
  file,
  version,
}: Pick<FactorSet, 'title' | 'origin' | 'file' | 'version'>): string {
  if (origin === 'shipped') return title;
  const what = file?.isOfficial === true ? 'official file' : 'imported file';
  return `${title}, ${what}${version === 1 ? '' : ` ${version}`}`;
}

/** A published row with what follows from it and from its set. */
export function toConversionFactor(
  row: PublishedFactor,
  set: Pick<FactorSet, 'id' | 'year' | 'source'>,
  { alias, status }: { readonly alias: string | undefined; readonly status: ConversionFactor['status'] },
): ConversionFactor {
  const { levels, columnText, scope } = row;
  const category = row.category ?? categoryOf(scope, levels);
  return {
    ...row,
    ...(category === undefined ? {} : { category }),
    ...(alias === undefined ? {} : { alias }),
    set: set.id,
    year: set.year,
    name: factorName(row),
    unit: parseUnit(row.publishedUnit)?.id ?? row.publishedUnit,
    status,
    electricity: electricityOf(levels, columnText),
    source: set.source,
  };
}

/** "Waste disposal > Electrical items > WEEE - mixed > Landfill". */
export function factorName({ levels, columnText }: Pick<PublishedFactor, 'levels' | 'columnText'>): string {
  return [...levels, columnText].filter((part) => part !== '').join(' > ');
}

/** Activities whose GHG Protocol category is the same for whoever reports them. */
const CATEGORIES: Readonly<Record<string, string>> = {
  'Water supply': '1',
  'Material use': '1',
  'WTT- fuels': '3',
  'WTT- bioenergy': '3',
  'WTT- UK electricity': '3',
  'WTT- heat and steam': '3',
  'Transmission and distribution': '3',
  'UK electricity T&D for EVs': '3',
  'Freighting goods': '4',
  'Water treatment': '5',
  'Waste disposal': '5',
  'Business travel- air': '6',
  'Business travel- sea': '6',
  'Business travel- land': '6',
  'Hotel stay': '6',
  Homeworking: '7',
};

/** The category of scope 3 of a published row; undefined where it depends on who reports. */
function categoryOf(scope: FactorScope, levels: readonly string[]): string | undefined {
  return scope === '3' ? CATEGORIES[levels[0] ?? ''] : undefined;
}

const ELECTRICITY_SUPPLIED = [
  'UK electricity',
  'Transmission and distribution',
  'UK electricity for EVs',
  'UK electricity T&D for EVs',
  'Managed assets- electricity',
];
const ELECTRICITY_CONTAINED = ['Business travel- land', 'Managed assets- vehicles', 'Freighting goods'];

/**
 * Rows of electric and plug-in vehicles in these groups are the sum of fuel, electricity and its losses in the grid;
 * the rows of owned vehicles (scope 1) are not, and have theirs in groups of their own.
 */
function electricityOf(levels: readonly string[], columnText: string): ElectricityPart {
  const [group = ''] = levels;
  if (ELECTRICITY_SUPPLIED.includes(group) && !levels.some((level) => level.includes('heat and steam'))) {
    return 'supplied';
  }
  return ELECTRICITY_CONTAINED.includes(group) && columnText.includes('Electric Vehicle') ? 'contained' : 'none';
}

/**
 * The faults of using these factors together for one activity: a factor that has the vehicle's electricity in it, and
 * one of electricity besides, would count it twice.
 */
export function electricityTwice(factors: readonly ConversionFactor[]): Issue[] {
  const contained = factors.find(({ electricity }) => electricity === 'contained');
  if (contained === undefined) return [];
  return factors
    .filter(({ electricity }) => electricity === 'supplied')
    .map(({ id, name }) => ({
      pointer: '#/factor',
      code: 'electricity-twice',
      message: `Leave out ${id} (${name}): ${contained.id} (${contained.name}) contains the electricity of the vehicle already`,
      found: id,
      expected: contained.id,
    }));
}

export type FactorApplied = { readonly kilograms: Fraction } | { readonly issue: Issue };

/** kgCO2e of a quantity, exact and not rounded; or why the factor gives none. */
export function applyFactor(factor: ConversionFactor, quantity: Fraction, unit: string): FactorApplied {
  const fault = (code: string, message: string): FactorApplied => ({
    issue: { pointer: '#/factor', code, message, found: factor.id },
  });
  if (factor.ghgUnit !== WHOLE_FOOTPRINT) {
    return fault('not-a-whole-footprint', `Choose the row in ${WHOLE_FOOTPRINT}: ${factor.id} is in ${factor.ghgUnit}`);
  }
  if (factor.value === undefined) {
    const found = factor.valueText === undefined ? 'is blank' : `says only "${factor.valueText}"`;
    return fault(
      'factor-without-value',
      `Choose another factor: ${factor.id} ${found} in ${factor.set}, which is not 0`,
    );
  }
  if (isFuelByHeat(factor) && !JOULES.test(parseUnit(unit)?.id ?? '')) {
    const message = `Enter the quantity in ${factor.unit}, or take another row: by which calorific value ${unit} of this fuel would be counted is not said`;
    return fault('calorific-value-missing', message);
  }
  const converted = convertQuantity(quantity, unit, factor.unit);
  return 'issue' in converted ? converted : { kilograms: converted.value.mul(toFraction(factor.value)) };
}

const FUELS = ['Fuels', 'Bioenergy', 'WTT- fuels', 'WTT- bioenergy'];
const JOULES = /^[MG]J$/;

/** A fuel whose heat content is published in joules, without a calorific value that kilowatt hours could be held to. */
function isFuelByHeat({ levels, unit }: ConversionFactor): boolean {
  return JOULES.test(unit) && FUELS.includes(levels[0] ?? '');
}

/** Counts by scope and by unit as published, in the order in which they first come. */
export function countFactors(factors: readonly PublishedFactor[]): FactorCounts {
  const textOnly = factors.filter(({ valueText }) => valueText !== undefined).length;
  const withValue = factors.filter(({ value }) => value !== undefined).length;
  return {
    withValue,
    blank: factors.length - withValue - textOnly,
    textOnly,
    byScope: countBy(factors, ({ scope }) => scope),
    byUnit: countBy(factors, ({ publishedUnit }) => publishedUnit),
  };
}

function countBy(factors: readonly PublishedFactor[], nameOf: (factor: PublishedFactor) => string): FactorCount[] {
  return [...Map.groupBy(factors, nameOf)].map(([name, group]) => {
    const withValue = group.filter(({ value }) => value !== undefined).length;
    return { name, withValue, blank: group.length - withValue };
  });
}
