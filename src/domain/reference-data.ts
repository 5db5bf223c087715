import type { Stage } from './bid.ts';
import type { IsoDate } from './iso-date.ts';
import type { Route } from './procurement.ts';
import type { DecimalText } from './quantity.ts';

/** Facts published by others, each with its source and dates; data, never constants in code. */
export type Source = {
  readonly title: string;
  readonly url?: string;
  readonly licence?: string;
  readonly retrieved?: IsoDate;
};

/** kgCO2e for one unit of an activity, in one yearly set. */
export type EmissionFactor = {
  readonly id: string;
  /** The set's name, the year of the publication: `2025`. */
  readonly set: string;
  readonly kgCo2e: DecimalText;
  readonly unit: string;
  /** GHG Protocol scope or category, as published. */
  readonly scope: string;
  readonly status: 'official' | 'draft';
};

/** What the publisher's own yearly file says of the shipped factors, and by which hash it is known. */
export type OfficialFactors = {
  readonly publisher: string;
  readonly source: Source;
  /** Published hashes of the yearly flat files. */
  readonly workbooks: readonly { readonly year: string; readonly edition: string; readonly sha256: string }[];
  /** The row of the flat file that each shipped factor is. */
  readonly rows: readonly {
    readonly key: string;
    readonly officialId: string;
    readonly levels: readonly string[];
    readonly columnText: string;
  }[];
};

/** Which stages and duties a route has, between two dates. */
export type RouteDuties = {
  readonly route: Route;
  readonly from: IsoDate;
  readonly to?: IsoDate;
  readonly title: string;
  readonly participationStage: boolean;
  /** Ids of conditions that the route does not ask again, with the reason shown. */
  readonly notRequired: readonly { readonly rule: string; readonly reason: string }[];
  readonly assessmentSummaries: boolean;
  readonly standstill: 'mandatory' | 'voluntary' | 'none';
  /** The least number of working days, counting the day of the notice; absent where there is no standstill. */
  readonly standstillWorkingDays?: number;
  readonly note: string;
};

/** A money threshold, with its comparator and its basis: figures that look alike differ in these. */
export type MoneyThreshold = {
  readonly id: string;
  readonly amountGbp: DecimalText;
  readonly comparator: '>' | '>=';
  readonly basis: 'total' | 'per-year';
  readonly vat: 'including' | 'excluding';
  readonly from: IsoDate;
  readonly to?: IsoDate;
  readonly source: Source;
};

/** Published value of a tonne of carbon, pounds of the base year. */
export type CarbonValue = {
  readonly year: string;
  readonly low: DecimalText;
  readonly central: DecimalText;
  readonly high: DecimalText;
};

/** Quantiles of makers' life-cycle footprints for one device class, kgCO2e a device. */
export type DeviceBenchmark = {
  readonly deviceClass: string;
  readonly products: number;
  readonly p01: DecimalText;
  readonly p05: DecimalText;
  readonly p50: DecimalText;
  readonly p95: DecimalText;
  readonly p99: DecimalText;
  /** Fewer than 25 products. */
  readonly weak: boolean;
};

/** What amounts are worked out from where nobody has reported any; each says its source beside the figure. */
export type EstimationTables = {
  /** The median share of a device class's life-cycle footprint that falls outside use: making, moving, end of life. */
  readonly makeShares: readonly { readonly deviceClass: string; readonly shareOutsideUse: DecimalText }[];
  readonly spendMultipliers: SpendMultipliers;
};

/** Kilograms of CO2e for a pound spent in an industry, by the year of the prices. */
export type SpendMultipliers = {
  readonly source: Source;
  readonly edition: string;
  /** `secondary`: read through somebody else's transcript; figures that rest on it are provisional. */
  readonly status: 'official' | 'secondary';
  /** Industries that a purchase must not be read as, with the one that is meant: trade is counted by what it sells. */
  readonly trade: readonly { readonly sector: string; readonly instead: string }[];
  /** GDP deflator by year. */
  readonly deflators: { readonly source: Source; readonly index: Readonly<Record<string, DecimalText>> };
  readonly rows: readonly {
    readonly sector: string;
    readonly title: string;
    readonly kgPerGbp: Readonly<Record<string, DecimalText>>;
    /** The set, approved by a named person, that the value of a year is from; absent for what is shipped. */
    readonly approvedIn?: Readonly<Record<string, string>>;
  }[];
};

/** One check of a bid's own figures or claims: a question to the bidder, never a score. */
export type CheckDefinition = {
  readonly code: string;
  readonly severity: 'high' | 'medium' | 'low';
  readonly title: string;
  /** The test in words, as shown beside a flag. */
  readonly formula: string;
  readonly questions: readonly string[];
  /** The figures of the formula, by name. */
  readonly numbers: Readonly<Record<string, DecimalText>>;
};

/** Words that make an environmental claim one to question; the lower-cased claim contains the word. */
export type ClaimWords = {
  readonly netZero: readonly string[];
  readonly broad: readonly string[];
  readonly comparing: readonly string[];
  readonly future: readonly string[];
};

export type ReferenceData = {
  readonly emissionFactors: readonly EmissionFactor[];
  readonly routes: readonly RouteDuties[];
  readonly moneyThresholds: readonly MoneyThreshold[];
  readonly carbonValues: {
    readonly priceBase: string;
    readonly values: readonly CarbonValue[];
    readonly source: Source;
  };
  readonly deviceBenchmarks: readonly DeviceBenchmark[];
  readonly checks: readonly CheckDefinition[];
  readonly claimWords: ClaimWords;
};

export type StageDefaults = Readonly<Record<Stage, DecimalText>>;
