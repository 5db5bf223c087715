import type { AuditEvent } from '../domain/audit-event.ts';
import type { RecordedEntry } from './ledger-stores.ts';

/** What an event says of the entry of the carbon ledger that it tells of. */
export function entryData({ version, sha256 }: RecordedEntry) {
  return { ledger_version: String(version), ledger_sha256: sha256 };
}

/** What every entry wrote, by its version, as the events tell. */
export class ToldEntries {
  private readonly hashes = new Map<number, string>();

  note({ data: { ledger_version: version, ledger_sha256: sha256 } }: AuditEvent): void {
    if (typeof version === 'string' && typeof sha256 === 'string') this.hashes.set(Number(version), sha256);
  }

  /** What is wrong with entries as they stand, a phrase each. Entries from before they were hashed are passed over. */
  async strangers(entries: AsyncIterable<Pick<RecordedEntry, 'version' | 'sha256'>>): Promise<string[]> {
    const untold = new Map(this.hashes);
    const first = Math.min(...untold.keys());
    const found: string[] = [];
    for await (const { version, sha256 } of entries) {
      const told = untold.get(version);
      untold.delete(version);
      if (told === sha256 || (told === undefined && version < first)) continue;
      found.push(told === undefined ? `entry ${version}` : `entry ${version} as it stands`);
    }
    return [...found, ...[...untold.keys()].map((version) => `entry ${version} being gone`)];
  }
}
