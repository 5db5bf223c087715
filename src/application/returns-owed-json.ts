import type { FigureTable } from './figure-table.ts';
import type { OwedReturn, ReturnsOwed } from './list-returns-owed.ts';
import { supplierIdentity, supplierPath } from './suppliers.ts';

/** The returns owed as the interfaces give them. */
export function toReturnsOwedJson({ financialYear, day, returns }: ReturnsOwed) {
  return {
    financial_year: financialYear,
    day,
    items: returns.map(({ contract, months, state, replyBy, isOverdue, requests, received }) => ({
      contract: contract.reference,
      title: contract.title,
      supplier: contract.supplier.name,
      supplier_id: supplierPath(supplierIdentity(contract.supplier)),
      state,
      months_owed: months.owed,
      months_received: months.received,
      reply_by: replyBy ?? null,
      overdue: isOverdue,
      received_at: received?.at ?? null,
      received_by: received?.by ?? null,
      template: returnTemplatePath(contract),
      requests: requests.map(({ kind, on, replyBy: by, note, byName, at }) => ({
        kind,
        on,
        reply_by: by ?? null,
        note: note ?? null,
        recorded_by: byName,
        recorded_at: at,
      })),
    })),
  };
}

/** Where the supplier's return stands, filled in with its contracts and last lines. */
export function returnTemplatePath({ supplier }: OwedReturn['contract']): string {
  const query = new URLSearchParams({ supplier: supplierPath(supplierIdentity(supplier)) });
  return `/templates/carbon-return.xlsx?${query.toString()}`;
}

/** The returns owed as a table, a row for each contract. */
export function returnsOwedTable(owed: ReturnsOwed): FigureTable {
  const { financial_year: year, day, items } = toReturnsOwedJson(owed);
  const text = (header: string) => ({ header, kind: 'text' as const });
  const number = (header: string) => ({ header, kind: 'number' as const });
  return {
    title: `Carbon returns owed for ${year}, on ${day}`,
    sheet: 'Returns owed',
    columns: [
      ...['financial_year', 'contract', 'title', 'supplier', 'supplier_id', 'state'].map(text),
      ...['months_owed', 'months_received'].map(number),
      ...['asked_on', 'last_chased_on', 'reply_by', 'overdue', 'received_at'].map(text),
    ],
    rows: items.map((one) => [
      year,
      one.contract,
      one.title,
      one.supplier,
      one.supplier_id,
      one.state,
      String(one.months_owed),
      String(one.months_received),
      one.requests.find(({ kind }) => kind === 'asked')?.on,
      one.requests.findLast(({ kind }) => kind === 'chased')?.on,
      one.reply_by ?? undefined,
      one.overdue ? 'yes' : 'no',
      one.received_at ?? undefined,
    ]),
  };
}
