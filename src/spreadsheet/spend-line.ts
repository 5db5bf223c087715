import type { ContractsOfSuppliers } from '../application/contracts-of-suppliers.ts';
import type { FaultList } from '../application/fault-list.ts';
import { listed, nearestNames, plainCompanyName } from '../application/nearest-names.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import { OWN_ICT } from '../domain/contract.ts';
import { type SpendWorking, spendKilograms } from '../domain/figure-working.ts';
import type { SpendMultipliers } from '../domain/reference-data.ts';
import type { RowContext } from './return-forms.ts';
import { optional, stated as statedBeside } from './return-line.ts';
import type { StreamedRow } from './row-reader.ts';

/**
 * A row of the finance ledger as a line: pounds times the kilograms for a pound of its industry. An estimate of tier D,
 * scope 3, category 1; it gives way where the contract has reported for the month.
 */
export function toSpendLine(
  row: StreamedRow,
  source: CarbonReturnLine['source'],
  { estimationTables, suppliers }: RowContext,
): CarbonReturnLine {
  const working = workingOf(row, estimationTables.spendMultipliers);
  const found = row.get('contract') === undefined ? contractsOf(row, suppliers) : [];
  return {
    contract: row.get('contract') ?? (found.length === 1 ? (found[0]?.reference ?? '') : ''),
    line: row.get('line') ?? '',
    kind: 'emission',
    scope: '3',
    category: '1',
    periodStart: row.get('periodStart') ?? '',
    periodEnd: row.get('periodEnd') ?? '',
    ...(working === undefined ? {} : { amount: spendKilograms(working), amountUnit: 'kg', working }),
    basis: 'estimated',
    tier: 'D',
    ...statedBeside(row),
    source,
  };
}

/** The supplier by whose name the contract is to be found. */
function supplierOf(row: StreamedRow): string | undefined {
  return row.get('contract') === undefined ? row.get('supplier') : undefined;
}

/** The year of the prices; undefined where it is none. */
function priceYearOf(row: StreamedRow): string | undefined {
  const year = row.get('priceYear') ?? row.get('periodEnd')?.slice(0, 4);
  return year !== undefined && /^\d{4}$/.test(year) ? year : undefined;
}

/** The multiplier of the prices' own year where there is one; later prices are taken to those of the newest. */
function workingOf(row: StreamedRow, tables: SpendMultipliers): SpendWorking | undefined {
  const [spend, priceYear] = [row.get('spend'), priceYearOf(row)];
  const found = tables.rows.find(({ sector }) => sector === row.get('sector'));
  if (spend === undefined || priceYear === undefined || found === undefined) return undefined;
  const multiplier = multiplierFor(found, priceYear, tables);
  if (multiplier === undefined) return undefined;
  const { multiplierYear } = multiplier;
  const set = found.approvedIn?.[multiplierYear];
  const isApproved = set !== undefined || tables.status === 'official';
  return {
    method: 'spend',
    spend,
    priceYear,
    sector: found.sector,
    ...optional('supplier', supplierOf(row)),
    ...multiplier,
    ...(set === undefined ? { edition: tables.edition } : { set }),
    provisional: multiplierYear !== priceYear || !isApproved,
  };
}

type MultiplierSector = SpendMultipliers['rows'][number];

/** Undefined where there is none so early, or no price index to take the prices to its year. */
function multiplierFor(
  { kgPerGbp: byYear }: MultiplierSector,
  priceYear: string,
  tables: SpendMultipliers,
): Pick<SpendWorking, 'multiplierYear' | 'kgPerGbp' | 'deflated'> | undefined {
  const multiplierYear = newestUpTo(byYear, priceYear);
  const kgPerGbp = multiplierYear === undefined ? undefined : byYear[multiplierYear];
  if (multiplierYear === undefined || kgPerGbp === undefined) return undefined;
  if (multiplierYear === priceYear) return { multiplierYear, kgPerGbp };
  const deflated = deflation(tables, multiplierYear, priceYear);
  return deflated === undefined ? undefined : { multiplierYear, kgPerGbp, deflated };
}

/** The contracts of the row's supplier whose term touches its period. */
function contractsOf(row: StreamedRow, suppliers: ContractsOfSuppliers = new Map()) {
  const [from = '', to = ''] = [row.get('periodStart'), row.get('periodEnd')];
  const all = suppliers.get(plainCompanyName(row.get('supplier') ?? '')) ?? [];
  return all.filter(({ start, end }) => start <= to && from <= end);
}

/** A row names its contract, or a supplier that has exactly one in the period. */
function checkContractOf(row: StreamedRow, at: string, faults: FaultList, suppliers?: ContractsOfSuppliers): void {
  const supplier = row.get('supplier');
  if (row.get('contract') !== undefined) return;
  if (supplier === undefined) {
    const message = `Enter the contract, or the supplier; enter ${OWN_ICT} as the contract where there is none`;
    faults.add(`${at}/contract`, 'contract-missing', message, { expected: 'a contract or a supplier' });
    return;
  }
  if (suppliers === undefined) return;
  const found = contractsOf(row, suppliers).map(({ reference }) => reference);
  if (found.length === 1) return;
  const [code, message] =
    found.length === 0
      ? [
          'no-contract-of-supplier',
          `No contract of "${supplier}" is on record for the period: enter the contract, or ${OWN_ICT}`,
        ]
      : ['several-contracts', `"${supplier}" has several contracts in the period: enter which, ${listed(found)}`];
  faults.add(`${at}/supplier`, code, message, {
    found: supplier,
    expected: found.length === 0 ? 'a supplier with a contract on record' : listed(found),
  });
}

function deflation(
  { deflators }: SpendMultipliers,
  multiplierYear: string,
  priceYear: string,
): SpendWorking['deflated'] {
  const indexYear = newestUpTo(deflators.index, priceYear);
  // A multiplier may be of a year that the index has not reached: the last there is then stands for both years.
  const toYear = newestUpTo(deflators.index, multiplierYear);
  const [from, to] = [deflators.index[indexYear ?? ''], deflators.index[toYear ?? '']];
  return indexYear === undefined || from === undefined || to === undefined ? undefined : { from, to, indexYear };
}

function newestUpTo(byYear: Readonly<Record<string, string>>, year: string): string | undefined {
  return Object.keys(byYear)
    .filter((one) => one <= year)
    .toSorted()
    .at(-1);
}

/** An industry that has multipliers, and is not the trade that passes goods on. */
export function checkSpendRow(row: StreamedRow, at: string, faults: FaultList, context: RowContext): void {
  checkContractOf(row, at, faults, context.suppliers);
  const tables = context.estimationTables.spendMultipliers;
  const { rows, trade } = tables;
  const [spend, sector, priceYear] = [row.get('spend'), row.get('sector'), priceYearOf(row)];
  if (spend?.startsWith('-') === true) {
    const message = `Enter what was spent after credit notes, 0 or more, got ${spend}`;
    faults.add(`${at}/spend`, 'negative', message, { found: spend, expected: '0 or more' });
  }
  const stated = row.get('priceYear');
  if (stated !== undefined && priceYear === undefined) {
    faults.add(`${at}/priceYear`, 'not-a-year', `Enter a year, as 2025, got "${stated}"`, {
      found: stated,
      expected: 'a year',
    });
  }
  if (sector === undefined) return;
  const traded = trade.find((one) => one.sector === sector);
  const found = rows.find((one) => one.sector === sector);
  if (traded !== undefined) {
    const message = `Industry ${sector} is trade, which is counted by all that it sells: enter what was bought, as ${traded.instead}`;
    faults.add(`${at}/sector`, 'trade-sector', message, { found: sector, expected: traded.instead });
  } else if (found === undefined) {
    const known = rows.map((one) => one.sector);
    const near = nearestNames(sector, known);
    faults.add(`${at}/sector`, 'unknown-sector', `There is no multiplier for the industry "${sector}"`, {
      found: sector,
      expected: listed(near.length === 0 ? known : near),
    });
  } else if (priceYear !== undefined && multiplierFor(found, priceYear, tables) === undefined) {
    const first = Object.keys(found.kgPerGbp).toSorted()[0] ?? '';
    const message = `There is no multiplier for prices of ${priceYear}: the first is of ${first}`;
    const field = stated === undefined ? 'periodEnd' : 'priceYear';
    faults.add(`${at}/${field}`, 'price-year-too-early', message, { found: priceYear, expected: `${first} or later` });
  }
}

/** The column that a field of a spend line comes from. */
export function spendField(field: string): string {
  return { amount: 'spend', amountUnit: 'spend' }[field] ?? field;
}
