import type { BulkColumn } from './bulk-insert.ts';

/** What an entry of the carbon ledger writes, and what is hashed of it: every column of the tables. */
export const LEDGER_TABLES = {
  ledger_entries: [
    ['organisation', 'text'],
    ['version', 'integer'],
    ['kind', 'text'],
    ['recorded_at', 'text'],
    ['file_sha256', 'text'],
    ['details', 'text'],
  ],
  contract_versions: [
    ['organisation', 'text'],
    ['reference', 'text'],
    ['version', 'integer'],
    ['contract', 'text'],
  ],
  carbon_groups: [
    ['id', 'bigint'],
    ['organisation', 'text'],
    ['provisional', 'integer'],
    ['dimensions', 'text'],
  ],
  carbon_pages: [
    ['id', 'bigint'],
    ['organisation', 'text'],
    ['version', 'integer'],
    ['terms_version', 'integer'],
    ['contract', 'text'],
    ['lines', 'integer'],
    ['group_ids', 'text'],
    ['figures', 'text'],
    ['statements', 'text'],
  ],
  carbon_reversals: [
    ['line_id', 'bigint'],
    ['organisation', 'text'],
    ['version', 'integer'],
  ],
  carbon_changes: [
    ['organisation', 'text'],
    ['version', 'integer'],
    ['cause', 'text'],
    ['group_id', 'bigint'],
    ['grams', 'bigint'],
    ['market_based', 'bigint'],
    ['lines', 'integer'],
    ['located_lines', 'integer'],
    ['market_lines', 'integer'],
  ],
} as const satisfies Readonly<Record<string, readonly BulkColumn[]>>;

export type LedgerTable = keyof typeof LEDGER_TABLES;
