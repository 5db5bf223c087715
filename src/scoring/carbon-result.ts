import type { Bid } from '../domain/bid.ts';
import type { LotFacts } from '../domain/procurement.ts';
import { sum } from '../domain/quantity.ts';
import { tierRange, type UncertainLine } from '../domain/uncertainty.ts';
import type { CarbonResult } from './assessment.ts';
import type { Footprint, FootprintLine } from './footprint.ts';
import { netCarbon } from './net-carbon.ts';
import type { RuleSet } from './rule-set.ts';

/** Gross, removals and net of a bid side by side, with the range and the split by year and by stage. */
export function carbonResult(
  bid: Bid,
  footprint: Footprint,
  facts: LotFacts,
  parameters: RuleSet['netCarbon'],
): CarbonResult {
  const net = netCarbon(footprint, bid.removals, facts.referenceFootprintTonnes, parameters);
  return {
    footprint,
    eligibleRemovalsKilograms: net.eligibleKilograms,
    countedRemovalsKilograms: net.countedKilograms,
    netKilograms: net.netKilograms,
    netZeroClaim: net.netZeroClaim,
    range: tierRange(footprint.lines.map(toUncertainLine)),
    byYear: byYear(footprint),
    byStage: footprint.boundaryStages.map((stage) => {
      const lines = footprint.lines.filter(({ source }) => source.stage === stage);
      return { stage, kilograms: lines.length === 0 ? undefined : sum(lines.map(({ kilograms }) => kilograms)) };
    }),
  };
}

/** Lines that share a conversion factor are uncertain together. */
function toUncertainLine({ kilograms, tier, basis, source }: FootprintLine): UncertainLine {
  const line = { kilograms: kilograms.valueOf(), tier };
  return basis === 'factor' && source.factor !== undefined ? { ...line, factor: source.factor } : line;
}

/** Lines by the year they name; those without one stand under "whole term". */
function byYear({ lines }: Footprint): CarbonResult['byYear'] {
  const years = [...new Set(lines.map(({ source }) => source.year ?? 'whole term'))].sort();
  return years.map((year) => ({
    year,
    kilograms: sum(
      lines.filter(({ source }) => (source.year ?? 'whole term') === year).map(({ kilograms }) => kilograms),
    ),
  }));
}
