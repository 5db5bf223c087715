import type { DeviceLine } from '../domain/bid.ts';
import { type Fraction, HUNDRED, toFraction, ZERO } from '../domain/quantity.ts';
import type { DeviceBenchmark } from '../domain/reference-data.ts';
import { type Check, type CheckReader, figure, NOTHING, type Suspicion, suspectIf, tenths } from './check-input.ts';

/** Checks of single figures against what is possible or usual, and of the company's reporting. */
export const CROSS_CHECKS: Readonly<Record<string, Check>> = {
  IC08: devicesWithUnitSlip,
  IC09: effectivenessIsPlausible,
  IC10: percentagesInRange,
  IC10b: typedSharesAgree,
  IC11: marketBasedZeroIsShown,
  IC14: emissionsFitSize,
  IC15: certificateIsValid,
  IC16: allGasesCovered,
  IC17: periodIsComparable,
  IC18: devicesInRange,
  IC20: goodsHaveScope3,
};

/** Profiles in which goods are bought. */
const GOODS_PROFILES: readonly string[] = ['hardware', 'mixed'];
/** Powers of ten by which a figure is off when kg are taken for g, t or mg. */
const UNIT_SLIPS: readonly number[] = [-6, -3, 3, 6];

const PERCENT_QUESTIONS: readonly string[] = [
  'boundary-lines-complete',
  'primary-data-share',
  'gross-cut-by-2030',
  'top-tier-label-share',
  'any-label-share',
  'energy-star-share',
  'hourly-matched-renewable-share',
  'ppa-or-onsite-share',
  'renewable-electricity-share',
  'refurbished-share',
  'reuse-share',
  'landfill-share',
  'zero-emission-last-mile-share',
  'air-freight-share',
  'remote-hours-share',
  'supplier-targets-share',
];

function devicesWithUnitSlip(reader: CheckReader): readonly Suspicion[] {
  return benchmarkedDevices(reader).flatMap(({ line, benchmark }) =>
    suspectIf(
      isUnitSlip(line, benchmark, slipDistance(reader)),
      () =>
        `${line.deviceClass}: ${line.kgPerDevice} kg for a device, where makers' footprints have a median of ` +
        `${benchmark.p50} kg. It looks like a slip of units.`,
    ),
  );
}

/** A device with a slip of units is not asked about twice. */
function devicesInRange(reader: CheckReader): readonly Suspicion[] {
  const distance = slipDistance(reader);
  return benchmarkedDevices(reader)
    .filter(({ line, benchmark }) => !isUnitSlip(line, benchmark, distance))
    .flatMap(({ line, benchmark }) => deviceOutside(line, benchmark));
}

function deviceOutside(line: DeviceLine, benchmark: DeviceBenchmark): readonly Suspicion[] {
  const kilograms = toFraction(line.kgPerDevice);
  const isOutside = (low: string, high: string) => kilograms.lt(toFraction(low)) || kilograms.gt(toFraction(high));
  const weak = benchmark.weak ? ` The benchmark is weak (${benchmark.products} products).` : '';
  const told = (range: string, low: string, high: string) =>
    `${line.deviceClass}: ${line.kgPerDevice} kg for a device is outside ${low} to ${high} kg, ${range} of ` +
    `${benchmark.products} makers' footprints.${weak}`;
  if (isOutside(benchmark.p01, benchmark.p99)) {
    return [{ severity: 'high', message: told('where 98%', benchmark.p01, benchmark.p99) }];
  }
  if (isOutside(benchmark.p05, benchmark.p95)) {
    return [{ severity: 'low', message: told('where 90%', benchmark.p05, benchmark.p95) }];
  }
  return NOTHING;
}

function benchmarkedDevices({ bid, reference }: CheckReader): { line: DeviceLine; benchmark: DeviceBenchmark }[] {
  return bid.devices.flatMap((line) => {
    const benchmark = reference.deviceBenchmarks.find(
      ({ deviceClass }) => deviceClass.toLowerCase() === line.deviceClass.trim().toLowerCase(),
    );
    return benchmark === undefined ? [] : [{ line, benchmark }];
  });
}

/** Within `distance` of a power of ten that a wrong unit gives. A logarithm, so in floating point; never scored. */
function isUnitSlip(line: DeviceLine, benchmark: DeviceBenchmark, distance: number): boolean {
  const ratio = toFraction(line.kgPerDevice).div(toFraction(benchmark.p50)).valueOf();
  return UNIT_SLIPS.some((power) => Math.abs(Math.log10(ratio) - power) < distance);
}

/** IC18 leaves out what IC08 has asked, so both read IC08's distance. */
function slipDistance({ reference }: CheckReader): number {
  const distance = reference.checks.find(({ code }) => code === 'IC08')?.numbers['distance'];
  return distance === undefined ? 0 : toFraction(distance).valueOf();
}

function effectivenessIsPlausible(reader: CheckReader): readonly Suspicion[] {
  const effectiveness = reader.number('power-usage-effectiveness');
  if (effectiveness === undefined) return NOTHING;
  if (effectiveness.lt(reader.limit('impossibleBelow'))) {
    const message = `A power usage effectiveness of ${figure(effectiveness)} is impossible: it cannot be below 1.`;
    return [{ severity: 'high', message }];
  }
  if (effectiveness.lt(reader.limit('unlikelyBelow'))) {
    const message = `A power usage effectiveness of ${figure(effectiveness)} is unusually good; ask for the measurement.`;
    return [{ severity: 'medium', message }];
  }
  return NOTHING;
}

function percentagesInRange(reader: CheckReader): readonly Suspicion[] {
  return PERCENT_QUESTIONS.flatMap((question) => {
    const percent = reader.number(question);
    return percent !== undefined && (percent.lt(ZERO) || percent.gt(HUNDRED))
      ? [{ message: `${figure(percent)}% is outside 0 to 100.`, questions: [question] }]
      : NOTHING;
  });
}

function typedSharesAgree(reader: CheckReader): readonly Suspicion[] {
  const { completenessPercent, primaryPercent } = reader.bid.footprint;
  return [
    ...typedShareAgrees(reader, 'boundary-lines-complete', completenessPercent, 'of the boundary stages have a line'),
    ...typedShareAgrees(reader, 'primary-data-share', primaryPercent, 'of the kilograms are of tier A or B'),
  ];
}

/** A share that is not typed is the computed one itself, and so agrees. */
function typedShareAgrees(
  reader: CheckReader,
  question: string,
  computed: Fraction | undefined,
  meaning: string,
): readonly Suspicion[] {
  const typed = reader.number(question);
  if (typed === undefined || computed === undefined) return NOTHING;
  if (typed.sub(computed).abs().lte(reader.limit('points'))) return NOTHING;
  const message = `The bid states ${figure(typed)}%; by its carbon lines ${tenths(computed)}% ${meaning}. The stated figure is the one scored.`;
  return [{ message, questions: [question] }];
}

function marketBasedZeroIsShown(reader: CheckReader): readonly Suspicion[] {
  const market = reader.number('scope-2-market-based');
  const location = reader.number('scope-2-location-based');
  if (market === undefined || location === undefined) return NOTHING;
  const isShown = reader.isYes('rego-evidence') || reader.isYes('ppa-evidence');
  return suspectIf(
    market.equals(ZERO) && location.gt(ZERO) && !isShown,
    () =>
      `Scope 2 is 0 market-based and ${figure(location)} t location-based, ` +
      'with neither cancelled certificates nor a power purchase agreement.',
  );
}

/** Only where the council has set ranges: `perEmployeeLow`, `perEmployeeHigh`, `perRevenueLow`, `perRevenueHigh`. */
function emissionsFitSize(reader: CheckReader): readonly Suspicion[] {
  const scope1 = reader.number('scope-1-emissions');
  const scope2 = reader.number('scope-2-emissions');
  if (scope1 === undefined || scope2 === undefined) return NOTHING;
  const emissions = scope1.add(scope2);
  return [
    ...ratioInRange(reader, emissions, 'employees', 'perEmployee', 'for each employee'),
    ...ratioInRange(reader, emissions, 'annual-revenue', 'perRevenue', 'for each million pounds of turnover'),
  ];
}

function ratioInRange(
  reader: CheckReader,
  emissions: Fraction,
  question: string,
  range: string,
  words: string,
): readonly Suspicion[] {
  const size = reader.number(question);
  const low = reader.findLimit(`${range}Low`);
  const high = reader.findLimit(`${range}High`);
  if (size === undefined || size.lte(ZERO) || low === undefined || high === undefined) return NOTHING;
  const ratio = emissions.div(size);
  return suspectIf(
    ratio.lt(low) || ratio.gt(high),
    () => `Scopes 1 and 2 are ${figure(ratio)} t ${words}; the council expects ${figure(low)} to ${figure(high)} t.`,
  );
}

/** The award date is not known when bids are read: the bid deadline stands for it. */
function certificateIsValid(reader: CheckReader): readonly Suspicion[] {
  const expiry = reader.text('certificate-expiry-date');
  const { bidDeadline } = reader.bid;
  return [
    ...suspectIf(
      expiry !== undefined && expiry < bidDeadline,
      () => `The certificate expired on ${expiry}, before the bid deadline of ${bidDeadline}.`,
    ),
    ...suspectIf(
      reader.isNo('certificate-covers-site'),
      () => "The certificate's scope does not cover the delivering site.",
    ),
  ];
}

function allGasesCovered(reader: CheckReader): readonly Suspicion[] {
  return suspectIf(
    reader.text('gases-covered') === 'co2',
    () => 'The figure covers carbon dioxide only; other greenhouse gases are left out.',
  );
}

function periodIsComparable(reader: CheckReader): readonly Suspicion[] {
  const months = reader.number('reporting-period-months');
  return [
    ...suspectIf(
      months !== undefined && !months.equals(12),
      () => `The reporting period covers ${months === undefined ? '' : figure(months)} months, not 12.`,
    ),
    ...suspectIf(
      reader.isNo('same-boundary-as-baseline'),
      () => 'The boundary of the latest year is not that of the baseline, so the two cannot be compared.',
    ),
  ];
}

/** Needs the company's total and scope 3; a missing category 1 then counts against it. */
function goodsHaveScope3(reader: CheckReader): readonly Suspicion[] {
  const total = reader.number('total-emissions');
  const scope3 = reader.number('scope-3-emissions');
  if (!GOODS_PROFILES.includes(reader.bid.profile) || total === undefined || scope3 === undefined) return NOTHING;
  const share = reader.limit('share');
  if (reader.number('scope-3-category-1-emissions') === undefined) {
    return [
      { message: 'The contract is for goods, and scope 3 category 1 (purchased goods and services) is not reported.' },
    ];
  }
  return suspectIf(
    scope3.lt(total.mul(share)),
    () =>
      `Scope 3 is ${figure(scope3)} t of a total of ${figure(total)} t; ` +
      `for a seller of goods less than ${figure(share.mul(HUNDRED))}% is unusual.`,
  );
}
