import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { parseUnit } from '../domain/unit.ts';
import type { ChangeCause, LineOnRecord } from './ledger-stores.ts';

/**
 * Why a line of a return moves the totals. `method`: the same emission of the same period was on record already, found
 * another way: at another data tier, as an estimate, by spend and not by what was used, or by a factor and not as a
 * declared amount (Environmental Reporting Guidelines, annex H: a change of method is restated). `correction`: it
 * replaces a line found the same way, or one of another period. `activity`: it is reported for the first time.
 * @param sameName The lines on record with its contract and name.
 */
export function causeOf(
  line: CarbonReturnLine,
  replaced: LineOnRecord | undefined,
  sameName: readonly LineOnRecord[],
): ChangeCause {
  if (replaced !== undefined) {
    const { statement } = replaced;
    return isSamePeriod(statement, line) && methodOf(statement) !== methodOf(line) ? 'method' : 'correction';
  }
  const isKnownBetter = sameName.some(
    ({ stands, statement }) =>
      stands && isSamePeriod(statement, line) && statement.basis === 'estimated' && line.basis === 'actual',
  );
  return isKnownBetter ? 'method' : 'activity';
}

function isSamePeriod(a: CarbonReturnLine, b: CarbonReturnLine): boolean {
  return a.kind === b.kind && a.periodStart === b.periodStart && a.periodEnd === b.periodEnd;
}

/** The same text for lines whose amounts were found the same way. */
function methodOf({ basis, tier, factor, unit }: CarbonReturnLine): string {
  const isEstimate = basis === 'estimated' ? 'estimate' : 'report';
  if (factor === undefined) return JSON.stringify([isEstimate, tier ?? '', 'declared']);
  return JSON.stringify([isEstimate, tier ?? '', parseUnit(unit ?? '')?.dimension ?? unit ?? '']);
}
