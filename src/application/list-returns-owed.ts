import type { Contract } from '../domain/contract.ts';
import { OWN_ICT } from '../domain/contract.ts';
import { rowsAsked } from '../domain/cube-rows.ts';
import { AppError } from '../domain/errors.ts';
import { profileAt } from '../domain/figure-columns.ts';
import { textAt } from '../domain/figure-cube.ts';
import { isWorkedOut } from '../domain/figure-working.ts';
import {
  datesOf,
  type FinancialYear,
  financialYearOf,
  parseFinancialYear,
  startYearOf,
  toFinancialYear,
} from '../domain/financial-year.ts';
import type { IsoDate, IsoInstant } from '../domain/iso-date.ts';
import { daysByMonth, type Month } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import { isOverdue, type OwedState, owedState, type ReturnRequest } from '../domain/return-request.ts';
import { ukDay } from '../domain/uk-day.ts';
import { ledgerMoment } from './carbon-totals.ts';
import { type LedgerPicture, ledgerPicture } from './ledger-picture.ts';
import type { ServicePorts } from './ports.ts';
import { CARBON_READERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

export type OwedReturn = {
  readonly contract: Contract;
  /** Months of the year that lie in its term, and those of them with an actual figure that somebody reported. */
  readonly months: { readonly owed: number; readonly received: number };
  readonly state: OwedState;
  readonly replyBy?: IsoDate;
  readonly isOverdue: boolean;
  readonly requests: readonly ReturnRequest[];
  /** The last entry of the ledger that brought figures for the year. */
  readonly received?: { readonly at: IsoInstant; readonly by: string };
};

export type ReturnsOwed = {
  readonly financialYear: FinancialYear;
  /** The day on which it was looked at. */
  readonly day: IsoDate;
  /** In order of the contracts' references. */
  readonly returns: readonly OwedReturn[];
};

/**
 * Which contracts owe a carbon return for a financial year, the last whole one unless said otherwise, and where each
 * stands. Every contract whose term touches the year owes one, unless it is only planned. Received is what the ledger
 * holds as actual; shares of a supplier's total, money spent and asset lists are the council's own figures and no return.
 * Throws AppError `invalid-input` for what is no financial year.
 */
export async function listReturnsOwed(
  ports: ServicePorts,
  person: Person,
  { financialYear }: { readonly financialYear?: string } = {},
): Promise<ReturnsOwed> {
  requireRole(person, ...CARBON_READERS);
  const { database, clock } = ports;
  const { organisation } = person;
  const day = ukDay(clock());
  const year = readYear(financialYear, day);
  const { version, until } = await ledgerMoment(ports, person);
  const picture = await ledgerPicture(database, organisation, version, until);
  const reported = reportedIn(picture, year);
  const { requests, receipts } = await database.read(async (stores) => ({
    requests: await stores.returnRequests.list(organisation, year),
    receipts: await lastReceipts(stores, organisation, reported.receivedIn),
  }));
  const byContract = Map.groupBy(requests, ({ contract }) => contract);
  const returns = [...picture.contracts.values()]
    .filter((contract) => contract.status !== 'planned' && contract.reference !== OWN_ICT)
    .toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
    .flatMap((contract) => {
      const owed = monthsOwed(contract, year);
      if (owed.length === 0) return [];
      const has = reported.months.get(contract.reference) ?? new Set();
      const months = { owed: owed.length, received: owed.filter((month) => has.has(month)).length };
      const received = receipts.get(contract.reference);
      return [toOwed(contract, months, byContract.get(contract.reference) ?? [], day, received)];
    });
  return { financialYear: year, day, returns };
}

/** A financial year that is asked for; the last whole one on a day when none is. Throws AppError `invalid-input`. */
export function readYear(text: string | undefined, day: IsoDate): FinancialYear {
  if (text === undefined) return toFinancialYear(startYearOf(financialYearOf(day)) - 1);
  const year = parseFinancialYear(text);
  if (year !== undefined) return year;
  const message = `Enter a financial year as 2026/27, got "${text}"`;
  const issue = { pointer: '#/financial_year', code: 'not-a-year', message, found: text, expected: 'as 2026/27' };
  throw new AppError('invalid-input', message, [issue]);
}

function monthsOwed({ start, end }: Contract, year: FinancialYear): Month[] {
  const dates = datesOf(year);
  const [from, to] = [start > dates.start ? start : dates.start, end < dates.end ? end : dates.end];
  return from > to ? [] : daysByMonth(from, to).map(({ month }) => month);
}

function toOwed(
  contract: Contract,
  months: OwedReturn['months'],
  requests: readonly ReturnRequest[],
  day: IsoDate,
  received: OwedReturn['received'],
): OwedReturn {
  const state = owedState(requests, months);
  const replyBy = requests.findLast((one) => one.replyBy !== undefined)?.replyBy;
  return {
    contract,
    months,
    state,
    ...(replyBy === undefined ? {} : { replyBy }),
    isOverdue: isOverdue(requests, state, day),
    requests,
    ...(received === undefined ? {} : { received }),
  };
}

type Reported = {
  /** By contract. */
  readonly months: ReadonlyMap<string, ReadonlySet<Month>>;
  /** By contract, the last entry of the ledger that brought such figures in. */
  readonly receivedIn: ReadonlyMap<string, number>;
};

/** Actual emissions of a year that stand, but for those the council has worked out itself. */
function reportedIn({ cube }: LedgerPicture, year: FinancialYear): Reported {
  const months = new Map<string, Set<Month>>();
  const receivedIn = new Map<string, number>();
  const asked = { by: [], view: 'whole-life', basis: 'actual', only: { financial_year: year } } as const;
  for (const row of rowsAsked(cube, asked)) {
    if ((cube.lines[row] ?? 0) <= 0) continue;
    const { kind, factor } = profileAt(cube, row);
    if (kind !== 'emission' || isWorkedOut(factor)) continue;
    const [contract, month] = [textAt(cube, 'contract', row), textAt(cube, 'month', row)];
    receivedIn.set(contract, Math.max(receivedIn.get(contract) ?? 0, cube.receivedIn[row] ?? 0));
    const known = months.get(contract) ?? new Set();
    months.set(contract, known.add(month));
  }
  return { months, receivedIn };
}

async function lastReceipts(
  { ledger }: Stores,
  organisation: string,
  versions: ReadonlyMap<string, number>,
): Promise<Map<string, { readonly at: IsoInstant; readonly by: string }>> {
  const entries = new Map<number, { readonly at: IsoInstant; readonly by: string }>();
  for (const one of new Set(versions.values())) {
    const entry = await ledger.entry(organisation, one);
    if (entry !== undefined) entries.set(one, { at: entry.recordedAt, by: entry.by });
  }
  return new Map(
    [...versions].flatMap(([contract, one]) => {
      const entry = entries.get(one);
      return entry === undefined ? [] : [[contract, entry] as const];
    }),
  );
}
