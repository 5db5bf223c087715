import { createHash, type Hash } from 'node:crypto';
import type { BulkValue } from './bulk-insert.ts';
import type { LedgerTable } from './ledger-tables.ts';

/**
 * One hash over everything that an entry of the carbon ledger wrote, which its event tells: rows table by table, each in
 * the order of its key and with the columns of `LEDGER_TABLES`.
 */
export class EntryDigest {
  private readonly hashes = new Map<LedgerTable, Hash>();

  add(table: LedgerTable, rows: readonly (readonly BulkValue[])[]): void {
    if (rows.length === 0) return;
    const hash = this.hashes.get(table) ?? createHash('sha256');
    this.hashes.set(table, hash);
    // No column holds NUL, which PostgreSQL refuses; null is as "".
    for (const row of rows) hash.update(`${row.join('\0')}\0`);
  }

  /** In hexadecimal. Nothing can be added afterwards. */
  sha256(): string {
    const lines = [...this.hashes].map(([table, hash]) => `${table} ${hash.digest('hex')}\n`);
    return createHash('sha256').update('scorer-ledger-entry/v1\n').update(lines.toSorted().join('')).digest('hex');
  }
}
