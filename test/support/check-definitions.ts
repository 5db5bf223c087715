import { type CheckDefinition, type ClaimWords, type DeviceBenchmark } from '../../src/domain/reference-data.ts';
import type { CheckReference } from '../../src/scoring/consistency.ts';

const NUMBERS: Readonly<Record<string, Record<string, string>>> = {
  IC01: { share: '0.005', tonnes: '1' },
  IC02: { share: '0.005', tonnes: '0.1' },
  IC03: { share: '0.01' },
  IC04: { earliestYear: '2010' },
  IC05: {},
  IC06: { points: '0.5' },
  IC07: {},
  IC08: { distance: '0.35' },
  IC09: { impossibleBelow: '1', unlikelyBelow: '1.05' },
  IC10: {},
  IC10b: { points: '5' },
  IC11: {},
  IC12: { share: '0.005', tonnes: '0.1' },
  IC13: {},
  IC14: {},
  IC15: {},
  IC16: {},
  IC17: {},
  IC18: {},
  IC19: { points: '15' },
  IC20: { share: '0.40' },
  GW01: { share: '0.5' },
  GW02: {},
  GW03: {},
  GW04: {},
  GW05: {},
  GW06: {},
  GW07: {},
  GW08: {},
  GW09: {},
  OUT1: { z: '3.5', ratio: '1.5', bids: '5' },
  OUT2: { share: '0.5', bids: '3' },
};
const SEVERITIES: Readonly<Record<string, CheckDefinition['severity']>> = {
  IC05: 'medium',
  IC07: 'medium',
  IC10b: 'medium',
  IC11: 'medium',
  IC14: 'low',
  IC15: 'medium',
  IC16: 'medium',
  IC17: 'medium',
  IC19: 'medium',
  GW03: 'medium',
  GW04: 'medium',
  GW05: 'medium',
  GW06: 'medium',
  GW07: 'low',
};

/** Definitions with the figures of the proposal; titles and formulae stand for themselves. */
export const CHECK_DEFINITIONS: readonly CheckDefinition[] = Object.entries(NUMBERS).map(([code, numbers]) => ({
  code,
  severity: SEVERITIES[code] ?? 'high',
  title: `Check ${code}`,
  formula: 'as documented',
  questions: [`question-of-${code.toLowerCase()}`],
  numbers,
}));

const CLAIM_WORDS: ClaimWords = {
  netZero: ['net zero', 'net-zero', 'carbon neutral', 'zero carbon', 'climate positive'],
  broad: [
    'eco-friendly',
    'eco friendly',
    'green',
    'sustainable',
    'carbon neutral',
    'climate positive',
    'planet friendly',
    'zero carbon',
  ],
  comparing: ['greener', 'greenest', 'lower', 'less', 'than'],
  future: ['will ', 'by 20'],
};

function benchmark(deviceClass: string, products: number, quantiles: string): DeviceBenchmark {
  const [p01 = '', p05 = '', p50 = '', p95 = '', p99 = ''] = quantiles.split(' ');
  return { deviceClass, products, p01, p05, p50, p95, p99, weak: products < 25 };
}

/** Quantiles of makers' footprints (Boavizta, environmental-footprint-data, ODbL 1.0), kgCO2e a device. */
const DEVICE_BENCHMARKS: readonly DeviceBenchmark[] = [
  benchmark('Laptop', 452, '114.0 170.8 307.0 456.4 606.7'),
  benchmark('Monitor', 296, '205.6 286.8 503.5 906.5 2777.0'),
  benchmark('Printer', 11, '5592.0 5600.0 6150.0 16285.0 22297.0'),
  benchmark('Server', 55, '2458.6 4081.2 7980.0 14550.0 20098.3'),
  benchmark('Tablet', 22, '48.8 51.8 97.0 162.8 177.4'),
];

export const CHECK_REFERENCE: CheckReference = {
  checks: CHECK_DEFINITIONS,
  claimWords: CLAIM_WORDS,
  deviceBenchmarks: DEVICE_BENCHMARKS,
};
