import type { Person } from '../domain/person.ts';
import { type AccountingQuery, accountingSheet } from './accounting-sheet.ts';
import { accountingSheetTable, toAccountingSheetJson } from './accounting-sheet-json.ts';
import type { MadeFile, ServicePorts } from './ports.ts';

export const ACCOUNTING_FORMATS = ['json', 'csv', 'xlsx'] as const;
export type AccountingFormat = (typeof ACCOUNTING_FORMATS)[number];

/** The sheet for the councils' greenhouse gas accounting tool in one of its forms, named by its year. */
export async function serveAccountingSheet(
  ports: ServicePorts,
  person: Person,
  query: AccountingQuery,
  format: AccountingFormat,
): Promise<MadeFile> {
  const sheet = await accountingSheet(ports, person, query);
  const bytes =
    format === 'json'
      ? Buffer.from(JSON.stringify(toAccountingSheetJson(sheet)), 'utf8')
      : await ports.spreadsheets.writeTable(accountingSheetTable(sheet), format);
  return { name: `accounting-tool-${sheet.financialYear.replace('/', '-')}.${format}`, bytes };
}
