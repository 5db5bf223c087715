import type { FinancialYear } from '../domain/financial-year.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import type { DecimalText } from '../domain/quantity.ts';
import type { TrajectoryPlan } from '../domain/trajectory.ts';
import type { EditionForecast } from './year-forecast.ts';

/** The carbon ledger of ICT contracts. Any other boundary is a line of yearly totals, kept apart from it. */
export const ICT_CONTRACTS = 'ict-contracts';

/** How the figures of a year were mostly made: from spending, or from what suppliers reported. */
export const FIGURE_METHODS = ['spend', 'supplier-data'] as const;
export type FigureMethod = (typeof FIGURE_METHODS)[number];

/** Whose line it is, and of what. `bearer` is an organisation, or `all` for every one that shares the ledger. */
export type TrajectorySubject = { readonly bearer: string; readonly boundary: string };

export const ALL_BEARERS = 'all';

/** A target and the way to it, as an organisation states it. Amounts are tonnes CO2e. */
export type StatedPlan = {
  readonly name: string;
  /** The decision that adopted it; without one it is illustrative. */
  readonly decisionReference?: string;
  readonly baseline: {
    readonly year: FinancialYear;
    readonly tonnes: DecimalText;
    readonly source: string;
    readonly method: FigureMethod;
  };
  readonly target: { readonly year: FinancialYear; readonly residualPercent: DecimalText };
  readonly method: TrajectoryPlan['method'];
  /** For absolute contraction and a cumulative budget: percent less each year. */
  readonly yearlyPercent?: DecimalText;
  /** For a cumulative budget: all that may ever be emitted from the base year on. */
  readonly budgetTonnes?: DecimalText;
  readonly milestones: readonly {
    readonly year: FinancialYear;
    readonly tonnes: DecimalText;
    readonly name: string;
  }[];
};

/** What a line emitted in a financial year, where it is kept as yearly totals. */
export type YearlyTotal = { readonly year: FinancialYear; readonly tonnes: DecimalText };

/** What is recorded of a line, append only; versions count from 1 for each subject and kind. */
export type TrajectoryRecord = TrajectorySubject & {
  readonly version: number;
  readonly reason: string;
  readonly by: string;
  readonly byName: string;
  readonly at: IsoInstant;
  /** The ledger's version when it was recorded. */
  readonly ledgerVersion: number;
} & (
    | { readonly kind: 'plan'; readonly plan: StatedPlan }
    | {
        readonly kind: 'totals';
        readonly totals: readonly YearlyTotal[];
        readonly source: string;
        readonly method: FigureMethod;
        /** The file that they came in; absent where they were entered. */
        readonly file?: { readonly name: string; readonly sha256: string };
      }
  );

export type PlanRecord = Extract<TrajectoryRecord, { readonly kind: 'plan' }>;
export type TotalsRecord = Extract<TrajectoryRecord, { readonly kind: 'totals' }>;

export type TrajectoryStore = {
  /** Appends; throws `conflict` when the version is taken. */
  add(organisation: string, record: TrajectoryRecord): Promise<void>;
  /** Everything on record, by subject and kind, oldest first. */
  list(organisation: string): Promise<TrajectoryRecord[]>;
  /** Keeps what an edition of the ledger forecasts. */
  addForecasts(organisation: string, forecasts: readonly EditionForecast[]): Promise<void>;
  /** What editions forecast for one bearer. */
  forecasts(organisation: string, bearer: string): Promise<EditionForecast[]>;
};

/** The latest of a subject's records of a kind. */
export function latestRecord<K extends TrajectoryRecord['kind']>(
  records: readonly TrajectoryRecord[],
  kind: K,
  { bearer, boundary }: TrajectorySubject,
): Extract<TrajectoryRecord, { readonly kind: K }> | undefined {
  const found = records.filter((one) => one.kind === kind && one.bearer === bearer && one.boundary === boundary);
  return found.at(-1) as Extract<TrajectoryRecord, { readonly kind: K }> | undefined;
}
