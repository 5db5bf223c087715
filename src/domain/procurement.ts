import type { Stage } from './bid.ts';
import type { IsoDate } from './iso-date.ts';
import type { DecimalText } from './quantity.ts';

export const ROUTES = [
  'open',
  'competitive-flexible',
  'framework-competition',
  'framework-direct',
  'below-threshold',
  'direct-award',
] as const;
export type Route = (typeof ROUTES)[number];

export const PRICE_METHODS = [
  'fixed-benchmark',
  'price-per-quality-point',
  'shadow-priced',
  'notional-discount',
] as const;
export type PriceMethod = (typeof PRICE_METHODS)[number];

/** Environment, quality and price shares of the overall total; they add to 100. */
export type Shares = { readonly environment: DecimalText; readonly quality: DecimalText; readonly price: DecimalText };

/** What is bought and how it is valued; a lot has its own, a procurement without lots has one. */
export type LotFacts = {
  /** Rule-set profile: the set of weights in force. */
  readonly profile: string;
  readonly functionalUnit: string;
  /** Published quantity, above 0: carbon is compared for each of these. */
  readonly functionalUnits: DecimalText;
  /** Pounds including VAT, total over the term. */
  readonly estimatedValue?: DecimalText;
  readonly contractStart?: IsoDate;
  readonly contractEnd?: IsoDate;
  readonly shares?: Shares;
  readonly priceMethod?: PriceMethod;
  readonly priceBenchmarkHigh?: DecimalText;
  readonly priceBenchmarkLow?: DecimalText;
  /** kgCO2e for each functional unit; absent means the rule set's. */
  readonly carbonBenchmarkHigh?: DecimalText;
  readonly carbonBenchmarkLow?: DecimalText;
  readonly carbonDefaultTotal?: DecimalText;
  readonly stageDefaults?: Readonly<Partial<Record<Stage, DecimalText>>>;
  readonly boundaryStages?: readonly Stage[];
  /** Published reference footprint of the contract, tCO2e; the removal cap is a share of it. */
  readonly referenceFootprintTonnes?: DecimalText;
};

export type Lot = Partial<LotFacts> & { readonly id: string; readonly title: string };

/** Whether a condition or threshold applies here; blank leaves the rule set's choice. */
export type Adoption = { readonly code: string; readonly on: boolean; readonly reason?: string };

/** One exercise to buy something. Plain JSON; numbers are decimal text. */
export type Procurement = LotFacts & {
  readonly organisation: string;
  readonly reference: string;
  readonly title: string;
  readonly route: Route;
  readonly noticeReference?: string;
  readonly frameworkReference?: string;
  /** `ict-net-zero-2030@2` */
  readonly ruleSet: string;
  readonly bidDeadline: IsoDate;
  /** Prices come in a file of their own once the consensus on everything else is locked; absent: with the bids. */
  readonly prices?: 'separate';
  readonly adoptions: readonly Adoption[];
  /** Empty when the procurement has no lots. */
  readonly lots: readonly Lot[];
};

/** The facts that hold for a lot: its own where stated, else the procurement's. */
export function lotFacts(procurement: Procurement, lot?: Lot): LotFacts {
  return lot === undefined ? procurement : { ...procurement, ...lot };
}
