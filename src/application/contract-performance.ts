import { type Contract, OWN_ICT } from '../domain/contract.ts';
import { type MonthOnRecord, performanceOf, type YearPerformance } from '../domain/contract-performance.ts';
import { countedRows } from '../domain/cube-totals.ts';
import type { Month } from '../domain/period-split.ts';
import type { Person } from '../domain/person.ts';
import type { CountedRow } from '../domain/totals-query.ts';
import { ledgerMoment } from './carbon-totals.ts';
import { getContract } from './contract-queries.ts';
import { type LedgerPicture, ledgerPicture } from './ledger-picture.ts';
import { bandsFor, getBands } from './performance-bands.ts';
import type { ServicePorts } from './ports.ts';

/** What a contract emitted against what was promised, by financial year. */
export type ContractPerformance = { readonly contract: Contract; readonly years: readonly YearPerformance[] };

/** One contract by year, rated by the organisation's bands. Throws AppError `not-found`. */
export async function getPerformance(
  ports: ServicePorts,
  person: Person,
  reference: string,
): Promise<ContractPerformance> {
  const contract = await getContract(ports, person, reference);
  const all = await readPerformance(ports, person, reference);
  return all.find((one) => one.contract.reference === reference) ?? { contract, years: [] };
}

/** Every contract by year, or one of them, in the order of their references. */
export async function readPerformance(
  ports: ServicePorts,
  person: Person,
  only?: string,
): Promise<ContractPerformance[]> {
  const { version, until } = await ledgerMoment(ports, person);
  const picture = await ledgerPicture(ports.database, person.organisation, version, until);
  const bands = bandsFor(await getBands(ports, person));
  const onRecord = monthsOnRecord(picture, only);
  return [...picture.contracts.values()]
    .filter(({ reference }) => reference !== OWN_ICT && (only === undefined || reference === only))
    .toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
    .map((contract) => ({
      contract,
      years: performanceOf(contract, [...(onRecord.get(contract.reference)?.values() ?? [])], bands, until),
    }));
}

/** Commitments and actual figures by contract and month, each contract whole, whoever shares it. */
function monthsOnRecord({ cube }: LedgerPicture, only: string | undefined): Map<string, Map<Month, MonthOnRecord>> {
  const byContract = new Map<string, Map<Month, MonthOnRecord>>();
  const rowsOf = (basis: 'committed' | 'actual'): readonly CountedRow[] =>
    countedRows(cube, {
      by: ['contract', 'month'],
      view: 'whole-life',
      basis,
      only: only === undefined ? {} : { contract: only },
    });
  const add = ({ keys: [contract = '', month = ''] }: CountedRow, found: Partial<MonthOnRecord>): void => {
    const months = byContract.get(contract) ?? new Map<Month, MonthOnRecord>();
    byContract.set(contract, months.set(month, { ...months.get(month), month, ...found }));
  };
  for (const row of rowsOf('committed')) add(row, { committed: row.total });
  for (const row of rowsOf('actual')) {
    // A line that was taken back leaves figures that come to nothing: the month has no return.
    if (row.lines <= 0) continue;
    const { total: grams, unlocatedLines, provisional } = row;
    add(row, { actual: { grams, unlocatedLines, provisional } });
  }
  return byContract;
}
