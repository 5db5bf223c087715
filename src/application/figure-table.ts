import type { CarbonTotals } from './carbon-totals.ts';
import { toAmountsJson } from './totals-json.ts';
import { othersNotes } from './trajectory-words.ts';

/** A table to be written as CSV or as a workbook. A number is decimal text, or undefined where there is none. */
export type FigureTable = {
  /** What it is, for its first cell or its file. */
  readonly title: string;
  readonly sheet: string;
  /** What a reader must know, for a second sheet of a workbook. CSV has its rows alone. */
  readonly notes?: readonly string[];
  readonly columns: readonly { readonly header: string; readonly kind: 'text' | 'number' }[];
  readonly rows: readonly (readonly (string | undefined)[])[];
};

const HEADERS = [
  ['committed_kg', 'number'],
  ['actual_kg', 'number'],
  ['forecast_kg', 'number'],
  ['estimated_kg', 'number'],
  ['total_kg', 'number'],
  ['market_based_kg', 'number'],
  ['avoided_kg', 'number'],
  ['biogenic_kg', 'number'],
  ['removals_kg', 'number'],
  ['spend_based_kg', 'number'],
  ['allocated_kg', 'number'],
  ['low_kg', 'number'],
  ['high_kg', 'number'],
  ['quality', 'number'],
  ['lines', 'number'],
  ['contracts', 'number'],
  ['provisional', 'text'],
] as const;

/** Totals as a table: the keys, then the amounts in kilograms of CO2e; without keys one row. */
export function totalsTable(totals: CarbonTotals): FigureTable {
  const { query, rows, total, asOf, moment, keptByOthers } = totals;
  const shown = query.by.length === 0 ? [{ ...total, keys: [] as string[] }] : rows;
  return {
    title: [
      `Carbon totals, ${query.view} view`,
      query.basis === undefined ? 'actual, else estimated, else forecast' : `${query.basis} figures only`,
      `${query.from ?? 'from the first month'} to ${query.to ?? 'the last'}`,
      `ledger version ${moment.version}, as of ${asOf ?? 'now'}`,
      ...keptByOthers.map(({ keeper, version }) => `with shares of contracts that ${keeper} keeps, version ${version}`),
      'kilograms CO2e',
    ].join('; '),
    sheet: 'Totals',
    ...notesOf(totals),
    columns: [
      ...query.by.map((key) => ({ header: key, kind: 'text' as const })),
      ...HEADERS.map(([header, kind]) => ({ header, kind })),
    ],
    rows: shown.map(({ keys, ...amounts }) => {
      const json = toAmountsJson(amounts);
      return [...keys, ...HEADERS.map(([name]) => cellText(json[name]))];
    }),
  };
}

function notesOf(totals: CarbonTotals): Pick<FigureTable, 'notes'> {
  const notes = othersNotes(totals);
  return notes.length === 0 ? {} : { notes };
}

function cellText(value: string | number | boolean | null): string | undefined {
  if (value === null) return undefined;
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}
