import { currentContracts } from './current-contracts.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';
import type { CarbonReturnLine } from '../domain/carbon-figure.ts';
import type { Contract } from '../domain/contract.ts';
import { AppError } from '../domain/errors.ts';
import { addDays, addMonths, inclusiveDays } from '../domain/iso-date.ts';
import type { Person } from '../domain/person.ts';
import { listed, nearestNames } from './nearest-names.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import type { RegisterKind } from './register-upload.ts';
import { CARBON_READERS, requireRole } from './roles.ts';
import type { Stores } from './stores.ts';

export type RegisterTemplateChoice = {
  readonly kind: RegisterKind;
  /** Not for contracts: a supplier on record, as `GB-COH-01234567`. Its contracts are filled in; in a return, its lines. */
  readonly supplier?: string;
};

const DAYS_OF_A_MONTH = 30.44;

/**
 * A workbook for contracts, a carbon return, or what stands for one. Blank ones are for anybody; one for a supplier comes with its contracts
 * and the lines it reported last, their figures asked anew for the period after, and needs a person who may read
 * contracts. Throws AppError `not-found` for a supplier without a contract.
 */
export async function registerTemplateFor(
  ports: ServicePorts,
  { kind, supplier }: RegisterTemplateChoice,
  person?: Person,
): Promise<MadeFile> {
  const { spreadsheets } = ports;
  const organisation = person === undefined ? {} : { organisation: person.organisation };
  if (kind === 'contracts') {
    const bytes = await spreadsheets.writeRegisterTemplate({ kind, ...organisation, contracts: [] });
    return { name: 'contracts-template.xlsx', bytes };
  }
  if (supplier === undefined) {
    const bytes = await spreadsheets.writeRegisterTemplate({ kind, ...organisation, contracts: [], lines: [] });
    return { name: `${kind}-template.xlsx`, bytes };
  }
  if (person === undefined) throw new AppError('not-signed-in', `Say who you are to get the return of ${supplier}.`);
  requireRole(person, ...CARBON_READERS);
  const { contracts, lines } = await ports.database.read((stores) => reportedBy(stores, person, supplier));
  const name = contracts[0]?.supplier.name ?? supplier;
  const request = { kind, ...organisation, supplier: name, contracts, lines: kind === 'carbon-return' ? lines : [] };
  const bytes = await spreadsheets.writeRegisterTemplate(request);
  return { name: `${kind}-${supplier.replaceAll(/[^A-Za-z0-9_.-]+/g, '-')}.xlsx`, bytes };
}

type Reported = { readonly contracts: readonly Contract[]; readonly lines: readonly CarbonReturnLine[] };

async function reportedBy(stores: Stores, { organisation }: Person, supplier: string): Promise<Reported> {
  const current = await currentContracts(stores, organisation);
  const pathOf = (contract: Contract): string => supplierPath(supplierIdentity(contract.supplier));
  const contracts = [...current.values()].filter((contract) => pathOf(contract) === supplier);
  if (contracts.length === 0) {
    const near = nearestNames(supplier, new Set([...current.values()].map(pathOf)));
    const advice = near.length === 0 ? '' : ` Did you mean ${listed(near)}?`;
    throw new AppError('not-found', `No contract of the supplier "${supplier}" is on record.${advice}`);
  }
  const latest = new Map<string, CarbonReturnLine>();
  for (const { reference } of contracts) {
    for await (const { statement } of stores.ledger.standingLines(organisation, reference))
      keepLatest(latest, statement);
  }
  return { contracts, lines: [...latest.values()].map(forNextPeriod) };
}

/** Forecasts are no report, credits are bought anew each year, and what was worked out here nobody reported. */
function keepLatest(latest: Map<string, CarbonReturnLine>, line: CarbonReturnLine): void {
  if (line.basis === 'forecast' || line.kind === 'removal' || line.working !== undefined) return;
  const key = `${line.contract}\n${line.kind}\n${line.line}`;
  const known = latest.get(key);
  if (known === undefined || known.periodEnd < line.periodEnd) latest.set(key, line);
}

/** The same number of months again, from the day after; a purchase falls on a day that nobody knows yet. */
function forNextPeriod(line: CarbonReturnLine): CarbonReturnLine {
  const days = inclusiveDays(line.periodStart, line.periodEnd);
  const next = { ...line, basis: 'actual' as const };
  if (days === 1) return { ...next, periodStart: '', periodEnd: '' };
  const periodStart = addDays(line.periodEnd, 1);
  const months = Math.max(1, Math.round(days / DAYS_OF_A_MONTH));
  return { ...next, periodStart, periodEnd: addDays(addMonths(periodStart, months), -1) };
}
