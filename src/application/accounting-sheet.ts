import { type Contract, OWN_ICT } from '../domain/contract.ts';
import type { Basis } from '../domain/carbon-figure.ts';
import { rowsAsked } from '../domain/cube-rows.ts';
import { totalsOf } from '../domain/cube-totals.ts';
import { profileAt } from '../domain/figure-columns.ts';
import { type FigureCube, textAt } from '../domain/figure-cube.ts';
import { toWholeGrams } from '../domain/whole-tonnes.ts';
import { isWorkedOut, screeningOf } from '../domain/figure-working.ts';
import { datesOf, type FinancialYear } from '../domain/financial-year.ts';
import type { IsoInstant } from '../domain/iso-date.ts';
import { sharesOf } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import { type DecimalText, decimalText, type Grams, HUNDRED, toFraction, ZERO } from '../domain/quantity.ts';
import type { TotalsAmounts, TotalsQuery } from '../domain/totals-query.ts';
import { ukDay } from '../domain/uk-day.ts';
import { type LedgerMoment, ledgerMoment } from './carbon-totals.ts';
import { type HeldContract, type HeldPicture, heldPicture } from './held-picture.ts';
import type { LedgerPicture } from './ledger-picture.ts';
import { readYear } from './list-returns-owed.ts';
import type { ServicePorts } from './ports.ts';
import { ALL_BEARERS } from './trajectory-records.ts';

/** How a figure was found, in words that an inventory uses. */
export const ACCOUNTING_METHODS = [
  'supplier data',
  'product footprints',
  'share of supplier total',
  'spend-based',
  'estimate in a return',
  'estimate without a return',
  'forecast',
] as const;
export type AccountingMethod = (typeof ACCOUNTING_METHODS)[number];

const ACCOUNTING_SCOPES = ['1', '2', '3', ''] as const;
type Scope = (typeof ACCOUNTING_SCOPES)[number];

/** What the organisation bears of one contract in the year. */
export type AccountingRow = {
  readonly contract: string;
  /** Undefined for ICT that belongs to no contract. */
  readonly facts?: Contract;
  /** Percent of the contract that is borne. */
  readonly share: DecimalText;
  /** That part of its annual value, in pounds without VAT: not what was paid in the year. */
  readonly annualValue?: DecimalText;
  /** Absent where nothing is known of the year, which is not zero. */
  readonly figures?: AccountingFigures;
};

export type AccountingFigures = {
  readonly total: Grams;
  /** They add up to the total; '' where the figure states no scope. */
  readonly byScope: Readonly<Record<Scope, Grams>>;
  /** They add up to the total; the largest first. */
  readonly methods: readonly { readonly method: AccountingMethod; readonly grams: Grams }[];
  /** Of the total, as estimated and as forecast. */
  readonly estimated: Grams;
  readonly forecast: Grams;
  /** 1 (best) to 5; undefined where nothing is emitted. */
  readonly quality: DecimalText | undefined;
  readonly provisional: boolean;
};

export type AccountingSheet = {
  readonly financialYear: FinancialYear;
  /** An organisation, or `all` that share the ledger. */
  readonly bearer: string;
  /** In order of the contracts' references. */
  readonly rows: readonly AccountingRow[];
  readonly total: Grams;
  readonly moment: LedgerMoment;
  readonly asOf?: IsoInstant;
};

export type AccountingQuery = {
  readonly financialYear?: string;
  readonly bearer?: string;
  readonly asOf?: IsoInstant;
};

/**
 * What each contract emitted in a financial year, the last whole one unless said otherwise, for the contract tab of the
 * councils' greenhouse gas accounting tool: the organisation's share, in the inventory view, because the electricity of
 * devices in council buildings stands in that tool already. Contracts whose term touches the year and of which nothing
 * is known stand in it without figures. Throws AppError `invalid-input` for what is no financial year.
 */
export async function accountingSheet(
  ports: ServicePorts,
  person: Person,
  { financialYear, asOf, bearer = person.organisation }: AccountingQuery = {},
): Promise<AccountingSheet> {
  const moment = await ledgerMoment(ports, person, asOf);
  const year = readYear(financialYear, ukDay(asOf ?? ports.clock()));
  const held = await heldPicture(ports.database, person.organisation, moment);
  const only = { financial_year: year, ...(bearer === ALL_BEARERS ? {} : { organisation: bearer }) };
  const query = { by: ['contract'], view: 'inventory', only } as const satisfies TotalsQuery;
  const { rows, total } = totalsOf(held.cube, query);
  const amounts = new Map(rows.map((row) => [row.keys[0] ?? '', row]));
  const figures = new Map(
    [...partsByContract(held, query, person.organisation)].flatMap(([contract, parts]) => {
      const known = amounts.get(contract);
      return known === undefined ? [] : [[contract, toFigures(known, parts)] as const];
    }),
  );
  const borne = [...held.contracts.values()].filter((contract) => runsIn(contract, year));
  const references = new Set([...figures.keys(), ...borne.map(({ reference }) => reference)]);
  return {
    financialYear: year,
    bearer,
    rows: [...references].toSorted().flatMap((reference) => {
      const row = toRow(reference, held.contracts.get(reference), bearer, person.organisation);
      const found = figures.get(reference);
      if (found !== undefined) return [{ ...row, figures: found }];
      return row.share === '0' ? [] : [row];
    }),
    total: total.total,
    moment,
    ...(asOf === undefined ? {} : { asOf }),
  };
}

function runsIn({ start, end, status, reference }: Contract, year: FinancialYear): boolean {
  const dates = datesOf(year);
  return reference !== OWN_ICT && status !== 'planned' && start <= dates.end && end >= dates.start;
}

function toRow(
  reference: string,
  facts: HeldContract | undefined,
  bearer: string,
  organisation: string,
): AccountingRow {
  const shares = sharesOf(facts?.shares, facts?.keptBy ?? organisation);
  const shareOf = (whose: string) => shares.find(({ organisation: name }) => name === whose)?.percent ?? ZERO;
  // Of a contract that another keeps only the organisation's own share is held.
  const whole = facts?.keptBy === undefined ? HUNDRED : shareOf(organisation);
  const own = facts?.keptBy === undefined || bearer === organisation ? shareOf(bearer) : ZERO;
  const share = bearer === ALL_BEARERS ? whole : own;
  const { annualValue } = facts ?? {};
  return {
    contract: reference,
    ...(facts === undefined ? {} : { facts }),
    share: decimalText(share),
    ...(annualValue === undefined ? {} : { annualValue: decimalText(toFraction(annualValue).mul(share).div(HUNDRED)) }),
  };
}

/** A figure of the total. */
type Part = {
  readonly scope: Scope;
  readonly method: AccountingMethod;
  readonly basis: Basis;
  readonly grams: Grams;
};

/** The figures of the total one by one, by contract, those borne of others' contracts among them. */
function partsByContract({ own, shared }: HeldPicture, query: TotalsQuery, organisation: string): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  addParts(parts, own, query, (contract) => contract);
  const { organisation: bearer = organisation } = query.only;
  if (bearer !== organisation) return parts;
  const borne = { ...query, only: { ...query.only, organisation } };
  for (const { picture, names } of shared) addParts(parts, picture, borne, (contract) => names.get(contract));
  return parts;
}

/** Those without a location-based amount are no figures of the total. */
function addParts(
  parts: Map<string, Part[]>,
  picture: LedgerPicture,
  query: TotalsQuery,
  nameOf: (contract: string) => string | undefined,
): void {
  const { cube } = picture;
  for (const row of rowsAsked(cube, query)) {
    const { kind, scope: stated } = profileAt(cube, row);
    if (cube.counts[row] !== 1 || kind !== 'emission') continue;
    const grams = toWholeGrams(cube.tonnes[row] ?? 0, cube.restGrams[row] ?? 0);
    if (grams === 0n && (cube.locatedLines[row] ?? 0) <= 0) continue;
    const contract = nameOf(textAt(cube, 'contract', row));
    if (contract === undefined) continue;
    const scope = ACCOUNTING_SCOPES.find((one) => one === stated) ?? '';
    const known = parts.get(contract) ?? [];
    parts.set(contract, known);
    known.push({ scope, method: methodOf(cube, row), basis: profileAt(cube, row).basis, grams });
  }
}

function methodOf(cube: FigureCube, row: number): AccountingMethod {
  if (row >= cube.ledgerSize) return 'estimate without a return';
  const { factor, basis } = profileAt(cube, row);
  const screening = screeningOf(factor);
  if (screening !== undefined) return screening === 'spend' ? 'spend-based' : 'share of supplier total';
  if (basis === 'forecast') return 'forecast';
  if (isWorkedOut(factor)) return 'product footprints';
  return basis === 'estimated' ? 'estimate in a return' : 'supplier data';
}

function toFigures(known: TotalsAmounts, parts: readonly Part[]): AccountingFigures {
  const sumOf = (isAsked: (part: Part) => boolean) => parts.filter(isAsked).reduce((sum, { grams }) => sum + grams, 0n);
  const inScope = (scope: Scope) => sumOf((part) => part.scope === scope);
  const methods = ACCOUNTING_METHODS.filter((method) => parts.some((part) => part.method === method)).map((method) => ({
    method,
    grams: sumOf((part) => part.method === method),
  }));
  return {
    total: known.total,
    byScope: { '1': inScope('1'), '2': inScope('2'), '3': inScope('3'), '': inScope('') },
    methods: methods.toSorted((a, b) => (a.grams === b.grams ? 0 : a.grams > b.grams ? -1 : 1)),
    estimated: sumOf(({ basis }) => basis === 'estimated'),
    forecast: sumOf(({ basis }) => basis === 'forecast'),
    quality: known.quality,
    provisional: known.provisional,
  };
}
