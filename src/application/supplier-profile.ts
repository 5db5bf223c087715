import type { IsoDate } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { type Grams, kilogramsText } from '../domain/quantity.ts';
import { ukDay } from '../domain/uk-day.ts';
import { type ContractPerformance, readPerformance } from './contract-performance.ts';
import { type EngagementView, listEngagementActions } from './engagement-queries.ts';
import { type AgeingEvidence, isDue, readAgeingEvidence } from './evidence-ages.ts';
import { notRatedText, RATING_WORDS } from './performance-words.ts';
import type { ServicePorts } from './ports.ts';
import { getSupplier, supplierIdentity, supplierPath } from './suppliers.ts';

/**
 * What concerns one supplier's running of its contracts. All of it may be shown to that supplier, but for the steps of
 * actions, which are ours: nothing is of another supplier, and nothing of a procurement but its own evidence.
 */
export type SupplierProfile = {
  readonly today: IsoDate;
  /** `GB-COH-01234567` */
  readonly supplier: string;
  readonly name: string;
  readonly contracts: readonly ContractPerformance[];
  readonly actions: readonly EngagementView[];
  /** All of it, whether it has to be asked for anew by now, and whether it counts no longer. */
  readonly evidence: readonly (AgeingEvidence & { readonly isDue: boolean; readonly ended: boolean })[];
};

/** A supplier's contracts by year, actions and evidence. Throws AppError `not-found`. */
export async function getSupplierProfile(ports: ServicePorts, person: Person, path: string): Promise<SupplierProfile> {
  const { name } = await getSupplier(ports, person, path);
  const own = (await readPerformance(ports, person)).filter(
    ({ contract }) => supplierPath(supplierIdentity(contract.supplier)) === path,
  );
  const { contractPerformance: facts } = ports.catalogue;
  const today = ukDay(ports.clock());
  const contracts = own.map(({ contract }) => contract);
  const evidence = await ports.database.read((stores) =>
    readAgeingEvidence(stores, person.organisation, contracts, facts, today),
  );
  return {
    today,
    supplier: path,
    name,
    contracts: own,
    actions: await listEngagementActions(ports, person, { supplier: path }),
    evidence: evidence.map((one) => ({
      ...one,
      isDue: isDue(one, today, facts.noticeMonths),
      ended: one.until !== undefined && one.until < today,
    })),
  };
}

/** The figures of a supplier's contracts by year as CSV, kilograms CO2e of the whole life. */
export async function supplierFiguresCsv(ports: ServicePorts, person: Person, path: string): Promise<Uint8Array> {
  const { name, contracts } = await getSupplierProfile(ports, person, path);
  const text = (header: string) => ({ header, kind: 'text' as const });
  const number = (header: string) => ({ header, kind: 'number' as const });
  const table = {
    title: `Carbon of the contracts of ${name} by financial year, whole life, kilograms CO2e`,
    sheet: 'Figures',
    columns: [
      ...['contract', 'title', 'financial_year'].map(text),
      ...['committed_kg', 'actual_kg', 'months', 'months_reported'].map(number),
      ...['rating', 'note'].map(text),
    ],
    rows: contracts.flatMap(({ contract, years }) =>
      years.map((year) => [
        contract.reference,
        contract.title,
        year.financialYear,
        kilogramsOf(year.committed),
        kilogramsOf(year.actual),
        String(year.months),
        String(year.monthsReported),
        RATING_WORDS[year.rating],
        year.notRated === undefined ? '' : notRatedText(year.notRated, year),
      ]),
    ),
  };
  return ports.spreadsheets.writeTable(table, 'csv');
}

function kilogramsOf(grams: Grams | undefined): string | undefined {
  return grams === undefined ? undefined : kilogramsText(grams);
}
