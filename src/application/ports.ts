import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Contract } from '../domain/contract.ts';
import type { PublishedFactor, SetKind } from '../domain/conversion-factor.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { EmissionFactor } from '../domain/reference-data.ts';
import type { Bid } from '../domain/bid.ts';
import type { Procurement } from '../domain/procurement.ts';
import type { Issue } from '../domain/issue.ts';
import type { Assessment } from '../scoring/assessment.ts';
import type { Catalogue } from '../scoring/catalogue.ts';
import type { DecisionRecord } from '../scoring/decision-record.ts';
import type { RuleSet } from '../scoring/rule-set.ts';
import type { SensitivityReport } from '../scoring/sensitivity.ts';
import type { ApprovedMultiplier } from './approved-multipliers.ts';
import type { ContractsOfSuppliers } from './contracts-of-suppliers.ts';
import type { FigureTable } from './figure-table.ts';
import type { AgreedScoresReading, AgreedScoresTemplateRequest } from './agreed-scores-upload.ts';
import type { PackIssue } from './award-records.ts';
import type { Minutes } from './moderation-minutes.ts';
import type { FileSource } from './file-source.ts';
import type { OcdsContent } from './ocds-content.ts';
import type { Database } from './stores.ts';
import type { PricesReading } from './price-upload.ts';
import type { ContractsReading, RegisterKind, ReturnKind, ReturnReading } from './register-upload.ts';
import type { Tender, TenderReading } from './tender.ts';
import type { SupplierLetter } from './supplier-letter.ts';
import type { Trajectory } from './trajectory.ts';
import type { EffectOrWhy } from './trajectory-effect.ts';
import type { YearlyTotal } from './trajectory-records.ts';

/** A file made by us: its path inside the pack or folder, and its bytes. */
export type MadeFile = {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whose assessment summary it is, where it is one; a folder's name need not be the bid's reference. */
  readonly summaryOf?: { readonly bid: string; readonly lot?: string };
};

/** A row of a file: every cell under a header or with something in it, and what it says; "" where it says nothing. */
export type FileRow = {
  readonly cells: readonly { readonly cell: string; readonly header: string; readonly text: string }[];
};

/** A workbook of the register, or of prices, blank or filled in as far as anything is known. */
export type RegisterTemplateRequest =
  | { readonly kind: 'contracts'; readonly organisation?: string; readonly contracts: readonly Contract[] }
  | {
      readonly kind: 'prices';
      readonly organisation?: string;
      readonly procurement: string;
      readonly bids: readonly Bid[];
    }
  | {
      readonly kind: ReturnKind;
      readonly organisation?: string;
      /** Whose return it is, where it is for one supplier. */
      readonly supplier?: string;
      readonly contracts: readonly Contract[];
      readonly lines: readonly CarbonReturnLine[];
      /** Whether the figures of the lines are what is reported; otherwise they are asked anew, beside what they were. */
      readonly areFigures?: boolean;
    };

export type TemplateRequest = {
  readonly kind: 'tender' | 'bid';
  readonly ruleSet: RuleSet;
  /** Id of a profile of the rule set; a procurement's own profile goes before it. */
  readonly profile: string;
  /** Published facts to fill in. */
  readonly procurement?: Procurement;
  /** A procurement with bids to fill in; for a bid workbook, with the bid of one supplier. */
  readonly content?: Tender;
  /** The conversion factors that may be named, where they are not the shipped ones. */
  readonly emissionFactors?: readonly EmissionFactor[];
};

export type PackContent = {
  readonly assessment: Assessment;
  readonly record: DecisionRecord;
  /** One report for each lot that has a ranking, in the order of the lots. */
  readonly sensitivity: readonly SensitivityReport[];
  /** What each bid would do to the trajectory, or why that is not there; absent in a pack made without a database. */
  readonly trajectory?: EffectOrWhy;
  /** Of an issued pack: its edition and approval, the agreed reasons, what is left out of other bidders' summaries. */
  readonly issue?: PackIssue;
  /** The catalogue whose texts it prints, where that is not today's: a frozen rule set stands in it. */
  readonly catalogue?: Catalogue;
};

/** A published table of factors, spend multipliers or carbon values, as it was read. */
export type FactorWorkbook = {
  readonly kind: SetKind;
  readonly year: string;
  /** As the workbook counts its editions; "" where it does not say. */
  readonly edition: string;
  readonly rows: readonly PublishedFactor[];
  /** By cell; with any of them nothing may be stored. */
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
};

export const MINUTES_FORMATS = ['pdf', 'xlsx'] as const;
export type MinutesFormat = (typeof MINUTES_FORMATS)[number];
/** What an organisation has on record that its files may name. */
export type KnownToOrganisation = {
  /** Stand beside the shipped ones. */
  readonly factors: readonly EmissionFactor[];
  /** Come before the shipped ones. */
  readonly multipliers: readonly ApprovedMultiplier[];
  readonly suppliers: ContractsOfSuppliers;
};

/** A sheet of years with their tonnes, as it was read. */
export type YearlyTotalsReading = {
  readonly totals: readonly YearlyTotal[];
  /** By cell; with any of them nothing may be stored. */
  readonly issues: readonly Issue[];
  readonly notices: readonly string[];
};

/** What the use cases need from outside; built once in main. */
export type Ports = {
  readonly catalogue: Catalogue;
  readonly softwareVersion: string;
  readonly spreadsheets: {
    /**
     * Reads a tender workbook, bid workbook, portal matrix or zip of bids. Refuses what is none of them. `onRows` is
     * told how many rows have been read so far; `emissionFactors` may be named, instead of the shipped ones.
     */
    readTender(
      source: FileSource,
      acceptMapping?: string,
      onRows?: (rows: number) => void,
      emissionFactors?: readonly EmissionFactor[],
    ): Promise<TenderReading>;
    /** What a file is for, by what it says of itself and by its headers; refuses one that cannot be opened. */
    recognise(source: FileSource): Promise<'tender' | 'prices' | RegisterKind>;
    readPrices(source: FileSource, acceptMapping?: string, onRows?: (rows: number) => void): Promise<PricesReading>;
    readContracts(
      source: FileSource,
      acceptMapping?: string,
      onRows?: (rows: number) => void,
    ): Promise<ContractsReading>;
    /** Reads a carbon return of any length, or another file whose rows become lines; its lines are handed over in pieces. */
    readReturn(
      source: FileSource,
      acceptMapping?: string,
      onRows?: (rows: number) => void,
      known?: KnownToOrganisation,
      kind?: ReturnKind,
    ): Promise<ReturnReading>;
    writeTemplate(request: TemplateRequest): Promise<Uint8Array>;
    writeRegisterTemplate(request: RegisterTemplateRequest): Promise<Uint8Array>;
    /** Reads a published table as what its headers say. Throws AppError `unsupported-file` for any other workbook. */
    readFactorWorkbook(source: FileSource): Promise<FactorWorkbook>;
    /** Reads scores that were agreed in another system. Throws AppError `unsupported-file` for any other workbook. */
    readAgreedScores(source: FileSource): Promise<AgreedScoresReading>;
    writeAgreedScoresTemplate(request: AgreedScoresTemplateRequest): Promise<Uint8Array>;
    /** Reads a sheet of financial years and tonnes. Throws AppError `unsupported-file` for any other. */
    readYearlyTotals(source: FileSource): Promise<YearlyTotalsReading>;
    writeTable(table: FigureTable, format: 'csv' | 'xlsx'): Promise<Uint8Array>;
    /** A copy of the upload with its faults marked. */
    writeMarkedUp(source: FileSource, issues: readonly Issue[]): Promise<Uint8Array>;
    /** A row of a carbon return, cell by cell; undefined where there is none. */
    readRow(source: FileSource, place: { readonly sheet?: string; readonly row: number }): Promise<FileRow | undefined>;
    /** What a cell says as text; undefined where nothing stands there. Refuses what is no workbook. */
    readCell(source: FileSource, sheet: string, cell: string): Promise<string | undefined>;
  };
  /** Every file of the pack, the zip of them last. */
  readonly buildPack: (content: PackContent) => Promise<MadeFile[]>;
  /** The minutes of moderation; the same minutes give the same bytes. */
  readonly writeMinutes: (minutes: Minutes, format: MinutesFormat) => Promise<Uint8Array>;
  /** An Open Contracting Data Standard release, as JSON. */
  readonly ocdsRelease: (content: OcdsContent) => Uint8Array;
  /** A picture of ours, given as SVG text, as PNG for print; the same text gives the same bytes. */
  readonly drawPng: (svg: string) => Promise<Uint8Array>;
  /** The report on a line to a target, as a tagged PDF. */
  readonly writeTrajectoryReport: (found: Trajectory) => Promise<Uint8Array>;
  /** The letter to a supplier, as a tagged PDF. */
  readonly writeSupplierLetter: (letter: SupplierLetter) => Promise<Uint8Array>;
  /** Tells Christmas Day, Good Friday and the bank holidays of any part of the United Kingdom. */
  readonly bankHolidays: () => Promise<(day: IsoDate) => boolean>;
};

/** What the service needs besides: a database, the time, and new names. */
export type ServicePorts = Ports & {
  readonly database: Database;
  readonly clock: () => IsoInstant;
  /** A new unguessable id. */
  readonly newId: () => string;
  /** Names this process among others that share the database. */
  readonly instance: string;
  /** The README of a rule, for its page; absent where rules come without their folders. */
  readonly ruleReadme?: (ruleId: string) => Promise<string | undefined>;
};
