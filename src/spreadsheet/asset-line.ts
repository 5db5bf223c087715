import type { FaultList } from '../application/fault-list.ts';
import { listed, nearestNames, plainName } from '../application/nearest-names.ts';
import { TIERS } from '../domain/bid.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { type ProductWorking, productKilograms } from '../domain/figure-working.ts';
import { decimalText, toFraction } from '../domain/quantity.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import { oneOf, optional, stated } from './return-line.ts';
import type { StreamedRow } from './row-reader.ts';

type Benchmarks = Pick<Catalogue, 'referenceData' | 'estimationTables'>;

/**
 * A row of an asset list as a line: units times the footprint of one, stated or of a benchmark. Making falls whole on
 * the day of purchase, scope 3; use runs from that day, in the council's own scope 2. A stated footprint is tier C
 * where the row does not say, a benchmark always D.
 */
export function toAssetLine(
  row: StreamedRow,
  source: CarbonReturnLine['source'],
  benchmarks: Benchmarks,
): CarbonReturnLine {
  const isUse = row.get('stage') === 'use';
  const periodStart = row.get('purchaseDate') ?? '';
  const working = workingOf(row, benchmarks);
  const isBenchmark = row.get('kgEach') === undefined;
  return {
    contract: row.get('contract') ?? '',
    line: row.get('line') ?? '',
    kind: 'emission',
    stage: isUse ? 'use' : 'make',
    scope: isUse ? '2' : '3',
    ...optional('category', row.get('category')),
    periodStart,
    periodEnd: isUse ? (row.get('useUntil') ?? '') : periodStart,
    ...(working === undefined ? {} : { amount: productKilograms(working), amountUnit: 'kg', working }),
    basis: isUse ? 'estimated' : 'actual',
    tier: isBenchmark ? 'D' : (oneOf(TIERS, row.get('tier')) ?? 'C'),
    ...stated(row),
    source,
  };
}

function workingOf(row: StreamedRow, benchmarks: Benchmarks): ProductWorking | undefined {
  const [units, model, kgEach] = [row.get('units'), row.get('model') ?? '', row.get('kgEach')];
  if (units === undefined) return undefined;
  if (kgEach !== undefined) {
    return { method: 'product', model, units, kgEach, source: row.get('footprintSource') ?? '' };
  }
  const found = makeBenchmark(row.get('deviceClass') ?? '', benchmarks);
  return found === undefined ? undefined : { method: 'product', model, units, ...found };
}

/** The median footprint of a class times the median share of it outside use, kilograms of one device. */
function makeBenchmark(
  named: string,
  { referenceData, estimationTables }: Benchmarks,
): Pick<ProductWorking, 'kgEach' | 'source'> | undefined {
  const isNamed = ({ deviceClass }: { readonly deviceClass: string }) => plainName(deviceClass) === plainName(named);
  const benchmark = referenceData.deviceBenchmarks.find(isNamed);
  const share = estimationTables.makeShares.find(isNamed);
  if (benchmark === undefined || share === undefined) return undefined;
  const kilograms = toFraction(benchmark.p50).mul(toFraction(share.shareOutsideUse));
  const { deviceClass, products } = benchmark;
  return { kgEach: decimalText(kilograms), source: `benchmark ${deviceClass}, median of ${products} products` };
}

/** Where a footprint comes from must be said, and a benchmark says nothing of use. */
export function checkAssetRow(row: StreamedRow, at: string, faults: FaultList, benchmarks: Benchmarks): void {
  const [units, kgEach, deviceClass] = [row.get('units'), row.get('kgEach'), row.get('deviceClass')];
  if (units === '0') {
    faults.add(`${at}/units`, 'no-units', 'Enter how many were bought, or leave the row out', {
      found: units,
      expected: '1 or more',
    });
  }
  if (kgEach === undefined) checkBenchmark(row, deviceClass, at, faults, benchmarks);
  else if (deviceClass !== undefined) {
    const message = 'Enter a footprint or a benchmark class, not both';
    faults.add(`${at}/deviceClass`, 'two-footprints', message, { found: deviceClass, expected: 'one of the two' });
  } else if (row.get('footprintSource') === undefined) {
    const message = 'Say who states the footprint, and where';
    faults.add(`${at}/footprintSource`, 'source-missing', message, { expected: 'the source of the footprint' });
  }
  const [stage, useUntil] = [row.get('stage'), row.get('useUntil')];
  if (stage !== 'use' && useUntil !== undefined) {
    const message = 'Making falls on the day of purchase: enter use as the stage, or leave the last day of use out';
    faults.add(`${at}/useUntil`, 'not-for-stage', message, { found: useUntil, expected: 'blank' });
  }
}

function checkBenchmark(
  row: StreamedRow,
  deviceClass: string | undefined,
  at: string,
  faults: FaultList,
  benchmarks: Benchmarks,
): void {
  if (deviceClass === undefined) {
    const message = 'Enter the footprint of one device with its source, or a benchmark class';
    faults.add(`${at}/kgEach`, 'footprint-missing', message, { expected: 'a number of kilograms' });
  } else if (row.get('stage') === 'use') {
    const message = 'A benchmark is of making: enter the footprint of use with its source';
    faults.add(`${at}/deviceClass`, 'no-benchmark-of-use', message, { found: deviceClass, expected: 'blank' });
  } else if (makeBenchmark(deviceClass, benchmarks) === undefined) {
    const known = benchmarks.estimationTables.makeShares.map((one) => one.deviceClass);
    const near = nearestNames(deviceClass, known);
    faults.add(`${at}/deviceClass`, 'unknown-class', `There is no benchmark class "${deviceClass}"`, {
      found: deviceClass,
      expected: listed(near.length === 0 ? known : near),
    });
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  amount: 'kgEach',
  amountUnit: 'kgEach',
  periodStart: 'purchaseDate',
  periodEnd: 'useUntil',
  scope: 'stage',
  basis: 'stage',
};

/** The column of an asset list that a field of its line comes from. */
export function assetField(field: string): string {
  return FIELDS[field] ?? field;
}
