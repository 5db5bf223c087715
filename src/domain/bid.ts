import type { Answers } from './answer.ts';
import type { Evidence } from './evidence.ts';
import type { IsoInstant } from './iso-date.ts';
import type { DecimalText } from './quantity.ts';
import type { Supplier } from './supplier.ts';

/** Life-cycle stages of the carbon boundary. */
export const STAGES = ['make', 'ship', 'use', 'serve', 'end'] as const;
export type Stage = (typeof STAGES)[number];

/** Data quality of a carbon line: A verified primary, B unverified primary, C secondary, D spend or unknown. */
export const TIERS = ['A', 'B', 'C', 'D'] as const;
export type Tier = (typeof TIERS)[number];

/** One line of a bid's carbon declaration, kgCO2e over the whole contract. Gross; removals stand apart. */
export type CarbonLine = {
  readonly line: string;
  readonly stage: Stage;
  readonly scope?: '1' | '2' | '3';
  /** GHG Protocol scope 3 category, 1 to 15. */
  readonly category?: string;
  readonly year?: string;
  readonly quantity?: DecimalText;
  readonly unit?: string;
  /** Id of the conversion factor that turns the quantity into kgCO2e. */
  readonly factor?: string;
  readonly declaredKg?: DecimalText;
  /** Why the line is 0, where it is. */
  readonly reason?: string;
  /** Absent is read as D. */
  readonly tier?: Tier;
  readonly evidence?: Evidence;
};

/** One row of the device table: a maker's life-cycle footprint, for plausibility only. */
export type DeviceLine = {
  readonly line: string;
  readonly deviceClass: string;
  readonly kgPerDevice: DecimalText;
  readonly units?: DecimalText;
  readonly evidence?: Evidence;
};

export const REMOVAL_KINDS = ['permanent-removal', 'nature-removal', 'avoidance', 'unknown'] as const;
export type RemovalKind = (typeof REMOVAL_KINDS)[number];

/** Carbon credits a bid relies on, in tCO2e; never part of the gross. */
export type Removal = {
  readonly year?: string;
  readonly tonnes: DecimalText;
  readonly kind: RemovalKind;
  readonly registry?: string;
  readonly retired: boolean;
  readonly verifiedBy?: string;
  readonly evidence?: Evidence;
};

/** What one supplier submits for a procurement, or for one lot of it. Plain JSON; numbers are decimal text. */
export type Bid = {
  readonly reference: string;
  readonly lot?: string;
  readonly supplier: Supplier;
  readonly receivedAt?: IsoInstant;
  /** Pounds, excluding VAT, over the whole term. */
  readonly price?: DecimalText;
  /** 0 to 100, the agreed quality score. */
  readonly qualityPoints?: DecimalText;
  readonly answers: Answers;
  readonly carbon: readonly CarbonLine[];
  readonly devices: readonly DeviceLine[];
  readonly removals: readonly Removal[];
};
