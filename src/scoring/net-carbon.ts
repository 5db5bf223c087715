import type { Removal } from '../domain/bid.ts';
import {
  type DecimalText,
  decimalText,
  type Fraction,
  HUNDRED,
  parseDecimal,
  roundHalfUp,
  sum,
  toFraction,
  ZERO,
} from '../domain/quantity.ts';
import type { Footprint } from './footprint.ts';
import type { RuleSet } from './rule-set.ts';

type Parameters = RuleSet['netCarbon'];

export type NetCarbon = {
  /** Retired tonnes times their quality, as kilograms, before the cap. */
  readonly eligibleKilograms: Fraction;
  /** What may be taken off: at most the cap's share of the reference footprint, and at most the gross. */
  readonly countedKilograms: Fraction;
  /** Declared gross less counted removals; undefined without a figure or without a reference. */
  readonly netKilograms: Fraction | undefined;
  readonly netZeroClaim: { readonly met: boolean; readonly reason: string };
};

/**
 * Net carbon of a bid in kgCO2e: `net = gross - min(sum(quality x retired), cap x reference, gross)`. Gross is the
 * declared lines, without uplift and without defaults. The cap is a share of the published reference footprint and
 * not of the bidder's own gross: a dirtier bid must not earn a larger cap. The claim of a zero net footprint is met
 * only when this is exactly 0, every boundary stage has a line and a reference is published. Never part of a score.
 * After the SBTi Corporate Net-Zero Standard: cuts first, removals only for a residual of about 10%.
 */
export function netCarbon(
  footprint: Footprint,
  removals: readonly Removal[],
  referenceTonnes: DecimalText | undefined,
  parameters: Parameters,
): NetCarbon {
  const gross = footprint.grossKilograms;
  const reference = referenceTonnes === undefined ? undefined : toFraction(referenceTonnes).mul(1000);
  const eligible = sum(removals.map((removal) => eligibleKilograms(removal, parameters)));
  if (gross === undefined || reference === undefined) {
    const reason =
      gross === undefined
        ? 'Not met: the bid gives no carbon figure, so its net footprint is not known.'
        : 'Not met: no reference footprint is published, so removals cannot be counted.';
    return {
      eligibleKilograms: eligible,
      countedKilograms: ZERO,
      netKilograms: undefined,
      netZeroClaim: { met: false, reason },
    };
  }
  const counted = [eligible, reference.mul(toFraction(parameters.cap)), gross].reduce(lower);
  const net = gross.sub(counted);
  return {
    eligibleKilograms: eligible,
    countedKilograms: counted,
    netKilograms: net,
    netZeroClaim: judgeClaim(net, gross, eligible, reference, footprint, parameters),
  };
}

/** Kilograms of a removal that may count, before the cap: its tonnes times the quality of its kind. */
function eligibleKilograms(removal: Removal, parameters: Parameters): Fraction {
  const tonnes = parseDecimal(removal.tonnes);
  if (tonnes === undefined || !isEligible(removal, parameters)) return ZERO;
  return tonnes.mul(1000).mul(toFraction(parameters.quality[removal.kind]));
}

/** Retired, and for its kind shown well enough: a verifier for permanent storage, a listed registry for nature. */
function isEligible(removal: Removal, { natureRegistries }: Parameters): boolean {
  if (!removal.retired) return false;
  if (removal.kind === 'permanent-removal') return isGiven(removal.verifiedBy);
  if (removal.kind !== 'nature-removal') return true; // Worth what the rule set's quality says: 0 in ours.
  const registry = removal.registry?.trim().toLowerCase();
  return natureRegistries.some((known) => known.trim().toLowerCase() === registry);
}

function judgeClaim(
  net: Fraction,
  gross: Fraction,
  eligible: Fraction,
  reference: Fraction,
  footprint: Footprint,
  { cap }: Parameters,
): NetCarbon['netZeroClaim'] {
  if (footprint.stagesWithoutLine.length > 0) {
    const stages = footprint.stagesWithoutLine.join(', ');
    return { met: false, reason: `Not met: the carbon lines leave out ${stages}, so the gross is not complete.` };
  }
  if (net.equals(ZERO)) {
    return gross.equals(ZERO)
      ? { met: true, reason: 'Met: every stage is declared and the gross is 0.' }
      : { met: true, reason: `Met: the whole gross of ${tonnes(gross)} t is removed, within the cap.` };
  }
  const limit = reference.mul(toFraction(cap));
  const percent = decimalText(toFraction(cap).mul(HUNDRED));
  return gross.gt(limit)
    ? {
        met: false,
        reason:
          `Not met: the gross of ${tonnes(gross)} t is above ${tonnes(limit)} t, ${percent}% of the reference footprint, ` +
          `which is the most that removals may count for. Net is ${tonnes(net)} t.`,
      }
    : {
        met: false,
        reason: `Not met: eligible removals come to ${tonnes(eligible)} t of a gross of ${tonnes(gross)} t. Net is ${tonnes(net)} t.`,
      };
}

/** Tonnes to a tenth; more places where a tenth would hide a difference from 0. */
function tonnes(kilograms: Fraction): DecimalText {
  const value = kilograms.div(1000);
  const shown = roundHalfUp(value, 1);
  return shown === '0.0' && !value.equals(ZERO) ? decimalText(value, 6) : shown;
}

function lower(a: Fraction, b: Fraction): Fraction {
  return a.lte(b) ? a : b;
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== '';
}
