import type { Person } from '../domain/person.ts';
import { listReturnsOwed } from './list-returns-owed.ts';
import type { MadeFile, ServicePorts } from './ports.ts';
import { returnsOwedTable } from './returns-owed-json.ts';

/** The returns owed for a financial year as CSV, a row for each contract. */
export async function returnsOwedFile(
  ports: ServicePorts,
  person: Person,
  asked: { readonly financialYear?: string } = {},
): Promise<MadeFile> {
  const owed = await listReturnsOwed(ports, person, asked);
  const bytes = await ports.spreadsheets.writeTable(returnsOwedTable(owed), 'csv');
  return { name: `returns-owed-${owed.financialYear.replace('/', '-')}.csv`, bytes };
}
