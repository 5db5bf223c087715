import { kilogramsText } from '../domain/quantity.ts';
import type { AccountingFigures, AccountingRow, AccountingSheet } from './accounting-sheet.ts';
import type { FigureTable } from './figure-table.ts';
import { percentOf } from './totals-json.ts';
import { ALL_BEARERS } from './trajectory-records.ts';

/** It stands in every row, so that no copy of a part of the sheet loses it. */
const LAYOUT = 'follows no edition of the tool: match the columns to the tab';

/** What a reader must know before the figures go into the tool. */
function notesOf({ bearer }: AccountingSheet): string[] {
  const whose = bearer === ALL_BEARERS ? 'All organisations that share the ledger together' : `The share of ${bearer}`;
  return [
    `The layout ${LAYOUT}.`,
    `${whose}, in kilograms of CO2e, in the inventory view: electricity of devices in council buildings is left out, because the tool has it from the meters.`,
    'Scopes are those that the lines state; what states none, as every estimate without a return, has a column of its own.',
    'The annual value is that of the contract, without VAT, times the share. It is not what was paid in the year.',
    'A contract without a figure is missing, not zero. Months still to come count only as far as a supplier forecasts them.',
  ];
}

/** The sheet as the interfaces give it: kilograms as decimal text, null where nothing is known. */
export function toAccountingSheetJson(sheet: AccountingSheet) {
  const { financialYear, bearer, rows, total, moment, asOf } = sheet;
  return {
    financial_year: financialYear,
    organisation: bearer,
    view: 'inventory' as const,
    tool_edition: null,
    notes: notesOf(sheet),
    contracts: rows.map(toRowJson),
    total_kg: kilogramsText(total),
    ledger_version: moment.version,
    estimated_until: moment.until,
    as_of: asOf ?? null,
  };
}

function toRowJson({ contract, facts, share, annualValue, figures }: AccountingRow) {
  return {
    contract,
    title: facts?.title ?? 'ICT without a contract',
    supplier: facts?.supplier.name ?? null,
    ict_category: facts?.ictCategory ?? null,
    start: facts?.start ?? null,
    end: facts?.end ?? null,
    share_percent: share,
    annual_value_share_gbp: annualValue ?? null,
    methods: (figures?.methods ?? []).map(({ method, grams }) => ({ method, kg: kilogramsText(grams) })),
    ...toAmountsJson(figures),
  };
}

function toAmountsJson(figures: AccountingFigures | undefined) {
  if (figures === undefined) return NOTHING_KNOWN;
  const { byScope, total, estimated, forecast, quality, provisional } = figures;
  return {
    scope_1_kg: kilogramsText(byScope['1']),
    scope_2_kg: kilogramsText(byScope['2']),
    scope_3_kg: kilogramsText(byScope['3']),
    scope_not_stated_kg: kilogramsText(byScope['']),
    total_kg: kilogramsText(total),
    quality: quality ?? null,
    estimated_kg: kilogramsText(estimated),
    estimated_percent: percentOf(estimated, total),
    forecast_kg: kilogramsText(forecast),
    provisional,
  };
}

const NOTHING_KNOWN = {
  scope_1_kg: null,
  scope_2_kg: null,
  scope_3_kg: null,
  scope_not_stated_kg: null,
  total_kg: null,
  quality: null,
  estimated_kg: null,
  estimated_percent: null,
  forecast_kg: null,
  provisional: false,
} as const;

const FACTS = ['contract', 'title', 'supplier', 'ict_category', 'start', 'end'] as const;
const AMOUNTS = [
  'scope_1_kg',
  'scope_2_kg',
  'scope_3_kg',
  'scope_not_stated_kg',
  'total_kg',
  'quality',
  'estimated_kg',
  'estimated_percent',
  'forecast_kg',
] as const;

/** The sheet as a table, a row for each contract. Its title holds the total, so that no row of it is added twice. */
export function accountingSheetTable(sheet: AccountingSheet): FigureTable {
  const json = toAccountingSheetJson(sheet);
  const text = (header: string) => ({ header, kind: 'text' as const });
  const number = (header: string) => ({ header, kind: 'number' as const });
  return {
    title: [
      `Contracts in ${json.financial_year} for the councils’ greenhouse gas accounting tool`,
      LAYOUT,
      `total ${json.total_kg} kg CO2e`,
      `ledger version ${json.ledger_version}, as of ${json.as_of ?? 'now'}`,
    ].join('; '),
    sheet: 'Contracts',
    notes: json.notes,
    columns: [
      ...['financial_year', 'organisation', ...FACTS].map(text),
      ...['share_percent', 'annual_value_share_gbp'].map(number),
      text('method'),
      ...AMOUNTS.map(number),
      ...['provisional', 'layout'].map(text),
    ],
    rows: json.contracts.map((row) => [
      json.financial_year,
      json.organisation,
      ...FACTS.map((name) => row[name] ?? undefined),
      row.share_percent,
      row.annual_value_share_gbp ?? undefined,
      row.methods.map(({ method, kg }) => (row.methods.length > 1 ? `${method} (${kg} kg)` : method)).join('; ') ||
        'no figure',
      ...AMOUNTS.map((name) => row[name] ?? undefined),
      row.provisional ? 'yes' : 'no',
      LAYOUT,
    ]),
  };
}
