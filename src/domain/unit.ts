import type { Issue } from './issue.ts';
import { type Fraction, parseFractionText } from './quantity.ts';

/**
 * Units of activity, and exact conversion between those that measure the same thing. Energy by gross and by net
 * calorific value are two things, and plain energy is a third: for natural gas they differ by about a tenth, so none
 * is ever taken for another.
 */
export type Unit = {
  /** As the factors and the ledger name it: `kWh_gross`, `tkm`, `GBP_ex_vat_2023`. */
  readonly id: string;
  readonly dimension: string;
  /** How many of the dimension's first unit one of these is. */
  readonly scale: Fraction;
};

const ENERGY = 'energy';
const GROSS = 'energy by gross calorific value';
const NET = 'energy by net calorific value';
const SPEND_DIMENSION = 'spend';

type UnitRow = readonly [id: string, scale: string, ...spellings: readonly string[]];

/** 1 kWh is 3.6 MJ and a mile is 1.609344 km by definition (SI; Weights and Measures Act 1985, schedule 1). */
const ENERGY_UNITS: readonly UnitRow[] = [
  ['kWh', '1', 'kWhs', 'kilowatt hour', 'kilowatt hours'],
  ['MWh', '1000', 'megawatt hour', 'megawatt hours'],
  ['GWh', '1000000', 'gigawatt hour', 'gigawatt hours'],
  ['MJ', '5/18', 'megajoule', 'megajoules'],
  ['GJ', '2500/9', 'gigajoule', 'gigajoules'],
];
const KILOMETRES = ['kilometre', 'kilometres', 'kms'] as const;
const KM_OF_A_MILE = '201168/125000';
const UNITS_BY_DIMENSION: Readonly<Record<string, readonly UnitRow[]>> = {
  [ENERGY]: ENERGY_UNITS,
  [GROSS]: ENERGY_UNITS.map((row) => byCalorificValue(row, 'gross')),
  [NET]: ENERGY_UNITS.map((row) => byCalorificValue(row, 'net')),
  distance: [
    ['km', '1', ...KILOMETRES],
    ['mile', KM_OF_A_MILE, 'miles'],
  ],
  'passenger distance': [
    ['pkm', '1', 'passenger km', ...KILOMETRES.map((km) => `passenger ${km}`)],
    ['pmile', KM_OF_A_MILE, 'passenger mile', 'passenger miles'],
  ],
  'freight distance': [
    ['tkm', '1', 'tonne km', ...KILOMETRES.map((km) => `tonne ${km}`)],
    ['tmile', KM_OF_A_MILE, 'tonne mile', 'tonne miles'],
  ],
  mass: [
    ['kg', '1', 'kgs', 'kilogram', 'kilograms'],
    ['t', '1000', 'tonne', 'tonnes'],
    ['g', '1/1000', 'gram', 'grams'],
  ],
  volume: [
    ['litre', '1', 'litres', 'l', 'liter', 'liters'],
    ['m3', '1000', 'm³', 'cubic metre', 'cubic metres'],
    ['million_litres', '1000000', 'million litre'],
  ],
  'hotel nights': [['room_night', '1', 'room nights', 'room per night']],
  'working time': [['fte_hour', '1', 'FTE hour', 'FTE hours', 'FTE working hour', 'per FTE working hour']],
};

/** Pounds say whether VAT is in them and of which year their prices are, or they cannot be used. */
const SPEND = /^(?:gbp|pounds?)(?:ex|excl|excluding)vat(\d{4})(?:prices?)?$/;
const BARE_SPEND = /^(?:gbp|pounds?)(?:(?:ex|excl|excluding|inc|incl|including)vat)?(?:\d{4})?(?:prices?)?$/;

const KNOWN: ReadonlyMap<string, Unit> = new Map(
  Object.entries(UNITS_BY_DIMENSION).flatMap(([dimension, rows]) =>
    rows.flatMap(([id, scale, ...spellings]) => {
      const unit: Unit = { id, dimension, scale: exact(scale) };
      return [id, ...spellings].map((name) => [plainUnit(name), unit] as const);
    }),
  ),
);

/** The unit of a text, by any of its spellings; case, spaces and punctuation do not count. */
export function parseUnit(text: string): Unit | undefined {
  const plain = plainUnit(text);
  const [, year] = SPEND.exec(plain) ?? [];
  if (year !== undefined)
    return { id: `GBP_ex_vat_${year}`, dimension: `${SPEND_DIMENSION} in prices of ${year}`, scale: exact('1') };
  return KNOWN.get(plain);
}

/** Whether two texts name the same unit. A unit that is not known is the same as one spelled alike. */
export function isSameUnit(one: string, other: string): boolean {
  return (parseUnit(one)?.id ?? plainUnit(one)) === (parseUnit(other)?.id ?? plainUnit(other));
}

export type Conversion = { readonly value: Fraction } | { readonly issue: Issue };

/**
 * A quantity in another unit, exactly: there and back gives the same number. Units that measure different things, and
 * a bare "kWh" or "GBP" where more has to be said, are a fault that names the nearest unit that would fit.
 */
export function convertQuantity(value: Fraction, from: string, to: string): Conversion {
  if (isSameUnit(from, to)) return { value };
  const [given, wanted] = [parseUnit(from), parseUnit(to)];
  if (given !== undefined && wanted !== undefined && given.dimension === wanted.dimension) {
    return { value: value.mul(given.scale).div(wanted.scale) };
  }
  return { issue: unitFault(from, given, to, wanted) };
}

function unitFault(from: string, given: Unit | undefined, to: string, wanted: Unit | undefined): Issue {
  const fitting = wanted === undefined ? to : nearestFitting(from, wanted);
  const [code, message] =
    calorificFault(from, given, wanted, fitting) ??
    spendFault(from, given, wanted) ??
    (given === undefined
      ? ['unknown-unit', `Enter the quantity in ${fitting}; "${from}" is not a unit we know`]
      : [
          'unit-does-not-fit',
          `Enter the quantity in ${fitting}: ${from} measures ${given.dimension}, not ${wanted?.dimension ?? to}`,
        ]);
  return { pointer: '#/unit', code, message, found: from, expected: fitting };
}

type Fault = readonly [code: string, message: string];

function calorificFault(
  from: string,
  given: Unit | undefined,
  wanted: Unit | undefined,
  fitting: string,
): Fault | undefined {
  const isByCalorificValue = (unit: Unit | undefined) => unit?.dimension === GROSS || unit?.dimension === NET;
  if (!isByCalorificValue(wanted)) return undefined;
  if (given?.dimension === ENERGY) {
    const message = `Say by which calorific value the ${from} are counted: enter ${fitting} if that is what the meter or bill states`;
    return ['calorific-value-missing', message];
  }
  if (!isByCalorificValue(given)) return undefined;
  const message = `The quantity is ${given?.dimension ?? ''} and the factor ${wanted?.dimension ?? ''}: use the factor that is counted as the quantity is`;
  return ['calorific-value-differs', message];
}

function spendFault(from: string, given: Unit | undefined, wanted: Unit | undefined): Fault | undefined {
  if (wanted?.dimension.startsWith(SPEND_DIMENSION) !== true) return undefined;
  if (given?.dimension.startsWith(SPEND_DIMENSION) === true) {
    const message = `Enter the spend in prices of the factor's year, ${wanted.id}: ${given.id} has to be brought to them with the GDP deflator first`;
    return ['price-year-differs', message];
  }
  if (!BARE_SPEND.test(plainUnit(from))) return undefined;
  const message = `Say that the pounds exclude VAT, and of which year the prices are: ${wanted.id}, got "${from}"`;
  return ['price-basis-missing', message];
}

/** The unit of what is wanted that is written most like the one given: "MWh" for a factor by `kWh_gross` is `MWh_gross`. */
function nearestFitting(from: string, wanted: Unit): string {
  const given = KNOWN.get(plainUnit(from))?.id.split('_')[0] ?? from;
  const ids = (UNITS_BY_DIMENSION[wanted.dimension] ?? []).map(([id]) => id);
  return (
    ids.find((id) => plainUnit(id).startsWith(plainUnit(given)) || plainUnit(given).startsWith(plainUnit(id))) ??
    wanted.id
  );
}

function byCalorificValue([id, scale, ...spellings]: UnitRow, value: 'gross' | 'net'): UnitRow {
  const names = [id, ...spellings].flatMap((name) => [
    `${name} ${value}`,
    `${value} ${name}`,
    `${name} ${value} CV`,
    `${name} ${value} calorific value`,
  ]);
  return [`${id}_${value}`, scale, ...names];
}

function plainUnit(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('£', 'gbp')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function exact(text: string): Fraction {
  const value = parseFractionText(text);
  if (value === undefined) throw new RangeError(`Not a fraction: ${text}`);
  return value;
}
