import type { ContractYearsOnRecord } from '../domain/contract-years.ts';
import { totalsOf } from '../domain/cube-totals.ts';
import { AppError } from '../domain/errors.ts';
import { type FinancialYear, financialYearOf, startYearOf, toFinancialYear } from '../domain/financial-year.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type Fraction, type Grams, HUNDRED, toFraction } from '../domain/quantity.ts';
import type { Scenario } from '../domain/scenario.ts';
import type { TrajectoryPlan, YearlyGrams } from '../domain/trajectory.ts';
import {
  type ContractYear,
  type ContractYears,
  type TrajectoryLine,
  trajectoryLine,
} from '../domain/trajectory-line.ts';
import { type LedgerMoment, ledgerMoment, othersIn, type WithOthers } from './carbon-totals.ts';
import { eligibleRemovals } from './eligible-removals.ts';
import { heldContractYears } from './held-contract-years.ts';
import { type HeldPicture, heldPicture } from './held-picture.ts';
import { keptWithPicture } from './kept-with-picture.ts';
import type { ServicePorts } from './ports.ts';
import { gramsOf, toTrajectoryPlan } from './read-stated-plan.ts';
import {
  ALL_BEARERS,
  type FigureMethod,
  ICT_CONTRACTS,
  latestRecord,
  type PlanRecord,
  type TotalsRecord,
  type TrajectorySubject,
} from './trajectory-records.ts';

/** Everything a line is made of: change the list, or the plan, and `trajectoryLine` gives another line. */
export type LineMaterial = ContractYearsOnRecord & {
  readonly plan: TrajectoryPlan;
  readonly removals: readonly YearlyGrams[];
  readonly currentYear: FinancialYear;
};

export type Trajectory = TrajectorySubject &
  WithOthers & {
    readonly record: PlanRecord;
    readonly material: LineMaterial;
    readonly line: TrajectoryLine;
    readonly moment: LedgerMoment;
    readonly asOf?: IsoInstant;
    /** The day that the line is of. */
    readonly day: IsoDate;
    readonly reduction: Reduction;
    /** Whose changes are in the line, which is then not the record. */
    readonly scenario?: Pick<Scenario, 'name' | 'version'>;
  };

/** What may be said of the change since the base year. */
export type Reduction = {
  /** The last financial year that is over and has a figure. */
  readonly latestYear?: FinancialYear;
  readonly latestMethod?: FigureMethod;
  /** Percent less than the baseline, below 0 for more; absent where no reduction may be claimed. */
  readonly percent?: Fraction;
  /** Why none is claimed. */
  readonly because?: string;
};

export type TrajectoryQuery = Partial<TrajectorySubject> & { readonly asOf?: IsoInstant };

/**
 * An organisation's line to its target, by the latest plan. Without an organisation it is one's own share; `all` is
 * every organisation that shares the ledger. Throws AppError `not-found` where no plan has been stated.
 */
export async function trajectory(
  ports: ServicePorts,
  person: Person,
  { asOf, ...asked }: TrajectoryQuery = {},
): Promise<Trajectory> {
  const moment = await ledgerMoment(ports, person, asOf);
  const subject = subjectOf(person, asked);
  const records = await ports.database.read(({ trajectories }) => trajectories.list(person.organisation));
  const record = latestRecord(
    records.filter(({ at }) => asOf === undefined || at <= asOf),
    'plan',
    subject,
  );
  if (record === undefined) throw noPlan(subject);
  const now = asOf === undefined || Date.parse(asOf) > Date.parse(ports.clock()) ? ports.clock() : asOf;
  const day = now.slice(0, 10);
  const currentYear = financialYearOf(day);
  const plan = toTrajectoryPlan(record.plan);
  const isLedger = subject.boundary === ICT_CONTRACTS;
  const held = await heldPicture(ports.database, person.organisation, moment);
  const totals = latestRecord(records, 'totals', subject);
  const onRecord = isLedger
    ? heldContractYears(held, subject, person.organisation, plan.targetYear)
    : enteredContracts(subject, totals, plan.targetYear, currentYear);
  const removals = isLedger ? await eligibleRemovals(ports, person, held, subject.bearer) : [];
  const material = { ...onRecord, plan, removals, currentYear };
  const line = trajectoryLine(material);
  const methodAt = (year: FinancialYear) => (isLedger ? methodOf(held, subject, year) : totals?.method);
  return {
    ...subject,
    record,
    material,
    line,
    moment,
    ...(asOf === undefined ? {} : { asOf }),
    day,
    reduction: reductionOf(record, line, currentYear, methodAt),
    ...(isLedger && (subject.bearer === person.organisation || subject.bearer === ALL_BEARERS)
      ? othersIn(held, moment)
      : { keptByOthers: [], keptTwice: [] }),
  };
}

/** Whose line is asked for, and of what. */
export function subjectOf({ organisation }: Person, asked: Partial<TrajectorySubject>): TrajectorySubject {
  return { bearer: asked.bearer ?? organisation, boundary: asked.boundary ?? ICT_CONTRACTS };
}

function noPlan({ bearer, boundary }: TrajectorySubject): AppError {
  return new AppError(
    'not-found',
    `No plan has been stated for ${bearer}, ${boundary}. State a baseline and a target first.`,
  );
}

/** A line that is kept as yearly totals; after the last of them it goes on as that year. */
function enteredContracts(
  { boundary }: TrajectorySubject,
  record: TotalsRecord | undefined,
  targetYear: FinancialYear,
  currentYear: FinancialYear,
): ContractYearsOnRecord {
  const totals = [...(record?.totals ?? [])].toSorted((a, b) => (a.year < b.year ? -1 : 1));
  const last = totals.at(-1);
  if (last === undefined) return { contracts: [], withoutForecast: [boundary], continued: [] };
  const entered = totals.map(({ year, tonnes }): ContractYear => {
    const grams = gramsOf(tonnes);
    const isToCome = year > currentYear;
    return isToCome
      ? { year, actual: 0n, estimated: 0n, forecast: grams, basis: 'reported' }
      : { year, actual: grams, estimated: 0n, forecast: 0n };
  });
  const run: ContractYear[] = [];
  for (let start = startYearOf(last.year) + 1; start <= startYearOf(targetYear); start++) {
    const year = toFinancialYear(start);
    // A year that is over and has no figure is missing, and stays so.
    if (year >= currentYear) {
      run.push({ year, actual: 0n, estimated: 0n, forecast: gramsOf(last.tonnes), basis: 'run-rate' });
    }
  }
  const one: ContractYears = {
    reference: boundary,
    title: `Yearly totals of ${boundary}`,
    supplier: '',
    category: '',
    shared: false,
    years: [...entered, ...run],
  };
  return { contracts: [one], withoutForecast: [], continued: run.length > 0 ? [boundary] : [] };
}

/** How most of a year's grams were made: from spending (tier D, or none stated), or from what suppliers reported. */
export function methodOf(
  picture: HeldPicture,
  { bearer }: Pick<TrajectorySubject, 'bearer'>,
  year: FinancialYear,
): FigureMethod | undefined {
  return keptWithPicture(picture, JSON.stringify(['method', bearer, year]), () => methodIn(picture, bearer, year));
}

function methodIn({ cube }: HeldPicture, bearer: string, year: FinancialYear): FigureMethod | undefined {
  const only = { financial_year: year, ...(bearer === ALL_BEARERS ? {} : { organisation: bearer }) };
  const { rows } = totalsOf(cube, { by: ['tier'], view: 'inventory', only });
  const gramsIn = (isSpend: boolean): Grams =>
    rows
      .filter(({ keys: [tier = ''] }) => (tier === 'D' || tier === '') === isSpend)
      .reduce((sum, { total }) => sum + total, 0n);
  const [spend, reported] = [gramsIn(true), gramsIn(false)];
  if (spend + reported <= 0n) return undefined;
  return spend > reported ? 'spend' : 'supplier-data';
}

function reductionOf(
  { plan: { baseline } }: PlanRecord,
  { years }: TrajectoryLine,
  currentYear: FinancialYear,
  methodIn: (year: FinancialYear) => FigureMethod | undefined,
): Reduction {
  const latest = years.findLast(
    ({ year, figures }) => year < currentYear && year > baseline.year && figures !== undefined,
  );
  if (latest?.figures === undefined) return { because: 'No year after the base year is over and has figures.' };
  const method = methodIn(latest.year);
  const about = { latestYear: latest.year, ...(method === undefined ? {} : { latestMethod: method }) };
  if (method !== baseline.method) {
    const because = `${baseline.year} rests mostly on ${METHOD_WORDS[baseline.method]} and ${latest.year} on ${method === undefined ? 'nothing known' : METHOD_WORDS[method]}: the two cannot be compared, and no reduction is claimed.`;
    return { ...about, because };
  }
  const start = gramsOf(baseline.tonnes);
  return {
    ...about,
    percent: toFraction(start - latest.figures.gross)
      .mul(HUNDRED)
      .div(toFraction(start)),
  };
}

const METHOD_WORDS: Readonly<Record<FigureMethod, string>> = {
  spend: 'spending and estimates',
  'supplier-data': 'figures of suppliers',
};
