import { ZERO } from '../domain/quantity.ts';
import { type Check, type CheckReader, figure, NOTHING, type Suspicion, suspectIf } from './check-input.ts';

/**
 * Checks of what a bid claims in words, after the principles of the Competition and Markets Authority's Green Claims
 * Code. A word list can only say that a claim deserves a question.
 */
export const CLAIM_CHECKS: Readonly<Record<string, Check>> = {
  GW01: netZeroRestsOnCredits,
  GW02: netZeroWithoutScope3,
  GW03: broadWithoutStandard,
  GW04: comparesWithoutBaseline,
  GW05: futureWithoutPlan,
  GW06: ownLabelShown,
  GW07: zeroRestsOnCertificates,
  GW08: avoidedTakenOff,
  GW09: partShownAsWhole,
};

function netZeroRestsOnCredits(reader: CheckReader): readonly Suspicion[] {
  const word = claimedWord(reader, 'netZero');
  const credits = reader.number('claimed-credits');
  const gross = reader.number('claimed-gross');
  if (word === undefined || credits === undefined || gross === undefined || reader.bid.netZeroMet) return NOTHING;
  return suspectIf(
    credits.gte(gross.mul(reader.limit('share'))),
    () => `The claim says "${word}" and rests on ${figure(credits)} t of credits for a gross of ${figure(gross)} t.`,
  );
}

function netZeroWithoutScope3(reader: CheckReader): readonly Suspicion[] {
  const word = claimedWord(reader, 'netZero');
  if (word === undefined) return NOTHING;
  const scope3 = reader.number('scope-3-emissions');
  return suspectIf(
    scope3 === undefined || scope3.equals(ZERO),
    () => `The claim says "${word}" and scope 3 is ${scope3 === undefined ? 'not reported' : 'reported as 0'}.`,
  );
}

function broadWithoutStandard(reader: CheckReader): readonly Suspicion[] {
  const word = claimedWord(reader, 'broad');
  return suspectIf(
    word !== undefined && !reader.isYes('claim-standard-named'),
    () => `The claim uses "${word}" and names no standard and boundary.`,
  );
}

function comparesWithoutBaseline(reader: CheckReader): readonly Suspicion[] {
  const word = claimedWord(reader, 'comparing');
  return suspectIf(
    word !== undefined && reader.isNo('claim-baseline-named'),
    () => `The claim compares ("${word}") and names no baseline and date.`,
  );
}

function futureWithoutPlan(reader: CheckReader): readonly Suspicion[] {
  const word = claimedWord(reader, 'future');
  return suspectIf(
    word !== undefined && reader.isNo('claim-plan-dated'),
    () => `The claim is about the future ("${word}") and there is no dated plan.`,
  );
}

function ownLabelShown(reader: CheckReader): readonly Suspicion[] {
  return suspectIf(
    reader.isYes('own-label-shown-as-certificate'),
    () => 'The bid shows a label of its own as if it were a certificate.',
  );
}

function zeroRestsOnCertificates(reader: CheckReader): readonly Suspicion[] {
  const word = claimedWord(reader, 'netZero');
  const market = reader.number('scope-2-market-based');
  if (word === undefined || market === undefined) return NOTHING;
  return suspectIf(
    market.equals(ZERO) && !reader.isYes('ppa-evidence'),
    () => `The claim says "${word}", and scope 2 is 0 by certificates only, without a power purchase agreement.`,
  );
}

function avoidedTakenOff(reader: CheckReader): readonly Suspicion[] {
  return suspectIf(
    reader.isYes('avoided-emissions-netted'),
    () => 'Avoided emissions are taken off the footprint; they must stand apart.',
  );
}

function partShownAsWhole(reader: CheckReader): readonly Suspicion[] {
  return suspectIf(
    reader.isYes('part-of-life-cycle-only'),
    () => 'The claim covers a part of the life cycle and is shown as the whole.',
  );
}

/** The first word of the list that the lower-cased claim contains. */
function claimedWord(reader: CheckReader, list: 'netZero' | 'broad' | 'comparing' | 'future'): string | undefined {
  const claim = reader.text('environmental-claim')?.toLowerCase();
  return claim === undefined ? undefined : reader.reference.claimWords[list].find((word) => claim.includes(word));
}
