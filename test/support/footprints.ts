import type { CarbonLine } from '../../src/domain/bid.ts';
import type { LotFacts } from '../../src/domain/procurement.ts';
import { evaluateFootprint, type Footprint, type FootprintParameters } from '../../src/scoring/footprint.ts';

const FOOTPRINT_PARAMETERS: FootprintParameters = {
  unit: 'kgCO2e for each functional unit',
  boundaryStages: ['make', 'ship', 'use', 'serve', 'end'],
  tierUplift: { A: '1.03', B: '1.10', C: '1.19', D: '1.37' },
  stageDefaults: { make: '150', ship: '10', use: '48', serve: '43', end: '9' },
  defaultTotal: '260',
};

/** The footprint of made-up carbon lines; numbered where they name no line. */
export function footprintOf(
  lines: readonly (Partial<CarbonLine> & Pick<CarbonLine, 'stage' | 'declaredKg'>)[],
  facts: Partial<LotFacts> = {},
): Footprint {
  const carbon = lines.map((line, index) => ({ line: String(index + 1), ...line }));
  const published = { profile: 'mixed', functionalUnit: 'user-year', functionalUnits: '1000', ...facts };
  return evaluateFootprint({ carbon }, published, FOOTPRINT_PARAMETERS, []);
}

/** One kilogram figure for `make`, and a reasoned 0 for every other stage of the boundary. */
export function completeFootprint(kilograms: string): Footprint {
  return footprintOf([
    { stage: 'make', declaredKg: kilograms, tier: 'A' },
    ...(['ship', 'use', 'serve', 'end'] as const).map((stage) => ({
      stage,
      declaredKg: '0',
      reason: 'none',
      tier: 'A' as const,
    })),
  ]);
}
